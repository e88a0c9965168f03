//! Many rows by one statement, many statements by one call.

use serde::Serialize;
use sqlx::{
    Arguments, AssertSqlSafe, Encode, Sqlite, SqliteConnection, Type,
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};

pub(super) type Statement<'q> = Query<'q, Sqlite, SqliteArguments>;

/// Statements that go to the database together: a call changes threads twice, which costs more
/// than most statements do.
///
/// Their placeholders are `?`, since each begins to count where the one before ended.
#[derive(Default)]
pub(super) struct Script {
    text: String,
    values: SqliteArguments,
}

impl Script {
    /// Adds a statement, whose values are to follow.
    pub(super) fn add(&mut self, statement: &str) -> &mut Self {
        self.text.push_str(statement);
        self.text.push(';');
        self
    }

    /// Adds a value.
    pub(super) fn bind<'q, T>(&mut self, value: T) -> &mut Self
    where
        T: Encode<'q, Sqlite> + Type<Sqlite>,
    {
        self.values
            .add(value)
            .expect("numbers, texts and bytes can be encoded");
        self
    }

    /// Runs all of them, one after the other, until one fails.
    pub(super) async fn run(self, connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        if !self.text.is_empty() {
            let script = sqlx::query_with(AssertSqlSafe(self.text), self.values);
            script.execute(connection).await?;
        }
        Ok(())
    }

    /// Runs all of them, and returns the rows of all.
    pub(super) async fn rows(
        self,
        connection: &mut SqliteConnection,
    ) -> Result<Vec<SqliteRow>, sqlx::Error> {
        let script = sqlx::query_with(AssertSqlSafe(self.text), self.values);
        script.fetch_all(connection).await
    }
}

/// The bytes of many rows, one after the other, for `substr`.
pub(super) struct Bytes(Vec<u8>);

impl Bytes {
    pub(super) fn new() -> Self {
        // A part of an empty blob would be NULL.
        Self(vec![0])
    }

    /// Adds some; where they begin and how many they are, as `substr` counts.
    pub(super) fn add(&mut self, bytes: &[u8]) -> (usize, usize) {
        let begin = self.0.len() + 1;
        self.0.extend_from_slice(bytes);
        (begin, bytes.len())
    }

    pub(super) fn into_blob(self) -> Vec<u8> {
        self.0
    }
}

/// Rows for `json_each`: the columns of a tuple are `value ->> 0` and so on.
pub(super) fn json<T: Serialize>(rows: &[T]) -> String {
    serde_json::to_string(rows).expect("numbers and texts can be written")
}

#[cfg(test)]
mod tests {
    use sqlx::{Connection, Row};

    use super::*;

    async fn database() -> SqliteConnection {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let table = "CREATE TABLE t (id INTEGER, name TEXT, bytes BLOB NOT NULL)";
        sqlx::query(table).execute(&mut connection).await.unwrap();
        connection
    }

    #[tokio::test]
    async fn rows_come_back_as_they_were() {
        let mut connection = database().await;
        let mut bytes = Bytes::new();
        let rows = [
            (1, "a \"quoted\" name\n", b"\0\xff".as_slice()),
            (2, "", b""),
            (3, "Ünïcode", b"last"),
        ];
        let table: Vec<_> = rows
            .map(|(id, name, part)| (id, name, bytes.add(part)))
            .into();

        let mut script = Script::default();
        script
            .add(
                "INSERT INTO t SELECT value ->> 0, value ->> 1, \
                 substr(?, value ->> '$[2][0]', value ->> '$[2][1]') FROM json_each(?)",
            )
            .bind(bytes.into_blob())
            .bind(json(&table));
        script.add("SELECT id, name, bytes FROM t ORDER BY id");
        let read = script.rows(&mut connection).await.unwrap();

        assert_eq!(read.len(), 3);
        for (row, (id, name, part)) in read.iter().zip(rows) {
            assert_eq!(row.get::<i64, _>(0), id);
            assert_eq!(row.get::<&str, _>(1), name);
            assert_eq!(row.get::<&[u8], _>(2), part);
        }
    }

    #[tokio::test]
    async fn a_script_ends_at_the_first_fault() {
        let mut connection = database().await;
        let mut script = Script::default();
        script.add("INSERT INTO t VALUES (?, NULL, x'00')").bind(1);
        script.add("INSERT INTO t VALUES (?, NULL, NULL)").bind(2);
        script.add("INSERT INTO t VALUES (?, NULL, x'00')").bind(3);

        let failed = script.run(&mut connection).await;

        assert!(failed.is_err());
        let ids = sqlx::query("SELECT id FROM t").fetch_all(&mut connection);
        let ids: Vec<i64> = ids.await.unwrap().iter().map(|row| row.get(0)).collect();
        assert_eq!(ids, [1]);
    }
}
