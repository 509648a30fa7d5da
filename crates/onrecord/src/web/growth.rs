//! Whatever a ledger holds besides, a page costs what it shows.
//!
//! Two desks have the same reports on record. The second has six times as many claims, all of them on other days, by
//! other sources, in other words and outlets, and decisions and readers' reports on them. Every page is asked of both,
//! those of the readers' side too.
//! What is counted is SQLite's own steps, which are the same on every machine and under any load: a page that takes
//! many more of them on the second desk reads what it does not show.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::net::SocketAddr;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use claims::{Claim, ClaimId, Decider, Degree, DocumentId, SourceKind, Status};
use corrections::{Act, Incoming, Kind, Origin, Page, Quote, Rate, Receipt, Report, Store};
use desk::{Change, Ledger, Reading, Stamp};
use jiff::Timestamp;
use rusqlite::ffi;

use super::api;
use super::pages::encoded;
use super::public::{self, Outside, Public};
use super::testing::{Answer, Room};

#[path = "../../examples/big/mod.rs"]
#[expect(dead_code, reason = "the examples make their ledgers of the same, and use more of it")]
mod big;

/// What both desks have. More claims than are counted for a filter, so that no count grows with what comes besides.
const SHOWN: big::Size = big::Size { documents: 200, claims: 11, reports: 300 };
/// What the second has besides.
const BESIDES: big::Size = big::Size { documents: 1_000, claims: 12, reports: 0 };

/// The publisher whose pages readers report on.
const PAPER: &str = "https://paper.example";

/// The steps of each statement on the files of one folder.
type Steps = BTreeMap<String, i64>;

/// The folders whose files are watched, each with what was counted on them.
static COUNTED: Mutex<BTreeMap<String, Steps>> = Mutex::new(BTreeMap::new());

/// Counts what the files of a folder cost, for connections that are opened from now on.
fn watch(folder: &Path) {
    static REGISTERED: std::sync::Once = std::sync::Once::new();
    REGISTERED.call_once(|| {
        #[expect(unsafe_code, reason = "SQLite has no other door to connections that others open")]
        // SAFETY: `opened` neither opens nor closes a connection, and is registered once.
        let registered = unsafe { rusqlite::auto_extension::register_auto_extension(opened) };
        registered.expect("registered");
    });
    counted().insert(folder.to_string_lossy().into_owned(), Steps::new());
}

fn counted() -> std::sync::MutexGuard<'static, BTreeMap<String, Steps>> {
    COUNTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The watched folder of a connection's file.
#[expect(unsafe_code, reason = "these are SQLite's own functions")]
unsafe fn folder(db: *mut ffi::sqlite3) -> Option<String> {
    // SAFETY: the connection is open while SQLite calls us with it, and so long the name of its file stands.
    let file = unsafe {
        let name = ffi::sqlite3_db_filename(db, c"main".as_ptr());
        if name.is_null() { return None } else { CStr::from_ptr(name) }
    };
    let folder = Path::new(file.to_str().ok()?).parent()?.to_string_lossy().into_owned();
    counted().contains_key(&folder).then_some(folder)
}

#[expect(unsafe_code, reason = "SQLite calls it")]
unsafe extern "C" fn opened(
    db: *mut ffi::sqlite3,
    _message: *mut *mut c_char,
    _api: *const ffi::sqlite3_api_routines,
) -> c_int {
    // SAFETY: `db` is open, and `done` is there as long as the program.
    unsafe {
        if folder(db).is_some() {
            ffi::sqlite3_trace_v2(db, ffi::SQLITE_TRACE_PROFILE, Some(done), std::ptr::null_mut());
        }
    }
    ffi::SQLITE_OK
}

/// A statement came to its end.
#[expect(unsafe_code, reason = "SQLite calls it")]
unsafe extern "C" fn done(_what: c_uint, _context: *mut c_void, statement: *mut c_void, _time: *mut c_void) -> c_int {
    let statement = statement.cast::<ffi::sqlite3_stmt>();
    // SAFETY: for SQLITE_TRACE_PROFILE the third argument is the statement, which is there until this returns.
    unsafe {
        let Some(folder) = folder(ffi::sqlite3_db_handle(statement)) else { return 0 };
        let sql = ffi::sqlite3_sql(statement);
        let sql = if sql.is_null() { "" } else { CStr::from_ptr(sql).to_str().unwrap_or_default() };
        let steps = ffi::sqlite3_stmt_status(statement, ffi::SQLITE_STMTSTATUS_VM_STEP, 1);
        if let Some(counts) = counted().get_mut(&folder) {
            *counts.entry(sql.to_owned()).or_default() += i64::from(steps);
        }
    }
    0
}

/// A page's statements and their steps.
fn cost(room: &Room, get: impl Fn(&str) -> Answer, path: &str) -> Steps {
    let folder = room.path.parent().expect("a folder").to_string_lossy().into_owned();
    counted().insert(folder.clone(), Steps::new());
    let answer = get(path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    counted().insert(folder, Steps::new()).unwrap_or_default()
}

fn stamp(n: usize) -> Stamp {
    let at = Timestamp::from_second(1_704_100_000 + 600 * i64::try_from(n).expect("small")).expect("a time");
    Stamp { at, by: Decider::person("anna") }
}

/// What all claims have in common, so that there are more of it than are counted.
fn common(mut reading: Reading) -> Reading {
    for claim in &mut reading.claims {
        (claim.certainty.degree, claim.status) = (Degree::Stated, Status::Happened);
        if let Some(source) = &mut claim.source {
            source.kind = SourceKind::Person;
        }
    }
    reading
}

/// The same on other days, of other sources, and in other words.
fn elsewhere(n: usize) -> Reading {
    let mut reading = common(big::reading(n + 1, BESIDES));
    let words = |text: &str| text.split(' ').map(|word| format!("x{word}")).collect::<Vec<_>>().join(" ");
    let day = |edtf: &str| edtf.replace("202", "201");
    let url = format!("https://elsewhere.example/report-{n}");
    let document = &mut reading.document;
    document.id = DocumentId::of(url.as_bytes());
    document.url = Some(url);
    document.title = document.title.as_deref().map(words);
    document.outlet = document.outlet.as_deref().map(words);
    document.published = document.published.map(|day| day.saturating_sub(jiff::ToSpan::years(10)));
    let about = claims::DocumentRef::from(&*document);
    for claim in &mut reading.claims {
        claim.document = about.clone();
        let cue = claim.cue.as_ref().map(|cue| cue.span);
        let source = claim.source.as_mut().expect("a source");
        claim.id = ClaimId::of(&about.id, Some(source.span), cue, &claim.content.spans);
        (source.name, source.mention) = (words(&source.name), words(&source.mention));
        claim.chain.iter_mut().for_each(|name| *name = words(name));
        claim.content.text = words(&claim.content.text);
        claim.said.edtf = claim.said.edtf.as_deref().map(day);
        claim.said.channel = claim.said.channel.as_deref().map(words);
        claim.about.iter_mut().for_each(|about| about.edtf = day(&about.edtf));
        claim.places.iter_mut().for_each(|place| place.name = place.name.as_deref().map(words));
    }
    reading
}

/// Puts `readings` on record, with decisions of every kind, some undone and some whose words are lost.
fn put(ledger: &mut Ledger, readings: Vec<Reading>, merged: &[(String, String)]) {
    for (n, reading) in readings.into_iter().enumerate() {
        let first = reading.claims[0].clone();
        ledger.file_in_batch(reading.clone(), &stamp(n)).expect("filed");
        if n % 2 == 0 && n < 300 {
            let no = ledger.set(&first.id, Change::Status(Status::Planned), None, &stamp(n)).expect("set");
            if n % 10 == 0 {
                ledger.undo(no, None, &stamp(n)).expect("undone");
            }
            let claims: Vec<Claim> = reading.claims.into_iter().skip(1).collect();
            let later = Reading { extractor: "made-up@2".to_owned(), claims, ..reading };
            ledger.file_in_batch(later, &stamp(n)).expect("read again");
        }
    }
    for (from, into) in merged {
        ledger.merge(from, into, None, &stamp(0)).expect("merged");
    }
}

/// Readers' reports on pages of `paper`, a case each, and what was decided on them; enough that no list holds all.
fn decided(store: &mut Store, paper: &str, numbers: Range<u16>) {
    let incoming = |n: u16| {
        let page = Page::new(&format!("{paper}/decided-{n}")).expect("a page");
        let quote = Quote::new("two bridges", "that ", " were").expect("words");
        let report = Report::new(page, quote, Kind::Fact, "three bridges").expect("a report");
        let mut receipt = [7; 16];
        receipt[..2].copy_from_slice(&n.to_be_bytes());
        Incoming { report, receipt: Receipt::of(receipt), at: stamp(usize::from(n)).at }
    };
    let cases = store.receive(&numbers.clone().map(incoming).collect::<Vec<_>>()).expect("stored");
    for (n, case) in numbers.zip(cases) {
        let act = match n % 5 {
            0 => Act::Accepted { words: "three".to_owned(), note: "Sorry.".to_owned(), anchor: None },
            1 => Act::Rejected { reason: "It was two.".to_owned() },
            2 => Act::Asked { question: "Where?".to_owned() },
            3 => Act::Spam { reason: String::new() },
            _ => continue,
        };
        store.decide(case, act, None, &stamp(110_000 + usize::from(n))).expect("decided");
    }
}

/// A desk with what both have and, if so, what only the second has.
fn room(besides: bool) -> Room {
    let room = Room::new();
    let mut ledger = room.ledger();
    let merged = |n: usize, sign: &str| (format!("{sign}{}", big::source(n + 3)), format!("{sign}{}", big::source(0)));
    put(&mut ledger, (0..SHOWN.documents).map(|n| common(big::reading(n, SHOWN))).collect(), &[merged(0, "")]);
    big::corrections(&corrections::beside(&room.path), SHOWN).expect("corrections");
    decided(&mut room.store(), PAPER, 0..400);
    if besides {
        let merged: Vec<_> = (0..40).map(|n| merged(n, "x")).collect();
        put(&mut ledger, (0..BESIDES.documents).map(elsewhere).collect(), &merged);
        // After all that both have, so that what came later has to be passed over.
        decided(&mut room.store(), "https://elsewhere.example", 400..1_200);
    }
    room
}

/// The readers' side of a desk.
fn readers_side(room: &Room) -> Router {
    let outside = Outside {
        origins: vec![Origin::new(PAPER).expect("an origin")],
        url: None,
        forwarded: false,
        rate: Rate::default(),
    };
    let address = SocketAddr::from(([127, 0, 0, 1], 4181));
    let public = Public::new(corrections::beside(&room.path), address, outside, None).expect("a side");
    public::router(Arc::new(public))
}

/// What a reader is shown at `path`.
fn asked(side: &Router, path: &str) -> Answer {
    let request = Request::builder().uri(path).header("host", "127.0.0.1:4181").body(Body::empty()).expect("a request");
    Answer::now(side.clone(), request)
}

/// What must read more the more there is, and why.
const MUST: [(&str, &str); 1] = [(
    "/claims/{id}/edit",
    "offers sources whose name holds a word of this one's: all names are gone through, not their claims",
)];

/// Addresses of a route: each shows the same amount on both desks.
fn addresses(route: &str) -> Vec<String> {
    let usual = common(big::reading(101, SHOWN));
    let (id, claim) = (&usual.document.id, &usual.claims[0].id);
    let (many, few) = (encoded(&big::source(0)), encoded(&big::source(5)));
    let place = encoded(&big::place(0).0);
    let asked = [
        String::new(),
        format!("?q={}", big::word(0)),
        format!("?q={}*", &big::word(0)[..3]),
        format!("?source={}", many.split("%20").next().unwrap_or_default()),
        format!("?outlet={}", encoded(&big::outlet(0))),
        "?certainty=stated&status=happened".to_owned(),
        format!("?from={}&to={}", big::day(60), big::day(30)),
        format!("?from={}", big::day(300)),
        format!("?who={many}"),
        format!("?via={many}"),
        "?kind=person".to_owned(),
        "?kind=person&page=10".to_owned(),
        format!("?day={}", big::day(0)),
        "?channel=Telegram&put=stated".to_owned(),
        format!("?place={place}&kind=person"),
        format!("?paper={}&q={}", encoded(&big::outlet(0)), big::word(1)),
    ];
    let with = |questions: &[&str]| questions.iter().map(|question| format!("{route}{question}")).collect();
    let of_one = |name: &str, values: &[&str]| values.iter().map(|value| route.replace(name, value)).collect();
    match route {
        "/" | "/timeline" | "/map" => asked.iter().map(|question| format!("{route}{question}")).collect(),
        "/reports" => with(&["", "?page=2"]),
        "/log" => with(&["", "?until=150"]),
        "/sources" => with(&["", "?page=0", &format!("?source={few}")]),
        "/decisions" => with(&["", "?page=1"]),
        "/cases" => with(&["", "?mine=yes", "?status=asked", "?status=accepted", "?status=rejected", "?status=spam"]),
        "/matters" => with(&["", &format!("?day={}", big::day(0)), &format!("?day={}&by=about", big::day(1))]),
        "/changes" => with(&["", "?since=week", "?since=beginning&before=150"]),
        "/reports/{id}" | "/reports/{id}/add" | "/api/v1/reports/{id}" | "/api/v1/reports/{id}/claims" => {
            of_one("{id}", &[id.as_str()])
        }
        "/claims/{id}" | "/api/v1/claims/{id}" => of_one("{id}", &[claim.as_str()]),
        "/sources/{name}" | "/sources/{name}/edit" | "/api/v1/sources/{name}" => of_one("{name}", &[&many, &few]),
        "/cases/{no}" | "/api/v1/cases/{no}" | "/api/v1/cases/{no}/reports" => of_one("{no}", &["1", "9"]),
        "/api/v1/claims" => with(&[
            "",
            "?skip=900&limit=500",
            "?order=said",
            "?certainty=stated,possible&status=happened",
            "?standing=orphaned",
            "?about_from=2025-06-01&about_to=2025-06-03",
            &format!("?q={}&order=said", big::word(0)),
            &format!("?source={many}&document={}", &id.as_str()[..8]),
        ]),
        "/api/v1/facets" => with(&["", "?kind=person", &format!("?from={}&q={}", big::day(60), big::word(0))]),
        "/api/v1/sources" => with(&[
            "",
            "?skip=20",
            &format!("?q={}", big::word(0)),
            &format!("?source={few}"),
            &format!("?from={}", big::day(300)),
            &format!("?from={}&to={}", big::day(60), big::day(30)),
            &format!("?who={many}&kind=person"),
            &format!("?via={many}"),
            &format!("?place={place}"),
            &format!("?paper={}&certainty=stated", encoded(&big::outlet(0))),
            &format!("?outlet={}&q={}", encoded(&big::outlet(0)), big::word(1)),
            "?about_from=2025-06-01&about_to=2025-06-03",
        ]),
        "/api/v1/reports" | "/api/v1/log" | "/api/v1/cases" => with(&["", "?skip=100"]),
        "/file"
        | "/sign-in"
        | "/api"
        | "/api/v1/openapi.json"
        | "/desk.css"
        | "/desk.js"
        | "/edit.js"
        | "/rail.js"
        | "/file.js" => with(&[""]),
        _ => panic!("say for {route} at which addresses it is measured"),
    }
}

/// Addresses of a route of the readers' side.
fn readers_addresses(route: &str) -> Vec<String> {
    let of = |url: &str| form_urlencoded::byte_serialize(url.as_bytes()).collect::<String>();
    match route {
        "/" | "/corrections.atom" | "/corrections.jsonld" | "/correct.js" | "/reader.css" => vec![route.to_owned()],
        "/corrections" => vec![route.to_owned(), format!("{route}?page=1")],
        "/notice" | "/report" => [big::url(0), format!("{PAPER}/decided-5"), format!("{PAPER}/none")]
            .map(|url| format!("{route}?url={}", of(&url)))
            .to_vec(),
        "/receipt/{id}" => [0, SHOWN.reports - 1].map(|n| format!("/receipt/{}", big::receipt(n).as_str())).to_vec(),
        _ => panic!("say for the readers' {route} at which addresses it is measured"),
    }
}

/// The paths that answer to GET, as a router lists them.
fn routes(router: &str) -> BTreeSet<String> {
    let route = |rest: &str| {
        let (path, handlers) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
        handlers.trim_start_matches([',', ' ', '\n']).starts_with("get(").then(|| path.to_owned())
    };
    router.split(".route(").skip(1).filter_map(route).collect()
}

/// Those of the desk, of programs too.
fn desk_routes() -> BTreeSet<String> {
    let api = api::routes().into_iter().map(|(path, _)| format!("/api/v1{path}"));
    routes(include_str!("mod.rs")).into_iter().chain(api).chain(["/api".to_owned()]).collect()
}

#[test]
fn no_page_costs_more_for_what_it_does_not_show() {
    let (small, large) = std::thread::scope(|scope| {
        let large = scope.spawn(|| room(true));
        (room(false), large.join().expect("a desk"))
    });
    for room in [&small, &large] {
        watch(room.path.parent().expect("a folder"));
    }
    let desk = desk_routes();
    assert!(desk.len() > 30, "{desk:?}");
    for (must, _) in MUST {
        assert!(desk.contains(must), "there is no {must} any more");
    }
    let measured = desk.iter().filter(|route| MUST.iter().all(|(must, _)| must != route));
    let of_desk = |room: &Room, path: &str| cost(room, |path| room.get(path), path);
    let shown = measured.flat_map(|route| addresses(route));
    assert_eq!(
        grown(|path| [&small, &large].map(|room| of_desk(room, path)), shown),
        "",
        "these read what they do not show"
    );

    let readers = routes(include_str!("public/mod.rs"));
    assert!(readers.len() > 7, "{readers:?}");
    let sides = [&small, &large].map(|room| (room, readers_side(room)));
    let of_readers = |(room, side): &(&Room, Router), path: &str| cost(room, |path| asked(side, path), path);
    let shown = readers.iter().flat_map(|route| readers_addresses(route));
    assert_eq!(
        grown(|path| sides.each_ref().map(|side| of_readers(side, path)), shown),
        "",
        "these read what they show nobody"
    );
}

/// Those of `paths` whose cost on the first desk and on the second, which `costs` tells, is not the same.
fn grown(costs: impl Fn(&str) -> [Steps; 2], paths: impl Iterator<Item = String>) -> String {
    let (mut grown, mut steps) = (String::new(), 0);
    for path in paths {
        let [few, many] = costs(&path).map(|mut steps| {
            // How long decisions took is told of the last thousand, which neither desk has.
            steps.retain(|sql, steps| !(sql.ends_with("LIMIT 1000") && *steps < 25_000));
            steps
        });
        let [of_few, of_many] = [&few, &many].map(|steps| steps.values().sum::<i64>());
        steps += of_few;
        // An index over more is deeper, and what the first page of a list shows differs a little.
        if of_many > of_few + of_few / 4 + 1_500 {
            grown += &format!("{path}: {of_few} steps, then {of_many}\n");
            let mut by_growth: Vec<_> =
                many.iter().map(|(sql, n)| (n - few.get(sql).copied().unwrap_or_default(), sql)).collect();
            by_growth.sort();
            for (more, sql) in by_growth.iter().rev().take(2) {
                grown += &format!("    {more} more: {}\n", sql.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
    assert!(steps > 5_000, "the steps are counted: {steps}");
    grown
}
