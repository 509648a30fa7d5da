//! Standard output, which may be closed before all is written: `onrecord-eval … | head`.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write as _};
use std::process::{ExitCode, exit};

/// Writes to standard output; where nobody reads on, the program ends without a word.
pub fn write(text: Arguments) {
    if let Err(error) = io::stdout().write_fmt(text) {
        if error.kind() != ErrorKind::BrokenPipe {
            eprintln!("onrecord-eval: cannot write: {error}");
            exit(1);
        }
        exit(0);
    }
}

/// How the program ends with `error`: well, and without a word, where it is only that nobody reads on.
pub fn end(error: &anyhow::Error) -> ExitCode {
    let closed = |e: &io::Error| e.kind() == ErrorKind::BrokenPipe;
    if error.chain().any(|e| e.downcast_ref().is_some_and(closed)) {
        return ExitCode::SUCCESS;
    }
    eprintln!("onrecord-eval: {error:#}");
    ExitCode::FAILURE
}

/// `print!` by [`write()`].
macro_rules! put {
    ($($text:tt)*) => { $crate::out::write(format_args!($($text)*)) };
}
/// `println!` by [`write()`].
macro_rules! say {
    ($($text:tt)*) => { $crate::out::write(format_args!("{}\n", format_args!($($text)*))) };
}
pub(crate) use {put, say};
