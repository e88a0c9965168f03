//! The groups of the inbox: a direction and a route.

use std::fmt;

use crate::routes_file::RouteName;

/// Which way items go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Customers' messages, to Genesys Cloud.
    In,
    /// Agents' messages, to WhatsApp.
    Out,
    /// Receipts, to Genesys Cloud.
    Receipt,
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::In, Self::Out, Self::Receipt];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Receipt => "receipt",
        }
    }

    /// Whom its items go to.
    #[must_use]
    pub fn vendor(self) -> Vendor {
        match self {
            Self::In | Self::Receipt => Vendor::Genesys,
            Self::Out => Vendor::WhatsApp,
        }
    }

    /// The group of this direction and a route, as the inbox knows it.
    #[must_use]
    pub fn of(self, route: &RouteName) -> String {
        format!("{}:{route}", self.as_str())
    }
}

/// Who is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// Genesys Cloud.
    Genesys,
    /// WhatsApp.
    WhatsApp,
}

impl Vendor {
    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Genesys => "genesys",
            Self::WhatsApp => "whatsapp",
        }
    }
}

impl fmt::Display for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
