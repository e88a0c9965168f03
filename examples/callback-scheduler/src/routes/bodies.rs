//! Request bodies as OpenAPI shows them. They are read field by field, so that every
//! mistake in them is named at once.
#![expect(dead_code, reason = "only their schemas are used")]

use utoipa::ToSchema;

/// What a customer books.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct BookingRequestBody {
    /// 1 to 100 characters of any script.
    #[schema(example = "Robin", min_length = 1, max_length = 100)]
    first_name: String,
    /// 1 to 100 characters of any script.
    #[schema(example = "Example", min_length = 1, max_length = 100)]
    last_name: String,
    /// The number to call; without a country code it is read as one of `DEFAULT_REGION`.
    #[schema(example = "+1-555-123-4567")]
    phone_number: String,
    /// What the call is about.
    #[schema(example = "Product inquiry", max_length = 200)]
    subject: Option<String>,
    /// RFC 3339 with a zone; default in one hour.
    #[schema(format = DateTime)]
    desired_time: Option<String>,
}

/// Where a booking is moved to.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct MoveRequestBody {
    /// RFC 3339 with a zone.
    #[schema(format = DateTime)]
    desired_time: String,
    /// The number to call; needed when it is no longer kept.
    #[schema(example = "+1-555-123-4567")]
    phone_number: Option<String>,
    /// What the call is about.
    #[schema(max_length = 200)]
    subject: Option<String>,
}

/// The callback that an admin found.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct Confirmation {
    /// Genesys Cloud's conversation id of the callback.
    conversation_id: String,
}
