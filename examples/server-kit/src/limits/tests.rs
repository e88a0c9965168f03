use proptest::prelude::{Just, Strategy, prop_assert, prop_oneof, proptest};

use super::*;

const CALLER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 5));

/// A limiter, and a clock that stands still unless told.
struct Scene {
    limiter: RateLimiter,
    now: Instant,
}

impl Scene {
    fn new(limit: &str) -> Self {
        Self {
            limiter: RateLimiter::new(limit.parse().unwrap()),
            now: Instant::now(),
        }
    }

    fn check(&self, address: IpAddr) -> Decision {
        self.limiter.check_at(address, self.now)
    }
}

#[test]
fn limits_are_read() {
    let cases = [
        ("100/15m", Some((100, 900))),
        (" 20 / 900s ", Some((20, 900))),
        ("1/1h", Some((1, 3600))),
        ("5/90m", Some((5, 5400))),
        ("7/61s", Some((7, 61))),
        ("1000/120m", Some((1000, 7200))),
        ("1/168h", Some((1, 604_800))),
        ("0/15m", None),
        ("100/0m", None),
        ("100", None),
        ("100/", None),
        ("100/15", None),
        ("100/15d", None),
        ("100/m", None),
        ("-1/1m", None),
        ("1/169h", None),
        ("1/99999999999999999h", None),
        ("4000000000/1s", None),
        ("100/15µ", None),
        ("", None),
    ];

    for (text, expected) in cases {
        let read = text.parse().ok();
        let read = read.map(|limit: RateLimit| (limit.requests.get(), limit.window.as_secs()));
        assert_eq!(read, expected, "{text:?}");
    }
}

#[test]
fn the_request_after_the_limit_is_refused() {
    let scene = Scene::new("100/15m");

    let passed: Vec<Decision> = (0..100).map(|_| scene.check(CALLER)).collect();
    let refused = scene.check(CALLER);

    assert!(passed.iter().all(|decision| decision.allowed));
    assert_eq!(passed[0].remaining, 99);
    assert_eq!(passed[99].remaining, 0);
    assert_eq!(
        refused,
        Decision {
            allowed: false,
            limit: 100,
            remaining: 0,
            reset: Duration::from_secs(900),
            retry_after: Some(Duration::from_secs(900)),
        }
    );
}

#[test]
fn waiting_as_told_lets_one_request_pass() {
    let mut scene = Scene::new("3/30s");
    for _ in 0..3 {
        assert!(scene.check(CALLER).allowed);
        scene.now += Duration::from_secs(1);
    }

    let wait = scene.check(CALLER).retry_after.unwrap();
    assert_eq!(wait, Duration::from_secs(27));
    scene.now += wait;

    assert!(scene.check(CALLER).allowed);
    assert!(!scene.check(CALLER).allowed);
}

/// What a client does next: wait this many milliseconds, or as long as it was told.
fn steps() -> impl Strategy<Value = Vec<Option<u64>>> {
    let wait = prop_oneof![3 => Just(0), 3 => 0..50_u64, 2 => 0..2000_u64, 1 => 0..20_000_u64];
    proptest::collection::vec(
        prop_oneof![8 => wait.prop_map(Some), 1 => Just(None)],
        1..400,
    )
}

proptest! {
    #[test]
    fn no_window_holds_more_than_a_tenth_over_the_limit(
        limit in 1..60_u32,
        seconds in 1..10_u32,
        steps in steps(),
    ) {
        let window = Duration::from_secs(seconds.into());
        let mut scene = Scene::new(&format!("{limit}/{seconds}s"));
        let mut passed: Vec<Instant> = Vec::new();
        let mut told = None;
        for step in steps {
            let waited = step.map(Duration::from_millis).or(told).unwrap_or_default();
            let must_pass = told.is_some_and(|told| waited >= told);
            scene.now += waited;

            let decision = scene.check(CALLER);

            told = decision.retry_after;
            let begin = scene.now.checked_sub(window);
            let in_window = |at: &&Instant| begin.is_none_or(|begin| **at > begin);
            let before = passed.iter().rev().take_while(in_window).count() as u32;
            prop_assert!(decision.allowed || !must_pass, "refused after the wait");
            prop_assert!(decision.allowed || before >= limit, "refused under the limit");
            if decision.allowed {
                passed.push(scene.now);
                prop_assert!(10 * (before + 1) <= 11 * limit, "{} of {limit}", before + 1);
            }
        }
    }
}

#[test]
fn a_burst_before_and_after_the_edge_of_a_window_is_one_burst() {
    let mut scene = Scene::new("100/15m");
    scene.check(CALLER);
    scene.now += Duration::from_secs(890);
    (0..99).for_each(|_| assert!(scene.check(CALLER).allowed));

    scene.now += Duration::from_secs(10);
    let passed = (0..200).filter(|_| scene.check(CALLER).allowed).count();

    assert_eq!(passed, 10);
}

#[test]
fn after_the_window_the_whole_limit_is_there_again() {
    let mut scene = Scene::new("20/15m");
    for _ in 0..25 {
        scene.check(CALLER);
    }

    scene.now += Duration::from_secs(900);

    assert_eq!(scene.check(CALLER).remaining, 19);
}

#[test]
fn other_addresses_have_their_own_bucket() {
    let scene = Scene::new("1/15m");

    assert!(scene.check(CALLER).allowed);
    assert!(!scene.check(CALLER).allowed);
    assert!(scene.check(IpAddr::from([203, 0, 113, 6])).allowed);
}

#[test]
fn one_ipv6_network_shares_a_bucket_and_mapped_addresses_are_ipv4() {
    let scene = Scene::new("1/15m");
    let allowed = |text: &str| scene.check(text.parse().unwrap()).allowed;

    assert!(allowed("2001:db8:0:1::1"));
    assert!(!allowed("2001:db8:0:1:ffff::2"));
    assert!(allowed("2001:db8:0:2::1"));
    assert!(allowed("198.51.100.1"));
    assert!(!allowed("::ffff:198.51.100.1"));
}

#[test]
fn addresses_whose_count_is_over_are_forgotten() {
    let mut scene = Scene::new("1/1s");

    for n in 0..50_000 {
        scene.check(IpAddr::from(std::net::Ipv4Addr::from_bits(n)));
        scene.now += Duration::from_millis(10);
    }

    let addresses = scene.limiter.addresses.lock().unwrap();
    let remembered = addresses.recent.len() + addresses.older.len();
    assert!(remembered < 500, "{remembered}");
}

#[test]
fn a_crowd_of_addresses_fills_no_memory_and_pushes_out_nobody_who_keeps_coming() {
    let scene = Scene::new("1000/1h");

    for n in 0..200_000 {
        scene.check(IpAddr::from(std::net::Ipv4Addr::from_bits(n)));
        if n % 1000 == 0 {
            scene.check(CALLER);
        }
    }

    let remaining = scene.check(CALLER).remaining;
    assert_eq!(remaining, 1000 - 201);
    let addresses = scene.limiter.addresses.lock().unwrap();
    let remembered = addresses.recent.len() + addresses.older.len();
    assert!(remembered <= 2 * MOST_RECENT, "{remembered}");
}

#[test]
fn headers_tell_whole_seconds_rounded_up() {
    let mut headers = HeaderMap::new();
    let decision = Decision {
        allowed: false,
        limit: 20,
        remaining: 0,
        reset: Duration::from_millis(899_001),
        retry_after: Some(Duration::from_millis(1)),
    };

    decision.write_headers(&mut headers);

    assert_eq!(headers["ratelimit-limit"], "20");
    assert_eq!(headers["ratelimit-remaining"], "0");
    assert_eq!(headers["ratelimit-reset"], "900");
    assert_eq!(headers["retry-after"], "1");
}
