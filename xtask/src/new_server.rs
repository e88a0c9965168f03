//! `cargo xtask new-server`: a running server with a page, an API, sign-in, tests, and its rows in
//! the tables of the workspace, the demo and the docs.

mod place;
mod template;

use std::{collections::BTreeMap, process::ExitCode};

use crate::{
    files,
    steps::{self, Outcome},
    terminal::say,
    workspace::{OTHERS, SDK_CRATES, SERVERS, STORES, Workspace},
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
    let changed = entered(&server, |file| files::read(&workspace.path(file)))?;
    for (file, text) in changed {
        files::write(&workspace.path(file), &text)?;
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

/// The files that the server is entered in, with all of its entries.
fn entered(
    server: &Server,
    read: impl Fn(&str) -> Result<String, String>,
) -> Result<BTreeMap<&'static str, String>, String> {
    let mut changed = BTreeMap::new();
    for place in PLACES {
        let before = match changed.remove(place.file) {
            Some(text) => text,
            None => read(place.file)?,
        };
        changed.insert(place.file, place.enter(&before, server)?);
    }
    Ok(changed)
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
    if [SDK_CRATES, STORES, SERVERS, OTHERS]
        .concat()
        .contains(&text)
    {
        return Err("is there already".into());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

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

    #[test]
    fn a_file_with_two_entries_gets_both() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let server = Server {
            name: "call-recorder".into(),
            port: 3020,
            offset: 6,
        };

        let changed = entered(&server, |file| files::read(&root.join(file))).unwrap();

        let manifest = &changed["Cargo.toml"];
        assert!(manifest.contains("    \"examples/call-recorder\",\n"));
        assert!(manifest.contains("\ncall-recorder = { path"));
    }
}
