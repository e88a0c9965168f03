//! A log file that is set aside when it is full.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;

/// Writes to exactly this path; full files become `….1` (the newest) to `….n`.
///
/// Writing always succeeds for the caller. What could not be written is lost, and said once on
/// standard error; every later line is tried again, so that the log comes back with the disk.
pub(super) struct RotatingFile {
    path: PathBuf,
    max_bytes: u64,
    old_files: u32,
    file: Option<File>,
    size: u64,
    reported: bool,
}

impl RotatingFile {
    pub(super) fn open(path: PathBuf, max_bytes: u64, old_files: u32) -> io::Result<Self> {
        let mut log = Self {
            path,
            max_bytes,
            old_files,
            file: None,
            size: 0,
            reported: false,
        };
        log.reopen()?;
        Ok(log)
    }

    fn reopen(&mut self) -> io::Result<&mut File> {
        let mut options = File::options();
        let file = options.append(true).create(true).open(&self.path)?;
        self.size = file.metadata()?.len();
        Ok(self.file.insert(file))
    }

    /// Appends whole lines, as many at a time as fit into the file.
    fn append(&mut self, mut lines: &[u8]) -> io::Result<()> {
        while !lines.is_empty() {
            let mut fitting = fitting(lines, self.max_bytes.saturating_sub(self.size));
            if fitting == 0 {
                if self.size > 0 {
                    self.begin_another()?;
                    continue;
                }
                fitting = first_line(lines);
            }
            let (now, later) = lines.split_at(fitting);
            match &mut self.file {
                Some(file) => file.write_all(now)?,
                None => self.reopen()?.write_all(now)?,
            }
            self.size += fitting as u64;
            lines = later;
        }
        Ok(())
    }

    fn begin_another(&mut self) -> io::Result<()> {
        self.file = None;
        let set_aside = self.set_aside();
        self.reopen()?;
        if let Err(error) = set_aside {
            // Without a place for it, the file grows for another round.
            self.size = 0;
            self.report(&error);
        }
        Ok(())
    }

    fn set_aside(&self) -> io::Result<()> {
        let path = self.path.display();
        for number in (1..self.old_files).rev() {
            moved(
                format!("{path}.{number}").into(),
                format!("{path}.{}", number + 1),
            )?;
        }
        moved(self.path.clone(), format!("{path}.1"))
    }

    fn report(&mut self, error: &io::Error) {
        if !self.reported {
            self.reported = true;
            let path = self.path.display();
            // Standard error may be closed too, and then nobody can be told.
            let _ = writeln!(
                io::stderr(),
                "log file {path} cannot be written ({error}); lines are lost until it can"
            );
        }
    }
}

/// The length of the whole lines that fit into this much room.
fn fitting(lines: &[u8], room: u64) -> usize {
    let room = usize::try_from(room).unwrap_or(usize::MAX);
    let Some(within) = lines.get(..room) else {
        return lines.len();
    };
    within
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1)
}

fn first_line(lines: &[u8]) -> usize {
    let end = lines.iter().position(|byte| *byte == b'\n');
    end.map_or(lines.len(), |end| end + 1)
}

/// Moves a file, if it is there.
fn moved(from: PathBuf, to: String) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        moved => moved,
    }
}

impl Write for RotatingFile {
    fn write(&mut self, lines: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.append(lines) {
            self.file = None;
            self.report(&error);
        }
        Ok(lines.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn read(folder: &Path, name: &str) -> String {
        fs::read_to_string(folder.join(name)).unwrap()
    }

    #[test]
    fn a_full_file_is_set_aside_and_the_oldest_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = RotatingFile::open(folder.path().join("a.log"), 10, 2).unwrap();

        for line in ["line 1\n", "line 2\n", "line 3\n", "line 4\n", "x\n"] {
            log.write_all(line.as_bytes()).unwrap();
        }

        assert_eq!(names(folder.path()), ["a.log", "a.log.1", "a.log.2"]);
        assert_eq!(read(folder.path(), "a.log"), "line 4\nx\n");
        assert_eq!(read(folder.path(), "a.log.1"), "line 3\n");
        assert_eq!(read(folder.path(), "a.log.2"), "line 2\n");
    }

    #[test]
    fn a_batch_is_cut_between_lines_where_the_file_is_full() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = RotatingFile::open(folder.path().join("a.log"), 10, 3).unwrap();
        log.write_all(b"1234\n").unwrap();

        log.write_all(b"567\nlonger than ten bytes\n8\n9\n")
            .unwrap();

        assert_eq!(read(folder.path(), "a.log.2"), "1234\n567\n");
        assert_eq!(read(folder.path(), "a.log.1"), "longer than ten bytes\n");
        assert_eq!(read(folder.path(), "a.log"), "8\n9\n");
    }

    #[test]
    fn an_existing_file_is_continued_and_its_size_counts() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.log"), "old\n").unwrap();
        let mut log = RotatingFile::open(folder.path().join("a.log"), 10, 2).unwrap();

        log.write_all(b"new 1\n").unwrap();
        log.write_all(b"new 2\n").unwrap();

        assert_eq!(read(folder.path(), "a.log.1"), "old\nnew 1\n");
        assert_eq!(read(folder.path(), "a.log"), "new 2\n");
    }

    #[test]
    fn a_line_longer_than_the_file_is_written_whole() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = RotatingFile::open(folder.path().join("a.log"), 10, 2).unwrap();

        log.write_all(b"longer than ten bytes\n").unwrap();
        log.write_all(b"b\n").unwrap();

        assert_eq!(read(folder.path(), "a.log.1"), "longer than ten bytes\n");
        assert_eq!(read(folder.path(), "a.log"), "b\n");
    }

    #[test]
    fn old_files_that_somebody_removed_do_not_matter() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = RotatingFile::open(folder.path().join("a.log"), 5, 3).unwrap();
        for line in ["1\n\n\n\n", "2\n\n\n\n", "3\n\n\n\n"] {
            log.write_all(line.as_bytes()).unwrap();
        }

        fs::remove_file(folder.path().join("a.log.1")).unwrap();
        fs::remove_file(folder.path().join("a.log")).unwrap();
        log.write_all(b"4\n\n\n\n").unwrap();

        assert_eq!(read(folder.path(), "a.log"), "4\n\n\n\n");
        assert_eq!(names(folder.path()), ["a.log", "a.log.3"]);
    }

    #[test]
    fn a_file_that_cannot_be_set_aside_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = RotatingFile::open(folder.path().join("a.log"), 5, 1).unwrap();
        fs::create_dir_all(folder.path().join("a.log.1/in the way")).unwrap();

        log.write_all(b"1234\n").unwrap();
        log.write_all(b"5678\n").unwrap();

        assert_eq!(read(folder.path(), "a.log"), "1234\n5678\n");
        assert!(log.reported);
    }

    #[test]
    fn lines_that_cannot_be_written_fail_nobody_and_the_log_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("logs");
        fs::create_dir(&inner).unwrap();
        let mut log = RotatingFile::open(inner.join("a.log"), 5, 1).unwrap();
        log.write_all(b"1234\n").unwrap();

        fs::remove_dir_all(&inner).unwrap();
        log.write_all(b"lost\n").unwrap();
        log.write_all(b"lost too\n").unwrap();
        assert!(log.reported);
        fs::create_dir(&inner).unwrap();
        log.write_all(b"back\n").unwrap();

        assert_eq!(read(&inner, "a.log"), "back\n");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_fails_nobody() {
        let mut log = RotatingFile::open(PathBuf::from("/dev/full"), 1000, 1).unwrap();

        log.write_all(b"line\n").unwrap();

        assert!(log.reported);
    }
}
