//! Ledgers of older formats: brought up to date before a command uses them, and not in silence where it takes a while.

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::time::{Duration, Instant};

use desk::{Ledger, LedgerError};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::View;

/// What takes no longer than this is not worth a word.
const SILENCE: Duration = Duration::from_secs(2);

/// Brings the ledger at `path` up to date where it is of an older format.
pub(super) fn migrate(path: &Path, view: &View) -> Result<(), LedgerError> {
    let mut bar = None;
    told(path, SILENCE, |done, all| {
        if view.quiet {
            return;
        }
        bar.get_or_insert_with(|| {
            eprintln!("bringing the ledger to format {} … {done} of {all} reports so far", desk::SCHEMA);
            let shown = io::stderr().is_terminal();
            let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
            let bar = ProgressBar::with_draw_target(Some(all as u64), target);
            if let Ok(style) = ProgressStyle::with_template("{pos} of {len} reports {wide_bar} {eta}") {
                bar.set_style(style);
            }
            bar
        })
        .set_position(done as u64);
    })?;
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    Ok(())
}

/// The same; `tell` hears how many reports are done, and of how many, once it has taken longer than `silence`.
fn told(path: &Path, silence: Duration, mut tell: impl FnMut(usize, usize)) -> Result<(), LedgerError> {
    let begun = Instant::now();
    Ledger::migrate(path, |done, all| {
        if begun.elapsed() >= silence {
            tell(done, all);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_old_ledger_that_takes_a_while_is_heard_of() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("old.db");
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ledger/tests/ledgers/format-6.db");
        let heard = |silence| {
            let mut heard = Vec::new();
            told(&path, silence, |done, all| heard.push((done, all))).expect("brought up to date");
            heard
        };
        assert_eq!(heard(Duration::ZERO), [], "there is none, and none is made");
        assert!(!path.exists());
        std::fs::copy(&kept, &path).expect("copied");
        assert_eq!(heard(Duration::from_secs(60)), [], "it is quick");
        std::fs::copy(&kept, &path).expect("copied");
        assert_eq!(heard(Duration::ZERO), [(0, 1), (1, 1)]);
        assert_eq!(heard(Duration::ZERO), [], "it is up to date");
    }
}
