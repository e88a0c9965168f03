use std::cell::Cell;

use argon2::{Argon2, Params, password_hash::PasswordHasher};
use axum::{Extension, Router, body::Body, middleware::from_fn_with_state, routing};
use chrono::TimeDelta;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use super::{
    desk::{Credentials, Desk, Refused, SignedIn, require},
    users::{self, Command},
    *,
};
use crate::{client_ip::ClientIp, seal::Sealer, sign_in::cookie::Signer};

const ROLES: [&str; 3] = ["viewer", "operator", "admin"];
const ANA: &str = "ana@example.com";
const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const START: &str = "2026-03-02T09:00:00Z";
const HERE: [u8; 4] = [203, 0, 113, 5];

thread_local! {
    /// How much later it is; each test has a thread of its own.
    static LATER: Cell<i64> = const { Cell::new(0) };
}

fn now() -> DateTime<Utc> {
    let start: DateTime<Utc> = START.parse().unwrap();
    start + TimeDelta::seconds(LATER.get())
}

/// A hash at a cost that suits tests.
fn hash(password: &str) -> PasswordHash {
    let params = Params::new(8, 1, 1, None).unwrap();
    let hash = Argon2::from(params).hash_password(password.as_bytes());
    PasswordHash::read(&hash.unwrap().to_string()).unwrap()
}

async fn open(folder: &TempDir, roles: &'static [&'static str]) -> Accounts {
    let sealer = Sealer::new(&KEY.into()).unwrap();
    Accounts::open(folder.path(), sealer, roles).await.unwrap()
}

/// Accounts in a folder of their own, and the desk before them.
struct Scene {
    desk: Desk,
    _folder: TempDir,
}

impl Scene {
    /// With Ana as an operator whose password is `swordfish`.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let accounts = open(&folder, &ROLES).await;
        let signer = Signer::new("desk_session", &KEY.into(), false).unwrap();
        let desk = Desk::with_clock(accounts, signer, TimeDelta::hours(8), now).unwrap();
        let scene = Self {
            desk,
            _folder: folder,
        };
        assert!(scene.add(ANA, "operator").await.unwrap());
        scene
    }

    fn accounts(&self) -> &Accounts {
        self.desk.accounts()
    }

    async fn add(&self, email: &str, role: &str) -> anyhow::Result<bool> {
        let new = NewAccount {
            email: email.to_owned(),
            role: role.to_owned(),
            password: hash("swordfish"),
            genesys_user_id: Some("gc-1".to_owned()),
        };
        self.accounts().add(&new, now()).await
    }

    async fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn, Refused> {
        self.sign_in_with(email, password, None).await
    }

    async fn sign_in_with(
        &self,
        email: &str,
        password: &str,
        code: Option<&str>,
    ) -> Result<SignedIn, Refused> {
        let given = Credentials {
            email: email.into(),
            password: password.into(),
            code: code.map(SecretString::from),
        };
        self.desk.sign_in(HERE.into(), given).await
    }

    async fn who(&self, signed_in: &SignedIn) -> Option<SignedIn> {
        let cookie = cookie_of(&self.desk.cookie(Some(signed_in)));
        self.desk.who(&with_cookie(&cookie)).await.unwrap()
    }

    /// What a subcommand prints, or why it failed; the password that it reads is given.
    async fn users(&self, command: Command, password: &str) -> Result<String, String> {
        let mut out = Vec::new();
        let read = || Ok(SecretString::from(password));
        let done = users::run_with(command, self.accounts(), "Desk", read, &mut out).await;
        done.map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out).unwrap())
    }
}

fn cookie_of(set: &HeaderValue) -> String {
    let set = set.to_str().unwrap();
    set.split_once(';').unwrap().0.to_owned()
}

fn with_cookie(cookie: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::COOKIE, cookie.parse().unwrap());
    headers
}

fn add(email: &str, role: &str, totp: bool) -> Command {
    Command::Add {
        email: email.to_owned(),
        role: role.to_owned(),
        totp,
        genesys_user_id: None,
    }
}

#[tokio::test]
async fn every_statement_finds_what_it_looks_for() {
    let scene = Scene::new().await;

    let scans = scene.accounts().database().scans(&STATEMENTS).await;

    assert_eq!(scans.unwrap(), [""; 0]);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    open(&folder, &ROLES).await;

    let file = std::fs::metadata(folder.path().join(FILE)).unwrap();
    assert_eq!(file.permissions().mode() & 0o777, 0o600);
}

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
        .add_first(ANA, hash("swordfish"), now())
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
async fn an_address_has_one_account() {
    let scene = Scene::new().await;

    assert!(!scene.add("ANA@example.com", "admin").await.unwrap());
    for bad in [
        "",
        "ana",
        "@example.com",
        "ana@",
        "a na@example.com",
        &"a@".repeat(200),
    ] {
        let error = scene.add(bad, "admin").await.unwrap_err();
        assert!(error.to_string().contains("ana@example.com"), "{error}");
    }
    assert_eq!(scene.accounts().list().await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_first_account_may_everything_and_is_made_once() {
    let scene = Scene::new().await;
    let first = |password| {
        scene
            .accounts()
            .add_first("root@example.com", hash(password), now())
    };

    assert!(first("swordfish").await.unwrap());
    assert!(
        !first("another").await.unwrap(),
        "the setting is only for the first start"
    );

    let root = scene
        .sign_in("root@example.com", "swordfish")
        .await
        .unwrap();
    assert!(root.may(&scene.desk, "admin"));
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

#[tokio::test]
async fn a_second_factor_is_asked_for_and_each_code_is_good_once() {
    let scene = Scene::new().await;
    let key = TotpKey::read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
    let new = NewAccount {
        email: "bo@example.com".to_owned(),
        role: "viewer".to_owned(),
        password: hash("swordfish"),
        genesys_user_id: None,
    };
    let made = scene.accounts().insert(&new, Some(&key), now()).await;
    assert!(made.unwrap());
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
async fn a_second_factor_is_stored_sealed_and_without_its_key_lets_nobody_in() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = open(&folder, &ROLES).await;
    let key = TotpKey::random().unwrap();
    let new = NewAccount {
        email: ANA.to_owned(),
        role: "viewer".to_owned(),
        password: hash("swordfish"),
        genesys_user_id: None,
    };
    accounts.insert(&new, Some(&key), now()).await.unwrap();
    accounts.database().close().await;
    let stored = std::fs::read(folder.path().join(FILE)).unwrap();
    let plain = key.base32();

    let other = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    let sealer = Sealer::new(&other.into()).unwrap();
    let accounts = Accounts::open(folder.path(), sealer, &ROLES).await.unwrap();
    let found = accounts.secrets(ANA).await.unwrap().unwrap();

    let shows = |part: &[u8]| part == plain.as_bytes();
    assert!(!stored.windows(plain.len()).any(shows));
    assert_eq!(found.totp.unwrap().base32(), "");
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
async fn all_accounts_are_listed_also_when_there_are_many() {
    let scene = Scene::new().await;
    let many = PAGE as usize + 3;
    let mut transaction = scene.accounts().database().begin().await.unwrap();
    for number in 0..many {
        let one = sqlx::query(INSERT)
            .bind(number.to_string())
            .bind(format!("{number:05}@example.com"))
            .bind("viewer")
            .bind("none")
            .bind(None::<Vec<u8>>)
            .bind(None::<String>)
            .bind(START);
        one.execute(&mut *transaction).await.unwrap();
    }
    transaction.commit().await.unwrap();

    let listed = scene.accounts().list().await.unwrap();

    assert_eq!(listed.len(), many + 1);
    assert!(listed.windows(2).all(|two| two[0].email < two[1].email));
    let broken = scene.sign_in("00001@example.com", "none").await;
    assert!(matches!(broken, Err(Refused::Wrong)), "a hash that is none");
}

/// A server with the routes of `/api/auth`, and two pages behind roles.
fn app(desk: &Desk) -> Router {
    let behind = |role: &'static str| {
        let who = async |Extension(signed_in): Extension<SignedIn>| signed_in.account.email;
        let guard = from_fn_with_state((desk.clone(), role), require);
        Router::new()
            .route(&format!("/{role}"), routing::get(who))
            .route_layer(guard)
    };
    let routes = routes::routes(desk.clone())
        .merge(behind("operator"))
        .merge(behind("admin"));
    routes.layer(Extension(ClientIp(HERE.into())))
}

async fn ask(app: &Router, method: Method, path: &str, cookie: &str, body: Value) -> Asked {
    let request = Request::builder().method(method).uri(path);
    let request = request
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()));
    let response = app.clone().oneshot(request.unwrap()).await.unwrap();
    let set = response.headers().get(header::SET_COOKIE).map(cookie_of);
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 10_000)
        .await
        .unwrap();
    Asked {
        status,
        set: set.unwrap_or_default(),
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
    }
}

struct Asked {
    status: StatusCode,
    set: String,
    body: Value,
}

#[tokio::test]
async fn a_browser_signs_in_is_known_and_signs_out() {
    let scene = Scene::new().await;
    let app = app(&scene.desk);
    let right = json!({ "email": ANA, "password": "swordfish" });

    let before = ask(&app, Method::GET, "/api/auth", "", json!({})).await;
    let sign_in = ask(&app, Method::POST, "/api/auth", "", right).await;
    let known = ask(&app, Method::GET, "/api/auth", &sign_in.set, json!({})).await;
    let sign_out = ask(&app, Method::DELETE, "/api/auth", &sign_in.set, json!({})).await;
    let after = ask(&app, Method::GET, "/api/auth", &sign_in.set, json!({})).await;

    assert_eq!(before.body, json!({ "account": null }));
    let account = json!({
        "email": ANA,
        "role": "operator",
        "genesysUserId": "gc-1",
        "until": "2026-03-02T17:00:00Z",
    });
    assert_eq!(sign_in.body, json!({ "account": account }));
    assert_eq!(known.body, sign_in.body);
    assert_eq!(
        (sign_out.status, &*sign_out.set),
        (StatusCode::OK, "desk_session=")
    );
    assert_eq!(after.body, before.body);
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let scene = Scene::new().await;
    let app = app(&scene.desk);
    let right = json!({ "email": ANA, "password": "swordfish" });

    let first = ask(&app, Method::POST, "/api/auth", "", right.clone()).await;
    let second = ask(&app, Method::POST, "/api/auth", &first.set, right).await;

    let of_first = ask(&app, Method::GET, "/operator", &first.set, json!({})).await;
    let of_second = ask(&app, Method::GET, "/operator", &second.set, json!({})).await;
    assert_eq!(of_first.status, StatusCode::UNAUTHORIZED);
    assert_eq!(of_second.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_behind_a_role_needs_it() {
    let scene = Scene::new().await;
    let app = app(&scene.desk);
    let right = json!({ "email": ANA, "password": "swordfish" });
    let cookie = ask(&app, Method::POST, "/api/auth", "", right).await.set;

    for (path, cookie, status) in [
        ("/operator", &*cookie, StatusCode::OK),
        ("/admin", &cookie, StatusCode::FORBIDDEN),
        ("/operator", "", StatusCode::UNAUTHORIZED),
    ] {
        let asked = ask(&app, Method::GET, path, cookie, json!({})).await;
        assert_eq!(asked.status, status, "{path}");
    }
}

#[tokio::test]
async fn a_sign_in_that_is_no_sign_in_is_told_so() {
    let scene = Scene::new().await;
    let app = app(&scene.desk);

    for (body, status) in [
        (json!([]), StatusCode::BAD_REQUEST),
        (json!({ "email": ANA }), StatusCode::BAD_REQUEST),
        (
            json!({ "email": ANA, "password": " " }),
            StatusCode::BAD_REQUEST,
        ),
        (
            json!({ "email": ANA, "password": "wrong" }),
            StatusCode::UNAUTHORIZED,
        ),
    ] {
        let asked = ask(&app, Method::POST, "/api/auth", "", body).await;
        assert_eq!(asked.status, status, "{}", asked.body);
        assert_eq!(asked.set, "");
    }
}

#[tokio::test]
async fn debug_shows_no_address_and_no_secret() {
    let scene = Scene::new().await;
    let signed_in = scene.sign_in(ANA, "swordfish").await.unwrap();

    let shown = format!("{signed_in:?} {:?} {:?}", scene.desk, scene.accounts());
    assert!(
        !shown.contains("ana@") && !shown.contains("argon2"),
        "{shown}"
    );
}
