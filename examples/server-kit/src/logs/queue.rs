//! Lines that wait for the disk, written in batches by a thread of their own.

use std::io::{self, Write};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{mem, thread};

/// Lines that wait, for each output; more are dropped.
const MOST_LINES: usize = 8192;
/// How long lines are collected. To wake a thread costs more than to write a line.
const COLLECT: Duration = Duration::from_millis(5);
/// How long the end may take when a disk or console hangs.
const LAST_WRITE: Duration = Duration::from_secs(1);

/// Where lines are put; cheap to clone. Putting one never waits for an output.
#[derive(Debug, Clone)]
pub(super) struct Queue(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Debug)]
struct Waiting {
    outputs: Vec<Lines>,
    /// Whether the writer sleeps until there is a line.
    asleep: bool,
    over: bool,
}

/// What waits for one output.
#[derive(Debug, Default)]
struct Lines {
    text: Vec<u8>,
    count: usize,
    dropped: usize,
}

impl Waiting {
    fn is_empty(&self) -> bool {
        self.outputs.iter().all(|lines| lines.count == 0)
    }

    fn is_half_full(&self) -> bool {
        let half = |lines: &Lines| lines.count >= MOST_LINES / 2;
        self.outputs.iter().any(half)
    }
}

impl Queue {
    /// Starts the thread that writes to these outputs.
    pub(super) fn start(
        name: &str,
        outputs: Vec<Box<dyn Write + Send>>,
    ) -> io::Result<(Self, Writing)> {
        let lines = outputs.iter().map(|_| Lines::default());
        let queue = Self(Arc::new(Shared {
            waiting: Mutex::new(Waiting {
                outputs: lines.collect(),
                asleep: false,
                over: false,
            }),
            changed: Condvar::new(),
        }));
        let (last, ended) = mpsc::channel::<()>();
        let writer = queue.clone();
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                writer.write_until_the_end(outputs);
                drop(last);
            })?;
        Ok((queue.clone(), Writing { queue, ended }))
    }

    /// Puts a line for the outputs of these numbers.
    pub(super) fn put(&self, line: &[u8], outputs: impl IntoIterator<Item = usize>) {
        let mut waiting = self.lock();
        let Waiting {
            outputs: all, over, ..
        } = &mut *waiting;
        let mut is_now_half_full = false;
        for number in outputs {
            let lines = &mut all[number];
            if *over || lines.count == MOST_LINES {
                lines.dropped += 1;
                continue;
            }
            lines.text.extend_from_slice(line);
            lines.count += 1;
            is_now_half_full |= lines.count == MOST_LINES / 2;
        }
        if mem::take(&mut waiting.asleep) || is_now_half_full {
            drop(waiting);
            self.0.changed.notify_one();
        }
    }

    fn write_until_the_end(&self, mut outputs: Vec<Box<dyn Write + Send>>) {
        let mut batches = vec![Vec::new(); outputs.len()];
        while self.collect(&mut batches) {
            for (output, batch) in outputs.iter_mut().zip(&mut batches) {
                // An output says itself what it lost, if it can.
                let _ = output.write_all(batch);
                batch.clear();
            }
        }
    }

    /// Waits for lines and takes them; false at the end.
    fn collect(&self, batches: &mut [Vec<u8>]) -> bool {
        let mut waiting = self.lock();
        while waiting.is_empty() && !waiting.over {
            waiting.asleep = true;
            let woken = self.0.changed.wait(waiting);
            waiting = woken.unwrap_or_else(PoisonError::into_inner);
        }
        let more = |waiting: &mut Waiting| !waiting.over && !waiting.is_half_full();
        let collected = self.0.changed.wait_timeout_while(waiting, COLLECT, more);
        let (mut waiting, _) = collected.unwrap_or_else(PoisonError::into_inner);
        let is_last = waiting.over && waiting.is_empty();
        for (lines, batch) in waiting.outputs.iter_mut().zip(batches) {
            mem::swap(&mut lines.text, batch);
            lines.count = 0;
        }
        !is_last
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        let waiting = self.0.waiting.lock();
        waiting.unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread behind a queue; when this is dropped, what waits is written.
#[derive(Debug)]
pub(super) struct Writing {
    queue: Queue,
    /// Closed when everything is written.
    ended: Receiver<()>,
}

impl Writing {
    pub(super) fn dropped_lines(&self) -> usize {
        let waiting = self.queue.lock();
        waiting.outputs.iter().map(|lines| lines.dropped).sum()
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        self.queue.lock().over = true;
        self.queue.0.changed.notify_one();
        let _ = self.ended.recv_timeout(LAST_WRITE);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::Sender;

    use super::*;

    /// Tells what is written, and waits for leave to go on.
    struct Slow {
        written: Sender<String>,
        leave: Receiver<()>,
    }

    impl Write for Slow {
        fn write(&mut self, batch: &[u8]) -> io::Result<usize> {
            let text = String::from_utf8(batch.to_vec()).unwrap();
            self.written.send(text).unwrap();
            // Without somebody to give it, it always has leave.
            let _ = self.leave.recv();
            Ok(batch.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn slow() -> (Box<dyn Write + Send>, Receiver<String>, Sender<()>) {
        let (written, what) = mpsc::channel();
        let (give, leave) = mpsc::channel();
        (Box::new(Slow { written, leave }), what, give)
    }

    #[test]
    fn lines_of_a_moment_are_one_batch_for_each_output() {
        let ((first, of_first, _), (second, of_second, _)) = (slow(), slow());
        let (queue, writing) = Queue::start("test", vec![first, second]).unwrap();

        queue.put(b"a\n", [0]);
        queue.put(b"b\n", [0, 1]);
        queue.put(b"c\n", []);
        drop(writing);

        assert_eq!(of_first.iter().collect::<String>(), "a\nb\n");
        assert_eq!(of_second.iter().collect::<String>(), "b\n");
    }

    #[test]
    fn a_slow_output_loses_lines_and_stops_nobody() {
        let (output, written, leave) = slow();
        let (queue, writing) = Queue::start("test", vec![output]).unwrap();
        queue.put(b"first\n", [0]);
        assert_eq!(written.recv().unwrap(), "first\n");

        for _ in 0..MOST_LINES + 3 {
            queue.put(b"x\n", [0]);
        }

        assert_eq!(writing.dropped_lines(), 3);
        drop(leave);
        drop(writing);
        assert_eq!(written.iter().collect::<String>().len(), 2 * MOST_LINES);
    }

    #[test]
    fn lines_after_the_end_are_counted_as_dropped() {
        let (output, written, _) = slow();
        let (queue, writing) = Queue::start("test", vec![output]).unwrap();
        drop(writing);

        queue.put(b"late\n", [0]);

        assert_eq!(queue.lock().outputs[0].dropped, 1);
        assert_eq!(written.iter().count(), 0);
    }
}
