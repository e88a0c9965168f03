//! Genesys Cloud: a data action, script variables, the Embeddable Framework.
//!
//! Three ways to the agent's screen, and they go together: [`DataAction`] lets a flow or a
//! script ask for the caller's case; a flow hands the answer on in [`script_variables`]; a
//! customer system that embeds Genesys Cloud is opened by [`framework_attributes`].

mod data_action;
mod framework;
mod script;

pub use data_action::{Credential, DataAction, TIMEOUT_SECONDS};
pub use framework::{framework_attributes, read_search_value};
pub use script::script_variables;
