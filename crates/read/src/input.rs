//! Inputs: which files the user's paths stand for, and their bytes.
//!
//! `reports/` stands for every `.txt`, `.md`, `.html` and their `.gz` below it,
//! in the order of their paths; `-` stands for standard input. A path that
//! cannot be used is a [`Problem`] and the others go on.
//!
//! What the bytes mean is decided in [`crate::document`].

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use claims::Problem;

/// The largest input that is read, in bytes, packed or unpacked.
///
/// A report is some kilobytes, a page with everything inlined some megabytes. The limit is there so
/// that a wrong path or a gzip bomb is answered with a sentence and not with the machine's memory.
pub const INPUT_LIMIT: u64 = 128 << 20;

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// Standard input, given as `-`.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// The path as the user named it or as the walk found it; `None` for standard input.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        match self {
            Self::Stdin => None,
            Self::File(path) => Some(path.to_string_lossy().into_owned()),
        }
    }
}

/// Why the bytes of an input could not be had.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be opened or read.
    #[error("cannot read {path}: {}", plainly(source))]
    Unreadable {
        /// The path, or `standard input`.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The input is larger than [`INPUT_LIMIT`].
    #[error("cannot read {path}: it is larger than {} MiB, split it into one file per report", INPUT_LIMIT >> 20)]
    TooLarge {
        /// The path, or `standard input`.
        path: String,
    },
}

/// What went wrong, in small letters and without the system's error number.
fn plainly(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string().to_lowercase(),
    }
}

/// The inputs that `paths` stand for, in the order of the paths and, within a folder, sorted.
///
/// Folders are walked to the bottom; hidden entries and files of other kinds are skipped there,
/// while a file named outright is taken whatever its ending. An input that two paths reach is
/// taken once. Symbolic links are followed, a folder that was walked already is not walked again.
/// Paths that are missing or unreadable, and folders that hold nothing to read, are named.
#[must_use]
pub fn inputs(paths: &[PathBuf]) -> (Vec<Input>, Vec<Problem>) {
    let mut walk = Walk::default();
    for path in paths {
        if path.as_os_str() == "-" {
            walk.take(Input::Stdin);
            continue;
        }
        match fs::metadata(path) {
            Ok(at) if at.is_dir() => {
                let before = walk.inputs.len();
                let problems = walk.problems.len();
                let seen = walk.skipped;
                walk.folder(path);
                if walk.inputs.len() == before && walk.problems.len() == problems && walk.skipped == seen {
                    walk.problem(path, "no .txt, .md or .html files in it");
                }
            }
            Ok(_) => walk.take(Input::File(path.clone())),
            Err(error) => walk.unreadable(path, &error),
        }
    }
    (walk.inputs, walk.problems)
}

#[derive(Default)]
struct Walk {
    inputs: Vec<Input>,
    problems: Vec<Problem>,
    taken: HashSet<Input>,
    /// How often something was reached a second time and left out.
    skipped: usize,
    /// Real paths of the folders walked so far, so that a loop of links ends.
    walked: HashSet<PathBuf>,
}

impl Walk {
    fn take(&mut self, input: Input) {
        if self.taken.insert(input.clone()) {
            self.inputs.push(input);
        } else {
            self.skipped += 1;
        }
    }

    /// Walks without recursion, so that no depth of folders can exhaust the stack.
    fn folder(&mut self, top: &Path) {
        let mut open = vec![top.to_owned()];
        while let Some(path) = open.pop() {
            let at = match fs::metadata(&path) {
                Ok(at) => at,
                Err(error) => {
                    self.unreadable(&path, &error);
                    continue;
                }
            };
            if at.is_file() {
                self.take(Input::File(path));
                continue;
            }
            if let Ok(real) = fs::canonicalize(&path)
                && !self.walked.insert(real)
            {
                self.skipped += 1;
                if path.is_symlink() {
                    self.problem(&path, "the link leads to a folder that was read already, so it was left out");
                }
                continue;
            }
            match entries(&path) {
                // The stack is taken from its end, so the last entry goes in first.
                Ok(entries) => open.extend(entries.into_iter().rev()),
                Err(error) => self.unreadable(&path, &error),
            }
        }
    }

    fn unreadable(&mut self, path: &Path, error: &io::Error) {
        self.problem(path, &plainly(error));
    }

    fn problem(&mut self, path: &Path, what: &str) {
        self.problems.push(Problem(format!("{}: {what}", path.display())));
    }
}

/// What a folder holds that may be walked or read, sorted.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        if name.starts_with('.') {
            continue;
        }
        // A dangling link with a fitting name is kept, so that it is named as a problem.
        if path.is_dir() || is_report_name(&name) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn is_report_name(name: &str) -> bool {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    matches!(name.rsplit_once('.'), Some((stem, "txt" | "md" | "markdown" | "html" | "htm" | "xhtml")) if !stem.is_empty())
}

/// The bytes of `input`, as they stand, packed or not.
///
/// # Errors
/// When the input cannot be read, or is larger than [`INPUT_LIMIT`].
pub fn load(input: &Input) -> Result<Vec<u8>, ReadError> {
    let name = input.path().unwrap_or_else(|| "standard input".to_owned());
    let unreadable = |source| ReadError::Unreadable { path: name.clone(), source };
    let bytes = match input {
        Input::Stdin => read_limited(io::stdin().lock()),
        Input::File(path) => {
            let file = fs::File::open(path).map_err(unreadable)?;
            // A pipe or a device says nothing of its length; then the limit is met while reading.
            if file.metadata().is_ok_and(|at| at.is_file() && at.len() > INPUT_LIMIT) {
                return Err(ReadError::TooLarge { path: name });
            }
            read_limited(file)
        }
    }
    .map_err(unreadable)?;
    if bytes.len() as u64 > INPUT_LIMIT {
        return Err(ReadError::TooLarge { path: name });
    }
    Ok(bytes)
}

/// Reads to the end, or one byte past the limit.
fn read_limited(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(INPUT_LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether `bytes` begin as a gzip file does.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// Unpacks gzip as far as it goes, several members included, up to [`crate::TEXT_LIMIT`] and a little more.
pub(crate) fn unpack(bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<u8> {
    let mut out = Vec::new();
    // The decoded text is limited later and tells the user so; four bytes a character is the worst case.
    let limit = 4 * crate::TEXT_LIMIT as u64 + 4;
    let mut unpacked = flate2::read::MultiGzDecoder::new(bytes).take(limit);
    // `read_to_end` keeps what it got before an error.
    if let Err(error) = unpacked.read_to_end(&mut out) {
        let what = if error.kind() == io::ErrorKind::UnexpectedEof { "ends early" } else { "is damaged" };
        problems.push(Problem(format!("the gzip data {what}; what could be unpacked ({} bytes) was read", out.len())));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("onrecord-read-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder for the test");
        path
    }

    fn names(top: &Path, inputs: &[Input]) -> Vec<String> {
        let prefix = format!("{}/", top.display());
        inputs.iter().filter_map(Input::path).map(|path| path.replace(&prefix, "")).collect()
    }

    #[test]
    fn a_folder_is_walked_in_order_and_other_files_are_skipped() {
        let top = folder("walk");
        for name in ["b.txt", "a.html.gz", ".hidden.txt", "notes.pdf", "sub/c.md", "sub/.git/x.txt", "a/z.htm"] {
            let path = top.join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "x").expect("a file");
        }
        let (found, problems) = inputs(&[top.clone(), top.join("b.txt"), PathBuf::from("-")]);
        assert_eq!(names(&top, &found), ["a/z.htm", "a.html.gz", "b.txt", "sub/c.md"]);
        assert_eq!(found.last(), Some(&Input::Stdin));
        assert_eq!(problems, []);
        fs::remove_dir_all(top).expect("clean up");
    }

    #[test]
    fn a_missing_path_and_an_empty_folder_are_named_and_the_rest_is_read() {
        let top = folder("missing");
        fs::create_dir(top.join("empty")).expect("a folder");
        fs::write(top.join("a.txt"), "x").expect("a file");
        let (found, problems) = inputs(&[top.join("none.txt"), top.join("empty"), top.join("a.txt")]);
        assert_eq!(names(&top, &found), ["a.txt"]);
        let problems: Vec<_> = problems.iter().map(|p| p.0.replace(&format!("{}/", top.display()), "")).collect();
        assert_eq!(problems, ["none.txt: no such file or folder", "empty: no .txt, .md or .html files in it"]);
        fs::remove_dir_all(top).expect("clean up");
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends_and_a_dangling_link_is_named() {
        let top = folder("loop");
        fs::create_dir(top.join("sub")).expect("a folder");
        fs::write(top.join("sub/a.txt"), "x").expect("a file");
        std::os::unix::fs::symlink(&top, top.join("sub/up")).expect("a link");
        std::os::unix::fs::symlink(top.join("gone"), top.join("sub/z.txt")).expect("a link");
        let (found, problems) = inputs(std::slice::from_ref(&top));
        assert_eq!(names(&top, &found), ["sub/a.txt"]);
        assert_eq!(problems.len(), 2, "{problems:?}");
        fs::remove_dir_all(top).expect("clean up");
    }

    #[test]
    fn load_names_what_cannot_be_read() {
        let top = folder("load");
        let error = load(&Input::File(top.join("none.txt"))).expect_err("no such file");
        assert!(error.to_string().ends_with("none.txt: no such file or folder"), "{error}");
        let error = load(&Input::File(top.clone())).expect_err("a folder has no bytes");
        assert!(error.to_string().ends_with("it is a folder"), "{error}");
        fs::remove_dir_all(top).expect("clean up");
    }
}
