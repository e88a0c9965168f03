//! The screen pop: the agent's page, the administration, and the page of a case.

mod agent;
mod calls;
mod case;
mod elsewhere;
mod imports;
mod keys;
mod world;
