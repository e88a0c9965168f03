//! The dependency rules, read off `cargo tree`, each crate alone.
//!
//! A build of the whole workspace unites features and so hides what one crate drags in.

use std::collections::BTreeSet;

use crate::{
    steps,
    workspace::{CLIENTS, OTHERS, PURE, SDK_CRATES, SERVERS, STORES, Workspace},
};

/// What makes a crate more than types and pure functions.
const IO: &[&str] = &["reqwest", "tokio", "hyper", "wiremock"];
/// What belongs in servers and never in a published crate.
const SERVER_ONLY: &[&str] = &["sqlx", "axum", "redis", "lapin", "socketioxide", "uuid"];
/// Providers of cryptography for TLS. Two of them at once make rustls panic at first use.
const TLS_PROVIDERS: &[&str] = &[
    "aws-lc-rs",
    "ring",
    "openssl",
    "native-tls",
    "rustls-graviola",
    "rustls-rustcrypto",
];
const TLS_PROVIDER: &str = "aws-lc-rs";
/// The feature under which every crate keeps its fake vendor.
const FAKES: &str = "test-util";

/// Every rule that does not hold, as one line each.
pub(crate) fn check(workspace: &Workspace) -> Result<Vec<String>, String> {
    let mut violations = unknown_members(workspace)?;
    for name in SDK_CRATES {
        let pure = Tree::read(workspace, name, "--no-default-features")?;
        violations.extend(pure.must_not_have(IO));
        let whole = Tree::read(workspace, name, "--all-features")?;
        violations.extend(whole.must_not_have(SERVER_ONLY));
        if PURE.contains(name) {
            violations.extend(whole.must_not_have(IO));
        } else {
            violations.extend(whole.must_not_have(&other_clients(name)));
        }
        violations.extend(whole.tls_rule());
        violations.extend(whole.must_not_have(SERVERS));
        violations.extend(whole.must_not_have(OTHERS));
    }
    for name in STORES {
        let store = Tree::read(workspace, name, "--all-features")?;
        violations.extend(store.must_not_have(SDK_CRATES));
        violations.extend(store.must_not_have(SERVERS));
        violations.extend(store.must_not_have(OTHERS));
        violations.extend(store.tls_rule());
    }
    for name in SERVERS.iter().chain(["demo"].iter()) {
        let server = Tree::read(workspace, name, "--all-features")?;
        violations.extend(server.tls_rule());
    }
    for name in SERVERS {
        violations.extend(Tree::read(workspace, name, "--no-default-features")?.no_fakes());
    }
    let kit = Tree::read(workspace, "server-kit", "--all-features")?;
    violations.extend(kit.must_not_have(SDK_CRATES));
    violations.extend(kit.must_not_have(SERVERS));
    Ok(violations)
}

/// A new member must be entered in the tables of [`crate::workspace`], or no rule covers it.
fn unknown_members(workspace: &Workspace) -> Result<Vec<String>, String> {
    let arguments = [
        "--workspace",
        "--depth",
        "0",
        "--prefix",
        "none",
        "--format",
        "{p}|{f}",
    ];
    let members = parse(&steps::output(&mut workspace.cargo("tree", arguments))?);
    let known = |name: &str| {
        [SDK_CRATES, STORES, SERVERS, OTHERS]
            .concat()
            .contains(&name)
    };
    Ok(members
        .into_iter()
        .filter(|member| !known(&member.name))
        .map(|member| format!("{} is in no table of xtask/src/workspace.rs", member.name))
        .collect())
}

fn other_clients(name: &str) -> Vec<&'static str> {
    CLIENTS
        .iter()
        .copied()
        .filter(|client| *client != name)
        .collect()
}

/// The normal dependencies of one crate, with their features.
struct Tree {
    title: String,
    packages: BTreeSet<Package>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    features: Vec<String>,
}

impl Tree {
    fn read(workspace: &Workspace, name: &str, features: &str) -> Result<Self, String> {
        let arguments = [
            "--package",
            name,
            features,
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
        ];
        let text = steps::output(workspace.cargo("tree", arguments).arg("{p}|{f}"))?;
        Ok(Self {
            title: format!("{name} {features}"),
            packages: parse(&text),
        })
    }

    fn must_not_have(&self, names: &[&str]) -> Vec<String> {
        self.names()
            .filter(|name| names.contains(name))
            .map(|name| format!("{} must not depend on {name}", self.title))
            .collect()
    }

    /// Exactly one provider, and the chosen one, as soon as there is TLS.
    fn tls_rule(&self) -> Vec<String> {
        let found: BTreeSet<_> = self
            .names()
            .filter(|name| TLS_PROVIDERS.contains(name))
            .collect();
        let needed = self.names().any(|name| name == "rustls");
        if found.is_empty() && !needed || found == BTreeSet::from([TLS_PROVIDER]) {
            return Vec::new();
        }
        let found: Vec<_> = found.into_iter().collect();
        let found = if found.is_empty() {
            "none".to_owned()
        } else {
            found.join(" and ")
        };
        vec![format!(
            "{} must have {TLS_PROVIDER} as its only TLS provider, has {found}",
            self.title
        )]
    }

    fn no_fakes(&self) -> Vec<String> {
        self.packages
            .iter()
            .filter(|package| package.features.iter().any(|feature| feature == FAKES))
            .map(|package| {
                format!(
                    "{} must not turn on {FAKES} of {}",
                    self.title, package.name
                )
            })
            .collect()
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.packages.iter().map(|package| package.name.as_str())
    }
}

/// Reads lines like `tokio v1.54.1|net,sync (*)`.
fn parse(text: &str) -> BTreeSet<Package> {
    text.lines()
        .filter_map(|line| {
            let (package, features) = line.split_once('|')?;
            let features = features.trim_end_matches("(*)").trim();
            let name = package.split(' ').next()?.to_owned();
            let features = features.split(',').map(str::to_owned).collect();
            Some(Package { name, features })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Tree {
        Tree {
            title: "server".into(),
            packages: parse(text),
        }
    }

    #[test]
    fn a_forbidden_dependency_is_named() {
        let tree = tree("server v0.1.0 (/somewhere)|default\ntokio v1.54.1|net,sync (*)\n");

        assert_eq!(tree.must_not_have(IO), ["server must not depend on tokio"]);
    }

    #[test]
    fn a_name_that_only_begins_like_a_forbidden_one_is_fine() {
        assert!(tree("tokio-stream v0.1.19|\n").must_not_have(IO).is_empty());
    }

    #[test]
    fn a_second_tls_provider_breaks_the_rule() {
        let one = tree("rustls v0.23.46|std\naws-lc-rs v1.19.0|\n");
        let two = tree("rustls v0.23.46|std\naws-lc-rs v1.19.0|\nring v0.17.14|\n");

        assert!(one.tls_rule().is_empty());
        assert_eq!(two.tls_rule().len(), 1);
    }

    #[test]
    fn tls_without_a_provider_breaks_the_rule() {
        assert_eq!(tree("rustls v0.23.46|std\n").tls_rule().len(), 1);
        assert!(tree("serde v1.0.229|std\n").tls_rule().is_empty());
    }

    #[test]
    fn a_fake_that_is_turned_on_is_found_in_repeated_lines_too() {
        let tree = tree("genesys-client v0.1.0 (/somewhere)|client,test-util (*)\n");

        assert_eq!(
            tree.no_fakes(),
            ["server must not turn on test-util of genesys-client"]
        );
    }
}
