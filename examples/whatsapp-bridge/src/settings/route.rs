//! The route `default`: the documented variables, and their names in the document.

use std::path::PathBuf;

use anyhow::{Context, bail};
use genesys_client::Region;
use meta_whatsapp_client::{PhoneNumberId, WabaId};
use secrecy::SecretString;
use server_kit::settings::{Missing, secret};
use url::Url;

use crate::routes_file::{Route, RouteName};

/// One number and one integration.
#[derive(clap::Args, Clone, Debug)]
pub struct RouteArguments {
    /// Secret of the Meta app, which signs webhooks. Required.
    #[arg(long, env = "META_APP_SECRET", hide_env_values = true)]
    pub meta_app_secret: Option<SecretString>,
    /// File that holds META_APP_SECRET.
    #[arg(long, env = "META_APP_SECRET_FILE")]
    pub meta_app_secret_file: Option<PathBuf>,
    /// The secret that META_APP_SECRET replaces; both are believed.
    #[arg(long, env = "META_APP_SECRET_OLD", hide_env_values = true)]
    pub meta_app_secret_old: Option<SecretString>,
    /// The same as META_APP_SECRET.
    #[arg(long, env = "APP_SECRET", hide_env_values = true)]
    pub app_secret: Option<SecretString>,
    /// What Meta says when it verifies the webhook. Required.
    #[arg(long, env = "META_VERIFY_TOKEN", hide_env_values = true)]
    pub meta_verify_token: Option<SecretString>,
    /// File that holds META_VERIFY_TOKEN.
    #[arg(long, env = "META_VERIFY_TOKEN_FILE")]
    pub meta_verify_token_file: Option<PathBuf>,
    /// The same as META_VERIFY_TOKEN.
    #[arg(long, env = "VERIFY_TOKEN", hide_env_values = true)]
    pub verify_token: Option<SecretString>,
    /// Token of a system user, to send with. Required.
    #[arg(long, env = "META_ACCESS_TOKEN", hide_env_values = true)]
    pub meta_access_token: Option<SecretString>,
    /// File that holds META_ACCESS_TOKEN.
    #[arg(long, env = "META_ACCESS_TOKEN_FILE")]
    pub meta_access_token_file: Option<PathBuf>,
    /// The same as META_ACCESS_TOKEN.
    #[arg(long, env = "ACCESS_TOKEN", hide_env_values = true)]
    pub access_token: Option<SecretString>,
    /// Id of the WhatsApp number. Required.
    #[arg(long, env = "META_PHONE_NUMBER_ID")]
    pub meta_phone_number_id: Option<String>,
    /// Id of the WhatsApp business account; only `check` needs it.
    #[arg(long, env = "META_WABA_ID")]
    pub meta_waba_id: Option<String>,
    /// Meta's Graph API, or what stands in for it: https://graph.facebook.com.
    #[arg(long, env = "META_BASE_URL")]
    pub meta_base_url: Option<Url>,

    /// Genesys Cloud OAuth client id (grant: client credentials). Required.
    #[arg(long, env = "GENESYS_CLIENT_ID")]
    pub genesys_client_id: Option<String>,
    /// The same as GENESYS_CLIENT_ID.
    #[arg(long, env = "CLIENT_ID")]
    pub client_id: Option<String>,
    /// Genesys Cloud OAuth client secret. Required.
    #[arg(long, env = "GENESYS_CLIENT_SECRET", hide_env_values = true)]
    pub genesys_client_secret: Option<SecretString>,
    /// File that holds GENESYS_CLIENT_SECRET.
    #[arg(long, env = "GENESYS_CLIENT_SECRET_FILE")]
    pub genesys_client_secret_file: Option<PathBuf>,
    /// The same as GENESYS_CLIENT_SECRET.
    #[arg(long, env = "CLIENT_SECRET", hide_env_values = true)]
    pub client_secret: Option<SecretString>,
    /// Genesys Cloud: eu-central-1, mypurecloud.de, or http://host:port. Required.
    #[arg(long, env = "GENESYS_REGION")]
    pub genesys_region: Option<String>,
    /// The same as GENESYS_REGION.
    #[arg(long, env = "REGION")]
    pub region: Option<String>,
    /// Id of the Open Messaging integration. Required.
    #[arg(long, env = "GENESYS_INTEGRATION_ID")]
    pub genesys_integration_id: Option<String>,
    /// Secret that the integration signs its webhooks with. Required.
    #[arg(long, env = "GENESYS_WEBHOOK_SECRET", hide_env_values = true)]
    pub genesys_webhook_secret: Option<SecretString>,
    /// File that holds GENESYS_WEBHOOK_SECRET.
    #[arg(long, env = "GENESYS_WEBHOOK_SECRET_FILE")]
    pub genesys_webhook_secret_file: Option<PathBuf>,
    /// The secret that GENESYS_WEBHOOK_SECRET replaces; both are believed.
    #[arg(long, env = "GENESYS_WEBHOOK_SECRET_OLD", hide_env_values = true)]
    pub genesys_webhook_secret_old: Option<SecretString>,
}

impl RouteArguments {
    /// Whether any of the variables is set that make up a route.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        [
            self.meta_app_secret.is_some(),
            self.meta_app_secret_file.is_some(),
            self.app_secret.is_some(),
            self.meta_verify_token.is_some(),
            self.meta_verify_token_file.is_some(),
            self.verify_token.is_some(),
            self.meta_access_token.is_some(),
            self.meta_access_token_file.is_some(),
            self.access_token.is_some(),
            self.meta_phone_number_id.is_some(),
            self.genesys_client_id.is_some(),
            self.client_id.is_some(),
            self.genesys_client_secret.is_some(),
            self.genesys_client_secret_file.is_some(),
            self.client_secret.is_some(),
            self.genesys_integration_id.is_some(),
            self.genesys_webhook_secret.is_some(),
            self.genesys_webhook_secret_file.is_some(),
        ]
        .contains(&true)
    }

    /// The route `default`; every missing variable is named in one error.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn route(&self) -> anyhow::Result<Route> {
        let app_secret = either(
            ("META_APP_SECRET", &self.meta_app_secret),
            &self.meta_app_secret_file,
            ("APP_SECRET", &self.app_secret),
        )?;
        let verify_token = either(
            ("META_VERIFY_TOKEN", &self.meta_verify_token),
            &self.meta_verify_token_file,
            ("VERIFY_TOKEN", &self.verify_token),
        )?;
        let access_token = either(
            ("META_ACCESS_TOKEN", &self.meta_access_token),
            &self.meta_access_token_file,
            ("ACCESS_TOKEN", &self.access_token),
        )?;
        let client_secret = either(
            ("GENESYS_CLIENT_SECRET", &self.genesys_client_secret),
            &self.genesys_client_secret_file,
            ("CLIENT_SECRET", &self.client_secret),
        )?;
        let webhook_secret = secret(
            "GENESYS_WEBHOOK_SECRET",
            self.genesys_webhook_secret.clone(),
            self.genesys_webhook_secret_file.clone(),
        )?;
        let client_id = self.genesys_client_id.clone().or(self.client_id.clone());
        let region = self.genesys_region.clone().or(self.region.clone());

        let mut missing = Missing::default();
        let app_secret = missing.required_secret("META_APP_SECRET", app_secret);
        let verify_token = missing.required_secret("META_VERIFY_TOKEN", verify_token);
        let access_token = missing.required_secret("META_ACCESS_TOKEN", access_token);
        let number = missing.required("META_PHONE_NUMBER_ID", self.meta_phone_number_id.clone());
        let client_id = missing.required("GENESYS_CLIENT_ID", client_id);
        let client_secret = missing.required_secret("GENESYS_CLIENT_SECRET", client_secret);
        let region = missing.required("GENESYS_REGION", region);
        let integration = self.genesys_integration_id.clone();
        let integration = missing.required("GENESYS_INTEGRATION_ID", integration);
        let webhook_secret = missing.required_secret("GENESYS_WEBHOOK_SECRET", webhook_secret);
        missing.finish()?;

        let region: Region = region.parse().context("GENESYS_REGION")?;
        let old = |secret: &Option<SecretString>| secret.clone().into_iter();
        Ok(Route {
            name: RouteName::default_route(),
            phone_number_id: PhoneNumberId::new(number),
            waba_id: self.meta_waba_id.clone().map(WabaId::new),
            access_token,
            app_secrets: [app_secret]
                .into_iter()
                .chain(old(&self.meta_app_secret_old))
                .collect(),
            verify_token,
            meta_base_url: self.meta_base_url.clone(),
            region,
            client_id,
            client_secret,
            integration_id: integration,
            webhook_secrets: [webhook_secret]
                .into_iter()
                .chain(old(&self.genesys_webhook_secret_old))
                .collect(),
        })
    }
}

/// A secret by its name, from its file, or by its name in the document.
fn either(
    (name, value): (&str, &Option<SecretString>),
    file: &Option<PathBuf>,
    (documented, other): (&str, &Option<SecretString>),
) -> anyhow::Result<Option<SecretString>> {
    let own = secret(name, value.clone(), file.clone())?;
    let other = secret(documented, other.clone(), None)?;
    if own.is_some() && other.is_some() {
        bail!("{name} and {documented} are both set; keep one of them");
    }
    Ok(own.or(other))
}
