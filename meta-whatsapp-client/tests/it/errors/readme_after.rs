use std::time::Duration;

use meta_whatsapp_client::{Error, ErrorScope};

enum Next {
    /// Again, after a while; until then hold back what the scope names.
    Again(Duration, ErrorScope),
    /// It may have arrived: sending it again could be a second message.
    FindOut,
    WithATemplate,
    AskAPerson,
}

fn after(error: &Error, repeats: u32) -> Next {
    if error.may_have_been_applied() {
        return Next::FindOut;
    }
    let Some(answer) = error.as_api() else {
        let wait = Duration::from_secs(1);
        return if error.is_transient() {
            Next::Again(wait, ErrorScope::App)
        } else {
            Next::AskAPerson
        };
    };
    if answer.needs_template() {
        return Next::WithATemplate; // 131047: 24 hours since the customer's last message.
    }
    if !answer.is_retryable() {
        return Next::AskAPerson;
    }
    // What is retryable has a hint. 131056 concerns one customer, 130429 the number, 80007
    // the account.
    let wait = answer.retry_after_hint(repeats).unwrap_or(Duration::from_secs(60));
    Next::Again(wait, answer.scope())
}
