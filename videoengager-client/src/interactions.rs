//! Interactions: video calls that begin at once.
//!
//! | What | Endpoint |
//! |---|---|
//! | create, public | `POST /api/interactions/tenants/{tenantId}/interactions` |
//! | create | `POST /api/interactions` |
//! | create by a visitor | `POST /api/interactions/createByVisitor/{tenantId}` |
//! | the visitor's view, public | `GET /api/interactions/{interactionId}/visitor` |
//! | the agent's view | `GET /api/interactions/{interactionId}/agent` |
//! | delete | `DELETE /api/interactions/{interactionId}` |
//! | feedback, public | `GET` and `POST /api/interactions/{interactionId}/feedback` |
//!
//! ([examples of the vendor](https://github.com/VideoEngager/videoengager.github.io))

mod feedback;
mod interaction;
mod request;

#[cfg(feature = "client")]
mod endpoints;

pub use feedback::{CreateFeedback, Feedback};
pub use interaction::{Interaction, InteractionByVisitor, InteractionId, InteractionUrls};
pub use request::{CreateInteraction, CreateInteractionByVisitor, InteractionType};

#[cfg(feature = "client")]
pub use endpoints::Interactions;
