//! When a claim was said, and on which channel, as far as the report tells.
//!
//! ```text
//! Zelensky stated during his evening address on Saturday, Dec. 14  →  2024-12-14, "evening address"
//! ```
//!
//! Said-at is kept apart from about-when: a day inside the content is what the claim
//! speaks of, a day beside the cue is when it was said. Times themselves are read by `when`.

use std::ops::Range;

use crate::attribution::{Found, is_medium, phrase_forward};
use crate::text::{Tag, Text};
use crate::when::{Time, TimexType};

/// A day beside a cue, as the index of its time expression.
pub fn day(text: &Text, found: &Found, all: &[Found], times: &[Time]) -> Option<usize> {
    let cue = found.cue.as_ref()?;
    let sentence = text.sentence(cue.start);
    let reach = text.bytes(sentence.clone());
    let first = times.partition_point(|t| t.range.end <= reach.start);
    let mut best: Option<(usize, usize)> = None;
    for (n, time) in times.iter().enumerate().skip(first).take_while(|(_, t)| t.range.start < reach.end) {
        // "now" and "soon" say nothing of the day on which it was said.
        if !matches!(time.kind, TimexType::Date | TimexType::Time)
            || time.edtf.is_none()
            || time.value.ends_with("_REF")
        {
            continue;
        }
        let tokens = text.tokens_in(time.range.clone());
        if tokens.is_empty() || !beside(text, found, all, &tokens, cue, &sentence) {
            continue;
        }
        let distance =
            if tokens.start >= cue.end { tokens.start - cue.end } else { cue.start.saturating_sub(tokens.end) };
        if best.is_none_or(|b| distance < b.0) {
            best = Some((distance, n));
        }
    }
    best.map(|b| b.1)
}

/// Whether a time is said of the cue: outside every content that does not hold the cue, and not in a clause of its own.
fn beside(
    text: &Text,
    found: &Found,
    all: &[Found],
    time: &Range<usize>,
    cue: &Range<usize>,
    sentence: &Range<usize>,
) -> bool {
    let within = |ranges: &[Range<usize>], i: usize| ranges.iter().any(|r| r.contains(&i));
    if within(&found.content, time.start) {
        // "reported early Monday that": never in its own content; a clause in front is an exception
        // only for a content that was said in front of the cue.
        return false;
    }
    if text.quoted(time.start) && !text.quoted(cue.start) || bounds_a_term(text, time, cue, sentence) {
        return false;
    }
    let foreign =
        all.iter().any(|f| !std::ptr::eq(f, found) && within(&f.content, time.start) && !within(&f.content, cue.start));
    if foreign {
        return false;
    }
    // A finite verb other than the cue between them makes it the time of something else,
    // except in front of the subject: "On Dec. 13, as rain fell, the mayor said".
    let between = if time.start >= cue.end { cue.end..time.start } else { time.end..cue.start };
    let verbs = between.clone().filter(|i| text.tag(*i).is_finite() && !within(&found.content, *i)).count();
    let relative = (time.start.saturating_sub(24).max(sentence.start)..time.start)
        .rev()
        .take_while(|i| text.word(*i) != ",")
        .any(|i| matches!(text.tag(i), Tag::Wp | Tag::Wdt));
    let in_source = found.source.as_ref().is_some_and(|s| s.contains(&time.start))
        && (found
            .source
            .as_ref()
            .is_some_and(|s| (s.start..time.start).any(|i| matches!(text.tag(i), Tag::Vbn | Tag::Vbg))));
    verbs == 0 && !relative && !in_source
        || time.start == sentence.start
        || time.start == sentence.start + 1 && verbs <= 1
}

/// Whether a time in front of the cue is when somebody took office or left it: "chair since March, said", "mayor until last week, denied",
/// "the coach from 2010 to 2014, told". "The firm has since Monday denied" tells when it denied.
fn bounds_a_term(text: &Text, time: &Range<usize>, cue: &Range<usize>, sentence: &Range<usize>) -> bool {
    let bounds = |i: usize| matches!(text.low(i), "since" | "until" | "till" | "from");
    let Some(first) = (sentence.start + 1..time.start + 1)
        .rev()
        .take(2)
        .find(|i| bounds(*i) || text.low(*i) == "to" && text.tag(i - 1) == Tag::Cd)
    else {
        return false;
    };
    let has = matches!(text.low(first - 1), "has" | "have" | "had" | "," | "only" | "not");
    // "from 2010 to 2014".
    let span = matches!(text.low(time.end), "to" | "until") && text.tag(time.end + 1) == Tag::Cd;
    // "In a letter from March, she said": that is when she did.
    if text.low(first) == "from" && !span {
        return false;
    }
    let end = time.end + 2 * usize::from(span);
    end <= cue.start && text.word(end) == "," && !has
}

/// The channel of a claim: the words, as tokens, with articles, possessives and days stripped.
pub fn channel(
    text: &Text,
    found: &Found,
    times: &[Time],
    is_person: &dyn Fn(&str) -> bool,
) -> Option<(Range<usize>, &'static str)> {
    let cue = found.cue.as_ref()?;
    let sentence = text.sentence(cue.start);
    let held = |i: usize| found.content.iter().any(|c| c.contains(&i));
    // "told Radio Svoboda that".
    if let Some(to) = &found.addressee
        && !to.is_empty()
        && let Some(outlet) = outlet(text, to, is_person)
    {
        return Some((outlet, "channel-addressee"));
    }
    let mut best: Option<(usize, Range<usize>)> = None;
    for i in sentence.clone() {
        if held(i) || text.quoted(i) && !text.quoted(cue.start) {
            continue;
        }
        let preposition =
            matches!(text.low(i), "on" | "in" | "at" | "during" | "via" | "through" | "over" | "from" | "by" | "to")
                && matches!(text.tag(i), Tag::In | Tag::To | Tag::Rp);
        if !preposition {
            continue;
        }
        let Some(end) = phrase_forward(text, i + 1, sentence.end) else { continue };
        let phrase = i + 1..end;
        if held(phrase.start)
            || found.source.as_ref().is_some_and(|s| s.contains(&i) && i + 1 < s.end && !is_platform(text, &phrase))
        {
            continue;
        }
        // "after rumours on social media": they are heard there, and not who denies them.
        let heard = |j: usize| {
            matches!(
                text.low(j),
                "rumours"
                    | "rumors"
                    | "rumour"
                    | "rumor"
                    | "speculation"
                    | "criticism"
                    | "outrage"
                    | "claims"
                    | "allegations"
            )
        };
        let amid = |j: usize| matches!(text.low(j), "after" | "amid" | "following");
        if i > sentence.start && heard(i - 1) && (sentence.start.max(i.saturating_sub(4))..i - 1).any(amid) {
            continue;
        }
        let Some(carrier) = carrier(text, &phrase, text.low(i)) else { continue };
        // A clause between the phrase and the cue means that something else happened there.
        let between = if i >= cue.end { cue.end..i } else { phrase.end..cue.start };
        if between.clone().any(|j| text.tag(j).is_finite() && !held(j)) || between.len() > 30 {
            continue;
        }
        let distance = between.filter(|j| !held(*j)).count();
        if best.as_ref().is_none_or(|b| distance < b.0) {
            best = Some((distance, carrier));
        }
    }
    let found = best.map(|b| b.1)?;
    let stripped = strip(text, found, times);
    (!stripped.is_empty()).then_some((stripped, "channel-phrase"))
}

/// Whether `low` is what people post on, or look at and listen to.
pub fn is_platform_word(low: &str) -> bool {
    matches!(
        low,
        "telegram"
            | "twitter"
            | "x"
            | "facebook"
            | "instagram"
            | "youtube"
            | "tiktok"
            | "vkontakte"
            | "vk"
            | "whatsapp"
            | "viber"
            | "weibo"
            | "wechat"
            | "bluesky"
            | "mastodon"
            | "linkedin"
            | "reddit"
            | "threads"
            | "signal"
            | "substack"
            | "livejournal"
            | "odnoklassniki"
            | "truth"
            | "radio"
            | "television"
            | "tv"
            | "website"
            | "web"
            | "site"
    )
}

fn is_platform(text: &Text, phrase: &Range<usize>) -> bool {
    phrase.clone().any(|i| is_platform_word(text.low(i)) && (text.word(i).len() > 1 || phrase.len() == 1))
}

/// The part of a phrase that names a channel: "his Telegram", "a statement on its website", "a Pentagon briefing".
fn carrier(text: &Text, phrase: &Range<usize>, preposition: &str) -> Option<Range<usize>> {
    if is_platform(text, phrase) && matches!(preposition, "on" | "via" | "through" | "in" | "to" | "at" | "over" | "by")
    {
        return Some(phrase.clone());
    }
    let head = phrase.clone().rev().find(|i| text.tag(*i).is_noun())?;
    let head = phrase
        .clone()
        .find(|i| matches!(text.low(*i), "of" | "to" | "with" | "for" | "from" | "on" | "at" | "in"))
        .map_or(head, |p| p.saturating_sub(1).max(phrase.start));
    let low = text.low(head);
    let medium = is_medium(low)
        && !matches!(
            low,
            "court"
                | "report"
                | "news"
                | "press"
                | "social"
                | "writing"
                | "opinion"
                | "ruling"
                | "complaint"
                | "debate"
                | "comments"
                | "remarks"
                | "note"
                | "page"
                | "book"
        )
        || matches!(low, "remarks" | "comments") && preposition == "in"
        || matches!(
            low,
            "phone"
                | "telephone"
                | "livestream"
                | "sermon"
                | "meeting"
                | "session"
                | "rally"
                | "show"
                | "programme"
                | "program"
                | "newspaper"
                | "media"
                | "hotline"
                | "summary"
                | "bulletin"
                | "transcript"
                | "recording"
                | "presser"
                | "newscast"
                | "correspondence"
                | "cable"
                | "note"
                | "report"
        )
        || matches!(low, "intercept" | "intercepts");
    if !medium || matches!(preposition, "from" | "to") {
        return None;
    }
    if low == "report" && !matches!(preposition, "in") {
        return None;
    }
    // "statement on its website", "news conference in Wroclaw", "letter to the embassy".
    let mut end = head + 1;
    let next = text.low(end);
    let carries = matches!(
        low,
        "statement"
            | "letter"
            | "conference"
            | "interview"
            | "briefing"
            | "speech"
            | "post"
            | "message"
            | "video"
            | "call"
            | "hearing"
    );
    if carries
        && matches!(next, "on" | "in" | "to" | "with" | "at")
        && let Some(stop) = phrase_forward(text, end + 1, text.sentence(head).end)
    {
        let time = (end + 1..stop).any(|i| {
            crate::attribution::is_time_word(text.low(i))
                || text.tag(i) == Tag::Cd
                || matches!(text.low(i), "morning" | "evening" | "afternoon" | "week" | "night")
        });
        let named = (end + 1..stop).any(|i| text.tag(i).is_name())
            || is_platform(text, &(end + 1..stop))
            || matches!(text.low(end + 1), "its" | "the" | "his" | "her");
        if !time
            && named
            && !matches!(
                text.low(stop - 1),
                "reporters" | "journalists" | "lawmakers" | "ukrainians" | "nation" | "media" | "press"
            )
            && low != "address"
        {
            if is_platform(text, &(end + 1..stop)) && matches!(low, "post" | "message" | "video") {
                return Some(end + 1..stop);
            }
            end = stop;
        }
    }
    Some(phrase.start..end)
}

/// Drops articles, possessives and days from the front: "his Dec. 14 evening address" → "evening address".
fn strip(text: &Text, phrase: Range<usize>, times: &[Time]) -> Range<usize> {
    let mut start = phrase.start;
    if let Some(owner) = phrase.clone().take(5).find(|i| text.tag(*i) == Tag::Pos && *i + 1 < phrase.end) {
        start = owner + 1;
    }
    while start < phrase.end {
        let at = text.tokens[start].start;
        let n = times.partition_point(|t| t.range.end <= at);
        let dated = times.get(n).is_some_and(|t| t.range.contains(&at));
        if matches!(text.tag(start), Tag::Dt | Tag::PrpS)
            || dated
            || matches!(
                text.low(start),
                "regular"
                    | "daily"
                    | "recent"
                    | "separate"
                    | "later"
                    | "earlier"
                    | "official"
                    | "joint"
                    | "brief"
                    | "short"
                    | "long"
                    | "new"
            ) && start + 1 < phrase.end
        {
            start += 1;
        } else {
            break;
        }
    }
    start..phrase.end
}

/// The outlet that was told, if the person addressed is one.
fn outlet(text: &Text, to: &Range<usize>, is_person: &dyn Fn(&str) -> bool) -> Option<Range<usize>> {
    let mut range = to.clone();
    // "told reporters in Riga": where they were is no channel.
    if let Some(place) = range.clone().find(|i| matches!(text.low(*i), "in" | "at" | "near" | "outside"))
        && place > range.start
        && text.tag(place) == Tag::In
    {
        range.end = place;
    }
    if matches!(text.low(range.start), "this" | "our") {
        return matches!(
            text.low(range.end - 1),
            "newspaper"
                | "channel"
                | "magazine"
                | "agency"
                | "programme"
                | "program"
                | "website"
                | "outlet"
                | "correspondent"
                | "reporter"
        )
        .then_some(range);
    }
    if text.tag(range.start) == Tag::Dt {
        range.start += 1;
    }
    if range.is_empty()
        || !text.tag(range.end - 1).is_name()
            && !text.words(range.clone()).chars().next().is_some_and(char::is_uppercase)
    {
        // "told the newspaper Delo", "told state television".
        let media = range.clone().any(|i| {
            matches!(
                text.low(i),
                "newspaper"
                    | "television"
                    | "radio"
                    | "agency"
                    | "broadcaster"
                    | "magazine"
                    | "channel"
                    | "website"
                    | "podcast"
                    | "tv"
            )
        });
        return (media && !range.is_empty()).then_some(range);
    }
    // "the broadcaster ATV", "state agency Meridian": the name alone is the channel.
    while range.len() > 1 && !text.tag(range.start).is_name() {
        range.start += 1;
    }
    let words = text.words(range.clone());
    let media = range.clone().any(|i| {
        matches!(
            text.low(i),
            "radio"
                | "tv"
                | "television"
                | "news"
                | "times"
                | "post"
                | "herald"
                | "daily"
                | "agency"
                | "gazette"
                | "tribune"
                | "journal"
                | "media"
                | "press"
                | "telegraph"
                | "guardian"
                | "magazine"
                | "today"
                | "channel"
                | "weekly"
                | "review"
                | "observer"
                | "chronicle"
                | "star"
                | "mail"
                | "broadcasting"
                | "podcast"
        )
    });
    let first = text.word(range.start);
    let acronym = range.len() == 1 && first.len() > 1 && first.chars().all(|c| !c.is_lowercase());
    let forum = range.clone().any(|i| {
        matches!(
            text.low(i),
            "parliament"
                | "congress"
                | "senate"
                | "police"
                | "court"
                | "council"
                | "commission"
                | "committee"
                | "duma"
                | "mps"
                | "ministry"
                | "president"
        )
    });
    ((media || acronym || range.len() == 1 || text.tag(to.start) == Tag::Dt) && !is_person(words) && !forum)
        .then_some(range)
}
