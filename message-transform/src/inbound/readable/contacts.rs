//! Contact cards.

use meta_whatsapp_client::webhooks::{ContactAddress, ContactName, SharedContact};

use super::{Lines, joined};

/// The cards, one below the other.
pub(in crate::inbound) fn contacts(cards: &[SharedContact]) -> String {
    let texts: Vec<_> = cards.iter().map(card).collect();
    match texts.is_empty() {
        true => "[Contact card without content]".to_owned(),
        false => texts.join("\n\n"),
    }
}

fn card(card: &SharedContact) -> String {
    let mut lines = Lines::titled("[Contact card]");
    if let Some(name) = &card.name {
        lines.push(full_name(name));
    }
    for phone in &card.phones {
        let number = phone.phone.as_deref();
        let number = number.or_else(|| phone.wa_id.as_ref().map(|id| id.as_str()));
        lines.named(&of_kind("Phone", phone.kind.as_deref()), number);
    }
    for email in &card.emails {
        lines.named(
            &of_kind("Mail", email.kind.as_deref()),
            email.email.as_deref(),
        );
    }
    for address in &card.addresses {
        let name = of_kind("Address", address.kind.as_deref());
        lines.named(&name, Some(&postal(address)));
    }
    for url in &card.urls {
        lines.named(&of_kind("Web", url.kind.as_deref()), url.url.as_deref());
    }
    if let Some(org) = &card.org {
        let parts = [&org.title, &org.department, &org.company];
        let work = joined(parts.map(|part| part.as_deref()), ", ");
        lines.named("Work", Some(&work));
    }
    lines.named("Birthday", card.birthday.as_deref());
    lines.text()
}

fn full_name(name: &ContactName) -> String {
    if let Some(whole) = &name.formatted_name {
        return whole.clone();
    }
    let parts = [
        &name.prefix,
        &name.first_name,
        &name.middle_name,
        &name.last_name,
        &name.suffix,
    ];
    joined(parts.map(|part| part.as_deref()), " ")
}

fn postal(address: &ContactAddress) -> String {
    let city = joined([address.zip.as_deref(), address.city.as_deref()], " ");
    let country = address
        .country
        .as_deref()
        .or(address.country_code.as_deref());
    let (street, state) = (address.street.as_deref(), address.state.as_deref());
    joined([street, Some(&city), state, country], ", ")
}

/// `Phone (work)`.
fn of_kind(name: &str, kind: Option<&str>) -> String {
    match kind.map(str::trim).filter(|kind| !kind.is_empty()) {
        Some(kind) => format!("{name} ({})", kind.to_lowercase()),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> String {
        contacts(&serde_json::from_str::<Vec<SharedContact>>(json).unwrap())
    }

    #[test]
    fn a_card_is_a_few_lines() {
        let text = read(
            r#"[{"name":{"formatted_name":"Robin Example"},
                "phones":[{"phone":"+1 202-555-0147","type":"CELL"},{"wa_id":"12025550148"}],
                "emails":[{"email":"robin@example.com","type":"WORK"}],
                "addresses":[{"street":"1 Main St","city":"Springfield","zip":"12345",
                              "state":"XX","country":"United States","type":"HOME"}],
                "urls":[{"url":"https://example.com"}],
                "org":{"company":"Example Clinic","title":"Nurse"},"birthday":"2000-01-31"}]"#,
        );

        assert_eq!(
            text,
            "[Contact card]\nRobin Example\nPhone (cell): +1 202-555-0147\nPhone: 12025550148\n\
             Mail (work): robin@example.com\n\
             Address (home): 1 Main St, 12345 Springfield, XX, United States\n\
             Web: https://example.com\nWork: Nurse, Example Clinic\nBirthday: 2000-01-31"
        );
    }

    #[test]
    fn what_is_missing_is_left_out() {
        assert_eq!(
            read(r#"[{"name":{"first_name":"Robin","last_name":"Example"}},{}]"#),
            "[Contact card]\nRobin Example\n\n[Contact card]"
        );
        assert_eq!(read("[]"), "[Contact card without content]");
    }
}
