//! What the four platforms send of a call, and what they get back. The numbers that are called
//! and the ids are invented.

use ccaas_lookup::{Lookup, connect, five9, flex, genesys};
use serde_json::{Map, Value, json};

/// The number that is called.
const CALLED: &str = "+12025550100";

/// A contact-center platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Platform {
    Genesys,
    Connect,
    Flex,
    Five9,
}

impl Platform {
    pub(super) const ALL: [Self; 4] = [Self::Genesys, Self::Connect, Self::Flex, Self::Five9];

    /// Its name in addresses.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Genesys => "genesys",
            Self::Connect => "connect",
            Self::Flex => "flex",
            Self::Five9 => "five9",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|platform| platform.name() == name)
    }

    /// What it sends when this number calls.
    pub(super) fn request(self, phone: &str, id: &str) -> Value {
        match self {
            // The request of the data action; a flow has the number as `tel:`.
            Self::Genesys => json!({
                "method": "POST",
                "path": "/api/lookup",
                "headers": { "Content-Type": "application/json", "Prefer": "miss=200", "x-api-key": "••••" },
                "body": { "phone": as_tel(phone) },
            }),
            Self::Connect => connect_event(phone, id),
            Self::Flex => json!({
                "from": phone,
                "to": CALLED,
                "direction": "inbound",
                "call_sid": id,
                "conversations": { "conversation_id": id },
            }),
            Self::Five9 => json!({
                "ani": phone,
                "dnis": CALLED,
                "interactionId": id,
                "cavs": call_variables(),
            }),
        }
    }

    /// The caller's number in what it sends.
    pub(super) fn caller(self, sent: &Value) -> Option<String> {
        let object = sent.as_object();
        let caller = match self {
            Self::Genesys => sent["body"]["phone"].as_str().map(str::to_owned),
            Self::Connect => {
                let event = connect::ConnectEvent::read(sent);
                return event.customer_phone_number().map(str::to_owned);
            }
            Self::Flex => object.and_then(flex::caller).map(str::to_owned),
            Self::Five9 => object.and_then(five9::caller).map(str::to_owned),
        };
        caller.filter(|number| !number.is_empty())
    }

    /// What it gets back; `body` is the lookup's own answer, which a data action reads.
    pub(super) fn response(self, sent: &Value, number: &str, found: &Lookup, body: Value) -> Value {
        match self {
            Self::Genesys => json!({
                "body": body,
                "script": genesys::script_variables(found),
                "framework": genesys::framework_attributes(found, number),
            }),
            Self::Connect => json!(connect::flat(Some(found))),
            Self::Flex => {
                let attributes = sent.as_object().cloned().unwrap_or_default();
                Value::Object(flex::merge(attributes, found))
            }
            Self::Five9 => {
                let id = sent["interactionId"].as_str().unwrap_or_default();
                let known: Vec<five9::CallVariable> =
                    serde_json::from_value(sent["cavs"].clone()).unwrap_or_default();
                json!({
                    "screenPop": five9::screen_pop(found),
                    "setCav": five9::call_variables(found, id, GROUP, &known),
                })
            }
        }
    }
}

/// The group of call variables that a domain has for the screen pop.
const GROUP: &str = "ScreenPop";

fn call_variables() -> Value {
    let names = [
        "caseId",
        "patientName",
        "caseStatus",
        "clinic",
        "treatment",
        "screenPopUrl",
    ];
    let variable = |(index, name): (usize, &str)| json!({ "id": (301 + index).to_string(), "group": GROUP, "name": name });
    names.into_iter().enumerate().map(variable).collect()
}

fn connect_event(phone: &str, id: &str) -> Value {
    let instance = "arn:aws:connect:us-east-1:000000000000:instance/example";
    let endpoint = |address: &str| json!({ "Address": address, "Type": "TELEPHONE_NUMBER" });
    // A withheld number is no endpoint.
    let caller = match phone.trim().is_empty() {
        true => Value::Null,
        false => endpoint(phone),
    };
    json!({
        "Name": "ContactFlowEvent",
        "Details": {
            "ContactData": {
                "Attributes": Map::new(),
                "Channel": "VOICE",
                "ContactId": id,
                "CustomerEndpoint": caller,
                "InitialContactId": id,
                "InitiationMethod": "INBOUND",
                "InstanceARN": instance,
                "PreviousContactId": id,
                "Queue": { "ARN": format!("{instance}/queue/example"), "Name": "Front desk" },
                "SystemEndpoint": endpoint(CALLED),
            },
            "Parameters": Map::new(),
        },
    })
}

/// `tel:` in front of a number; what stands for a withheld one stays.
fn as_tel(phone: &str) -> String {
    let is_number = phone.bytes().any(|byte| byte.is_ascii_digit()) && !phone.contains(':');
    match is_number {
        true => format!("tel:{phone}"),
        false => phone.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use ccaas_lookup::{Case, Hit, LookupAnswer, Match, Miss, Patient};
    use chrono::DateTime;

    use super::*;

    const PHONE: &str = "+39 06 2222 4444";
    const URL: &str = "https://crm.example.com/it/cases/9";

    fn hit() -> Lookup {
        let case = Case::new("9", Patient::new("Robin Vale"), DateTime::UNIX_EPOCH);
        let newest = Match::new(case, URL);
        let hit = Hit::new(PHONE, vec![newest]).unwrap();
        Lookup::from(LookupAnswer::Hit(hit))
    }

    #[test]
    fn each_platform_sends_the_number_where_its_adapter_finds_it() {
        for platform in Platform::ALL {
            let sent = platform.request(PHONE, "c-1");
            let caller = platform.caller(&sent).unwrap_or_default();
            assert!(caller.ends_with(PHONE), "{platform:?}: {caller}");
            assert_eq!(Platform::named(platform.name()), Some(platform));

            let withheld = platform.request("", "c-1");
            assert_eq!(platform.caller(&withheld), None, "{platform:?}");
        }
    }

    #[test]
    fn each_platform_gets_the_case_in_its_own_form() {
        for (platform, place, expected) in [
            (Platform::Genesys, "/script/patientName", "Robin Vale"),
            (Platform::Genesys, "/framework/pef_searchvalue", PHONE),
            (Platform::Connect, "/caseFound", "true"),
            (Platform::Connect, "/screenPopUrl", URL),
            (Platform::Flex, "/caseId", "9"),
            (Platform::Flex, "/call_sid", "c-1"),
            (Platform::Five9, "/screenPop/url", URL),
            (Platform::Five9, "/setCav/interactionId", "c-1"),
        ] {
            let sent = platform.request(PHONE, "c-1");
            let body = json!({ "found": true });
            let response = platform.response(&sent, PHONE, &hit(), body);
            let value = response.pointer(place).and_then(Value::as_str);
            assert_eq!(value, Some(expected), "{platform:?} {place}: {response}");
            let is_asked = platform == Platform::Genesys;
            assert_eq!(response["body"]["found"] == true, is_asked, "{platform:?}");
        }
    }

    #[test]
    fn without_a_case_nothing_is_lost_and_nothing_is_null_where_texts_are_wanted() {
        let miss = Lookup::from(LookupAnswer::Miss(Miss::new(PHONE)));
        let sent = Platform::Flex.request(PHONE, "c-1");

        let attributes = Platform::Flex.response(&sent, PHONE, &miss, Value::Null);
        let flat = Platform::Connect.response(&sent, PHONE, &miss, Value::Null);

        assert_eq!(attributes, sent);
        assert_eq!(flat["caseFound"], "false");
        assert!(flat.as_object().unwrap().values().all(Value::is_string));
    }
}
