//! `onrecord`: who said what, when, on which channel and how sure, as reports have it.
//!
//! ```text
//! $ onrecord read report.txt
//! $ onrecord file reports/ && onrecord claims --source "general staff"
//! ```
//!
//! The binary alone knows terminals, the clock and the environment; what it shows comes
//! from `desk`. Exit codes: 0 done, 1 a problem with some input while the rest was done,
//! 2 usage, 3 the ledger cannot be used, 70 a bug.

mod cli;
mod out;
mod web;

use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        // The message of a panic can hold words of a document, and those stay out of what people paste in reports.
        eprintln!("onrecord: a bug stopped this{place}; please report it with the version (onrecord --version)");
    }));
    std::panic::catch_unwind(cli::run).unwrap_or(ExitCode::from(cli::BUG))
}
