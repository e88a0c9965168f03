//! Where the dashboard's page leads.

use reqwest::Url;
use whatsapp_bridge::services::Service;

use super::harness::Bridge;

/// What stands in an attribute of the page, as often as it is there.
fn values<'a>(page: &'a str, attribute: &'a str) -> impl Iterator<Item = &'a str> {
    let after = page.split(attribute).skip(1);
    after.filter_map(|rest| rest.strip_prefix("=\"")?.split('"').next())
}

#[tokio::test]
async fn no_link_of_the_page_leads_nowhere() {
    let bridge = Bridge::start().await;
    let page = bridge.get(Service::Dashboard, "/").await.text;
    let origin = Url::parse(&bridge.url(Service::Dashboard, "/")).expect("an address");
    let all = values(&page, "href").chain(values(&page, "src"));
    let linked: Vec<&str> = all.filter(|it| !it.starts_with('#')).collect();

    let mut nowhere = Vec::new();
    for link in &linked {
        let url = origin.join(link).expect("an address");
        let answer = bridge.get(Service::Dashboard, url.path()).await;
        if url.origin() == origin.origin() && answer.status != 200 {
            nowhere.push((*link, answer.status));
        }
    }

    assert!(linked.len() > 5, "{linked:?}");
    assert_eq!(nowhere, []);
}
