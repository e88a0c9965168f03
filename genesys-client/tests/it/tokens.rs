//! `tokens/me`: as sent, success, vendor error.

use genesys_client::{Error, fake::FakeGenesys};
use http::{Method, StatusCode};

use crate::support::received;

#[tokio::test]
async fn me_reads_the_token_without_prolonging_it() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;

    let token = genesys.client().tokens().me().await?;

    let organization = token
        .organization
        .clone()
        .expect("the fake is an organisation");
    assert_eq!(organization.name.as_deref(), Some("Fake Organisation"));
    let client = token
        .oauth_client
        .as_ref()
        .expect("the fake has an OAuth client");
    assert_eq!(
        client.id.as_ref().map(|id| id.as_str()),
        Some(FakeGenesys::CLIENT_ID)
    );
    assert!(!token.authorized_scope.is_empty());
    let sent = received(&genesys, Method::GET, "/api/v2/tokens/me");
    assert_eq!(
        sent[0].query,
        [("preserveIdleTTL".to_owned(), "true".to_owned())]
    );
    Ok(())
}

#[tokio::test]
async fn an_organisation_that_breaks_is_an_api_error() {
    let genesys = FakeGenesys::start().await;
    let client = genesys
        .builder()
        .retry(genesys_client::RetryPolicy::never())
        .build()
        .unwrap();
    client.sign_in().await.unwrap();
    genesys.host().inject(
        ccaas_http::test_util::Fault::InternalError,
        std::time::Duration::from_secs(60),
    );

    let error = client.tokens().me().await.unwrap_err();

    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    assert_eq!(
        error.as_api().and_then(|answer| answer.code()),
        Some("internal.server.error")
    );
}
