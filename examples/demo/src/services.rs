//! What the demo runs: one entry a service.

use std::{io, net::SocketAddr, path::Path};

use futures_util::future::BoxFuture;
use genesys_client::fake::FakeGenesys;
use meta_whatsapp_client::fake::FakeWhatsApp;
use videoengager_client::fake::FakeVideoEngager;

use crate::{block::Block, fakes::Vendor};

/// Names and values, in the order in which they are shown.
pub(crate) type Pairs = Vec<(&'static str, String)>;

/// A fake that is being started.
pub(crate) type Starting = BoxFuture<'static, io::Result<Vendor>>;

/// An example server: a child process.
#[derive(Debug)]
pub(crate) struct ServerPlan {
    /// The name in the API, and that of the binary.
    pub(crate) name: &'static str,
    /// The name on the page.
    pub(crate) title: &'static str,
    /// Its port, counted from the block's first.
    pub(crate) offset: u16,
    /// One sentence for the page.
    pub(crate) description: &'static str,
    /// What its own start page is called on the page.
    pub(crate) opens: &'static str,
    /// The documented variables it needs besides those that every server gets.
    pub(crate) variables: fn(&Block) -> Pairs,
    /// What a visitor of its page needs besides the admin token.
    pub(crate) credentials: fn() -> Pairs,
    /// Whether it has the documented `/api/health`, vendors included.
    pub(crate) tells_health: bool,
    /// Whether it has `/api/docs`.
    pub(crate) has_docs: bool,
    /// Whether it has a clock of its own to be moved: one that compares nobody's time with it
    /// goes by the machine's.
    pub(crate) has_clock: bool,
}

/// A vendor fake: runs in the demo's own process.
pub(crate) struct FakePlan {
    /// The name in the API.
    pub(crate) name: &'static str,
    /// The name on the page.
    pub(crate) title: &'static str,
    /// Its port, counted from the block's first.
    pub(crate) offset: u16,
    /// One sentence for the page.
    pub(crate) description: &'static str,
    /// What the fake accepts.
    pub(crate) credentials: fn() -> Pairs,
    /// Starts it.
    pub(crate) start: fn(SocketAddr) -> Starting,
}

/// The example servers.
pub(crate) const SERVERS: &[ServerPlan] = &[
    ServerPlan {
        name: "callback-scheduler",
        title: "Callback scheduler",
        offset: CALLBACKS,
        description: "Customers book a callback with a video meeting, and move or cancel it.",
        opens: "Book a callback",
        variables: callback_scheduler,
        credentials: Vec::new,
        tells_health: true,
        has_docs: true,
        has_clock: true,
    },
    ServerPlan {
        name: "meeting-scheduler",
        title: "Meeting scheduler",
        offset: 2,
        description: "Partners schedule a video meeting with an agent, and the agent joins it.",
        opens: "Schedule a meeting",
        variables: meeting_scheduler,
        credentials: meeting_scheduler_credentials,
        tells_health: false,
        has_docs: true,
        has_clock: true,
    },
    ServerPlan {
        name: "whatsapp-bridge",
        title: "WhatsApp bridge",
        offset: BRIDGE,
        description: "WhatsApp customers talk with Genesys Cloud agents.",
        opens: "Open the dashboard",
        variables: whatsapp_bridge,
        credentials: || {
            vec![
                ("email", BRIDGE_EMAIL.to_owned()),
                ("password", OPERATOR_PASSWORD.to_owned()),
            ]
        },
        tells_health: false,
        has_docs: false,
        has_clock: true,
    },
    ServerPlan {
        name: "screen-pop",
        title: "Screen pop",
        offset: 4,
        description: "Agents see who is calling, while it still rings.",
        opens: "Open the agent's page",
        variables: screen_pop,
        credentials: || {
            vec![
                ("email", "admin@example.com".to_owned()),
                ("password", OPERATOR_PASSWORD.to_owned()),
            ]
        },
        tells_health: false,
        has_docs: true,
        has_clock: false,
    },
    ServerPlan {
        name: "video-reception",
        title: "Video reception",
        offset: 5,
        description: "Visitors choose somebody of the staff and talk with them by video.",
        opens: "Call or answer",
        variables: video_reception,
        credentials: || {
            vec![
                ("email", "admin@example.com".to_owned()),
                ("password", OPERATOR_PASSWORD.to_owned()),
            ]
        },
        tells_health: false,
        has_docs: true,
        has_clock: false,
    },
];

/// The vendor fakes.
pub(crate) const FAKES: &[FakePlan] = &[
    FakePlan {
        name: "fake-videoengager",
        title: "fake VideoEngager",
        offset: VIDEOENGAGER,
        description: "Stands in for the VideoEngager REST API: sign-in, schedules, meeting pages.",
        credentials: videoengager_credentials,
        start: |addr| {
            Box::pin(async move { FakeVideoEngager::bind(addr).await.map(Vendor::VideoEngager) })
        },
    },
    FakePlan {
        name: "fake-genesys",
        title: "fake Genesys Cloud",
        offset: GENESYS,
        description: "Stands in for the Genesys Cloud Platform API: OAuth, callbacks, queues, scripts.",
        credentials: genesys_credentials,
        start: |addr| Box::pin(async move { FakeGenesys::bind(addr).await.map(Vendor::Genesys) }),
    },
    FakePlan {
        name: "fake-whatsapp",
        title: "fake Meta Graph",
        offset: WHATSAPP,
        description: "Stands in for Meta's Graph API: WhatsApp messages, media, templates, and customers.",
        credentials: whatsapp_credentials,
        start: |addr| Box::pin(async move { FakeWhatsApp::bind(addr).await.map(Vendor::WhatsApp) }),
    },
];

const CALLBACKS: u16 = 1;
const VIDEOENGAGER: u16 = 11;
const GENESYS: u16 = 12;
const WHATSAPP: u16 = 13;
/// The WhatsApp bridge, to which the fakes post.
pub(crate) const BRIDGE: u16 = 3;

fn videoengager_credentials() -> Pairs {
    vec![
        ("pak", FakeVideoEngager::PAK.to_owned()),
        ("externalId", FakeVideoEngager::EXTERNAL_ID.to_owned()),
        ("email", FakeVideoEngager::EMAIL.to_owned()),
        ("password", FakeVideoEngager::PASSWORD.to_owned()),
    ]
}

fn genesys_credentials() -> Pairs {
    vec![
        ("clientId", FakeGenesys::CLIENT_ID.to_owned()),
        ("clientSecret", FakeGenesys::CLIENT_SECRET.to_owned()),
        ("queueId", FakeGenesys::QUEUE_ID.to_owned()),
        ("scriptId", FakeGenesys::SCRIPT_ID.to_owned()),
    ]
}

fn whatsapp_credentials() -> Pairs {
    vec![
        ("accessToken", FakeWhatsApp::TOKEN.to_owned()),
        ("appSecret", FakeWhatsApp::APP_SECRET.to_owned()),
        ("phoneNumberId", FakeWhatsApp::PHONE_NUMBER_ID.to_owned()),
        ("wabaId", FakeWhatsApp::WABA_ID.to_owned()),
    ]
}

/// The account of the bridge's dashboard; its password is [`OPERATOR_PASSWORD`].
const BRIDGE_EMAIL: &str = "admin@example.com";

fn whatsapp_bridge(block: &Block) -> Pairs {
    let text = str::to_owned;
    vec![
        ("SINGLE_PORT", text("true")),
        ("META_BASE_URL", block.plain_url(WHATSAPP)),
        ("META_APP_SECRET", text(FakeWhatsApp::APP_SECRET)),
        ("META_VERIFY_TOKEN", text(FakeWhatsApp::VERIFY_TOKEN)),
        ("META_ACCESS_TOKEN", text(FakeWhatsApp::TOKEN)),
        ("META_PHONE_NUMBER_ID", text(FakeWhatsApp::PHONE_NUMBER_ID)),
        ("META_WABA_ID", text(FakeWhatsApp::WABA_ID)),
        ("GENESYS_REGION", block.plain_url(GENESYS)),
        ("GENESYS_CLIENT_ID", text(FakeGenesys::CLIENT_ID)),
        ("GENESYS_CLIENT_SECRET", text(FakeGenesys::CLIENT_SECRET)),
        ("GENESYS_INTEGRATION_ID", text(FakeGenesys::INTEGRATION_ID)),
        ("GENESYS_WEBHOOK_SECRET", text(FakeGenesys::WEBHOOK_SECRET)),
        ("ADMIN_EMAIL", text(BRIDGE_EMAIL)),
        ("ADMIN_PASSWORD_HASH", text(OPERATOR_PASSWORD_HASH)),
    ]
}

/// Its one account is the fake's agent, whom calls ring.
fn screen_pop(block: &Block) -> Pairs {
    let text = str::to_owned;
    vec![
        ("ADMIN_EMAIL", text(BRIDGE_EMAIL)),
        ("ADMIN_PASSWORD_HASH", text(OPERATOR_PASSWORD_HASH)),
        ("ADMIN_GENESYS_USER_ID", text(FakeGenesys::AGENT_ID)),
        ("GENESYS_QUEUES", text(FakeGenesys::QUEUE_ID)),
        ("GENESYS_ENVIRONMENT", block.plain_url(GENESYS)),
        ("GENESYS_CLIENT_ID", text(FakeGenesys::CLIENT_ID)),
        ("GENESYS_CLIENT_SECRET", text(FakeGenesys::CLIENT_SECRET)),
        ("SEED", text("true")),
    ]
}

/// Whoever finds nobody may book a callback.
fn video_reception(block: &Block) -> Pairs {
    let text = str::to_owned;
    vec![
        ("SANDBOX", text("true")),
        ("DEMO_STAFF_EMAIL", text(BRIDGE_EMAIL)),
        ("DEMO_STAFF_PASSWORD", text(OPERATOR_PASSWORD)),
        ("FALLBACK_URL", format!("{}/", block.url(CALLBACKS))),
        // Whoever tries it out loads its pages often.
        ("RATE_LIMIT_API", text("3000/15m")),
    ]
}

fn callback_scheduler(block: &Block) -> Pairs {
    vec![
        ("VE_DOMAIN", block.plain_url(VIDEOENGAGER)),
        ("VE_PAK", FakeVideoEngager::PAK.to_owned()),
        ("VE_EXTERNAL_ID", FakeVideoEngager::EXTERNAL_ID.to_owned()),
        ("VE_EMAIL", FakeVideoEngager::EMAIL.to_owned()),
        ("GENESYS_ENVIRONMENT", block.plain_url(GENESYS)),
        ("GENESYS_CLIENT_ID", FakeGenesys::CLIENT_ID.to_owned()),
        (
            "GENESYS_CLIENT_SECRET",
            FakeGenesys::CLIENT_SECRET.to_owned(),
        ),
        ("GENESYS_QUEUE_ID", FakeGenesys::QUEUE_ID.to_owned()),
        ("GENESYS_SCRIPT_ID", FakeGenesys::SCRIPT_ID.to_owned()),
    ]
}

/// Whoever knows it may sign in with the partner key of the meeting scheduler.
const OPERATOR_PASSWORD: &str = "demo";
/// What `meeting-scheduler hash-password` makes of it.
const OPERATOR_PASSWORD_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c3dpdGNoYm9hcmQtZGVtbw$jG9HlWQIL9JZ70XeRu4rC4stOGwDnofprdgo/jYnT+o";

fn meeting_scheduler_credentials() -> Pairs {
    vec![
        ("operatorPassword", OPERATOR_PASSWORD.to_owned()),
        ("localEmail", FakeVideoEngager::EMAIL.to_owned()),
        ("localPassword", FakeVideoEngager::PASSWORD.to_owned()),
    ]
}

/// All three environments are the one fake.
fn meeting_scheduler(block: &Block) -> Pairs {
    const NAMES: [[&str; 4]; 3] = [
        ["VE_DOMAIN", "VE_PAK", "VE_EXTERNAL_ID", "VE_EMAIL"],
        [
            "VE_DOMAIN_STAGING",
            "VE_PAK_STAGING",
            "VE_EXTERNAL_ID_STAGING",
            "VE_EMAIL_STAGING",
        ],
        [
            "VE_DOMAIN_PRODUCTION",
            "VE_PAK_PRODUCTION",
            "VE_EXTERNAL_ID_PRODUCTION",
            "VE_EMAIL_PRODUCTION",
        ],
    ];
    let mut variables = vec![
        ("OPERATOR_PASSWORD_HASH", OPERATOR_PASSWORD_HASH.to_owned()),
        // Everybody who tries the demo comes from one address.
        ("RATE_LIMIT_AUTH", "300/15m".to_owned()),
    ];
    for [domain, pak, external_id, email] in NAMES {
        variables.extend([
            (domain, block.plain_url(VIDEOENGAGER)),
            (pak, FakeVideoEngager::PAK.to_owned()),
            (external_id, FakeVideoEngager::EXTERNAL_ID.to_owned()),
            (email, FakeVideoEngager::EMAIL.to_owned()),
        ]);
    }
    variables
}

/// The TLS files, as the servers get them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tls<'a> {
    /// The certificate chain.
    pub(crate) cert: &'a Path,
    /// The private key.
    pub(crate) key: &'a Path,
}

/// The whole environment of a server, besides `PATH` and `HOME`.
pub(crate) fn environment(
    plan: &ServerPlan,
    block: &Block,
    folder: &Path,
    admin_token: &str,
    tls: Option<Tls<'_>>,
) -> Pairs {
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let mut environment = vec![
        ("PORT", block.addr(plan.offset).port().to_string()),
        ("HOST", block.bind().to_string()),
        ("PUBLIC_URL", block.url(plan.offset)),
        ("NODE_ENV", "development".to_owned()),
        ("ADMIN_TOKEN", admin_token.to_owned()),
        ("DATA_DIR", path(&folder.join("data"))),
        ("LOG_DIR", path(&folder.join("logs"))),
        ("NO_COLOR", "1".to_owned()),
    ];
    if let Some(tls) = tls {
        environment.push(("TLS_CERT", path(tls.cert)));
        environment.push(("TLS_KEY", path(tls.key)));
    }
    environment.extend((plan.variables)(block));
    environment
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, path::Path};

    use super::{Block, FakeVideoEngager, SERVERS, Tls, environment};

    #[test]
    fn a_server_is_pointed_at_the_fakes_and_at_its_own_folder() {
        let block = Block::new([127, 0, 0, 1].into(), 4000, false);

        let environment = environment(&SERVERS[0], &block, Path::new("/d"), "token", None);

        let environment: BTreeMap<_, _> = environment.into_iter().collect();
        assert_eq!(environment["PORT"], block.addr(1).port().to_string());
        assert_eq!(environment["HOST"], "127.0.0.1");
        assert_eq!(
            environment["PUBLIC_URL"],
            format!("http://{}", block.addr(1))
        );
        assert_eq!(
            environment["VE_DOMAIN"],
            format!("http://{}", block.addr(11))
        );
        assert_eq!(
            environment["GENESYS_ENVIRONMENT"],
            format!("http://{}", block.addr(12))
        );
        assert_eq!(environment["DATA_DIR"], "/d/data");
        assert_eq!(environment["LOG_DIR"], "/d/logs");
        assert_eq!(environment["ADMIN_TOKEN"], "token");
        assert!(!environment.contains_key("TLS_CERT"));
    }

    #[test]
    fn every_environment_of_the_meeting_scheduler_is_the_fake() {
        let block = Block::new([127, 0, 0, 1].into(), 4000, false);
        let plan = SERVERS.iter().find(|plan| plan.name == "meeting-scheduler");

        let environment = environment(plan.unwrap(), &block, Path::new("/d"), "token", None);

        let environment: BTreeMap<_, _> = environment.into_iter().collect();
        assert_eq!(environment["PORT"], block.addr(2).port().to_string());
        for suffix in ["", "_STAGING", "_PRODUCTION"] {
            let value = |name: &str| environment[&*format!("{name}{suffix}")].as_str();
            assert_eq!(value("VE_DOMAIN"), format!("http://{}", block.addr(11)));
            assert_eq!(value("VE_PAK"), FakeVideoEngager::PAK);
            assert_eq!(value("VE_EXTERNAL_ID"), FakeVideoEngager::EXTERNAL_ID);
            assert_eq!(value("VE_EMAIL"), FakeVideoEngager::EMAIL);
        }
    }

    #[test]
    fn with_tls_only_the_servers_speak_https() {
        let block = Block::new([127, 0, 0, 1].into(), 4000, true);
        let tls = Tls {
            cert: Path::new("/c.pem"),
            key: Path::new("/k.pem"),
        };

        let environment = environment(&SERVERS[0], &block, Path::new("/d"), "token", Some(tls));

        let environment: BTreeMap<_, _> = environment.into_iter().collect();
        assert_eq!(environment["TLS_CERT"], "/c.pem");
        assert_eq!(environment["TLS_KEY"], "/k.pem");
        assert!(environment["PUBLIC_URL"].starts_with("https://"));
        assert!(environment["VE_DOMAIN"].starts_with("http://"));
    }
}
