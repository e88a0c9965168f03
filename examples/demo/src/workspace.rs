//! The folder in which the servers keep their data.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use tempfile::TempDir;
use uuid::Uuid;

/// The demo's data: a folder of the user's, or one that goes at the end.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    temporary: Option<TempDir>,
}

impl Workspace {
    /// Opens `folder`, which is made if it is missing; without one, a temporary folder.
    pub(crate) fn open(folder: Option<&Path>) -> anyhow::Result<Self> {
        let Some(folder) = folder else {
            let temporary = tempfile::Builder::new()
                .prefix("switchboard-demo-")
                .tempdir()
                .context("cannot make a temporary folder; give one with --data-dir")?;
            return Ok(Self {
                root: temporary.path().to_owned(),
                temporary: Some(temporary),
            });
        };
        let open = || {
            fs::create_dir_all(folder)?;
            // The servers run in folders of their own.
            fs::canonicalize(folder)
        };
        let root =
            open().with_context(|| format!("cannot use the data folder {}", folder.display()))?;
        Ok(Self {
            root,
            temporary: None,
        })
    }

    /// The folder of one server.
    pub(crate) fn of_server(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.root.join(name);
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot write to the data folder {}", folder.display()))?;
        Ok(folder)
    }

    /// The admin token of the servers: kept in the user's folder, else of this run.
    pub(crate) fn admin_token(&self) -> anyhow::Result<String> {
        let fresh = || Uuid::new_v4().simple().to_string();
        if self.temporary.is_some() {
            return Ok(fresh());
        }
        let file = self.root.join("admin-token");
        let kept = fs::read_to_string(&file).unwrap_or_default();
        if !kept.trim().is_empty() {
            return Ok(kept.trim().to_owned());
        }
        let token = fresh();
        write_private(&file, &token)
            .with_context(|| format!("cannot write to the data folder {}", file.display()))?;
        Ok(token)
    }

    /// Removes the folder if it is a temporary one.
    pub(crate) fn close(self) -> anyhow::Result<()> {
        match self.temporary {
            Some(temporary) => temporary
                .close()
                .context("cannot remove the temporary folder"),
            None => Ok(()),
        }
    }
}

fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};

    let mut options = fs::OpenOptions::new();
    options.create(true).write(true).truncate(true).mode(0o600);
    options.open(file)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::Workspace;

    #[test]
    fn the_admin_token_of_a_kept_folder_stays_the_same_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Workspace::open(Some(folder.path())).unwrap();

        let first = open().admin_token().unwrap();

        assert_eq!(first.len(), 32);
        assert_eq!(open().admin_token().unwrap(), first);
        let mode = folder
            .path()
            .join("admin-token")
            .metadata()
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_temporary_folder_is_removed_and_a_given_one_kept() {
        let given = tempfile::tempdir().unwrap();
        let temporary = Workspace::open(None).unwrap();
        let kept = Workspace::open(Some(given.path())).unwrap();
        let (gone, stays) = (
            temporary.of_server("callback-scheduler").unwrap(),
            kept.of_server("callback-scheduler").unwrap(),
        );

        temporary.close().unwrap();
        kept.close().unwrap();

        assert!(!gone.exists());
        assert!(stays.is_dir());
    }
}
