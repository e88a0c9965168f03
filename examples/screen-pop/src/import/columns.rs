//! Which column of a file is which field.

use crate::cases::record::{TEXTS, Text};

/// The first line names no columns of cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadHeader {
    /// A name is needed, and a number.
    #[error(
        "the first line must name the columns: name, and at least one of phone, home_phone and \
         cell_phone"
    )]
    Columns,
    /// It is no text of one byte a letter, nor UTF-8.
    #[error("the file is UTF-16; save it as CSV in UTF-8")]
    Utf16,
}

/// What a column of a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    CaseId,
    Text(Text),
    FirstName,
    LastName,
    CreatedAt,
    FollowUpDate,
    /// Nothing that cases have.
    Other,
}

impl Column {
    fn named(name: &str) -> Self {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        let text = TEXTS.into_iter().find(|text| text.name() == name);
        match &*name {
            _ if text.is_some() => text.map_or(Self::Other, Self::Text),
            "case_id" | "id" => Self::CaseId,
            "first_name" => Self::FirstName,
            "last_name" => Self::LastName,
            "created_at" => Self::CreatedAt,
            "follow_up_date" => Self::FollowUpDate,
            _ => Self::Other,
        }
    }
}

/// The columns that the first line names.
pub(super) fn columns(header: &[&str]) -> Result<Vec<Column>, BadHeader> {
    let columns: Vec<_> = header.iter().map(|name| Column::named(name)).collect();
    let has = |wanted: &[Column]| wanted.iter().any(|one| columns.contains(one));
    let is_named = has(&[
        Column::Text(Text::Name),
        Column::FirstName,
        Column::LastName,
    ]);
    let has_number = has(&[
        Column::Text(Text::Phone),
        Column::Text(Text::HomePhone),
        Column::Text(Text::CellPhone),
    ]);
    match is_named && has_number {
        true => Ok(columns),
        false => Err(BadHeader::Columns),
    }
}

/// What stands between the fields: what the first line has most of.
pub(super) fn separator(header: &[u8]) -> u8 {
    let count = |separator: u8| header.iter().filter(|byte| **byte == separator).count();
    // Of equally many, the last one counts.
    let separators = [b'\t', b';', b','];
    separators
        .into_iter()
        .max_by_key(|separator| count(*separator))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_names_however_they_are_written() {
        let header = ["Case ID", " PHONE ", "first-name", "colour"];

        let expected = [
            Column::CaseId,
            Column::Text(Text::Phone),
            Column::FirstName,
            Column::Other,
        ];
        assert_eq!(columns(&header), Ok(expected.to_vec()));
        assert_eq!(columns(&["name", "email"]), Err(BadHeader::Columns));
    }

    #[test]
    fn the_separator_is_what_the_first_line_has_most_of() {
        assert_eq!(separator(b"name;phone;\"a,b\""), b';');
        assert_eq!(separator(b"name,phone"), b',');
        assert_eq!(separator(b"name\tphone"), b'\t');
        assert_eq!(separator(b"phone"), b',');
    }
}
