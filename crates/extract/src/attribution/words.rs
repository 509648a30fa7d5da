//! Words by what they are for: days, the things that carry statements, what people are.

/// Whether `word` is a dash, as names that sign a quotation stand behind.
pub fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–" | "—" | "--" | "―")
}

/// Prepositions that tie a phrase to the noun before it.
pub const NOUN_PREPOSITIONS: &[&str] = &[
    "of",
    "for",
    "in",
    "at",
    "with",
    "from",
    "on",
    "against",
    "under",
    "near",
    "between",
    "about",
    "among",
    "to",
    "behind",
    "within",
    "inside",
    "outside",
    "across",
    "throughout",
    "without",
    "over",
    "around",
    "like",
    "including",
    "by",
    "into",
    "along",
    "toward",
    "towards",
    "opposite",
];

/// Words of time that can stand alone between subject and verb or behind the cue.
pub fn is_time_word(low: &str) -> bool {
    matches!(
        low,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "christmas"
            | "easter"
            | "ramadan"
            | "eid"
            | "today"
            | "yesterday"
            | "tomorrow"
            | "tonight"
            | "january"
            | "february"
            | "march"
            | "april"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "jan."
            | "feb."
            | "aug."
            | "sept."
            | "oct."
            | "nov."
            | "dec."
            | "earlier"
            | "later"
            | "recently"
            | "previously"
            | "repeatedly"
            | "afterwards"
            | "overnight"
            | "now"
            | "then"
            | "ago"
            | "mon"
            | "weekend"
    )
}

/// Nouns that name the thing a statement is carried by.
pub fn is_medium(low: &str) -> bool {
    matches!(
        low,
        "statement"
            | "interview"
            | "letter"
            | "tweet"
            | "post"
            | "email"
            | "e-mail"
            | "memo"
            | "briefing"
            | "speech"
            | "address"
            | "report"
            | "article"
            | "op-ed"
            | "column"
            | "blog"
            | "message"
            | "release"
            | "conference"
            | "note"
            | "video"
            | "broadcast"
            | "telegram"
            | "twitter"
            | "facebook"
            | "instagram"
            | "podcast"
            | "book"
            | "memoir"
            | "editorial"
            | "filing"
            | "testimony"
            | "affidavit"
            | "update"
            | "bulletin"
            | "communique"
            | "communiqué"
            | "declaration"
            | "call"
            | "interviews"
            | "emails"
            | "statements"
            | "tweets"
            | "remarks"
            | "comments"
            | "essay"
            | "ruling"
            | "complaint"
            | "youtube"
            | "x"
            | "tiktok"
            | "vkontakte"
            | "whatsapp"
            | "bluesky"
            | "threads"
            | "social"
            | "press"
            | "news"
            | "text"
            | "hearing"
            | "opinion"
            | "dispatch"
            | "channel"
            | "page"
            | "thread"
            | "writing"
            | "person"
            | "print"
            | "court"
            | "testimonies"
            | "appearance"
            | "debate"
            | "advisory"
            | "notice"
    )
}

/// Nouns for what somebody is, by which a name behind a comma belongs to them.
pub fn is_office(low: &str) -> bool {
    matches!(
        low,
        "aide"
            | "boss"
            | "chair"
            | "chief"
            | "clerk"
            | "coach"
            | "colleague"
            | "commandant"
            | "counsel"
            | "envoy"
            | "general"
            | "guard"
            | "head"
            | "husband"
            | "judge"
            | "mayor"
            | "medic"
            | "monk"
            | "nurse"
            | "official"
            | "president"
            | "priest"
            | "prince"
            | "princess"
            | "representative"
            | "resident"
            | "secretary"
            | "sergeant"
            | "spokesperson"
            | "student"
            | "surgeon"
            | "wife"
            | "pensioner"
    ) || ["man", "woman", "er", "or", "ist", "ian", "ant", "ent", "eer", "ete", "ess", "mate"]
        .iter()
        .any(|end| low.len() > end.len() + 2 && low.ends_with(end))
        && !matches!(
            low,
            "government"
                | "parliament"
                | "statement"
                | "agreement"
                | "movement"
                | "department"
                | "number"
                | "order"
                | "power"
                | "water"
                | "weather"
                | "summer"
                | "winter"
                | "letter"
                | "matter"
                | "center"
                | "tower"
                | "border"
                | "computer"
                | "paper"
                | "newspaper"
                | "event"
                | "moment"
                | "document"
                | "element"
                | "floor"
                | "door"
                | "sector"
                | "error"
                | "terror"
                | "dinner"
                | "river"
                | "quarter"
                | "corner"
                | "plant"
                | "restaurant"
                | "content"
                | "accident"
                | "incident"
                | "percent"
                | "cent"
                | "process"
                | "success"
                | "business"
                | "september"
                | "october"
                | "november"
                | "december"
        )
}
