//! `/api/schedules/create/{tenantId}`: the endpoint group. No call carries a token.

use ccaas_http::{HttpClient, Response, VendorError};
use http::{Method, StatusCode};
use serde_json::Value;

use super::{CreateSchedule, RequestedSchedule, TenantId, VerifiedSchedule};
use crate::error::{ApiError, Error};

/// Meetings that visitors ask for: `client.visitor_schedules(&tenant_id)`.
#[derive(Clone, Copy, Debug)]
pub struct VisitorSchedules<'a> {
    http: &'a HttpClient<ApiError>,
    tenant_id: &'a TenantId,
}

impl<'a> VisitorSchedules<'a> {
    pub(crate) fn new(http: &'a HttpClient<ApiError>, tenant_id: &'a TenantId) -> Self {
        Self { http, tenant_id }
    }

    /// Asks for a meeting: `POST /api/schedules/create/{tenantId}`.
    ///
    /// The vendor's 401 with an `email` means that a code was mailed there, and is no
    /// error. This endpoint knows no `sendNotificationEmail`, so it is not sent.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Auth`.
    pub async fn create(
        &self,
        schedule: &CreateSchedule,
    ) -> Result<Response<RequestedSchedule>, Error> {
        let answer = self
            .http
            .call(Method::POST, "/api/schedules/create/{tenantId}")
            .path("tenantId", self.tenant_id.as_str())
            .json(schedule)
            .send_or_default::<Value>()
            .await;
        match answer {
            Ok(answer) => Ok(answer.map(RequestedSchedule::Accepted)),
            Err(Error::Api(api)) => match mailed_to(&api) {
                Some(email) => {
                    let outcome = RequestedSchedule::CodeMailed { email };
                    Ok(Response::new(outcome, api.meta().clone()))
                }
                None => Err(Error::Api(api)),
            },
            Err(error) => Err(error),
        }
    }

    /// Confirms a meeting by its code: `GET /api/schedules/create/{tenantId}/{code}`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Auth`; a wrong code is `Api`.
    pub async fn verify(&self, code: &str) -> Result<Response<VerifiedSchedule>, Error> {
        self.http
            .call(Method::GET, "/api/schedules/create/{tenantId}/{code}")
            .path("tenantId", self.tenant_id.as_str())
            .path("code", code)
            .send()
            .await
    }
}

fn mailed_to(error: &ApiError) -> Option<String> {
    (error.status() == StatusCode::UNAUTHORIZED)
        .then(|| error.email().map(str::to_owned))
        .flatten()
}
