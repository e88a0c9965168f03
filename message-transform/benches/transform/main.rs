//! What the mapping costs: `cargo bench -p message-transform`.
//!
//! First the ratio of bytes in to bytes out by parsing and serialising alone, ours and the bare
//! way, both sides in turn and in the same run; then criterion's own measurements. Figures and what they mean:
//! `benches/README.md` of the workspace.

#![expect(clippy::print_stdout, reason = "the ratios are printed")]

mod bare;
mod bodies;
mod ways;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use criterion::{Criterion, Throughput};

const PAIRS: usize = 401;
const REPEATS: u32 = 300;

type Way<'a> = &'a dyn Fn() -> Vec<u8>;

fn main() {
    let (inbound, outbound) = (bodies::inbound(), bodies::outbound());
    let to_genesys = ways::to_genesys(&inbound);
    let to_whatsapp = ways::to_whatsapp(&outbound);
    let alone_in = || ways::parse_and_write(&inbound, &to_genesys);
    let alone_out = || ways::parse_and_write_genesys(&outbound, &to_whatsapp);
    let bare_in = || bare::inbound(&inbound, &to_genesys);
    let bare_out = || bare::outbound(&outbound, &to_whatsapp);
    let whole_in = || ways::inbound(&inbound);
    let whole_out = || ways::outbound(&outbound);
    assert_eq!(alone_in(), whole_in(), "both ways write the same");
    assert_eq!(alone_out(), whole_out(), "both ways write the same");
    // `cargo test --benches` passes this: then everything runs once.
    if !std::env::args().any(|argument| argument == "--test") {
        println!("one text, {PAIRS} pairs of {REPEATS}");
        ratio(
            "inbound by our parsing and serialising alone",
            &alone_in,
            &whole_in,
        );
        ratio("inbound by bare serde_json", &bare_in, &whole_in);
        ratio(
            "outbound by our parsing and serialising alone",
            &alone_out,
            &whole_out,
        );
        ratio("outbound by bare serde_json", &bare_out, &whole_out);
        println!();
    }
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("a text");
    for (name, body, way) in [
        ("inbound", &inbound, &whole_in as Way<'_>),
        ("inbound: parse and serialise", &inbound, &alone_in),
        ("outbound", &outbound, &whole_out),
        ("outbound: parse and serialise", &outbound, &alone_out),
    ] {
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| black_box(way())));
    }
    group.finish();
    criterion.final_summary();
}

/// The second way by the first: both in turn, so that a change of pace hits both.
fn ratio(what: &str, base: Way<'_>, ours: Way<'_>) {
    let mut ratios = Vec::with_capacity(PAIRS);
    let (mut bases, mut all) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        let (one, other);
        if pair % 2 == 0 {
            one = time(base);
            other = time(ours);
        } else {
            other = time(ours);
            one = time(base);
        }
        ratios.push(other.as_secs_f64() / one.as_secs_f64());
        bases.push(one);
        all.push(other);
    }
    ratios.sort_by(f64::total_cmp);
    bases.sort();
    all.sort();
    let at = |part: usize| ratios[ratios.len() * part / 4];
    println!(
        "  {what}: ratio {:.2} (middle half {:.2} to {:.2}); {:.0} ns by {:.0} ns",
        at(2),
        at(1),
        at(3),
        all[PAIRS / 2].as_secs_f64() * 1e9,
        bases[PAIRS / 2].as_secs_f64() * 1e9,
    );
}

/// The time of one run, as the mean of several.
fn time(way: Way<'_>) -> Duration {
    let start = Instant::now();
    for _ in 0..REPEATS {
        black_box(way());
    }
    start.elapsed() / REPEATS
}
