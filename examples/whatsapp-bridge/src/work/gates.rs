//! The gates of all routes.

use std::{collections::HashMap, sync::Arc};

use ccaas_http::Clock;
use server_kit::events::Events;

use super::{gate::Gate, group::Vendor};
use crate::routes_file::RouteName;

/// The gates of all routes: who is called now, and who is not.
#[derive(Clone, Debug, Default)]
pub struct Gates(Arc<HashMap<(RouteName, Vendor), Arc<Gate>>>);

impl Gates {
    /// Open gates for all routes.
    #[must_use]
    pub fn new<'a>(
        routes: impl Iterator<Item = &'a RouteName>,
        clock: &Clock,
        events: &Events,
    ) -> Self {
        let mut gates = HashMap::new();
        for route in routes {
            for vendor in [Vendor::Genesys, Vendor::WhatsApp] {
                let gate = Gate::new(route.clone(), vendor, clock.clone(), events.clone());
                gates.insert((route.clone(), vendor), Arc::new(gate));
            }
        }
        Self(Arc::new(gates))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Gate>> {
        self.0.values()
    }

    /// The gate to a vendor of a route.
    #[must_use]
    pub fn of(&self, route: &RouteName, vendor: Vendor) -> Option<&Arc<Gate>> {
        self.0.get(&(route.clone(), vendor))
    }
}
