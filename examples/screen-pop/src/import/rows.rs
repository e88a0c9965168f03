//! Rows of a file, part by part.

use std::{borrow::Cow, fmt};

use ccaas_lookup::{PhoneKey, PhoneReader};
use chrono::{DateTime, Utc};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use server_kit::text;

use super::{
    columns::{BadHeader, Column, columns, separator},
    decode::decode,
};
use crate::{
    cases::{
        fields,
        record::{Record, Text},
    },
    store::Rejected,
};

/// A row that is longer, perhaps since a quotation mark is missing, is no row.
const LONGEST_ROW: usize = 64 * 1024;
const MOST_FIELDS: usize = 256;
/// Room is left for the ids of later cases.
const HIGHEST_ID: i64 = 1_000_000_000_000_000;
const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// What came of a part of a file.
#[derive(Debug, Default)]
pub struct Batch {
    /// Cases to be written, with their own ids where the file has such.
    pub(super) accepted: Vec<Read>,
    /// Rows that are none, some of them with the reason.
    pub(super) rejected: Vec<Rejected>,
    pub(super) rejected_count: u64,
}

impl Batch {
    fn reject(&mut self, line: u64, reason: String) {
        self.rejected_count += 1;
        if self.rejected.len() < super::MOST_REPORTED {
            self.rejected.push(Rejected { line, reason });
        }
    }
}

/// Reads rows; what a part of the file ends in the middle of is kept for the next part.
#[derive(Debug)]
pub struct Rows {
    reader: PhoneReader,
    /// What is not read yet of the parts up to now.
    rest: Vec<u8>,
    /// The line that this begins with.
    line: u64,
    table: Option<(Vec<Column>, Scanner)>,
    ids: Ids,
    now: DateTime<Utc>,
}

/// The ids of the rows up to now.
#[derive(Debug)]
struct Ids {
    /// The highest that was given before the file.
    last: i64,
    /// Whether rows without one get the next ones.
    are_given: bool,
}

impl Ids {
    /// A row whose id may have been given to a row before it would take that one's place.
    fn check(&mut self, case: Read) -> Result<Read, Vec<String>> {
        match case.0 {
            None => self.are_given = true,
            Some(own) if own > self.last && self.are_given => {
                let reason = "case_id is higher than all before the file: put the row in front \
                              of those without one";
                return Err(vec![reason.to_owned()]);
            }
            Some(_) => {}
        }
        Ok(case)
    }
}

impl Rows {
    /// For a file whose numbers are read by this reader; `last_id` is the highest id up to now.
    #[must_use]
    pub fn new(reader: PhoneReader, last_id: i64) -> Self {
        Self {
            reader,
            rest: Vec::new(),
            line: 1,
            table: None,
            ids: Ids {
                last: last_id,
                are_given: false,
            },
            now: Utc::now(),
        }
    }

    /// Reads a part of the file.
    ///
    /// # Errors
    /// If the first line names no columns.
    pub fn read(&mut self, part: &[u8], is_last: bool) -> Result<Batch, BadHeader> {
        let mut input = std::mem::take(&mut self.rest);
        input.extend_from_slice(part);
        let (mut batch, mut at) = (Batch::default(), 0);
        loop {
            at += self.blank_lines(&input[at..]);
            let left = &input[at..];
            match self.row(left, is_last, &mut batch)? {
                Some(used) => {
                    self.line += newlines(&left[..used]);
                    at += used;
                }
                None => break,
            }
        }
        self.rest = input.split_off(at);
        Ok(batch)
    }

    /// Reads one row, and says how much it took; nothing if it is not all there yet.
    fn row(
        &mut self,
        input: &[u8],
        is_last: bool,
        batch: &mut Batch,
    ) -> Result<Option<usize>, BadHeader> {
        let Some((columns, scanner)) = &mut self.table else {
            return self.header(input, is_last);
        };
        let used = match scanner.scan(input, is_last) {
            Scanned::Row(used) => used,
            Scanned::Incomplete | Scanned::End => return Ok(None),
            Scanned::TooLong => {
                let reason = "the row is too long; a quotation mark may be missing";
                batch.reject(self.line, reason.to_owned());
                return Ok(Some(first_line(input)));
            }
        };
        let fields = scanner.fields();
        let read = match fields.len() == columns.len() {
            true => case(&fields, columns, &self.reader, self.now),
            false => {
                let (has, named) = (fields.len(), columns.len());
                Err(vec![format!("{has} fields instead of {named}")])
            }
        };
        match read.and_then(|case| self.ids.check(case)) {
            Ok(case) => {
                batch.accepted.push(case);
                Ok(Some(used))
            }
            Err(reasons) => {
                batch.reject(self.line, reasons.join("; "));
                // A quotation mark that is missing took the next rows in: they may be good.
                Ok(Some(used.min(first_line(input))))
            }
        }
    }

    fn header(&mut self, input: &[u8], is_last: bool) -> Result<Option<usize>, BadHeader> {
        if input.starts_with(b"\xff\xfe") || input.starts_with(b"\xfe\xff") {
            return Err(BadHeader::Utf16);
        }
        let mark = if input.starts_with(UTF8_MARK) {
            UTF8_MARK.len()
        } else {
            0
        };
        let line = &input[mark..];
        let mut scanner = Scanner::new(separator(&line[..first_line(line)]));
        match scanner.scan(line, is_last) {
            Scanned::Row(used) => {
                let fields = scanner.fields();
                let names: Vec<_> = fields.iter().map(AsRef::as_ref).collect();
                self.table = Some((columns(&names)?, scanner));
                Ok(Some(mark + used))
            }
            Scanned::Incomplete => Ok(None),
            Scanned::TooLong | Scanned::End => Err(BadHeader::Columns),
        }
    }

    fn blank_lines(&mut self, input: &[u8]) -> usize {
        let blank = input
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let blank = blank.count();
        self.line += newlines(&input[..blank]);
        blank
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// How long the first line is, with its end.
fn first_line(input: &[u8]) -> usize {
    let end = input.iter().position(|byte| *byte == b'\n');
    end.map_or(input.len(), |end| end + 1)
}

/// Splits rows into fields.
struct Scanner {
    reader: Reader,
    text: Vec<u8>,
    /// Where each field ends.
    ends: Vec<usize>,
    count: usize,
}

impl fmt::Debug for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scanner").finish_non_exhaustive()
    }
}

enum Scanned {
    /// A row that took so many bytes.
    Row(usize),
    TooLong,
    Incomplete,
    End,
}

impl Scanner {
    fn new(separator: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(separator).build(),
            text: vec![0; LONGEST_ROW],
            ends: vec![0; MOST_FIELDS],
            count: 0,
        }
    }

    fn scan(&mut self, input: &[u8], is_last: bool) -> Scanned {
        // For the reader, no input is the end.
        if input.is_empty() && !is_last {
            return Scanned::Incomplete;
        }
        self.reader.reset();
        let (mut at, mut length) = (0, 0);
        self.count = 0;
        loop {
            let (text, ends) = (&mut self.text[length..], &mut self.ends[self.count..]);
            let (result, read, written, ended) = self.reader.read_record(&input[at..], text, ends);
            at += read;
            length += written;
            self.count += ended;
            match result {
                ReadRecordResult::Record => return Scanned::Row(at),
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    return Scanned::TooLong;
                }
                ReadRecordResult::End => return Scanned::End,
                // Asked once more with nothing, the reader knows that this is the end.
                ReadRecordResult::InputEmpty if is_last => {}
                ReadRecordResult::InputEmpty => return Scanned::Incomplete,
            }
        }
    }

    fn fields(&self) -> Vec<Cow<'_, str>> {
        let mut from = 0;
        let ends = self.ends[..self.count].iter();
        let field = |end: &usize| decode(&self.text[std::mem::replace(&mut from, *end)..*end]);
        ends.map(field).collect()
    }
}

/// A case to be written, with its own id if it has one.
type Read = (Option<i64>, Record, [Option<PhoneKey>; 3]);

fn case(
    row: &[Cow<'_, str>],
    columns: &[Column],
    reader: &PhoneReader,
    now: DateTime<Utc>,
) -> Result<Read, Vec<String>> {
    let mut texts = [""; 10];
    let (mut first, mut last, mut id) = ("", "", "");
    let (mut created_at, mut follow_up_date) = ("", "");
    for (column, field) in columns.iter().zip(row) {
        let place = match column {
            Column::Text(text) => &mut texts[*text as usize],
            Column::FirstName => &mut first,
            Column::LastName => &mut last,
            Column::CaseId => &mut id,
            Column::CreatedAt => &mut created_at,
            Column::FollowUpDate => &mut follow_up_date,
            Column::Other => continue,
        };
        *place = text::trimmed(field);
    }
    let joined;
    let name = &mut texts[Text::Name as usize];
    if name.is_empty() {
        joined = format!("{first} {last}");
        *name = joined.trim();
    }
    let (keys, mut problems) = match fields::checked(&texts, reader) {
        Ok(keys) => (keys, Vec::new()),
        Err(problems) => ([None; 3], problems),
    };
    let own = match id {
        "" => None,
        id => id.parse().ok().filter(|id| (1..=HIGHEST_ID).contains(id)),
    };
    if !id.is_empty() && own.is_none() {
        problems.push("case_id is not a whole number above 0".to_owned());
    }
    let mut date = |name: &str, text: &str| {
        fields::date(text).unwrap_or_else(|()| {
            problems.push(format!("{name} is not a date such as 2025-07-12"));
            None
        })
    };
    let created_at = date("created_at", created_at).unwrap_or(now);
    let follow_up_date = date("follow_up_date", follow_up_date);
    match problems.is_empty() {
        true => {
            let texts = fields::with_status(texts);
            Ok((own, Record::of(texts, created_at, follow_up_date), keys))
        }
        false => Err(problems),
    }
}

#[cfg(test)]
mod tests;
