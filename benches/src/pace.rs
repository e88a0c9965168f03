//! When requests are due.

use std::{cell::Cell, sync::Arc, thread, time::Duration};

use tokio::{sync::Semaphore, time::Instant};

/// How fast requests are sent.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// As soon as the one before is answered.
    Closed,
    /// So many a second, whether or not those before are answered.
    Rate(f64),
}

/// So many requests at a pace, shared by those who send them.
///
/// A thread that sleeps says when one is due: tokio's timers are late by up to a millisecond, which
/// is longer than most answers take.
#[derive(Debug)]
pub struct Schedule {
    begin: Instant,
    rate: Option<f64>,
    due: Arc<Semaphore>,
    next: Cell<usize>,
    count: usize,
}

impl Schedule {
    /// Begins.
    #[must_use]
    pub fn start(pace: Pace, count: usize) -> Self {
        let begin = Instant::now();
        let rate = match pace {
            Pace::Closed => None,
            Pace::Rate(rate) => Some(rate),
        };
        let due = Arc::new(Semaphore::new(0));
        if let Some(rate) = rate {
            let due = Arc::clone(&due);
            thread::spawn(move || tell(begin, rate, count, &due));
        }
        Self {
            begin,
            rate,
            due,
            next: Cell::new(0),
            count,
        }
    }

    /// Waits until the next one is due: its number, and the moment from which it counts.
    pub async fn next(&self) -> Option<(usize, Instant)> {
        let number = self.next.get();
        if number == self.count {
            return None;
        }
        self.next.set(number + 1);
        let Some(rate) = self.rate else {
            return Some((number, Instant::now()));
        };
        self.due.acquire().await.ok()?.forget();
        Some((number, moment(self.begin, rate, number)))
    }
}

fn tell(begin: Instant, rate: f64, count: usize, due: &Semaphore) {
    for number in 0..count {
        let wait = moment(begin, rate, number).saturating_duration_since(Instant::now());
        if !wait.is_zero() {
            thread::sleep(wait);
        }
        due.add_permits(1);
    }
}

fn moment(begin: Instant, rate: f64, number: usize) -> Instant {
    begin + Duration::from_secs_f64(number as f64 / rate)
}
