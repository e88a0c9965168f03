//! The answers that more than one part of a fake gives.

use ccaas_http::test_util::Answer;
use serde_json::json;

pub(super) fn unauthorized() -> Answer {
    Answer::json(401, &json!({ "error": "Authentication failed" }))
}

pub(super) fn not_found(error: &str) -> Answer {
    Answer::json(404, &json!({ "error": error }))
}

/// A 400 with title and explanation.
pub(super) fn refusal(error: &str, message: &str) -> Answer {
    let body = json!({ "error": error, "message": message, "status": 400 });
    Answer::json(400, &body)
}

pub(super) fn success() -> Answer {
    Answer::json(200, &json!({ "success": true }))
}
