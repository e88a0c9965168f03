//! The cases: held in memory for whoever asks, written to the database first.

pub mod fields;
mod memory;
pub(crate) mod record;

use std::sync::{
    Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use ccaas_lookup::{
    Case, CaseDirectory, DirectoryError, HitRef, Matches, PhoneKey, PhoneReader, ScreenPopUrl,
};
use tokio::sync::{Mutex, MutexGuard};

use crate::store::{self, Change, Imported, Row, Store};
use memory::Memory;
use record::Record;

/// How many cases are read from the database at once.
const LOADED_AT_ONCE: i64 = 20_000;
/// The form of phone keys; with the region these are the rules that they are made by.
const KEY_FORM: u32 = 1;
/// For how many cases a search holds writers up.
const SEARCHED_AT_ONCE: usize = 2_000;
/// For how many cases of an import lookups are held up.
const PUT_AT_ONCE: usize = 64;

/// Room for the JSON of most hits.
const USUAL_ANSWER: usize = 2048;

/// All cases. Cheap to clone.
///
/// A change is in the database before it is seen, and changes take turns.
#[derive(Clone, Debug)]
pub struct Cases(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    memory: RwLock<Memory>,
    /// Whether anybody asks the memory: an import from the command line only writes.
    is_asked: bool,
    store: Store,
    reader: PhoneReader,
    /// The highest id that was given; who holds it, writes.
    last_id: Mutex<i64>,
    stale: AtomicBool,
}

/// The database could not take a change.
#[derive(Debug, thiserror::Error)]
#[error("could not write the cases")]
pub struct Unwritable(#[from] sqlx::Error);

impl Cases {
    /// Reads all cases. Where the numbers were read within another region before, they are read
    /// anew, which takes a while once.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn open(store: Store, reader: PhoneReader) -> Result<Self, sqlx::Error> {
        let rules = rules(&reader);
        if store.phone_rules().await?.as_ref() != Some(&rules) {
            rekey(&store, &reader).await?;
            store.put_phone_rules(&rules).await?;
        }
        let (mut rows, mut after) = (Vec::new(), i64::MIN);
        loop {
            let more = store.load(after, LOADED_AT_ONCE).await?;
            let Some(last) = more.last() else {
                break;
            };
            after = last.id;
            rows.extend(more);
        }
        // Off the threads that serve: sorting millions of numbers takes a while.
        let numbers = reader.clone();
        let memory = tokio::task::spawn_blocking(|| Memory::of(rows, numbers)).await;
        let memory = memory.map_err(|_| sqlx::Error::WorkerCrashed)?;
        let last_id = store.last_id().await?;
        Ok(Self::with(memory, true, last_id, store, reader))
    }

    /// Cases that are only added to: what is stored is not read.
    ///
    /// # Errors
    /// If the database cannot be read, or was written within another region.
    pub async fn for_writing(store: Store, reader: PhoneReader) -> Result<Self, sqlx::Error> {
        let rules = rules(&reader);
        match store.phone_rules().await? {
            None => store.put_phone_rules(&rules).await?,
            Some(stored) if stored == rules => {}
            Some(_) => return Self::open(store, reader).await,
        }
        let last_id = store.last_id().await?;
        let memory = Memory::of(Vec::new(), reader.clone());
        Ok(Self::with(memory, false, last_id, store, reader))
    }

    fn with(
        memory: Memory,
        is_asked: bool,
        last_id: i64,
        store: Store,
        reader: PhoneReader,
    ) -> Self {
        Self(Arc::new(Shared {
            memory: RwLock::new(memory),
            is_asked,
            last_id: Mutex::new(last_id),
            store,
            reader,
            stale: AtomicBool::new(false),
        }))
    }

    /// Reads phone numbers.
    #[must_use]
    pub fn reader(&self) -> &PhoneReader {
        &self.0.reader
    }

    /// What they are written to.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Says whether answers may be older than what others wrote into the database.
    pub fn set_stale(&self, stale: bool) {
        self.0.stale.store(stale, Ordering::Relaxed);
    }

    /// Whether answers may be older than what is in the database.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.0.stale.load(Ordering::Relaxed)
    }

    /// How many cases there are, and how many numbers they are found by.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        let memory = self.read();
        (memory.len(), memory.numbers())
    }

    /// The highest id that was given.
    pub(crate) async fn last_id(&self) -> i64 {
        *self.0.last_id.lock().await
    }

    /// The case with this id.
    #[must_use]
    pub fn get(&self, id: i64) -> Option<Case> {
        self.read().case(id)
    }

    /// The cases of a number, newest first.
    #[must_use]
    pub fn of_number(&self, key: PhoneKey) -> Vec<Case> {
        let memory = self.read();
        memory
            .find(key)
            .map(|(id, record)| record.case(id).into())
            .collect()
    }

    /// The documented JSON of a hit, written from memory; `None` if no case has the number.
    ///
    /// # Panics
    /// Never: all that is written are texts and times.
    #[must_use]
    pub fn hit(&self, key: PhoneKey, phone: &str, urls: &ScreenPopUrl) -> Option<Vec<u8>> {
        let memory = self.read();
        let cases = memory.find(key).map(|(id, record)| record.case(id));
        let hit = HitRef::new(phone, cases, urls)?.with_stale(self.is_stale());
        let mut json = Vec::with_capacity(USUAL_ANSWER);
        serde_json::to_writer(&mut json, &hit).expect("texts and times become JSON in memory");
        Some(json)
    }

    /// Cases with ids below this one, the highest first, that contain a text if it is not empty.
    ///
    /// It may look at every case: call it off the threads that serve.
    #[must_use]
    pub fn search(&self, text: &str, before: i64, most: usize) -> Vec<Case> {
        let lower = text.to_lowercase();
        let (mut found, mut below) = (Vec::new(), before);
        while found.len() < most {
            let memory = self.read();
            let mut last = None;
            for (id, record) in memory.below(below).take(SEARCHED_AT_ONCE) {
                last = Some(id);
                if lower.is_empty() || record.contains(&lower) {
                    found.push(record.case(id).into());
                    if found.len() == most {
                        break;
                    }
                }
            }
            let Some(last) = last else {
                break;
            };
            below = last;
        }
        found
    }

    /// Writes a new case.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn create(&self, record: Record, change: Change) -> Result<Case, Unwritable> {
        let mut last_id = self.0.last_id.lock().await;
        let row = self.row(*last_id + 1, record);
        self.write(&change.of(row.id), std::slice::from_ref(&row))
            .await?;
        *last_id = row.id;
        let case = row.record.case(row.id).into();
        self.memorise(vec![row]);
        Ok(case)
    }

    /// Writes a case anew: `changed` makes of it what it is to be, and may refuse to.
    ///
    /// # Errors
    /// If it was not written. The inner error is `changed`'s, the inner `None` is no such case.
    pub async fn update<E>(
        &self,
        id: i64,
        change: Change,
        changed: impl FnOnce(&Record) -> Result<Record, E>,
    ) -> Result<Result<Option<Case>, E>, Unwritable> {
        let _turn = self.0.last_id.lock().await;
        let Some(before) = self.read().record(id).cloned() else {
            return Ok(Ok(None));
        };
        let row = match changed(&before) {
            Ok(record) => self.row(id, record),
            Err(error) => return Ok(Err(error)),
        };
        self.write(&change.of(id), std::slice::from_ref(&row))
            .await?;
        let case = row.record.case(id).into();
        self.memorise(vec![row]);
        Ok(Ok(Some(case)))
    }

    /// Deletes every case of a number, for good; says how many.
    ///
    /// # Errors
    /// If nothing was deleted.
    pub async fn erase(&self, key: PhoneKey, change: Change) -> Result<usize, Unwritable> {
        let last_id = self.0.last_id.lock().await;
        let ids: Vec<i64> = self.read().find(key).map(|(id, _)| id).collect();
        let erased = async {
            let mut transaction = self.0.store.begin().await?;
            for id in &ids {
                store::delete(&mut transaction, *id).await?;
            }
            store::note_last_id(&mut transaction, *last_id).await?;
            change.note(&mut transaction).await?;
            transaction.commit().await
        };
        let erased: Result<(), sqlx::Error> = erased.await;
        change.tell(erased.is_ok());
        erased?;
        self.forget(&ids);
        if let Err(error) = self.0.store.database().truncate_log().await {
            tracing::warn!(%error, "erased values are still in the database's log");
        }
        Ok(ids.len())
    }

    /// Begins an import, which then has the turn for as long as one batch takes.
    pub(crate) async fn turn(&self) -> Turn<'_> {
        Turn {
            cases: self,
            last_id: self.0.last_id.lock().await,
        }
    }

    async fn write(&self, change: &Change, rows: &[Row]) -> Result<(), Unwritable> {
        let written = async {
            let mut transaction = self.0.store.begin().await?;
            store::put(&mut transaction, rows).await?;
            change.note(&mut transaction).await?;
            transaction.commit().await
        };
        let written: Result<(), sqlx::Error> = written.await;
        change.tell(written.is_ok());
        Ok(written?)
    }

    fn row(&self, id: i64, record: Record) -> Row {
        Row {
            id,
            keys: record.keys(&self.0.reader),
            record,
        }
    }

    fn forget(&self, ids: &[i64]) {
        let mut memory = self.write_lock();
        for id in ids {
            memory.remove(*id);
        }
    }

    fn memorise(&self, rows: Vec<Row>) {
        if !self.0.is_asked {
            return;
        }
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let mut memory = self.write_lock();
            for row in rows.by_ref().take(PUT_AT_ONCE) {
                memory.put(row);
            }
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Memory> {
        self.0.memory.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_lock(&self) -> RwLockWriteGuard<'_, Memory> {
        self.0
            .memory
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to write a batch of an import.
pub(crate) struct Turn<'a> {
    cases: &'a Cases,
    last_id: MutexGuard<'a, i64>,
}

impl Turn<'_> {
    /// Writes cases with ids of their own, or else with the next ones, and how far the import is.
    pub(crate) async fn put(
        mut self,
        rows: Vec<(Option<i64>, Record, [Option<PhoneKey>; 3])>,
        id: &str,
        import: &Imported,
        change: Option<&Change>,
    ) -> Result<(), Unwritable> {
        let mut last = *self.last_id;
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|(own, record, keys)| {
                let id = own.unwrap_or(last + 1);
                last = last.max(id);
                Row { id, record, keys }
            })
            .collect();
        let mut transaction = self.cases.0.store.begin().await?;
        store::put(&mut transaction, &rows).await?;
        store::note_import(&mut transaction, id, import).await?;
        if let Some(change) = change {
            change.note(&mut transaction).await?;
        }
        transaction.commit().await?;
        *self.last_id = last;
        let cases = self.cases.clone();
        let memorised = tokio::task::spawn_blocking(move || cases.memorise(rows)).await;
        memorised.map_err(|_| Unwritable(sqlx::Error::WorkerCrashed))
    }
}

#[async_trait]
impl CaseDirectory for Cases {
    async fn find(&self, key: PhoneKey) -> Result<Matches, DirectoryError> {
        Ok(Matches::new(self.of_number(key)).with_stale(self.is_stale()))
    }
}

/// What phone keys are made by.
fn rules(reader: &PhoneReader) -> String {
    format!("{}/{KEY_FORM}", reader.region())
}

/// Reads the numbers of all stored cases anew.
async fn rekey(store: &Store, reader: &PhoneReader) -> Result<(), sqlx::Error> {
    let (mut after, mut rekeyed) = (i64::MIN, 0);
    loop {
        let mut rows = store.load(after, LOADED_AT_ONCE).await?;
        let Some(last) = rows.last() else {
            break;
        };
        after = last.id;
        rekeyed += rows.len();
        let mut transaction = store.begin().await?;
        for row in &mut rows {
            let keys = row.record.keys(reader);
            if keys != row.keys {
                row.keys = keys;
                store::rekey(&mut transaction, row).await?;
            }
        }
        transaction.commit().await?;
    }
    if rekeyed > 0 {
        let region = reader.region();
        tracing::warn!(
            region,
            cases = rekeyed,
            "the numbers of all cases were read anew"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests;
