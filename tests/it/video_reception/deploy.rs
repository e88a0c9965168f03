//! What it is deployed with, and what it needs of the place where it runs.

use std::path::Path;

use clap::CommandFactory;
use reqwest::{StatusCode, header};
use serde_json::Value;
use video_reception::settings::Arguments;

use super::harness::Reception;

const DOCKERFILE: &str = include_str!("../../../examples/video-reception/deploy/Dockerfile");
const SERVICE: &str =
    include_str!("../../../examples/video-reception/deploy/video-reception.service");
const RAILWAY: &str = include_str!("../../../examples/video-reception/deploy/railway.json");

fn is_setting(name: &str) -> bool {
    let command = Arguments::command();
    command
        .get_arguments()
        .filter_map(|argument| argument.get_env()?.to_str())
        .any(|known| known == name)
}

/// Lines without comments; what a backslash continues is one line.
fn lines(text: &str) -> Vec<String> {
    let kept = text.lines().filter(|line| !line.starts_with('#'));
    let joined = kept.collect::<Vec<_>>().join("\n").replace("\\\n", " ");
    let lines = joined.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_dockerfile_builds_this_package_and_sets_what_it_knows() {
    const KNOWN: &[&str] = &[
        "FROM",
        "WORKDIR",
        "COPY",
        "RUN",
        "USER",
        "ENV",
        "VOLUME",
        "EXPOSE",
        "STOPSIGNAL",
        "ENTRYPOINT",
    ];
    let mut instructions = Vec::new();
    for line in lines(DOCKERFILE) {
        let (word, rest) = line.split_once(' ').expect("an instruction has arguments");
        assert!(KNOWN.contains(&word), "{line}");
        instructions.push((word.to_owned(), rest.to_owned()));
    }
    let of = |word: &str| -> Vec<&str> {
        let found = instructions.iter().filter(|(known, _)| known == word);
        found.map(|(_, rest)| rest.as_str()).collect()
    };
    assert_eq!(of("FROM").len(), 2, "what builds is not in the image");
    assert!(of("RUN")[0].ends_with("--release -p video-reception"));
    let entry: Vec<String> = serde_json::from_str(of("ENTRYPOINT")[0]).expect("the exec form");
    assert!(of("COPY")[1].ends_with(&entry[0]), "{entry:?}");
    assert_eq!(of("USER"), ["reception"], "not as root");
    for pair in of("ENV").iter().flat_map(|line| line.split(' ')) {
        let (name, _) = pair.split_once('=').expect("a name and a value");
        assert!(is_setting(name), "{name}");
    }
}

#[test]
fn the_service_is_sections_of_names_and_values_and_sets_what_it_knows() {
    let mut sections = Vec::new();
    for line in lines(SERVICE) {
        if let Some(section) = line.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            sections.push(section.to_owned());
            continue;
        }
        let (name, value) = line.split_once('=').expect("a name and a value");
        assert!(!sections.is_empty() && !value.is_empty(), "{line}");
        if name == "Environment" {
            for pair in value.split(' ') {
                let (name, _) = pair.split_once('=').expect("a name and a value");
                assert!(is_setting(name), "{name}");
            }
        }
    }
    assert_eq!(sections, ["Unit", "Service", "Install"]);
}

#[test]
fn railway_builds_the_dockerfile_and_asks_a_path_that_answers() {
    let settings: Value = serde_json::from_str(RAILWAY).expect("JSON");

    let dockerfile = settings["build"]["dockerfilePath"]
        .as_str()
        .expect("a path");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    assert!(root.join(dockerfile).is_file(), "{dockerfile}");
    assert_eq!(settings["deploy"]["healthcheckPath"], "/readyz");
    assert_eq!(settings["deploy"]["numReplicas"], 1);
}

#[tokio::test]
async fn behind_a_tunnel_with_another_name_its_own_pages_may_connect_and_others_may_not() {
    let reception = Reception::start().await;
    let url = format!("{}/socket.io/?EIO=4&transport=polling", reception.url);
    let from = async |origin: &str| {
        let request = reception
            .http
            .get(&url)
            .header(header::HOST, "a1b2.example.com");
        let sent = request.header(header::ORIGIN, origin).send().await;
        sent.expect("the server answers").status()
    };

    assert_eq!(from("https://a1b2.example.com").await, StatusCode::OK);
    assert_eq!(
        from("https://elsewhere.example.com").await,
        StatusCode::FORBIDDEN
    );
}
