#![doc = include_str!("../../README.md")]

#[doc = include_str!("../../docs/architecture.md")]
pub mod architecture {}

#[doc = include_str!("../../docs/callback-scheduler.md")]
pub mod callback_scheduler {}

#[doc = include_str!("../../docs/configuration.md")]
pub mod configuration {}

#[doc = include_str!("../../docs/errors-and-retries.md")]
pub mod errors_and_retries {}

#[doc = include_str!("../../docs/meeting-scheduler.md")]
pub mod meeting_scheduler {}

#[doc = include_str!("../../docs/testing-your-application.md")]
pub mod testing_your_application {}

pub mod socket_io;
