//! A ledger of any size, made up on the spot and always the same: to measure on, and to see what grows with it.
//!
//! It is spread as a newsroom's would be: few sources say much and many say little, most was said of late, some words
//! stand everywhere and most hardly anywhere. Nothing is read for it; readings are written through the ledger's own
//! doors, and so are decisions, later readings that lose some of them, readers' reports and what editors decided.

use std::path::Path;

use anyhow::Context as _;
use claims::{
    About, Block, BlockKind, Certainty, Claim, ClaimId, Content, Cue, Decider, Degree, Document, DocumentId, Form,
    Place, Polarity, Quantity, Said, Source, SourceKind, Span, Status,
};
use corrections::{Act, Anchor, CaseNo, Incoming, Kind, Page, Quote, Receipt, Report, Store};
use desk::{Change, Ledger, Reading, Stamp};
use jiff::{Timestamp, ToSpan as _, civil};

/// How much there is of what.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Reports on record.
    pub documents: usize,
    /// Claims of each; the first report has twenty times as many.
    pub claims: usize,
    /// Readers' reports, half of them on the first report on record.
    pub reports: usize,
}

/// Days on which something is said, the last of them 2025-12-31.
const DAYS: usize = 700;
/// Words that claims are made of.
const WORDS: usize = 4_000;
const OUTLETS: usize = 60;
const PLACES: usize = 400;
const COUNTRIES: [&str; 8] = ["UA", "RU", "AT", "US", "KR", "DE", "FR", "PL"];
const CHANNELS: [&str; 6] = ["Telegram", "evening address", "press briefing", "Radio Svoboda", "X", "interview"];
const ROLES: [&str; 6] = ["Mayor", "President", "spokesman", "police chief", "analyst", "minister"];
const KINDS: [SourceKind; 6] = [
    SourceKind::Person,
    SourceKind::Organisation,
    SourceKind::State,
    SourceKind::Group,
    SourceKind::Outlet,
    SourceKind::Unnamed,
];
const DEGREES: [Degree; 6] =
    [Degree::Stated, Degree::Confirmed, Degree::Possible, Degree::Expected, Degree::Alleged, Degree::Doubted];
const STATUSES: [Status; 5] =
    [Status::Happened, Status::Ongoing, Status::Planned, Status::Expected, Status::NotHappened];

/// Numbers that look like chance and are the same each time (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let a = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        b ^ (b >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap_or_default()
    }

    /// Below `n` too, small numbers far more often: one in the `power`-th root of `n` is 0.
    fn seldom(&mut self, n: usize, power: i32) -> usize {
        let drawn = ((self.next() >> 11) as f64 / (1_u64 << 53) as f64).powi(power) * n as f64;
        (drawn as usize).min(n.saturating_sub(1))
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.seldom(of.len(), 2)]
    }

    /// Whether something is so that is in `percent` of a hundred.
    fn is(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A word of three or four syllables.
pub fn word(mut n: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ko", "ri", "ne", "tu", "sal", "mer", "vin", "dor", "pe", "lu", "gan", "shi", "fo", "zel", "har"];
    n += 256;
    let mut word = String::new();
    while n > 0 {
        word += SYLLABLES[n % 16];
        n /= 16;
    }
    word
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The name of a source; 0 says most.
pub fn source(n: usize) -> String {
    format!("{} {}", capital(&word(n % 61 + 5_000)), capital(&word(n)))
}

/// The name of an outlet; 0 reports most.
pub fn outlet(n: usize) -> String {
    format!("The {} Post", capital(&word(n + 9_000)))
}

/// The facet of a place, and its name; of 0 most is said.
pub fn place(n: usize) -> (String, String) {
    let name = capital(&word(n + 12_000));
    (format!("{name}, {}", COUNTRIES[n % COUNTRIES.len()]), name)
}

/// A day, counted back from the last.
pub fn day(back: usize) -> String {
    let day = civil::date(2025, 12, 31).saturating_sub(i64::try_from(back).unwrap_or_default().days());
    day.to_string()
}

/// The address of a report on record.
pub fn url(n: usize) -> String {
    format!("https://paper.example/report-{n}")
}

/// Text that grows; all of it is ASCII, so that bytes are code points.
#[derive(Default)]
struct Text(String);

impl Text {
    fn put(&mut self, words: &str) -> Span {
        let start = self.0.len();
        self.0 += words;
        Span::new(start, self.0.len())
    }
}

/// What the report number `n` is read as.
pub fn reading(n: usize, size: Size) -> Reading {
    let mut chance = Chance(n as u64 + 1);
    let mut text = Text::default();
    // As time goes on more is filed, most of it on the last days.
    let left = size.documents - (n + 1).min(size.documents);
    let published = left * left * DAYS / (size.documents * size.documents).max(1);
    let mut document = Document {
        id: DocumentId::of(url(n).as_bytes()),
        path: Some(format!("report-{n}.txt")),
        title: Some(format!("{} {} in {}", capital(&word(n)), word(chance.seldom(WORDS, 2)), place(n % PLACES).1)),
        authors: vec![source(n % 90)],
        outlet: Some(outlet(chance.seldom(OUTLETS, 2))),
        published: day(published).parse().ok(),
        modified: None,
        url: Some(url(n)),
        language: Some("en".to_owned()),
        text: String::new(),
        blocks: Vec::new(),
        related: Vec::new(),
        found: [("published".to_owned(), "meta".to_owned())].into(),
        problems: Vec::new(),
    };
    let about = claims::DocumentRef::from(&document);
    let many = if n == 0 { size.claims * 20 } else { size.claims };
    let mut claims = Vec::new();
    for _ in 0..many {
        if !text.0.is_empty() {
            text.put("\n\n");
        }
        let start = text.0.len();
        claims.push(claim(&mut text, &mut chance, &about, published, size));
        text.put(".");
        for _ in 0..12 {
            text.put(" ");
            text.put(&word(chance.seldom(WORDS, 2)));
        }
        text.put(".");
        document.blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(start, text.0.len()) });
    }
    document.text = text.0;
    Reading { extractor: "made-up@1".to_owned(), document, claims }
}

fn claim(text: &mut Text, chance: &mut Chance, document: &claims::DocumentRef, published: usize, size: Size) -> Claim {
    let rule = Decider::rule("made-up");
    // A third as many sources as reports: most are heard a few times.
    let who = chance.seldom(size.documents / 3 + 10, 3);
    let name = source(who);
    let mention = if chance.is(30) { "She".to_owned() } else { name.clone() };
    let span = text.put(&mention);
    text.put(" ");
    let cue = Cue { text: "said".to_owned(), span: text.put("said") };
    text.put(" ");
    let start = text.0.len();
    let (mut quantities, mut places, mut days) = (Vec::new(), Vec::new(), Vec::new());
    if chance.is(35) {
        let (n, of) = (chance.below(90) + 10, word(chance.seldom(WORDS, 2)));
        let words = format!("{n} {of}");
        quantities.push(Quantity {
            words: words.clone(),
            low: Some(n as f64),
            low_open: false,
            high: Some(n as f64),
            high_open: false,
            approximate: false,
            of: Some(of),
            unit: None,
            span: text.put(&words),
            decided_by: rule.clone(),
        });
        text.put(" ");
    }
    for _ in 0..chance.below(8) + 5 {
        text.put(&word(chance.seldom(WORDS, 2)));
        text.put(" ");
    }
    if chance.is(45) {
        let n = chance.seldom(PLACES, 2);
        let name = place(n).1;
        text.put("near ");
        places.push(Place {
            words: name.clone(),
            name: Some(name.clone()),
            country: Some(COUNTRIES[n % COUNTRIES.len()].to_owned()),
            lat: Some(f64::from(u8::try_from(n % 100).unwrap_or_default()) - 40.0),
            lon: Some(f64::from(u8::try_from(n % 250).unwrap_or_default()) - 120.0),
            span: text.put(&name),
            decided_by: rule.clone(),
            alternatives: Vec::new(),
        });
        text.put(" ");
    }
    if chance.is(40) {
        let words = day(published + chance.seldom(40, 3));
        days.push(About {
            edtf: words.clone(),
            words: words.clone(),
            span: text.put(&words),
            decided_by: rule.clone(),
        });
        text.put(" ");
    }
    text.put("now");
    let content = Span::new(start, text.0.len());
    let mut chain = vec![name.clone()];
    if chance.is(25) {
        chain.insert(0, source(chance.seldom(size.documents / 3 + 10, 3)));
    }
    let said = match chance.below(20) {
        0 => None,
        1 => Some(format!("../{}", day(published))),
        _ => Some(day(published + chance.seldom(5, 3))),
    };
    Claim {
        id: ClaimId::of(&document.id, Some(span), Some(cue.span), &[content]),
        document: document.clone(),
        source: Some(Source {
            kind: KINDS[who % 17 % KINDS.len()],
            role: (who.is_multiple_of(3)).then(|| chance.one(&ROLES).to_owned()),
            name,
            mention,
            span,
            decided_by: rule.clone(),
            alternatives: Vec::new(),
        }),
        chain,
        cue: Some(cue),
        content: Content { text: text.0[start..].to_owned(), spans: vec![content] },
        form: Form::Indirect,
        inside: None,
        said: Said { edtf: said, channel: chance.is(30).then(|| chance.one(&CHANNELS).to_owned()), ..Said::default() },
        about: days,
        places,
        quantities,
        certainty: Certainty { degree: chance.one(&DEGREES), words: None, span: None, decided_by: rule },
        polarity: Polarity::Affirmed,
        status: chance.one(&STATUSES),
        confidence: 0.9,
        decided: [].into(),
    }
}

/// When the thing number `n` of `all` happened: two years, evenly.
fn stamp(n: usize, all: usize, by: &str) -> Stamp {
    let seconds = 1_704_100_000 + 63_000_000 / all.max(1) * n;
    let at = Timestamp::from_second(i64::try_from(seconds).unwrap_or_default()).unwrap_or_default();
    Stamp { at, by: Decider::person(by) }
}

/// Makes a ledger at `path`.
pub fn ledger(path: &Path, size: Size) -> anyhow::Result<()> {
    let mut ledger = Ledger::open_or_create(path)?;
    let all = size.documents * 13 / 10;
    for n in 0..size.documents {
        ledger.file_in_batch(reading(n, size), &stamp(n, all, "filer"))?;
    }
    ledger.sync()?;
    let mut done = size.documents;
    // Every fifth report had something corrected, and every thirtieth was read again, whereby some of that was lost.
    for n in (0..size.documents).step_by(5) {
        let mut reading = reading(n, size);
        let ids: Vec<ClaimId> = reading.claims.iter().map(|claim| claim.id.clone()).collect();
        let mut stamp = || {
            done += 1;
            stamp(done, all, "anna")
        };
        let why = Some("heard it again".to_owned());
        let no = match n / 5 % 4 {
            0 => ledger.reject(&ids[0], why, &stamp())?,
            1 => ledger.set(&ids[0], Change::Polarity(Polarity::Denied), why, &stamp())?,
            _ => ledger.set(&ids[0], Change::Status(Status::Planned), why, &stamp())?,
        };
        if n.is_multiple_of(50) {
            ledger.undo(no, None, &stamp())?;
        }
        if n.is_multiple_of(30) {
            reading.extractor = "made-up@2".to_owned();
            let claim = &mut reading.claims[0];
            claim.content.text.remove(0);
            claim.content.spans[0].start += 1;
            claim.id = ClaimId::of(&claim.document.id, None, None, &claim.content.spans);
            ledger.file(reading, &stamp())?;
        }
        // Two who are hardly ever heard are one.
        if n.is_multiple_of(200) && n > 0 {
            let rare = size.documents / 3 - n / 200;
            ledger.merge(&source(rare), &source(rare / 2), None, &stamp())?;
        }
    }
    Ok(())
}

/// Makes readers' reports, and what editors decided on them, at `path`.
pub fn corrections(path: &Path, size: Size) -> anyhow::Result<()> {
    let mut store = Store::open_or_create(path)?;
    let mut chance = Chance(7);
    let first = reading(0, size);
    let mut cases = Vec::new();
    let mut waiting = Vec::new();
    for n in 0..size.reports {
        let on = if n.is_multiple_of(2) { 0 } else { chance.seldom(size.documents, 2) };
        let other = (on > 0).then(|| reading(on, size));
        let reading = other.as_ref().unwrap_or(&first);
        let span = reading.claims[chance.seldom(reading.claims.len(), 2)].content.spans[0];
        // The first words of the claim, or all.
        let text = &reading.document.text;
        let end =
            if chance.is(60) { text[span.start..].find(' ').map_or(span.end, |at| span.start + at) } else { span.end };
        let (before, after) = (span.start.saturating_sub(30), (end + 30).min(text.len()));
        let quote = Quote::new(&text[span.start..end], &text[before..span.start], &text[end..after])?;
        let page = Page::new(&url(on))?;
        let report = Report::new(page, quote, Kind::ALL[n % Kind::ALL.len()], &word(chance.seldom(40, 2)))?;
        let report = report.at(Some(Span::new(span.start, end))).with_contact(&format!("reader{n}@mail.example"))?;
        let anchor = Anchor { document: reading.document.id.clone(), span: Span::new(span.start, end) };
        waiting.push((Incoming { report, receipt: receipt(n), at: stamp(n, size.reports, "").at }, anchor));
        if waiting.len() == 256 || n + 1 == size.reports {
            let (incoming, anchors): (Vec<_>, Vec<_>) = std::mem::take(&mut waiting).into_iter().unzip();
            cases.extend(store.receive(&incoming)?.into_iter().zip(anchors));
        }
    }
    cases.sort_by_key(|(no, _): &(CaseNo, Anchor)| *no);
    cases.dedup_by_key(|(no, _)| *no);
    for (n, (case, anchor)) in cases.iter().enumerate() {
        let by = stamp(size.reports + n, size.reports + cases.len(), "anna");
        let words = |words: &str| words.to_owned();
        let act = match n % 20 {
            0..3 => Act::Accepted { words: word(n), note: words("We had it wrong."), anchor: Some(anchor.clone()) },
            3..7 => Act::Rejected { reason: words("It was as we wrote.") },
            7 => Act::Asked { question: words("How do you know?") },
            8 => Act::Spam { reason: String::new() },
            9..11 => Act::Assigned { to: words("anna") },
            _ => continue,
        };
        store.decide(*case, act, None, &by).with_context(|| format!("case {case}"))?;
    }
    Ok(())
}

/// The receipt of the readers' report number `n`.
pub fn receipt(n: usize) -> Receipt {
    let mut receipt = [0; 16];
    receipt[..8].copy_from_slice(&n.to_be_bytes());
    Receipt::of(receipt)
}
