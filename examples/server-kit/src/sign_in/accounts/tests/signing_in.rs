//! Who is let in, and for how long.

use super::*;

#[tokio::test]
async fn who_signs_in_is_known_by_the_cookie() {
    let scene = Scene::new().await;

    let signed_in = scene
        .sign_in(" Ana@Example.com ", "swordfish")
        .await
        .unwrap();

    assert_eq!(signed_in.until(), now() + TimeDelta::hours(8));
    let known = scene.who(&signed_in).await.unwrap();
    assert_eq!(known.account, signed_in.account);
    assert_eq!(known.account.email, ANA);
    assert_eq!(known.account.genesys_user_id.as_deref(), Some("gc-1"));
    let nobody = scene.desk.who(&with_cookie("desk_session=a.b")).await;
    assert!(nobody.unwrap().is_none());
}

#[tokio::test]
async fn sessions_end_by_themselves_and_by_signing_out() {
    let scene = Scene::new().await;
    let one = scene.sign_in(ANA, "swordfish").await.unwrap();
    let other = scene.sign_in(ANA, "swordfish").await.unwrap();

    scene.desk.sign_out(&one);

    assert!(scene.who(&one).await.is_none());
    assert!(scene.who(&other).await.is_some());
    LATER.set(8 * 3600);
    assert!(scene.who(&other).await.is_none());
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_refused_alike() {
    let scene = Scene::new().await;

    for (email, password) in [
        (ANA, "Swordfish"),
        ("bo@example.com", "swordfish"),
        ("", ""),
    ] {
        let refused = scene.sign_in(email, password).await;
        assert!(matches!(refused, Err(Refused::Wrong)), "{email}");
    }
}

#[tokio::test]
async fn roles_are_listed_from_the_least_to_the_most() {
    let scene = Scene::new().await;
    let ana = scene.sign_in(ANA, "swordfish").await.unwrap();

    let may = ["viewer", "operator", "admin", "owner"].map(|role| ana.may(&scene.desk, role));

    assert_eq!(may, [true, true, false, false]);
    let error = scene.add("bo@example.com", "owner").await.unwrap_err();
    let expected = "\"owner\" is no role of this server; it has viewer, operator, admin";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn a_role_that_the_server_has_no_more_may_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let before = open(&folder, &["clerk"]).await;
    before
        .add_first(ANA, hash("swordfish"), None, now())
        .await
        .unwrap();
    before.database().close().await;

    let accounts = open(&folder, &ROLES).await;
    let signer = Signer::new("desk_session", &KEY.into(), false).unwrap();
    let desk = Desk::new(accounts, signer, TimeDelta::hours(8)).unwrap();
    let scene = Scene {
        desk,
        _folder: folder,
    };

    let ana = scene.sign_in(ANA, "swordfish").await.unwrap();
    assert!(!ana.may(&scene.desk, "viewer") && !ana.may(&scene.desk, ""));
    let listed = scene.users(Command::List, "").await.unwrap();
    assert!(listed.contains("(unknown role)"), "{listed}");
}

#[tokio::test]
async fn a_disabled_account_loses_its_sessions_and_stays_outside() {
    let scene = Scene::new().await;
    let ana = scene.sign_in(ANA, "swordfish").await.unwrap();

    assert!(scene.accounts().disable("Ana@example.com").await.unwrap());

    assert!(scene.who(&ana).await.is_none());
    let refused = scene.sign_in(ANA, "swordfish").await;
    assert!(matches!(refused, Err(Refused::Wrong)));
    assert!(
        !scene.accounts().disable(ANA).await.unwrap(),
        "it is already"
    );
}

#[tokio::test]
async fn another_password_ends_sessions_and_lets_a_disabled_account_in_again() {
    let scene = Scene::new().await;
    let ana = scene.sign_in(ANA, "swordfish").await.unwrap();
    scene.accounts().disable(ANA).await.unwrap();

    let set = scene.accounts().set_password(ANA, &hash("trombone")).await;

    assert!(set.unwrap() && scene.who(&ana).await.is_none());
    assert!(scene.sign_in(ANA, "swordfish").await.is_err());
    assert!(scene.sign_in(ANA, "trombone").await.is_ok());
}

#[tokio::test]
async fn after_ten_wrong_passwords_the_right_one_has_to_wait() {
    let scene = Scene::new().await;
    for _ in 0..10 {
        assert!(scene.sign_in(ANA, "wrong").await.is_err());
    }

    let refused = scene.sign_in(ANA, "swordfish").await;

    assert!(matches!(refused, Err(Refused::TooMany(_))));
}

/// Adds Bo, with the key of RFC 6238 as the second factor.
async fn add_bo(scene: &Scene) {
    let key = TotpKey::read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
    let new = NewAccount {
        email: "bo@example.com".to_owned(),
        role: "viewer".to_owned(),
        password: hash("swordfish"),
        genesys_user_id: None,
    };
    let made = scene.accounts().insert(&new, Some(&key), now()).await;
    assert!(made.unwrap());
}

#[tokio::test]
async fn being_asked_for_a_code_is_no_failure() {
    let scene = Scene::new().await;
    add_bo(&scene).await;

    // More than an account and an address may fail.
    for _ in 0..31 {
        let asked = scene.sign_in("bo@example.com", "swordfish").await;
        assert!(matches!(asked, Err(Refused::CodeRequired)), "{asked:?}");
    }
    assert!(scene.sign_in(ANA, "swordfish").await.is_ok());

    let wrong = async || {
        let wrong = scene.sign_in_with("bo@example.com", "swordfish", Some("000000"));
        wrong.await.unwrap_err()
    };
    for _ in 0..10 {
        assert!(matches!(wrong().await, Refused::Wrong));
    }
    assert!(
        matches!(wrong().await, Refused::TooMany(_)),
        "codes are guessed, too"
    );
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_each_code_is_good_once() {
    let scene = Scene::new().await;
    add_bo(&scene).await;
    // When the code of RFC 6238 for 1234567890 was shown.
    let start = now().timestamp();
    LATER.set(1_234_567_890 - start);
    let with = |password, code| scene.sign_in_with("bo@example.com", password, code);

    let without = with("swordfish", None).await;
    let guessed = with("wrong", Some("005924")).await;
    let wrong = with("swordfish", Some("005925")).await;
    let right = with("swordfish", Some("005 924")).await;
    let again = with("swordfish", Some("005924")).await;

    assert!(matches!(without, Err(Refused::CodeRequired)));
    assert!(matches!(guessed, Err(Refused::Wrong)), "it is not used up");
    assert!(matches!(wrong, Err(Refused::Wrong)));
    assert!(right.unwrap().account.has_totp);
    assert!(matches!(again, Err(Refused::Wrong)), "it was used");
}

#[tokio::test]
async fn who_gets_another_role_or_is_removed_is_signed_out() {
    let scene = Scene::new().await;
    let before = scene.sign_in(ANA, "swordfish").await.unwrap();
    let id = before.account.id.clone();

    assert!(scene.accounts().set_role(&id, "viewer").await.unwrap());
    assert!(!scene.accounts().set_role(&id, "viewer").await.unwrap());
    assert!(scene.accounts().set_role(&id, "captain").await.is_err());

    assert!(scene.who(&before).await.is_none());
    let viewer = scene.sign_in(ANA, "swordfish").await.unwrap();
    assert!(!viewer.may(&scene.desk, "operator"));

    assert!(scene.accounts().remove(&id).await.unwrap());
    assert!(!scene.accounts().remove(&id).await.unwrap());

    assert!(scene.who(&viewer).await.is_none());
    let gone = scene.sign_in(ANA, "swordfish").await;
    assert!(matches!(gone, Err(Refused::Wrong)));
}
