//! The vendor's description of its API, in the style of Swagger 2.0.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

/// A description, as read from `VENDOR_SPECS_DIR`.
pub(crate) struct Description {
    document: Value,
}

/// One method of one path.
pub(crate) struct Operation<'a> {
    /// Its name, such as `getRoutingQueues`.
    pub(crate) id: &'a str,
    /// What its path holds in place of `{names}`.
    pub(crate) path_values: Vec<(&'a str, String)>,
    pub(crate) parameters: Vec<&'a Value>,
    responses: &'a Value,
}

/// A file of `VENDOR_SPECS_DIR`.
pub(crate) fn read_text(name: &str) -> String {
    let folder = env::var_os("VENDOR_SPECS_DIR")
        .expect("VENDOR_SPECS_DIR names the folder of the vendors' descriptions");
    // Cargo runs tests in the folder of their crate, xtask itself at the root.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate is a member");
    let path: PathBuf = root.join(folder).join(name);
    fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("could not read {}: {error}", path.display()))
}

impl Description {
    /// Genesys Cloud's.
    pub(crate) fn genesys() -> Self {
        Self::read("genesys-openapi-subset.json")
    }

    pub(crate) fn new(document: Value) -> Self {
        Self { document }
    }

    fn read(name: &str) -> Self {
        Self::new(serde_json::from_str(&read_text(name)).expect("a description is JSON"))
    }

    /// The operation that a request means; a literal path wins over one with `{names}`.
    pub(crate) fn operation(&self, method: &str, path: &str) -> Option<Operation<'_>> {
        let method = method.to_lowercase();
        let paths = self.document["paths"].as_object()?;
        let (operation, path_values) = paths
            .iter()
            .filter_map(|(template, methods)| {
                Some((methods.get(&method)?, path_values(template, path)?))
            })
            .min_by_key(|(_, path_values)| path_values.len())?;
        let parameters = operation["parameters"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        Some(Operation {
            id: operation["operationId"]
                .as_str()
                .expect("an operation has a name"),
            path_values,
            parameters: parameters.iter().collect(),
            responses: &operation["responses"],
        })
    }

    /// A definition by its name.
    pub(crate) fn definition(&self, name: &str) -> &Value {
        let definition = &self.document["definitions"][name];
        assert!(
            definition.is_object(),
            "the description has no definition {name}"
        );
        definition
    }

    /// The properties of a definition.
    pub(crate) fn properties(&self, name: &str) -> &Map<String, Value> {
        self.definition(name)["properties"]
            .as_object()
            .expect("a definition has properties")
    }

    /// Follows a reference to its definition; another schema stays itself.
    pub(crate) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => {
                let name = reference.strip_prefix("#/definitions/");
                self.definition(name.expect("a reference is to a definition"))
            }
            None => schema,
        }
    }

    /// Where tokens are asked for.
    pub(crate) fn token_url(&self) -> &str {
        self.document["securityDefinitions"]["PureCloud OAuth"]["tokenUrl"]
            .as_str()
            .expect("the description says where tokens are asked for")
    }
}

impl<'a> Operation<'a> {
    /// The parameters that stand in `place`: `path`, `query` or `body`.
    pub(crate) fn parameters_in(&self, place: &str) -> impl Iterator<Item = &'a Value> {
        self.parameters
            .iter()
            .copied()
            .filter(move |parameter| parameter["in"] == place)
    }

    /// What the body of an answer with this status looks like; `None` if it has none.
    pub(crate) fn answer(&self, status: u16) -> Option<&'a Value> {
        let described = match status {
            200..300 => &self.responses["2XX"],
            _ => &self.responses["default"],
        };
        assert!(
            described.is_object(),
            "{} describes no answer {status}",
            self.id
        );
        described.get("schema")
    }
}

fn path_values<'a>(template: &'a str, path: &str) -> Option<Vec<(&'a str, String)>> {
    let (wanted, given): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let mut values = Vec::new();
    for (want, part) in wanted.into_iter().zip(given) {
        match want
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(name) => values.push((name, part.to_owned())),
            None if want == part => {}
            None => return None,
        }
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_literal_path_wins_over_one_with_names() {
        let description = Description::new(json!({ "paths": {
            "/scripts/{scriptId}": { "get": { "operationId": "one" } },
            "/scripts/published": { "get": { "operationId": "published" } },
        } }));

        let id = |path| {
            description
                .operation("GET", path)
                .map(|operation| operation.id)
        };

        assert_eq!(id("/scripts/published"), Some("published"));
        assert_eq!(id("/scripts/s-1"), Some("one"));
        assert_eq!(id("/scripts"), None);
        assert!(description.operation("POST", "/scripts/s-1").is_none());
    }
}
