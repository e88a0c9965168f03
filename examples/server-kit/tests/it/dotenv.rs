use std::env;
use std::fs;

use server_kit::settings::load_dotenv_file;

#[test]
fn the_file_is_read_and_the_real_environment_wins() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    fs::write(
        &file,
        "SERVER_KIT_TEST_VALUE='two words' # note\nPATH=/nowhere\n",
    )
    .unwrap();
    let path = env::var("PATH").unwrap();

    load_dotenv_file(&file).unwrap();

    assert_eq!(env::var("SERVER_KIT_TEST_VALUE").unwrap(), "two words");
    assert_eq!(env::var("PATH").unwrap(), path);
}

#[test]
fn a_malformed_file_sets_nothing_and_names_the_line_without_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    fs::write(&file, "SERVER_KIT_TEST_UNSET=1\nTOKEN canary-secret\n").unwrap();

    let error = format!("{:#}", load_dotenv_file(&file).unwrap_err());

    assert!(error.contains(".env line 2 is not NAME=value"), "{error}");
    assert!(!error.contains("canary"), "{error}");
    assert!(env::var("SERVER_KIT_TEST_UNSET").is_err());
}

#[test]
fn an_absent_file_is_fine() {
    let folder = tempfile::tempdir().unwrap();

    load_dotenv_file(&folder.path().join(".env")).unwrap();
}
