//! `cargo xtask test`: every test layer, each timed, with what could not run at the end.

use std::{
    env, fs,
    path::{self, PathBuf},
    process::ExitCode,
};

use crate::{
    python,
    steps::{self, Outcome, Steps},
    terminal::say,
    tools::{self, CHROMEDRIVER, CHROMIUM, NODE, NPM, TURNSERVER},
    workspace::{SERVERS, Workspace, in_ci},
};

/// The variable that tells tests where the servers' binaries are.
const BIN_DIR: &str = "SWITCHBOARD_BIN_DIR";
/// The variable that tells the crash tests how often to kill each server.
const CRASH_ROUNDS: &str = "CRASH_ROUNDS";
/// The variable that tells tests where the packages of npm are: the vendors' own, and axe.
const NODE_MODULES: &str = "SWITCHBOARD_NODE_MODULES";
/// The variable that names the folder for the browser tests' screenshots.
const SCREENSHOTS: &str = "SWITCHBOARD_SCREENSHOTS";
/// The variable that tells the contract tests which python has the packages of PyPI.
const PYTHON: &str = "SWITCHBOARD_PYTHON";
/// The variable that names a folder with the vendors' machine-readable descriptions.
const VENDOR_SPECS: &str = "VENDOR_SPECS_DIR";

#[derive(clap::Args)]
pub(crate) struct Args {
    /// First install what the tests need: Debian packages; packages of npm and PyPI into `target/`.
    #[arg(long)]
    install: bool,
}

#[derive(clap::Args)]
pub(crate) struct SoakArgs {
    /// How often a server is killed.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    rounds: u32,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, String> {
    tools::require_c_compiler()?;
    let workspace = Workspace::find()?;
    let mut steps = Steps::default();

    steps.run("1-3 pure, client, scenario", || {
        steps::command(&mut workspace.cargo("test", ["--workspace", "--no-fail-fast"]))
    });
    layer(&workspace, &mut steps, "4 real servers", "servers", || {
        Ok(())
    });
    let browsers = layer(&workspace, &mut steps, "5 browser", "browser", || {
        tools::provide(
            &workspace,
            &[CHROMIUM, CHROMEDRIVER, NODE, NPM, TURNSERVER],
            args.install,
        )?;
        tools::provide_node_packages(&workspace, args.install)
    });
    if browsers {
        let folder = screenshots(&workspace);
        say(&format!("screenshots are in {}", folder.display()));
    }
    layer(&workspace, &mut steps, "6 crash", "crash", || Ok(()));
    // It builds into the same target folder: the last of those that use the binaries.
    layer(&workspace, &mut steps, "6 scaffold", "scaffold", || Ok(()));
    layer(&workspace, &mut steps, "7 contract", "contract", || {
        tools::provide(&workspace, &[NODE, NPM], args.install)?;
        tools::provide_node_packages(&workspace, args.install)?;
        python::provide(&workspace, args.install)
    });
    let described = "7 contract, descriptions";
    if env::var_os(VENDOR_SPECS).is_some_and(|folder| !folder.is_empty()) {
        layer(&workspace, &mut steps, described, "contract_specs", || {
            Ok(())
        });
    } else {
        steps.note(described, Outcome::Absent);
    }
    page_scripts(&workspace, &mut steps, args.install);

    Ok(steps.finish(in_ci()))
}

/// Runs one target of the `tests` member, with the servers' binaries built before; says
/// whether it ran.
///
/// `prepare` gets what the layer needs, or says why it cannot.
fn layer(
    workspace: &Workspace,
    steps: &mut Steps,
    title: &str,
    target: &str,
    prepare: impl FnOnce() -> Result<(), String>,
) -> bool {
    if !workspace.has_test(target) {
        steps.note(title, Outcome::Absent);
        return false;
    }
    if let Err(reason) = prepare() {
        steps.note(title, Outcome::Skipped(reason));
        return false;
    }
    // The whole workspace with its tests, as in layers 1-3: another selection would turn on
    // other features of the dependencies and build them all again.
    let selection = ["--workspace", "--exclude", "xtask", "--bins", "--tests"];
    let mut binaries = workspace.cargo("build", selection);
    let mut tests = workspace.cargo("test", ["--workspace", "--test", target]);
    tests
        .env(BIN_DIR, workspace.target("debug"))
        .env(NODE_MODULES, workspace.target("contract/node_modules"))
        .env(SCREENSHOTS, screenshots(workspace))
        .env(PYTHON, python::interpreter(workspace));
    steps.run(title, || steps::all([&mut binaries, &mut tests]));
    true
}

/// The folder for screenshots: the given one, else one in the target folder.
fn screenshots(workspace: &Workspace) -> PathBuf {
    let given = env::var_os(SCREENSHOTS).filter(|folder| !folder.is_empty());
    // The tests run in another folder than this program.
    given
        .and_then(|folder| path::absolute(folder).ok())
        .unwrap_or_else(|| workspace.target("browser"))
}

/// Runs the tests of the pages' scripts with node's own test runner.
fn page_scripts(workspace: &Workspace, steps: &mut Steps, install: bool) {
    let title = "page scripts";
    let files: Vec<PathBuf> = ["server-kit", "demo"]
        .iter()
        .chain(SERVERS)
        .flat_map(|name| script_tests(workspace, name))
        .collect();
    if files.is_empty() {
        return steps.note(title, Outcome::Absent);
    }
    if let Err(reason) = tools::provide(workspace, &[NODE], install) {
        return steps.note(title, Outcome::Skipped(reason));
    }
    let mut node = workspace.program("node");
    node.arg("--test").args(files);
    steps.run(title, || steps::command(&mut node));
}

fn script_tests(workspace: &Workspace, server: &str) -> Vec<PathBuf> {
    let folder = workspace.path("examples").join(server).join("assets-tests");
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "mjs"))
        .collect();
    files.sort();
    files
}

/// Runs the crash tests against release binaries.
pub(crate) fn soak(args: &SoakArgs) -> Result<ExitCode, String> {
    tools::require_c_compiler()?;
    let workspace = Workspace::find()?;
    let mut steps = Steps::default();
    let packages = ["demo", "switchboard-tests"]
        .iter()
        .chain(SERVERS)
        .flat_map(|name| ["--package", name]);
    let mut binaries = workspace.cargo("build", ["--release"].into_iter().chain(packages));
    let mut tests = workspace.cargo("test", ["--workspace", "--test", "crash"]);
    tests
        .env(BIN_DIR, workspace.target("release"))
        .env(CRASH_ROUNDS, args.rounds.to_string())
        .args(["--", "--nocapture"]);
    steps.run(&format!("crash, {} rounds", args.rounds), || {
        steps::all([&mut binaries, &mut tests])
    });
    Ok(steps.finish(true))
}
