//! What visitors see of the staff.

use std::{collections::HashMap, fmt};

use sqlx::{Row, sqlite::SqliteRow};

use super::Store;

const PUT: &str = "INSERT INTO staff (id, name, department) VALUES ($1, $2, $3) \
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, department = excluded.department";
const GET: &str = "SELECT name, department FROM staff WHERE id = $1";
const LIST: &str = "SELECT id, name, department FROM staff WHERE id > $1 ORDER BY id LIMIT $2";
const REMOVE: &str = "DELETE FROM staff WHERE id = $1";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[PUT, GET, LIST, REMOVE];

/// How many are read at once.
const PAGE: i64 = 500;

/// What visitors see of somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    /// Their name.
    pub name: String,
    /// Where they work.
    pub department: String,
}

// The name is personal.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile").finish_non_exhaustive()
    }
}

impl Store {
    /// What visitors see of the account with this id, if that was said.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn profile(&self, id: &str) -> Result<Option<Profile>, sqlx::Error> {
        let one = sqlx::query(GET).bind(id);
        let Some(row) = one.fetch_optional(self.database.reader()).await? else {
            return Ok(None);
        };
        read(&row).map(Some)
    }

    /// What visitors see of everybody of whom it was said, by id.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn profiles(&self) -> Result<HashMap<String, Profile>, sqlx::Error> {
        let (mut all, mut last) = (HashMap::new(), String::new());
        loop {
            let page = sqlx::query(LIST).bind(&last).bind(PAGE);
            let rows = page.fetch_all(self.database.reader()).await?;
            let Some(row) = rows.last() else {
                return Ok(all);
            };
            last = row.try_get("id")?;
            for row in &rows {
                all.insert(row.try_get("id")?, read(row)?);
            }
        }
    }

    /// Says what visitors see of an account.
    ///
    /// # Errors
    /// If nothing can be written.
    pub async fn put_profile(&self, id: &str, profile: &Profile) -> Result<(), sqlx::Error> {
        let put = sqlx::query(PUT)
            .bind(id.to_owned())
            .bind(profile.name.clone())
            .bind(profile.department.clone());
        self.database.write(put).await.map(drop)
    }

    /// Forgets what visitors see of an account.
    ///
    /// # Errors
    /// If nothing can be written.
    pub async fn remove_profile(&self, id: &str) -> Result<(), sqlx::Error> {
        let remove = sqlx::query(REMOVE).bind(id.to_owned());
        self.database.write(remove).await.map(drop)
    }
}

fn read(row: &SqliteRow) -> Result<Profile, sqlx::Error> {
    Ok(Profile {
        name: row.try_get("name")?,
        department: row.try_get("department")?,
    })
}
