//! Origins drawn: how the accounts of a matter go back to those who gave them first.
//!
//! ```text
//! Post ──────── Telegram ──╮
//! Courier ─────────────────┴─ 1  Anna Berg
//! Courier ──── her deputy ─── 2  Lee Ito
//! ```
//!
//! Each line is a route: the outlet, those it passes by, and the origin where it ends. Origins that can be told apart are
//! numbered, so that they are counted at a glance; who is not named gets no number. A mark on a route tells versions
//! apart, by its shape and by its colour. Only places on the paper are decided here; names are cut here and escaped by
//! the template. What a version is, `matters` knows.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthChar as _;

/// So many routes are drawn; the others are counted.
pub(crate) const DRAWN: usize = 40;
/// So many versions have a shape of their own; all further ones share the last.
pub(crate) const SHAPES: usize = 6;
/// So many marks stand on one route.
const MARKS: usize = 3;
/// Height of a route, with the names above its line.
const ROW: f64 = 30.0;
/// Height of the box of an origin.
const BOX: f64 = 30.0;
/// Room between origins.
const GAP: f64 = 14.0;
/// From the line of a route up to where its letters stand.
const ABOVE: f64 = 7.0;

/// One account: who carries it, by way of whom, and who gave it first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    /// The outlet, or the report where no outlet is known; empty where the origin speaks for itself.
    pub carrier: String,
    /// Voices that pass it on and the channel, the outermost first.
    pub by_way: Vec<String>,
    /// Who gave it first.
    pub origin: String,
    /// Whether it is withheld who that is.
    pub withheld: bool,
    /// Which of the versions that contradict each other it is, from 0; none where it contradicts nothing.
    pub version: Option<usize>,
}

/// Where accounts come from in the end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub name: String,
    /// Whether it is withheld who it is, so that nobody can tell it from another.
    pub withheld: bool,
    pub routes: Vec<Route>,
}

/// A way by which accounts came.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub carrier: String,
    pub by_way: Vec<String>,
    /// How many accounts came by it in each version.
    pub versions: BTreeMap<Option<usize>, usize>,
}

impl Origin {
    /// The ways to it, in words.
    pub(crate) fn ways(&self) -> Vec<String> {
        self.routes.iter().map(Route::words).collect()
    }
}

impl Route {
    fn accounts(&self) -> usize {
        self.versions.values().sum()
    }

    /// The way in words, from the carrier on.
    fn words(&self) -> String {
        let own = if self.carrier.is_empty() { "in its own voice" } else { &self.carrier };
        std::iter::once(own).chain(self.by_way.iter().map(String::as_str)).collect::<Vec<_>>().join(", by way of ")
    }
}

/// The origins of `accounts`: the named before the withheld, and those that most accounts go back to first.
pub(crate) fn origins(accounts: &[Account]) -> Vec<Origin> {
    type Routes = BTreeMap<(String, Vec<String>), BTreeMap<Option<usize>, usize>>;
    let mut found: BTreeMap<(&str, bool), Routes> = BTreeMap::new();
    for account in accounts {
        let routes = found.entry((&account.origin, account.withheld)).or_default();
        let route = routes.entry((account.carrier.clone(), account.by_way.clone())).or_default();
        *route.entry(account.version).or_default() += 1;
    }
    let mut origins: Vec<Origin> = found
        .into_iter()
        .map(|((name, withheld), routes)| Origin {
            name: name.to_owned(),
            withheld,
            routes: routes
                .into_iter()
                .map(|((carrier, by_way), versions)| Route { carrier, by_way, versions })
                .collect(),
        })
        .collect();
    // Stable, so that among equals the alphabet decides.
    origins.sort_by_key(|o| (o.withheld, std::cmp::Reverse(o.routes.iter().map(Route::accounts).sum::<usize>())));
    origins
}

/// Words in the picture.
#[derive(Debug, PartialEq)]
pub(crate) struct Label {
    pub x: f64,
    pub y: f64,
    /// What fits.
    pub shown: String,
    /// All of it, where it does not fit.
    pub whole: Option<String>,
    /// How wide it may become.
    pub room: f64,
}

/// An origin in the picture.
#[derive(Debug, PartialEq)]
pub(crate) struct Boxed {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// Its number among those that can be told apart.
    pub number: Option<usize>,
    pub label: Label,
}

/// A mark on a route: accounts of one version.
#[derive(Debug, PartialEq)]
pub(crate) struct Mark {
    pub x: f64,
    pub y: f64,
    /// The shape, below [`SHAPES`]; none for what contradicts nothing.
    pub shape: Option<usize>,
    /// How many accounts, where more than one.
    pub count: Option<usize>,
}

/// The picture of a matter's origins, in units that are pixels where there is room.
#[derive(Debug, PartialEq)]
pub(crate) struct Drawing {
    pub width: f64,
    pub height: f64,
    pub boxes: Vec<Boxed>,
    pub carriers: Vec<Label>,
    pub ways: Vec<Label>,
    pub marks: Vec<Mark>,
    /// Paths of the routes.
    pub lines: Vec<String>,
    /// Accounts of routes that are not drawn.
    pub folded: usize,
}

/// Where things stand in a drawing, from the left.
struct Columns {
    width: f64,
    carrier: (f64, f64),
    way: (f64, f64),
    /// The last mark of a route.
    mark: f64,
    /// An origin's box.
    origin: (f64, f64),
}

const WIDE: Columns =
    Columns { width: 880.0, carrier: (4.0, 210.0), way: (226.0, 226.0), mark: 540.0, origin: (596.0, 282.0) };
const NARROW: Columns =
    Columns { width: 340.0, carrier: (30.0, 126.0), way: (164.0, 84.0), mark: 326.0, origin: (2.0, 336.0) };
/// Between two marks of a route.
const STEP: f64 = 30.0;

/// For a page: routes run to the right, into their origin.
pub(crate) fn wide(origins: &[Origin]) -> Drawing {
    draw(origins, &WIDE, |drawing, rows, at| {
        let first = drawing.height;
        let height = rows as f64 * ROW + ABOVE + 1.0;
        // The box stands where the lines are in the middle, not their letters.
        let middle = first + rows as f64 * ROW / 2.0 + ABOVE;
        for n in 0..rows {
            let y = first + (n as f64 + 0.5) * ROW + ABOVE;
            let (turn, end) = (WIDE.mark + 16.0, WIDE.origin.0);
            let bend = f64::midpoint(turn, end);
            drawing.lines.push(format!("M0 {y}H{turn}C{bend} {y} {bend} {middle} {end} {middle}"));
            at(drawing, n, y);
        }
        drawing.height += height;
        middle - BOX / 2.0
    })
}

/// For a small screen: an origin stands above its routes.
pub(crate) fn narrow(origins: &[Origin]) -> Drawing {
    draw(origins, &NARROW, |drawing, rows, at| {
        let top = drawing.height;
        drawing.height += BOX + 6.0;
        for n in 0..rows {
            let y = drawing.height + 0.5 * ROW + ABOVE;
            drawing.lines.push(format!("M{} {y}H16V{}", NARROW.width, top + BOX));
            at(drawing, n, y);
            drawing.height += ROW;
        }
        top
    })
}

/// Draws each origin by `place`, which puts so many routes at the foot of the drawing and answers where the box begins.
fn draw(
    origins: &[Origin],
    columns: &Columns,
    place: impl Fn(&mut Drawing, usize, &dyn Fn(&mut Drawing, usize, f64)) -> f64,
) -> Drawing {
    let mut drawing = Drawing {
        width: columns.width,
        height: 2.0,
        boxes: Vec::new(),
        carriers: Vec::new(),
        ways: Vec::new(),
        marks: Vec::new(),
        lines: Vec::new(),
        folded: 0,
    };
    let mut left = DRAWN;
    for (n, origin) in origins.iter().enumerate() {
        let shown = origin.routes.len().min(left);
        left -= shown;
        drawing.folded += origin.routes[shown..].iter().map(Route::accounts).sum::<usize>();
        if shown == 0 {
            continue;
        }
        let y = place(&mut drawing, shown, &|drawing, n, y| route(drawing, columns, &origin.routes[n], y));
        let (x, width) = columns.origin;
        // The named come first, so their place in the list is their number.
        let number = (!origin.withheld).then_some(n + 1);
        let before = if number.is_some() { 40.0 } else { 14.0 };
        // Bold letters are broader by a sixth or so.
        let room = (width - before - 10.0) * 0.85;
        let label = label(&origin.name, x + before, y + BOX / 2.0 + 5.0, room.floor());
        drawing.boxes.push(Boxed { x, y, width, height: BOX, number, label });
        drawing.height += GAP;
    }
    drawing.height = (drawing.height - GAP).max(0.0) + 4.0;
    drawing
}

/// The words and marks of `route` on its line at `y`.
fn route(drawing: &mut Drawing, columns: &Columns, route: &Route, y: f64) {
    let carrier = if route.carrier.is_empty() { "in its own voice" } else { &route.carrier };
    drawing.carriers.push(label(carrier, columns.carrier.0, y - ABOVE, columns.carrier.1));
    if !route.by_way.is_empty() {
        drawing.ways.push(label(&route.by_way.join(" › "), columns.way.0, y - ABOVE, columns.way.1));
    }
    // All further versions share the last shape, and where there is no room for a shape its accounts go to the mark before.
    let mut marks: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for (version, accounts) in &route.versions {
        *marks.entry(version.map(|v| v.min(SHAPES - 1))).or_default() += accounts;
    }
    let room = marks.len().min(MARKS);
    for (n, (shape, accounts)) in marks.into_iter().enumerate() {
        let x = columns.mark - (room.saturating_sub(n + 1)) as f64 * STEP;
        if n < room {
            drawing.marks.push(Mark { x, y, shape, count: (accounts > 1).then_some(accounts) });
        } else if let Some(last) = drawing.marks.last_mut() {
            last.count = Some(last.count.unwrap_or(1) + accounts);
            last.shape = Some(SHAPES - 1);
        }
    }
}

/// `words` at a point, cut to `room`.
fn label(words: &str, x: f64, y: f64, room: f64) -> Label {
    // Names come from reports; what would turn the line around or break it has no business in a picture.
    let plain: String = words.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    if breadth(&plain) <= room {
        return Label { x, y, shown: plain, whole: None, room };
    }
    let mut shown = String::new();
    let mut so_far = breadth("…");
    for c in plain.chars() {
        so_far += advance(c);
        if so_far > room {
            break;
        }
        shown.push(c);
    }
    Label { x, y, shown: format!("{}…", shown.trim_end()), whole: Some(plain), room }
}

/// Whether `c` turns the direction of what follows.
fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn breadth(words: &str) -> f64 {
    words.chars().map(advance).sum()
}

/// How wide a letter is at 13 pixels in a broad sans-serif; in most it is narrower. All are halves, so that sums are exact.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | ' ' => 4.5,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 5.5,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 13.0,
        'A'..='Z' | '0'..='9' => 10.0,
        'a'..='z' => 8.0,
        _ => match c.width() {
            Some(0) => 0.0,
            Some(2) => 14.0,
            _ => 10.0,
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn account(carrier: &str, by_way: &[&str], origin: &str, version: Option<usize>) -> Account {
        Account {
            carrier: carrier.to_owned(),
            by_way: by_way.iter().map(|voice| (*voice).to_owned()).collect(),
            origin: origin.to_owned(),
            withheld: origin == "officials",
            version,
        }
    }

    fn picture(accounts: &[Account]) -> String {
        let drawing = wide(&origins(accounts));
        let mut lines = String::new();
        for b in &drawing.boxes {
            let number = b.number.map_or_else(|| "–".to_owned(), |n| n.to_string());
            lines += &format!("{number} {} at {}\n", b.label.shown, b.y);
        }
        for l in drawing.carriers.iter().chain(&drawing.ways) {
            lines += &format!("  {} at {} {}\n", l.shown, l.x, l.y);
        }
        for m in &drawing.marks {
            lines += &format!("  mark {:?} ×{} at {} {}\n", m.shape, m.count.unwrap_or(1), m.x, m.y);
        }
        lines
    }

    #[test]
    fn outlets_that_carry_one_voice_run_into_one_box_and_versions_have_shapes() {
        insta::assert_snapshot!(picture(&[
            account("Post", &["Telegram"], "Anna Berg", Some(0)),
            account("Courier", &[], "Anna Berg", Some(0)),
            account("Courier", &[], "Anna Berg", Some(1)),
            account("Courier", &[], "officials", None),
            account("Courier", &["her deputy"], "Lee Ito", Some(1)),
        ]), @"
        1 Anna Berg at 24
        2 Lee Ito at 91
        – officials at 143
          Courier at 4 17
          Post at 4 47
          Courier at 4 99
          Courier at 4 151
          Telegram at 226 47
          her deputy at 226 99
          mark Some(0) ×1 at 510 24
          mark Some(1) ×1 at 540 24
          mark Some(0) ×1 at 540 54
          mark Some(1) ×1 at 540 106
          mark None ×1 at 540 158
        ");
    }

    #[test]
    fn a_long_name_is_cut_and_kept_whole_beside() {
        let name = "W".repeat(300);
        let drawing = narrow(&origins(&[account(&name, &[], &name, None)]));
        let label = &drawing.boxes[0].label;
        assert!(label.shown.ends_with('…') && breadth(&label.shown) <= label.room, "{label:?}");
        assert_eq!(label.whole.as_deref(), Some(name.as_str()));
    }

    #[test]
    fn a_name_cannot_turn_the_line_around() {
        let drawing = wide(&origins(&[account("a\u{202e}b\u{7}c", &[], "x", None)]));
        assert_eq!(drawing.carriers[0].shown, "abc");
    }

    #[test]
    fn routes_beyond_what_can_be_looked_at_are_counted() {
        let many: Vec<Account> = (0..60).map(|n| account(&format!("Outlet {n:02}"), &[], "Anna Berg", None)).collect();
        for drawing in [wide(&origins(&many)), narrow(&origins(&many))] {
            assert_eq!((drawing.lines.len(), drawing.folded, drawing.boxes.len()), (DRAWN, 60 - DRAWN, 1));
        }
    }

    #[test]
    fn who_is_not_named_has_no_number_and_stands_last() {
        let told = origins(&[account("Post", &[], "officials", None), account("Post", &[], "Anna Berg", None)]);
        let drawing = wide(&told);
        assert_eq!(drawing.boxes.iter().map(|b| b.number).collect::<Vec<_>>(), [Some(1), None]);
    }

    /// What stands somewhere: left, top, right, bottom.
    type Area = (f64, f64, f64, f64);

    fn areas(drawing: &Drawing) -> Vec<Area> {
        let label = |l: &Label| (l.x, l.y - 11.0, l.x + breadth(&l.shown), l.y + 3.0);
        let mark = |m: &Mark| (m.x - 7.0, m.y - 7.0, m.x + 7.0, m.y + 7.0);
        let boxed = |b: &Boxed| (b.x, b.y, b.x + b.width, b.y + b.height);
        let words = drawing.carriers.iter().chain(&drawing.ways).map(label);
        words.chain(drawing.marks.iter().map(mark)).chain(drawing.boxes.iter().map(boxed)).collect()
    }

    proptest! {
        #[test]
        fn nothing_lies_over_another_and_nothing_outside(
            made in prop::collection::vec(
                (".{0,40}", prop::collection::vec(".{0,30}", 0..3), "[a-e]{1,2}|.{1,60}", prop::option::of(0_usize..9), any::<bool>()), 1..50),
        ) {
            let accounts: Vec<Account> = made.into_iter().map(|(carrier, by_way, origin, version, withheld)|
                Account { carrier, by_way, origin, withheld, version }).collect();
            let all = origins(&accounts);
            for drawing in [wide(&all), narrow(&all)] {
                let areas = areas(&drawing);
                for (n, a) in areas.iter().enumerate() {
                    prop_assert!(a.0 >= 0.0 && a.1 >= 0.0 && a.2 <= drawing.width && a.3 <= drawing.height, "outside: {a:?} of {drawing:?}");
                    for b in &areas[n + 1..] {
                        prop_assert!(a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1, "{a:?} over {b:?}");
                    }
                }
                let drawn: usize = all.iter().flat_map(|o| &o.routes).take(DRAWN).map(Route::accounts).sum();
                prop_assert_eq!(drawn + drawing.folded, accounts.len());
                let marked: usize = drawing.marks.iter().map(|m| m.count.unwrap_or(1)).sum();
                prop_assert_eq!(marked, drawn, "each account is marked once");
                for label in drawing.carriers.iter().chain(&drawing.ways).chain(drawing.boxes.iter().map(|b| &b.label)) {
                    prop_assert!(breadth(&label.shown) <= label.room);
                }
            }
        }
    }
}
