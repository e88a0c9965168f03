//! What OpenAPI says about every endpoint.

use utoipa::{
    Modify, OpenApi,
    openapi::{
        Content, OpenApi as Document, Ref, Response,
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

/// The answers that layers and the reading of bodies give, whatever the endpoint is.
pub(super) fn add_common_answers(document: &mut Document) {
    let problem = |text: &str| {
        let body = Ref::from_schema_name("ErrorBody");
        Response::builder()
            .description(text)
            .content("application/json", Content::new(Some(body)))
            .build()
    };
    for item in document.paths.paths.values_mut() {
        let changing = [&mut item.post, &mut item.put, &mut item.delete];
        let operations = changing.into_iter().map(|operation| (true, operation));
        for (changes, operation) in operations.chain([(false, &mut item.get)]) {
            let Some(operation) = operation else {
                continue;
            };
            let mut answers = vec![("429", "Too many calls from this address")];
            if changes {
                answers.push(("403", "The call comes from another site's page"));
            }
            if operation.security.is_some() {
                answers.push(("401", "Nobody is signed in for this environment"));
                answers.push(("502", "VideoEngager failed, or could not be reached"));
                answers.push(("503", "VideoEngager has too much to do"));
            }
            if operation.request_body.is_some() {
                answers.push(("413", "The body is over 64 KB"));
                answers.push(("415", "The body is not application/json"));
            }
            for (status, text) in answers {
                let known = &mut operation.responses.responses;
                known
                    .entry(status.to_owned())
                    .or_insert_with(|| problem(text).into());
            }
        }
    }
}
