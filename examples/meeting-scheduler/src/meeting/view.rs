//! Meetings and agents as answers show them.

use serde_json::{Map, Value, json};
use url::{Url, form_urlencoded};
use videoengager_client::{Agent, Schedule};

/// A meeting with all keys as received, but without a token in the agent's full URL.
#[must_use]
pub fn shown_meeting(schedule: &Schedule) -> Value {
    let mut shown = serde_json::from_str(schedule.raw()).unwrap_or_else(|_| json!({}));
    let full_url = shown.pointer_mut("/agent/fullUrl");
    if let Some(Value::String(full_url)) = full_url {
        *full_url = without_token(full_url);
    }
    shown
}

/// What choosing an agent needs; `None` for what is no agent at all.
#[must_use]
pub fn shown_agent(agent: &Agent) -> Option<Value> {
    let raw: Map<String, Value> = serde_json::from_str(agent.raw()).ok()?;
    let mut shown = Map::new();
    let known = [
        ("_id", raw.get("_id").and_then(Value::as_str)),
        ("firstName", agent.first_name.as_deref()),
        ("lastName", agent.last_name.as_deref()),
    ];
    for (key, value) in known {
        if let Some(value) = value {
            shown.insert(key.to_owned(), value.into());
        }
    }
    if let Some(email) = &agent.email {
        shown.insert("_account".to_owned(), json!({ "email": email }));
    }
    Some(shown.into())
}

/// An address, relative ones too, without the parameters named `token` in its query.
#[must_use]
pub fn without_token(url: &str) -> String {
    let (rest, fragment) = match url.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (url, None),
    };
    let Some((path, query)) = rest.split_once('?') else {
        return url.to_owned();
    };
    // The other parameters are kept as they are written.
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_token(pair)).collect();
    let mut shown = path.to_owned();
    if !kept.is_empty() {
        shown = format!("{shown}?{}", kept.join("&"));
    }
    match fragment {
        Some(fragment) => format!("{shown}#{fragment}"),
        None => shown,
    }
}

fn is_token(pair: &str) -> bool {
    form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| name == "token")
}

/// The address, if a browser may be sent to it.
#[must_use]
pub fn web_address(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

#[cfg(test)]
mod tests {
    use serde_json::from_value;

    use super::*;

    #[test]
    fn tokens_go_and_the_rest_stays_as_it_is_written() {
        for (url, expected) in [
            ("https://v.example.com/a", "https://v.example.com/a"),
            (
                "https://v.example.com/a?params=x",
                "https://v.example.com/a?params=x",
            ),
            ("https://v.example.com/a?token=t", "https://v.example.com/a"),
            (
                "https://v.example.com/a?token=t#room",
                "https://v.example.com/a#room",
            ),
            (
                "https://v.example.com/a?params=%20x&token=t&lang=e+n&token=u#r?token=v",
                "https://v.example.com/a?params=%20x&lang=e+n#r?token=v",
            ),
            ("/ve/1?%74oken=t&a", "/ve/1?a"),
            ("/ve/1?tokens=t&Token=u", "/ve/1?tokens=t&Token=u"),
            ("/ve/1?token", "/ve/1"),
            ("", ""),
            ("?", "?"),
        ] {
            assert_eq!(without_token(url), expected, "{url}");
        }
    }

    #[test]
    fn a_meeting_is_shown_with_all_its_keys() {
        let raw = json!({
            "_id": "s-1",
            "tenant": "t-1",
            "agentId": "a-1",
            "active": true,
            "date": 1_672_531_200_000_i64,
            "duration": 30,
            "futureField": [1, 2.5, null],
            "visitor": { "name": "John Doe", "meetingUrl": "https://v.example.com/1?token=v" },
            "agent": { "name": "Agent Smith", "fullUrl": "https://v.example.com/2?params=P&token=t" },
        });
        let schedule: Schedule = from_value(raw.clone()).unwrap();

        let mut expected = raw;
        expected["agent"]["fullUrl"] = json!("https://v.example.com/2?params=P");
        assert_eq!(shown_meeting(&schedule), expected);
    }

    #[test]
    fn of_an_agent_only_what_choosing_needs_is_shown() {
        for (raw, expected) in [
            (
                json!({
                    "_id": "a-1", "firstName": "Sam", "lastName": "Second", "phone": "1",
                    "_account": { "email": "sam@example.com", "role": "admin" },
                }),
                Some(json!({
                    "_id": "a-1", "firstName": "Sam", "lastName": "Second",
                    "_account": { "email": "sam@example.com" },
                })),
            ),
            (
                json!({ "firstName": "No" }),
                Some(json!({ "firstName": "No" })),
            ),
            (json!({ "_account": {} }), Some(json!({}))),
            (json!("nobody"), None),
            (json!(null), None),
        ] {
            let agent: Agent = from_value(raw).unwrap();
            assert_eq!(shown_agent(&agent), expected);
        }
    }

    #[test]
    fn only_web_addresses_are_handed_out_as_links() {
        assert!(web_address("https://v.example.com/ve/1").is_some());
        for bad in ["javascript:alert(1)", "/ve/1", "data:text/html,x", ""] {
            assert!(web_address(bad).is_none(), "{bad}");
        }
    }
}
