//! Ways in which a vendor breaks.

use std::time::Duration;

use http::Method;

use super::Reply;

/// How a host misbehaves for a while, whatever is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Every answer comes late by this much.
    Slow(Duration),
    /// Every request is answered with the vendor's 429, with `Retry-After` if given.
    TooManyRequests(Option<Duration>),
    /// Every request is answered with the vendor's 500.
    InternalError,
    /// No request is ever answered.
    Hang,
    /// Requests take effect, but the connection is cut in the middle of the answer.
    Cut,
    /// Nothing listens on the port: connections are refused.
    Down,
}

/// What happens to the next request of one kind.
#[derive(Clone, Debug)]
pub enum Provoke {
    /// It has no effect; this is the reply.
    Instead(Reply),
    /// It takes effect, then the connection hangs.
    ThenHang,
    /// It takes effect, then the connection is closed before the answer.
    ThenCut,
    /// It takes effect, then the answer has this status and body.
    ThenAnswer(u16, String),
    /// It takes effect, and its answer comes late by this much.
    Late(Duration),
}

#[derive(Debug)]
pub(super) struct Provoked {
    pub(super) method: Method,
    pub(super) pattern: String,
    pub(super) left: usize,
    pub(super) what: Provoke,
}

/// Whether `path` fits `pattern`, in which `{name}` stands for one part.
pub(super) fn fits(pattern: &str, path: &str) -> bool {
    let mut wanted = pattern.split('/');
    let mut given = path.split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(want), Some(part)) if want == part => {}
            (Some(want), Some(part))
                if want.starts_with('{') && want.ends_with('}') && !part.is_empty() => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns_match_part_by_part() {
        assert!(fits("/api/schedules/my/", "/api/schedules/my/"));
        assert!(fits("/api/schedules/my/{id}", "/api/schedules/my/s-1"));
        assert!(!fits("/api/schedules/my/{id}", "/api/schedules/my/"));
        assert!(!fits("/api/schedules/my/{id}", "/api/schedules/my/1/2"));
        assert!(!fits("/api/schedules/my", "/api/schedules/my/1"));
    }
}
