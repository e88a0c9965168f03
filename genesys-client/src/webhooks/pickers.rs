//! Lists and times to choose from.

use ccaas_http::{
    debug_allow_list,
    read::{filled, lenient, list, time},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Location, ReplyMessage};

/// A list to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ListPicker {
    /// The list's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<String>,
    /// The parts of the list.
    #[serde(deserialize_with = "list")]
    pub sections: Vec<ListPickerSection>,
    /// What the customer sees first.
    #[serde(deserialize_with = "lenient")]
    pub received_message: Option<ReplyMessage>,
    /// What the customer sees after the answer.
    #[serde(deserialize_with = "lenient")]
    pub reply_message: Option<ReplyMessage>,
}

/// A part of a list.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ListPickerSection {
    /// The title.
    #[serde(deserialize_with = "filled")]
    pub title: Option<String>,
    /// Whether several items may be chosen.
    #[serde(deserialize_with = "lenient")]
    pub multiple_selection: Option<bool>,
    /// The items.
    #[serde(deserialize_with = "list")]
    pub items: Vec<ListPickerItem>,
}
debug_allow_list!(ListPickerSection {
    multiple_selection,
    items,
});

/// An item of a list.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ListPickerItem {
    /// The item's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<String>,
    /// What it says.
    #[serde(deserialize_with = "filled")]
    pub title: Option<String>,
    /// What it says below.
    #[serde(deserialize_with = "filled")]
    pub subtitle: Option<String>,
    /// The URL of a picture.
    #[serde(deserialize_with = "filled")]
    pub image_url: Option<String>,
}
debug_allow_list!(ListPickerItem {});

/// Times to choose from.
#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DatePicker {
    /// The picker's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<String>,
    /// The title.
    #[serde(deserialize_with = "filled")]
    pub title: Option<String>,
    /// The line below the title.
    #[serde(deserialize_with = "filled")]
    pub subtitle: Option<String>,
    /// The URL of a picture.
    #[serde(deserialize_with = "filled")]
    pub image_url: Option<String>,
    /// The first day that can be chosen.
    #[serde(deserialize_with = "time")]
    pub date_minimum: Option<DateTime<Utc>>,
    /// The last day that can be chosen.
    #[serde(deserialize_with = "time")]
    pub date_maximum: Option<DateTime<Utc>>,
    /// Where it takes place.
    #[serde(deserialize_with = "lenient")]
    pub location: Option<Location>,
    /// The times.
    #[serde(deserialize_with = "list")]
    pub available_times: Vec<AvailableTime>,
    /// The order of day, month and year.
    #[serde(deserialize_with = "filled")]
    pub date_display_format: Option<String>,
}
debug_allow_list!(DatePicker { available_times });

/// A time that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct AvailableTime {
    /// When it begins.
    #[serde(deserialize_with = "time")]
    pub date_time: Option<DateTime<Utc>>,
    /// How many seconds it lasts.
    #[serde(deserialize_with = "lenient")]
    pub duration: Option<u64>,
}
