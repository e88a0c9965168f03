//! Many calls at once, and no token yet.

use std::fmt;

use anyhow::Result;
use serde::Serialize;

use crate::{
    calls::{self, Ours},
    stub::Stub,
};

const CALLS: usize = 1_000;

#[derive(Debug, Serialize)]
pub(crate) struct ColdToken {
    calls: usize,
    token_requests: u64,
}

pub(crate) async fn measure(stub: &Stub) -> Result<ColdToken> {
    let client = Ours::new(stub)?;
    stub.take_token_requests().await?;
    calls::run(&client, CALLS, CALLS).await?;
    Ok(ColdToken {
        calls: CALLS,
        token_requests: stub.take_token_requests().await?,
    })
}

impl ColdToken {
    pub(crate) fn miss(&self) -> Option<String> {
        (self.token_requests != 1)
            .then(|| format!("a cold token took {} requests", self.token_requests))
    }
}

impl fmt::Display for ColdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            calls,
            token_requests,
        } = self;
        write!(
            f,
            "{calls} calls at once on a cold token: {token_requests} token request(s) (target 1)"
        )
    }
}
