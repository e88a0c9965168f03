use server_kit::settings::assert_example;

use super::*;

#[test]
fn the_example_file_names_every_setting_and_no_other() {
    assert_example::<Arguments>(include_str!("../../.env.example"));
}

const DOCUMENTED: [(&str, &str); 9] = [
    ("--app-secret", "META_APP_SECRET"),
    ("--verify-token", "META_VERIFY_TOKEN"),
    ("--access-token", "META_ACCESS_TOKEN"),
    ("--meta-phone-number-id", "META_PHONE_NUMBER_ID"),
    ("--client-id", "GENESYS_CLIENT_ID"),
    ("--client-secret", "GENESYS_CLIENT_SECRET"),
    ("--region", "GENESYS_REGION"),
    ("--genesys-integration-id", "GENESYS_INTEGRATION_ID"),
    ("--genesys-webhook-secret", "GENESYS_WEBHOOK_SECRET"),
];

fn arguments(given: &[String]) -> Arguments {
    let line = ["x".to_owned()].into_iter().chain(given.iter().cloned());
    Arguments::parse_from(line)
}

#[test]
fn the_names_of_the_document_are_enough() {
    let given = DOCUMENTED.map(|(flag, _)| format!("{flag}=eu-central-1"));

    let routes = arguments(&given).routes().unwrap();

    assert_eq!(routes.len(), 1);
    assert_eq!(routes[0].name.as_str(), "default");
}

#[test]
fn all_missing_settings_are_named_at_once() {
    let error = arguments(&[]).routes().unwrap_err().to_string();

    for (_, name) in DOCUMENTED {
        assert!(error.contains(name), "{name} is not in {error}");
    }
}

#[test]
fn one_thing_has_one_value() {
    let both = [
        "--app-secret=a".to_owned(),
        "--meta-app-secret=b".to_owned(),
    ];

    let error = arguments(&both).routes().unwrap_err().to_string();

    assert_eq!(
        error,
        "META_APP_SECRET and APP_SECRET are both set; keep one of them"
    );
}

#[test]
fn a_file_of_routes_stands_alone_unless_a_variable_begins_another() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("routes.json");
    let route = serde_json::json!({"routes": [{
        "name": "milan", "phone_number_id": "1", "access_token": "t", "app_secrets": ["s"],
        "verify_token": "v", "region": "eu-central-1", "client_id": "c", "client_secret": "s",
        "integration_id": "i", "webhook_secrets": ["w"],
    }]});
    std::fs::write(&file, route.to_string()).unwrap();
    let file = format!("--routes-file={}", file.display());

    let alone = arguments(std::slice::from_ref(&file)).routes().unwrap();
    let begun = arguments(&[file, "--app-secret=a".to_owned()]).routes();

    assert_eq!(alone[0].name.as_str(), "milan");
    assert!(begun.unwrap_err().to_string().contains("META_ACCESS_TOKEN"));
}

#[test]
fn debug_shows_no_secret() {
    let given = [
        "--app-secret",
        "--meta-access-token",
        "--client-secret",
        "--service-token",
    ];
    let given = given.map(|flag| format!("{flag}=SECRET"));

    let shown = format!("{:?}", arguments(&given));

    assert!(!shown.contains("SECRET"), "{shown}");
}
