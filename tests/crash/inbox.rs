//! An inbox killed at every point of an item's way, and at any moment under load: nothing that
//! was acknowledged is lost, order holds per key, and what may be sent twice is flagged.

use std::{
    collections::{HashMap, HashSet},
    fs,
    process::Stdio,
    time::Duration,
};

use rustix::process::Resource;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use crate::{binary, disk::limit, kill::rounds};

/// In the order of an item's way.
const POINTS: [&str; 10] = [
    "BeforeAppend",
    "AfterAppend",
    "BeforeTakeIn",
    "AfterTakeIn",
    "BeforeClaim",
    "AfterClaim",
    "BeforeMark",
    "AfterMark",
    "BeforeFinish",
    "AfterFinish",
];
/// More than one process numbers before it is killed.
const NUMBERS: u32 = 1_000_000;
const LONG: Duration = Duration::from_secs(30);

fn victim(folder: &TempDir, args: &[&str]) -> Child {
    let mut command = Command::new(binary::path("inbox-victim"));
    command.arg(folder.path()).args(args);
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    command.spawn().expect("the victim can be started")
}

/// Waits until it works, and gives what it says from then on.
async fn ready(victim: &mut Child) -> Lines<BufReader<ChildStdout>> {
    let output = victim.stdout.take().expect("it is a pipe");
    let mut lines = BufReader::new(output).lines();
    assert_eq!(next(&mut lines).await, "ready");
    lines
}

async fn next(lines: &mut Lines<BufReader<ChildStdout>>) -> String {
    let line = tokio::time::timeout(LONG, lines.next_line()).await;
    let line = line.expect("it answers in time").expect("it can be read");
    line.expect("it has not ended")
}

/// Lets everything that is left be done, and checks the promise.
async fn check(folder: &TempDir) -> usize {
    let mut last = victim(folder, &["drain"]);
    let ended = tokio::time::timeout(LONG, last.wait()).await;
    let ended = ended
        .expect("what is left is done in time")
        .expect("it was started");
    assert!(ended.success(), "what is left can be done");
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap_or_default();
    let (accepted, sent) = (read("accepted"), read("sent"));

    let mut done = HashSet::new();
    let mut last_of_key: HashMap<&str, u64> = HashMap::new();
    for line in sent.lines() {
        let (item, flag) = line.rsplit_once(' ').expect("a whole line");
        let (key, number) = item.split_once(' ').expect("a key and a number");
        let number: u64 = number.parse().expect("a number");
        let last = last_of_key.insert(key, number).unwrap_or_default();
        if done.insert(item) {
            assert!(number >= last, "{item} came after {last}");
        } else {
            assert_eq!(number, last, "{item} was sent again after a later one");
            assert_eq!(flag, "maybe", "{item} was sent again without a word");
        }
    }
    for item in accepted.lines() {
        assert!(
            done.contains(item),
            "{item} was acknowledged and never sent"
        );
    }
    accepted.lines().count()
}

#[tokio::test]
async fn an_inbox_that_dies_at_any_point_loses_nothing() {
    for point in POINTS {
        let folder = TempDir::new().expect("a temporary folder can be made");
        for (round, passed) in [1, 2, 7].into_iter().enumerate() {
            let (first, passed) = (round as u32 * NUMBERS, passed.to_string());
            let mut victim = victim(&folder, &["load", &first.to_string(), point, &passed]);
            let ended = tokio::time::timeout(LONG, victim.wait()).await;
            let ended = ended.expect("the point is passed").expect("it was started");
            assert!(!ended.success(), "it died at {point}");
        }
        let accepted = check(&folder).await;
        assert!(accepted > 0 || point == "BeforeAppend", "{point}");
    }
}

#[tokio::test]
async fn an_inbox_killed_under_load_loses_nothing_that_it_acknowledged() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let mut seen = 0;
    for round in 0..rounds() {
        let first = (round * NUMBERS).to_string();
        let mut victim = victim(&folder, &["load", &first]);
        let _output = ready(&mut victim).await;
        // A different moment each round.
        tokio::time::sleep(Duration::from_millis(u64::from(5 + round * 37 % 190))).await;
        victim.kill().await.expect("the victim can be killed");
        if round % 25 == 24 {
            seen = check(&folder).await;
        }
    }
    seen = seen.max(check(&folder).await);
    println!(
        "{} rounds, {seen} deliveries acknowledged, none lost",
        rounds()
    );
    assert!(seen > 0, "some deliveries were acknowledged before a kill");
}

#[tokio::test]
async fn an_inbox_on_a_full_disk_says_so_and_is_well_again_by_itself() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let mut shell = Command::new("/bin/sh");
    // A file that cannot grow is then an error and not the end of the process.
    let script = "trap '' XFSZ; exec \"$0\" \"$1\" obey";
    shell
        .args(["-c", script])
        .arg(binary::path("inbox-victim"))
        .arg(folder.path());
    shell
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let mut victim = shell.spawn().expect("a shell can be started");
    let mut answers = ready(&mut victim).await;
    let mut input = victim.stdin.take().expect("it is a pipe");
    let mut accepted = Vec::new();
    let mut number = 0;
    let mut append = async |count: usize| {
        let mut well = 0;
        for _ in 0..count {
            number += 1;
            let line = format!("0-0 {number}");
            let told = input
                .write_all(format!("{line}\nready?\n").as_bytes())
                .await;
            told.expect("it reads");
            let (taken, is_ready) = (next(&mut answers).await, next(&mut answers).await);
            assert_eq!(taken, is_ready, "what is not ready takes nothing");
            if taken == "yes" {
                accepted.push(line);
                well += 1;
            }
        }
        well
    };
    assert_eq!(append(3).await, 3);

    limit(&victim, Resource::Fsize, Some(0));
    assert_eq!(append(10).await, 0, "nothing can be written");
    limit(&victim, Resource::Fsize, None);
    assert_eq!(append(10).await, 10);
    limit(&victim, Resource::Fsize, Some(0));
    assert_eq!(append(2).await, 0, "nothing can be written");
    limit(&victim, Resource::Fsize, None);
    assert_eq!(append(3).await, 3);

    drop(input);
    let ended = victim.wait().await.expect("it was started");
    assert!(ended.success(), "it ends in good order");
    fs::write(folder.path().join("accepted"), accepted.join("\n")).expect("there is room");
    assert_eq!(check(&folder).await, 16);
}
