//! Reading a request to sign in, and whether it may use the server's key; pure.

use ccaas_http::Pii;
use http::StatusCode;
use secrecy::SecretString;
use serde_json::{Map, Value};
use server_kit::sign_in::password::MAX_PASSWORD;
use videoengager_client::{LocalLogin, Partner};

use crate::{env::Env, problem::Problem};

/// The longest text of a sign-in, in bytes.
const MAX_TEXT: usize = MAX_PASSWORD;

/// How somebody wants to sign in.
#[derive(Debug)]
pub(super) enum SignIn {
    /// With the operator's password.
    Operator(SecretString),
    /// With a Partner API Key: the server's, or a typed one.
    Pak(Option<TypedPak>),
    /// With an account's own password.
    Local(LocalLogin),
}

/// A Partner API Key that somebody typed in; perhaps not all of it.
#[derive(Debug)]
pub(super) struct TypedPak {
    pak: Option<SecretString>,
    external_id: Option<Pii<String>>,
    email: Option<Pii<String>>,
}

impl SignIn {
    pub(super) fn read(body: &Value) -> Result<Self, Problem> {
        let Some(body) = body.as_object() else {
            let details = vec!["Request body must be a JSON object".to_owned()];
            return Err(Problem::invalid(details));
        };
        let mut fields = Fields {
            body,
            problems: Vec::new(),
        };
        let sign_in = match body.get("method").and_then(Value::as_str) {
            Some("operator") => Self::Operator(fields.secret("password", "Password")),
            Some("local") => {
                let email = fields.required("email", "Email");
                let email = email.trim();
                Self::Local(LocalLogin::new(
                    email,
                    fields.secret("password", "Password"),
                ))
            }
            Some("pak") => {
                let typed = TypedPak {
                    pak: fields.word("pak", "Partner API Key").map(Into::into),
                    external_id: fields.word("externalId", "External ID").map(Pii::new),
                    email: fields.word("email", "Email").map(Pii::new),
                };
                Self::Pak(typed.is_any().then_some(typed))
            }
            _ => {
                let details = vec!["Method must be operator, pak or local".to_owned()];
                return Err(Problem::invalid(details));
            }
        };
        match fields.problems.is_empty() {
            true => Ok(sign_in),
            false => Err(Problem::invalid(fields.problems)),
        }
    }
}

impl TypedPak {
    fn is_any(&self) -> bool {
        self.pak.is_some() || self.external_id.is_some() || self.email.is_some()
    }

    fn complete(self) -> Result<Partner, Problem> {
        match (self.pak, self.external_id, self.email) {
            (Some(pak), Some(external_id), Some(email)) => {
                let (external_id, email) = (external_id.into_exposed(), email.into_exposed());
                Ok(Partner::new(pak, external_id, email))
            }
            (pak, external_id, email) => Err(Problem::invalid(all_required([
                pak.is_some(),
                external_id.is_some(),
                email.is_some(),
            ]))),
        }
    }
}

fn all_required(given: [bool; 3]) -> Vec<String> {
    let labels = ["Partner API Key", "External ID", "Email"];
    let missing = labels.iter().zip(given).filter(|(_, given)| !given);
    missing
        .map(|(label, _)| format!("{label} is required"))
        .collect()
}

/// The Partner API Key to sign in with: the server's own if it has one, else a typed one
/// if that is allowed. One of the server's is never mixed with what is typed.
pub(super) fn partner(
    typed: Option<TypedPak>,
    own: Option<&Partner>,
    allow_typed: bool,
    env: Env,
) -> Result<Partner, Problem> {
    let refuse = |error: String, message: String| {
        Err(Problem::new(StatusCode::BAD_REQUEST, error).with_message(message))
    };
    match (typed, own) {
        (None, Some(own)) => Ok(own.clone()),
        (Some(typed), None) if allow_typed => typed.complete(),
        (None, None) if allow_typed => Err(Problem::invalid(all_required([false; 3]))),
        (None, None) => {
            let suffix = env.suffix();
            refuse(
                format!("No Partner API Key is set for {}", env.key()),
                format!(
                    "Set VE_PAK{suffix}, VE_EXTERNAL_ID{suffix} and VE_EMAIL{suffix} on the server."
                ),
            )
        }
        (Some(_), Some(_)) => refuse(
            "Typing in a Partner API Key is not allowed here".to_owned(),
            "The server has one for this environment, and uses that.".to_owned(),
        ),
        (Some(_), None) => refuse(
            "Typing in a Partner API Key is not allowed here".to_owned(),
            "Set ALLOW_PAK_ENTRY=true on the server to allow it.".to_owned(),
        ),
    }
}

struct Fields<'a> {
    body: &'a Map<String, Value>,
    problems: Vec<String>,
}

impl Fields<'_> {
    /// A text that is not empty; passwords keep their spaces.
    fn text(&mut self, key: &str, label: &str) -> Option<String> {
        match self.body.get(key) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) if text.len() > MAX_TEXT => {
                self.problems.push(format!("{label} is too long"));
                None
            }
            Some(Value::String(text)) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
            Some(_) => {
                self.problems.push(format!("{label} must be a text"));
                None
            }
        }
    }

    /// A text that is not empty, without spaces around it.
    fn word(&mut self, key: &str, label: &str) -> Option<String> {
        self.text(key, label).map(|text| text.trim().to_owned())
    }

    fn required(&mut self, key: &str, label: &str) -> String {
        let before = self.problems.len();
        let text = self.text(key, label);
        if text.is_none() && before == self.problems.len() {
            self.problems.push(format!("{label} is required"));
        }
        text.unwrap_or_default()
    }

    fn secret(&mut self, key: &str, label: &str) -> SecretString {
        self.required(key, label).into()
    }
}

#[cfg(test)]
mod tests;
