#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod borrowed;
mod case;
mod clean;
pub mod connect;
mod directory;
pub mod five9;
pub mod flex;
pub mod genesys;
mod index;
mod lookup;
mod memory;
mod outcome;
mod phone_key;
mod problem;
mod reader;
mod request;
mod screen_pop_url;
mod summary;

#[cfg(feature = "client")]
mod client;

pub use answer::{Hit, LookupAnswer, Match, Miss};
pub use borrowed::{CaseRef, HitRef, PatientRef};
pub use case::{Case, Patient};
pub use clean::clean;
pub use directory::{CaseDirectory, DirectoryError, Matches};
pub use index::{CaseIds, IndexedNumber, PhoneIndex};
pub use lookup::{LookupError, lookup};
pub use memory::CasesInMemory;
pub use outcome::{DirectoryLookup, LookUpCaller, Lookup, Unknown, UnknownReason};
pub use phone_key::PhoneKey;
pub use problem::LookupProblem;
pub use reader::{Caller, NotANumber, PhoneReader, UnknownRegion};
pub use request::LookupRequest;
pub use screen_pop_url::{InvalidScreenPopUrl, ScreenPopUrl};

#[cfg(feature = "client")]
pub use ccaas_http::{Clock, ResponseMeta, VendorError, reqwest_client};
#[cfg(feature = "client")]
pub use client::{
    ApiError, Error, LookupBuildError, LookupClient, LookupClientBuilder, LookupCredential,
};
#[cfg(feature = "client")]
pub use secrecy::SecretString;
