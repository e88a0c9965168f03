//! A scheduler whose disk is full for a while: it says so, and is well again by itself.

use reqwest::Client;
use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};
use tokio::process::{Child, Command};

use crate::binary::{World, wait_for};
use crate::kill::book;

/// A server, started by a shell that does this first.
pub(crate) fn through_a_shell(world: &World, command: Command, first: &str) -> Command {
    let plain = command.as_std();
    let mut shell = Command::new("/bin/sh");
    shell
        .args(["-c", &format!("{first}; exec \"$0\"")])
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

/// Limits what the process may take from now on.
pub(crate) fn limit(process: &Child, what: Resource, most: Option<u64>) {
    let id = process.id().expect("the process runs");
    let id = Pid::from_raw(id.cast_signed()).expect("an id is not zero");
    let own = getrlimit(what);
    let current = most.or(own.current);
    let limit = Rlimit { current, ..own };
    prlimit(Some(id), what, limit).expect("a child's limits can be set");
}

/// Waits until `/readyz` answers so.
pub(crate) async fn wait_until_ready_is(world: &World, wanted: u16) {
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
    // A file that cannot grow is then an error and not the end of the process.
    let shell = through_a_shell(&world, world.command(), "trap '' XFSZ");
    let process = world.start_as(shell).await;
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

    limit(&process, Resource::Fsize, Some(0));
    assert_eq!(book_some(10).await, 0, "nothing can be stored");
    wait_until_ready_is(&world, 503).await;
    limit(&process, Resource::Fsize, None);
    wait_until_ready_is(&world, 200).await;

    limit(&process, Resource::Fsize, Some(0));
    assert_eq!(book_some(10).await, 0, "nothing can be stored");
    limit(&process, Resource::Fsize, None);
    assert_eq!(book_some(40).await, 40);
    wait_until_ready_is(&world, 200).await;
}
