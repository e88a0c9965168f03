//! Finding the servers' binaries.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};

/// The folder with the binaries: `SWITCHBOARD_BIN_DIR`, else that of this program.
pub(crate) fn folder() -> anyhow::Result<PathBuf> {
    let folder = match env::var_os("SWITCHBOARD_BIN_DIR").filter(|folder| !folder.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => {
            let own = env::current_exe().context("cannot find out where this program is")?;
            own.parent()
                .context("this program is in no folder")?
                .to_owned()
        }
    };
    // The servers run in folders of their own.
    fs::canonicalize(&folder).with_context(|| {
        format!(
            "cannot open the folder of the servers' binaries, {}; see SWITCHBOARD_BIN_DIR",
            folder.display()
        )
    })
}

/// The binary of a server.
pub(crate) fn find(folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let binary = folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    ensure!(
        binary.is_file(),
        "the program {name} is not in {}; build it and start everything with: cargo xtask demo",
        folder.display()
    );
    Ok(binary)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::find;

    #[test]
    fn a_missing_binary_is_named_with_the_cure() {
        let folder = tempfile::tempdir().unwrap();

        let error = find(folder.path(), "callback-scheduler")
            .unwrap_err()
            .to_string();

        assert!(error.contains("callback-scheduler"), "{error}");
        assert!(error.ends_with("cargo xtask demo"), "{error}");
    }

    #[test]
    fn a_present_binary_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("screen-pop{}", std::env::consts::EXE_SUFFIX);
        fs::write(folder.path().join(&name), "").unwrap();

        assert_eq!(
            find(folder.path(), "screen-pop").unwrap(),
            folder.path().join(name)
        );
    }
}
