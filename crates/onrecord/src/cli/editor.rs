//! `editor`: who may sign in to the corrections desk.

use std::io::{BufRead as _, IsTerminal as _};

use anyhow::Context as _;
use corrections::Store;
use desk::Ledger;

use super::args::{EditorArgs, EditorCommand};
use crate::out::plain;
use crate::web::account;

pub(super) fn run(args: &EditorArgs) -> anyhow::Result<u8> {
    let EditorCommand::Add { name, ledger } = &args.command;
    if !account::is_name(name) {
        return Err(super::misused("editor", "a name has at most 60 letters and no control characters"));
    }
    // Accounts belong to a ledger's desk; one that is not there has none.
    drop(Ledger::open(&ledger.ledger)?);
    let password = password(name)?;
    let hash = account::hash(&password)?;
    let mut store = Store::open_or_create(&corrections::beside(&ledger.ledger))?;
    let known = store.editor(name)?.is_some();
    store.set_editor(name, &hash)?;
    let what = if known { "has a new password" } else { "may sign in" };
    println!("{} {what}", plain(name));
    Ok(0)
}

/// The password for `name`: asked for, without showing it, where a person sits at the terminal; else the first line of
/// standard input.
fn password(name: &str) -> anyhow::Result<String> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        let mut line = String::new();
        stdin.lock().read_line(&mut line).context("cannot read the password from standard input")?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let terminal = console::Term::stderr();
    let ask = |what: &str| -> anyhow::Result<String> {
        eprint!("{what} for {}: ", plain(name));
        terminal.read_secure_line().context("cannot read the password from the terminal")
    };
    let (first, second) = (ask("Password")?, ask("Once more, the password")?);
    anyhow::ensure!(first == second, "the two passwords differ: nothing was changed");
    Ok(first)
}
