//! Error codes, as answers and webhooks carry them.

mod advice;
mod readme;

use std::time::Duration;

use ccaas_http::{MetaHeaders, ResponseMeta, VendorError};
use http::{HeaderMap, StatusCode};
use meta_whatsapp_client::{ApiError, ErrorCode, ErrorDetail, ErrorKind, ErrorScope, ccaas_http};
use serde_json::json;

/// Whether a code may be repeated, as the documentation's table has it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeat {
    Yes,
    Later,
    No,
}
use ErrorKind::{
    Auth, BadRequest, Media, Permission, Policy, RateLimit, Registration, Template, Temporary,
    Undeliverable, Window,
};
use ErrorScope::{Account, App, Message, Pair, PhoneNumber};
use Repeat::{Later, No, Yes};

/// <https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes>
const TABLE: &[(&[i64], Repeat, ErrorKind, ErrorScope)] = &[
    (&[0, 190, 200], No, Auth, App),
    (&[3, 10, 201, 250, 299, 131_005], No, Permission, App),
    (&[1, 2, 131_000, 131_016, 133_004], Yes, Temporary, Message),
    (&[4], Later, RateLimit, App),
    (&[80_007], Later, RateLimit, Account),
    (&[130_429], Yes, RateLimit, PhoneNumber),
    (&[131_056], Later, RateLimit, Pair),
    (&[131_048], No, Policy, PhoneNumber),
    (&[131_064], Later, Policy, Account),
    (&[131_057], Yes, Temporary, PhoneNumber),
    (&[133_016], Later, RateLimit, PhoneNumber),
    (&[368, 131_031, 130_497], No, Policy, Account),
    (
        &[33, 100, 131_008, 131_009, 131_021, 135_000],
        No,
        BadRequest,
        Message,
    ),
    (
        &[130_403, 130_472, 131_026, 131_030],
        No,
        Undeliverable,
        Pair,
    ),
    (&[131_037, 131_045, 133_010], No, Registration, PhoneNumber),
    (&[131_042], No, Registration, Account),
    (&[131_047], No, Window, Pair),
    (&[131_049], Later, RateLimit, Pair),
    (&[131_050], No, Undeliverable, Pair),
    (&[131_051], No, BadRequest, Message),
    (&[131_052, 131_053], No, Media, Message),
    (&[131_062], No, BadRequest, Message),
    (&[131_063], No, Template, Message),
    (&[132_000, 132_012, 132_018, 132_001], No, Template, Message),
    (&[132_005, 132_007, 132_015, 132_016], No, Template, Message),
    (&[132_068], No, Template, Message),
    (&[132_069], Later, RateLimit, Message),
    (
        &[133_000, 133_005, 133_006, 133_008, 133_009],
        No,
        Registration,
        PhoneNumber,
    ),
    (&[133_015], Later, Registration, PhoneNumber),
    (&[134_101], Later, Template, Message),
    (&[137_000], No, Undeliverable, Pair),
    (
        &[138_000, 138_999, 139_000, 139_999, 147_000, 147_999],
        No,
        BadRequest,
        Message,
    ),
    (&[2_388_000, 2_388_999], No, BadRequest, Message),
    (&[1_026], No, Undeliverable, Pair),
    (&[2_388_019], No, Template, Account),
];

#[test]
fn every_documented_code_has_its_advice() {
    for (codes, repeat, kind, scope) in TABLE {
        for number in *codes {
            let code = ErrorCode::from(*number);

            assert!(!matches!(code, ErrorCode::Unknown { .. }), "{number}");
            assert_eq!(code.as_i64(), *number);
            assert_eq!(code.is_retryable(), *repeat != No, "{number}");
            assert_eq!((code.kind(), code.scope()), (*kind, *scope), "{number}");
            assert_eq!(code.needs_template(), *number == 131_047);
            let says_when = code.retry_after_hint(0).is_some();
            assert_eq!(says_when, *repeat != No, "{number}");
        }
    }
}

#[test]
fn any_number_survives() {
    for number in [5, 300, -1, 131_999, 138_001, i64::MAX, i64::MIN] {
        let code = ErrorCode::from(number);

        let written = serde_json::to_value(code).unwrap();

        assert_eq!(written, json!(number));
        assert_eq!(serde_json::from_value::<ErrorCode>(written).unwrap(), code);
    }
    let unknown = ErrorCode::from(7);
    assert!(matches!(unknown, ErrorCode::Unknown { 0: 7, .. }));
    assert_eq!(
        (unknown.kind(), unknown.is_retryable()),
        (ErrorKind::Unknown, false)
    );
    let read = |text| serde_json::from_str::<ErrorCode>(text);
    assert_eq!(read(r#""131047""#).unwrap(), ErrorCode::ReEngagement);
    assert!(read("null").is_err());
}

#[test]
fn the_wait_is_the_one_that_is_documented() {
    let waits = |code: i64| {
        (0..5)
            .map(|repeats| ErrorCode::from(code).retry_after_hint(repeats))
            .map(|wait| wait.map_or(0, |wait| wait.as_secs()))
            .collect::<Vec<_>>()
    };
    let hour = 3_600;

    assert_eq!(waits(131_056), [1, 4, 16, 64, 256]);
    assert_eq!(waits(130_429), [1, 2, 4, 8, 16]);
    assert_eq!(waits(131_016), [1, 2, 4, 8, 16]);
    assert_eq!(waits(4)[..2], [hour, hour]);
    assert_eq!(waits(80_007)[0], hour);
    assert_eq!(waits(131_049)[0], 24 * hour);
    assert_eq!(waits(133_015)[0], 5 * 60);
    assert_eq!(waits(134_101)[0], 10 * 60);
    assert_eq!(waits(131_057)[0], 60);
    assert_eq!(waits(133_016)[0], 72 * hour);
    assert_eq!(waits(131_064), [1, 2, 4, 8, 16].map(|hours| hours * hour));
    assert_eq!(
        ErrorCode::MisclassificationLimit.retry_after_hint(u32::MAX),
        Some(Duration::from_secs(24 * hour))
    );
    let code = ErrorCode::PairRateLimit;
    assert_eq!(
        code.retry_after_hint(u32::MAX),
        Some(Duration::from_secs(hour))
    );
}

fn answer(status: u16, retry_after: Option<u64>, body: &str) -> ApiError {
    let mut headers = HeaderMap::new();
    if let Some(seconds) = retry_after {
        headers.insert(http::header::RETRY_AFTER, seconds.into());
    }
    let meta = ResponseMeta::read(
        StatusCode::from_u16(status).unwrap(),
        &headers,
        &MetaHeaders::default(),
        chrono::DateTime::UNIX_EPOCH,
    );
    ApiError::from_answer(meta, body.as_bytes())
}

fn coded(status: u16, code: i64) -> ApiError {
    answer(
        status,
        None,
        &json!({ "error": { "code": code } }).to_string(),
    )
}

#[test]
fn an_answer_is_read_with_all_its_fields() {
    let error = answer(
        400,
        None,
        r#"{"error":{"message":"(#131056) text","type":"OAuthException","code":131056,
            "error_data":{"messaging_product":"whatsapp","details":"Too many."},
            "error_subcode":2494055,"is_transient":true,"error_user_title":"Title",
            "error_user_msg":"For people","fbtrace_id":"AbC_1-2"}}"#,
    );

    assert_eq!(error.code(), Some(ErrorCode::PairRateLimit));
    assert_eq!(error.error_subcode(), Some(2_494_055));
    assert_eq!(error.type_(), Some("OAuthException"));
    assert_eq!(error.message(), Some("(#131056) text"));
    assert_eq!(error.details(), Some("Too many."));
    assert_eq!(error.is_transient_flag(), Some(true));
    assert_eq!(error.error_user_title(), Some("Title"));
    assert_eq!(error.error_user_msg(), Some("For people"));
    assert_eq!(error.fbtrace_id(), Some("AbC_1-2"));
    assert_eq!((error.kind(), error.scope()), (RateLimit, Pair));
}

#[test]
fn what_is_not_the_documented_shape_is_still_an_error_with_its_status() {
    for body in [
        "",
        "null",
        "[]",
        "<html><h1>502</h1></html>",
        r#"{"error":"text"}"#,
        r#"{"error":null}"#,
        r#"{"error":{"code":null,"error_data":null}}"#,
        r#"{"error":{"code":{},"message":[],"error_data":7}}"#,
        r#"{"error":{"code":1"#,
        "\u{0}\u{1}",
    ] {
        let error = answer(502, None, body);

        assert_eq!(error.status().as_u16(), 502, "{body}");
        assert_eq!((error.code(), error.kind()), (None, Temporary), "{body}");
        assert!(error.is_retryable(), "{body}");
        assert_eq!(error.to_string(), "WhatsApp answered 502 Bad Gateway");
    }
    assert_eq!(
        answer(400, None, r#"{"error":{"code":"131047"}}"#).kind(),
        Window
    );
    let bare = answer(400, None, r#"{"error":{"code":1,"error_data":"why"}}"#);
    assert_eq!(bare.details(), Some("why"));
}

#[test]
fn texts_of_the_vendor_are_not_printed() {
    let body = json!({ "error": {
        "message": "canary", "code": 100, "type": "canary", "error_user_msg": "canary",
        "error_data": { "details": "canary" }, "fbtrace_id": "canary +12025550147",
    }});

    let error = answer(400, None, &body.to_string());

    assert_eq!(
        error.to_string(),
        "WhatsApp answered 400 Bad Request (code 100)"
    );
    assert_eq!(
        format!("{error:?}"),
        "ApiError { status: 400, code: Some(InvalidParameter), fbtrace_id: None, .. }"
    );
    let error = answer(400, None, r#"{"error":{"code":100,"fbtrace_id":"AbC_1"}}"#);
    assert!(
        error.to_string().ends_with("(code 100) (fbtrace_id AbC_1)"),
        "{error}"
    );
}

#[test]
fn an_error_of_a_webhook_is_read_leniently_and_written_back() {
    let whole = json!({
        "code": 131_047, "title": "Title", "message": "Message", "href": "https://example.com",
        "error_data": { "details": "Details" },
    });

    let detail: ErrorDetail = serde_json::from_value(whole.clone()).unwrap();

    assert_eq!(detail.code, Some(ErrorCode::ReEngagement));
    assert_eq!(detail.details.as_deref(), Some("Details"));
    assert!(detail.needs_template() && !detail.is_retryable());
    assert_eq!((detail.kind(), detail.scope()), (Window, Pair));
    assert_eq!(serde_json::to_value(&detail).unwrap(), whole);
    assert!(!format!("{detail:?}").contains("Title"));

    for odd in [
        json!({}),
        json!({ "code": null, "title": null, "error_data": null }),
        json!({ "code": 1.5, "title": {}, "error_data": [] }),
    ] {
        let detail: ErrorDetail = serde_json::from_value(odd).unwrap();
        assert_eq!((detail.code, detail.kind()), (None, ErrorKind::Unknown));
    }
    let text: ErrorDetail = serde_json::from_value(json!({ "code": "131051" })).unwrap();
    assert_eq!(text.code, Some(ErrorCode::UnsupportedType));
}
