//! Files both ways.

use reqwest::Method;
use whatsapp_bridge::services::Service;

use crate::bridge::harness::{Bridge, until};

#[tokio::test]
async fn a_picture_is_served_to_genesys_whole_and_in_part() {
    let bridge = Bridge::start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    let picture = whatsapp.customer("+12025550147");
    let picture = picture.media("image", "image/png", &b"0123456789"[..], Some("my roof"));
    whatsapp.deliver([picture]).await.expect("an answer");

    until("the message at Genesys", || genesys.inbound_count() == 1).await;
    let message = &genesys.inbound_messages()[0].body;
    let attachment = &message["content"][0]["attachment"];
    assert_eq!(attachment["mediaType"], "Image");
    let url = attachment["url"].as_str().expect("a URL");
    let path = &url[url.find("/media/").expect("our address")..];

    let whole = bridge
        .request(Method::GET, Service::Gateway, path)
        .send()
        .await
        .unwrap();
    assert_eq!(whole.status(), 200);
    assert_eq!(whole.headers()["content-type"], "image/png");
    assert_eq!(whole.headers()["x-content-type-options"], "nosniff");
    assert_eq!(whole.bytes().await.unwrap(), &b"0123456789"[..]);
    let part = bridge.request(Method::GET, Service::Gateway, path);
    let part = part.header("range", "bytes=2-4").send().await.unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], "bytes 2-4/10");
    assert_eq!(part.bytes().await.unwrap(), &b"234"[..]);
    let other = bridge.get(Service::Gateway, &path[..path.len() - 2]).await;
    assert_eq!(other.status, 404);
}

#[tokio::test]
async fn a_file_of_an_agent_is_fetched_with_the_token_and_uploaded() {
    let bridge = Bridge::start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    genesys.protect_downloads(true);
    let text = whatsapp.customer("+12025550147").text("A picture, please");
    whatsapp.deliver([text]).await.expect("an answer");
    until("the message at Genesys", || genesys.inbound_count() == 1).await;

    let agent = genesys.agent_of("+12025550147").expect("a conversation");
    agent
        .attachment(&b"picture"[..], "image/png", "roof.png")
        .send();

    until("the picture", || whatsapp.messages().len() == 1).await;
    let sent = &whatsapp.messages()[0];
    assert_eq!(sent.kind, "image");
    assert!(sent.body["image"]["id"].is_string(), "it was uploaded");
}
