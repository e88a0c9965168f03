//! The agent's join URL: `fullUrl` with a token in its query.

use std::fmt;

use ccaas_http::REDACTED;
use secrecy::{ExposeSecret, SecretString};
use url::{Url, form_urlencoded};

use crate::{error::Error, schedules::Schedule};

const TOKEN: &str = "token";

/// The URL by which an agent joins a meeting. It carries a token.
///
/// Whoever has it acts as the agent: it belongs into no log, and its page must not tell
/// it on (`Referrer-Policy: no-referrer`). Neither `Debug` nor `Display` shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct JoinUrl(Url);

impl JoinUrl {
    /// Sets the query parameter `token` of `full_url`, as the vendor's own page does.
    ///
    /// The rest of the query and the fragment stay as they are, older tokens go, and a
    /// relative URL is resolved against `base`.
    ///
    /// # Errors
    /// [`JoinError::NoFullUrl`] if it is empty, [`JoinError::UnusableFullUrl`] if it is
    /// not a web address.
    pub fn new(base: &Url, full_url: &str, token: &SecretString) -> Result<Self, JoinError> {
        Ok(FullUrl::read(base, full_url)?.with_token(token))
    }

    /// The URL, for the one place that opens it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for JoinUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("JoinUrl")
            .field(&format_args!("{REDACTED}"))
            .finish()
    }
}

/// Why there is no way into a meeting for its agent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JoinError {
    /// The schedule has no `agent.fullUrl`; its `agent.meetingUrl` may still lead there.
    #[error("No full URL available for the agent")]
    NoFullUrl,
    /// The schedule's `agent.fullUrl` is not a web address.
    #[error("the full URL of the agent is not a web address")]
    UnusableFullUrl,
    /// The schedule does not say which agent it belongs to.
    #[error("the schedule names no agent")]
    NoAgentId,
    /// Signing in as the agent failed.
    #[error("could not sign in as the agent")]
    SignIn(#[source] Error),
}

/// A checked `fullUrl`.
pub(super) struct FullUrl(Url);

impl FullUrl {
    pub(super) fn of(schedule: &Schedule, base: &Url) -> Result<Self, JoinError> {
        let agent = schedule.agent.as_ref();
        let full_url = agent.and_then(|agent| agent.full_url.as_deref());
        Self::read(base, full_url.unwrap_or_default())
    }

    fn read(base: &Url, full_url: &str) -> Result<Self, JoinError> {
        if full_url.trim().is_empty() {
            return Err(JoinError::NoFullUrl);
        }
        crate::environment::web_url(base, full_url)
            .map(Self)
            .ok_or(JoinError::UnusableFullUrl)
    }

    pub(super) fn with_token(mut self, token: &SecretString) -> JoinUrl {
        let token = form_urlencoded::byte_serialize(token.expose_secret().as_bytes());
        let mut new = Some(format!("{TOKEN}={}", token.collect::<String>()));
        let mut query: Vec<String> = Vec::new();
        // The other parameters are kept as they are written; reading and writing them
        // could change them.
        for pair in self.0.query().unwrap_or_default().split('&') {
            if is_token(pair) {
                query.extend(new.take());
            } else if !pair.is_empty() {
                query.push(pair.to_owned());
            }
        }
        query.extend(new);
        self.0.set_query(Some(&query.join("&")));
        JoinUrl(self.0)
    }
}

fn is_token(pair: &str) -> bool {
    form_urlencoded::parse(pair.as_bytes()).any(|(key, _)| key == TOKEN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base() -> Url {
        Url::parse("https://video.example.com").unwrap()
    }

    fn join(full_url: &str, token: &str) -> String {
        let url = JoinUrl::new(&base(), full_url, &token.into()).unwrap();
        url.expose().to_owned()
    }

    #[test]
    fn the_token_is_set_and_everything_else_stays() {
        let cases = [
            ("https://v.example.com/j", "https://v.example.com/j?token=T"),
            (
                "https://v.example.com/j?",
                "https://v.example.com/j?token=T",
            ),
            (
                "https://v.example.com/j?params=a%20b+c&x&y=%2F",
                "https://v.example.com/j?params=a%20b+c&x&y=%2F&token=T",
            ),
            (
                "https://v.example.com/j?a=1&token=old&b=2&token=older&%74oken=oldest",
                "https://v.example.com/j?a=1&token=T&b=2",
            ),
            (
                "https://v.example.com/j?tokens=1&Token=2#token=3",
                "https://v.example.com/j?tokens=1&Token=2&token=T#token=3",
            ),
            ("/j?a=1", "https://video.example.com/j?a=1&token=T"),
            ("j?token", "https://video.example.com/j?token=T"),
        ];
        for (full_url, expected) in cases {
            assert_eq!(join(full_url, "T"), expected, "{full_url}");
        }
    }

    #[test]
    fn a_token_cannot_break_out_of_its_parameter() {
        assert_eq!(
            join("/j", "a&b=c#d e+f"),
            "https://video.example.com/j?token=a%26b%3Dc%23d+e%2Bf"
        );
    }

    #[test]
    fn what_is_not_a_web_address_is_refused() {
        let refused = |full_url| JoinUrl::new(&base(), full_url, &"T".into()).unwrap_err();

        for full_url in ["", " "] {
            let error = refused(full_url);
            assert!(matches!(error, JoinError::NoFullUrl));
            assert_eq!(error.to_string(), "No full URL available for the agent");
        }
        for full_url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "file:///x",
        ] {
            assert!(
                matches!(refused(full_url), JoinError::UnusableFullUrl),
                "{full_url}"
            );
        }
    }

    proptest! {
        #[test]
        fn there_is_always_exactly_one_token(query in "[a-z=&%+#?token ]{0,40}", token in ".+") {
            let url = Url::parse(&join(&format!("/j?{query}"), &token)).unwrap();

            let tokens: Vec<_> = url.query_pairs().filter(|(key, _)| key == TOKEN).collect();

            prop_assert_eq!(tokens.len(), 1);
            prop_assert_eq!(&tokens[0].1, &token);
        }
    }
}
