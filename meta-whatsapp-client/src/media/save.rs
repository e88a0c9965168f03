//! Downloads into files.

use std::{
    io,
    path::{Path, PathBuf},
};

use tokio::{
    fs::{self, File},
    io::AsyncWriteExt,
};

use super::Download;
use crate::Error;

/// A file could not be downloaded into a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SaveError {
    /// The download failed.
    #[error(transparent)]
    Download(#[from] Error),
    /// The file could not be written.
    #[error("could not write the file")]
    File(#[source] io::Error),
}

impl Download {
    /// Writes the file to `path`, and tells its length.
    ///
    /// The bytes go to `path` with `.part` at its end, which gets its name when all of
    /// them are there and the checksum is right. After a failure neither is left.
    ///
    /// # Errors
    /// [`SaveError`].
    pub async fn save_to(mut self, path: impl AsRef<Path>) -> Result<u64, SaveError> {
        let path = path.as_ref();
        let part = part_of(path);
        let mut written = self.write(&part).await;
        if written.is_ok() {
            written = fs::rename(&part, path).await.map_err(SaveError::File);
        }
        if let Err(error) = written {
            // It may not even have been made; what counts is the first error.
            let _ = fs::remove_file(&part).await;
            return Err(error);
        }
        Ok(self.received())
    }

    async fn write(&mut self, part: &Path) -> Result<(), SaveError> {
        let mut file = File::create(part).await.map_err(SaveError::File)?;
        while let Some(chunk) = self.chunk().await? {
            file.write_all(&chunk).await.map_err(SaveError::File)?;
        }
        file.sync_all().await.map_err(SaveError::File)
    }
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}
