//! An error and what is behind it, for a log line.

use std::error::Error;

/// An error with its causes in one line.
#[must_use]
pub fn causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn every_cause_stands_behind_what_it_caused() {
        let error = anyhow!("no such file")
            .context("no key")
            .context("no start");

        assert_eq!(causes(error.as_ref()), "no start: no key: no such file");
        assert_eq!(causes(anyhow!("alone").as_ref()), "alone");
    }
}
