//! A log file that is set aside when it is full.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::{fmt, mem};

/// Writes to exactly this path; full files become `….1` (the newest) to `….n`.
///
/// Writing always succeeds for the caller. What could not be written is lost, and standard error
/// is told when that begins; every later line is tried again, so that the log comes back with the
/// disk. Half a line that a full disk left is ended before the next one begins.
pub(super) struct RotatingFile {
    path: PathBuf,
    max_bytes: u64,
    old_files: u32,
    file: Option<File>,
    size: u64,
    /// Whether the file ends with half a line.
    is_torn: bool,
    is_losing: bool,
    /// Whether the file grows because it could not be set aside.
    is_stuck: bool,
}

impl RotatingFile {
    pub(super) fn open(path: PathBuf, max_bytes: u64, old_files: u32) -> io::Result<Self> {
        let mut log = Self {
            path,
            max_bytes,
            old_files,
            file: None,
            size: 0,
            is_torn: false,
            is_losing: false,
            is_stuck: false,
        };
        log.file = Some(log.opened()?);
        Ok(log)
    }

    fn opened(&mut self) -> io::Result<File> {
        let mut options = File::options();
        options.read(true).append(true).create(true);
        let mut file = options.open(&self.path)?;
        self.size = file.metadata()?.len();
        self.is_torn = self.size > 0 && !ends_a_line(&mut file)?;
        Ok(file)
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
            // After a failure it is opened again, and looked at.
            let mut file = match self.file.take() {
                Some(file) => file,
                None => self.opened()?,
            };
            if mem::take(&mut self.is_torn) {
                file.write_all(b"\n")?;
                self.size += 1;
            }
            file.write_all(now)?;
            self.file = Some(file);
            self.size += fitting as u64;
            lines = later;
        }
        Ok(())
    }

    fn begin_another(&mut self) -> io::Result<()> {
        self.file = None;
        let set_aside = self.set_aside();
        self.file = Some(self.opened()?);
        let was_stuck = mem::replace(&mut self.is_stuck, set_aside.is_err());
        if let Err(error) = set_aside {
            // Without a place for it, the file grows for another round.
            self.size = 0;
            if !was_stuck {
                self.tell(format_args!("cannot be set aside ({error}); it grows"));
            }
        }
        Ok(())
    }

    fn set_aside(&self) -> io::Result<()> {
        let path = self.path.display();
        let name = |number| match number {
            0 => self.path.clone(),
            _ => PathBuf::from(format!("{path}.{number}")),
        };
        for number in (0..self.old_files).rev() {
            match fs::rename(name(number), name(number + 1)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                moved => moved?,
            }
        }
        Ok(())
    }

    fn tell(&self, what: fmt::Arguments<'_>) {
        let path = self.path.display();
        // Standard error may be closed too, and then nobody can be told.
        let _ = writeln!(io::stderr(), "log file {path} {what}");
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

fn ends_a_line(file: &mut File) -> io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

impl Write for RotatingFile {
    fn write(&mut self, lines: &[u8]) -> io::Result<usize> {
        let appended = self.append(lines);
        let was_losing = mem::replace(&mut self.is_losing, appended.is_err());
        if let Err(error) = appended
            && !was_losing
        {
            self.tell(format_args!(
                "cannot be written ({error}); lines are lost until it can"
            ));
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
        assert!(log.is_stuck && !log.is_losing);
    }

    #[test]
    fn lines_that_cannot_be_written_fail_nobody_and_the_log_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("logs");
        fs::create_dir(&inner).unwrap();
        let mut log = RotatingFile::open(inner.join("a.log"), 5, 1).unwrap();
        log.write_all(b"1234\n").unwrap();

        for _ in 0..2 {
            fs::remove_dir_all(&inner).unwrap();
            log.write_all(b"lost\n").unwrap();
            log.write_all(b"lost too\n").unwrap();
            assert!(log.is_losing);
            fs::create_dir(&inner).unwrap();
            log.write_all(b"back\n").unwrap();

            assert_eq!(read(&inner, "a.log"), "back\n");
            // The next loss is told again.
            assert!(!log.is_losing);
        }
    }

    #[test]
    fn half_a_line_is_ended_before_the_next_begins() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.log");
        fs::write(&path, "of a killed pro").unwrap();
        let mut log = RotatingFile::open(path.clone(), 100, 1).unwrap();
        log.write_all(b"whole\n").unwrap();

        // A full disk takes a part, and the rest fails.
        fs::write(&path, "of a killed pro\nwhole\nthe be").unwrap();
        log.file = Some(File::open(&path).unwrap());
        log.write_all(b"lost\n").unwrap();
        assert!(log.is_losing);
        log.write_all(b"back\n").unwrap();

        let expected = "of a killed pro\nwhole\nthe be\nback\n";
        assert_eq!(read(folder.path(), "a.log"), expected);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_fails_nobody() {
        let mut log = RotatingFile::open(PathBuf::from("/dev/full"), 1000, 1).unwrap();

        log.write_all(b"line\n").unwrap();

        assert!(log.is_losing);
    }
}
