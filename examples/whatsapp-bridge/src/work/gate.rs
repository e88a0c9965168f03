//! Whether a vendor of a route is called now, and who is told when it is not.

use std::sync::{Mutex, MutexGuard, PoisonError};

use ccaas_http::Clock;
use chrono::{DateTime, Utc};
use message_transform::decide::{
    failure::Failure,
    route::{self, Alert, Event, State},
};
use server_kit::events::{self, Events};
use tokio::sync::watch;

use super::group::Vendor;
use crate::routes_file::RouteName;

/// 1 while nothing is sent to a vendor of a route.
pub const PAUSED: &str = "whatsapp_bridge_route_paused";

/// The gate to one vendor of one route.
#[derive(Debug)]
pub struct Gate {
    route: RouteName,
    vendor: Vendor,
    clock: Clock,
    events: Events,
    state: Mutex<State<String>>,
    changed: watch::Sender<()>,
}

impl Gate {
    /// An open gate.
    #[must_use]
    pub fn new(route: RouteName, vendor: Vendor, clock: Clock, events: Events) -> Self {
        let gate = Self {
            route,
            vendor,
            clock,
            events,
            state: Mutex::default(),
            changed: watch::channel(()).0,
        };
        gate.measure(0.);
        gate
    }

    /// The route that it belongs to.
    #[must_use]
    pub fn route(&self) -> &RouteName {
        &self.route
    }

    /// The vendor behind it.
    #[must_use]
    pub fn vendor(&self) -> Vendor {
        self.vendor
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self) -> State<String> {
        self.lock().clone()
    }

    /// Takes in that a call failed in a way that others would, too.
    pub fn failed(&self, failure: &Failure) {
        self.take(Event::Failed {
            cause: failure.cause.clone(),
            retry_after: failure.retry_after,
        });
    }

    /// Takes in that the vendor dealt with a call.
    pub fn answered(&self) {
        self.take(Event::Answered);
    }

    /// Tries the vendor now.
    pub fn resume(&self) {
        self.take(Event::Resume);
    }

    /// How many more items may be sent while `under_way` are, out of `most`.
    pub fn room(&self, under_way: usize, most: usize) -> usize {
        self.take(Event::Due);
        self.lock().room(under_way, most)
    }

    /// When a pause is over.
    #[must_use]
    pub fn paused_until(&self) -> Option<DateTime<Utc>> {
        match &*self.lock() {
            State::Paused(pause) => Some(pause.until),
            State::Open | State::Probing(_) => None,
        }
    }

    /// Follows the changes of its state.
    #[must_use]
    pub fn follow(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    fn take(&self, event: Event<String>) {
        let mut state = self.lock();
        let step = route::next(&state, event, self.clock.now());
        let is_changed = step.state != *state;
        *state = step.state;
        let cause = state.pause().map(|pause| pause.cause.clone());
        drop(state);
        if is_changed {
            self.changed.send_replace(());
        }
        if let Some(alert) = step.alert {
            self.tell(alert, cause.as_deref());
        }
    }

    fn tell(&self, alert: Alert, cause: Option<&str>) {
        let (route, vendor) = (&self.route, self.vendor);
        match alert {
            Alert::Paused => {
                let cause = cause.unwrap_or("unknown");
                tracing::error!(%route, %vendor, cause, "the route has paused");
                self.measure(1.);
            }
            Alert::Resumed => {
                tracing::info!(%route, %vendor, "the route goes on");
                self.measure(0.);
            }
        }
        let data = serde_json::json!({
            "route": route.as_str(),
            "vendor": vendor,
            "state": if alert == Alert::Paused { "paused" } else { "open" },
            "cause": cause,
        });
        self.events.send(events::Event::new("route", &data));
    }

    fn measure(&self, value: f64) {
        let route = self.route.to_string();
        metrics::gauge!(PAUSED, "route" => route, "vendor" => self.vendor.as_str()).set(value);
    }

    fn lock(&self) -> MutexGuard<'_, State<String>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
