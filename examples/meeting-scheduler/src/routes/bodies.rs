//! Request bodies and queries as OpenAPI shows them. Bodies are read field by field, so
//! that every mistake in them is named at once.
#![expect(dead_code, reason = "only their schemas are used")]

use utoipa::{IntoParams, ToSchema};

/// The environment of every call.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EnvParam {
    /// `dev`, `staging` or `production`.
    #[param(example = "dev")]
    env: Option<String>,
}

/// Somebody who signs in.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct SignInBody {
    /// `operator`, `pak` or `local`.
    #[schema(example = "pak")]
    method: String,
    /// With `operator` the operator's, with `local` the account's.
    password: Option<String>,
    /// With `local` the account's, with `pak` the partner's e-mail address.
    email: Option<String>,
    /// With `pak`, only where the server has none and lets people type one in.
    pak: Option<String>,
    /// The External ID that belongs to `pak`.
    external_id: Option<String>,
}

/// A meeting to be scheduled.
#[derive(ToSchema)]
pub(super) struct CreateBody {
    /// The start, in milliseconds since 1970.
    #[schema(example = 1_893_456_000_000_i64)]
    date: i64,
    /// The length in minutes: 15 to 1440, unless set otherwise.
    #[schema(example = 30)]
    duration: u32,
    /// Who is expected.
    visitor: Option<VisitorBody>,
}

/// Who is expected, as far as it is known.
#[derive(ToSchema)]
pub(super) struct VisitorBody {
    #[schema(example = "John Doe", max_length = 200)]
    name: Option<String>,
    #[schema(example = "john.doe@example.com", max_length = 200)]
    email: Option<String>,
    #[schema(example = "+1-555-123-4567", max_length = 32)]
    phone: Option<String>,
    /// The meeting's title.
    #[schema(example = "Product demo", max_length = 200)]
    subject: Option<String>,
}

/// What shall change; what is absent stays as it is. An empty text clears a field.
#[derive(ToSchema)]
pub(super) struct UpdateBody {
    /// The start, in milliseconds since 1970.
    date: Option<i64>,
    /// The length in minutes.
    duration: Option<u32>,
    /// Who is expected.
    visitor: Option<VisitorBody>,
    /// What the form was filled from. If that has changed meanwhile, nothing is changed.
    read: ReadBody,
}

/// A meeting as it was read.
#[derive(ToSchema)]
pub(super) struct ReadBody {
    date: Option<i64>,
    duration: Option<u32>,
    visitor: Option<VisitorBody>,
}

/// A meeting, with everything else that VideoEngager tells about it.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct MeetingBody {
    #[schema(rename = "_id", example = "schedule-id-123")]
    id: String,
    tenant: Option<String>,
    agent_id: Option<String>,
    /// Whether it is still to take place.
    active: Option<bool>,
    /// The start, in milliseconds since 1970.
    date: Option<i64>,
    /// The length in minutes.
    duration: Option<u32>,
    visitor: Option<MeetingVisitor>,
    agent: Option<MeetingAgent>,
}

/// The visitor, and the way in.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct MeetingVisitor {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    subject: Option<String>,
    meeting_url: Option<String>,
}

/// The agent, and the way in; it never carries a token.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct MeetingAgent {
    name: Option<String>,
    meeting_url: Option<String>,
    full_url: Option<String>,
}

/// An agent. Only one with an account can be chosen.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct AgentBody {
    #[schema(rename = "_id")]
    id: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    #[schema(rename = "_account")]
    account: Option<AccountBody>,
}

/// An agent's account.
#[derive(ToSchema)]
pub(super) struct AccountBody {
    #[schema(example = "agent@example.com")]
    email: String,
}
