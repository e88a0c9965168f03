//! The one task that writes: whatever waits goes into one transaction.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot, watch},
    time::{Instant, timeout_at},
};

use super::{
    changing, claiming,
    command::{Appended, Asked, Change, Command, Hold, Intake},
    file::DatabaseFile,
    finishing, intake, journal,
    points::{Moment, Points},
    rows::Script,
    store::{self, Store},
};
use crate::{BoxError, Claim, Claimed, InboxError, Outcome, TakenIn};

/// Commands of one transaction at most.
const BATCH: usize = 256;
/// So many deliveries at once are a rush: what answers the world goes first then.
const RUSH: usize = 32;
/// How long the rest waits for its next transaction in a rush. It gets fewer and larger ones,
/// which cost less together, and it is never forgotten.
const REST_EVERY: Duration = Duration::from_millis(10);

/// What the writer tells everybody.
#[derive(Debug)]
pub(super) struct Signals {
    /// Whether the last transaction failed.
    pub(super) failing: AtomicBool,
    pub(super) deliveries: watch::Sender<u64>,
    pub(super) work: watch::Sender<u64>,
}

pub(super) struct Writer {
    file: DatabaseFile,
    /// None after a failure: the next transaction opens it again.
    store: Option<Store>,
    commands: mpsc::Receiver<Command>,
    signals: Arc<Signals>,
    points: Points,
}

/// Commands by their kind; kinds are done in the order of these fields.
#[derive(Default)]
struct Batch {
    appends: Vec<Asked<Appended, ()>>,
    marks: Vec<Asked<Hold, ()>>,
    finishes: Vec<Asked<(Hold, Outcome), ()>>,
    intakes: Vec<Asked<Intake, (TakenIn, i64)>>,
    changes: Vec<Asked<Change, u64>>,
    claims: Vec<Asked<Claim, Vec<Claimed>>>,
    probes: Vec<Asked<(), ()>>,
    truncates: Vec<Asked<(), ()>>,
    closes: Vec<Asked<(), ()>>,
}

/// What is answered when the transaction is durable.
struct Answers {
    marks: Vec<Result<(), InboxError>>,
    finishes: Vec<Result<(), InboxError>>,
    intakes: Vec<Result<(TakenIn, i64), InboxError>>,
    changes: Vec<Result<u64, InboxError>>,
    claims: Vec<Result<Vec<Claimed>, InboxError>>,
}

impl Writer {
    pub(super) fn new(
        file: DatabaseFile,
        store: Store,
        commands: mpsc::Receiver<Command>,
        signals: Arc<Signals>,
        points: Points,
    ) -> Self {
        Self {
            file,
            store: Some(store),
            commands,
            signals,
            points,
        }
    }

    /// Until it is told to close, or nobody is left to tell it anything.
    pub(super) async fn run(mut self) {
        let (mut commands, mut batch) = (Vec::new(), Batch::default());
        let mut rest_due = Instant::now();
        loop {
            if batch.is_empty() {
                if self.commands.recv_many(&mut commands, BATCH).await == 0 {
                    break;
                }
            } else {
                // It has more to do anyway.
                let more = self.commands.recv_many(&mut commands, BATCH);
                let _ = timeout_at(rest_due, more).await;
            }
            commands.drain(..).for_each(|command| batch.add(command));
            let is_rush = batch.appends.len() >= RUSH && batch.closes.is_empty();
            if is_rush && Instant::now() < rest_due {
                let appends = std::mem::take(&mut batch.appends);
                self.write(Batch {
                    appends,
                    ..Batch::default()
                })
                .await;
                continue;
            }
            let mut whole = std::mem::take(&mut batch);
            let closes = std::mem::take(&mut whole.closes);
            let truncates = std::mem::take(&mut whole.truncates);
            if !whole.is_idle() {
                self.write(whole).await;
            }
            for asked in truncates {
                let done = self.truncate_log().await;
                asked.answer(done.map_err(InboxError::unavailable));
            }
            if !closes.is_empty() {
                self.close().await;
                closes.into_iter().for_each(|asked| asked.answer(Ok(())));
                return;
            }
            rest_due = Instant::now() + REST_EVERY;
        }
        self.close().await;
    }

    async fn write(&mut self, batch: Batch) {
        match self.transact(&batch).await {
            Ok(answers) => {
                self.signals.failing.store(false, Ordering::Relaxed);
                self.tell(&batch, &answers);
                batch.answer(answers);
            }
            Err(error) => {
                tracing::error!(error = &*error, "the inbox could not be written");
                self.give_up().await;
                batch.fail(&InboxError::unavailable(error));
            }
        }
    }

    async fn transact(&mut self, batch: &Batch) -> Result<Answers, BoxError> {
        let points = self.points.clone();
        let store = self.opened().await?;
        let answers = batch.run(store).await?;
        batch.pass(&points, Moment::BeforeCommit);
        store.commit().await?;
        batch.pass(&points, Moment::AfterCommit);
        Ok(answers)
    }

    async fn opened(&mut self) -> Result<&mut Store, BoxError> {
        if self.store.is_none() {
            self.store = Some(Store::open(&self.file).await?);
        }
        Ok(self.store.as_mut().expect("it was opened above"))
    }

    async fn give_up(&mut self) {
        self.signals.failing.store(true, Ordering::Relaxed);
        if let Some(store) = self.store.take()
            && let Err(error) = store.close().await
        {
            tracing::warn!(%error, "the inbox's connection could not be closed");
        }
    }

    async fn truncate_log(&mut self) -> Result<(), BoxError> {
        let done = match self.opened().await {
            Ok(store) => store.truncate_log().await.map_err(Into::into),
            Err(error) => Err(error),
        };
        if done.is_err() {
            self.give_up().await;
        }
        done
    }

    async fn close(&mut self) {
        if let Some(store) = self.store.take()
            && let Err(error) = store.close().await
        {
            tracing::warn!(%error, "the inbox could not be closed in good order");
        }
    }

    fn tell(&self, batch: &Batch, answers: &Answers) {
        let restored = |asked: &Asked<Change, u64>| matches!(asked.what, Change::Restore(_));
        if !batch.appends.is_empty() || batch.changes.iter().any(restored) {
            self.signals.deliveries.send_modify(|count| *count += 1);
        }
        let items = |taken: &Result<(TakenIn, i64), InboxError>| {
            taken.as_ref().is_ok_and(|(taken, _)| taken.items > 0)
        };
        let freed = !batch.finishes.is_empty() || !batch.changes.is_empty();
        if freed || answers.intakes.iter().any(items) {
            self.signals.work.send_modify(|count| *count += 1);
        }
    }
}

impl Batch {
    fn add(&mut self, command: Command) {
        match command {
            Command::Append(asked) => self.appends.push(asked),
            Command::Mark(asked) => self.marks.push(asked),
            Command::Finish(asked) => self.finishes.push(asked),
            Command::TakeIn(asked) => self.intakes.push(asked),
            Command::Change(asked) => self.changes.push(asked),
            Command::Claim(asked) => self.claims.push(asked),
            Command::Probe(asked) => self.probes.push(asked),
            Command::Truncate(asked) => self.truncates.push(asked),
            Command::Close(asked) => self.closes.push(asked),
        }
    }

    /// Whether there is nothing to write.
    fn is_idle(&self) -> bool {
        self.appends.is_empty()
            && self.marks.is_empty()
            && self.finishes.is_empty()
            && self.intakes.is_empty()
            && self.changes.is_empty()
            && self.claims.is_empty()
            && self.probes.is_empty()
    }

    fn is_empty(&self) -> bool {
        self.is_idle() && self.truncates.is_empty() && self.closes.is_empty()
    }

    async fn run(&self, store: &mut Store) -> Result<Answers, sqlx::Error> {
        let mut script = Script::default();
        script.add(store::BEGIN);
        journal::append(store, &mut script, whats(&self.appends));
        let marks = finishing::mark(store, &mut script, whats(&self.marks));
        let finishes = finishing::finish(store, &mut script, whats(&self.finishes));
        script.run(&mut store.connection).await?;
        let mut intakes = Vec::new();
        for intake in whats(&self.intakes) {
            intakes.push(Ok(intake::take_in(store, intake).await?));
        }
        let mut changes = Vec::new();
        for change in whats(&self.changes) {
            changes.push(changing::change(store, change).await?);
        }
        let mut claims = Vec::new();
        for claim in whats(&self.claims) {
            claims.push(Ok(claiming::claim(store, claim).await?));
        }
        if !self.probes.is_empty() {
            store.probe().await?;
        }
        Ok(Answers {
            marks,
            finishes,
            intakes,
            changes,
            claims,
        })
    }

    fn pass(&self, points: &Points, moment: Moment) {
        let kinds = [
            self.appends.is_empty(),
            self.intakes.is_empty(),
            self.claims.is_empty(),
            self.marks.is_empty(),
            self.finishes.is_empty(),
        ];
        points.pass(moment, kinds.map(|is_empty| !is_empty));
    }

    fn answer(self, answers: Answers) {
        let done = self.appends.len() + self.probes.len();
        let done = std::iter::repeat_n(Ok(()), done).collect::<Vec<_>>();
        answer(self.appends, done.iter().cloned());
        answer(self.probes, done);
        answer(self.marks, answers.marks);
        answer(self.finishes, answers.finishes);
        answer(self.intakes, answers.intakes);
        answer(self.changes, answers.changes);
        answer(self.claims, answers.claims);
    }

    fn fail(self, error: &InboxError) {
        fail(self.appends, error);
        fail(self.probes, error);
        fail(self.marks, error);
        fail(self.finishes, error);
        fail(self.intakes, error);
        fail(self.changes, error);
        fail(self.claims, error);
    }
}

impl<T, R> Asked<T, R> {
    pub(super) fn new(what: T) -> (Self, oneshot::Receiver<Result<R, InboxError>>) {
        let (reply, answer) = oneshot::channel();
        (Self { what, reply }, answer)
    }

    fn answer(self, answer: Result<R, InboxError>) {
        // Its caller may have gone away.
        let _ = self.reply.send(answer);
    }
}

fn whats<T, R>(asked: &[Asked<T, R>]) -> impl Iterator<Item = &T> {
    asked.iter().map(|asked| &asked.what)
}

fn answer<T, R>(asked: Vec<Asked<T, R>>, answers: impl IntoIterator<Item = Result<R, InboxError>>) {
    for (asked, result) in asked.into_iter().zip(answers) {
        asked.answer(result);
    }
}

fn fail<T, R>(asked: Vec<Asked<T, R>>, error: &InboxError) {
    for asked in asked {
        asked.answer(Err(error.clone()));
    }
}
