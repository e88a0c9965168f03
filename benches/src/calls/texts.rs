//! What browsers say to each other, in their usual lengths; nobody reads it.

use std::fmt::Write as _;

/// The lines of a description that a browser writes for one kind of media.
const LINES: &str = "a=rtcp-mux\\r\\na=rtcp-rsize\\r\\na=rtpmap:96 VP8/90000\\r\\na=rtcp-fb:96 nack pli\\r\\n\
a=rtcp-fb:96 transport-cc\\r\\na=fmtp:97 apt=96\\r\\na=ssrc:1001 cname:example\\r\\n";

/// An offer or an answer, about 3,000 bytes.
pub(crate) fn description(kind: &str) -> String {
    let lines = LINES.repeat(20);
    format!(
        r#"{{"type":"{kind}","sdp":"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n{lines}"}}"#
    )
}

/// A candidate, about 200 bytes.
pub(crate) fn candidate(number: usize) -> String {
    let mut text = String::new();
    let port = 50_000 + number;
    let written = write!(
        text,
        r#"{{"candidate":"candidate:1 1 udp 2122260223 192.0.2.10 {port} typ host generation 0 ufrag abcd network-id 1","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"abcd"}}"#
    );
    written.expect("to a string");
    text
}
