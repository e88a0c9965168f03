//! `cargo xtask new-server`: a running server with a page, an API, sign-in, tests, and its rows in
//! the tables of the workspace, the demo and the docs.

mod place;
mod template;

use std::process::ExitCode;

use crate::{
    files,
    steps::{self, Outcome},
    terminal::say,
    workspace::{OTHERS, SDK_CRATES, SERVERS, Workspace},
};

use self::{
    place::PLACES,
    template::{FILES, Server},
};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Its name, which is its crate's, folder's and binary's: small letters, digits and hyphens.
    #[arg(value_parser = name)]
    name: String,
    /// The port it listens on by itself.
    #[arg(long, default_value_t = 3020)]
    port: u16,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, String> {
    let workspace = Workspace::find()?;
    let services = files::read(&workspace.path(place::SERVICES))?;
    let server = Server {
        name: args.name.clone(),
        port: args.port,
        offset: place::free_offset(&services),
    };
    let folder = workspace.path("examples").join(&server.name);
    if folder.exists() {
        return Err(format!("{} is there already", folder.display()));
    }

    // What can fail comes first, so that nothing is left half done.
    let mut changed = Vec::new();
    for place in PLACES {
        let path = workspace.path(place.file);
        let text = files::read(&path)?;
        changed.push((path, place.enter(&text, &server)?));
    }
    for (path, text) in changed {
        files::write(&path, &text)?;
    }
    for file in FILES {
        files::write(
            &workspace.path(server.fill(file.path)),
            &server.fill(file.text),
        )?;
    }
    tidy(&workspace)?;

    say(&format!("examples/{} is there; next:", server.name));
    say(&format!("  cargo run --package {} -- --help", server.name));
    say("  cargo xtask lint && cargo xtask test");
    Ok(ExitCode::SUCCESS)
}

/// Sorts what was entered as rustfmt wants it, and enters the crate in the lock file.
fn tidy(workspace: &Workspace) -> Result<(), String> {
    let mut format = workspace.cargo("fmt", ["--all"]);
    let mut lock = workspace.cargo("update", ["--quiet", "--workspace"]);
    match steps::all([&mut format, &mut lock]) {
        Outcome::Failed(reason) => Err(format!("could not tidy up: {reason}")),
        _ => Ok(()),
    }
}

fn name(text: &str) -> Result<String, String> {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let starts_well = text.starts_with(|first: char| first.is_ascii_lowercase());
    if !starts_well || !text.split('-').all(is_word) {
        return Err("must be like call-recorder: small letters, digits and hyphens".into());
    }
    if [SDK_CRATES, SERVERS, OTHERS].concat().contains(&text) {
        return Err("is there already".into());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_cargo_takes() {
        for good in ["hello", "call-recorder", "b2b"] {
            assert_eq!(name(good).as_deref(), Ok(good));
        }
        for bad in ["", "Hello", "2nd", "a--b", "-a", "a_b", "../x", "demo"] {
            assert!(name(bad).is_err(), "{bad}");
        }
    }
}
