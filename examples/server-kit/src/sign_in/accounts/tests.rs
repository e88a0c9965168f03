mod browser;
mod signing_in;
mod subcommands;

use std::cell::Cell;

use argon2::{Argon2, Params, password_hash::PasswordHasher};
use chrono::TimeDelta;
use http::{HeaderMap, HeaderValue, header};
use secrecy::SecretString;
use tempfile::TempDir;

use super::{
    check::{Credentials, Refused},
    desk::{Desk, SignedIn},
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
            .add_first("root@example.com", hash(password), None, now())
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

#[tokio::test]
async fn debug_shows_no_address_and_no_secret() {
    let scene = Scene::new().await;
    let signed_in = scene.sign_in(ANA, "swordfish").await.unwrap();
    let email = || ANA.to_owned();
    let new = NewAccount {
        email: email(),
        role: "viewer".to_owned(),
        password: hash("swordfish"),
        genesys_user_id: Some("gc-1".to_owned()),
    };
    let add = Command::Add {
        email: email(),
        role: "viewer".to_owned(),
        totp: false,
        genesys_user_id: Some("gc-1".to_owned()),
    };
    let (disable, password) = (
        Command::Disable { email: email() },
        Command::Password { email: email() },
    );
    let commands = [add, disable, password, Command::Totp { email: email() }];

    let (desk, accounts) = (&scene.desk, scene.accounts());
    let shown = format!("{signed_in:?} {desk:?} {accounts:?} {new:?} {commands:?}");

    for secret in ["ana@", "argon2", "gc-1"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
