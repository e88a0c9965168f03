//! What receiving a webhook costs: `cargo bench -p meta-whatsapp-client`.
//!
//! First the ratio to the bare way, both sides in turn and in the same run; then criterion's
//! own measurements. Figures and what they mean: `benches/README.md` of the workspace.

#![expect(clippy::print_stdout, reason = "the ratios are printed")]

mod bare;
mod bodies;
mod ratio;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use meta_whatsapp_client::webhooks::{self, Signature};
use secrecy::SecretString;

/// Signature and parse, as a receiver does it.
fn receive(secrets: &[SecretString], body: &[u8], header: &str) -> Option<webhooks::Webhook> {
    Signature::verify(secrets, body, header).ok()?;
    webhooks::parse(body).ok()
}

fn one_webhook(criterion: &mut Criterion) {
    let secrets = [bodies::secret()];
    let body = bodies::text(1);
    let header = Signature::sign(&secrets[0], &body);
    let wrong = format!("sha256={}", "0".repeat(64));
    let mut group = criterion.benchmark_group("one text webhook");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("bare HMAC and serde_json", |bencher| {
        bencher.iter(|| bare::receive(&secrets[0], black_box(&body), &header));
    });
    group.bench_function("signature and parse", |bencher| {
        bencher.iter(|| receive(&secrets, black_box(&body), &header));
    });
    group.bench_function("wrong signature", |bencher| {
        bencher.iter(|| receive(&secrets, black_box(&body), &wrong));
    });
    group.bench_function("parse alone", |bencher| {
        bencher.iter(|| webhooks::parse(black_box(&body)));
    });
    group.finish();
}

fn batches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse a batch");
    for updates in [1, 10, 100, 1_000] {
        let body = bodies::text(updates);
        group.throughput(Throughput::Elements(updates as u64));
        group.bench_function(BenchmarkId::from_parameter(updates), |bencher| {
            bencher.iter(|| webhooks::parse(black_box(&body)));
        });
    }
    group.finish();
}

fn main() {
    // `cargo test --benches` passes this: then everything runs once.
    if !std::env::args().any(|argument| argument == "--test") {
        ratio::print(receive);
    }
    let mut criterion = Criterion::default().configure_from_args();
    one_webhook(&mut criterion);
    batches(&mut criterion);
    criterion.final_summary();
}
