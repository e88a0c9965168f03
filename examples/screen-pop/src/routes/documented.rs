//! The shapes of the document, for the API's own description.

use serde::Serialize;
use utoipa::ToSchema;

/// What to look up.
#[derive(Serialize, ToSchema)]
pub(super) struct LookupBody {
    /// The caller's number, however it is written.
    #[schema(example = "+39 06 2222 4444")]
    phone: String,
}

/// Who is calling.
#[derive(Serialize, ToSchema)]
pub(super) struct HitBody {
    /// `true`.
    #[schema(example = true)]
    found: bool,
    #[serde(flatten)]
    newest: CaseBody,
    /// The number as it was asked for.
    #[schema(example = "+39 06 2222 4444")]
    phone_searched: String,
    /// All cases of the number, newest first.
    matches: Vec<CaseBody>,
    /// Whether newer cases may exist: the database cannot be reached, and the answer comes
    /// from memory. Absent otherwise.
    #[schema(example = true)]
    stale: Option<bool>,
}

/// A case, and where to open it.
#[derive(Serialize, ToSchema)]
pub(super) struct CaseBody {
    /// The id, as text.
    #[schema(example = "9")]
    case_id: String,
    patient: PatientBody,
    case: FieldsBody,
    /// The page of the case.
    #[schema(example = "https://crm.example.com/it/cases/9")]
    screen_pop_url: String,
}

/// The person. What is not known is absent.
#[derive(Serialize, ToSchema)]
struct PatientBody {
    #[schema(example = "Robin Vale")]
    name: String,
    #[schema(example = "+1 202 555 0147")]
    phone: Option<String>,
    home_phone: Option<String>,
    cell_phone: Option<String>,
    #[schema(example = "robin@example.com")]
    email: Option<String>,
}

/// What the case is about. What is not known is absent.
#[derive(Serialize, ToSchema)]
struct FieldsBody {
    #[schema(example = "APPUNTAMENTO")]
    status: Option<String>,
    #[schema(example = "Centro Oculistico Roma")]
    clinic: Option<String>,
    treatment: Option<String>,
    disposition: Option<String>,
    outcome: Option<String>,
    #[schema(example = "2025-07-08T16:57:06.836704+00:00")]
    created_at: String,
    #[schema(example = "2025-07-12T16:57:06.836704+00:00")]
    follow_up_date: Option<String>,
}

/// Nobody knows who is calling.
#[derive(Serialize, ToSchema)]
pub(super) struct MissBody {
    /// `false`.
    #[schema(example = false)]
    found: bool,
    #[schema(example = "No case found for phone number: +391234567890")]
    message: String,
    /// The number as it was asked for.
    #[schema(example = "+391234567890")]
    phone: String,
    /// As in a hit.
    stale: Option<bool>,
}

/// A page of cases.
#[derive(Serialize, ToSchema)]
pub(super) struct CasesBody {
    cases: Vec<CaseBody>,
    /// Whether there are more below the last one.
    more: bool,
}
