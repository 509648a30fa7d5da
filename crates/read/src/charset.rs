//! Charsets: bytes to text, believing the evidence in the order of its worth.
//!
//! A byte-order mark decides; then valid UTF-8; then, for pages, the charset that
//! the page declares, unless its bytes speak against it; then the bytes themselves.
//! Binary input is recognised and becomes no text at all.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use claims::Problem;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes are looked at to tell text from binary and to guess a charset.
const SAMPLE: usize = 64 << 10;

/// The text that `bytes` hold; empty where they hold none. `page` says whether a `<meta charset>` may stand in them.
#[must_use]
pub fn decode<'b>(bytes: &'b [u8], page: bool, problems: &mut Vec<Problem>) -> Cow<'b, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..], problems);
    }
    // Zeros would be valid UTF-8, so this question comes first.
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(encoding, bytes, problems);
    }
    if let Some(what) = binary(bytes) {
        problems.push(Problem(format!("not a text: {what}")));
        return Cow::Borrowed("");
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    // Text that is UTF-8 but for a few bytes was cut or patched, not written in another charset.
    if mostly_utf8(bytes) {
        return decode_as(UTF_8, bytes, problems);
    }
    if page
        && let Some(encoding) = declared(sample)
        && encoding != UTF_8
        && !encoding.decode_without_bom_handling(sample).1
    {
        return decode_as(encoding, bytes, problems);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    problems.push(Problem(format!("charset not declared or wrong; read as {}", guess.name().to_lowercase())));
    decode_as(guess, bytes, problems)
}

fn decode_as<'b>(encoding: &'static Encoding, bytes: &'b [u8], problems: &mut Vec<Problem>) -> Cow<'b, str> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        let bad = text.matches('\u{fffd}').count();
        problems.push(Problem(format!(
            "{bad} {} not valid {}",
            if bad == 1 { "character is" } else { "characters are" },
            encoding.name().to_lowercase()
        )));
    }
    text
}

/// Whether at most one byte in two hundred breaks UTF-8 and some multi-byte characters hold.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let mut bad = 0usize;
    let mut good = 0usize;
    for chunk in bytes.utf8_chunks() {
        bad += usize::from(!chunk.invalid().is_empty());
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
    }
    good > 2 * bad && bad * 200 <= bytes.len()
}

/// What a binary file is, by its first bytes, or by zeros and control characters among them.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 12] = [
        (b"%PDF-", "a pdf, export it as text first"),
        (b"PK\x03\x04", "a zip archive or office document, unpack or export it first"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
        (b"GIF8", "an image"),
        (b"RIFF", "a media file"),
        (b"OggS", "a media file"),
        (b"ID3", "a media file"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\0", "a database"),
        (b"BZh", "a bzip2 archive, unpack it first"),
        (b"\xfd7zXZ", "an xz archive, unpack it first"),
    ];
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        // Some magic words are letters; a text may begin with them.
        if std::str::from_utf8(&bytes[..bytes.len().min(64)]).is_err() || bytes.contains(&0) || *what != "a media file"
        {
            return Some(what);
        }
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = sample.iter().filter(|b| **b == 0).count();
    let controls = sample.iter().filter(|b| matches!(b, 1..=8 | 14..=26 | 28..=31 | 127)).count();
    // A stray zero is repaired; one in a hundred is no text. Random bytes hold one control in nine.
    (zeros * 100 > sample.len() || controls * 25 > sample.len()).then_some("binary data")
}

/// UTF-16 written without its mark shows as a zero in every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = sample.len() / 2;
    if odd * 10 > half * 6 && even * 20 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 6 && odd * 20 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The charset that a page declares in `<meta charset=…>`, `<meta … content="text/html; charset=…">` or `<?xml encoding=…?>`.
fn declared(sample: &[u8]) -> Option<&'static Encoding> {
    let head = sample[..sample.len().min(8192)].to_ascii_lowercase();
    [&b"charset"[..], b"encoding"].iter().find_map(|word| {
        let mut from = 0;
        while let Some(at) = head[from..].windows(word.len()).position(|w| w == *word) {
            from += at + word.len();
            let rest = head[from..].trim_ascii_start();
            let Some(rest) = rest.strip_prefix(b"=") else { continue };
            let rest = rest.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let end =
                rest.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b))).unwrap_or(rest.len());
            if let Some(encoding) = Encoding::for_label(&rest[..end]) {
                return Some(encoding);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], page: bool) -> (String, Vec<String>) {
        let mut problems = Vec::new();
        let text = decode(bytes, page, &mut problems).into_owned();
        (text, problems.into_iter().map(|p| p.0).collect())
    }

    const RUSSIAN: &str =
        "В субботу два моста через реку были закрыты, сообщила мэрия города. Жителей просят не выходить.";

    #[test]
    fn a_charset_that_nobody_declares_is_guessed_and_named() {
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(RUSSIAN);
        assert_eq!(
            read(&bytes, false),
            (RUSSIAN.to_owned(), vec!["charset not declared or wrong; read as windows-1251".to_owned()])
        );
    }

    #[test]
    fn a_declared_charset_is_believed() {
        let page = format!("<html><head><meta charset=\"koi8-r\"></head><body>{RUSSIAN}</body>");
        let (bytes, ..) = encoding_rs::KOI8_R.encode(&page);
        assert_eq!(read(&bytes, true), (page, vec![]));
    }

    #[test]
    fn a_page_that_lies_about_its_charset_is_read_by_its_bytes() {
        let page = format!("<html><head><meta charset=\"iso-8859-1\"></head><body>{RUSSIAN}</body>");
        assert_eq!(read(page.as_bytes(), true), (page.clone(), vec![]));
        let page = page.replace("iso-8859-1", "utf-8");
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(&page);
        assert_eq!(read(&bytes, true).0, page);
    }

    #[test]
    fn utf16_is_read_with_and_without_its_mark() {
        let wide: Vec<u8> = "The bridge was closed.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide, false).0, "The bridge was closed.");
        let marked = [&b"\xff\xfe"[..], &wide].concat();
        assert_eq!(read(&marked, false).0, "The bridge was closed.");
    }

    #[test]
    fn a_few_broken_bytes_do_not_change_the_charset() {
        let mut bytes = RUSSIAN.repeat(5).into_bytes();
        bytes.truncate(bytes.len() - 2); // half a letter
        bytes.push(b'.');
        let (text, problems) = read(&bytes, false);
        assert!(text.starts_with("В субботу"));
        assert_eq!(problems, ["1 character is not valid utf-8"]);
    }

    #[test]
    fn binary_is_no_text() {
        let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(read(&noise, false), (String::new(), vec!["not a text: binary data".to_owned()]));
        assert_eq!(read(b"%PDF-1.7\n%abc", false).1, ["not a text: a pdf, export it as text first"]);
    }
}
