//! Any webhook parses: generated for every type, with all that may be odd about it.

use meta_whatsapp_client::webhooks::{self, Received, Update, UpdateKind};
use proptest::{prelude::*, test_runner::TestRng};
use serde_json::Value;

use super::{fixtures, json::Json, names, parse};

/// Lists whose items are updates by themselves.
const ITEMS: &[&str] = &["messages", "statuses", "message_echoes", "errors"];

/// Numbers of 64 bits, as written.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1.5",
    "9007199254740993",
    "-9223372036854775808",
    "18446744073709551615",
    "-2.5E-400",
];

/// What may stand in a field that nobody knows.
const UNKNOWN: &[&str] = &[
    "null",
    "true",
    "12345678901234567890123",
    r#""a \"text\" with \\ and \ud83d""#,
    "[]",
    r#"[1, [{"deep": [null]}], "x"]"#,
    r#"{"id": 7, "type": "text", "messages": [{}]}"#,
];

/// Makes a documented webhook odd, as the seed says.
struct Odd {
    rng: TestRng,
}

impl Odd {
    fn one_in(&mut self, parts: u32) -> bool {
        self.rng.random_range(0..parts) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.rng.random_range(0..from.len())]
    }

    /// The item that `required` names must stay; everything else may go, be null, or change.
    fn object(&mut self, value: &mut Json, is_message: bool) {
        let Json::Object(fields) = value else { return };
        let kind = fields.iter().find(|(key, _)| key == "type");
        let kind = kind.map(|(_, kind)| kind.text("").trim_matches('"').to_owned());
        let mut kept = Vec::new();
        for (key, mut value) in std::mem::take(fields) {
            let content = is_message && kind.as_deref() == Some(key.as_str());
            let required =
                content || (is_message && matches!(key.as_str(), "id" | "type" | "status"));
            let nested = is_message && key == "message" && !required;
            match self.rng.random_range(0..8) {
                0 if !required => continue,
                1 if !required => value = Json::leaf("null"),
                _ => self.any(&key, &mut value, required, nested),
            }
            kept.push((key, value));
        }
        while self.one_in(2) {
            let key = format!("new_{}", self.rng.random_range(0..1_000_000));
            let at = self.rng.random_range(0..=kept.len());
            kept.insert(at, (key, Json::leaf(self.pick(UNKNOWN))));
        }
        if self.one_in(3) {
            kept.reverse();
        }
        *fields = kept;
    }

    fn any(&mut self, key: &str, value: &mut Json, required: bool, nested: bool) {
        match value {
            // The message that an edit puts in place has a type and content of its own.
            Json::Object(_) if nested || key == "message" => self.object(value, true),
            Json::Object(_) if key == "edit" => self.object(value, false),
            Json::Object(_) => self.object(value, false),
            Json::List(items) => {
                let is_message = matches!(key, "messages" | "statuses");
                for item in items.iter_mut() {
                    match item {
                        Json::Object(_) => self.object(item, is_message),
                        other => self.leaf(other),
                    }
                }
                // A list of one may come as the item itself.
                if items.len() == 1 && !required && self.one_in(4) {
                    *value = items.remove(0);
                }
            }
            Json::Leaf(_) if key == "type" || key == "status" => {}
            Json::Leaf(_) => self.leaf(value),
        }
    }

    /// A number where a string is documented, and the other way round.
    fn leaf(&mut self, value: &mut Json) {
        let Json::Leaf(text) = value else { return };
        let is_string = text.starts_with('"');
        let new = match self.rng.random_range(0..6) {
            0 => self.pick(NUMBERS).to_owned(),
            1 if is_string => "12025550147".to_owned(),
            1 => format!("\"{text}\""),
            2 => r#""a new text, \u00e4\ud83d\ude2e and \ud83d""#.to_owned(),
            3 => "\"\"".to_owned(),
            _ => return,
        };
        *text = new;
    }
}

/// An odd body, and the items in it as they are written.
fn odd(fixture: &Value, rng: TestRng) -> (String, Vec<String>) {
    let mut odd = Odd { rng };
    let space = odd.pick(&["", " ", "\n\t", "  \r\n"]);
    let mut body = Json::from(fixture);
    let mut items = Vec::new();
    let entry = &mut body.get_mut("entry").unwrap().items_mut()[0];
    let change = &mut entry.get_mut("changes").unwrap().items_mut()[0];
    let is_messages = {
        let field = change.get_mut("field").unwrap().text("");
        field == "\"messages\"" || field == "\"smb_message_echoes\""
    };
    let value = change.get_mut("value").unwrap();
    if is_messages {
        for name in ITEMS {
            let Some(list) = value.get_mut(name) else {
                continue;
            };
            for item in list.items_mut() {
                odd.object(item, *name != "errors");
                items.push(item.text(space));
            }
        }
        for around in ["metadata", "contacts", "messaging_product"] {
            if let Some(around_value) = value.get_mut(around) {
                odd.any(around, around_value, false, false);
            }
        }
    } else {
        odd.object(value, false);
        items.push(value.text(space));
    }
    (format!("{space}{}{space}", body.text(space)), items)
}

/// The first item of a list inside the update that could not be read.
fn unread_inside(update: &Update) -> Option<String> {
    fn of<'a, T: 'a>(mut items: impl Iterator<Item = &'a Received<T>>) -> Option<String> {
        items.find_map(|item| item.kind().err().map(ToString::to_string))
    }
    match update.kind().ok()? {
        UpdateKind::Calls(it) => of(it.calls.iter()).or(of(it.statuses.iter())),
        UpdateKind::GroupLifecycle(it)
        | UpdateKind::GroupParticipants(it)
        | UpdateKind::GroupSettings(it)
        | UpdateKind::GroupStatus(it) => of(it.groups.iter()),
        UpdateKind::AppStateSync(it) => of(it.state_sync.iter()),
        UpdateKind::History(it) => {
            let threads = it.history.iter().flat_map(|chunk| &chunk.threads);
            of(threads.flat_map(|thread| &thread.messages)).or(of(it.messages.iter()))
        }
        UpdateKind::Standby(it) => {
            let it = it.standby.as_ref()?;
            of(it.messages.iter())
                .or(of(it.statuses.iter()))
                .or(of(it.message_echoes.iter()))
        }
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Each case goes through every fixture, so every type is generated in every case.
    #[test]
    fn any_webhook_parses_and_every_raw_json_is_what_came_in(rng in any::<u64>()) {
        for (index, fixture) in fixtures::all().into_iter().enumerate() {
            let value: Value = serde_json::from_str(&fixture.text).unwrap();
            let seed = [rng.to_le_bytes(), (index as u64).to_le_bytes(), [0; 8], [0; 8]].concat();
            let rng = TestRng::from_seed(prop::test_runner::RngAlgorithm::ChaCha, &seed);
            let (body, items) = odd(&value, rng);

            let webhook = webhooks::parse(body.as_bytes()).unwrap();

            let raws: Vec<_> = webhook.updates().iter().map(Update::raw).collect();
            prop_assert_eq!(raws, items, "{}", fixture.name);
            prop_assert_eq!(names(&webhook), names(&parse(&fixture.text)));
            for update in webhook.updates() {
                let context = format!("{}: {}", fixture.name, update.raw());
                prop_assert_eq!(update.kind().err(), None, "{}", context);
                prop_assert_eq!(unread_inside(update), None, "{}", context);
                let written = serde_json::to_string(update).unwrap();
                prop_assert_eq!(written, update.raw());
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(body in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = webhooks::parse(&body);
    }

    #[test]
    fn a_body_that_was_cut_or_changed_does_not_make_it_panic(
        index in 0..100_usize,
        cut in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let fixture = fixtures::all().swap_remove(index);
        let mut body = fixture.text.trim_end().as_bytes().to_vec();
        let at = cut.index(body.len());
        prop_assert!(webhooks::parse(&body[..at]).is_err());
        body[at] = byte;
        if let Ok(webhook) = webhooks::parse(&body) {
            for update in &webhook {
                let _ = (update.name(), update.id(), update.customer(), update.key());
                prop_assert!(serde_json::from_str::<Value>(update.raw()).is_ok());
            }
        }
    }
}
