//! Times to choose from, on the clock of the business.

use super::scene::{NUMBER, wrote};
use crate::bridge::harness::{Setup, until};

#[tokio::test]
async fn times_are_shown_in_the_zone_of_the_business_in_winter_and_in_summer() {
    let setup = Setup::new().argument("--business-time-zone", "Europe/Rome");
    let bridge = setup.start().await;
    let agent = wrote(&bridge, NUMBER, "When can I come?").await;
    let times = ["2026-12-01T10:00:00Z", "2027-07-01T10:00:00Z"];
    let times = times.map(|time| time.parse().expect("a time"));

    agent.date_picker("When?", &times).send();

    until("the times", || !bridge.whatsapp.messages().is_empty()).await;
    let list = bridge.whatsapp.messages().remove(0).body;
    let rows = &list["interactive"]["action"]["sections"][0]["rows"];
    for (row, title, zone) in [
        (0, "Tue 1 Dec, 11:00", "UTC+01:00"),
        (1, "Thu 1 Jul, 12:00", "UTC+02:00"),
    ] {
        assert_eq!(rows[row]["title"], title);
        let description = rows[row]["description"].as_str().expect("a text");
        assert!(description.contains(zone), "{description}");
    }
}
