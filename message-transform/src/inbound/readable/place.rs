//! Places, with a link to a map.

use meta_whatsapp_client::webhooks::Location;

use super::Lines;

/// The place: its name, its address, a map.
pub(in crate::inbound) fn place(location: &Location) -> String {
    let mut lines = Lines::titled("[Location]");
    lines.push(location.name.as_deref().unwrap_or_default());
    lines.push(location.address.as_deref().unwrap_or_default());
    if let Some(map) = map_url(location) {
        lines.push(map);
    }
    lines.push(location.url.as_deref().unwrap_or_default());
    lines.text()
}

/// Where the place is on a map; `None` if it is nowhere on Earth.
pub(in crate::inbound) fn map_url(location: &Location) -> Option<String> {
    let inside = |degrees: f64, most: f64| degrees.is_finite() && degrees.abs() <= most;
    let latitude = location.latitude.filter(|it| inside(*it, 90.0))?;
    let longitude = location.longitude.filter(|it| inside(*it, 180.0))?;
    Some(format!(
        "https://www.google.com/maps/search/?api=1&query={latitude},{longitude}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_a_link_to_a_map_if_it_is_on_earth() {
        for (json, expected) in [
            (
                r#"{"latitude":52.5163,"longitude":"13.3777","name":"Gate","address":"Square 1"}"#,
                "[Location]\nGate\nSquare 1\n\
                 https://www.google.com/maps/search/?api=1&query=52.5163,13.3777",
            ),
            (
                r#"{"latitude":-33,"longitude":0,"url":"https://example.com/here"}"#,
                "[Location]\nhttps://www.google.com/maps/search/?api=1&query=-33,0\n\
                 https://example.com/here",
            ),
            (
                r#"{"latitude":91,"longitude":0,"name":"Far"}"#,
                "[Location]\nFar",
            ),
            ("{}", "[Location]"),
        ] {
            let location: Location = serde_json::from_str(json).unwrap();

            assert_eq!(place(&location), expected);
        }
    }
}
