//! Programs the commands need besides cargo: are they here, and how to get them.

use std::{
    env, fs,
    process::{Command, Stdio},
};

use crate::{
    steps::{self, Outcome},
    terminal::say,
    workspace::Workspace,
};

/// A program, and the Debian package that has it.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) package: &'static str,
}

pub(crate) const NODE: Program = Program {
    name: "node",
    package: "nodejs",
};
pub(crate) const NPM: Program = Program {
    name: "npm",
    package: "npm",
};
pub(crate) const CHROMIUM: Program = Program {
    name: "chromium",
    package: "chromium",
};
pub(crate) const CHROMEDRIVER: Program = Program {
    name: "chromedriver",
    package: "chromium-driver",
};
/// Debian's TURN server, through which a test lets a video call go.
pub(crate) const TURNSERVER: Program = Program {
    name: "turnserver",
    package: "coturn",
};

/// The one line that sets up what the tests need.
pub(crate) const INSTALL_LINE: &str = "cargo xtask test --install";

/// Whether a program of this name is on `PATH`.
pub(crate) fn on_path(program: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| {
        env::split_paths(&path).any(|folder| {
            folder.join(program).is_file() || folder.join(format!("{program}.exe")).is_file()
        })
    })
}

/// Fails with a cure if there is no C compiler, which the TLS library needs.
pub(crate) fn require_c_compiler() -> Result<(), String> {
    let named = env::var_os("CC").is_some();
    if cfg!(windows) || named || ["cc", "gcc", "clang"].into_iter().any(on_path) {
        return Ok(());
    }
    Err("no C compiler found; install one first, for example with `apt-get install gcc`".into())
}

/// Makes sure that `programs` are here; installs their Debian packages only if `install`.
///
/// # Errors
/// Which programs are missing, and what would install them.
pub(crate) fn provide(
    workspace: &Workspace,
    programs: &[Program],
    install: bool,
) -> Result<(), String> {
    let missing: Vec<_> = programs
        .iter()
        .filter(|program| !on_path(program.name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(|program| program.name).collect();
    let problem = format!("{} not found", names.join(" and "));
    if !install {
        return Err(format!("{problem}; to install: {INSTALL_LINE}"));
    }
    install_packages(workspace, &missing)
}

/// Installs the Debian packages of `programs`.
///
/// # Errors
/// What is missing, and why it could not be installed.
pub(crate) fn install_packages(workspace: &Workspace, programs: &[&Program]) -> Result<(), String> {
    let names: Vec<_> = programs.iter().map(|program| program.name).collect();
    let packages: Vec<_> = programs.iter().map(|program| program.package).collect();
    let problem = format!("{} not found", names.join(" and "));
    if !on_path("apt-get") {
        return Err(format!("{problem}, and no apt-get to install with"));
    }
    let Some(administrator) = administrator(workspace) else {
        let cure = format!("sudo apt-get install {}", packages.join(" "));
        return Err(format!(
            "{problem}; this user may not install it, try `{cure}`"
        ));
    };
    say(&format!("installing {}", packages.join(" ")));
    let mut update = administrator.run(workspace, "apt-get");
    update.args(["--quiet", "update"]);
    let mut apt_get = administrator.run(workspace, "apt-get");
    apt_get
        .args(["--quiet", "--yes", "--no-install-recommends", "install"])
        .args(packages);
    match steps::all([&mut update, &mut apt_get]) {
        Outcome::Passed => Ok(()),
        _ => Err(format!("{problem}, and apt-get could not install it")),
    }
}

/// A way to run a program as an administrator.
#[derive(Clone, Copy)]
enum Administrator {
    Already,
    Sudo,
}

impl Administrator {
    fn run(self, workspace: &Workspace, program: &str) -> Command {
        match self {
            Self::Already => workspace.program(program),
            Self::Sudo => {
                let mut command = workspace.program("sudo");
                command.args(["--non-interactive", program]);
                command
            }
        }
    }
}

fn administrator(workspace: &Workspace) -> Option<Administrator> {
    let user = steps::output(workspace.program("id").arg("-u")).ok()?;
    if user.trim() == "0" {
        return Some(Administrator::Already);
    }
    let allowed = workspace
        .program("sudo")
        .args(["--non-interactive", "true"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    allowed.then_some(Administrator::Sudo)
}

/// Makes sure that the vendors' own packages, as `tests/contract/package-lock.json` pins them,
/// are in `target/contract/node_modules`; installs them only if `install`.
///
/// # Errors
/// What is missing, and what would install it.
pub(crate) fn provide_node_packages(workspace: &Workspace, install: bool) -> Result<(), String> {
    let folder = workspace.target("contract");
    let wanted = ["package.json", "package-lock.json"].map(|name| {
        (
            folder.join(name),
            fs::read(workspace.path("tests/contract").join(name)),
        )
    });
    // npm writes this file last, so that a broken installation does not look whole.
    let whole = folder.join("node_modules/.package-lock.json").is_file();
    let current = wanted.iter().all(|(copy, wanted)| {
        matches!((fs::read(copy), wanted), (Ok(copy), Ok(wanted)) if copy == *wanted)
    });
    if whole && current {
        return Ok(());
    }
    if !install {
        return Err(format!(
            "the vendors' packages are not installed; to install: {INSTALL_LINE}"
        ));
    }
    fs::create_dir_all(&folder).map_err(|error| format!("could not make a folder: {error}"))?;
    for (copy, wanted) in wanted {
        wanted
            .and_then(|wanted| fs::write(copy, wanted))
            .map_err(|error| format!("could not copy the list of packages: {error}"))?;
    }
    let mut npm = workspace.program("npm");
    npm.current_dir(&folder)
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    match steps::command(&mut npm) {
        Outcome::Passed => Ok(()),
        _ => Err("npm could not install the vendors' packages".into()),
    }
}
