//! Who may sign in. Passwords are hashed before they get here.

use rusqlite::{OptionalExtension as _, params};

use super::Store;
use crate::Error;

impl Store {
    /// Lets `name` sign in with the password of this hash, a PHC string; another password that `name` had is gone.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn set_editor(&mut self, name: &str, password: &str) -> Result<(), Error> {
        self.db
            .execute(
                "INSERT INTO editors (name, password) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET password = excluded.password",
                params![name, password],
            )
            .map(|_| ())
            .map_err(|source| Error::Sqlite { doing: "write to", path: self.path.clone(), source })
    }

    /// The hash of the password of `name`.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn editor(&self, name: &str) -> Result<Option<String>, Error> {
        self.db
            .query_row("SELECT password FROM editors WHERE name = ?1", [name], |row| row.get(0))
            .optional()
            .map_err(|e| self.read_err(e))
    }

    /// The names of those who may sign in, in alphabetical order.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn editor_names(&self) -> Result<Vec<String>, Error> {
        self.db
            .prepare_cached("SELECT name FROM editors ORDER BY name")
            .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
            .map_err(|e| self.read_err(e))
    }

    /// How many may sign in.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn editors(&self) -> Result<usize, Error> {
        let count = self.db.query_row("SELECT count(*) FROM editors", [], |row| row.get::<_, i64>(0));
        count.map(|n| usize::try_from(n).unwrap_or_default()).map_err(|e| self.read_err(e))
    }
}
