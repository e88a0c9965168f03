//! Settings that are missing, wrong, or asked about.

use std::fs;

use videoengager_client::fake::FakeVideoEngager;

use super::{HASH, SERVER, command, text};
use crate::binary::{World, terminate};

#[tokio::test]
async fn every_missing_setting_is_named_in_one_line_and_the_exit_code_is_1() {
    let world = World::new().await;
    let mut command = world.bare(SERVER);
    command
        .env("VE_PAK", FakeVideoEngager::PAK)
        .env("VE_EMAIL_STAGING", FakeVideoEngager::EMAIL);

    let output = world.run_to_the_end(&mut command).await;

    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    for name in [
        "OPERATOR_PASSWORD_HASH",
        "VE_EXTERNAL_ID",
        "VE_EMAIL",
        "VE_PAK_STAGING",
        "VE_EXTERNAL_ID_STAGING",
    ] {
        assert!(error.contains(name), "{name} is not named: {error}");
    }
    assert!(!error.contains("PRODUCTION"), "{error}");
    assert!(!error.contains(FakeVideoEngager::PAK), "{error}");
}

#[tokio::test]
async fn without_any_partner_key_it_starts_with_a_warning() {
    let world = World::new().await;
    let mut command = world.bare(SERVER);
    command.env("OPERATOR_PASSWORD_HASH", HASH);
    let mut process = world.start_as(command).await;

    assert!(terminate(&mut process).await.success());

    let log = fs::read_to_string(world.folder.path().join("logs/combined.log")).unwrap();
    let warned = log
        .lines()
        .any(|line| line.contains("WARN") && line.contains("VE_PAK"));
    assert!(warned, "{log}");
}

#[tokio::test]
async fn settings_of_the_wrong_form_are_named_and_not_shown() {
    let world = World::new().await;
    let bcrypt = "$2b$12$canarycanarycanarycanarycanarycanarycanary";
    for (name, wrong) in [
        ("OPERATOR_PASSWORD_HASH", "canary"),
        ("OPERATOR_PASSWORD_HASH", bcrypt),
        ("OPERATOR_PASSWORD_HASH", &HASH[..40]),
        ("SESSION_KEYS", "canary"),
        ("SESSION_LIFE", "canary"),
        ("RATE_LIMIT_AUTH", "canary"),
        ("MIN_DURATION", "canary"),
        ("VE_DOMAIN_STAGING", "canary"),
        ("LOG_LEVEL", "canary"),
    ] {
        let mut command = command(&world);
        command.env(name, wrong);

        let output = world.run_to_the_end(&mut command).await;

        let error = text(&output.stderr);
        assert!(
            matches!(output.status.code(), Some(1 | 2)),
            "{name}: {error}"
        );
        assert!(
            error.contains(name) || error.contains(&flag(name)),
            "{name}: {error}"
        );
        let is_secret = name.ends_with("_HASH") || name.ends_with("_KEYS");
        assert!(!(is_secret && error.contains(wrong)), "{name}: {error}");
    }
    let mut command = command(&world);
    command.env("MIN_DURATION", "60").env("MAX_DURATION", "30");
    let output = world.run_to_the_end(&mut command).await;
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(
        error.contains("MIN_DURATION") && error.contains("MAX_DURATION"),
        "{error}"
    );
}

fn flag(name: &str) -> String {
    format!("--{}", name.to_lowercase().replace('_', "-"))
}

#[tokio::test]
async fn help_names_every_setting_and_shows_no_secret() {
    let world = World::new().await;
    let mut command = command(&world);
    command.arg("--help").env_remove("PORT");

    let output = world.run_to_the_end(&mut command).await;

    let help = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{help}");
    assert!(
        help.contains("[env: PORT=]") && help.contains("[default: 3007]"),
        "{help}"
    );
    let secrets = ["VE_PAK", "VE_PAK_STAGING", "VE_PAK_PRODUCTION"];
    let secrets = secrets
        .iter()
        .chain(&["OPERATOR_PASSWORD_HASH", "SESSION_KEYS", "ADMIN_TOKEN"]);
    let files: Vec<String> = secrets.clone().map(|name| format!("{name}_FILE")).collect();
    let others = [
        "HOST",
        "PUBLIC_URL",
        "NODE_ENV",
        "LOG_LEVEL",
        "LOG_DIR",
        "DATA_DIR",
        "TLS_CERT",
        "TLS_KEY",
        "TRUSTED_PROXIES",
        "RATE_LIMIT_GENERAL",
        "RATE_LIMIT_API",
        "RATE_LIMIT_AUTH",
        "SESSION_LIFE",
        "ALLOW_PAK_ENTRY",
        "MIN_DURATION",
        "MAX_DURATION",
        "VE_DOMAIN",
        "VE_EXTERNAL_ID",
        "VE_EMAIL",
        "VE_DOMAIN_STAGING",
        "VE_EXTERNAL_ID_STAGING",
        "VE_EMAIL_STAGING",
        "VE_DOMAIN_PRODUCTION",
        "VE_EXTERNAL_ID_PRODUCTION",
        "VE_EMAIL_PRODUCTION",
        "SANDBOX",
    ];
    let names = secrets
        .copied()
        .chain(others)
        .chain(files.iter().map(String::as_str));
    for name in names {
        let is_named =
            help.contains(&format!("[env: {name}=")) || help.contains(&format!("[env: {name}]"));
        assert!(is_named, "{name} is not in the help: {help}");
    }
    assert!(
        help.contains("check") && help.contains("hash-password"),
        "{help}"
    );
    for secret in [FakeVideoEngager::PAK, HASH] {
        assert!(!help.contains(secret), "{help}");
    }
}
