//! The API's own description, and a page to read and try it.

use axum::{Router, middleware::map_response, response::Response};
use http::{HeaderValue, header};
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Content, OpenApi, Ref, Response as DocumentedResponse};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// Swagger UI writes styles into its page, and shows images that it carries inside.
const CSP: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
);

/// `/api/docs/` and `/api/openapi.json`, with the answers that the layers give added to the
/// document.
///
/// The links between them are relative. The document needs the schema of
/// [`ErrorBody`](crate::problem::ErrorBody) among its components.
pub fn router<S: Clone + Send + Sync + 'static>(mut document: OpenApi) -> Router<S> {
    add_common_answers(&mut document);
    let docs: Router<S> = SwaggerUi::new("/api/docs")
        .url("/api/openapi.json", document)
        .config(Config::new(["../openapi.json"]))
        .into();
    docs.layer(map_response(finish))
}

async fn finish(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, CSP);
    // From `/api/docs`: a proxy in front may serve the root at a path of its own.
    if headers
        .get(header::LOCATION)
        .is_some_and(|to| to == "/api/docs/")
    {
        headers.insert(header::LOCATION, HeaderValue::from_static("docs/"));
    }
    response
}

/// The answers that layers and the reading of bodies give, whatever the endpoint is.
///
/// A server whose own layers answer adds theirs by [`add_answers`].
fn add_common_answers(document: &mut OpenApi) {
    add_answers(document, |path, operation, _| {
        let mut answers = Vec::new();
        if path != "/api/health" {
            answers.push((429, "Too many calls from this address"));
        }
        if operation.request_body.is_some() {
            answers.push((413, "The body is too large"));
            answers.push((415, "The body is not application/json"));
        }
        answers
    });
}

/// Adds errors to the operations of a document that do not name these statuses themselves.
///
/// `answers` is told the path, the operation, and whether its method changes something.
pub fn add_answers(
    document: &mut OpenApi,
    answers: impl Fn(&str, &Operation, bool) -> Vec<(u16, &'static str)>,
) {
    for (path, item) in &mut document.paths.paths {
        let reading = [&mut item.get, &mut item.head, &mut item.options];
        let changing = [
            &mut item.post,
            &mut item.put,
            &mut item.patch,
            &mut item.delete,
        ];
        let reading = reading.into_iter().flatten().map(|known| (known, false));
        let changing = changing.into_iter().flatten().map(|known| (known, true));
        for (operation, changes) in reading.chain(changing) {
            for (status, text) in answers(path, operation, changes) {
                let known = &mut operation.responses.responses;
                known
                    .entry(status.to_string())
                    .or_insert_with(|| problem(text).into());
            }
        }
    }
}

fn problem(text: &str) -> DocumentedResponse {
    let body = Ref::from_schema_name("ErrorBody");
    DocumentedResponse::builder()
        .description(text)
        .content("application/json", Content::new(Some(body)))
        .build()
}
