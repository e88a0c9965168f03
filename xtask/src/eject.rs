//! `cargo xtask eject`: a server with everything of ours that it needs, as a project of its own.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    fs,
    path::{self, Path, PathBuf},
    process::ExitCode,
};

use crate::{
    files,
    manifest::{self, Table},
    steps::{self, Outcome},
    terminal::say,
    workspace::{SERVERS, Workspace},
};

/// What a project has besides its crates.
const BESIDES: &[&str] = &[
    "Cargo.lock",
    "LICENSE",
    "clippy.toml",
    "rustfmt.toml",
    ".gitignore",
];

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The server to copy.
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(SERVERS))]
    server: String,
    /// A folder that is empty or does not exist yet.
    dir: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, String> {
    let workspace = Workspace::find()?;
    let root = workspace.path("");
    let server = args.server.as_str();
    let dir = &path::absolute(&args.dir).map_err(|error| format!("no such folder: {error}"))?;
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(format!("{} is not empty", dir.display()));
    }
    let manifest = files::read(&root.join("Cargo.toml"))?;
    let needed = Needed::of(server, &manifest, |folder| {
        files::read(&root.join(folder).join("Cargo.toml"))
    })?;

    for folder in needed.folders.values() {
        files::copy(&root, dir, folder)?;
    }
    for file in BESIDES {
        files::copy(&root, dir, file)?;
    }
    for page in files::below(&root.join("docs"))? {
        if let Some(page) = page.file_name().and_then(OsStr::to_str)
            && is_page_of(server, page)
        {
            files::copy(&root, dir, &format!("docs/{page}"))?;
        }
    }
    files::write(&dir.join("Cargo.toml"), &needed.manifest(&manifest))?;
    files::write(&dir.join("README.md"), &readme(server, &needed))?;
    trim_lock_file(&workspace, dir)?;

    say(&format!(
        "{server} is in {}; README.md there says how it is run",
        dir.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Whether a file of `docs/` is about this server: `{server}.md`, `{server}-pages.md`.
fn is_page_of(server: &str, file: &str) -> bool {
    let rest = file
        .strip_prefix(server)
        .and_then(|it| it.strip_suffix(".md"));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Takes what the project does not need out of its lock file; the versions stay.
fn trim_lock_file(workspace: &Workspace, dir: &Path) -> Result<(), String> {
    let arguments = ["--quiet", "--workspace", "--manifest-path"];
    let mut cargo = workspace.cargo("update", arguments);
    cargo.arg(dir.join("Cargo.toml"));
    match steps::command(&mut cargo) {
        Outcome::Failed(reason) => Err(format!("could not trim Cargo.lock: {reason}")),
        _ => Ok(()),
    }
}

/// What a server needs.
struct Needed {
    /// Crates of ours, and their folders.
    folders: BTreeMap<String, String>,
    /// Every name that their manifests take from the workspace.
    names: BTreeSet<String>,
    /// Whether the server can start fakes in its own process.
    has_sandbox: bool,
}

impl Needed {
    /// Follows the manifests, which `read` gives by folder, from the server to its last library.
    fn of(
        server: &str,
        manifest: &str,
        read: impl Fn(&str) -> Result<String, String>,
    ) -> Result<Self, String> {
        let ours: BTreeMap<_, _> = manifest
            .lines()
            .filter_map(|line| Some((manifest::key(line)?, manifest::path_of(line)?)))
            .collect();
        let mut needed = Self {
            folders: BTreeMap::new(),
            names: BTreeSet::new(),
            has_sandbox: false,
        };
        let mut open = vec![server.to_owned()];
        while let Some(name) = open.pop() {
            let Some(folder) = ours.get(name.as_str()) else {
                continue;
            };
            let is_server = name == server;
            let first = needed.folders.insert(name, (*folder).to_owned()).is_none();
            if first {
                let member = read(folder)?;
                needed.has_sandbox |= is_server && member.contains("\nsandbox = ");
                let names = manifest::inherited(&member);
                open.extend(names.map(str::to_owned));
                needed
                    .names
                    .extend(manifest::inherited(&member).map(str::to_owned));
            }
        }
        needed.names.insert(server.to_owned());
        if needed.folders.is_empty() {
            return Err(format!("{server} is not in [workspace.dependencies]"));
        }
        Ok(needed)
    }

    /// The root manifest of the project: these members, and the versions that they name.
    fn manifest(&self, whole: &str) -> String {
        let members: Vec<_> = self
            .folders
            .values()
            .map(|folder| format!("    \"{folder}\",\n"))
            .collect();
        let mut text = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n",
            members.concat()
        );
        for table in manifest::tables(whole) {
            let lines = self.kept(&table);
            if !lines.is_empty() {
                text.push('\n');
                text.push_str(lines.join("\n").trim_end());
                text.push('\n');
            }
        }
        text
    }

    /// The lines of a table that the project keeps.
    fn kept<'a>(&self, table: &Table<'a>) -> Vec<&'a str> {
        let is_needed =
            |line: &&&str| manifest::key(line).is_none_or(|name| self.names.contains(name));
        match table.name {
            "workspace" | "profile.demo" => Vec::new(),
            "workspace.dependencies" => table.lines.iter().filter(is_needed).copied().collect(),
            // Profiles of packages that are not there would be warned of at each build.
            "profile.dev.package.argon2" | "profile.dev.package.blake2"
                if !self.names.contains("argon2") =>
            {
                Vec::new()
            }
            _ => table.lines.clone(),
        }
    }
}

fn readme(server: &str, needed: &Needed) -> String {
    let mut rows = String::new();
    for folder in needed.folders.values() {
        rows.push_str(&format!("- [`{folder}`]({folder})\n"));
    }
    let (try_it, plain) = match needed.has_sandbox {
        true => (
            format!(
                "cargo run --package {server} -- --sandbox   # fakes stand in for the vendors\n"
            ),
            " --no-default-features",
        ),
        false => (format!("cargo run --package {server}\n"), ""),
    };
    format!(
        "# {server}\n\nA server, and the crates it stands on:\n\n{rows}\n```sh\n{try_it}\
        cargo run --package {server} -- --help   # every setting\n\
        cargo build --release --package {server}{plain}   # for production\n```\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "[workspace]\nmembers = [\"a\"]\n\n# Versions stand here once.\n\
        [workspace.dependencies]\nhttp = { path = \"http\" }\nkit = { path = \"ex/kit\" }\n\
        hello = { path = \"ex/hello\" }\nother = { path = \"ex/other\" }\n\
        serde = { version = \"1.0.0\" }\nsqlx = { version = \"0.9.0\" }\n\n\
        [profile.dev.package.argon2]\nopt-level = 3\n\n[profile.demo]\ninherits = \"dev\"\n";

    fn needed() -> Needed {
        Needed::of("hello", ROOT, |folder| {
            Ok(match folder {
                "ex/hello" => "kit.workspace = true\nhttp = { workspace = true }\n",
                "ex/kit" => "serde.workspace = true\n",
                "http" => "",
                _ => return Err(format!("{folder} is not needed")),
            }
            .to_owned())
        })
        .unwrap()
    }

    #[test]
    fn a_server_is_followed_to_its_last_library() {
        let folders: Vec<_> = needed().folders.into_values().collect();

        assert_eq!(folders, ["ex/hello", "http", "ex/kit"]);
    }

    #[test]
    fn the_manifest_names_what_is_needed_and_no_more() {
        assert_eq!(
            needed().manifest(ROOT),
            "[workspace]\nresolver = \"3\"\nmembers = [\n    \"ex/hello\",\n    \"http\",\n    \
            \"ex/kit\",\n]\n\n# Versions stand here once.\n[workspace.dependencies]\n\
            http = { path = \"http\" }\nkit = { path = \"ex/kit\" }\n\
            hello = { path = \"ex/hello\" }\nserde = { version = \"1.0.0\" }\n"
        );
    }

    #[test]
    fn all_pages_of_a_server_are_its_own() {
        for (file, is_its_own) in [
            ("screen-pop.md", true),
            ("screen-pop-pages.md", true),
            ("screen-popper.md", false),
            ("screen-pop.txt", false),
            ("configuration.md", false),
        ] {
            assert_eq!(is_page_of("screen-pop", file), is_its_own, "{file}");
        }
    }

    #[test]
    fn only_a_server_with_a_sandbox_is_started_in_it() {
        let mut needed = needed();
        assert!(!readme("hello", &needed).contains("--sandbox"));

        needed.has_sandbox = true;
        assert!(readme("hello", &needed).contains("hello -- --sandbox"));
    }
}
