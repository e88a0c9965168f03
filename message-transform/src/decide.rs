//! What a bridge decides, apart from how it carries it out.
//!
//! Pure: what is known and the time go in, a decision comes out. A table of cases tests each.

pub mod age;
pub mod budget;
pub mod doubt;
pub mod failure;
pub mod identity;
pub mod receipts;
pub mod route;
pub mod window;
