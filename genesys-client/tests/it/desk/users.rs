//! Users and presence.

use genesys_client::{
    Error, PresenceDefinitionId, RoutingState, UpdatePresence, UserExpand, UserId,
    fake::FakeGenesys,
};
use http::{Method, StatusCode};
use serde_json::json;

use crate::support::received;

fn agent() -> UserId {
    UserId::new(FakeGenesys::AGENT_ID)
}

#[tokio::test]
async fn me_is_the_user_whose_token_it_is() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    genesys.sign_in_as_agent();
    let expand = [UserExpand::Presence, UserExpand::RoutingStatus];

    let me = genesys.client().users().me(&expand).await?;

    assert_eq!(me.id, Some(agent()));
    let status = me.routing_status.as_ref().and_then(|it| it.status.clone());
    assert_eq!(status, Some(RoutingState::Idle));
    assert_eq!(
        received(&genesys, Method::GET, "/api/v2/users/me")[0].query,
        [("expand", "presence"), ("expand", "routingStatus")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    Ok(())
}

#[tokio::test]
async fn client_credentials_are_no_user() {
    let genesys = FakeGenesys::start().await;

    let error = genesys.client().users().me(&[]).await.unwrap_err();

    assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
    assert_eq!(error.as_api().and_then(|it| it.code()), Some("not.a.user"));
}

#[tokio::test]
async fn a_user_is_read_by_id() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();

    let user = client.users().get(&agent(), &[]).await?;
    let unknown = client.users().get(&UserId::new("u-9"), &[]).await;

    assert_eq!(
        (user.id.clone(), user.presence.clone()),
        (Some(agent()), None)
    );
    assert_eq!(unknown.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
    Ok(())
}

#[tokio::test]
async fn a_presence_is_set_and_read() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let away = UpdatePresence::new(PresenceDefinitionId::new(FakeGenesys::AWAY_ID));

    let set = client
        .users()
        .set_presence(&agent(), &away.with_message("lunch"))
        .await?;
    let read = client.users().presence(&agent()).await?;

    assert_eq!(*set, *read);
    let definition = read.presence_definition.as_ref();
    let system = definition.and_then(|it| it.system_presence.as_deref());
    assert_eq!(
        (system, read.message.as_deref()),
        (Some("Away"), Some("lunch"))
    );
    let path = "/api/v2/users/{id}/presences/PURECLOUD";
    assert_eq!(
        received(&genesys, Method::PATCH, path)[0].json(),
        json!({ "presenceDefinition": { "id": FakeGenesys::AWAY_ID }, "message": "lunch" })
    );
    Ok(())
}

#[tokio::test]
async fn an_unknown_presence_is_refused() {
    let genesys = FakeGenesys::start().await;
    let unknown = UpdatePresence::new(PresenceDefinitionId::new("p-9"));

    let client = genesys.client();
    let refused = client.users().set_presence(&agent(), &unknown).await;

    assert_eq!(refused.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
}
