//! Which meeting of a period is a booking's: only what the vendor shows to be ours.

use chrono::{DateTime, TimeDelta, Utc};
use videoengager_client::Schedule;

use super::event::What;
use crate::booking::Booking;

/// How many candidates are described; a person sees them all at VideoEngager.
const DESCRIBED: usize = 5;

/// Finds a booking's meeting among those `listed` around its time.
///
/// Ours is what has our id of it, or gives back what we marked it with. What could only be
/// ours is left to a person, together with what speaks for it.
pub(super) fn judge(
    booking: &Booking,
    listed: &[Schedule],
    others: &[Booking],
    minutes: u32,
) -> What {
    if let Some(ours) = listed.iter().find(|one| is_ours(booking, one)) {
        // The vendor lists what was deleted, too.
        return match ours.is_active() {
            true => What::MeetingFound(ours.id.as_str().to_owned()),
            false => What::NoMeeting,
        };
    }
    if booking.meeting_id.is_some() {
        return What::NoMeeting;
    }
    let owned = |one: &Schedule| {
        let mut others = others.iter().filter(|other| other.id != booking.id);
        others.any(|other| other.meeting_id.as_deref() == Some(one.id.as_str()))
    };
    let candidates: Vec<_> = listed
        .iter()
        .filter(|one| may_be_ours(booking, one, minutes) && !owned(one))
        .take(DESCRIBED)
        .map(|one| describe(booking, one))
        .collect();
    match candidates.is_empty() {
        true => What::NoMeeting,
        false => What::MeetingUnclear(candidates.join("; ")),
    }
}

fn is_ours(booking: &Booking, one: &Schedule) -> bool {
    let mark = Some(booking.customer_id.as_str());
    booking.meeting_id.as_deref() == Some(one.id.as_str())
        || one.customer_id.as_deref() == mark
        || one.visitor.as_ref().and_then(|it| it.subject.as_deref()) == mark
}

/// Whether nothing speaks against it: it has our time and length, nobody's marks, and was
/// made when we asked for it, if that is told.
fn may_be_ours(booking: &Booking, one: &Schedule, minutes: u32) -> bool {
    let visitor = one.visitor.iter();
    let named = visitor.flat_map(|it| [&it.name, &it.email, &it.phone, &it.subject]);
    let asked =
        booking.created_at - TimeDelta::minutes(1)..=booking.created_at + TimeDelta::minutes(5);
    one.is_active()
        && one.date == Some(booking.slot_at)
        && one.duration.is_none_or(|length| length == minutes)
        && one.customer_id.is_none()
        && one.conversation_id.is_none()
        && named.flatten().all(String::is_empty)
        && created_at(one).is_none_or(|created| asked.contains(&created))
}

/// What speaks for a candidate, for the admin.
fn describe(booking: &Booking, one: &Schedule) -> String {
    let made = match created_at(one) {
        Some(created) => {
            let after = (created - booking.created_at).num_seconds();
            format!("made {after} s after the booking")
        }
        None => "when it was made is not told".to_owned(),
    };
    format!("{} (same time, no visitor, {made})", one.id.as_str())
}

/// When the meeting was made: told by the vendor, or by an id of MongoDB's form, whose
/// first four bytes are its creation in seconds.
fn created_at(schedule: &Schedule) -> Option<DateTime<Utc>> {
    let id = schedule.id.as_str();
    let is_object_id = id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let seconds = || i64::from_str_radix(id.get(..8).filter(|_| is_object_id)?, 16).ok();
    schedule
        .created
        .or_else(|| DateTime::from_timestamp(seconds()?, 0))
}

#[cfg(test)]
mod tests {
    use videoengager_client::ScheduleId;

    use super::*;

    #[test]
    fn the_creation_is_told_by_the_vendor_or_by_an_object_id() {
        let made = |id: &str| created_at(&Schedule::new(ScheduleId::new(id)));
        let told = DateTime::from_timestamp(1_795_000_000, 0).unwrap();

        assert_eq!(
            made("6afd8ac0000000000000000a"),
            DateTime::from_timestamp(0x6afd_8ac0, 0)
        );
        for other in [
            "schedule-example-1",
            "6afd8ac0",
            "6afd8ac0000000000000000g",
            "",
        ] {
            assert_eq!(made(other), None, "{other}");
        }
        let schedule =
            Schedule::new(ScheduleId::new("6afd8ac0000000000000000a")).with_created(told);
        assert_eq!(created_at(&schedule), Some(told));
    }
}
