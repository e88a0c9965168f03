#![expect(unreachable_pub, reason = "what the macros define is public")]

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::*;

crate::open_enum! {
    /// For these tests.
    pub enum State { Open = "open" | "OPEN", Closed = "closed" }
}

crate::define_id! {
    /// For these tests.
    pub ThingId
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Part {
    #[serde(deserialize_with = "lenient")]
    name: Option<String>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Thing {
    #[serde(deserialize_with = "lenient")]
    id: Option<ThingId>,
    #[serde(deserialize_with = "lenient")]
    text: Option<String>,
    #[serde(deserialize_with = "filled")]
    filled: Option<String>,
    #[serde(deserialize_with = "lenient")]
    whole: Option<i64>,
    #[serde(deserialize_with = "lenient")]
    small: Option<u8>,
    #[serde(deserialize_with = "lenient")]
    decimal: Option<f64>,
    #[serde(deserialize_with = "lenient")]
    flag: Option<bool>,
    #[serde(deserialize_with = "or_default")]
    set: bool,
    #[serde(deserialize_with = "lenient")]
    state: Option<State>,
    #[serde(deserialize_with = "time")]
    at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "lenient")]
    part: Option<Box<Part>>,
    #[serde(deserialize_with = "list")]
    parts: Vec<Part>,
    #[serde(deserialize_with = "list")]
    texts: Vec<String>,
    #[serde(deserialize_with = "map")]
    attributes: BTreeMap<String, String>,
    #[serde(deserialize_with = "lenient")]
    last: Option<String>,
}

fn read(text: &str) -> Thing {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The thing with one field of this value.
fn field(name: &str, value: &str) -> Thing {
    let thing = read(&format!(r#"{{"{name}":{value},"last":"z"}}"#));
    assert_eq!(thing.last.as_deref(), Some("z"), "{name}: {value}");
    thing
}

#[test]
fn texts_and_numbers_stand_for_each_other() {
    for value in ["30", r#""30""#, r#"" 30 ""#, "30.0", "3e1", r#""30.0""#] {
        assert_eq!(field("whole", value).whole, Some(30), "{value}");
        assert_eq!(field("small", value).small, Some(30), "{value}");
        assert_eq!(field("decimal", value).decimal, Some(30.0), "{value}");
    }
    for value in ["true", r#""true""#, "1", r#""1""#] {
        assert_eq!(field("flag", value).flag, Some(true), "{value}");
        assert!(field("set", value).set, "{value}");
    }
    for value in ["false", r#"" false""#, "0", r#""0""#] {
        assert_eq!(field("flag", value).flag, Some(false), "{value}");
    }
    assert_eq!(field("text", "7").text.as_deref(), Some("7"));
    assert_eq!(field("text", "-7.5").text.as_deref(), Some("-7.5"));
    let largest = u64::MAX.to_string();
    assert_eq!(field("text", &largest).text, Some(largest));
    assert_eq!(field("text", "true").text.as_deref(), Some("true"));
    assert_eq!(field("id", "7").id, Some(ThingId::new("7")));
    assert_eq!(
        field("state", "7").state,
        Some(State::Unknown("7".to_owned()))
    );
    assert_eq!(field("texts", r#"[1,"a"]"#).texts, ["1", "a"]);
}

#[test]
fn a_set_of_texts_may_grow() {
    for (text, state, written) in [
        ("open", State::Open, "open"),
        ("OPEN", State::Open, "open"),
        ("ajar", State::Unknown("ajar".to_owned()), "ajar"),
    ] {
        let read: State = serde_json::from_value(text.into()).unwrap();
        assert_eq!((&read, read.as_str()), (&state, written));
        assert_eq!(serde_json::to_value(read).unwrap(), written);
    }
    let printed = format!("{:?} {:?}", State::Open, State::from("ajar"));
    assert_eq!(printed, "Open Unknown");
    assert!(serde_json::from_str::<State>("[1]").is_err());
}

#[test]
fn any_field_may_be_of_any_kind() {
    let names = [
        "id",
        "text",
        "filled",
        "whole",
        "small",
        "decimal",
        "flag",
        "set",
        "state",
        "at",
        "part",
        "parts",
        "texts",
        "attributes",
    ];
    let values = [
        "null",
        "true",
        "-1",
        "1.5",
        "18446744073709551615",
        r#""""#,
        r#""x""#,
        r#""\u00e4""#,
        "[]",
        r#"[[1],{"a":[{}]},null]"#,
        "{}",
        r#"{"name":{"deep":[1,{"x":"y"}]},"b":[]}"#,
    ];
    for name in names {
        for value in values {
            field(name, value);
        }
        for value in ["[1]", r#"{"a":{}}"#] {
            let thing = field(name, value);
            assert!(thing.text.is_none() && thing.whole.is_none() && thing.at.is_none());
            assert!(thing.id.is_none() && thing.state.is_none() && thing.flag.is_none());
        }
    }
    assert_eq!(field("whole", r#""many""#).whole, None);
    assert_eq!(field("small", "256").small, None);
    assert_eq!(field("flag", "2").flag, None);
    assert_eq!(field("decimal", r#""inf""#).decimal, None);
    assert_eq!(field("part", r#"["a list"]"#).part, None);
}

#[test]
fn null_and_absence_are_the_same_and_so_is_an_empty_text_where_it_is_said() {
    assert_eq!(read("{}"), Thing::default());
    assert_eq!(field("text", r#""""#).text.as_deref(), Some(""));
    assert_eq!(field("filled", r#""""#).filled, None);
    assert_eq!(field("filled", "5").filled.as_deref(), Some("5"));
}

#[test]
fn an_odd_part_of_an_object_or_a_list_is_missing_alone() {
    let thing = field("part", r#"{"later":[1],"name":"a"}"#);
    assert_eq!(thing.part.unwrap().name.as_deref(), Some("a"));
    let thing = field("parts", r#"[{"name":"a"},"x",null,[1],{"name":[]}]"#);
    let names: Vec<_> = thing.parts.into_iter().map(|part| part.name).collect();
    assert_eq!(names, [Some("a".to_owned()), None]);
    assert_eq!(field("parts", r#"{"name":"a"}"#).parts.len(), 1);
    assert_eq!(field("texts", r#""one""#).texts, ["one"]);
    let attributes = field("attributes", r#"{"a":null,"b":"x","c":[1],"d":4}"#).attributes;
    assert_eq!(
        attributes,
        [("b", "x"), ("d", "4")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    );
}

#[test]
fn what_could_not_be_read_of_a_list_is_counted() {
    let items: Items<Part> = serde_json::from_str(r#"[{},7,{},null]"#).unwrap();
    assert_eq!((items.items.len(), items.unreadable), (2, 2));
    let items: Items<Part> = serde_json::from_str("true").unwrap();
    assert_eq!((items.items.len(), items.unreadable), (0, 1));
    let items: Items<Part> = serde_json::from_str("null").unwrap();
    assert_eq!(items, Items::default());
}

#[test]
fn a_list_kept_as_text_is_counted_alike_and_its_items_keep_theirs() {
    let of = |list: &str| {
        let raw = serde_json::value::RawValue::from_string(list.to_owned()).unwrap();
        let items = Items::<Received<Part>>::of_raw(&raw);
        let raws: Vec<_> = items
            .items
            .iter()
            .map(|item| item.raw().to_owned())
            .collect();
        (raws, Items::<Part>::of_raw(&raw).unreadable)
    };
    assert_eq!(
        of(r#"[{"name": "a"},7,null]"#),
        (
            vec![
                r#"{"name": "a"}"#.to_owned(),
                "7".to_owned(),
                "null".to_owned()
            ],
            2
        )
    );
    assert_eq!(of("{}"), (vec!["{}".to_owned()], 0));
    assert_eq!(of("true").1, 1);
    assert_eq!(of("null"), (Vec::new(), 0));
}

#[test]
fn times_are_read_in_every_form() {
    let expected: DateTime<Utc> = "2026-11-20T07:14:00Z".parse().unwrap();
    for value in [
        "1795158840",
        r#""1795158840""#,
        "1795158840000",
        r#""1795158840000""#,
        "1795158840.0",
        "1795158840000.0",
        r#""2026-11-20T07:14:00.000Z""#,
        r#"" 2026-11-20T08:14:00+01:00 ""#,
        r#""2026-11-20T08:14:00+0100""#,
        r#""2026-11-20T08:14:00.000+0100""#,
    ] {
        assert_eq!(field("at", value).at, Some(expected), "{value}");
    }
    for value in ["1795158840.25", r#""1795158840.25""#, "1795158840250"] {
        let at = field("at", value).at.unwrap();
        assert_eq!((at - expected).num_milliseconds(), 250, "{value}");
    }
    for value in [
        r#""soon""#,
        r#""""#,
        r#""2026-11-20T07:14:00""#,
        "9223372036854775807",
        "18446744073709551615",
        "-1e300",
        r#""nan""#,
        "true",
    ] {
        assert_eq!(field("at", value).at, None, "{value}");
    }
}

#[derive(Debug, Deserialize)]
struct Item {
    #[serde(deserialize_with = "required")]
    id: ThingId,
}

#[derive(Deserialize)]
struct Holder {
    #[serde(default, deserialize_with = "lenient")]
    part: Option<Item>,
    #[serde(default, deserialize_with = "raw_lenient")]
    own: Option<Item>,
    #[serde(default, deserialize_with = "raw_list")]
    items: Vec<Item>,
    #[serde(default, deserialize_with = "raw_list")]
    received: Vec<Received<Item>>,
}

#[test]
fn an_object_without_a_required_field_is_absent_and_its_siblings_survive() {
    let item = |text: &str| serde_json::from_str::<Item>(text);
    assert_eq!(item(r#"{"id":5}"#).unwrap().id.as_str(), "5");
    for text in ["{}", r#"{"id":null}"#, r#"{"id":""}"#, r#"{"id":{}}"#] {
        assert!(item(text).is_err(), "{text}");
    }

    let holder: Holder = serde_json::from_str(
        r#"{"part":{"x":[1]},"own":{"id":[2]},"items":[{"id":{}},{"id":"a"}],
            "received":[{"id":[]},7,{"id":"b"}]}"#,
    )
    .unwrap();
    assert!(holder.part.is_none() && holder.own.is_none());
    assert_eq!(holder.items.len(), 1);
    let raw: Vec<_> = holder.received.iter().map(Received::raw).collect();
    assert_eq!(raw, [r#"{"id":[]}"#, "7", r#"{"id":"b"}"#]);
    assert!(holder.received[0].kind().is_err() && holder.received[1].kind().is_err());
    assert_eq!(holder.received[2].kind().unwrap().id.as_str(), "b");
}

#[derive(Deserialize)]
#[serde(remote = "Self")]
struct Kept {
    #[serde(skip)]
    raw: Box<RawValue>,
    #[serde(default, deserialize_with = "lenient")]
    name: Option<String>,
    #[serde(default, deserialize_with = "raw_list")]
    parts: Vec<Kept>,
}
crate::keep_raw!(Kept);

#[test]
fn an_object_is_kept_as_it_came() {
    let text = r#"{ "name":[1], "parts":{"name":"in","x":1}, "new":{} }"#;
    let kept: Kept = serde_json::from_str(text).unwrap();
    assert_eq!((kept.name.as_deref(), kept.raw()), (None, text));
    assert_eq!(kept.parts[0].name.as_deref(), Some("in"));
    assert_eq!(kept.parts[0].raw(), r#"{"name":"in","x":1}"#);
    assert_eq!(serde_json::to_string(&kept).unwrap(), text);
    for text in ["[]", r#""canary""#, "null"] {
        let error = serde_json::from_str::<Kept>(text).err().unwrap();
        assert!(!error.to_string().contains("canary"), "{error}");
    }
    // Also from a value that is no text.
    let kept: Kept = serde_json::from_value(serde_json::json!({"name": "a"})).unwrap();
    assert_eq!(kept.name.as_deref(), Some("a"));
}

#[test]
fn half_an_emoji_costs_no_more_than_itself() {
    let text = r#"{"name":"cut \ud83d","parts":[{"name":"\ud83d\ude2e"}]}"#;
    let kept: Kept = serde_json::from_str(text).unwrap();
    assert_eq!(kept.name.as_deref(), Some("cut \u{fffd}"));
    assert_eq!(kept.parts[0].name.as_deref(), Some("😮"));
    assert_eq!(kept.raw(), text);
}

#[test]
fn what_is_read_strictly_is_refused_without_quoting_it() {
    #[derive(Debug, Deserialize)]
    struct Strict {
        #[serde(default, deserialize_with = "exchanged")]
        whole: Option<i64>,
        #[serde(default, deserialize_with = "one_or_many")]
        texts: Vec<String>,
    }
    let read = |text: &str| serde_json::from_str::<Strict>(text);
    let strict = read(r#"{"whole":"30","texts":"one"}"#).unwrap();
    assert_eq!((strict.whole, strict.texts.len()), (Some(30), 1));
    assert!(
        read(r#"{"whole":null,"texts":null}"#)
            .unwrap()
            .whole
            .is_none()
    );
    for text in [
        r#"{"whole":"5550100x"}"#,
        r#"{"whole":[5550100]}"#,
        r#"{"texts":["a",{"5550100":1}]}"#,
    ] {
        let error = read(text).unwrap_err();
        assert!(!error.to_string().contains("5550100"), "{error}");
    }
}

#[test]
fn a_list_is_no_object() {
    assert!(json::<Part>(br#"["a"]"#).is_err());
    assert!(json::<Item>(br#"["a"]"#).is_err());
    assert!(json::<Option<Item>>(br#"["a"]"#).is_err());
    assert!(json::<Part>(b" {}").is_ok());
    assert_eq!(json::<Vec<u8>>(b" [1, 2] ").unwrap(), [1, 2]);
    assert_eq!(json::<(u8, String)>(br#"[1, "a"]"#).unwrap().1, "a");
    assert_eq!(
        json::<serde_json::Value>(b"[1]").unwrap(),
        serde_json::json!([1])
    );
    assert_eq!(json::<Box<RawValue>>(b" [1] ").unwrap().get(), "[1]");
    assert_eq!(json::<Received<Item>>(b"[1]").unwrap().raw(), "[1]");
    assert!(json::<Vec<u8>>(b"[1] 2").is_err());
}
