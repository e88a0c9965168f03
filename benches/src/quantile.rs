//! Medians and spread.

/// A value between the two nearest ones; `sorted` is not empty.
pub fn quantile(sorted: &[f64], place: f64) -> f64 {
    let place = (sorted.len() - 1) as f64 * place;
    let (low, high) = (
        sorted[place.floor() as usize],
        sorted[place.ceil() as usize],
    );
    low + (high - low) * place.fract()
}

/// The values in their order.
pub fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values
}

#[cfg(test)]
mod tests {
    use super::{quantile, sorted};

    #[test]
    fn a_quantile_lies_between_its_neighbours() {
        let sorted = sorted([4.0, 1.0, 2.0]);
        assert_eq!(
            [0.0, 0.25, 0.5, 0.75, 1.0].map(|p| quantile(&sorted, p)),
            [1.0, 1.5, 2.0, 3.0, 4.0]
        );
        assert_eq!(quantile(&[7.0], 0.5), 7.0);
    }
}
