//! Cases in memory, for tests and small directories.

use std::{
    collections::HashMap,
    fmt,
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use async_trait::async_trait;

use crate::{
    Case, CaseDirectory, DirectoryError, IndexedNumber, Matches, PhoneIndex, PhoneKey, PhoneReader,
};

/// A directory that keeps its cases in memory.
///
/// ```
/// use ccaas_lookup::{Case, CasesInMemory, Patient, PhoneReader};
/// use chrono::DateTime;
///
/// let cases = CasesInMemory::new(PhoneReader::new("IT")?);
/// let mut patient = Patient::new("Robin Vale");
/// patient.cell_phone = Some("333 222 4444".to_owned());
/// cases.put(Case::new("12", patient, DateTime::UNIX_EPOCH));
///
/// assert_eq!(cases.len(), 1);
/// # Ok::<(), ccaas_lookup::UnknownRegion>(())
/// ```
pub struct CasesInMemory {
    reader: PhoneReader,
    state: RwLock<State>,
}

#[derive(Default)]
struct State {
    index: PhoneIndex,
    cases: HashMap<i64, Case>,
    /// From the id of a case to where it is.
    slots: HashMap<String, i64>,
    next_slot: i64,
}

impl CasesInMemory {
    /// An empty directory that reads the numbers of its cases like this.
    #[must_use]
    pub fn new(reader: PhoneReader) -> Self {
        Self {
            reader,
            state: RwLock::default(),
        }
    }

    /// Keeps a case; gives back the one that had its id.
    ///
    /// It is found by those of its numbers that can be read.
    pub fn put(&self, case: Case) -> Option<Case> {
        let mut state = self.write();
        let replaced = state.take(&case.id, &self.reader);
        let slot = state.next_slot;
        state.next_slot += 1;
        for number in numbers(&case, slot, &self.reader) {
            state.index.insert(number);
        }
        state.slots.insert(case.id.clone(), slot);
        state.cases.insert(slot, case);
        replaced
    }

    /// Forgets a case, and gives it back.
    pub fn remove(&self, id: &str) -> Option<Case> {
        self.write().take(id, &self.reader)
    }

    /// A case by its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Case> {
        let state = self.read();
        state.cases.get(state.slots.get(id)?).cloned()
    }

    /// How many cases there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read().cases.len()
    }

    /// Whether there is no case.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take(&mut self, id: &str, reader: &PhoneReader) -> Option<Case> {
        let slot = self.slots.remove(id)?;
        let case = self.cases.remove(&slot)?;
        for number in numbers(&case, slot, reader) {
            self.index.remove(number);
        }
        Some(case)
    }
}

fn numbers(case: &Case, slot: i64, reader: &PhoneReader) -> impl Iterator<Item = IndexedNumber> {
    case.patient
        .numbers()
        .filter_map(|text| reader.read(text).ok()?.key())
        .map(move |key| IndexedNumber {
            key,
            created_at: case.created_at,
            case_id: slot,
        })
}

#[async_trait]
impl CaseDirectory for CasesInMemory {
    async fn find(&self, key: PhoneKey) -> Result<Matches, DirectoryError> {
        let state = self.read();
        let cases = state
            .index
            .find(key)
            .filter_map(|slot| state.cases.get(&slot).cloned());
        Ok(Matches::new(cases.collect()))
    }
}

impl fmt::Debug for CasesInMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CasesInMemory")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}
