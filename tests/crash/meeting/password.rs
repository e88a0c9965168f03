//! The operator's password: its hash, made and used.

use std::{
    fs,
    process::{Output, Stdio},
    time::Duration,
};

use tokio::io::AsyncWriteExt;

use super::{PASSWORD, SERVER, command, sign_in, text};
use crate::binary::{World, terminate};

async fn hash_password(world: &World, input: &str) -> Output {
    let mut command = world.bare(SERVER);
    command.arg("hash-password").stdin(Stdio::piped());
    let mut process = command.spawn().expect("the server can be started");
    let mut stdin = process.stdin.take().expect("its input is ours");
    let written = stdin.write_all(input.as_bytes()).await;
    written.expect("the password can be written");
    drop(stdin);
    let output = tokio::time::timeout(Duration::from_secs(30), process.wait_with_output()).await;
    output
        .expect("it ends by itself")
        .expect("its output can be read")
}

#[tokio::test]
async fn a_password_from_a_pipe_is_hashed_and_opens_the_server() {
    let world = World::new().await;
    let output = hash_password(&world, "correct horse\n").await;
    let hash = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(hash.lines().count(), 1, "{hash}");
    assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
    assert!(!text(&output.stderr).contains("correct horse"));
    let file = world.folder.path().join("hash");
    fs::write(&file, &hash).unwrap();
    let mut command = command(&world);
    command
        .env_remove("OPERATOR_PASSWORD_HASH")
        .env("OPERATOR_PASSWORD_HASH_FILE", &file);

    let mut process = world.start_as(command).await;

    assert!(sign_in(&world, "correct horse").await.is_some());
    assert!(sign_in(&world, "correct horse\n").await.is_none());
    assert!(sign_in(&world, PASSWORD).await.is_none());
    assert!(terminate(&mut process).await.success());
}

#[tokio::test]
async fn the_hash_of_a_password_can_stand_in_the_env_file() {
    let world = World::new().await;
    let hash = text(&hash_password(&world, "correct horse").await.stdout);
    let line = format!("OPERATOR_PASSWORD_HASH='{}'\n", hash.trim());
    fs::write(world.folder.path().join(".env"), line).unwrap();
    let mut command = command(&world);
    command.env_remove("OPERATOR_PASSWORD_HASH");

    let mut process = world.start_as(command).await;

    assert!(sign_in(&world, "correct horse").await.is_some());
    assert!(terminate(&mut process).await.success());
}

#[tokio::test]
async fn an_empty_password_is_not_hashed() {
    let world = World::new().await;
    for input in ["", "\n", "  \n", "\ncorrect horse\n"] {
        let output = hash_password(&world, input).await;

        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{input:?}: {error}");
        assert!(error.contains("empty"), "{error}");
        assert_eq!(text(&output.stdout), "");
    }
}
