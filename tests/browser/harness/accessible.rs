//! What axe finds wrong with a page for people who do not see it, or use no mouse.

use std::{env, fs, path::Path, sync::OnceLock};

use serde::Deserialize;

use super::Browser;

/// The rules of WCAG 2.2, levels A and AA.
const RULES: &str = r#"["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]"#;

#[derive(Deserialize)]
struct Violation {
    id: String,
    help: String,
    nodes: Vec<String>,
}

/// Colours that are on their way, as after a change to dark, are no colours of the page.
const SETTLED: &str = "const settled = () => {
  const ends = (each) => Number.isFinite(each.effect?.getComputedTiming().endTime);
  const finished = () => Promise.allSettled(
    document.getAnimations().filter(ends).map((each) => each.finished),
  );
  const frames = new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  // A tab that nobody sees draws nothing.
  const patience = new Promise((next) => setTimeout(next, 2000));
  return Promise.race([frames.then(finished), patience]);
};";

impl Browser {
    /// Fails if axe finds something wrong with the page as it is now.
    pub(crate) async fn assert_accessible(&self, page: &str) {
        let script = format!(
            "const done = arguments[0];
            const run = () => window.axe.run(document, {{ runOnly: {RULES} }}).then(
              ({{ violations }}) => done(violations.map(({{ id, help, nodes }}) => (
                {{ id, help, nodes: nodes.map(({{ html, failureSummary }}) => `${{html}} ${{failureSummary}}`) }}
              ))),
              (error) => done([{{ id: 'axe', help: String(error), nodes: [] }}]),
            );
            {SETTLED}
            {}
            settled().then(run);",
            axe()
        );
        let found: Vec<Violation> = self.run_to_end(&script, &[]).await;
        let told = found
            .iter()
            .map(|Violation { id, help, nodes }| format!("{id}: {help}\n  {}", nodes.join("\n  ")));
        let told: Vec<String> = told.collect();
        assert!(told.is_empty(), "{page}: {}", told.join("\n"));
    }
}

/// The program, as npm installs it.
fn axe() -> &'static str {
    static AXE: OnceLock<String> = OnceLock::new();
    AXE.get_or_init(|| {
        let modules = env::var_os("SWITCHBOARD_NODE_MODULES")
            .expect("SWITCHBOARD_NODE_MODULES is set: run this layer by `cargo xtask test`");
        let file = Path::new(&modules).join("axe-core/axe.min.js");
        fs::read_to_string(file).expect("axe-core is installed")
    })
}
