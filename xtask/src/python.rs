//! The packages of PyPI that the contract tests run.

use std::{fs, path::PathBuf};

use crate::{
    steps::{self, Outcome},
    tools::{self, INSTALL_LINE, Program},
    workspace::Workspace,
};

const PYTHON: Program = Program {
    name: "python3",
    package: "python3-venv",
};
/// Its own name on Debian, whose python3 alone cannot make environments.
const VENV: &str = "import venv, ensurepip";

/// The interpreter of the environment that [`provide`] makes.
pub(crate) fn interpreter(workspace: &Workspace) -> PathBuf {
    workspace.target("contract/python/bin/python")
}

/// Makes sure that the packages which `tests/contract/requirements.txt` pins are in an
/// environment of their own in `target/contract/python`; installs them only if `install`.
///
/// # Errors
/// What is missing, and what would install it.
pub(crate) fn provide(workspace: &Workspace, install: bool) -> Result<(), String> {
    let wanted = fs::read(workspace.path("tests/contract/requirements.txt"))
        .map_err(|error| format!("could not read the list of packages: {error}"))?;
    // Written last, so that a broken installation does not look whole.
    let copy = workspace.target("contract/python/requirements.txt");
    let current = fs::read(&copy).is_ok_and(|copy| copy == wanted);
    if current && interpreter(workspace).is_file() {
        return Ok(());
    }
    if !install {
        return Err(format!(
            "the packages of PyPI are not installed; to install: {INSTALL_LINE}"
        ));
    }
    if !tools::on_path(PYTHON.name) || !can_make_environments(workspace) {
        tools::install_packages(workspace, &[&PYTHON])?;
    }
    let folder = workspace.target("contract/python");
    let mut venv = workspace.program(PYTHON.name);
    venv.args(["-m", "venv", "--clear"]).arg(&folder);
    let mut pip = workspace.program(interpreter(workspace));
    pip.args(["-m", "pip", "--disable-pip-version-check", "install"])
        .args(["--quiet", "--require-hashes", "--only-binary", ":all:"])
        .arg("--requirement")
        .arg(workspace.path("tests/contract/requirements.txt"));
    match steps::all([&mut venv, &mut pip]) {
        Outcome::Passed => fs::write(copy, wanted)
            .map_err(|error| format!("could not note what was installed: {error}")),
        _ => Err("pip could not install the packages of PyPI".into()),
    }
}

fn can_make_environments(workspace: &Workspace) -> bool {
    let mut python = workspace.program(PYTHON.name);
    steps::output(python.args(["-c", VENV])).is_ok()
}
