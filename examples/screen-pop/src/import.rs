//! Cases from CSV, as much as anybody has: good rows in, bad ones told.

mod columns;
mod decode;
mod rows;

use std::time::{Duration, Instant};

use anyhow::Context;
use bytes::Bytes;
use chrono::Utc;
use futures_util::{Stream, StreamExt};
use tokio::time::timeout;

use crate::{
    cases::{Cases, Unwritable},
    store::{Change, Counts, ImportState, Imported},
};

pub use columns::BadHeader;
pub use rows::{Batch, Rows};

/// How much is read before it is written: some ten thousand rows.
const READ_AT_ONCE: usize = 2 * 1024 * 1024;
/// For how long nothing more of a file may arrive.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How many of the rejected rows are kept with their reasons.
const MOST_REPORTED: usize = 1000;

/// Why an import did not get to its end. What was written until then stays.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// The first line names no columns that cases have.
    #[error(transparent)]
    Header(#[from] BadHeader),
    /// The file broke off.
    #[error("the file could not be read to its end")]
    Cut(#[source] std::io::Error),
    /// The database could not take the rows.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// Reading rows failed in an unforeseen way.
    #[error("the rows could not be read")]
    Broken,
}

/// Reads a file into cases, and says again and again how far it is.
///
/// While one batch is written the next one is read. Each batch is on the disk, with the counts,
/// before the next is written.
///
/// # Errors
/// Why it ended before the end of the file; the counts are those of [`Store::import`].
///
/// [`Store::import`]: crate::store::Store::import
pub async fn run(
    cases: &Cases,
    id: &str,
    change: Change,
    source: impl Stream<Item = std::io::Result<Bytes>>,
    mut progress: impl FnMut(&Imported, u64),
) -> Result<Imported, Ended> {
    let mut import = Imported {
        started_at: Utc::now(),
        state: ImportState::Running,
        counts: Counts::default(),
    };
    let begun = Instant::now();
    let mut source = std::pin::pin!(source);
    let last_id = cases.last_id().await;
    let mut rows = Rows::new(cases.reader().clone(), last_id);
    let mut batch = Batch::default();
    let mut bytes = 0;
    let ended = loop {
        let (chunk, end) = next(&mut source).await;
        bytes += chunk.len() as u64;
        let (is_last, is_whole) = (end.is_some(), matches!(end, Some(Ok(()))));
        let cut = end.and_then(Result::err);
        let reading = tokio::task::spawn_blocking(move || {
            let read = rows.read(&chunk, is_whole);
            (rows, read)
        });
        let (written, read) = tokio::join!(write(cases, id, &mut import, batch, None), reading);
        if let Err(error) = written {
            break Err(Ended::Unwritable(error));
        }
        progress(&import, bytes);
        let Ok((returned, read)) = read else {
            break Err(Ended::Broken);
        };
        rows = returned;
        batch = match read {
            Ok(batch) => batch,
            Err(error) => break Err(Ended::Header(error)),
        };
        if is_last {
            import.state = match cut {
                Some(_) => ImportState::Cut,
                None => ImportState::Done,
            };
            break Ok((batch, cut));
        }
    };
    let change = change.of(id);
    let ended = match ended {
        Ok((batch, cut)) => {
            let written = write(cases, id, &mut import, batch, Some(&change)).await;
            written.map(|()| cut).map_err(Ended::Unwritable)
        }
        Err(error) => {
            import.state = ImportState::Cut;
            // What failed may fail again: then the next start notes that it was cut.
            let noted = write(cases, id, &mut import, Batch::default(), Some(&change)).await;
            drop(noted);
            Err(error)
        }
    };
    change.tell(matches!(ended, Ok(None)));
    let cut = ended?;
    progress(&import, bytes);
    let counts = &import.counts;
    tracing::info!(
        rows = counts.rows,
        accepted = counts.accepted,
        rejected = counts.rejected,
        seconds = begun.elapsed().as_secs_f32(),
        "import"
    );
    match cut {
        Some(error) => Err(Ended::Cut(error)),
        None => Ok(import),
    }
}

/// The next part of the file, and how it ended if that is the last one.
async fn next(
    source: &mut (impl Stream<Item = std::io::Result<Bytes>> + Unpin),
) -> (Vec<u8>, Option<std::io::Result<()>>) {
    let mut chunk = Vec::with_capacity(READ_AT_ONCE);
    while chunk.len() < READ_AT_ONCE {
        match source.next().await {
            Some(Ok(more)) => chunk.extend_from_slice(&more),
            // What came before is kept.
            Some(Err(error)) => return (chunk, Some(Err(error))),
            None => return (chunk, Some(Ok(()))),
        }
    }
    (chunk, None)
}

/// A file that arrives, which breaks off when nothing more of it comes for a minute: whoever
/// sends it may be gone, and one import runs at a time.
pub fn arriving(
    parts: impl Stream<Item = std::io::Result<Bytes>> + Send + 'static,
) -> impl Stream<Item = std::io::Result<Bytes>> + Send {
    let parts = Some(Box::pin(parts));
    futures_util::stream::unfold(parts, async |parts| {
        let mut parts = parts?;
        match timeout(LONGEST_PAUSE, parts.next()).await {
            Ok(part) => Some((part?, Some(parts))),
            Err(_) => Some((Err(std::io::ErrorKind::TimedOut.into()), None)),
        }
    })
}

async fn write(
    cases: &Cases,
    id: &str,
    import: &mut Imported,
    batch: Batch,
    change: Option<&Change>,
) -> Result<(), Unwritable> {
    let counts = &mut import.counts;
    let mut after = counts.clone();
    after.accepted += batch.accepted.len() as u64;
    after.rejected += batch.rejected_count;
    after.rows = after.accepted + after.rejected;
    let room = MOST_REPORTED.saturating_sub(after.report.len());
    after.report.extend(batch.rejected.into_iter().take(room));
    let noted = Imported {
        counts: after.clone(),
        ..*import
    };
    let turn = cases.turn().await;
    turn.put(batch.accepted, id, &noted, change).await?;
    import.counts = after;
    Ok(())
}

/// Opens a file to be imported, and tells its length.
///
/// # Errors
/// A text for the operator.
pub fn open(
    path: &std::path::Path,
) -> anyhow::Result<(u64, impl Stream<Item = std::io::Result<Bytes>> + use<>)> {
    use std::io::Read;

    let shown = path.display().to_string();
    let file = std::fs::File::open(path).with_context(|| format!("could not open {shown}"))?;
    let length = file.metadata().map_or(0, |data| data.len());
    let parts = futures_util::stream::unfold(Some(file), async |file| {
        let mut file = file?;
        let mut part = vec![0; READ_AT_ONCE];
        let read = tokio::task::spawn_blocking(move || {
            let read = file.read(&mut part);
            (file, part, read)
        });
        match read.await {
            Ok((_, _, Ok(0))) => None,
            Ok((file, mut part, Ok(length))) => {
                part.truncate(length);
                Some((Ok(part.into()), Some(file)))
            }
            Ok((_, _, Err(error))) => Some((Err(error), None)),
            Err(_) => Some((Err(std::io::ErrorKind::Interrupted.into()), None)),
        }
    });
    Ok((length, Box::pin(parts)))
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_file_of_which_nothing_more_comes_breaks_off() {
        let part = || Ok(Bytes::from_static(b"name,phone\n"));
        let slow = stream::iter([part(), part()]).then(async |part| {
            tokio::time::sleep(LONGEST_PAUSE - Duration::from_secs(1)).await;
            part
        });

        let arrived: Vec<_> = arriving(slow.chain(stream::pending())).collect().await;

        assert_eq!(arrived.len(), 3);
        assert!(arrived[0].is_ok() && arrived[1].is_ok());
        let error = arrived[2].as_ref().unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
        let whole: Vec<_> = arriving(stream::iter([part()])).collect().await;
        assert!(whole.len() == 1 && whole[0].is_ok());
    }
}
