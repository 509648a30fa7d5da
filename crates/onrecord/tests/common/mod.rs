//! Runs the built command in a folder of its own, away from the user's environment.
#![allow(dead_code, reason = "every test file uses its own part")]

pub mod serving;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder with reports, and the command to run in it.
pub struct Newsroom {
    folder: TempDir,
}

impl Newsroom {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// One with the reports that the tests read.
    pub fn with_reports() -> Self {
        let room = Self::new();
        room.write("harbour.txt", HARBOUR);
        room.write("council.txt", COUNCIL);
        room
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().env("ONRECORD_BY", "desk");
        // What a command prints is tested here, not what a model of some version finds.
        command.env("ONRECORD_RULES_ONLY", "yes");
        command.stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments).output().expect("the command runs"))
    }

    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Said {
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        child.stdin.take().expect("a pipe").write_all(input).expect("taken");
        Said::of(child.wait_with_output().expect("it ends"))
    }
}

/// What a command said.
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Said {
    fn of(output: Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout).expect("text"),
            err: String::from_utf8(output.stderr).expect("text"),
            code: output.status.code().expect("an exit code"),
        }
    }

    /// All of it as one picture.
    pub fn picture(&self) -> String {
        let mut picture = self.out.clone();
        if !self.err.is_empty() {
            picture += &format!("--- standard error\n{}", self.err);
        }
        if self.code != 0 {
            picture += &format!("--- exit code {}\n", self.code);
        }
        picture
    }
}

/// The text of the repository's first example of a bare report.
pub const HARBOUR: &str = "\
Harbour closed after storm

Mayor Anna Berg said on Tuesday that the harbour was closed. “Two ships ran aground, but nobody was hurt,” she told \
Radio Coast.

According to the coast guard, about 40 sailors were brought ashore in Varna.
";

pub const COUNCIL: &str = "\
Council to vote on new pier

Lee Ito, head of the port authority, denied that the pier was unsafe.

The authority expects the work to begin in May, Ito added.
";
