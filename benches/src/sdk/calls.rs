//! The same calls, through bare reqwest and through our client.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use anyhow::{Result, ensure};
use genesys_client::{GenesysClient, Queue, QueueId, Timeouts, reqwest_client};
use http::{HeaderValue, header};
use tokio::task::JoinSet;

use crate::stub::{QUEUE_ID, Stub, TOKEN};

/// One call, and the check that it read the queue.
pub(crate) trait ReadQueue: Clone + Send + Sync + 'static {
    fn read_queue(&self) -> impl Future<Output = Result<Queue>> + Send;
}

/// What a program without our client writes: the URL put together, the token sent, the
/// status checked, the JSON decoded. No time limit but that of the connection, no
/// repeat, no size cap, no token cache, no span.
#[derive(Clone)]
pub(crate) struct Bare {
    http: reqwest::Client,
    base: Arc<str>,
    authorization: HeaderValue,
}

impl Bare {
    pub(crate) fn new(stub: &Stub) -> Result<Self> {
        Ok(Self {
            // The same settings as our client's own.
            http: reqwest_client(&Timeouts::default())?,
            base: stub.url("").into(),
            authorization: HeaderValue::try_from(format!("Bearer {TOKEN}"))?,
        })
    }
}

impl ReadQueue for Bare {
    async fn read_queue(&self) -> Result<Queue> {
        let url = format!("{}/api/v2/routing/queues/{QUEUE_ID}", self.base);
        let request = self
            .http
            .get(url)
            .header(header::AUTHORIZATION, self.authorization.clone());
        Ok(request.send().await?.error_for_status()?.json().await?)
    }
}

/// The same through our client.
#[derive(Clone)]
pub(crate) struct Ours {
    genesys: GenesysClient,
    queue_id: QueueId,
}

impl Ours {
    pub(crate) fn new(stub: &Stub) -> Result<Self> {
        Ok(Self {
            genesys: stub.genesys()?,
            queue_id: QueueId::new(QUEUE_ID),
        })
    }
}

impl ReadQueue for Ours {
    async fn read_queue(&self) -> Result<Queue> {
        Ok(self
            .genesys
            .queues()
            .get(&self.queue_id)
            .await?
            .into_inner())
    }
}

/// Makes `calls` calls, `in_flight` at a time.
pub(crate) async fn run(client: &impl ReadQueue, calls: usize, in_flight: usize) -> Result<()> {
    let left = Arc::new(AtomicUsize::new(calls));
    let mut lanes = JoinSet::new();
    for _ in 0..in_flight {
        let (client, left) = (client.clone(), Arc::clone(&left));
        lanes.spawn(async move {
            let take = |left: usize| left.checked_sub(1);
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
                .is_ok()
            {
                let queue = client.read_queue().await?;
                ensure!(
                    queue.id.is_some_and(|id| id.as_str() == QUEUE_ID),
                    "another queue"
                );
            }
            Ok(())
        });
    }
    while let Some(lane) = lanes.join_next().await {
        lane??;
    }
    Ok(())
}
