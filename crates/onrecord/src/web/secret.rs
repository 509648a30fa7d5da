//! Chance from the system's source for secrets.

use std::fmt::Write as _;

use super::pages::Failure;

/// So many bytes of chance.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// 256 bits of chance in hexadecimal.
pub(crate) fn token() -> Result<String, Failure> {
    let bytes = bytes::<32>().map_err(|error| {
        eprintln!("onrecord: the system gives no secrets: {error}");
        Failure::Bug
    })?;
    Ok(bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    }))
}
