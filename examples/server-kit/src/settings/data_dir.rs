//! The folder that a server writes into.

use std::path::Path;
use std::{fs, io};

use anyhow::Context;

/// Makes the folder, for its owner only. One that is there keeps its mode.
///
/// # Errors
///
/// A text for the operator.
pub fn make_data_dir(data_dir: &Path) -> anyhow::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(data_dir).with_context(|| {
        let folder = data_dir.display();
        format!("could not make the data folder {folder} (DATA_DIR)")
    })
}

/// Makes the folder, and keeps a second process off it: that one would take what this one is
/// at for the work of a dead one. The lock ends with the file, and with the process.
///
/// # Errors
///
/// A text for the operator if another process has the folder, or it cannot be written.
pub fn lock_data_dir(data_dir: &Path) -> anyhow::Result<fs::File> {
    make_data_dir(data_dir)?;
    let path = data_dir.join("lock");
    let locked = fs::File::create(&path).and_then(|file| match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
        Err(fs::TryLockError::Error(error)) => Err(error),
    });
    locked.map_err(|error| {
        let folder = data_dir.display();
        match error.kind() {
            io::ErrorKind::WouldBlock => {
                anyhow::anyhow!("another process uses {folder} (DATA_DIR)")
            }
            _ => anyhow::anyhow!(error).context(format!("could not lock {folder} (DATA_DIR)")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_folder_is_private_and_has_one_user() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("data");

        let lock = lock_data_dir(&folder).unwrap();
        let second = lock_data_dir(&folder).unwrap_err().to_string();
        drop(lock);

        assert!(second.starts_with("another process uses "), "{second}");
        assert!(lock_data_dir(&folder).is_ok());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&folder).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
    }

    #[test]
    fn a_data_folder_that_cannot_be_is_one_clear_error() {
        let file = tempfile::NamedTempFile::new().unwrap();

        let error = lock_data_dir(&file.path().join("data")).unwrap_err();

        let text = error.to_string();
        assert!(text.starts_with("could not make the data folder"), "{text}");
    }
}
