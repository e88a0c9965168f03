//! What OpenAPI says about every endpoint.

use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        path::Operation,
        security::{ApiKey, ApiKeyValue, SecurityScheme},
    },
};

use crate::{problem::ErrorBody, session::COOKIE};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Meeting scheduler",
        description = "Schedules video meetings with agents. Every call takes `?env=`: `dev`, \
            `staging` or `production`; anything else, and nothing, is `dev`. Calls that change \
            something are refused if they come from another site's page."
    ),
    modifiers(&Session),
    components(schemas(ErrorBody))
)]
pub(super) struct ApiDoc;

struct Session;

impl Modify for Session {
    fn modify(&self, document: &mut Document) {
        let cookie = ApiKey::Cookie(ApiKeyValue::new(COOKIE));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    }
}

/// The answers that the server's own layers and the vendor give, whatever the endpoint is.
pub(super) fn answers(_: &str, operation: &Operation, changes: bool) -> Vec<(u16, &'static str)> {
    let mut answers = Vec::new();
    if changes {
        answers.push((403, "The call comes from another site's page"));
    }
    if operation.security.is_some() {
        answers.push((401, "Nobody is signed in for this environment"));
        answers.push((502, "VideoEngager failed, or could not be reached"));
        answers.push((503, "VideoEngager has too much to do"));
    }
    answers
}
