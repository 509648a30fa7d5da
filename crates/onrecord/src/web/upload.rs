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

/// Bytes that one file may have; a page with all its pictures inlined has some.
pub(crate) const MOST: usize = 32 << 20;
/// Bytes of files that are kept of one form, so that the machine's memory is not what sets the limit.
const TOGETHER: usize = 4 * MOST;
/// Files that one form may have.
const FILES: usize = 500;
/// Bytes that the other fields may have, together.
const WRITTEN: usize = 8 << 20;
/// Bytes after which nobody reads on, kept or not.
const END: usize = 1 << 30;

const BROKEN: Failure =
    Failure::Unreadable("The form broke off or is damaged; nothing of it was filed. Send it again.");
const ENDLESS: Failure =
    Failure::TooLarge("A form can have 1 GB in all. File fewer reports at once, or use onrecord file.");
const LONG: Failure = Failure::TooLarge("What is written in the form is too long; a report can be dropped as a file.");

/// A file of a form.
#[derive(Debug)]
pub(crate) struct Upload {
    /// Its name, as the browser gives it.
    pub name: String,
    /// Its bytes as they are, or why they were not taken.
    pub bytes: Result<Vec<u8>, &'static str>,
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
        read(form, editor).await.map_err(Failure::into_response)
    }
}

/// What a form holds, once its token is right.
async fn read(mut form: Multipart, editor: Editor) -> Result<Uploaded, Failure> {
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
            Some(_) if files.len() >= FILES => 0,
            Some(_) => MOST.min(TOGETHER - kept),
            None => WRITTEN - written,
        };
        let (bytes, long) = taken(&mut field, room, &mut seen).await?;
        match file {
            // A browser sends a file without a name where none was chosen.
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(name) => {
                kept += bytes.len();
                let bytes = match long {
                    false => Ok(bytes),
                    true if files.len() >= FILES => {
                        Err("there are more than 500 files in the form: file it with others of them")
                    }
                    true if room < MOST => {
                        Err("the files before it fill the form, which can have 128 MB: file it by itself")
                    }
                    true => {
                        Err("it is larger than 32 MB: file it with onrecord file, or split it into one file per report")
                    }
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
async fn taken(field: &mut Field<'_>, room: usize, seen: &mut usize) -> Result<(Vec<u8>, bool), Failure> {
    let (mut bytes, mut long) = (Vec::new(), false);
    while let Some(chunk) = field.chunk().await.map_err(|_| BROKEN)? {
        *seen += chunk.len();
        if *seen > END {
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
