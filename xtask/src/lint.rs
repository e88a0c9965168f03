//! `cargo xtask lint`: format, clippy, docs, dependency rules, source rules.

mod rust_version;
mod sources;
mod tree;

use std::process::{Command, ExitCode};

use crate::{
    steps::{self, Outcome, Steps},
    terminal::{Tone, paint, say},
    tools::{on_path, require_c_compiler},
    workspace::{SDK_CRATES, SERVERS, STORES, Workspace},
};

pub(crate) fn run() -> Result<ExitCode, String> {
    require_c_compiler()?;
    let workspace = Workspace::find()?;
    let mut steps = Steps::default();

    steps.run("format", || {
        steps::command(&mut workspace.cargo("fmt", ["--all", "--check"]))
    });
    steps.run("source rules", || findings(source_rules(&workspace)));
    steps.run("dependency rules", || findings(tree::check(&workspace)));
    steps.run("compiler versions", || {
        findings(rust_version::check(&workspace))
    });
    for name in SDK_CRATES.iter().chain(STORES) {
        steps.run(&format!("clippy {name}"), || library(&workspace, name));
    }
    for name in SERVERS {
        steps.run(&format!("clippy {name} without the sandbox"), || {
            steps::command(&mut clippy(
                &workspace,
                &["--package", name, "--no-default-features"],
            ))
        });
    }
    steps.run("clippy, all targets", || {
        steps::command(&mut clippy(&workspace, &["--workspace", "--all-targets"]))
    });
    steps.run("clippy, tests that run by name", || named_tests(&workspace));
    steps.run("docs", || docs(&workspace));
    licences(&workspace, &mut steps);

    Ok(steps.finish(false))
}

fn clippy(workspace: &Workspace, selection: &[&str]) -> Command {
    let mut command = workspace.cargo("clippy", ["--quiet"]);
    command.args(selection).args(["--", "-D", "warnings"]);
    command
}

/// A library alone, in each way it can be used: another crate's features must not help it.
fn library(workspace: &Workspace, name: &str) -> Outcome {
    let mut none = clippy(workspace, &["--package", name, "--no-default-features"]);
    let mut default = clippy(workspace, &["--package", name]);
    let mut all = clippy(
        workspace,
        &["--package", name, "--all-features", "--all-targets"],
    );
    steps::all([&mut none, &mut default, &mut all])
}

fn named_tests(workspace: &Workspace) -> Outcome {
    let targets: Vec<_> = workspace
        .named_tests()
        .flat_map(|name| ["--test", name])
        .collect();
    if targets.is_empty() {
        return Outcome::Absent;
    }
    steps::command(&mut clippy(
        workspace,
        &[&["--workspace"], targets.as_slice()].concat(),
    ))
}

fn docs(workspace: &Workspace) -> Outcome {
    let libraries = SDK_CRATES.iter().chain(STORES);
    let packages = libraries.flat_map(|name| ["--package", name]);
    let mut doc = workspace.cargo("doc", ["--quiet", "--no-deps", "--all-features"]);
    doc.args(packages).env("RUSTDOCFLAGS", "-D warnings");
    steps::command(&mut doc)
}

fn licences(workspace: &Workspace, steps: &mut Steps) {
    let title = "licences, bans, sources";
    if !on_path("cargo-deny") {
        return steps.note(
            title,
            Outcome::Skipped("cargo-deny is not installed".into()),
        );
    }
    let mut deny = workspace.cargo("deny", ["check", "licenses", "bans", "sources"]);
    steps.run(title, || steps::command(&mut deny));
}

fn source_rules(workspace: &Workspace) -> Result<Vec<String>, String> {
    let found = sources::check(workspace)?;
    for warning in &found.warnings {
        say(&paint(&format!("warning: {warning}"), Tone::Notice));
    }
    Ok(found.violations)
}

fn findings(found: Result<Vec<String>, String>) -> Outcome {
    match found {
        Err(problem) => Outcome::Failed(problem),
        Ok(violations) if violations.is_empty() => Outcome::Passed,
        Ok(violations) => {
            for violation in &violations {
                say(violation);
            }
            Outcome::Failed(format!("{} found", violations.len()))
        }
    }
}
