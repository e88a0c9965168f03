//! All cases in memory, and which number belongs to which.

use std::collections::BTreeMap;

use ccaas_lookup::{Case, IndexedNumber, PhoneIndex, PhoneKey, PhoneReader};

use super::record::Record;
use crate::store::{Row, time};

/// What lookups are answered from.
#[derive(Debug)]
pub(super) struct Memory {
    cases: BTreeMap<i64, Record>,
    index: PhoneIndex,
    /// Keys are not kept beside the texts that they are read from.
    reader: PhoneReader,
}

impl Memory {
    /// Of many cases at once: their numbers are sorted once.
    pub(super) fn of(rows: Vec<Row>, reader: PhoneReader) -> Self {
        let index = rows.iter().flat_map(numbers).collect();
        let held = |row: Row| (row.id, row.record);
        Self {
            cases: rows.into_iter().map(held).collect(),
            index,
            reader,
        }
    }

    /// Puts a case in the place of the one with its id.
    pub(super) fn put(&mut self, row: Row) {
        self.remove(row.id);
        for number in numbers(&row) {
            self.index.insert(number);
        }
        self.cases.insert(row.id, row.record);
    }

    pub(super) fn remove(&mut self, id: i64) {
        let Some(record) = self.cases.remove(&id) else {
            return;
        };
        let keys = record.keys(&self.reader);
        let row = Row { id, record, keys };
        for number in numbers(&row) {
            self.index.remove(number);
        }
    }

    pub(super) fn record(&self, id: i64) -> Option<&Record> {
        self.cases.get(&id)
    }

    pub(super) fn case(&self, id: i64) -> Option<Case> {
        self.record(id).map(|record| record.case(id).into())
    }

    /// The cases of a number, newest first.
    pub(super) fn find(&self, key: PhoneKey) -> impl Iterator<Item = (i64, &Record)> {
        let ids = self.index.find(key);
        ids.filter_map(|id| self.record(id).map(|record| (id, record)))
    }

    /// The next cases below this id, the highest first.
    pub(super) fn below(&self, id: i64) -> impl Iterator<Item = (i64, &Record)> {
        let cases = self.cases.range(..id).rev();
        cases.map(|(id, record)| (*id, record))
    }

    pub(super) fn len(&self) -> usize {
        self.cases.len()
    }

    pub(super) fn numbers(&self) -> usize {
        self.index.len()
    }
}

/// The numbers of a case, as the index holds them.
fn numbers(row: &Row) -> impl Iterator<Item = IndexedNumber> + use<> {
    let (case_id, created_at) = (row.id, time(row.record.created_at()));
    let number = move |key| IndexedNumber {
        key,
        created_at,
        case_id,
    };
    row.keys.into_iter().flatten().map(number)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn reader() -> PhoneReader {
        PhoneReader::new("US").unwrap()
    }

    fn row(id: i64, second: i64, phone: &str, cell: &str) -> Row {
        let created_at = DateTime::from_timestamp(second, 0).unwrap();
        let texts = ["Robin Vale", phone, "", cell, "", "", "", "", "", ""];
        let record = Record::of(texts, created_at, None);
        let keys = record.keys(&reader());
        Row { id, record, keys }
    }

    fn found(memory: &Memory, phone: &str) -> Vec<i64> {
        let key = reader().read(phone).unwrap().key().unwrap();
        memory.find(key).map(|(id, _)| id).collect()
    }

    #[test]
    fn cases_are_found_by_each_of_their_numbers_newest_first() {
        let rows = vec![
            row(1, 30, "+12025550147", "+12025550148"),
            row(2, 10, "+12025550148", ""),
        ];

        let memory = Memory::of(rows, reader());

        assert_eq!(found(&memory, "202 555 0148"), [1, 2]);
        assert_eq!(found(&memory, "202 555 0147"), [1]);
        assert_eq!((memory.len(), memory.numbers()), (2, 3));
    }

    #[test]
    fn a_case_that_changed_is_found_by_its_new_numbers_alone() {
        let mut memory = Memory::of(vec![row(1, 30, "+12025550147", "")], reader());

        memory.put(row(1, 30, "+12025550149", ""));

        assert_eq!(found(&memory, "+12025550147"), [0; 0]);
        assert_eq!(found(&memory, "+12025550149"), [1]);
        memory.remove(1);
        assert_eq!((memory.len(), memory.numbers()), (0, 0));
    }

    #[test]
    fn a_page_of_cases_goes_downwards() {
        let rows = (1..=5).map(|id| row(id, id, "+12025550147", ""));
        let memory = Memory::of(rows.collect(), reader());

        let page: Vec<_> = memory.below(4).map(|(id, _)| id).take(2).collect();

        assert_eq!(page, [3, 2]);
    }
}
