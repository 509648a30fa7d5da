//! `onrecord help`: the manual, made of the same definition that parses the command line.

use std::fmt::Write as _;
use std::io::Write as _;

use clap::Command;

use crate::out::Page;
use crate::out::page::Type;

const OPENING: &str = "\
A report goes in, its record comes out: one entry for every claim, with the voice (and the voices it
comes through), the words that report it, the words themselves, the day and the channel, how sure
the source puts it, and the days, places and figures it speaks of. Each is tied to the exact words
of the report.

  onrecord read report.txt           shows the record of a report and keeps nothing
  onrecord file reports/             keeps the record of many in a ledger
  onrecord claims --source hur       asks the ledger
  onrecord show 3f9a                 shows one claim in its paragraph, and what decided each field

THE LEDGER
  One SQLite file, onrecord.db in the current folder unless --ledger or ONRECORD_LEDGER name
  another. It only grows: what was filed and decided stays, and can be undone but not erased. Filing
  a report twice changes nothing. `onrecord check` compares everything in it with everything else.

DAYS
  \"On Saturday\" is counted from the day of publication. Pages mostly carry it; for a bare text
  give --published 2024-12-14. In JSON and CSV days are written as in EDTF: 2024-12-14, 2024-12,
  and with an open end ../2024-12-07.

OUTPUT
  Text for people, wrapped to the terminal. --format jsonl gives programs one JSON object a line, in
  the shapes of docs/formats. Problems go to standard error, each with the name of its report.

EXIT CODES
  0   done
  1   a problem with some input, named on standard error; the rest was done
  2   the command was used wrongly
  3   the ledger cannot be used
  70  a bug in onrecord
";

/// Prints the manual, or the help of one command.
pub(super) fn print(mut all: Command, name: Option<&str>) -> anyhow::Result<u8> {
    all.build();
    let text = match name {
        None => manual(&mut all),
        Some(name) => match all.find_subcommand_mut(name) {
            Some(command) => command.render_long_help().to_string(),
            None => {
                let names: Vec<&str> = all.get_subcommands().map(Command::get_name).collect();
                let message =
                    format!("there is no command “{}”; there are {}", crate::out::plain(name), names.join(", "));
                return Err(super::misused("help", message));
            }
        },
    };
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(0)
}

/// A manual is as wide as its own paragraphs, whatever the terminal: it is read in pagers and files.
fn paragraph(indent: usize, words: &str) -> String {
    Page { width: 100, colour: false }.paragraph(indent, &[(Type::Plain, words.to_owned())])
}

fn manual(all: &mut Command) -> String {
    let mut text = String::new();
    let about = all.get_long_about().or_else(|| all.get_about()).map(ToString::to_string).unwrap_or_default();
    let about: Vec<String> = about.split("\n\n").map(|part| paragraph(0, part)).collect();
    let _ = writeln!(text, "ONRECORD\n\n{}\n{OPENING}\nCOMMANDS", about.join("\n"));
    for command in all.get_subcommands_mut() {
        let about =
            command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string).unwrap_or_default();
        let usage = command.render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ").trim();
        let _ = write!(text, "\n  {usage}\n{}", paragraph(4, &about));
        if let Some(examples) = command.get_after_long_help() {
            text.push('\n');
            for line in examples.to_string().lines().skip(1) {
                let _ = writeln!(text, "    {line}");
            }
        }
    }
    text.push_str("\n`onrecord COMMAND --help` lists every option of a command.\n");
    text
}
