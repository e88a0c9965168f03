//! The project's own files: what a build, a run or an editor leaves behind is not among them.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders that hold nothing of ours.
const NOT_OURS: &[&str] = &["target", "node_modules"];
/// What a server leaves in the folder that it is started in.
const LEFT_BEHIND: &[&str] = &["data", "logs"];

/// Every file below `root`, sorted; hidden folders and what runs leave behind are passed over.
pub(crate) fn below(root: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .map_err(|error| format!("could not read {}: {error}", folder.display()))?;
        // A module may have such a name, too.
        let of_a_crate = folder.join("Cargo.toml").is_file();
        let passed_over = |name: &str| {
            name.starts_with('.')
                || NOT_OURS.contains(&name)
                || (of_a_crate && LEFT_BEHIND.contains(&name))
        };
        for entry in entries {
            let entry = entry.map_err(|error| format!("could not read a folder: {error}"))?;
            let kind = entry
                .file_type()
                .map_err(|error| format!("no file type: {error}"))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if kind.is_dir() && !passed_over(&name) {
                folders.push(entry.path());
            } else if kind.is_file()
                && ![".env", ".git"].contains(&&*name)
                && !name.ends_with(".log")
            {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The text of a file.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("could not read {}: {error}", path.display()))
}

/// Writes a file, with the folders that lead to it.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("could not write {}: {error}", path.display()))
}

/// Copies a file, or a folder with all that is ours in it; keeps its place below `from`.
pub(crate) fn copy(from: &Path, to: &Path, what: &str) -> Result<(), String> {
    let source = from.join(what);
    let files = if source.is_dir() {
        below(&source)?
    } else {
        vec![source]
    };
    for file in files {
        let target = to.join(file.strip_prefix(from).unwrap_or(&file));
        let parent = target.parent().unwrap_or(to);
        fs::create_dir_all(parent)
            .and_then(|()| fs::copy(&file, &target))
            .map_err(|error| format!("could not copy {}: {error}", file.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_has_its_modules_and_not_what_runs_leave_behind() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("xtask is in the workspace");

        let files = below(root).unwrap();

        let has = |path: &str| files.contains(&root.join(path));
        assert!(has("examples/server-kit/src/logs/rotate.rs"));
        assert!(has("Cargo.lock"));
        assert!(
            !files
                .iter()
                .any(|file| file.starts_with(root.join("target")))
        );
        assert!(!files.iter().any(|file| file.starts_with(root.join(".git"))));
    }
}
