//! Ours by the bare way: both in turn, so that a change of pace of the machine hits both.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use meta_whatsapp_client::webhooks::{self, Signature, Webhook};
use secrecy::SecretString;

use crate::{bare, bodies};

const PAIRS: usize = 401;
const REPEATS: u32 = 500;
const ROUNDS: usize = 41;

type Receive = fn(&[SecretString], &[u8], &str) -> Option<Webhook>;

pub(crate) fn print(receive: Receive) {
    let secrets = [bodies::secret()];
    let body = bodies::text(1);
    let header = Signature::sign(&secrets[0], &body);
    let size = bare::receive(&secrets[0], &body, &header).map(|webhook| webhook.size());
    assert!(
        size.is_some_and(|size| size > 0),
        "the bare way reads everything"
    );
    let bare_way = || {
        black_box(bare::receive(
            &secrets[0],
            black_box(&body),
            black_box(&header),
        ));
    };
    let ours = || {
        black_box(receive(&secrets, black_box(&body), black_box(&header)));
    };
    let wrong = format!("sha256={}", "0".repeat(64));
    let refused = || {
        black_box(receive(&secrets, black_box(&body), black_box(&wrong)));
    };
    let odd_body = bodies::odd();
    let odd_header = Signature::sign(&secrets[0], &odd_body);
    assert!(
        webhooks::parse(&odd_body).is_ok_and(|read| read.updates()[0].kind().is_ok()),
        "the odd body is read"
    );
    let odd = || {
        black_box(receive(
            &secrets,
            black_box(&odd_body),
            black_box(&odd_header),
        ));
    };
    println!(
        "one text webhook of {} bytes, {PAIRS} pairs of {REPEATS}",
        body.len()
    );
    pairs("signature and parse by the bare way", bare_way, ours);
    pairs("an odd body by the bare way of a usual one", bare_way, odd);
    pairs("a wrong signature by the bare way", bare_way, refused);
    println!("a batch of messages, each message");
    batches();
    println!();
}

/// All sizes in turn; of the rounds the lower quarter, which other work disturbs least.
fn batches() {
    let sizes = [1, 10, 100, 1_000].map(|updates| (updates, bodies::text(updates)));
    let mut times = sizes.each_ref().map(|_| Vec::new());
    for _ in 0..ROUNDS {
        for ((updates, body), times) in sizes.iter().zip(&mut times) {
            let repeats = u32::try_from(10_000 / updates).expect("a small number");
            times.push(time(repeats, || {
                drop(black_box(webhooks::parse(black_box(body))));
            }));
        }
    }
    for ((updates, body), times) in sizes.iter().zip(&mut times) {
        times.sort();
        let each = times[ROUNDS / 4].as_secs_f64() * 1e9 / *updates as f64;
        println!(
            "  {updates:>5} updates, {:>7} bytes: {each:.0} ns",
            body.len()
        );
    }
}

fn pairs(what: &str, one: impl Fn(), other: impl Fn()) {
    let mut ratios = Vec::with_capacity(PAIRS);
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        let (base, ours);
        if pair % 2 == 0 {
            base = time(REPEATS, &one);
            ours = time(REPEATS, &other);
        } else {
            ours = time(REPEATS, &other);
            base = time(REPEATS, &one);
        }
        ratios.push(ours.as_secs_f64() / base.as_secs_f64());
        ones.push(base);
        others.push(ours);
    }
    ratios.sort_by(f64::total_cmp);
    ones.sort();
    others.sort();
    let at = |part: usize| ratios[ratios.len() * part / 4];
    println!(
        "  {what}: ratio {:.2} (middle half {:.2} to {:.2}); {:.0} ns by {:.0} ns",
        at(2),
        at(1),
        at(3),
        others[PAIRS / 2].as_secs_f64() * 1e9,
        ones[PAIRS / 2].as_secs_f64() * 1e9,
    );
}

/// The time of one run, as the mean of several.
fn time(repeats: u32, run: impl Fn()) -> Duration {
    let start = Instant::now();
    for _ in 0..repeats {
        run();
    }
    start.elapsed() / repeats
}
