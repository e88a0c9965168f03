//! Downloads into files.

use std::{
    fs::{File as StdFile, OpenOptions},
    hash::{BuildHasher, RandomState},
    io,
    path::{Path, PathBuf},
};

use tokio::{
    fs::{self, File},
    io::AsyncWriteExt,
    task::spawn_blocking,
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
    /// The bytes go to a new file beside `path`, with a random part and `.part` at the end
    /// of its name, which takes the place of `path` when all of them are there and the
    /// checksum is right. After a failure, or if the future is dropped, that file is
    /// removed, and whatever was at `path` before is still there. On Unix only the owner
    /// may read the file.
    ///
    /// # Errors
    /// [`SaveError`].
    pub async fn save_to(mut self, path: impl AsRef<Path>) -> Result<u64, SaveError> {
        let path = path.as_ref();
        let part = self.write_part(path).await?;
        part.take_the_place_of(path)
            .await
            .map_err(SaveError::File)?;
        Ok(self.received())
    }

    async fn write_part(&mut self, path: &Path) -> Result<Part, SaveError> {
        let beside = path.to_owned();
        // One that is made after the future was dropped is removed with the task's result.
        let made = spawn_blocking(move || Part::create(&beside)).await;
        let made = made.unwrap_or_else(|error| Err(io::Error::other(error)));
        let (part, file) = made.map_err(SaveError::File)?;
        let mut file = File::from_std(file);
        while let Some(chunk) = self.chunk().await? {
            file.write_all(&chunk).await.map_err(SaveError::File)?;
        }
        finish(file).await.map_err(SaveError::File)?;
        Ok(part)
    }
}

/// Waits until everything is on the disk.
async fn finish(mut file: File) -> io::Result<()> {
    // Only this tells whether the last write failed; `sync_all` does not.
    file.flush().await?;
    file.sync_all().await
}

/// A file of ours that is removed unless it gets its name.
struct Part {
    path: PathBuf,
    renamed: bool,
}

impl Part {
    fn create(beside: &Path) -> io::Result<(Self, StdFile)> {
        let random = RandomState::new().hash_one(std::process::id());
        let mut path = beside.as_os_str().to_owned();
        path.push(format!(".{random:016x}.part"));
        let path = PathBuf::from(path);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        let renamed = false;
        Ok((Self { path, renamed }, file))
    }

    async fn take_the_place_of(mut self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path).await?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.renamed {
            // There is nobody to tell.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_disk_that_is_full_at_the_last_piece_is_an_error() {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut file = File::from_std(full);
        file.write_all(b"the last piece").await.unwrap();

        let error = finish(file).await.unwrap_err();

        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
