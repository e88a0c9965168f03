//! What is looked at when the server starts. None of it stops the server: a vendor that
//! is down now may be up when the first person signs in.

use server_kit::causes::causes;

use crate::{env::Env, setup::Config, state::AppState, vendor::Method};

/// Signs in to every environment that has a Partner API Key, and logs what is wrong.
pub async fn check_sign_ins(state: &AppState) {
    for env in Env::ALL {
        let installation = state.vendors.of(env);
        let Some(partner) = installation.partner.clone() else {
            continue;
        };
        let environment = env.key();
        match state.clients.login(installation, Method::Pak, partner) {
            Ok(login) => {
                if let Err(error) = login.client.sign_in().await {
                    tracing::error!(
                        error = %causes(&error),
                        environment,
                        "Failed to authenticate with VideoEngager"
                    );
                }
            }
            Err(error) => tracing::error!(error = %causes(&error), environment, "no client"),
        }
    }
}

/// Warns about settings that are fine for a trial and not for customers.
pub fn warn_about(config: &Config) {
    if config.sandbox {
        tracing::warn!("sandbox: a fake VideoEngager stands in, and no real meeting is made");
    }
    match &config.operator {
        Some(password) => password.warn_if_documented("OPERATOR_PASSWORD_HASH"),
        None => tracing::warn!(
            "OPERATOR_PASSWORD_HASH is not set: whoever opens the page may join as an agent"
        ),
    }
    if Env::ALL
        .iter()
        .all(|env| config.vendors.of(*env).partner.is_none())
    {
        tracing::warn!(
            "no environment has a Partner API Key (VE_PAK): people sign in by their own accounts only"
        );
    }
    config.common.warn();
}
