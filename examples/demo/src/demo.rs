//! The running demo: start, readiness, stop.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use futures_util::future::{join_all, try_join_all};
use server_kit::{
    events::Events,
    serve::ConnectionLimits,
    tls::{self, TlsFiles},
};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};
use url::Url;

use crate::{
    api,
    args::Args,
    binaries,
    block::Block,
    chat::Chat,
    clock::Ahead,
    events,
    fakes::{RunningFake, Vendor},
    lines::{Echo, Lines},
    probe, relay,
    server::{Launch, Order, Server},
    services::{BRIDGE, FAKES, SERVERS, Tls, environment},
    view::ServiceView,
    workspace::Workspace,
};

/// A start longer than this is explained on standard error.
const SILENT_START: Duration = Duration::from_secs(1);
const LONGEST_START: Duration = Duration::from_secs(60);
/// What is kept for whoever was away for a moment.
const MOST_EVENTS: usize = 512;
const MOST_EVENT_BYTES: usize = 4 * 1024 * 1024;

/// Everything that runs.
pub(crate) struct Demo {
    /// The ports.
    pub(crate) block: Block,
    /// The example servers.
    pub(crate) servers: Vec<Server>,
    /// The vendor fakes.
    pub(crate) fakes: Vec<RunningFake>,
    /// A customer's phone and an agent's desk.
    pub(crate) chat: Chat,
    /// How far the clocks are ahead.
    pub(crate) ahead: Ahead,
    /// Asks the demo's own services.
    pub(crate) http: reqwest::Client,
    /// What happens, for those who watch.
    pub(crate) events: Events,
    /// Turns true when the demo ends.
    pub(crate) ending: watch::Sender<bool>,
    admin_token: String,
}

/// Runs the demo until it is told to stop.
pub(crate) async fn run(args: Args) -> anyhow::Result<()> {
    tls::install_default();
    let mut stop = std::pin::pin!(told_to_stop()?);
    let block = Block::reserve(args.bind, args.port_base, args.tls_cert.is_some())?;
    let programs = find_programs()?;
    let workspace = Workspace::open(args.data_dir.as_deref())?;
    let page = block.addr(0);
    let listener = server_kit::serve::bind(page.ip(), page.port())?;

    let demo = Arc::new(Demo::start(&args, block, &workspace, programs).await?);
    let outcome = tokio::select! {
        outcome = serve(&demo, &args, listener) => outcome,
        () = &mut stop => Ok(()),
    };
    demo.stop().await;
    drop(demo);
    let closed = workspace.close();
    outcome.and(closed)
}

/// Waits for the servers, says that everything is ready, and serves the page.
async fn serve(
    demo: &Arc<Demo>,
    args: &Args,
    listener: std::net::TcpListener,
) -> anyhow::Result<()> {
    demo.ready().await?;
    let tls = TlsFiles::from_settings(args.tls_cert.clone(), args.tls_key.clone())?;
    let ended = demo.ended();
    let watching = events::watch(Arc::clone(demo));
    let app = api::app(Arc::clone(demo));
    let serving = server_kit::serve::serve(listener, app, tls, ConnectionLimits::default(), ended);
    say_ready(&demo.block.url(0));
    tokio::select! {
        served = serving => served,
        () = watching => Ok(()),
    }
}

impl Demo {
    async fn start(
        args: &Args,
        block: Block,
        workspace: &Workspace,
        programs: Vec<PathBuf>,
    ) -> anyhow::Result<Self> {
        let starting = FAKES
            .iter()
            .map(|plan| RunningFake::start(plan, block.addr(plan.offset)));
        let fakes = try_join_all(starting).await?;
        let events = Events::new(MOST_EVENTS, MOST_EVENT_BYTES);
        let http = probe::client(block.tls())?;
        let bridge = match block.tls() {
            true => relay::start(block.url(BRIDGE), http.clone()).await?,
            false => Url::parse(&block.url(BRIDGE)).context("an address forms a URL")?,
        };
        let chat = chat(&fakes, &bridge, events.clone())?;
        let ahead = Ahead::default();
        let admin_token = workspace.admin_token()?;
        let tls_files = [&args.tls_cert, &args.tls_key].map(|file| absolute(file.as_deref()));
        let [cert, key] = tls_files;
        let (cert, key) = (cert?, key?);
        let tls = cert
            .as_deref()
            .zip(key.as_deref())
            .map(|(cert, key)| Tls { cert, key });
        let echo = Echo::choose(args.verbose, args.no_color);

        let mut servers = Vec::new();
        for (plan, program) in SERVERS.iter().zip(programs) {
            let folder = workspace.of_server(plan.name)?;
            let environment = environment(plan, &block, &folder, &admin_token, tls);
            let launch = Launch {
                program,
                environment,
                folder,
                url: block.url(plan.offset),
                ahead: ahead.clone(),
            };
            let lines = Lines::new(plan.name, echo);
            servers.push(Server::start(plan, launch, lines, http.clone()));
        }
        let (ending, _) = watch::channel(false);
        Ok(Self {
            block,
            servers,
            fakes,
            chat,
            ahead,
            http,
            events,
            ending,
            admin_token,
        })
    }

    /// Waits until every server answers.
    async fn ready(&self) -> anyhow::Result<()> {
        let ready = try_join_all(self.servers.iter().map(Server::ready));
        let ready = async {
            tokio::time::timeout(LONGEST_START, ready)
                .await
                .with_context(|| {
                    format!(
                        "no answer from the servers within {} s",
                        LONGEST_START.as_secs()
                    )
                })?
        };
        let mut ready = std::pin::pin!(ready);
        loop {
            tokio::select! {
                outcome = &mut ready => return outcome.map(drop),
                () = tokio::time::sleep(SILENT_START) => self.say_progress(),
            }
        }
    }

    /// The WhatsApp bridge.
    pub(crate) fn bridge(&self) -> Option<&Server> {
        let mut servers = self.servers.iter();
        servers.find(|server| server.plan.offset == BRIDGE)
    }

    /// A fake, by its name in the API.
    pub(crate) fn fake(&self, name: &str) -> Option<&RunningFake> {
        self.fakes.iter().find(|fake| fake.plan.name == name)
    }

    /// Whether an address is one of a server's or a fake's.
    pub(crate) fn is_own(&self, url: &Url) -> bool {
        let servers = self
            .servers
            .iter()
            .map(|server| self.block.url(server.plan.offset));
        let fakes = self
            .fakes
            .iter()
            .map(|fake| self.block.plain_url(fake.plan.offset));
        let own = servers.chain(fakes).filter_map(|own| Url::parse(&own).ok());
        own.map(|own| own.origin())
            .any(|origin| origin == url.origin())
    }

    /// Every service as it is now, servers first.
    pub(crate) fn views(&self) -> Vec<ServiceView> {
        let servers = self
            .servers
            .iter()
            .map(|server| self.view_of_server(server));
        let fakes = self.fakes.iter().map(|fake| self.view_of_fake(fake));
        servers.chain(fakes).collect()
    }

    /// One of the servers as it is now.
    pub(crate) fn view_of_server(&self, server: &Server) -> ServiceView {
        ServiceView::of_server(server, &self.block, &self.admin_token)
    }

    /// One of the fakes as it is now.
    pub(crate) fn view_of_fake(&self, fake: &RunningFake) -> ServiceView {
        ServiceView::of_fake(fake, &self.block)
    }

    /// Completes when the demo ends.
    pub(crate) fn ended(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut ending = self.ending.subscribe();
        async move {
            // An error says that the demo is gone, which is an end, too.
            let _ = ending.wait_for(|ending| *ending).await;
        }
    }

    async fn stop(&self) {
        self.ending.send_replace(true);
        join_all(self.servers.iter().map(|server| server.order(Order::Stop))).await;
    }

    fn say_progress(&self) {
        let waiting = self.servers.iter().filter(|server| !server.state().live);
        let names: Vec<&str> = waiting.map(|server| server.plan.name).collect();
        if !names.is_empty() {
            // Nobody can be told that the terminal is gone.
            let _ = writeln!(std::io::stderr(), "starting {} ...", names.join(", "));
        }
    }
}

/// Both ends of the bridge, of the fakes that run.
fn chat(fakes: &[RunningFake], bridge: &Url, events: Events) -> anyhow::Result<Chat> {
    let whatsapp = fakes.iter().find_map(|fake| match &fake.vendor {
        Vendor::WhatsApp(whatsapp) => Some(whatsapp.clone()),
        _ => None,
    });
    let genesys = fakes.iter().find_map(|fake| match &fake.vendor {
        Vendor::Genesys(genesys) => Some(genesys.clone()),
        _ => None,
    });
    let both = whatsapp
        .zip(genesys)
        .context("the bridge needs both fakes")?;
    Ok(Chat::new(both.0, both.1, bridge, events))
}

fn find_programs() -> anyhow::Result<Vec<PathBuf>> {
    let folder = binaries::folder()?;
    SERVERS
        .iter()
        .map(|plan| binaries::find(&folder, plan.name))
        .collect()
}

/// A file's place for a process that works in another folder.
fn absolute(file: Option<&Path>) -> anyhow::Result<Option<PathBuf>> {
    file.map(|file| {
        std::fs::canonicalize(file).with_context(|| format!("cannot open {}", file.display()))
    })
    .transpose()
}

fn say_ready(url: &str) {
    let mut stdout = std::io::stdout();
    // Whoever started the demo may have closed its output; it runs all the same.
    let _ = writeln!(stdout, "ready: {url}").and_then(|()| stdout.flush());
}

/// Completes on Ctrl-C, SIGTERM, and when the terminal is closed.
fn told_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    let listen = |kind| signal(kind).context("cannot listen for signals");
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut terminate = listen(SignalKind::terminate())?;
    let mut hangup = listen(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    })
}
