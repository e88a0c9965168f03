//! What the status of a vendor's answer says about who gave it.

use http::StatusCode;

/// Whether it is a gateway's word (408, 502, 504): somebody in between stopped waiting, and
/// nobody knows what the vendor did.
#[must_use]
pub fn is_gateways_word(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::REQUEST_TIMEOUT | StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_waiting_in_vain_is_a_gateways_word() {
        for status in 400..600 {
            let expected = [408, 502, 504].contains(&status);
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(is_gateways_word(status), expected, "{status}");
        }
    }
}
