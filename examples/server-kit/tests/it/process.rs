//! What can be set once a process is tested in a process of its own: this program once more.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use server_kit::logs::{self, LogSettings};

const FOLDER: &str = "SERVER_KIT_TEST_FOLDER";

/// The part of the other process; without the folder there is nothing to do.
#[test]
fn in_the_other_process() {
    let Some(folder) = env::var_os(FOLDER) else {
        return;
    };
    let settings = LogSettings {
        dir: PathBuf::from(folder),
        level: "info".to_owned(),
        console: true,
    };
    let guard = logs::init(&settings).unwrap();

    tracing::info!("to file and console");
    let named = std::thread::Builder::new().name("worker-1".to_owned());
    named
        .spawn(|| panic!("canary in a panic"))
        .unwrap()
        .join()
        .unwrap_err();
    let again = logs::init(&settings).map(drop).unwrap_err();
    assert_eq!(
        again.to_string(),
        "the logs of this process are running already"
    );
    drop(guard);
}

#[test]
fn the_process_logs_to_files_and_console_and_tells_only_the_place_of_panics() {
    let folder = tempfile::tempdir().unwrap();
    let other = Command::new(env::current_exe().unwrap())
        .args(["--exact", "process::in_the_other_process", "--nocapture"])
        .env(FOLDER, folder.path())
        .output()
        .unwrap();

    let console = String::from_utf8(other.stderr).unwrap();
    let files = ["combined.log", "error.log"]
        .map(|name| std::fs::read_to_string(folder.path().join(name)).unwrap());

    assert!(other.status.success(), "{console}");
    assert!(console.contains("to file and console"), "{console}");
    assert!(
        !console.contains('\u{1b}'),
        "colours without a terminal: {console}"
    );
    assert!(files[0].contains("to file and console"), "{}", files[0]);
    for text in [&console, &files[0], &files[1]] {
        assert!(
            text.contains("process.rs:") && text.contains("worker-1"),
            "{text}"
        );
        assert!(!text.contains("canary"), "{text}");
    }
}
