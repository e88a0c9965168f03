//! The data action, as a file to import.

use std::fmt;

use serde_json::{Map, Value, json};
use url::Url;

/// How long Genesys Cloud waits for the answer; it takes whole seconds, from 1 to 60.
///
/// Longer than the 2 s after which a lookup gives up, and short enough for a caller who waits.
pub const TIMEOUT_SECONDS: u32 = 3;

/// The action's outputs: name, JSON path in the answer, what stands for a path that is not
/// there.
const OUTPUTS: [(&str, &str, &str); 8] = [
    ("caseFound", "$.found", "false"),
    ("caseId", "$.case_id", EMPTY),
    ("patientName", "$.patient.name", EMPTY),
    ("caseStatus", "$.case.status", EMPTY),
    ("clinic", "$.case.clinic", EMPTY),
    ("treatment", "$.case.treatment", EMPTY),
    ("screenPopUrl", "$.screen_pop_url", EMPTY),
    ("message", "$.message", EMPTY),
];

/// An empty text, in JSON: defaults go into the template as they are.
const EMPTY: &str = "\"\"";

/// The only input: the caller's number, as `Call.Ani` has it.
const INPUT: &str = "phone";

/// Which credential of the integration goes along, by the name of its field.
///
/// The secret itself is typed into the integration's credentials and never stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// An API key, sent as `x-api-key`: the field of the integration that holds it.
    ApiKey(String),
    /// A bearer token, sent as `Authorization`: the field of the integration that holds it.
    Bearer(String),
}

impl Default for Credential {
    /// An API key in the field `apiKey`.
    fn default() -> Self {
        Self::ApiKey("apiKey".to_owned())
    }
}

impl Credential {
    fn header(&self) -> (&'static str, String) {
        match self {
            Self::ApiKey(field) => ("x-api-key", format!("${{credentials.{field}}}")),
            Self::Bearer(field) => ("Authorization", format!("Bearer ${{credentials.{field}}}")),
        }
    }
}

/// A data action that looks a caller up, for *Admin › Integrations › Actions › Import*.
///
/// It POSTs the number, so that no URL in a log has it, and asks with `Prefer: miss=200` for a
/// success where there is no case: a 404 would send a flow down its failure path. Every output
/// is a text (`caseFound` a boolean) and never null.
///
/// A contract cannot be changed once the action is published: publish another one instead.
#[derive(Clone, Debug)]
pub struct DataAction {
    name: String,
    base: Url,
    credential: Credential,
}

impl DataAction {
    /// An action for the lookup API at `base`, such as `https://crm.example.com`, with an API
    /// key in the integration's credential field `apiKey`.
    #[must_use]
    pub fn new(mut base: Url) -> Self {
        base.set_query(None);
        base.set_fragment(None);
        Self {
            name: "Screen pop: look up caller".to_owned(),
            base,
            credential: Credential::default(),
        }
    }

    /// Another name than `Screen pop: look up caller`.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Another credential.
    #[must_use]
    pub fn with_credential(mut self, credential: Credential) -> Self {
        self.credential = credential;
        self
    }

    /// The file to import into a *Web Services Data Actions* integration.
    #[must_use]
    pub fn export(&self) -> Value {
        json!({
            "name": self.name,
            "integrationType": "custom-rest-actions",
            "actionType": "custom",
            "config": {
                "request": self.request(),
                "response": response(),
                "timeoutSeconds": TIMEOUT_SECONDS,
            },
            "contract": {
                "input": { "inputSchema": input_schema() },
                "output": { "successSchema": success_schema() },
            },
            "secure": false,
        })
    }

    fn request(&self) -> Value {
        let base = self.base.as_str().trim_end_matches('/');
        let (header, value) = self.credential.header();
        json!({
            "requestUrlTemplate": format!("{base}/api/lookup"),
            "requestType": "POST",
            "headers": {
                "Content-Type": "application/json",
                "Prefer": "miss=200",
                header: value,
            },
            "requestTemplate": format!("{{\"phone\": \"$esc.jsonString(${{input.{INPUT}}})\"}}"),
        })
    }
}

impl fmt::Display for DataAction {
    /// The file's text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.export())
    }
}

fn response() -> Value {
    let by_name = |value: fn(&(&str, &'static str, &'static str)) -> &'static str| {
        let pairs = OUTPUTS.iter().map(|it| (it.0.to_owned(), value(it).into()));
        Value::Object(pairs.collect())
    };
    let members = OUTPUTS.map(|(name, ..)| format!("\"{name}\": ${{{name}}}"));
    json!({
        "translationMap": by_name(|it| it.1),
        "translationMapDefaults": by_name(|it| it.2),
        "successTemplate": format!("{{{}}}", members.join(", ")),
    })
}

fn input_schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": "Caller",
        "type": "object",
        "properties": {
            INPUT: { "type": "string", "description": "The caller's number, such as Call.Ani" },
        },
        "required": [INPUT],
        "additionalProperties": false,
    })
}

fn success_schema() -> Value {
    let properties: Map<_, _> = OUTPUTS
        .iter()
        .map(|(name, path, default)| {
            let kind = if *default == EMPTY {
                "string"
            } else {
                "boolean"
            };
            let about = format!("`{path}` of the answer");
            let schema = json!({ "type": kind, "description": about });
            ((*name).to_owned(), schema)
        })
        .collect();
    json!({
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": "Case",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}
