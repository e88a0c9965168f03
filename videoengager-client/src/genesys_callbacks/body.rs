//! A callback on the wire, once its rules were checked.

use ccaas_http::InvalidRequest;
use serde::Serialize;

use super::CreateGenesysCallback;
use crate::schedules::TenantId;

impl CreateGenesysCallback {
    /// The first rule of the vendor that is broken.
    pub(super) fn check(&self) -> Result<(), InvalidRequest> {
        for (field, value) in [
            ("firstname", &self.firstname),
            ("customer_email", &self.customer_email),
        ] {
            if value.trim().is_empty() {
                return Err(InvalidRequest::new(field, "must not be empty"));
            }
        }
        let digits = self.customer_number.bytes().filter(u8::is_ascii_digit);
        if !self.customer_number.starts_with('+') || digits.count() < 5 {
            let problem = "must be a plus and at least 5 digits";
            return Err(InvalidRequest::new("_customer_number", problem));
        }
        if self.callback_owned && self.prefered_agent.is_none() {
            let problem = "is needed for a callback that belongs to an agent";
            return Err(InvalidRequest::new("preferedAgent", problem));
        }
        Ok(())
    }
}

/// The body of the call that carries a token.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    #[serde(flatten)]
    callback: &'a CreateGenesysCallback,
    #[serde(rename = "_customer_number")]
    customer_number: &'a str,
}

impl<'a> Body<'a> {
    pub(super) fn of(callback: &'a CreateGenesysCallback) -> Self {
        Self {
            callback,
            customer_number: &callback.customer_number,
        }
    }
}

/// The body of the public call.
#[derive(Serialize)]
pub(super) struct PublicBody<'a> {
    #[serde(flatten)]
    callback: &'a CreateGenesysCallback,
    customer_number: &'a str,
    #[serde(rename = "tennantId")]
    tenant_id: &'a TenantId,
}

impl<'a> PublicBody<'a> {
    pub(super) fn of(callback: &'a CreateGenesysCallback, tenant_id: &'a TenantId) -> Self {
        Self {
            callback,
            customer_number: &callback.customer_number,
            tenant_id,
        }
    }
}
