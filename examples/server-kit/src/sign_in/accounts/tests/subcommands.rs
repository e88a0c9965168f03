//! What `users` does and prints.

use super::*;

fn add(email: &str, role: &str, totp: bool) -> Command {
    Command::Add {
        email: email.to_owned(),
        role: role.to_owned(),
        totp,
        genesys_user_id: None,
    }
}

#[tokio::test]
async fn the_subcommands_add_list_and_disable() {
    let scene = Scene::new().await;

    let added = scene
        .users(add("Bo@example.com", "viewer", false), "trombone")
        .await;
    let twice = scene
        .users(add("bo@example.com", "viewer", false), "trombone")
        .await;
    let role = scene
        .users(add("cy@example.com", "boss", false), "trombone")
        .await;
    let email = "bo@example.com".to_owned();
    let bo = scene.sign_in(&email, "trombone").await;
    let disabled = scene
        .users(
            Command::Disable {
                email: email.clone(),
            },
            "",
        )
        .await;
    let again = scene
        .users(
            Command::Disable {
                email: email.clone(),
            },
            "",
        )
        .await;
    let listed = scene.users(Command::List, "").await.unwrap();

    assert_eq!(added.unwrap(), "added bo@example.com\n");
    assert!(twice.unwrap_err().contains("already"));
    assert!(role.unwrap_err().contains("viewer, operator, admin"));
    assert!(scene.who(&bo.unwrap()).await.is_none());
    assert_eq!(disabled.unwrap(), "disabled bo@example.com\n");
    assert!(again.unwrap_err().contains("no such account"));
    let lines: Vec<_> = listed.lines().collect();
    assert!(lines[0].contains("ana@example.com\toperator\tactive\t-\tgc-1\t2026-03-02"));
    assert!(
        lines[1].contains("bo@example.com\tviewer\tdisabled\t-\t-\t"),
        "{listed}"
    );
    assert_eq!(lines.len(), 2);
    assert!(!listed.contains("argon2"));

    let password = Command::Password { email };
    scene.users(password, "trumpet").await.unwrap();
    assert!(scene.sign_in("bo@example.com", "trumpet").await.is_ok());
    let nobody = Command::Password {
        email: "dee@example.com".to_owned(),
    };
    assert!(scene.users(nobody, "trumpet").await.is_err());
}

#[tokio::test]
async fn an_account_with_a_second_factor_prints_what_the_app_needs() {
    let scene = Scene::new().await;

    let added = scene
        .users(add("bo@example.com", "viewer", true), "trombone")
        .await;

    let added = added.unwrap();
    assert!(added.contains("otpauth://totp/Desk"), "{added}");
    let refused = scene.sign_in("bo@example.com", "trombone").await;
    assert!(matches!(refused, Err(Refused::CodeRequired)));
}

#[tokio::test]
async fn an_account_gets_a_second_factor_and_another_when_it_is_lost() {
    let scene = Scene::new().await;
    let ana = scene.sign_in(ANA, "swordfish").await.unwrap();
    let totp = |email: &str| Command::Totp {
        email: email.to_owned(),
    };

    let first = scene.users(totp("Ana@example.com"), "").await.unwrap();
    let second = scene.users(totp(ANA), "").await.unwrap();

    let lines: Vec<_> = second.lines().collect();
    assert_eq!(lines[0], "set the second factor of ana@example.com");
    let shown = lines[1].strip_prefix("authenticator app: ").unwrap();
    assert!(lines[2].starts_with("otpauth://totp/Desk"), "{second}");
    assert!(lines[2].contains(shown) && !first.contains(shown));
    let kept = scene.accounts().secrets(ANA).await.unwrap().unwrap().totp;
    assert_eq!(kept.unwrap().base32(), shown);
    assert!(scene.who(&ana).await.is_none(), "its sessions are over");
    let asked = scene.sign_in(ANA, "swordfish").await;
    assert!(matches!(asked, Err(Refused::CodeRequired)));
    let nobody = scene.users(totp("dee@example.com"), "").await;
    assert_eq!(nobody.unwrap_err(), "there is no such account");
}

#[tokio::test]
async fn a_second_factor_that_cannot_be_shown_makes_no_account() {
    let scene = Scene::new().await;
    let no_address = scene.users(add("", "viewer", true), "trombone").await;

    assert!(no_address.unwrap_err().contains("otpauth URL"));
    assert_eq!(scene.accounts().list().await.unwrap().len(), 1);
}
