//! Rules about source text that clippy does not know.

use std::path::{Path, PathBuf};

use crate::{
    files,
    workspace::{CLIENTS, Workspace},
};

/// Above this, a file is worth a look for its seam.
const LONG_FILE: usize = 400;

/// What the rules found.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) violations: Vec<String>,
    pub(crate) warnings: Vec<String>,
}

/// Reads every source file of the workspace.
pub(crate) fn check(workspace: &Workspace) -> Result<Findings, String> {
    let root = workspace.path("");
    let mut findings = Findings::default();
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    for path in files::below(&root)?.into_iter().filter(is_rust) {
        let text = files::read(&path)?;
        let relative = path.strip_prefix(&root).unwrap_or(&path);
        check_file(relative, &text, &mut findings);
    }
    Ok(findings)
}

fn check_file(path: &Path, text: &str, findings: &mut Findings) {
    let place = path.display();
    let lines = text.lines().count();
    if lines > LONG_FILE {
        findings
            .warnings
            .push(format!("{place} has {lines} lines; is there a seam?"));
    }
    let mut forbid = |found: Option<usize>, problem: &str| {
        if let Some(line) = found {
            findings
                .violations
                .push(format!("{place}:{line}: {problem}"));
        }
    };
    // Put together here, so that this file passes its own rule.
    let ignored_test = concat!("#[", "ignore");
    let ignored_snippet = concat!("```", "ignore");
    forbid(
        line_with(text, ignored_test),
        "an ignored test hides that it fails",
    );
    forbid(
        line_with(text, ignored_snippet),
        "an ignored snippet goes stale; use no_run",
    );
    if hides_the_transport(path) {
        forbid(
            line_with(text, "reqwest::"),
            "in a client crate only the client and its builder know reqwest",
        );
    }
}

/// Whether a file of a client crate may not know how requests are sent.
fn hides_the_transport(path: &Path) -> bool {
    let in_client_crate = CLIENTS
        .iter()
        .any(|name| path.starts_with(Path::new(name).join("src")));
    let sends = path.components().any(|part| {
        let part = part.as_os_str();
        part == "client.rs" || part == "client" || part == "builder.rs"
    });
    in_client_crate && !sends
}

fn line_with(text: &str, needle: &str) -> Option<usize> {
    text.lines()
        .position(|line| line.contains(needle))
        .map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> Findings {
        let mut findings = Findings::default();
        check_file(Path::new(path), text, &mut findings);
        findings
    }

    #[test]
    fn an_ignored_test_is_found_with_its_line() {
        let text = concat!("#[test]\n#[", "ignore = \"slow\"]\nfn test() {}\n");

        let found = findings("ccaas-http/src/page.rs", text).violations;

        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with("ccaas-http/src/page.rs:2: "),
            "{}",
            found[0]
        );
    }

    #[test]
    fn only_the_client_and_its_builder_may_know_reqwest() {
        let text = "use reqwest::Client;\n";

        for (path, expected) in [
            ("genesys-client/src/callbacks.rs", 1),
            ("genesys-client/src/client.rs", 0),
            ("genesys-client/src/builder.rs", 0),
            ("genesys-client/src/client/send.rs", 0),
            ("genesys-client/tests/it/main.rs", 0),
            ("ccaas-http/src/client/call.rs", 0),
        ] {
            assert_eq!(findings(path, text).violations.len(), expected, "{path}");
        }
    }

    #[test]
    fn a_long_file_is_only_a_warning() {
        let found = findings("demo/src/main.rs", &"\n".repeat(LONG_FILE + 1));

        assert!(found.violations.is_empty());
        assert_eq!(found.warnings.len(), 1);
    }
}
