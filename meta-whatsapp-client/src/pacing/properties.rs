//! What holds whatever happens, in whatever order.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use proptest::{collection::vec, prelude::*};

use super::{Decision, FairQueue, Limiter, Next, PacingLimits};
use crate::ErrorCode;

const RECIPIENTS: [&str; 5] = ["a", "b", "c", "d", "e"];

/// Small rates, so that short histories reach them.
fn limits() -> impl Strategy<Value = PacingLimits> {
    (1_u32..30, 1_u64..4_000, 1_u32..8, 1_usize..40).prop_map(|(rate, interval, burst, pairs)| {
        PacingLimits {
            messages_per_second: rate,
            pair_interval: Duration::from_millis(interval),
            pair_burst: burst,
            max_pairs: pairs,
            ..PacingLimits::default()
        }
    })
}

/// Steps in time with what is asked at each.
fn history() -> impl Strategy<Value = Vec<(Duration, usize)>> {
    vec((0_u64..400, 0..RECIPIENTS.len()), 1..300).prop_map(|steps| {
        steps
            .into_iter()
            .map(|(ms, to)| (Duration::from_millis(ms), to))
            .collect()
    })
}

/// Whether no second has more than the number's rate, and no user more than Meta's rule.
fn assert_rates(limits: &PacingLimits, gone: &[(Duration, usize)]) -> Result<(), TestCaseError> {
    let second = Duration::from_secs(1);
    for (index, (start, _)) in gone.iter().enumerate() {
        let in_a_second = gone[index..]
            .iter()
            .take_while(|(at, _)| *at - *start < second)
            .count();
        prop_assert!(
            in_a_second <= limits.messages_per_second as usize,
            "{in_a_second} in a second"
        );
    }
    for recipient in 0..RECIPIENTS.len() {
        let to_one = gone.iter().filter(|(_, to)| *to == recipient);
        let times: Vec<_> = to_one.map(|(at, _)| *at).collect();
        assert_pair_rate(limits, &times)?;
    }
    Ok(())
}

/// Whether each interval has a burst at most, each burst is paid for before the next, and in
/// any time there is no more than that time and one burst allow.
fn assert_pair_rate(limits: &PacingLimits, times: &[Duration]) -> Result<(), TestCaseError> {
    let interval = limits.pair_interval;
    let burst = limits.pair_burst as usize;
    for (index, start) in times.iter().enumerate() {
        let until = |end: Duration| times[index..].iter().take_while(|at| **at < end).count();
        prop_assert!(until(*start + interval) <= burst, "in one interval");
        for (last, end) in times.iter().enumerate().skip(index) {
            let earned = (*end - *start).as_nanos() / interval.as_nanos();
            prop_assert!(
                ((last - index) as u128) < burst as u128 + earned,
                "in the long run"
            );
        }
    }
    let mut rest = times;
    while let Some(first) = rest.first() {
        let sent = rest.iter().filter(|at| **at - *first < interval).count();
        rest = &rest[sent..];
        let paid = interval * u32::try_from(sent).expect("a burst is short");
        prop_assert!(
            rest.first().is_none_or(|next| *next >= *first + paid),
            "borrowed"
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn the_rates_are_never_exceeded(limits in limits(), history in history()) {
        let mut limiter = Limiter::new(limits);
        let start = Instant::now();
        let mut time = Duration::ZERO;
        let mut gone = Vec::new();
        for (step, to) in history {
            time += step;
            // Insisting is of no use.
            for _ in 0..3 {
                if limiter.admit(start + time, RECIPIENTS[to]) == Decision::Go {
                    gone.push((time, to));
                }
            }
        }
        assert_rates(&limits, &gone)?;
    }

    #[test]
    fn a_wait_is_as_long_as_needed_and_no_longer(limits in limits(), history in history()) {
        let mut limiter = Limiter::new(limits);
        let mut now = Instant::now();
        for (step, to) in history {
            now += step;
            if let Decision::Wait(wait) = limiter.admit(now, RECIPIENTS[to]) {
                let almost = now + wait - Duration::from_nanos(1);
                prop_assert_ne!(limiter.admit(almost, RECIPIENTS[to]), Decision::Go);
                now += wait;
                prop_assert_eq!(limiter.admit(now, RECIPIENTS[to]), Decision::Go);
            }
        }
    }

    #[test]
    fn who_keeps_to_the_rate_never_waits(
        limits in limits(),
        more in vec(0_u64..2_000, 1..100),
    ) {
        let limits = PacingLimits { messages_per_second: 1_000, ..limits };
        let mut limiter = Limiter::new(limits);
        let mut now = Instant::now();
        for ms in more {
            prop_assert_eq!(limiter.admit(now, "a"), Decision::Go);
            now += limits.pair_interval + Duration::from_millis(ms);
        }
    }

    #[test]
    fn memory_is_bounded_and_given_back(
        limits in limits(),
        recipients in vec((0_u64..200, any::<u16>(), any::<bool>()), 1..500),
    ) {
        let mut limiter = Limiter::new(limits);
        let mut now = Instant::now();
        for (ms, recipient, fails) in recipients {
            now += Duration::from_millis(ms);
            let recipient = recipient.to_string();
            let _ = limiter.admit(now, &recipient);
            if fails {
                let _ = limiter.penalize(now, &recipient, ErrorCode::PairRateLimit);
            }
            prop_assert!(limiter.remembered() <= limits.max_pairs);
        }
    }

    #[test]
    fn a_queue_keeps_order_and_rates_loses_nothing_and_is_fair(
        limits in limits(),
        history in history(),
        pauses in vec((0_usize..300, 0..RECIPIENTS.len()), 0..5),
    ) {
        let mut queue = FairQueue::new(limits);
        let start = Instant::now();
        let mut time = Duration::ZERO;
        let mut gone = Vec::new();
        let mut pushed: HashMap<usize, Vec<usize>> = HashMap::new();
        for (number, (step, to)) in history.iter().enumerate() {
            time += *step;
            queue.push(RECIPIENTS[*to], (*to, number)).expect("there is room");
            pushed.entry(*to).or_default().push(number);
            if let Some((_, to)) = pauses.iter().find(|(at, _)| *at == number) {
                let _ = queue.penalize(start + time, RECIPIENTS[*to], ErrorCode::PairRateLimit);
            }
            if let Next::Go((to, number)) = queue.next(start + time) {
                gone.push((time, to, number));
            }
        }
        let mut turns = 0;
        loop {
            turns += 1;
            prop_assert!(turns < 100_000, "it comes to an end");
            match queue.next(start + time) {
                Next::Go((to, number)) => gone.push((time, to, number)),
                Next::Wait(wait) => {
                    prop_assert!(!wait.is_zero());
                    time += wait;
                }
                Next::Empty => break,
            }
        }

        prop_assert_eq!(gone.len(), history.len());
        prop_assert!(queue.is_empty());
        for (to, numbers) in pushed {
            let of_one: Vec<_> = gone.iter().filter(|(_, one, _)| *one == to).map(|(_, _, number)| *number).collect();
            prop_assert_eq!(of_one, numbers, "in order");
        }
        let gone: Vec<_> = gone.into_iter().map(|(time, to, _)| (time, to)).collect();
        assert_rates(&limits, &gone)?;
    }

    #[test]
    fn recipients_take_turns(counts in vec(1_usize..30, 2..RECIPIENTS.len())) {
        // A burst that never ends: only the number's rate holds anybody up.
        let mut queue = FairQueue::new(PacingLimits { pair_burst: 1_000, ..PacingLimits::default() });
        for (to, count) in counts.iter().enumerate() {
            for _ in 0..*count {
                queue.push(RECIPIENTS[to], to).expect("there is room");
            }
        }
        let mut now = Instant::now();
        let mut left = counts.clone();
        let mut served = vec![0_usize; counts.len()];
        loop {
            match queue.next(now) {
                Next::Go(to) => {
                    served[to] += 1;
                    left[to] -= 1;
                    let most = served.iter().max().copied().unwrap_or_default();
                    for (other, count) in served.iter().enumerate() {
                        prop_assert!(left[other] == 0 || most - count <= 1, "{served:?}");
                    }
                }
                Next::Wait(wait) => now += wait,
                Next::Empty => break,
            }
        }
    }
}

#[test]
fn a_day_of_many_recipients_needs_little_memory() {
    let mut limiter = Limiter::new(PacingLimits::default());
    let mut now = Instant::now();
    let mut most = 0;
    for number in 0..100_000_u32 {
        let recipient = format!("+1202555{number}");
        if let Decision::Wait(wait) = limiter.admit(now, &recipient) {
            now += wait;
            assert_eq!(limiter.admit(now, &recipient), Decision::Go);
        }
        most = most.max(limiter.remembered());
    }

    // 80 a second, each of which counts for 6 seconds.
    assert!(most <= 480, "{most}");
}
