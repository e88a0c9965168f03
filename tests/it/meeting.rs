//! The meeting scheduler.

mod agents;
mod calendar;
mod canaries;
mod changing;
mod conflicts;
mod cross_site;
mod disconnecting;
mod environments;
mod expiring;
mod faults;
mod harness;
mod headers;
mod health;
mod idempotency;
mod joining;
mod joining_refused;
mod late_sign_ins;
mod limits;
mod listing;
mod operator;
mod perhaps_scheduled;
mod scheduling;
mod sessions;
mod signing_in;
mod validation;
