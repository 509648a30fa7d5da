//! Editors' accounts: names, and passwords that are kept as Argon2id hashes.

use anyhow::anyhow;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use corrections::Store;

/// Code points that a password has at least.
pub(crate) const SHORTEST: usize = 10;
/// Bytes that a password has at most: hashing longer ones would only cost time.
const LONGEST: usize = 1_000;

/// Whether an editor can be called so.
pub(crate) fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= 60 && !name.chars().any(char::is_control)
}

/// The hash of a password, as a PHC string.
pub(crate) fn hash(password: &str) -> anyhow::Result<String> {
    anyhow::ensure!(password.chars().count() >= SHORTEST, "a password has at least {SHORTEST} characters");
    anyhow::ensure!(password.len() <= LONGEST, "a password has at most {LONGEST} bytes");
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| anyhow!("cannot hash the password: {error}"))
}

/// Whether `name` may sign in with `password`.
pub(crate) fn may(store: &Store, name: &str, password: &str) -> Result<bool, corrections::Error> {
    if password.len() > LONGEST {
        return Ok(false);
    }
    let known = store.editor(name)?;
    let Some(hash) = known.as_deref().and_then(|hash| PasswordHash::new(hash).ok()) else {
        // A name that nobody has takes as long as a wrong password, so that names cannot be tried out.
        let _ = Argon2::default().hash_password(password.as_bytes());
        return Ok(false);
    };
    Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_opens() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = Store::open_or_create(&folder.path().join("x.corrections.db")).expect("a store");
        let kept = hash("correct horse").expect("a hash");
        assert!(kept.starts_with("$argon2id$") && !kept.contains("horse"));
        store.set_editor("anna", &kept).expect("kept");
        assert!(may(&store, "anna", "correct horse").expect("read"));
        assert!(!may(&store, "anna", "correct house").expect("read"));
        assert!(!may(&store, "anna", "").expect("read"));
        assert!(!may(&store, "berta", "correct horse").expect("read"));
        assert!(!may(&store, "anna", &"x".repeat(LONGEST + 1)).expect("read"));
    }

    #[test]
    fn short_passwords_and_odd_names_are_refused() {
        assert!(hash("123456789").is_err() && hash("ünïcödé-10").is_ok());
        assert!(is_name("Anna Müller") && !is_name("  ") && !is_name("a\nb") && !is_name(&"x".repeat(61)));
    }
}
