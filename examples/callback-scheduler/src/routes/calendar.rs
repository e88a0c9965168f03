//! `GET /manage/{token}/booking.ics`

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use server_kit::calendar::{CalendarEntry, answer};

use super::{manage::find, pages::SITE};
use crate::{problem::Problem, state::AppState};

/// Writes the customer's booking as a file for a calendar; nothing of it is about the person.
pub(super) async fn calendar_file(
    State(state): State<Arc<AppState>>,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let booking = find(&state, &token).await?;
    let (saga, is_cancelled) = (&state.saga, booking.state.is_cancelled());
    let manage_url = format!("{}/manage/{token}", saga.terms.public_url);
    let video_url = saga.video_url(&booking).filter(|_| !is_cancelled);
    let entry = CalendarEntry {
        product: "Callback scheduler",
        organizer: SITE.name,
        public_url: &saga.terms.public_url,
        uid: &booking.customer_id,
        starts: booking.slot_at,
        minutes: i64::from(saga.terms.duration_minutes),
        title: "Callback with video meeting",
        description: &description(is_cancelled, video_url.as_deref(), &manage_url),
        location: video_url.as_deref(),
        url: Some(&manage_url),
        is_cancelled,
        sequence: booking.moves + u32::from(is_cancelled),
        stamp: saga.clock.now(),
    };
    Ok(answer("booking.ics", &entry))
}

fn description(is_cancelled: bool, video_url: Option<&str>, manage_url: &str) -> String {
    if is_cancelled {
        return "This callback is cancelled.".to_owned();
    }
    let mut lines = vec!["We call you on the phone at this time.".to_owned()];
    lines.extend(video_url.map(|url| format!("Video meeting: {url}")));
    lines.push(format!("Move or cancel: {manage_url}"));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_tells_how_to_join_or_change_the_call_until_it_is_cancelled() {
        let video = Some("https://video.example.com/a");
        let manage = "https://book.example.com/manage/b";

        assert_eq!(
            description(false, video, manage),
            "We call you on the phone at this time.\n\
             Video meeting: https://video.example.com/a\n\
             Move or cancel: https://book.example.com/manage/b"
        );
        assert!(!description(false, None, manage).contains("Video"));
        assert!(!description(true, video, manage).contains("https:"));
    }
}
