//! What the command line takes.

use std::num::NonZero;
use std::path::PathBuf;

use claims::{Degree, Form, Polarity, SourceKind, Status, edtf};
use clap::builder::BoolishValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Reads news reports and keeps the record: who said what, when, on which channel and how sure
///
/// Every claim stays tied to the exact words of the report. Onrecord never says who is right. It works
/// offline: no report leaves this machine, and the same report always gives the same record.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, disable_help_subcommand = true, arg_required_else_help = true)]
#[command(after_help = "Run `onrecord help` for the manual, `onrecord COMMAND --help` for one command with examples.")]
#[command(max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub view: View,
    #[command(subcommand)]
    pub command: Command,
}

/// How things are shown; works with every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct View {
    /// How to write the output: text for people, jsonl for programs (one JSON object a line), csv for spreadsheets
    #[arg(long, global = true, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Say nothing but results and problems: no progress, no summary
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to use colour and bold type; NO_COLOR in the environment turns them off as well
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Jsonl,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read reports and show who said what; keeps nothing
    #[command(after_long_help = "\
Examples:
  onrecord read report.txt
      who said what in a report
  onrecord read --published 2024-12-14 --outlet \"Kyiv Post\" report.txt
      the same, for a text that carries neither its day nor its outlet
  onrecord read reports/ --format jsonl > claims.jsonl
      every claim of a folder, one JSON object a line
  curl -s https://example.org/story | onrecord read -
      a page from another program")]
    Read(ReadingArgs),
    /// Read reports and keep their claims in the ledger
    ///
    /// A report is known by its bytes: filing it again changes nothing, and one that a newer Onrecord reads better is
    /// read again without touching what people decided. Each report is filed wholly or not at all; after a crash,
    /// file the same paths once more.
    #[command(after_long_help = "\
Examples:
  onrecord file report.html
      keep a report in onrecord.db
  onrecord file reports/ --ledger desk.db --jobs 4
      keep a folder in another ledger, four reports at a time
  onrecord file --published 2024-12-14 post.txt
      say on which day a text appeared; the ledger remembers it")]
    File(FileArgs),
    /// Show the claims on record, all or those that match
    #[command(after_long_help = "\
Examples:
  onrecord claims
      everything on record
  onrecord claims --source zelensky --from 2024-12-10 --to 2024-12-14
      what one source said in five days
  onrecord claims kursk \"north korean soldiers\" reserv*
      claims with these words: side by side in quotation marks, a beginning with a star
  onrecord claims --certainty expected,preliminary --format csv > open.csv
      what was not certain yet, for a spreadsheet")]
    Claims(ClaimsArgs),
    /// Show who speaks on record, how often, and from when to when
    #[command(after_long_help = "\
Examples:
  onrecord sources
      all sources, those with most claims first
  onrecord sources --outlet \"kyiv post\"
      the sources of one outlet
  onrecord sources --format jsonl
      the same for programs, with every name the reports use")]
    Sources(ClaimsArgs),
    /// Show the claims on record by the day they were said
    #[command(after_long_help = "\
Examples:
  onrecord timeline
      everything on record by day; claims with no day come last
  onrecord timeline --about-from 2024-12-01 --about-to 2024-12-07
      what was said of the first week of December, whenever it was said")]
    Timeline(ClaimsArgs),
    /// Show one claim in its paragraph, with every field and what decided it
    #[command(after_long_help = "\
Examples:
  onrecord show 3f9a
      the claim whose id begins so; ids stand at the end of each claim")]
    Show(ShowArgs),
    /// Show the clean text of reports, as claims are anchored to it
    #[command(after_long_help = "\
Examples:
  onrecord text page.html
      the report without adverts, menus and teasers
  onrecord text page.html --format jsonl
      with title, outlet, day, blocks, and where each was found")]
    Text(ReadArgs),
    /// Write the claims on record for other programs
    #[command(after_long_help = "\
Examples:
  onrecord export --output claims.jsonl
      all claims as JSON, one a line
  onrecord export --format csv --output claims.csv
      one row a claim, for a spreadsheet
  onrecord export --documents --output reports.jsonl
      the reports themselves, with their clean text")]
    Export(ExportArgs),
    /// See whether the ledger is sound
    ///
    /// Has SQLite check the file, and compares every look-up table with what the operations give.
    #[command(after_long_help = "\
Examples:
  onrecord check
      nothing wrong ends with exit code 0, something with 3
  onrecord check --rebuild
      work the look-up tables out again from the operations")]
    Check(CheckArgs),
    /// Take a claim off the record: the report does not make it
    #[command(after_long_help = "\
Examples:
  onrecord reject 3f9a --reason \"the headline of another story\"
      the claim whose id begins so leaves the record; the decision outlives every later reading")]
    Reject(ClaimDecisionArgs),
    /// Put a rejected claim back on the record
    #[command(after_long_help = "\
Examples:
  onrecord claims --standing rejected
      what was rejected
  onrecord restore 3f9a
      put one of them back")]
    Restore(ClaimDecisionArgs),
    /// Correct fields of a claim: whose it is, its words, its day, and whatever else the reading got wrong
    ///
    /// Words are copied from the report and found there again; what the machine had is kept beside what you say. The
    /// decision outlives every later reading, and `onrecord undo` takes it back. A field that holds several things
    /// (--about, --place, --figure, --via) gets all those that you give; an empty one, \"\", empties it.
    #[command(after_long_help = "\
Examples:
  onrecord edit 3f9a --source \"Anna Pichler\" --called She --reason \"she is the mayor\"
      whose claim it is, and the word of the report that stands for her
  onrecord edit 3f9a --certainty \"expected=are expected to\" --status expected
      how sure it is put, with the words that say so
  onrecord edit 3f9a --about \"../2024-12-07=over a week ago\" --place \"Kursk region=Kursk Oblast\"
      the days and places it speaks of, each with the words of the report
  onrecord edit 3f9a --words \"two bridges were closed\" --cue said
      where its words begin and end")]
    Edit(Box<EditArgs>),
    /// Add a claim that was missed, by its words in the report
    #[command(after_long_help = "\
Examples:
  onrecord add 5e1d \"two bridges were closed\" --source \"Anna Pichler\" --called She --cue said
      in the report whose id begins so; days, places and figures are read from the words
  onrecord add 5e1d \"It has rained for a week\" --reason \"the outlet says so itself\"
      without --source, in the outlet's own voice")]
    Add(AddArgs),
    /// Make two names one source, in all reports on record and to come
    #[command(after_long_help = "\
Examples:
  onrecord merge HUR \"Main Intelligence Directorate\"
      what HUR said stands under the longer name")]
    Merge(MergeArgs),
    /// Part one source in two, by what the reports call the other
    ///
    /// Undoing a merge parts what was two names before. This parts what the reading took for one.
    #[command(after_long_help = "\
Examples:
  onrecord split \"Main Directorate\" SBU --called \"the service\" --called \"the agency\"
      what \"the service\" and \"the agency\" said is the SBU's, in all reports on record and to come
  onrecord split \"Anna Pichler\" \"Ida Holm\" --called She --document 5e1d
      in one report only")]
    Split(SplitArgs),
    /// Undo a decision, by its number in the log; an undo can be undone as well
    #[command(after_long_help = "\
Examples:
  onrecord log
      what was done, each with its number
  onrecord undo 17 --reason \"rejected by mistake\"
      number 17 no longer counts")]
    Undo(UndoArgs),
    /// Show what was done to the ledger, by whom and when
    #[command(after_long_help = "\
Examples:
  onrecord log
      every filing, decision and undo, in order
  onrecord log --format jsonl
      the same for programs")]
    Log(LedgerArgs),
    /// Open the record in a browser: reports with their claims in place, claims, sources
    ///
    /// Serves pages on this machine only, to 127.0.0.1; nothing is fetched from elsewhere. With --public it opens a
    /// second listener that takes readers' reports from your pages and shows the corrections you made; docs/desk.md
    /// says how to put your web server in front. Ctrl+C ends it.
    #[command(after_long_help = "\
Examples:
  onrecord serve
      pages over onrecord.db at http://127.0.0.1:4180
  onrecord serve --ledger desk.db --port 0
      another ledger, at a port that is free; the first line says which
  onrecord serve --public 4181 --origin https://paper.example
      takes corrections from pages of paper.example, which load http://127.0.0.1:4181/correct.js
  onrecord serve --public 4181 --origin https://a.example --public-url https://desk.a.example --forwarded
      the same behind a web server that answers as desk.a.example")]
    Serve(ServeArgs),
    /// Show what the trained reader is: its data with licences, its scores and its limits
    #[command(after_long_help = "\
Examples:
  onrecord models
      the model that is built in
  onrecord read --rules-only report.txt
      read without it")]
    Models,
    /// Say who may sign in to the corrections desk
    ///
    /// Editors who triage readers' reports sign in with a name, under which their decisions are logged, and a password.
    /// The password is asked for, or is the first line of standard input; only its Argon2id hash is kept.
    #[command(after_long_help = "\
Examples:
  onrecord editor add anna
      anna may sign in; or has a new password, if she could already
  onrecord editor add anna --ledger desk.db < password.txt
      the same without being asked")]
    Editor(EditorArgs),
    /// Show the manual, or the help of one command
    Help(HelpArgs),
}

impl Command {
    /// The ledger it works on, if any.
    pub(crate) const fn ledger(&self) -> Option<&LedgerArgs> {
        match self {
            Self::Read(_) | Self::Text(_) | Self::Models | Self::Help(_) => None,
            Self::File(args) => Some(&args.ledger),
            Self::Claims(args) | Self::Sources(args) | Self::Timeline(args) => Some(&args.ledger),
            Self::Show(args) => Some(&args.ledger),
            Self::Export(args) => Some(&args.claims.ledger),
            Self::Check(args) => Some(&args.ledger),
            Self::Reject(args) | Self::Restore(args) => Some(&args.ledger),
            Self::Edit(args) => Some(&args.ledger),
            Self::Add(args) => Some(&args.ledger),
            Self::Split(args) => Some(&args.ledger),
            Self::Merge(args) => Some(&args.ledger),
            Self::Undo(args) => Some(&args.ledger),
            Self::Log(ledger) => Some(ledger),
            Self::Serve(args) => Some(&args.ledger),
            Self::Editor(EditorArgs { command: EditorCommand::Add { ledger, .. } }) => Some(ledger),
        }
    }
}

/// The ledger a command works on.
#[derive(Args, Debug)]
pub(crate) struct LedgerArgs {
    /// The ledger: one file
    #[arg(long, value_name = "PATH", env = "ONRECORD_LEDGER", default_value = "onrecord.db", hide_env_values = true)]
    pub ledger: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct ReadArgs {
    /// Reports to read: .txt, .md, .html, each also with .gz; folders with all in them; - for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub given: GivenArgs,
    /// How many reports to work on at once [default: one per processor]; the output is the same whatever it is
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZero<usize>>,
}

/// Reports and who reads them.
#[derive(Args, Debug)]
pub(crate) struct ReadingArgs {
    #[command(flatten)]
    pub read: ReadArgs,
    #[command(flatten)]
    pub reader: ReaderArgs,
}

/// Who reads reports.
#[derive(Args, Debug)]
pub(crate) struct ReaderArgs {
    /// Read by rules alone, without the trained reader: many times faster, finds less
    #[arg(long, env = "ONRECORD_RULES_ONLY", hide_env_values = true, value_parser = BoolishValueParser::new())]
    pub rules_only: bool,
}

impl ReaderArgs {
    /// The reader that is asked for.
    pub(crate) fn reader(&self) -> desk::Reader {
        if self.rules_only { desk::Reader::Rules } else { desk::Reader::Trained }
    }
}

impl ReadingArgs {
    pub(crate) fn manner(&self) -> desk::Manner {
        desk::Manner { given: self.read.given.given(), reader: self.reader.reader() }
    }
}

#[derive(Args, Debug)]
pub(crate) struct FileArgs {
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub ledger: LedgerArgs,
    #[command(flatten)]
    pub by: ByArgs,
}

/// Who does what the log will show.
#[derive(Args, Debug)]
pub(crate) struct ByArgs {
    /// Who does this, for the log [default: the user's name]
    #[arg(long, value_name = "NAME", env = "ONRECORD_BY", hide_env_values = true)]
    pub by: Option<String>,
}

impl ByArgs {
    /// The person named, or the one whose session this is.
    pub(crate) fn person(&self) -> claims::Decider {
        let name = self.by.clone().or_else(|| std::env::var("USER").ok()).filter(|name| !name.trim().is_empty());
        claims::Decider::person(name.as_deref().unwrap_or("unknown"))
    }

    /// That person, now.
    pub(crate) fn stamp(&self) -> desk::Stamp {
        desk::Stamp { at: jiff::Timestamp::now(), by: self.person() }
    }
}

/// Why a person decides so.
#[derive(Args, Debug)]
pub(crate) struct WhyArgs {
    /// Why, in a sentence; kept in the log
    #[arg(long, value_name = "WORDS", value_parser = words)]
    pub reason: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct ClaimDecisionArgs {
    /// The claim's id, or as many of its first digits as no other claim shares
    #[arg(value_name = "ID")]
    pub id: String,
    #[command(flatten)]
    pub why: WhyArgs,
    #[command(flatten)]
    pub by: ByArgs,
    #[command(flatten)]
    pub ledger: LedgerArgs,
}

#[derive(Args, Debug)]
pub(crate) struct MergeArgs {
    /// The name that goes
    #[arg(value_name = "FROM", value_parser = words)]
    pub from: String,
    /// The name that stays
    #[arg(value_name = "INTO", value_parser = words)]
    pub into: String,
    #[command(flatten)]
    pub why: WhyArgs,
    #[command(flatten)]
    pub by: ByArgs,
    #[command(flatten)]
    pub ledger: LedgerArgs,
}

#[derive(Args, Debug)]
pub(crate) struct EditArgs {
    /// The claim's id, or as many of its first digits as no other claim shares
    #[arg(value_name = "ID")]
    pub id: String,
    /// Whose claim it is; "" for the outlet's own voice
    #[arg(long, value_name = "NAME", help_heading = "Fields")]
    pub source: Option<String>,
    /// What kind of source that is
    #[arg(long, value_name = "KIND", requires = "source", value_parser = values::<SourceKind>(&KINDS), help_heading = "Fields")]
    pub kind: Option<SourceKind>,
    /// The office or description of the source
    #[arg(long, value_name = "WORDS", requires = "source", help_heading = "Fields")]
    pub role: Option<String>,
    /// The words of the report that stand for the source here
    #[arg(long, value_name = "WORDS", requires = "source", help_heading = "Fields")]
    pub called: Option<String>,
    /// A voice through which it comes, the outermost first
    #[arg(long, value_name = "NAME", help_heading = "Fields")]
    pub via: Vec<String>,
    /// The day it was said, as 2024-12-14 or another date of EDTF
    #[arg(long, value_name = "DAY", help_heading = "Fields")]
    pub said: Option<String>,
    /// Where it was said: "Telegram", "evening address"
    #[arg(long, value_name = "WORDS", help_heading = "Fields")]
    pub channel: Option<String>,
    /// A day that it speaks of, and the words that give it
    #[arg(long, value_name = "DAY=WORDS", help_heading = "Fields")]
    pub about: Vec<String>,
    /// The words for a place that it speaks of, and, where they are not its name, its name
    #[arg(long, value_name = "WORDS[=NAME]", help_heading = "Fields")]
    pub place: Vec<String>,
    /// The words for a figure, and, where they cannot be read, the least and the most it can be
    #[arg(long, value_name = "WORDS[=LOW..HIGH]", help_heading = "Fields")]
    pub figure: Vec<String>,
    /// How sure its source puts it, and the words that say so
    #[arg(long, value_name = "DEGREE[=WORDS]", help_heading = "Fields")]
    pub certainty: Option<String>,
    /// Whether it affirms or denies
    #[arg(long, value_name = "POLARITY", value_parser = values::<Polarity>(&POLARITIES), help_heading = "Fields")]
    pub polarity: Option<Polarity>,
    /// What it says of the event's course
    #[arg(long, value_name = "STATUS", value_parser = status_values(), help_heading = "Fields")]
    pub status: Option<Status>,
    /// How it is put
    #[arg(long, value_name = "FORM", value_parser = values::<Form>(&FORMS), help_heading = "Fields")]
    pub form: Option<Form>,
    /// The words that report it; "" for none
    #[arg(long, value_name = "WORDS", help_heading = "Fields")]
    pub cue: Option<String>,
    /// The words that are claimed; once for each part, where others stand between
    #[arg(long, value_name = "WORDS", help_heading = "Fields")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub why: WhyArgs,
    #[command(flatten)]
    pub by: ByArgs,
    #[command(flatten)]
    pub ledger: LedgerArgs,
}

#[derive(Args, Debug)]
pub(crate) struct AddArgs {
    /// The report's id, or as many of its first digits as no other report shares
    #[arg(value_name = "REPORT")]
    pub document: String,
    /// The words that are claimed, as they stand in the report; several where others stand between
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
    /// Whose claim it is; none for the outlet's own voice
    #[arg(long, value_name = "NAME", value_parser = words)]
    pub source: Option<String>,
    /// What kind of source that is
    #[arg(long, value_name = "KIND", requires = "source", value_parser = values::<SourceKind>(&KINDS))]
    pub kind: Option<SourceKind>,
    /// The words of the report that stand for the source here
    #[arg(long, value_name = "WORDS", requires = "source", value_parser = words)]
    pub called: Option<String>,
    /// The words that report it
    #[arg(long, value_name = "WORDS", value_parser = words)]
    pub cue: Option<String>,
    #[command(flatten)]
    pub why: WhyArgs,
    #[command(flatten)]
    pub by: ByArgs,
    #[command(flatten)]
    pub ledger: LedgerArgs,
}

#[derive(Args, Debug)]
pub(crate) struct SplitArgs {
    /// The name that stays for the rest
    #[arg(value_name = "FROM", value_parser = words)]
    pub from: String,
    /// The name of the other source
    #[arg(value_name = "INTO", value_parser = words)]
    pub into: String,
    /// What the reports call the other source; once for each
    #[arg(long, value_name = "WORDS", required = true, value_parser = words)]
    pub called: Vec<String>,
    /// Only in the report whose id begins so
    #[arg(long, value_name = "REPORT")]
    pub document: Option<String>,
    #[command(flatten)]
    pub why: WhyArgs,
    #[command(flatten)]
    pub by: ByArgs,
    #[command(flatten)]
    pub ledger: LedgerArgs,
}

#[derive(Args, Debug)]
pub(crate) struct UndoArgs {
    /// The operation's number; `onrecord log` shows it
    #[arg(value_name = "NUMBER")]
    pub no: i64,
    #[command(flatten)]
    pub why: WhyArgs,
    #[command(flatten)]
    pub by: ByArgs,
    #[command(flatten)]
    pub ledger: LedgerArgs,
}

/// What the user says of reports that do not say it themselves.
#[derive(Args, Debug)]
#[command(next_help_heading = "About the reports, where they do not say it themselves")]
pub(crate) struct GivenArgs {
    /// The day of publication, as 2024-12-14; "on Saturday" is counted from it
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub published: Option<Date>,
    /// The outlet that published it
    #[arg(long, value_name = "NAME", value_parser = words)]
    pub outlet: Option<String>,
    /// The headline
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub title: Option<String>,
    /// Where it was published
    #[arg(long, value_name = "URL", value_parser = words)]
    pub url: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct ClaimsArgs {
    /// Words that the claim, its source or its headline must hold; "two words" stand side by side, begin* is a beginning
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub ledger: LedgerArgs,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Which claims")]
pub(crate) struct FilterArgs {
    /// Of this source: whole words of its name or of what the report calls it
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Said on this day or later (2024-12-14, 2024-12 or 2024)
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub from: Option<Date>,
    /// Said on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub to: Option<Date>,
    /// Speaking of this day or a later one
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub about_from: Option<Date>,
    /// Speaking of this day or an earlier one
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub about_to: Option<Date>,
    /// How sure the source puts it; several with commas
    #[arg(long, value_name = "DEGREE", value_delimiter = ',', value_parser = degree_values())]
    pub certainty: Vec<Degree>,
    /// What it says of the event's course; several with commas
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = status_values())]
    pub status: Vec<Status>,
    /// Reported by this outlet: whole words of its name
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// From the report whose id begins so
    #[arg(long, value_name = "ID")]
    pub document: Option<String>,
    /// Those that a person rejected, or whose decisions found no claim any more, in place of those on record
    #[arg(long, value_name = "STANDING")]
    pub standing: Option<Standing>,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Standing {
    OnRecord,
    Rejected,
    Orphaned,
}

#[derive(Args, Debug)]
pub(crate) struct ShowArgs {
    /// The claim's id, or as many of its first digits as no other claim shares
    #[arg(value_name = "ID")]
    pub id: String,
    #[command(flatten)]
    pub ledger: LedgerArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub claims: ClaimsArgs,
    /// Write the reports in place of their claims
    #[arg(long)]
    pub documents: bool,
    /// Write to this file rather than to standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub ledger: LedgerArgs,
    /// Work the look-up tables out again from the operations, then check
    #[arg(long)]
    pub rebuild: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ServeArgs {
    /// The port on 127.0.0.1; 0 for one that is free
    #[arg(long, value_name = "PORT", default_value_t = 4180)]
    pub port: u16,
    /// Open the readers' side of the corrections desk as well, on this port of 127.0.0.1; 0 for one that is free
    #[arg(long, value_name = "PORT", help_heading = "Readers' side")]
    pub public: Option<u16>,
    /// An origin whose pages may send reports, such as `https://paper.example`; give it once for each. Without it the pages of
    /// this machine may, to try it out
    #[arg(long, value_name = "ORIGIN", requires = "public", value_parser = origin, help_heading = "Readers' side")]
    pub origin: Vec<corrections::Origin>,
    /// The origin under which readers reach the public side through your web server; receipts are written with it
    #[arg(long, value_name = "ORIGIN", requires = "public", value_parser = origin, help_heading = "Readers' side")]
    pub public_url: Option<corrections::Origin>,
    /// Take a reader's address from the last entry of X-Forwarded-For, which your web server sets
    #[arg(long, requires = "public", help_heading = "Readers' side")]
    pub forwarded: bool,
    /// How many reports one address may send in 5 minutes, in 30 minutes and in a day
    #[arg(long, value_name = "N,N,N", requires = "public", default_value = "5,15,30", value_parser = rate,
        help_heading = "Readers' side")]
    pub limits: corrections::Rate,
    /// The megabytes that a file filed in the browser may have; the files of one form may have four times as many
    #[arg(long, value_name = "MB", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub max_file: u16,
    /// How many files may be filed with one form in the browser
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub max_files: u16,
    #[command(flatten)]
    pub reader: ReaderArgs,
    #[command(flatten)]
    pub ledger: LedgerArgs,
}

#[derive(Args, Debug)]
pub(crate) struct EditorArgs {
    #[command(subcommand)]
    pub command: EditorCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EditorCommand {
    /// Let somebody sign in, or give somebody a new password
    Add {
        /// The name
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        ledger: LedgerArgs,
    },
}

#[derive(Args, Debug)]
pub(crate) struct HelpArgs {
    /// The command to explain
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

impl ServeArgs {
    /// The port of the readers' side and what stands outside it, where it is asked for.
    pub(crate) fn readers(&self) -> Option<(u16, crate::web::Outside)> {
        let outside = crate::web::Outside {
            origins: self.origin.clone(),
            url: self.public_url.clone(),
            forwarded: self.forwarded,
            rate: self.limits,
        };
        self.public.map(|port| (port, outside))
    }

    /// What a form that files reports may bring.
    pub(crate) fn allowance(&self) -> crate::web::Allowance {
        crate::web::Allowance { megabytes: self.max_file.into(), files: self.max_files.into() }
    }
}

fn rate(words: &str) -> Result<corrections::Rate, &'static str> {
    let numbers: Vec<usize> = words.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    match numbers[..] {
        // The list of what one address sent must stay short.
        [five_minutes, half_hour, day] if numbers.iter().all(|n| (1..=10_000).contains(n)) => {
            Ok(corrections::Rate { five_minutes, half_hour, day })
        }
        _ => Err("three numbers from 1 to 10000 with commas between: 5,15,30"),
    }
}

fn origin(words: &str) -> Result<corrections::Origin, &'static str> {
    corrections::Origin::new(words)
        .ok_or("an origin is a scheme and a host, with nothing behind: https://paper.example")
}

impl GivenArgs {
    pub(crate) fn given(&self) -> claims::Given {
        claims::Given {
            published: self.published,
            outlet: self.outlet.clone(),
            title: self.title.clone(),
            url: self.url.clone(),
        }
    }
}

impl ClaimsArgs {
    pub(crate) fn filter(&self, order: desk::Order) -> desk::Filter {
        let f = &self.filter;
        let standing = f.standing.map(|s| match s {
            Standing::OnRecord => desk::Standing::OnRecord,
            Standing::Rejected => desk::Standing::Rejected,
            Standing::Orphaned => desk::Standing::Orphaned,
        });
        desk::Filter {
            source: f.source.clone(),
            said_from: f.from,
            said_to: f.to,
            about_from: f.about_from,
            about_to: f.about_to,
            certainty: f.certainty.clone(),
            status: f.status.clone(),
            outlet: f.outlet.clone(),
            document: f.document.clone(),
            facets: Vec::new(),
            words: (!self.words.is_empty()).then(|| self.words.iter().map(|w| asked(w)).collect::<Vec<_>>().join(" ")),
            standing,
            limit: f.limit,
            skip: 0,
            order,
        }
    }
}

/// One argument as the full-text search reads it: the shell has taken the marks off `"two words"`.
fn asked(argument: &str) -> String {
    let marked = argument.contains(['"', '“', '”', '„', '«', '»']);
    if !marked && argument.contains(char::is_whitespace) { format!("\"{argument}\"") } else { argument.to_owned() }
}

fn day(words: &str) -> Result<Date, String> {
    words.parse().map_err(|_| "not a day; write it as 2024-12-14".to_owned())
}

fn first_day(words: &str) -> Result<Date, String> {
    edtf::bounds(words).and_then(|b| b.first).ok_or_else(|| "not a day; write 2024-12-14, 2024-12 or 2024".to_owned())
}

fn last_day(words: &str) -> Result<Date, String> {
    edtf::bounds(words).and_then(|b| b.last).ok_or_else(|| "not a day; write 2024-12-14, 2024-12 or 2024".to_owned())
}

/// A name with something in it; an empty one is more likely a shell variable that was not set.
fn words(words: &str) -> Result<String, String> {
    let words = words.trim();
    if words.is_empty() { Err("it is empty".to_owned()) } else { Ok(words.to_owned()) }
}

/// The words of a closed list in the record, as values of an option.
fn values<T: serde::de::DeserializeOwned + Clone + Send + Sync + 'static>(
    words: &'static [&'static str],
) -> impl clap::builder::TypedValueParser<Value = T> {
    use clap::builder::TypedValueParser;
    clap::builder::PossibleValuesParser::new(words).try_map(|word| serde_json::from_value::<T>(word.into()))
}

/// The degrees of certainty, as the record writes them.
pub(crate) const DEGREES: [&str; 10] = [
    "confirmed",
    "stated",
    "probable",
    "possible",
    "preliminary",
    "expected",
    "alleged",
    "rumoured",
    "doubted",
    "unknown",
];

/// What a claim can say of the course of its event, as the record writes it.
pub(crate) const STATUSES: [&str; 8] =
    ["happened", "ongoing", "planned", "expected", "possible", "not-observed", "not-happened", "general"];

/// Kinds of sources, as the record writes them.
pub(crate) const KINDS: [&str; 7] = ["person", "organisation", "group", "state", "outlet", "document", "unnamed"];

/// How a claim can be put, as the record writes it.
pub(crate) const FORMS: [&str; 5] = ["direct", "indirect", "mixed", "continued", "own-voice"];

/// What a claim can do with what it says, as the record writes it.
pub(crate) const POLARITIES: [&str; 2] = ["affirmed", "denied"];

fn degree_values() -> impl clap::builder::TypedValueParser<Value = Degree> {
    values(&DEGREES)
}

fn status_values() -> impl clap::builder::TypedValueParser<Value = Status> {
    values(&STATUSES)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_but_help_shows_examples() {
        for command in Cli::command().get_subcommands().filter(|c| c.get_name() != "help") {
            let examples = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            assert!(examples.contains("onrecord "), "{}", command.get_name());
        }
    }

    #[test]
    fn an_argument_of_several_words_is_a_phrase() {
        assert_eq!(asked("north korean"), "\"north korean\"");
        assert_eq!(asked("kursk \"north korean\""), "kursk \"north korean\"");
        assert_eq!(asked("kursk"), "kursk");
    }
}
