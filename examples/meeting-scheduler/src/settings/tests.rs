use server_kit::settings::assert_example;

use super::*;
use crate::env::Env;

fn parse(arguments: &[&str]) -> Arguments {
    Arguments::parse_from(["x"].iter().chain(arguments))
}

#[test]
fn the_example_file_names_every_setting_and_no_other() {
    assert_example::<Arguments>(include_str!("../../.env.example"));
}

/// A first look at what is copied must not fail at a placeholder.
#[cfg(feature = "sandbox")]
#[test]
fn the_example_file_starts_a_sandbox_as_it_is() {
    use crate::setup::Config;

    let settings = include_str!("../../.env.example").lines();
    let settings = settings.filter(|line| !line.starts_with('#') && !line.is_empty());
    let flags = settings.map(|line| {
        let (name, value) = line.split_once('=').unwrap();
        format!("--{}={value}", name.to_ascii_lowercase().replace('_', "-"))
    });
    let line = ["x", "--sandbox"].map(str::to_owned);
    let arguments = Arguments::parse_from(line.into_iter().chain(flags));
    let vendors = Vendors::all(Installation {
        environment: "http://127.0.0.1:4011".parse().unwrap(),
        partner: None,
    });

    assert!(Config::new(&arguments, vendors).unwrap().operator.is_none());
}

#[test]
fn a_shortest_meeting_longer_than_the_longest_is_refused() {
    let rules = |min, max| parse(&["--min-duration", min, "--max-duration", max]).rules();

    assert_eq!(rules("15", "15").unwrap().duration, 15..=15);
    assert!(
        rules("16", "15")
            .unwrap_err()
            .to_string()
            .contains("MIN_DURATION")
    );
}

#[test]
fn all_missing_settings_are_named_at_once() {
    let arguments = parse(&["--ve-pak", "PAK", "--ve-email-staging", "a@example.com"]);

    let error = arguments.vendors().unwrap_err().to_string();

    let missing = "missing settings: OPERATOR_PASSWORD_HASH, VE_EXTERNAL_ID, VE_EMAIL, \
        VE_PAK_STAGING, VE_EXTERNAL_ID_STAGING.";
    assert!(error.starts_with(missing), "{error}");
}

#[test]
fn a_partner_api_key_belongs_to_its_own_environment() {
    let arguments = parse(&[
        "--operator-password-hash=x",
        "--ve-pak-staging=PAK",
        "--ve-external-id-staging=id",
        "--ve-email-staging=partner@example.com",
        "--ve-domain-production=http://127.0.0.1:4011",
    ]);

    let vendors = arguments.vendors().unwrap();

    let hosts = Env::ALL.map(|env| vendors.of(env).environment.to_string());
    assert_eq!(
        hosts,
        [
            "dev.videoengager.com",
            "staging.videoengager.com",
            "127.0.0.1:4011"
        ]
    );
    let partners = Env::ALL.map(|env| vendors.of(env).partner.is_some());
    assert_eq!(partners, [false, true, false]);
}

#[test]
fn a_host_that_is_none_is_named_by_its_setting() {
    let arguments = parse(&["--operator-password-hash=x", "--ve-domain-staging=prod"]);

    let error = arguments.vendors().unwrap_err().to_string();

    assert!(error.starts_with("VE_DOMAIN_STAGING: "), "{error}");
}

#[test]
fn debug_shows_no_secret() {
    let arguments = parse(&[
        "--ve-pak=SECRET",
        "--ve-pak-production=SECRET",
        "--operator-password-hash=SECRET",
        "--session-keys=SECRET",
        "--admin-token=SECRET",
    ]);

    assert!(!format!("{arguments:?}").contains("SECRET"));
}
