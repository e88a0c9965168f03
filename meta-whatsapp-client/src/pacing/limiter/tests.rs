use super::*;

const ROBIN: &str = "+12025550147";
const KIM: &str = "+12025550148";

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Limits under which only the recipient's rate holds up anything.
fn pairs_only() -> PacingLimits {
    PacingLimits {
        messages_per_second: u32::MAX,
        ..PacingLimits::default()
    }
}

/// Asks `count` times, a nanosecond apart. How many may go, and the time after it.
fn ask(limiter: &mut Limiter, start: Instant, count: u64) -> (usize, Instant) {
    let times = (0..count).map(|nanos| start + Duration::from_nanos(nanos));
    let gone = times.filter(|now| limiter.admit(*now, ROBIN) == Decision::Go);
    (gone.count(), start + Duration::from_nanos(count))
}

#[test]
fn a_burst_of_45_goes_to_one_user_and_then_nothing_until_it_is_paid_for() {
    let mut limiter = Limiter::new(PacingLimits::default());
    let start = Instant::now();
    let mut now = start;
    for _ in 0..45 {
        assert_eq!(limiter.admit(now, ROBIN), Decision::Go);
        now += Duration::from_micros(12_500);
    }

    let Decision::Wait(wait) = limiter.admit(now, ROBIN) else {
        panic!("the burst is over");
    };
    assert_eq!(now + wait, start + seconds(45 * 6));
    assert_eq!(limiter.admit(now, KIM), Decision::Go, "others are fine");
    assert_eq!(limiter.admit(now + wait, ROBIN), Decision::Go);
}

#[test]
fn after_20_at_once_the_next_waits_two_minutes() {
    let mut limiter = Limiter::new(pairs_only());
    let start = Instant::now();
    let (gone, _) = ask(&mut limiter, start, 20);
    assert_eq!(gone, 20);

    let decision = limiter.admit(start + seconds(6), ROBIN);

    assert_eq!(decision, Decision::Wait(seconds(114)));
    assert_eq!(limiter.admit(start + seconds(120), ROBIN), Decision::Go);
}

#[test]
fn a_burst_takes_more_for_6_seconds() {
    let mut limiter = Limiter::new(pairs_only());
    let start = Instant::now();
    let almost = start + seconds(6) - Duration::from_nanos(1);

    assert_eq!(limiter.admit(start, ROBIN), Decision::Go);
    assert_eq!(limiter.admit(almost, ROBIN), Decision::Go);

    let decision = limiter.admit(start + seconds(6), ROBIN);
    assert_eq!(decision, Decision::Wait(seconds(6)));
}

#[test]
fn a_wait_for_the_number_may_outlast_the_burst() {
    let mut limiter = Limiter::new(PacingLimits::default());
    let start = Instant::now();
    assert_eq!(limiter.admit(start, ROBIN), Decision::Go);
    assert_eq!(limiter.admit(start + seconds(1), ROBIN), Decision::Go);
    let almost = start + Duration::from_millis(5_500);
    for _ in 0..80 {
        limiter.count_inbound(almost);
    }

    let wait = Duration::from_millis(6_500);
    assert_eq!(limiter.admit(almost, ROBIN), Decision::Wait(wait));
    assert_eq!(limiter.admit(almost + wait, ROBIN), Decision::Go);
}

#[test]
fn one_message_in_6_seconds_never_waits() {
    let mut limiter = Limiter::new(PacingLimits::default());
    let start = Instant::now();

    for number in 0..1_000 {
        let now = start + seconds(6 * number);
        assert_eq!(limiter.admit(now, ROBIN), Decision::Go);
    }
}

#[test]
fn an_endless_interval_waits_without_overflow() {
    let limits = PacingLimits {
        pair_interval: Duration::MAX,
        pair_burst: 2,
        ..pairs_only()
    };
    let mut limiter = Limiter::new(limits);

    let (gone, now) = ask(&mut limiter, Instant::now(), 3);

    assert_eq!(gone, 2);
    let Decision::Wait(wait) = limiter.admit(now, ROBIN) else {
        panic!("no more may go");
    };
    assert!(wait > seconds(365 * 24 * 60 * 60));
}

#[test]
fn the_number_sends_80_a_second_evenly() {
    let mut limiter = Limiter::new(PacingLimits::default());
    let now = Instant::now();

    assert_eq!(limiter.admit(now, ROBIN), Decision::Go);

    let gap = Duration::from_micros(12_500);
    assert_eq!(limiter.admit(now, KIM), Decision::Wait(gap));
    assert_eq!(limiter.admit(now + gap, KIM), Decision::Go);
}

#[test]
fn received_messages_count_but_hold_up_by_a_second_at_most() {
    let mut limiter = Limiter::new(PacingLimits::default());
    let now = Instant::now();
    limiter.count_inbound(now);
    assert!(matches!(limiter.admit(now, ROBIN), Decision::Wait(_)));

    for _ in 0..10_000 {
        limiter.count_inbound(now);
    }

    assert_eq!(limiter.admit(now, ROBIN), Decision::Wait(seconds(1)));
}

#[test]
fn the_pair_limit_pauses_the_user_longer_each_time() {
    let mut limiter = Limiter::new(PacingLimits::default());
    let mut now = Instant::now();
    let code = ErrorCode::PairRateLimit;

    for expected in [1, 4, 16, 64] {
        let pause = seconds(expected);
        assert_eq!(limiter.penalize(now, ROBIN, code), Some(pause));
        assert_eq!(limiter.admit(now, ROBIN), Decision::Wait(pause));
        let other = expected.to_string();
        assert_eq!(limiter.admit(now, &other), Decision::Go);
        now += pause + seconds(1);
    }

    now += seconds(5 * 60);
    assert_eq!(limiter.penalize(now, ROBIN, code), Some(seconds(1)));
}

#[test]
fn reports_during_a_pause_are_of_messages_sent_before_it() {
    let start = Instant::now();
    for (code, next) in [(131_056, 4), (130_429, 2), (131_057, 60)] {
        let code = ErrorCode::from(code);
        let mut limiter = Limiter::new(PacingLimits::default());
        let first = limiter.penalize(start, ROBIN, code).expect("it pauses");

        for _ in 0..8 {
            assert_eq!(limiter.penalize(start, ROBIN, code), Some(first));
        }

        let half = start + first / 2;
        assert_eq!(limiter.penalize(half, ROBIN, code), Some(first / 2));
        let after = limiter.penalize(start + first, ROBIN, code);
        assert_eq!(after, Some(seconds(next)), "one pause was counted");
    }
}

#[test]
fn a_pause_of_the_number_becomes_longer_for_a_graver_code() {
    let mut limiter = Limiter::new(PacingLimits::default());
    let now = Instant::now();
    let _ = limiter.penalize(now, ROBIN, ErrorCode::ThroughputLimit);

    let longer = limiter.penalize(now, ROBIN, ErrorCode::AppRateLimit);
    let shorter = limiter.penalize(now, ROBIN, ErrorCode::Maintenance);

    assert_eq!((longer, shorter), (Some(seconds(3_600)), longer));
}

#[test]
fn limits_of_the_number_pause_everybody_and_other_errors_nobody() {
    let now = Instant::now();
    for (code, pause) in [
        (130_429, Some(1)),
        (131_057, Some(60)),
        (4, Some(3_600)),
        (80_007, Some(3_600)),
        (131_047, None),
        (131_049, None),
        (7, None),
    ] {
        let mut limiter = Limiter::new(PacingLimits::default());

        let paused = limiter.penalize(now, ROBIN, ErrorCode::from(code));

        assert_eq!(paused, pause.map(seconds), "{code}");
        let expected = paused.map_or(Decision::Go, Decision::Wait);
        assert_eq!(limiter.admit(now, KIM), expected, "{code}");
    }
}

#[test]
fn a_new_recipient_waits_when_no_more_can_be_remembered() {
    let limits = PacingLimits {
        max_pairs: 2,
        ..PacingLimits::default()
    };
    let mut limiter = Limiter::new(limits);
    let mut now = Instant::now();
    for recipient in ["a", "b"] {
        assert_eq!(limiter.admit(now, recipient), Decision::Go);
        now += seconds(1);
    }

    assert_eq!(limiter.admit(now, "c"), Decision::Wait(seconds(4)));
    assert_eq!(limiter.admit(now, "a"), Decision::Go);
    assert_eq!(limiter.admit(now + seconds(5), "c"), Decision::Go);
    assert_eq!(limiter.remembered(), 2);
}

#[test]
fn who_was_paused_lately_makes_room_for_a_new_recipient() {
    let limits = PacingLimits {
        max_pairs: 1,
        ..PacingLimits::default()
    };
    let mut limiter = Limiter::new(limits);
    let now = Instant::now();
    let _ = limiter.penalize(now, ROBIN, ErrorCode::PairRateLimit);

    assert_eq!(limiter.admit(now, KIM), Decision::Wait(seconds(1)));
    assert_eq!(limiter.admit(now + seconds(1), KIM), Decision::Go);
    assert_eq!(limiter.remembered(), 1);
}

#[test]
fn a_full_limiter_decides_without_looking_through_everything() {
    let limits = PacingLimits {
        max_pairs: 50_000,
        ..PacingLimits::default()
    };
    let mut limiter = Limiter::new(limits);
    let now = Instant::now();
    for number in 0..limits.max_pairs {
        let _ = limiter.penalize(now, &number.to_string(), ErrorCode::PairRateLimit);
    }

    let asked = Instant::now();
    for _ in 0..20_000 {
        assert_eq!(limiter.admit(now, ROBIN), Decision::Wait(seconds(1)));
    }

    // Looking through everything would be a thousand million steps.
    assert!(asked.elapsed() < seconds(3));
}

#[test]
fn recipients_are_not_printed() {
    let mut limiter = Limiter::new(PacingLimits::default());
    let _ = limiter.admit(Instant::now(), ROBIN);

    assert!(!format!("{limiter:?}").contains("5550147"));
}
