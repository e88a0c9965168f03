//! A scheduler whose disk is full for a while: it says so, and is well again by itself.

use reqwest::Client;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use tokio::process::{Child, Command};

use crate::binary::{World, wait_for};
use crate::kill::book;

/// The scheduler, which is told when a file cannot grow instead of being ended by it.
fn told_of_full_disks(world: &World) -> Command {
    let command = world.command();
    let plain = command.as_std();
    let mut shell = Command::new("/bin/sh");
    shell
        .args(["-c", "trap '' XFSZ; exec \"$0\""])
        .arg(plain.get_program())
        .env_clear()
        .current_dir(world.folder.path())
        .kill_on_drop(true);
    shell.envs(
        plain
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    shell
}

/// Lets the process write this much into a file: nothing is what a full disk takes.
fn room(process: &Child, bytes: Option<u64>) {
    let id = process.id().expect("the process runs");
    let id = Pid::from_raw(id.cast_signed()).expect("an id is not zero");
    let limit = Rlimit {
        current: bytes,
        maximum: None,
    };
    prlimit(Some(id), Resource::Fsize, limit).expect("a child's limit can be set");
}

async fn wait_until_ready_is(world: &World, wanted: u16) {
    wait_for("the readiness to change", async || {
        let answer = reqwest::get(world.url("/readyz")).await.ok()?;
        (answer.status().as_u16() == wanted).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_bookings_and_harms_none_after_it() {
    let world = World::new().await;
    let client = Client::new();
    let process = world.start_as(told_of_full_disks(&world)).await;
    let mut number = 0;
    let mut book_some = async |count| {
        let mut booked = 0;
        for _ in 0..count {
            number += 1;
            booked += usize::from(book(&world, &client, number).await.is_some());
        }
        booked
    };
    assert_eq!(book_some(3).await, 3);

    room(&process, Some(0));
    assert_eq!(book_some(10).await, 0, "nothing can be stored");
    wait_until_ready_is(&world, 503).await;
    room(&process, None);
    wait_until_ready_is(&world, 200).await;

    room(&process, Some(0));
    assert_eq!(book_some(10).await, 0, "nothing can be stored");
    room(&process, None);
    assert_eq!(book_some(40).await, 40);
    wait_until_ready_is(&world, 200).await;
}
