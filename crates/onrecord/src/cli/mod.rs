//! The commands, as one definition that parses, helps and makes the manual.

mod args;
mod decide;
mod editor;
mod inputs;
mod look;
mod migrate;
mod manual;
mod models;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use crate::{out, web};
pub(crate) use args::{Cli, Color, Command, DEGREES, FORMS, Format, KINDS, POLARITIES, STATUSES, View};

/// A problem with some input; the rest was done.
pub(crate) const PROBLEM: u8 = 1;
/// The ledger cannot be used.
pub(crate) const LEDGER: u8 = 3;
/// A bug of ours.
pub(crate) const BUG: u8 = 70;

/// Runs the command line.
pub(crate) fn run() -> ExitCode {
    let command = Cli::command();
    let cli = match command.clone().try_get_matches().and_then(|m| Cli::from_arg_matches(&m)) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version end well, everything else is a wrong use; a closed pipe is nobody's fault.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let ready = cli.command.ledger().map_or(Ok(()), |ledger| migrate::migrate(&ledger.ledger, &cli.view));
    if let Err(error) = ready {
        return ExitCode::from(failed(&error.into()));
    }
    let outcome = match cli.command {
        Command::Read(args) => inputs::read(&args, &cli.view),
        Command::File(args) => inputs::file(&args, &cli.view),
        Command::Text(args) => inputs::text(&args, &cli.view),
        Command::Claims(args) => look::claims(&args, &cli.view),
        Command::Sources(args) => look::sources(&args, &cli.view),
        Command::Timeline(args) => look::timeline(&args, &cli.view),
        Command::Show(args) => look::show(&args, &cli.view),
        Command::Export(args) => look::export(&args, &cli.view),
        Command::Check(args) => look::check(&args, &cli.view),
        Command::Reject(args) => decide::reject(&args, &cli.view),
        Command::Restore(args) => decide::restore(&args, &cli.view),
        Command::Edit(args) => decide::edit(&args, &cli.view),
        Command::Add(args) => decide::add(&args, &cli.view),
        Command::Split(args) => decide::split(&args, &cli.view),
        Command::Merge(args) => decide::merge(&args, &cli.view),
        Command::Undo(args) => decide::undo(&args, &cli.view),
        Command::Log(args) => look::log(&args, &cli.view),
        Command::Editor(args) => editor::run(&args),
        Command::Serve(args) => {
            let (readers, allowance) = (args.readers(), args.allowance());
            web::serve(args.ledger.ledger, args.port, args.reader.reader(), allowance, readers).map(|()| 0)
        }
        Command::Models => models::show(&cli.view),
        Command::Help(args) => manual::print(command, args.command.as_deref()),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) => ExitCode::from(failed(&error)),
    }
}

/// Says what went wrong and gives its exit code.
fn failed(error: &anyhow::Error) -> u8 {
    if error.chain().any(|e| e.downcast_ref::<std::io::Error>().is_some_and(out::is_closed_pipe)) {
        return 0; // Whoever read our output has seen enough.
    }
    if let Some(usage) = error.downcast_ref::<clap::Error>() {
        let _ = usage.print();
        return 2;
    }
    eprintln!("onrecord: {}", out::plain(&format!("{error:#}")));
    match error.downcast_ref::<desk::LedgerError>() {
        Some(desk::LedgerError::Missing { .. }) => {
            eprintln!("file a report first: onrecord file PATH, or name another ledger with --ledger");
            LEDGER
        }
        Some(error) if error.is_about_the_file() => LEDGER,
        _ => PROBLEM,
    }
}

/// A wrong use that only shows once the arguments are taken together.
pub(crate) fn misused(command: &str, message: impl std::fmt::Display) -> anyhow::Error {
    let mut all = Cli::command();
    let of = all.find_subcommand_mut(command);
    let kind = clap::error::ErrorKind::ArgumentConflict;
    match of {
        Some(of) => of.clone().bin_name(format!("onrecord {command}")).error(kind, message).into(),
        None => all.error(kind, message).into(),
    }
}
