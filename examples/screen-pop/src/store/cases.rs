//! Cases on the disk.

use std::{fmt::Write, sync::OnceLock};

use ccaas_lookup::PhoneKey;
use server_kit::sqlite::{Statement, Transaction};
use sqlx::{Row as _, sqlite::SqliteRow};

use super::Store;
use crate::cases::record::Record;

/// The texts in one piece, as a record holds them.
const LOAD: &str = "SELECT id, created_at, follow_up_date, \
    phone_key, home_phone_key, cell_phone_key, \
    name || char(31) || phone || char(31) || home_phone || char(31) || cell_phone || char(31) || \
    email || char(31) || status || char(31) || clinic || char(31) || treatment || char(31) || \
    disposition || char(31) || outcome AS texts \
    FROM cases WHERE id > $1 ORDER BY id LIMIT $2";
const LAST_ID: &str = "SELECT id FROM cases WHERE id > 0 ORDER BY id DESC LIMIT 1";
const DELETE: &str = "DELETE FROM cases WHERE id = $1";
const REKEY: &str = "UPDATE cases SET phone_key = $2, home_phone_key = $3, cell_phone_key = $4 \
    WHERE id = $1";
const PUT: &str = "INSERT INTO cases (id, name, phone, home_phone, cell_phone, email, status, \
    clinic, treatment, disposition, outcome, created_at, follow_up_date, phone_key, \
    home_phone_key, cell_phone_key) VALUES ";
const REPLACING: &str = " ON CONFLICT (id) DO UPDATE SET name = excluded.name, \
    phone = excluded.phone, home_phone = excluded.home_phone, cell_phone = excluded.cell_phone, \
    email = excluded.email, status = excluded.status, clinic = excluded.clinic, \
    treatment = excluded.treatment, disposition = excluded.disposition, \
    outcome = excluded.outcome, created_at = excluded.created_at, \
    follow_up_date = excluded.follow_up_date, phone_key = excluded.phone_key, \
    home_phone_key = excluded.home_phone_key, cell_phone_key = excluded.cell_phone_key";
const COLUMNS: usize = 16;
/// How many cases one statement writes: the way to the database's thread costs more than a row.
const AT_ONCE: usize = 128;
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LOAD, LAST_ID, DELETE, REKEY];

/// A case as it is loaded.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: i64,
    /// Everything else.
    pub record: Record,
    /// The keys of phone, home and cell.
    pub keys: [Option<PhoneKey>; 3],
}

impl Store {
    /// The next cases after this id, in the order of their ids.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn load(&self, after: i64, most: i64) -> Result<Vec<Row>, sqlx::Error> {
        let load = sqlx::query(LOAD).bind(after).bind(most);
        let rows = load.fetch_all(self.database.reader()).await?;
        rows.iter().map(read).collect()
    }

    /// The highest id that was given, also if its case was erased; 0 without a case.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn last_id(&self) -> Result<i64, sqlx::Error> {
        let last = sqlx::query(LAST_ID).fetch_optional(self.database.reader());
        let last = match last.await? {
            Some(row) => row.try_get("id")?,
            None => 0,
        };
        Ok(self.last_erased().await?.max(last))
    }
}

fn read(row: &SqliteRow) -> Result<Row, sqlx::Error> {
    let key = |column: usize| -> Result<_, sqlx::Error> {
        let bits: Option<i64> = row.try_get(column)?;
        Ok(bits.and_then(PhoneKey::from_bits))
    };
    let texts: &str = row.try_get(6)?;
    Ok(Row {
        id: row.try_get(0)?,
        record: Record::new(texts.into(), row.try_get(1)?, row.try_get(2)?),
        keys: [key(3)?, key(4)?, key(5)?],
    })
}

/// Writes cases; each takes the place of the one with its id.
pub(crate) async fn put(transaction: &mut Transaction, cases: &[Row]) -> Result<(), sqlx::Error> {
    let (full, rest) = cases.as_chunks::<AT_ONCE>();
    for cases in full {
        run(transaction, statement_of_many(), cases).await?;
    }
    for case in rest {
        run(transaction, statement_of_one(), std::slice::from_ref(case)).await?;
    }
    Ok(())
}

async fn run(
    transaction: &mut Transaction,
    statement: &'static str,
    cases: &[Row],
) -> Result<(), sqlx::Error> {
    let put = cases.iter().fold(sqlx::query(statement), bind);
    put.execute(&mut **transaction).await.map(drop)
}

fn bind<'q>(put: Statement<'q>, case: &Row) -> Statement<'q> {
    let put = put.bind(case.id);
    let put = case.record.texts().into_iter().fold(put, |put, text| {
        // The query holds its values until it has run.
        put.bind(text.to_owned())
    });
    let put = put
        .bind(case.record.created_at())
        .bind(case.record.follow_up_date());
    let bits = case.keys.map(|key| key.map(PhoneKey::to_bits));
    bits.into_iter().fold(put, |put, bits| put.bind(bits))
}

/// Deletes the case with this id.
pub(crate) async fn delete(transaction: &mut Transaction, id: i64) -> Result<(), sqlx::Error> {
    let delete = sqlx::query(DELETE).bind(id);
    delete.execute(&mut **transaction).await.map(drop)
}

/// Writes the phone keys of a case anew.
pub(crate) async fn rekey(transaction: &mut Transaction, case: &Row) -> Result<(), sqlx::Error> {
    let [phone, home, cell] = case.keys.map(|key| key.map(PhoneKey::to_bits));
    let rekey = sqlx::query(REKEY).bind(case.id);
    let rekey = rekey.bind(phone).bind(home).bind(cell);
    rekey.execute(&mut **transaction).await.map(drop)
}

fn statement_of_one() -> &'static str {
    static ONE: OnceLock<String> = OnceLock::new();
    ONE.get_or_init(|| statement(1))
}

fn statement_of_many() -> &'static str {
    static MANY: OnceLock<String> = OnceLock::new();
    MANY.get_or_init(|| statement(AT_ONCE))
}

/// The places of the values have no names: SQLite would look each of them up.
fn statement(cases: usize) -> String {
    let places = format!("({})", vec!["?"; COLUMNS].join(", "));
    let mut statement = PUT.to_owned();
    // Writing to a String cannot fail.
    let _ = write!(statement, "{}", vec![&*places; cases].join(", "));
    statement + REPLACING
}
