//! No dependency of a published crate may need a newer compiler than the crate promises.

use std::{collections::BTreeSet, fs, path::Path};

use crate::{
    steps,
    workspace::{SDK_CRATES, Workspace},
};

/// The newest compiler a published crate may need.
const SDK_RUST_VERSION: (u32, u32) = (1, 88);

/// Every package that needs more, as one line each.
pub(crate) fn check(workspace: &Workspace) -> Result<Vec<String>, String> {
    let mut used = BTreeSet::new();
    for name in SDK_CRATES {
        let arguments = ["--package", name, "--all-features", "--edges", "normal"];
        let text = steps::output(
            workspace
                .cargo("tree", arguments)
                .args(["--prefix", "none"]),
        )?;
        used.extend(text.lines().filter_map(name_and_version));
    }
    let metadata = steps::output(&mut workspace.cargo(
        "metadata",
        [
            "--format-version",
            "1",
            "--all-features",
            "--filter-platform",
            &host(workspace)?,
        ],
    ))?;
    let mut violations = Vec::new();
    let mut seen = BTreeSet::new();
    for path in manifest_paths(&metadata) {
        let text = fs::read_to_string(Path::new(&path))
            .map_err(|error| format!("could not read {path}: {error}"))?;
        let manifest = Manifest::parse(&text);
        let Some(package) = manifest.package().filter(|package| used.contains(package)) else {
            continue;
        };
        if manifest
            .rust_version
            .is_some_and(|needed| needed > SDK_RUST_VERSION)
        {
            let (name, version) = &package;
            violations.push(format!("{name} {version} needs a compiler newer than 1.88"));
        }
        seen.insert(package);
    }
    // Our own crates take their version from the workspace, so their manifests do not show it.
    let unseen = used
        .difference(&seen)
        .filter(|(name, _)| !SDK_CRATES.contains(&name.as_str()));
    violations.extend(unseen.map(|(name, version)| format!("{name} {version} has no manifest")));
    Ok(violations)
}

fn host(workspace: &Workspace) -> Result<String, String> {
    let version = steps::output(workspace.program("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| "rustc does not name its host".into())
}

/// Reads a line like `tokio v1.54.1 (*)`.
fn name_and_version(line: &str) -> Option<(String, String)> {
    let mut words = line.split(' ');
    let name = words.next()?;
    let version = words.next()?.strip_prefix('v')?;
    Some((name.to_owned(), version.to_owned()))
}

/// The paths of all manifests that `cargo metadata` lists.
///
/// A text that quotes the key would be escaped, so searching for the bare key is safe.
fn manifest_paths(metadata: &str) -> impl Iterator<Item = String> {
    metadata
        .split("\"manifest_path\":\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|path| path.replace("\\\\", "\\"))
}

/// The lines of a `[package]` section that matter here.
#[derive(Default)]
struct Manifest {
    name: Option<String>,
    version: Option<String>,
    rust_version: Option<(u32, u32)>,
}

impl Manifest {
    fn parse(text: &str) -> Self {
        let mut manifest = Self::default();
        let section = text
            .lines()
            .map(str::trim)
            .skip_while(|line| *line != "[package]")
            .skip(1)
            .take_while(|line| !line.starts_with('['));
        for line in section {
            let Some((key, value)) = line.split_once('=') else {
                continue;
            };
            let Some(value) = value
                .trim()
                .strip_prefix('"')
                .and_then(|v| v.split('"').next())
            else {
                continue;
            };
            match key.trim() {
                "name" => manifest.name = Some(value.to_owned()),
                "version" => manifest.version = Some(value.to_owned()),
                "rust-version" => manifest.rust_version = minor(value),
                _ => {}
            }
        }
        manifest
    }

    fn package(&self) -> Option<(String, String)> {
        Some((self.name.clone()?, self.version.clone()?))
    }
}

fn minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next().unwrap_or(Ok(0)).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_section_is_read_and_no_other() {
        let manifest = Manifest::parse(
            "# generated\n[package]\nedition = \"2024\"\nrust-version = \"1.94.1\"\nname = \"a\"\n\
             version = \"2.0.1\"\n\n[dependencies.b]\nversion = \"9.9.9\"\n",
        );

        assert_eq!(manifest.package(), Some(("a".into(), "2.0.1".into())));
        assert_eq!(manifest.rust_version, Some((1, 94)));
    }

    #[test]
    fn a_newer_compiler_is_greater_by_number_not_by_text() {
        assert!(minor("1.100") > minor("1.88"));
        assert!(minor("1.88.0") == Some(SDK_RUST_VERSION));
        assert_eq!(minor("2"), Some((2, 0)));
    }

    #[test]
    fn a_quoted_key_in_a_description_is_no_path() {
        let metadata =
            r#"{"description":"\"manifest_path\":\"x\"","manifest_path":"C:\\a\\Cargo.toml"}"#;

        assert_eq!(
            manifest_paths(metadata).collect::<Vec<_>>(),
            [r"C:\a\Cargo.toml"]
        );
    }
}
