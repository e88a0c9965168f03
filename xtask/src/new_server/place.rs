//! Where a server is entered in files that are there already.

use super::template::Server;

/// The table of what the demo runs.
pub(super) const SERVICES: &str = "examples/demo/src/services.rs";

/// One entry in one file.
pub(super) struct Place {
    /// The file, from the workspace's root.
    pub(super) file: &'static str,
    /// How the line begins that opens the list.
    after: &'static str,
    /// How the first line behind it begins that the entry stands before; an empty text is an
    /// empty line.
    before: &'static str,
    /// What is entered; a template.
    entry: &'static str,
}

/// Every entry.
pub(super) const PLACES: &[Place] = &[
    Place {
        file: "Cargo.toml",
        after: "members = [",
        before: "    \"examples/demo\"",
        entry: "    \"examples/{{name}}\",",
    },
    Place {
        file: "Cargo.toml",
        after: "[workspace.dependencies]",
        before: "",
        entry: "{{name}} = { path = \"examples/{{name}}\", default-features = false }",
    },
    Place {
        file: "xtask/src/workspace.rs",
        after: "pub(crate) const SERVERS",
        before: "];",
        entry: "    \"{{name}}\",",
    },
    Place {
        file: SERVICES,
        after: "pub(crate) const SERVERS",
        before: "];",
        entry: include_str!("../../template/service.txt"),
    },
    Place {
        file: "examples/demo/src/args.rs",
        after: "  +0   the page",
        before: "  +11 ",
        entry: "  +{{offset}}   {{name}}",
    },
    Place {
        file: "examples/demo/README.md",
        after: "| +0 | the page",
        before: "| +11 |",
        entry: "| +{{offset}} | {{title}} |",
    },
    Place {
        file: "tests/Cargo.toml",
        after: "[dev-dependencies]",
        before: "",
        entry: "{{name}}.workspace = true",
    },
    Place {
        file: "tests/it/main.rs",
        after: "//! Documented flows",
        before: "#[cfg(test)]",
        entry: "#[cfg(test)]\nmod {{crate}};",
    },
    Place {
        file: "README.md",
        after: "| crate | what it is",
        before: "| [`examples/server-kit`]",
        entry: "| [`examples/{{name}}`](examples/{{name}}) | a server: {{title}} ([its page](docs/{{name}}.md)) | `server-kit` |",
    },
    Place {
        file: "docs/configuration.md",
        after: "# Configuration",
        before: "## Demo",
        entry: include_str!("../../template/configuration.md"),
    },
];

impl Place {
    /// The file's text with the server entered.
    ///
    /// # Errors
    /// What the file lacks: it was changed since this table was written.
    pub(super) fn enter(&self, text: &str, server: &Server) -> Result<String, String> {
        let lines: Vec<&str> = text.lines().collect();
        let missing = |line: &str| format!("{} has no line that begins with {line:?}", self.file);
        let start = lines
            .iter()
            .position(|line| line.starts_with(self.after))
            .ok_or_else(|| missing(self.after))?;
        let is_end = |line: &&str| match self.before {
            "" => line.is_empty(),
            before => line.starts_with(before),
        };
        let end = lines[start..]
            .iter()
            .position(is_end)
            .ok_or_else(|| missing(self.before))?;
        let (before, after) = lines.split_at(start + end);
        let entry = server.fill(self.entry);
        let whole = [before, &[entry.trim_end_matches('\n')], after].concat();
        Ok(whole.join("\n") + "\n")
    }
}

/// The first of the demo's ports that nothing has; an offset is a number or a constant's name.
pub(super) fn free_offset(services: &str) -> u16 {
    let constant = |name: &str| {
        let declared = format!("const {name}: u16 = ");
        let line = services.lines().find(|line| line.contains(&declared))?;
        let (_, value) = line.split_once(&declared)?;
        value.trim_end_matches(';').parse().ok()
    };
    let taken: Vec<u16> = services
        .lines()
        .filter_map(|line| line.trim().strip_prefix("offset: "))
        .map(|offset| offset.trim_end_matches(','))
        .filter_map(|offset| offset.parse().ok().or_else(|| constant(offset)))
        .collect();
    (1..)
        .find(|offset| !taken.contains(offset))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::files;

    fn server() -> Server {
        Server {
            name: "call-recorder".into(),
            port: 3020,
            offset: 6,
        }
    }

    #[test]
    fn every_place_is_where_the_table_says() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");

        for place in PLACES {
            let text = files::read(&root.join(place.file)).unwrap();
            let entered = place.enter(&text, &server()).unwrap();
            let added = entered.lines().count() - text.lines().count();
            assert_eq!(
                added,
                place.entry.trim_end().lines().count(),
                "{}",
                place.file
            );
            assert!(!entered.contains("{{"), "{}", place.file);
        }
    }

    #[test]
    fn an_entry_stands_at_the_end_of_its_list() {
        let place = Place {
            file: "x",
            after: "list",
            before: "]",
            entry: "    {{crate}},\n",
        };

        let entered = place.enter("list [\n    a,\n]\nlist [\n]\n", &server());

        assert_eq!(
            entered.unwrap(),
            "list [\n    a,\n    call_recorder,\n]\nlist [\n]\n"
        );
        assert!(place.enter("nothing", &server()).is_err());
    }

    #[test]
    fn the_first_free_port_of_the_demo_is_taken() {
        let services = "        offset: 1,\n        offset: BRIDGE,\n        offset: GENESYS,\n\
                        const GENESYS: u16 = 12;\npub(crate) const BRIDGE: u16 = 2;\n";

        assert_eq!(free_offset(services), 3);
    }
}
