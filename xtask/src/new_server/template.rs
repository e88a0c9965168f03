//! The files of a new server, as text with gaps.

/// What a server is called, and where it listens.
pub(super) struct Server {
    /// The name of its crate, folder and binary: `call-recorder`.
    pub(super) name: String,
    /// The port it listens on by itself.
    pub(super) port: u16,
    /// Its port in the demo, counted from the first one.
    pub(super) offset: u16,
}

/// One file of the template.
pub(super) struct File {
    /// Where it goes, from the workspace's root.
    pub(super) path: &'static str,
    /// Its text.
    pub(super) text: &'static str,
}

/// A file of the folder `template/`, and where it goes.
macro_rules! file {
    ($path:literal from $source:literal) => {
        File {
            path: $path,
            text: include_str!(concat!("../../template/", $source)),
        }
    };
}

/// Every file of a new server.
pub(super) const FILES: &[File] = &[
    file!("examples/{{name}}/Cargo.toml" from "manifest.toml"),
    file!("examples/{{name}}/README.md" from "README.md"),
    file!("examples/{{name}}/.env.example" from "env.example"),
    file!("examples/{{name}}/src/lib.rs" from "src/lib.rs"),
    file!("examples/{{name}}/src/main.rs" from "src/main.rs"),
    file!("examples/{{name}}/src/settings.rs" from "src/settings.rs"),
    file!("examples/{{name}}/src/setup.rs" from "src/setup.rs"),
    file!("examples/{{name}}/src/state.rs" from "src/state.rs"),
    file!("examples/{{name}}/src/routes.rs" from "src/routes.rs"),
    file!("examples/{{name}}/src/routes/greeting.rs" from "src/greeting.rs"),
    file!("examples/{{name}}/assets/index.html" from "assets/index.html"),
    file!("examples/{{name}}/assets/favicon.svg" from "assets/favicon.svg"),
    file!("examples/{{name}}/assets/js/main.js" from "assets/main.js"),
    file!("tests/it/{{crate}}.rs" from "scenario.rs"),
    file!("docs/{{name}}.md" from "page.md"),
];

impl Server {
    /// A template with its gaps filled.
    pub(super) fn fill(&self, template: &str) -> String {
        template
            .replace("{{name}}", &self.name)
            .replace("{{crate}}", &self.name.replace('-', "_"))
            .replace("{{title}}", &self.title())
            .replace("{{port}}", &self.port.to_string())
            .replace("{{offset}}", &self.offset.to_string())
    }

    /// Its name for people: `Call recorder`.
    fn title(&self) -> String {
        let words = self.name.replace('-', " ");
        let (first, rest) = words.split_at(1);
        first.to_uppercase() + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_and_none_is_left() {
        let server = Server {
            name: "call-recorder".into(),
            port: 3020,
            offset: 6,
        };

        let filled = server.fill("{{name}} {{crate}} {{title}} {{port}} +{{offset}}");

        assert_eq!(filled, "call-recorder call_recorder Call recorder 3020 +6");
        for file in FILES {
            let whole = server.fill(file.path) + &server.fill(file.text);
            assert!(!whole.contains("{{"), "{}", file.path);
        }
    }
}
