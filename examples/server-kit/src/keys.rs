//! Keys that are made once, when no setting gives them, and tokens that are made each time.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretSlice, SecretString, zeroize::Zeroizing};
use tempfile::NamedTempFile;

use crate::settings::make_data_dir;

const KEY_FILE: u32 = 0o600;
const KEY_FOLDER: u32 = 0o700;

/// The key in `data_dir/keys/name`, made at random if there is none, and whether it was made.
///
/// The file holds base64, only its owner may read it, and it is there as a whole or not at all.
/// When two processes start at once, one makes the key and both use it.
///
/// # Errors
///
/// When the folder cannot be written, or the file does not hold exactly `bytes` bytes of base64.
pub fn load_or_create(
    data_dir: &Path,
    name: &str,
    bytes: usize,
) -> anyhow::Result<(SecretSlice<u8>, bool)> {
    let folder = data_dir.join("keys");
    let path = folder.join(name);
    if let Some(key) = load(&path, bytes)? {
        return Ok((key, false));
    }
    let created = create(&folder, &path, bytes)
        .with_context(|| format!("could not make the key {}", path.display()))?;
    match load(&path, bytes)? {
        Some(key) => Ok((key, created)),
        None => bail!("the key {} has just disappeared", path.display()),
    }
}

/// The key of a setting that is not given, as base64: `DATA_DIR/keys/admin_token` for
/// `ADMIN_TOKEN`. It is made once, with a warning.
///
/// # Errors
///
/// The same as [`load_or_create`].
pub fn own(data_dir: &Path, setting: &str, bytes: usize) -> anyhow::Result<SecretString> {
    make_data_dir(data_dir)?;
    let file = setting.to_ascii_lowercase();
    let (key, made) = load_or_create(data_dir, &file, bytes)?;
    if made {
        tracing::warn!(
            "{setting} is not set: made one into {}. Keep that file: it belongs in no backup of the data",
            data_dir.join("keys").join(file).display()
        );
    }
    Ok(STANDARD.encode(key.expose_secret()).into())
}

/// Puts the [`own`] key of a setting where none is given.
///
/// # Errors
///
/// The same as [`load_or_create`].
pub fn fill_in(
    key: &mut Option<SecretString>,
    data_dir: &Path,
    setting: &str,
    bytes: usize,
) -> anyhow::Result<()> {
    if key.is_none() {
        *key = Some(own(data_dir, setting, bytes)?);
    }
    Ok(())
}

/// The keys of a setting: comma-separated base64 of 32 bytes each.
///
/// # Errors
///
/// Names the place of the key that cannot be read.
#[cfg(any(feature = "seal", feature = "sign-in"))]
pub(crate) fn list(setting: &str, keys: &SecretString) -> anyhow::Result<Vec<Zeroizing<[u8; 32]>>> {
    let read = |(place, text): (usize, &str)| {
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).unwrap_or_default());
        let key = <[u8; 32]>::try_from(bytes.as_slice()).map(Zeroizing::new);
        key.ok().with_context(|| {
            let place = place + 1;
            format!(
                "{setting} must be base64 of 32 bytes each, separated by commas; \
                 key {place} is not"
            )
        })
    };
    keys.expose_secret()
        .split(',')
        .enumerate()
        .map(read)
        .collect()
}

/// 128 random bits as 32 hexadecimal digits: nobody can guess one.
///
/// # Panics
///
/// If the system has no random bytes, without which nothing is safe.
#[must_use]
pub fn random_token() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system has random bytes");
    format!("{:032x}", u128::from_be_bytes(bytes))
}

fn load(path: &Path, bytes: usize) -> anyhow::Result<Option<SecretSlice<u8>>> {
    let place = path.display();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("could not read the key {place}")),
    };
    restrict(path, KEY_FILE)
        .with_context(|| format!("could not keep others from reading the key {place}"))?;
    // The decoder's error would show a part of the key.
    let key = STANDARD.decode(text.trim()).unwrap_or_default();
    if key.len() != bytes {
        bail!("the key {place} is not {bytes} bytes of base64; restore it, do not delete it");
    }
    Ok(Some(key.into()))
}

/// Makes the key, unless somebody else does so first.
fn create(folder: &Path, path: &Path, bytes: usize) -> io::Result<bool> {
    fs::create_dir_all(folder)?;
    restrict(folder, KEY_FOLDER)?;
    let mut key = Zeroizing::new(vec![0; bytes]);
    getrandom::fill(&mut key).map_err(io::Error::other)?;
    // Its mode is 0600 from the beginning.
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(Zeroizing::new(STANDARD.encode(&key)).as_bytes())?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => File::open(folder)?.sync_all().map(|()| true),
        Err(there) if there.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(failed) => Err(failed.error),
    }
}

/// Takes a file from everybody but its owner.
#[cfg(feature = "sqlite")]
pub(crate) fn only_for_owner(path: &Path) -> io::Result<()> {
    restrict(path, KEY_FILE)
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    if fs::metadata(path)?.permissions().mode() & 0o777 == mode {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_key_is_made_once_and_then_loaded() {
        let data = tempfile::tempdir().unwrap();

        let (made, created) = load_or_create(data.path(), "seal", 32).unwrap();
        let (loaded, created_again) = load_or_create(data.path(), "seal", 32).unwrap();
        let (other, _) = load_or_create(data.path(), "index", 32).unwrap();

        assert!(created && !created_again);
        assert_eq!(made.expose_secret().len(), 32);
        assert_eq!(made.expose_secret(), loaded.expose_secret());
        assert_ne!(made.expose_secret(), other.expose_secret());
    }

    #[test]
    fn only_the_owner_may_read_keys_and_nothing_else_is_left_behind() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("keys");

        load_or_create(data.path(), "seal", 32).unwrap();

        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("seal")), 0o600);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[test]
    fn a_key_that_others_could_read_is_closed_to_them() {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join("keys/seal");
        load_or_create(data.path(), "seal", 32).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();

        load_or_create(data.path(), "seal", 32).unwrap();

        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn a_setting_that_is_not_given_gets_a_key_of_its_own_that_stays() {
        let root = tempfile::tempdir().unwrap();
        let data = root.path().join("data");
        let filled = |given: Option<&str>| {
            let mut key = given.map(SecretString::from);
            fill_in(&mut key, &data, "SEAL_KEYS", 32).unwrap();
            key.unwrap().expose_secret().to_owned()
        };

        assert_eq!(filled(Some("given")), "given");
        assert!(!data.exists());
        let own = filled(None);
        assert_eq!(STANDARD.decode(&own).unwrap().len(), 32);
        assert_eq!(filled(None), own);
        assert!(data.join("keys/seal_keys").exists());
        assert_eq!(mode(&data), 0o700);
    }

    #[test]
    fn a_damaged_key_is_an_error_that_shows_nothing_of_it() {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join("keys/seal");
        fs::create_dir_all(path.parent().unwrap()).unwrap();

        for damaged in ["", "c2hvcnQ=", "!not base64!"] {
            fs::write(&path, damaged).unwrap();
            let error = format!("{:#}", load_or_create(data.path(), "seal", 32).unwrap_err());
            assert!(error.contains("is not 32 bytes of base64"), "{error}");
            assert!(damaged.is_empty() || !error.contains(damaged), "{error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
        }
    }

    #[test]
    fn processes_that_start_at_once_use_the_same_key() {
        let data = tempfile::tempdir().unwrap();

        let keys: Vec<(SecretSlice<u8>, bool)> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| load_or_create(data.path(), "seal", 32).unwrap()))
                .collect();
            starts
                .into_iter()
                .map(|start| start.join().unwrap())
                .collect()
        });

        assert_eq!(keys.iter().filter(|(_, created)| *created).count(), 1);
        let first = keys[0].0.expose_secret();
        assert!(keys.iter().all(|(key, _)| key.expose_secret() == first));
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_one_clear_error() {
        let data = tempfile::NamedTempFile::new().unwrap();

        let error = format!("{:#}", load_or_create(data.path(), "seal", 32).unwrap_err());

        assert!(error.starts_with("could not read the key "), "{error}");
        assert!(error.contains("Not a directory"), "{error}");
    }

    #[test]
    fn tokens_have_128_bits_and_do_not_repeat() {
        let tokens: std::collections::HashSet<_> = (0..1_000).map(|_| random_token()).collect();
        assert_eq!(tokens.len(), 1_000);
        assert!(tokens.iter().all(|token| token.len() == 32));
    }
}
