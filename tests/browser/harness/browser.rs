//! A browser with a profile of its own.

use std::{
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{
    Capabilities, ChromiumLikeCapabilities, Cookie, DesiredCapabilities, LoggingPrefsLogLevel,
    WebDriver, WindowHandle,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{console::Console, driver::Driver, network::Sent, wait::until};

/// How many tests have a browser at the same time.
const AT_ONCE: usize = 2;

static PLACES: Mutex<Option<Arc<Semaphore>>> = Mutex::new(None);

/// A browser. [`Browser::close`] it at the end of a test: that checks what it complained about.
pub(crate) struct Browser {
    // Fields go in this order: first the session, then its folder, then chromedriver.
    driver: WebDriver,
    _profile: TempDir,
    chromedriver: Arc<Driver>,
    place: Arc<OwnedSemaphorePermit>,
    pub(super) console: Mutex<Console>,
    pub(super) sent: Mutex<Vec<Sent>>,
    closed: bool,
}

impl Browser {
    /// Starts a browser, when it is this test's turn.
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts one with more arguments of the command line.
    pub(crate) async fn start_with(arguments: &[&str]) -> Self {
        let places = {
            let mut places = PLACES.lock().expect("no test panics while it holds this");
            Arc::clone(places.get_or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE))))
        };
        let place = places.acquire_owned().await;
        Self::launch(
            Arc::new(place.expect("nobody closes the semaphore")),
            arguments,
        )
        .await
    }

    /// Starts another browser for the same test: somebody else, who knows nothing.
    pub(crate) async fn somebody_else(&self) -> Self {
        self.somebody_else_with(&[]).await
    }

    /// The same, with more arguments of the command line.
    pub(crate) async fn somebody_else_with(&self, arguments: &[&str]) -> Self {
        Self::launch(Arc::clone(&self.place), arguments).await
    }

    async fn launch(place: Arc<OwnedSemaphorePermit>, arguments: &[&str]) -> Self {
        let chromedriver = Driver::shared();
        let profile = TempDir::new_in(chromedriver.folder.path());
        let profile = profile.expect("a temporary folder can be made");
        let wishes = capabilities(&chromedriver, &profile, arguments).expect("the wishes are JSON");
        let driver = WebDriver::builder(chromedriver.url(), wishes)
            .request_timeout(Duration::from_secs(30))
            .await
            .expect("chromium starts");
        Self {
            driver,
            _profile: profile,
            chromedriver,
            place,
            console: Mutex::default(),
            sent: Mutex::default(),
            closed: false,
        }
    }

    pub(super) fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Opens a page in the tab.
    pub(crate) async fn open(&self, url: &str) {
        let opened = self.driver.goto(url).await;
        opened.unwrap_or_else(|error| panic!("the page could not be opened: {error}"));
    }

    /// Loads the page again.
    pub(crate) async fn reload(&self) {
        self.driver.refresh().await.expect("the page is loaded");
    }

    /// The address of the page.
    pub(crate) async fn url(&self) -> String {
        let url = self.driver.current_url().await;
        url.expect("the tab has an address").into()
    }

    /// The page as it is now, as HTML.
    pub(crate) async fn html(&self) -> String {
        self.driver.source().await.expect("the page is HTML")
    }

    /// What a function's body, run in the page, returns.
    pub(crate) async fn run<T: DeserializeOwned>(&self, script: &str, args: &[Value]) -> T {
        let returned = self.driver.execute(script, args.to_vec()).await;
        let returned = returned.unwrap_or_else(|error| panic!("{script}: {error}"));
        returned
            .convert()
            .expect("the script returns what is asked")
    }

    /// What a function's body, run in the page, gives to its last argument, a function.
    pub(crate) async fn run_to_end<T: DeserializeOwned>(&self, script: &str, args: &[Value]) -> T {
        let given = self.driver.execute_async(script, args.to_vec()).await;
        let given = given.unwrap_or_else(|error| panic!("{script}: {error}"));
        given.convert().expect("the script gives what is asked")
    }

    /// Looks into a frame of the page.
    pub(crate) async fn enter_frame(&self, css: &str) {
        let frame = self
            .with(css, "is there", async |frame| Ok(Some(frame)))
            .await;
        let entered = frame.enter_frame().await;
        entered.expect("the frame can be looked into");
    }

    /// Looks at the whole page again.
    pub(crate) async fn leave_frame(&self) {
        let left = self.driver.enter_default_frame().await;
        left.expect("the page is there");
    }

    /// The text on the clipboard.
    pub(crate) async fn clipboard(&self) -> String {
        let permission = json!({ "permissions": ["clipboardReadWrite"] });
        let cdp = self.driver.cdp();
        let granted = cdp.send_raw("Browser.grantPermissions", permission).await;
        granted.expect("the browser lets the page read the clipboard");
        self.run("return navigator.clipboard.readText()", &[]).await
    }

    /// The cookies that the page's address gets.
    pub(crate) async fn cookies(&self) -> Vec<Cookie> {
        let cookies = self.driver.get_all_cookies().await;
        cookies.expect("the browser has cookies")
    }

    /// Forgets all cookies, and so every sign-in.
    pub(crate) async fn forget_cookies(&self) {
        let forgotten = self.driver.delete_all_cookies().await;
        forgotten.expect("the browser can forget");
    }

    /// The tab that is looked at.
    pub(crate) async fn tab(&self) -> WindowHandle {
        self.driver.window().await.expect("a tab is open")
    }

    /// How many tabs are open.
    pub(crate) async fn tabs(&self) -> usize {
        self.driver.windows().await.map_or(0, |tabs| tabs.len())
    }

    /// Opens an empty tab, and looks at it.
    pub(crate) async fn new_tab(&self) -> WindowHandle {
        let tab = self.driver.new_tab().await.expect("a tab can be opened");
        self.look_at(&tab).await;
        tab
    }

    /// Looks at a tab.
    pub(crate) async fn look_at(&self, tab: &WindowHandle) {
        let switched = self.driver.switch_to_window(tab.clone()).await;
        switched.expect("the tab is open");
    }

    /// Looks at the tab that the page opens, which is the second one.
    pub(crate) async fn follow_to_new_tab(&self) {
        let old = self.tab().await;
        let new = until("a new tab", async || {
            let tabs = self.driver.windows().await.ok()?;
            tabs.into_iter().find(|tab| *tab != old)
        });
        self.look_at(&new.await).await;
        until("the new tab's page", async || {
            let url = self.driver.current_url().await.ok()?;
            (url.scheme() != "about").then_some(())
        })
        .await;
    }

    /// Ends the browser.
    ///
    /// # Panics
    /// If the console shows an error or a warning that was not expected.
    pub(crate) async fn close(mut self) {
        self.read_console().await;
        self.closed = true;
        let ended = self.driver.clone().quit().await;
        ended.expect("the browser can be ended");
        let console = self.console.lock().expect("no panic while it is held");
        console.assert_nothing_unexpected();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if self.closed {
            return;
        }
        // Left to itself, the session would be ended over a connection that this thread serves.
        let kept = self.driver.clone().leak();
        let ended = self.chromedriver.end(self.driver.session_id());
        assert!(
            thread::panicking(),
            "the test does not close its browser, so nobody looks at its console"
        );
        if kept.is_err() || ended.is_err() {
            tracing::warn!("a browser goes on until its chromedriver ends");
        }
    }
}

fn capabilities(
    chromedriver: &Driver,
    profile: &TempDir,
    more: &[&str],
) -> thirtyfour::error::WebDriverResult<Capabilities> {
    let mut wishes = DesiredCapabilities::chrome();
    wishes.set_binary(&chromedriver.chromium.to_string_lossy())?;
    let profile = profile.path().join("profile");
    wishes.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    for argument in [
        "--headless=new",
        // It ends when chromedriver is gone.
        "--remote-debugging-pipe",
        // Where this runs may allow neither namespaces nor a large /dev/shm.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        // Nothing leaves this machine.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        "--disable-background-networking",
        "--no-proxy-server",
        // The address bar has pages of its own, which nobody sees here.
        "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
        "--no-first-run",
        "--window-size=1280,900",
        "--lang=en-US",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
    ] {
        wishes.add_arg(argument)?;
    }
    for argument in more {
        wishes.add_arg(argument)?;
    }
    // The distribution's own start page would wait for its host.
    let start = json!({ "session.restore_on_startup": 4, "session.startup_urls": ["about:blank"] });
    wishes.add_experimental_option("prefs", start)?;
    wishes.set_logging_prefs("browser".to_owned(), LoggingPrefsLogLevel::All)?;
    wishes.set_logging_prefs("performance".to_owned(), LoggingPrefsLogLevel::All)?;
    Ok(wishes.into())
}
