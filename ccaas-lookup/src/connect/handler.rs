//! The body of the Lambda function.

use std::{
    collections::BTreeMap,
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use super::{ConnectEvent, flat};
use crate::{LookUpCaller, Lookup, Unknown, UnknownReason};

/// How long a flow should be kept waiting: the documented timeout of a lookup.
///
/// A flow's block waits 8 s at most; set it to 3 s, so that it never gives up first.
pub const BUDGET: Duration = Duration::from_secs(2);

/// Answers an event with a flat map of strings, whatever happens.
///
/// `give_up` ends the waiting: `tokio::time::sleep(BUDGET)`, or whatever the runtime has for
/// it. Then, and after every failure, the answer is that of [`flat`] for a caller who is not
/// known, so that the flow goes on. An event without a number is answered at once.
pub async fn handle(
    event: &ConnectEvent,
    callers: &dyn LookUpCaller,
    give_up: impl Future<Output = ()> + Send,
) -> BTreeMap<&'static str, String> {
    let found = match event.customer_phone_number() {
        Some(phone) => Some(first_of(callers.look_up(phone), give_up).await),
        None => None,
    };
    flat(found.as_ref())
}

/// What was found, unless the time is over before.
async fn first_of(
    lookup: impl Future<Output = Lookup> + Send,
    give_up: impl Future<Output = ()> + Send,
) -> Lookup {
    let (mut lookup, mut give_up) = (pin!(lookup), pin!(give_up));
    poll_fn(|context| {
        if let Poll::Ready(found) = lookup.as_mut().poll(context) {
            return Poll::Ready(found);
        }
        let over = give_up.as_mut().poll(context);
        over.map(|()| Unknown::new(UnknownReason::TimedOut).into())
    })
    .await
}
