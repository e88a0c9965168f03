//! What a Lambda function of Amazon Connect answers: reads an event, prints the answer.
//!
//! ```sh
//! CRM_URL=https://crm.example.com CRM_API_KEY=… \
//!     cargo run -p ccaas-lookup --example connect_lambda < event.json
//! ```
//!
//! In the function itself, `lambda_runtime::service_fn` calls [`answer`] with each event; the
//! client is made once, before, so that its cache lives as long as the function does.

use std::{env, error::Error, io};

use ccaas_lookup::{
    LookUpCaller, LookupClient, LookupCredential, PhoneReader,
    connect::{BUDGET, ConnectEvent, handle},
};
use serde_json::Value;

/// The function: it never fails, so the flow never takes its error branch because of a lookup.
async fn answer(event: &Value, crm: &dyn LookUpCaller) -> Value {
    let event = ConnectEvent::read(event);
    let answer = handle(&event, crm, tokio::time::sleep(BUDGET)).await;
    answer.into_iter().collect()
}

/// Settings as the function's environment has them.
fn client() -> Result<LookupClient, Box<dyn Error>> {
    let setting = |name: &str| env::var(name).map_err(|_| format!("{name} is not set"));
    let region = env::var("PHONE_REGION").unwrap_or_else(|_| "IT".to_owned());
    let key = LookupCredential::ApiKey(setting("CRM_API_KEY")?.into());
    let reader = PhoneReader::new(&region)?;
    Ok(LookupClient::builder(setting("CRM_URL")?.parse()?, key, reader).build()?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let crm = client()?;

    let event: Value = serde_json::from_reader(io::stdin())?;
    let answer = answer(&event, &crm).await;

    serde_json::to_writer_pretty(io::stdout(), &answer)?;
    Ok(())
}
