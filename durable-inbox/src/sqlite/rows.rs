//! Many rows with few statements.

use std::fmt::Write;

use sqlx::{AssertSqlSafe, Sqlite, SqliteConnection, query::Query, sqlite::SqliteArguments};

pub(super) type Statement<'q> = Query<'q, Sqlite, SqliteArguments>;

/// The most rows of one statement.
const MOST: usize = 256;

/// An `INSERT` of as many rows as there are.
pub(super) struct Insert {
    /// Up to `VALUES`.
    pub(super) into: &'static str,
    pub(super) columns: usize,
    /// After the rows.
    pub(super) then: &'static str,
}

impl Insert {
    /// Writes the rows by statements whose numbers of rows are powers of two: few enough to stay
    /// prepared.
    pub(super) async fn run<T>(
        &self,
        connection: &mut SqliteConnection,
        rows: &[T],
        bind: impl for<'q> Fn(Statement<'q>, &'q T) -> Statement<'q>,
    ) -> Result<(), sqlx::Error> {
        for chunk in chunks(rows) {
            let text = self.text(chunk.len());
            let statement = sqlx::query(AssertSqlSafe(text));
            let statement = chunk.iter().fold(statement, &bind);
            statement.execute(&mut *connection).await?;
        }
        Ok(())
    }

    pub(super) fn text(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.columns].join(", "));
        format!(
            "{} {} {}",
            self.into,
            vec![row.as_str(); rows].join(", "),
            self.then
        )
    }
}

pub(super) fn chunks<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let most = rows.len().min(MOST);
        let size = 1 << most.checked_ilog2()?;
        let (chunk, rest) = rows.split_at(size);
        rows = rest;
        Some(chunk)
    })
}

/// Numbers for `json_each`.
pub(super) fn list(numbers: impl IntoIterator<Item = i64>) -> String {
    let mut text = String::from("[");
    for number in numbers {
        write!(text, "{number},").expect("a string takes everything");
    }
    close(text)
}

/// Rows of numbers for `json_each`: columns are `value ->> 0` and so on.
pub(super) fn table<const N: usize>(rows: impl IntoIterator<Item = [i64; N]>) -> String {
    let mut text = String::from("[");
    for row in rows {
        text.push_str(&list(row));
        text.push(',');
    }
    close(text)
}

fn close(mut text: String) -> String {
    if text.ends_with(',') {
        text.pop();
    }
    text.push(']');
    text
}

#[cfg(test)]
mod tests {
    use super::{chunks, list, table};

    #[test]
    fn rows_are_cut_into_powers_of_two() {
        let rows = [(); 300];

        let sizes: Vec<_> = chunks(&rows).map(<[()]>::len).collect();

        assert_eq!(sizes, [256, 32, 8, 4]);
        assert_eq!(chunks::<()>(&[]).count(), 0);
    }

    #[test]
    fn lists_are_json() {
        assert_eq!(list([1, -2]), "[1,-2]");
        assert_eq!(list([]), "[]");
        assert_eq!(table([[1, 2], [3, 4]]), "[[1,2],[3,4]]");
    }
}
