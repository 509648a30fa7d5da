//! Forms with files, as browsers send them: `multipart/form-data`, whose files are taken byte by byte as they are.
//!
//! What is too much is read to its end and thrown away, for a browser that is cut off while it sends shows no answer.
//! Nothing is kept before the form's token is known to be right, so it comes first in the form.

use std::sync::Arc;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::Desk;
use super::fields::Fields;
use super::pages::Failure;
use super::session::{Editor, FORGED, Signed, sender};

/// Bytes that the other fields may have, together.
const WRITTEN: usize = 8 << 20;

/// What one form may bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Allowance {
    /// Megabytes of one file; a page with all its pictures inlined has some.
    pub megabytes: usize,
    /// How many files.
    pub files: usize,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { megabytes: 32, files: 500 }
    }
}

impl Allowance {
    /// Bytes of one file.
    fn file(self) -> usize {
        self.megabytes.saturating_mul(1 << 20)
    }

    /// Megabytes of files that are kept of one form, so that the machine's memory is not what sets the limit.
    pub(crate) fn together(self) -> usize {
        self.megabytes.saturating_mul(4)
    }

    /// Bytes after which nobody reads on, kept or not.
    fn end(self) -> usize {
        self.together().saturating_mul(8 << 20)
    }
}

const BROKEN: Failure =
    Failure::Unreadable("The form broke off or is damaged; nothing of it was filed. Send it again.");
const ENDLESS: Failure =
    Failure::TooLarge("The form is far too large. File fewer reports at once, or use onrecord file.");
const LONG: Failure = Failure::TooLarge("What is written in the form is too long; a report can be dropped as a file.");

/// A file of a form.
#[derive(Debug)]
pub(crate) struct Upload {
    /// Its name, as the browser gives it.
    pub name: String,
    /// Its bytes as they are, or why they were not taken.
    pub bytes: Result<Vec<u8>, String>,
}

/// A form that an editor sent from one of our pages, with files or without.
pub(crate) struct Uploaded {
    /// The editor.
    pub editor: Editor,
    /// What is written in it.
    pub fields: Fields,
    /// The files that were chosen.
    pub files: Vec<Upload>,
}

impl FromRequest<Arc<Desk>> for Uploaded {
    type Rejection = Response;

    async fn from_request(mut request: Request, desk: &Arc<Desk>) -> Result<Self, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.to_ascii_lowercase().starts_with("multipart/form-data") {
            DefaultBodyLimit::max(WRITTEN).apply(&mut request);
            let Signed { editor, fields } = Signed::from_request(request, desk).await?;
            return Ok(Self { editor, fields, files: Vec::new() });
        }
        let editor = sender(&request, desk).map_err(|refusal| *refusal)?;
        // It is measured below, part by part.
        DefaultBodyLimit::disable().apply(&mut request);
        let form = Multipart::from_request(request, desk).await.map_err(|_| BROKEN.into_response())?;
        read(form, editor, desk.allowance).await.map_err(Failure::into_response)
    }
}

/// What a form holds, once its token is right.
async fn read(mut form: Multipart, editor: Editor, most: Allowance) -> Result<Uploaded, Failure> {
    let broken = |_: MultipartError| BROKEN;
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    let (mut seen, mut kept, mut written) = (0, 0, 0);
    let mut signed = false;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        if !signed && (file.is_some() || name != "token") {
            return Err(FORGED);
        }
        let room = match file {
            Some(_) if files.len() >= most.files => 0,
            Some(_) => most.file().min(4 * most.file() - kept),
            None => WRITTEN - written,
        };
        let (bytes, long) = taken(&mut field, room, &mut seen, most.end()).await?;
        match file {
            // A browser sends a file without a name where none was chosen.
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(name) => {
                kept += bytes.len();
                let bytes = match long {
                    false => Ok(bytes),
                    true if files.len() >= most.files => Err(format!(
                        "there are more than {} in the form: file it with others of them",
                        if most.files == 1 { "1 file".to_owned() } else { format!("{} files", most.files) }
                    )),
                    true if room < most.file() => Err(format!(
                        "the files before it fill the form, which can have {} MB: file it by itself",
                        most.together()
                    )),
                    true => Err(format!(
                        "it is larger than {} MB: file it with onrecord file, or split it into one file per report",
                        most.megabytes
                    )),
                };
                files.push(Upload { name, bytes });
            }
            None if long => return Err(LONG),
            None => {
                written += bytes.len();
                let value = String::from_utf8_lossy(&bytes).into_owned();
                if !signed {
                    signed = editor.has(&value);
                    if !signed {
                        return Err(FORGED);
                    }
                }
                fields.push((name, value));
            }
        }
    }
    if signed { Ok(Uploaded { editor, fields: Fields::from(fields), files }) } else { Err(FORGED) }
}

/// The bytes of a field where they are no more than `room`; none, and `true`, where they are.
async fn taken(field: &mut Field<'_>, room: usize, seen: &mut usize, end: usize) -> Result<(Vec<u8>, bool), Failure> {
    let (mut bytes, mut long) = (Vec::new(), false);
    while let Some(chunk) = field.chunk().await.map_err(|_| BROKEN)? {
        *seen += chunk.len();
        if *seen > end {
            return Err(ENDLESS);
        }
        long |= bytes.len() + chunk.len() > room;
        if long {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((bytes, long))
}
