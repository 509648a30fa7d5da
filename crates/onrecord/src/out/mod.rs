//! Output: where it goes, how wide it is, whether it has colour.

pub(crate) mod act;
pub(crate) mod claim;
pub(crate) mod csv;
pub(crate) mod day;
pub(crate) mod page;
pub(crate) mod record;

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use crate::cli::Format;
pub(crate) use page::{Page, plain};

/// Standard output with what we know of it.
pub(crate) struct Out {
    to: BufWriter<StdoutLock<'static>>,
    /// How text for people is set.
    pub page: Page,
}

impl Out {
    pub(crate) fn new(view: &crate::cli::View) -> Self {
        let stdout = io::stdout();
        Self { page: Page::of(view.color, stdout.is_terminal()), to: BufWriter::new(stdout.lock()) }
    }

    /// Writes a value as one line of JSON.
    pub(crate) fn json<T: serde::Serialize>(&mut self, value: &T) -> io::Result<()> {
        serde_json::to_writer(&mut self.to, value)?;
        self.to.write_all(b"\n")
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Whether the reader of our output has gone.
pub(crate) fn is_closed_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// The format asked for, or `otherwise`; an error where the command has no such format.
pub(crate) fn format(
    command: &str,
    view: &crate::cli::View,
    otherwise: Format,
    known: &[Format],
) -> anyhow::Result<Format> {
    let format = view.format.unwrap_or(otherwise);
    if known.contains(&format) {
        return Ok(format);
    }
    Err(crate::cli::misused(command, format!("`onrecord {command}` does not write {}", name(format))))
}

fn name(format: Format) -> &'static str {
    match format {
        Format::Text => "text",
        Format::Jsonl => "jsonl",
        Format::Csv => "csv",
    }
}
