//! CPU time beside bare reqwest, in alternating pairs.

use std::{
    fmt,
    num::NonZeroUsize,
    time::{Duration, Instant},
};

use anyhow::Result;
use cpu_time::ProcessTime;
use serde::Serialize;
use switchboard_benches::quantile::{quantile, sorted};

use crate::{
    calls::{self, Bare, Ours, ReadQueue},
    stub::Stub,
};

const MOST: f64 = 1.07;

/// One run of each side.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Pair {
    bare: Run,
    ours: Run,
    ratio: f64,
}

/// What one call costs on average in a run, in microseconds.
#[derive(Clone, Copy, Debug, Serialize)]
struct Run {
    cpu_us: f64,
    wall_us: f64,
}

/// All pairs, and the ratio that counts.
#[derive(Debug, Serialize)]
pub(crate) struct Pairs {
    median: f64,
    lowest: f64,
    highest: f64,
    /// The middle half lies between these.
    quartiles: (f64, f64),
    bare_cpu_us: f64,
    ours_cpu_us: f64,
    each: Vec<Pair>,
}

pub(crate) async fn measure(
    stub: &Stub,
    pairs: NonZeroUsize,
    calls: usize,
    in_flight: usize,
    on_pair: impl Fn(&Pair),
) -> Result<Pairs> {
    let (bare, ours) = (Bare::new(stub)?, Ours::new(stub)?);
    // Connections, the token, and the allocator's pools.
    calls::run(&bare, calls.div_ceil(4), in_flight).await?;
    calls::run(&ours, calls.div_ceil(4), in_flight).await?;
    let mut each = Vec::new();
    for number in 0..pairs.get() {
        let (bare, ours) = if number % 2 == 0 {
            let bare = time(&bare, calls, in_flight).await?;
            (bare, time(&ours, calls, in_flight).await?)
        } else {
            let ours = time(&ours, calls, in_flight).await?;
            (time(&bare, calls, in_flight).await?, ours)
        };
        let pair = Pair {
            bare,
            ours,
            ratio: ours.cpu_us / bare.cpu_us,
        };
        on_pair(&pair);
        each.push(pair);
    }
    Ok(Pairs::of(each))
}

async fn time(client: &impl ReadQueue, calls: usize, in_flight: usize) -> Result<Run> {
    let (cpu, wall) = (ProcessTime::now(), Instant::now());
    calls::run(client, calls, in_flight).await?;
    let per_call = |time: Duration| time.as_secs_f64() * 1e6 / calls as f64;
    Ok(Run {
        cpu_us: per_call(cpu.elapsed()),
        wall_us: per_call(wall.elapsed()),
    })
}

impl Pairs {
    fn of(each: Vec<Pair>) -> Self {
        let sorted = |value: fn(&Pair) -> f64| sorted(each.iter().map(value));
        let ratios = sorted(|pair| pair.ratio);
        Self {
            median: quantile(&ratios, 0.5),
            lowest: quantile(&ratios, 0.0),
            highest: quantile(&ratios, 1.0),
            quartiles: (quantile(&ratios, 0.25), quantile(&ratios, 0.75)),
            bare_cpu_us: quantile(&sorted(|pair| pair.bare.cpu_us), 0.5),
            ours_cpu_us: quantile(&sorted(|pair| pair.ours.cpu_us), 0.5),
            each,
        }
    }

    pub(crate) fn miss(&self) -> Option<String> {
        missed(self.median)
    }
}

fn missed(median: f64) -> Option<String> {
    (median > MOST).then(|| format!("the median ratio is {median:.3}, above {MOST:.2}"))
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "  bare {:6.2} us cpu {:6.2} us wall   ours {:6.2} us cpu {:6.2} us wall   ratio {:.3}",
            self.bare.cpu_us, self.bare.wall_us, self.ours.cpu_us, self.ours.wall_us, self.ratio
        )
    }
}

impl fmt::Display for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lower, upper) = self.quartiles;
        write!(
            f,
            "cpu a call: bare {:.2} us, ours {:.2} us; ratio: median {:.3}, middle half \
             {lower:.3} to {upper:.3}, all {:.3} to {:.3} (target {MOST:.2} at most)",
            self.bare_cpu_us, self.ours_cpu_us, self.median, self.lowest, self.highest
        )
    }
}

#[cfg(test)]
mod tests {
    use super::missed;

    #[test]
    fn a_call_may_cost_seven_hundredths_more_than_bare_reqwest() {
        assert_eq!(missed(1.07), None);
        let above = missed(1.071).unwrap();
        assert_eq!(above, "the median ratio is 1.071, above 1.07");
    }
}
