//! `/`, `/admin` and the page of a case, which other sites may show in a frame.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use http::header;
use rust_embed::RustEmbed;
use serde_json::json;
use server_kit::{assets, problem::Problem, router::embedded_policy};

use crate::state::AppState;

/// The pages and their files.
#[derive(RustEmbed)]
#[folder = "assets/"]
pub(super) struct Assets;

/// The pages' addresses, and their files.
pub(super) fn router() -> Router<Arc<AppState>> {
    let agent = assets::page::<Assets>("index.html", &json!({}));
    let admin = assets::page::<Assets>("admin.html", &json!({}));
    Router::new()
        .route("/", get(async || Html(agent)))
        .route("/admin", get(async || Html(admin)))
        .route("/{locale}/cases/{id}", get(case))
        .merge(assets::router::<Assets, _>())
}

/// The page that a screen-pop URL opens. It asks for a sign-in, then for the case: the page
/// itself tells nobody whether there is one.
async fn case(
    State(state): State<Arc<AppState>>,
    Path((locale, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    if !is_locale(&locale) {
        return Err(Problem::no_page());
    }
    let page = assets::page::<Assets>("case.html", &json!({ "locale": locale, "id": id }));
    let policy = embedded_policy(state.frame_ancestors.iter());
    Ok(([(header::CONTENT_SECURITY_POLICY, policy)], Html(page)).into_response())
}

/// Whether it looks like `it` or `en-GB`: under anything else there is no page.
pub(crate) fn is_locale(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    let is_letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    (2..=3).contains(&language.len())
        && is_letters(language)
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_keep_to_the_rules() {
        assets::assert_rules::<Assets>();
    }

    #[test]
    fn a_locale_is_a_language_and_maybe_a_country() {
        for (text, expected) in [
            ("it", true),
            ("en-GB", true),
            ("zh_Hant_TW", true),
            ("i", false),
            ("api-", false),
            ("kit1", false),
            ("assets", false),
            ("", false),
        ] {
            assert_eq!(is_locale(text), expected, "{text}");
        }
    }
}
