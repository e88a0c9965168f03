//! The callback scheduler.

mod booking;
mod branches;
mod canaries;
mod cancelling;
mod customer;
mod faults;
mod harness;
mod headers;
mod health;
mod idempotency;
mod limits;
mod moving;
mod recovery;
mod unconfirmed;
mod validation;
