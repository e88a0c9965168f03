//! The root manifest as text: its tables, and the versions that stand in it once.

/// A table of a manifest, from its header to the next one; comments before a header go with it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Table<'a> {
    /// Its name: `workspace.dependencies`.
    pub(crate) name: &'a str,
    /// All of its lines, header included.
    pub(crate) lines: Vec<&'a str>,
}

/// Splits a manifest into its tables.
pub(crate) fn tables(manifest: &str) -> Vec<Table<'_>> {
    let mut tables: Vec<Table<'_>> = Vec::new();
    let mut comments = Vec::new();
    for line in manifest.lines() {
        let name = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'));
        match (name, tables.last_mut()) {
            (Some(name), _) => {
                let mut lines = std::mem::take(&mut comments);
                lines.push(line);
                tables.push(Table { name, lines });
            }
            (None, Some(table)) if !line.starts_with('#') => {
                table.lines.append(&mut comments);
                table.lines.push(line);
            }
            _ => comments.push(line),
        }
    }
    tables
}

/// The name at the start of a line of `[workspace.dependencies]`.
pub(crate) fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    (!key.is_empty() && !key.starts_with('#')).then_some(key)
}

/// The folder of a crate of ours, in its line of `[workspace.dependencies]`.
pub(crate) fn path_of(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("path = \"")?;
    rest.split_once('"').map(|(path, _)| path)
}

/// What a member takes from the workspace: the names of its dependencies of all kinds.
pub(crate) fn inherited(manifest: &str) -> impl Iterator<Item = &str> {
    manifest.lines().filter_map(|line| {
        let name = key(line)?;
        match name.strip_suffix(".workspace") {
            Some(name) => Some(name),
            None => line.contains("workspace = true").then_some(name),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_keep_their_lines_and_the_comments_before_them() {
        let manifest = "[a]\nx = 1\n# of x\ny = 2\n\n# of b\n[b.c]\nz = 3\n";

        let tables = tables(manifest);

        assert_eq!(tables[0].name, "a");
        assert_eq!(tables[0].lines, ["[a]", "x = 1", "# of x", "y = 2", ""]);
        assert_eq!(tables[1].name, "b.c");
        assert_eq!(tables[1].lines, ["# of b", "[b.c]", "z = 3"]);
    }

    #[test]
    fn dependencies_and_paths_are_read() {
        let member = "[dependencies]\nanyhow.workspace = true\n\
            axum = { workspace = true, features = [\"json\"] }\nown = { path = \".\" }\n";

        assert_eq!(inherited(member).collect::<Vec<_>>(), ["anyhow", "axum"]);
        let line = r#"server-kit = { path = "examples/server-kit" }"#;
        assert_eq!(key(line), Some("server-kit"));
        assert_eq!(path_of(line), Some("examples/server-kit"));
        assert_eq!(path_of(r#"anyhow = { version = "1" }"#), None);
    }
}
