//! Where things are, which crate is what, and how cargo is called.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

/// Crates that are published: small trees, an older compiler, no server in them.
pub(crate) const SDK_CRATES: &[&str] = &[
    "ccaas-http",
    "ccaas-lookup",
    "genesys-client",
    "message-transform",
    "meta-whatsapp-client",
    "signaling-core",
    "videoengager-client",
];

/// SDK crates without any I/O, whatever their features; they may stand on several clients' types.
pub(crate) const PURE: &[&str] = &["message-transform", "signaling-core"];

/// SDK crates that talk to a vendor. They never depend on each other.
pub(crate) const CLIENTS: &[&str] = &[
    "genesys-client",
    "meta-whatsapp-client",
    "videoengager-client",
];

/// Libraries with a storage of their own: as new a compiler as the servers', and nothing of ours.
pub(crate) const STORES: &[&str] = &["durable-inbox"];

/// Programs that are deployed. One with vendors has a cargo feature `sandbox`, which production
/// leaves out.
pub(crate) const SERVERS: &[&str] = &[
    // One a line: `cargo xtask new-server` adds to them.
    "callback-scheduler",
    "meeting-scheduler",
    "whatsapp-bridge",
    "screen-pop",
    "video-reception",
];

/// All other members.
pub(crate) const OTHERS: &[&str] = &[
    "server-kit",
    "demo",
    "switchboard-tests",
    "switchboard-benches",
    "xtask",
];

/// Targets of the layers that run by name; `--all-targets` passes over them.
pub(crate) const NAMED_TESTS: &[&str] = &[
    "servers",
    "browser",
    "crash",
    "scaffold",
    "contract",
    "contract_specs",
];

/// The workspace on disk.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Finds the workspace that this program was built from.
    pub(crate) fn find() -> Result<Self, String> {
        let manifest_dir =
            env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest_dir)
            .parent()
            .map(Path::to_path_buf)
            .ok_or("the xtask folder has no parent folder")?;
        // This program is `<target folder>/<profile>/xtask`, whatever sets the target folder.
        let program = env::current_exe()
            .map_err(|error| format!("could not find the program's own path: {error}"))?;
        let target = program
            .ancestors()
            .nth(2)
            .map(Path::to_path_buf)
            .ok_or("the program is not inside a target folder")?;
        Ok(Self { root, target })
    }

    /// A path inside the workspace.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// A path inside the target folder.
    pub(crate) fn target(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.target.join(relative)
    }

    /// `cargo <subcommand>`, run at the root. In CI the lock file must be current.
    pub(crate) fn cargo<S: AsRef<OsStr>>(
        &self,
        subcommand: &str,
        arguments: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = self.program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.arg(subcommand);
        if in_ci() && !["deny", "fmt", "update"].contains(&subcommand) {
            command.arg("--locked");
        }
        command.args(arguments);
        command
    }

    /// A program run at the root, without the variables `cargo run` set for this one.
    pub(crate) fn program(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&*name);
            }
        }
        command
    }

    /// The test targets of [`NAMED_TESTS`] that exist.
    pub(crate) fn named_tests(&self) -> impl Iterator<Item = &'static str> {
        NAMED_TESTS
            .iter()
            .copied()
            .filter(|name| self.has_test(name))
    }

    /// Whether the `tests` member has the target.
    pub(crate) fn has_test(&self, name: &str) -> bool {
        self.path("tests").join(name).join("main.rs").is_file()
    }
}

/// Whether a continuous integration service runs us.
pub(crate) fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}
