//! Reads `ROUTES_FILE`: strictly, for a typing error would send messages astray.
//!
//! The errors never repeat a value: it may be a secret.

use std::{fs, path::Path};

use anyhow::{Context, bail};
use genesys_client::Region;
use meta_whatsapp_client::{PhoneNumberId, WabaId};
use secrecy::SecretString;
use serde_json::{Map, Value};
use url::Url;

use super::{Route, RouteName};

const NAMES: [&str; 13] = [
    "name",
    "phone_number_id",
    "waba_id",
    "access_token",
    "app_secrets",
    "verify_token",
    "meta_base_url",
    "region",
    "client_id",
    "client_secret",
    "integration_id",
    "webhook_secrets",
    "comment",
];

/// Reads the routes of a file: `{"routes": [{"name": …}, …]}`.
///
/// # Errors
/// A text for the operator that names the file and everything that is wrong in it.
pub fn read(file: &Path) -> anyhow::Result<Vec<Route>> {
    let place = file.display();
    let text = fs::read_to_string(file)
        .with_context(|| format!("could not read {place} that ROUTES_FILE names"))?;
    let folder = file.parent().unwrap_or(Path::new("."));
    parse(&text, folder).with_context(|| format!("{place} (ROUTES_FILE)"))
}

fn parse(text: &str, folder: &Path) -> anyhow::Result<Vec<Route>> {
    let file: Value = match serde_json::from_str(text) {
        Ok(file) => file,
        Err(error) => bail!(
            "is not valid JSON (line {}, column {})",
            error.line(),
            error.column()
        ),
    };
    let routes = file.get("routes").and_then(Value::as_array);
    let Some(routes) = routes.filter(|routes| !routes.is_empty()) else {
        bail!(r#"must be {{"routes": [{{…}}, …]}} with at least one route"#);
    };
    let mut problems = Vec::new();
    let mut read = Vec::new();
    for (index, value) in routes.iter().enumerate() {
        let mut entry = Entry::new(value, folder);
        let route = entry.route();
        let name = value
            .get("name")
            .and_then(Value::as_str)
            .and_then(RouteName::parse);
        let place = match name {
            Some(name) => format!("route {name}"),
            None => format!("route {}", index + 1),
        };
        let told = entry
            .problems
            .iter()
            .map(|problem| format!("{place}: {problem}"));
        problems.extend(told);
        read.extend(route);
    }
    if !problems.is_empty() {
        bail!("{}", problems.join("; "));
    }
    Ok(read)
}

/// One route, as it is being read.
struct Entry<'a> {
    fields: Option<&'a Map<String, Value>>,
    folder: &'a Path,
    problems: Vec<String>,
}

impl<'a> Entry<'a> {
    fn new(value: &'a Value, folder: &'a Path) -> Self {
        let fields = value.as_object();
        let mut problems = Vec::new();
        match fields {
            None => problems.push("must be an object".to_owned()),
            Some(fields) => {
                let unknown = fields.keys().filter(|key| !NAMES.contains(&key.as_str()));
                let told = unknown.map(|key| format!("{key} is not known"));
                problems.extend(told);
            }
        }
        Self {
            fields,
            folder,
            problems,
        }
    }

    fn route(&mut self) -> Option<Route> {
        self.fields?;
        let name = self.text("name").and_then(|text| {
            let name = RouteName::parse(&text);
            self.unless(
                name,
                "name must be small letters, digits and dashes, at most 40",
            )
        });
        let number = self.text("phone_number_id");
        let access_token = self.secret("access_token");
        let app_secrets = self.secrets("app_secrets");
        let verify_token = self.secret("verify_token");
        let region = self.text("region").and_then(|text| {
            let region = text.parse::<Region>().ok();
            self.unless(region, "region must be like eu-central-1 or mypurecloud.de")
        });
        let client_id = self.text("client_id");
        let client_secret = self.secret("client_secret");
        let integration_id = self.text("integration_id");
        let webhook_secrets = self.secrets("webhook_secrets");
        let waba_id = self.optional("waba_id");
        let base = self.optional("meta_base_url").and_then(|text| {
            let url = Url::parse(&text).ok();
            self.unless(url, "meta_base_url must be like https://graph.facebook.com")
        });
        Some(Route {
            name: name?,
            phone_number_id: PhoneNumberId::new(number?),
            waba_id: waba_id.map(WabaId::new),
            access_token: access_token?,
            app_secrets: app_secrets?,
            verify_token: verify_token?,
            meta_base_url: base,
            region: region?,
            client_id: client_id?,
            client_secret: client_secret?,
            integration_id: integration_id?,
            webhook_secrets: webhook_secrets?,
        })
    }

    fn unless<T>(&mut self, read: Option<T>, problem: &str) -> Option<T> {
        if read.is_none() {
            self.problems.push(problem.to_owned());
        }
        read
    }

    fn field(&self, name: &str) -> Option<&'a Value> {
        self.fields?.get(name)
    }

    fn optional(&mut self, name: &str) -> Option<String> {
        let value = self.field(name)?;
        let text = value.as_str().map(str::to_owned);
        self.unless(text, &format!("{name} must be a text"))
    }

    fn text(&mut self, name: &str) -> Option<String> {
        match self.field(name) {
            None => self.unless(None, &format!("{name} is missing")),
            Some(value) => {
                let text = value.as_str().filter(|text| !text.trim().is_empty());
                self.unless(text.map(str::to_owned), &format!("{name} must be a text"))
            }
        }
    }

    fn secret(&mut self, name: &str) -> Option<SecretString> {
        let value = self.field(name);
        let value = self.unless(value, &format!("{name} is missing"))?;
        self.one(name, value)
    }

    fn secrets(&mut self, name: &str) -> Option<Vec<SecretString>> {
        let value = self.field(name);
        let value = self.unless(value, &format!("{name} is missing"))?;
        let list = value
            .as_array()
            .filter(|list| (1..=2).contains(&list.len()));
        let list = self.unless(
            list,
            &format!("{name} must be a list of one or two secrets"),
        )?;
        list.iter().map(|value| self.one(name, value)).collect()
    }

    /// A secret, or the file that holds it: `{"file": "/run/secrets/x"}`.
    fn one(&mut self, name: &str, value: &Value) -> Option<SecretString> {
        if let Some(file) = value.get("file").and_then(Value::as_str) {
            let text = fs::read_to_string(self.folder.join(file)).ok();
            let text = self.unless(text, &format!("the file of {name} cannot be read"))?;
            let secret = text.trim_end_matches(['\r', '\n']);
            let secret = Some(secret).filter(|secret| !secret.trim().is_empty());
            let secret = self.unless(secret, &format!("the file of {name} is empty"))?;
            return Some(SecretString::from(secret));
        }
        let text = value.as_str().filter(|text| !text.trim().is_empty());
        let problem = format!(r#"{name} must be a text, or {{"file": "…"}}"#);
        self.unless(text, &problem).map(SecretString::from)
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use serde_json::json;

    use super::*;

    fn milan() -> Value {
        json!({
            "name": "milan",
            "comment": "the second number",
            "phone_number_id": "100000000000001",
            "access_token": "TOKEN",
            "app_secrets": ["SECRET", "OLD"],
            "verify_token": "word",
            "region": "eu-central-1",
            "client_id": "c-1",
            "client_secret": "CLIENT",
            "integration_id": "i-1",
            "webhook_secrets": ["HOOK"],
        })
    }

    fn error(routes: Value) -> String {
        let text = json!({ "routes": routes }).to_string();
        parse(&text, Path::new(".")).unwrap_err().to_string()
    }

    #[test]
    fn a_route_is_read_with_secrets_in_place_or_in_files() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("token"), "FROM FILE\n").unwrap();
        let mut route = milan();
        route["access_token"] = json!({"file": "token"});

        let routes = parse(&json!({"routes": [route]}).to_string(), folder.path()).unwrap();

        assert_eq!(routes[0].name.as_str(), "milan");
        assert_eq!(routes[0].access_token.expose_secret(), "FROM FILE");
        assert_eq!(routes[0].app_secrets.len(), 2);
        assert_eq!(routes[0].region, Region::EuCentral1);
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_and_no_value_repeated() {
        let mut route = milan();
        route["app_secrets"] = json!("SECRET");
        route["region"] = json!("::");
        route["clientid"] = json!("c");
        route.as_object_mut().unwrap().remove("webhook_secrets");

        let told = error(json!([route, "SECRET"]));

        assert_eq!(
            told,
            "route milan: clientid is not known; \
             route milan: app_secrets must be a list of one or two secrets; \
             route milan: region must be like eu-central-1 or mypurecloud.de; \
             route milan: webhook_secrets is missing; route 2: must be an object"
        );
    }

    #[test]
    fn a_file_without_routes_or_json_is_told() {
        assert!(error(json!([])).contains("at least one route"));
        let told = parse("{\"routes\": [\n  oops", Path::new(".")).unwrap_err();
        assert_eq!(told.to_string(), "is not valid JSON (line 2, column 3)");
    }
}
