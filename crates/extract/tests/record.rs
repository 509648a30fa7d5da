//! Whole small reports in, the record out: one line a claim.

use std::collections::BTreeMap;

use claims::{Block, BlockKind, Claim, Document, DocumentId, Offsets};
use extract::Reader;
use insta::assert_snapshot;
use proptest::prelude::*;

/// A report with a paragraph a line; "# " begins a headline, "> " a paragraph of a block quotation.
fn document(text: &str, published: Option<&str>) -> Document {
    let offsets = Offsets::new(text);
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        let (kind, mark) = match words.get(..2) {
            Some("# ") => (BlockKind::Headline, 2),
            Some("> ") => (BlockKind::Quote, 2),
            _ => (BlockKind::Paragraph, 0),
        };
        if !words.is_empty() {
            blocks.push(Block { kind, span: offsets.span(at + mark..at + words.len()) });
        }
        at += line.len();
    }
    Document {
        id: DocumentId::of(text.as_bytes()),
        path: None,
        title: None,
        authors: Vec::new(),
        outlet: Some("The Daily Example".to_owned()),
        published: published.and_then(|day| day.parse().ok()),
        modified: None,
        url: None,
        language: Some("en".to_owned()),
        text: text.to_owned(),
        blocks,
        related: Vec::new(),
        found: BTreeMap::new(),
        problems: Vec::new(),
    }
}

/// Chain, day and channel, certainty, polarity and status, then the words.
fn record(text: &str) -> String {
    let line = |c: &Claim| {
        let voices = if c.chain.is_empty() { "(own voice)".to_owned() } else { c.chain.join(" < ") };
        let said =
            [c.said.edtf.as_deref(), c.said.channel.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let degree = format!("{:?}, {:?}, {:?}", c.certainty.degree, c.polarity, c.status);
        format!("{voices} [{said}] {degree}\n  {:?}: {}", c.form, c.content.text)
    };
    extract::claims(&document(text, Some("2024-12-14")), Reader::Rules).iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_day_and_a_channel_given_once_serve_what_follows() {
    assert_snapshot!(record("Mayor Ana Ruiz said on Telegram on Thursday that two bridges were closed. She added that a third would reopen soon."), @"
    Ana Ruiz [2024-12-12, Telegram] Stated, Affirmed, Happened
      Indirect: that two bridges were closed
    Ana Ruiz [2024-12-12, Telegram] Expected, Affirmed, Expected
      Indirect: that a third would reopen soon
    ");
}

#[test]
fn an_outlet_citing_an_agency_is_two_voices() {
    assert_snapshot!(record("The Harbour Post reported, citing the coast guard, that six sailors were killed and 18 allegedly deserted."), @"
    Harbour Post [] Alleged, Affirmed, Happened
      Indirect: that six sailors were killed and 18 allegedly deserted
    Harbour Post < coast guard [] Alleged, Affirmed, Happened
      Indirect: that six sailors were killed and 18 allegedly deserted
    ");
}

#[test]
fn a_report_goes_on_and_the_outlet_speaks_for_itself() {
    assert_snapshot!(record("The fire service said that the roof had fallen in. Some 40 people were brought to safety.\nThe theatre reopened in 2019 after repairs that cost 3 million euros."), @"
    fire service [] Stated, Affirmed, Happened
      Indirect: that the roof had fallen in
    fire service [] Stated, Affirmed, Happened
      Continued: Some 40 people were brought to safety
    (own voice) [] Stated, Affirmed, Happened
      OwnVoice: The theatre reopened in 2019 after repairs that cost 3 million euros
    ");
}

#[test]
fn a_block_quotation_is_whose_name_stands_above_or_below_it() {
    let text = "# Governor hits back\nThe port stayed shut. In a post on Facebook, the governor added:\n> It is late. She knows nothing.\n> And she has no plan.\nIt rained.\n> The ferry will not sail. We are sorry.\n> — Loss Ferries (@lossferries) May 3, 2025\n> They left us on the quay.\n> Clara Holm, a passenger\nIt snowed.";
    for reader in [Reader::Rules, Reader::Trained] {
        let claims = extract::claims(&document(text, Some("2025-05-04")), reader);
        let told: Vec<String> = claims
            .iter()
            .filter(|c| c.form == claims::Form::Direct)
            .map(|c| format!("{}: {}", c.chain.join(" < "), c.content.text))
            .collect();
        assert_eq!(
            told,
            [
                "governor: It is late. She knows nothing. And she has no plan.",
                "Loss Ferries: The ferry will not sail. We are sorry.",
                "Clara Holm: They left us on the quay.",
            ]
        );
    }
}

#[test]
fn a_quotation_behind_other_words_is_a_claim_by_itself() {
    let text = "The director, Hugo Antelo, denied that medicines are lacking: “There is stock for three weeks at least.” He said that nobody had fled. “We are in our barracks, and there we shall stay.” “I left,” he said. “It rained.”";
    for reader in [Reader::Rules, Reader::Trained] {
        let claims = extract::claims(&document(text, Some("2025-05-04")), reader);
        let told: Vec<&str> = claims.iter().map(|c| c.content.text.as_str()).collect();
        assert_eq!(
            told,
            [
                "that medicines are lacking",
                "“There is stock for three weeks at least.”",
                "that nobody had fled",
                "“We are in our barracks, and there we shall stay.”",
                "“I left,” “It rained.”",
            ]
        );
        assert!(claims.iter().all(|c| c.chain == ["Hugo Antelo"]));
    }
}

#[test]
fn how_a_source_is_called_and_what_it_was_told_are_no_claims() {
    // The trained reader sees who asks and who is told; a build without weights has nothing to leave out.
    let text = "The cash machines have been empty since Saturday night, a guard who asked not to be named told him.\n\n\"I was told to report only those with a laboratory result. We ran out of test kits on the 19th.\"\n\nThat is how one clinician, who asked not to be named for fear of dismissal, accounted for the gap.";
    let claims = extract::claims(&document(text, Some("2024-12-14")), Reader::Trained);
    let contents: Vec<&str> = claims.iter().map(|c| c.content.text.as_str()).collect();
    assert!(contents.iter().any(|c| c.starts_with("The cash machines have been empty")), "{contents:?}");
    assert!(!contents.iter().any(|c| c.starts_with("not to be named") || c.starts_with("to report")), "{contents:?}");
}

#[test]
fn what_nobody_has_seen_is_not_what_did_not_happen() {
    assert_snapshot!(record("The ministry said it had not yet observed any crossing. Colonel Petro Hai denied that his men had crossed the river."), @"
    ministry [] Stated, Denied, NotObserved
      Indirect: it had not yet observed any crossing
    Petro Hai [] Stated, Denied, NotHappened
      Indirect: that his men had crossed the river
    ");
}

#[test]
fn what_could_not_be_checked_and_who_would_not_answer_are_the_outlets_own_news() {
    assert_snapshot!(record("The Example could not verify the recording. The company declined to comment on the altimeters. The mayor could not confirm that the road was open."), @"
        (own voice) [] Unknown, Affirmed, General
          OwnVoice: The Example could not verify the recording
        (own voice) [] Stated, Denied, NotHappened
          OwnVoice: The company declined to comment on the altimeters
        mayor [] Unknown, Affirmed, General
          Indirect: that the road was open
        ");
}

#[test]
fn attitudes_stand_on_the_record_and_bare_things_in_mind_do_not() {
    assert_snapshot!(record("The mayor hopes that the bridge will open. The council opposes the new road. Fears of a coup grew."), @"
        mayor [] Expected, Affirmed, Expected
          Indirect: that the bridge will open
        council [] Stated, Affirmed, General
          Indirect: the new road
        ");
}

proptest! {
    #[test]
    fn every_claim_stands_on_its_words(words in prop::collection::vec(prop::sample::select(vec![
        "The", "mayor", "Ana", "Ruiz", "said", "that", "“", "”", "\"", "'", ",", ".", "?", "on", "Monday", "Telegram", "told",
        "reporters", "she", "had", "not", "seen", "2,000", "soldiers", "in", "Kursk", "according", "to", "HUR", "(", ")",
        "citing", ":", "—", "reported", "will", "may", "and", "added", "\n", "Київ", "é", "are", "expected", "officials",
    ]), 0..120)) {
        let text = words.join(" ");
        let document = document(&text, Some("2024-12-14"));
        let claims = extract::claims(&document, Reader::Rules);
        let offsets = Offsets::new(&document.text);
        let points = document.text.chars().count();
        for claim in &claims {
            prop_assert!(!claim.content.spans.is_empty());
            let parts: Vec<&str> = claim.content.spans.iter().map(|s| offsets.words(*s)).collect();
            prop_assert_eq!(&parts.join(" "), &claim.content.text);
            prop_assert!(claim.content.spans.iter().all(|s| s.start < s.end && s.end <= points));
            if let Some(cue) = &claim.cue {
                prop_assert_eq!(offsets.words(cue.span), cue.text.as_str());
            }
            match &claim.source {
                Some(source) => {
                    prop_assert_eq!(offsets.words(source.span), source.mention.as_str());
                    prop_assert_eq!(claim.chain.last(), Some(&source.name));
                }
                None => prop_assert!(claim.chain.is_empty() || claim.inside.is_some()),
            }
            if let Some(outer) = &claim.inside {
                prop_assert!(claims.iter().any(|c| c.id == *outer && c.id != claim.id));
            }
        }
        prop_assert_eq!(claims, extract::claims(&document, Reader::Rules));
    }
}

#[test]
fn halves_around_who_speaks_that_say_different_things_are_two_claims() {
    assert_snapshot!(record("But nothing was hidden, the chief vet said, and the vaccine would arrive on Saturday."), @"
    chief vet [] Stated, Denied, NotHappened
      Indirect: But nothing was hidden
    chief vet [] Expected, Affirmed, Expected
      Indirect: the vaccine would arrive on Saturday
    ");
    assert_snapshot!(record("The bank closed in May, the mayor said, and the school closed in June."), @"
    mayor [] Stated, Affirmed, Happened
      Indirect: The bank closed in May and the school closed in June
    ");
}

#[test]
fn what_somebody_leaves_unsaid_is_no_claim() {
    assert_snapshot!(record("The clerk told a different story. The embassy closed on Friday without giving a reason."), @"
    (own voice) [] Stated, Affirmed, Happened
      OwnVoice: The embassy closed on Friday without giving a reason
    ");
    assert_snapshot!(record("“She knows where to find me,” Ana Ruiz said."), @"
    Ana Ruiz [] Stated, Affirmed, General
      Direct: “She knows where to find me,”
    ");
}

/// Who says what, as the trained reader and the rules beside it have it.
fn told(text: &str) -> Vec<String> {
    let claims = extract::claims(&document(text, Some("2024-12-14")), Reader::Trained);
    claims.iter().map(|c| format!("{}: {}", c.chain.join(" < "), c.content.text)).collect()
}

#[test]
fn questions_are_no_claims() {
    let asked = told(
        "Ana Ruiz, the mayor, met reporters. Asked whether the cracks had been known of, she said the council had acted at once.",
    );
    assert!(asked.iter().all(|c| !c.contains("whether")), "{asked:?}");
    assert!(asked.iter().any(|c| c == "Ana Ruiz: the council had acted at once"), "{asked:?}");
    let open = told("Whether anyone will be charged is open, a person close to the inquiry said.");
    assert_eq!(open.len(), 1, "{open:?}");
}

#[test]
fn statements_on_both_sides_of_a_semicolon_are_two_claims() {
    let count = told("According to the coast guard, 61 boats were lost; eight more were towed to port.");
    assert_eq!(count, ["coast guard: 61 boats were lost", "coast guard: eight more were towed to port"]);
    let one = told("Rust in steel is common and the cables are old, said Ana Ruiz, an engineer.");
    assert_eq!(one, ["Ana Ruiz: Rust in steel is common and the cables are old"]);
}

#[test]
fn a_share_of_those_asked_says_nothing_within_the_survey() {
    let within = told("A survey by the institute Nova shows that 57 per cent of Danes support the dockers.");
    assert!(within.iter().all(|c| !c.contains("< 57 per cent")), "{within:?}");
    assert_eq!(within.len(), 1, "{within:?}");
}

#[test]
fn both_halves_are_said_by_the_same() {
    let halves = told(
        "Congress was dissolved, the communique went on, and a curfew would apply from eight. The mayor, Ana Ruiz, said that it was late.",
    );
    assert!(halves.iter().any(|c| c.starts_with("communique: ") && c.contains("curfew")), "{halves:?}");
}

#[test]
fn what_is_offered_in_somebodys_words_is_theirs() {
    let offer = told("The mayor said that the firm had offered nine percent.");
    assert_eq!(offer, ["mayor: that the firm had offered nine percent"]);
    let alone = told("The firm offered nine percent on Monday.");
    assert_eq!(alone.len(), 1, "{alone:?}");
}

#[test]
fn who_is_warned_warns_nobody() {
    let warned = told("The commander was warned that it would rain, Ana Ruiz said.");
    assert!(warned.iter().all(|c| !c.starts_with("commander") && !c.contains("< commander")), "{warned:?}");
}

#[test]
fn a_quotation_behind_words_that_go_on_is_the_same_speakers() {
    let quoted = told(
        "The mayor, Ana Ruiz, said that it was late. A bus would come at nine. “We have nothing to hide and we never had.”",
    );
    assert!(quoted.iter().any(|c| c.starts_with("Ana Ruiz: “We have nothing")), "{quoted:?}");
}

#[test]
fn who_says_it_does_not_deny_it() {
    let denied = told("The prosecutor, Ivo Lund, said Karim Sator had taken bribes, a charge he denies.");
    assert!(denied.iter().any(|c| c == "Karim Sator: Karim Sator had taken bribes"), "{denied:?}");
    assert!(denied.iter().any(|c| c == "Ivo Lund: Karim Sator had taken bribes"), "{denied:?}");
}

/// The channel of each claim, as the trained reader and the rules beside it have it.
fn channels(text: &str) -> Vec<Option<String>> {
    let claims = extract::claims(&document(text, Some("2024-12-14")), Reader::Trained);
    claims.into_iter().map(|c| c.said.channel).collect()
}

#[test]
fn what_somebody_respects_or_has_found_is_no_claim_within_his_words() {
    let respects = told("The ministry said in a statement that it respected the independence of the bank.");
    assert_eq!(respects, ["ministry: that it respected the independence of the bank"]);
    // What he makes of it is one.
    let accuses = told("The ministry said in a statement that it accused the bank of fraud.");
    assert!(accuses.len() > 1, "{accuses:?}");
}

#[test]
fn who_will_not_say_whether_anybody_answered_is_a_source() {
    let reply = told("Ana Ruiz said it was late. Whether any reply had come she would not say.");
    assert_eq!(reply.last().map(String::as_str), Some("Ana Ruiz: Whether any reply had come"), "{reply:?}");
}

#[test]
fn a_channel_is_where_the_source_is_heard() {
    assert_eq!(channels("Peru denied any part in it after rumours on social media.").first(), Some(&None));
    assert_eq!(channels("Ana Ruiz told reporters in Riga that it was late."), [None]);
    let x = channels("The bridge is closed, Ana Ruiz wrote on X. Two boats were lost.");
    assert_eq!(x.first().cloned().flatten().as_deref(), Some("X"));
    // What she told the outlet was on no platform.
    let us =
        channels("Ana Ruiz shared it, asking on X what the council had to hide. “I asked a question,” she told us.");
    assert_eq!(us, [Some("X".to_owned()), None]);
}

#[test]
fn who_recalls_him_saying_is_somebody_else() {
    let gun = told("Karim Nasser left home in May. “They gave me a gun,” Yvette Falk recalls him saying.");
    assert!(gun.iter().any(|c| c.ends_with("Karim Nasser: “They gave me a gun,”")), "{gun:?}");
}

#[test]
fn what_somebody_does_is_no_claim_of_theirs() {
    let own = |text: &str| told(text).iter().all(|c| c.starts_with(": "));
    assert!(own("The foreign ministry summoned the ambassador on Monday."));
    assert!(own("The council last published the list in May."));
    assert!(!own("The foreign ministry announced the closure of two bridges on Monday."));
    let union = told("The firm has lost more boats than it has admitted to in ten years, the union said.");
    assert_eq!(union, ["union: The firm has lost more boats than it has admitted to in ten years"]);
}

#[test]

fn what_looks_like_more_of_the_same_is_not() {
    for (text, claim) in [
        ("Sales fell by 4 per cent, the company said. Analysts had not expected a fall.", "analysts: a fall"),
        (
            "The fire killed nine, police said. The third floor collapsed at noon.",
            ": The third floor collapsed at noon",
        ),
        (
            "Karim was held on Monday. His wife said he was at work. Detective Maria Ruiz said it was late.",
            "Karim's wife: he was at work",
        ),
        (
            "A rebel fighter told Reuters that the town had fallen. He said 40 men had died.",
            "rebel fighter: 40 men had died",
        ),
        (
            "Most analysts assumed office demand would recover. It has not.",
            "most analysts: office demand would recover",
        ),
        ("The talks had failed, he said: “Nobody wants peace.” Kyiv declined to comment.", "he: “Nobody wants peace.”"),
        (
            "The president says the economy is strong: prices rose by a tenth last year.",
            "president: the economy is strong",
        ),
        ("The Irish Times reported the deal. The Times said it was dead.", "Times: it was dead"),
        (
            "It has been called the worst crime committed by a serving officer.",
            ": It the worst crime committed by a serving officer",
        ),
    ] {
        let claims = told(text);
        assert!(claims.iter().any(|c| c == claim), "{text} {claims:?}");
    }
}

#[test]
fn nobody_in_particular_is_no_claim() {
    let guard = told("The guard denied having threatened anybody.");
    assert_eq!(guard, ["guard: having threatened anybody"]);
}

#[test]
fn they_are_those_heard_last() {
    let bridge = told("The city closed the bridge, which engineers say is unsafe. They say it may fall.");
    assert_eq!(bridge.last().map(String::as_str), Some("engineers: it may fall"), "{bridge:?}");
    let two = told("Two diplomats were less sure: the bridge, they said, may be old.");
    assert_eq!(two.last().map(String::as_str), Some("two diplomats: the bridge may be old"), "{two:?}");
}

#[test]
fn the_text_tells_who_is_she() {
    let stamp = told(
        "“There is nothing here,” said Esi Boaduwa, secretary of the union, as she left the hall. The deputy minister, \
         Yaw Mensimah, came out later. “It was 12 per cent,” he said. According to Boaduwa, the offer was 8 per cent. \
         Mensimah called this “creative”. The first part alone was 8, he said. She knew of no second part, she replied.",
    );
    let second = stamp.iter().find(|c| c.contains("She knew"));
    assert_eq!(second.map(String::as_str), Some("Esi Boaduwa: She knew of no second part"), "{stamp:?}");
}

#[test]
fn whom_an_outlet_quotes_behind_its_words_speaks_within_it() {
    let help = told("“We need no help,” the minister of health, Ana Silva, was quoted as saying by the Correio Daily.");
    assert!(help.iter().any(|c| c.ends_with("Ana Silva: “We need no help,”")), "{help:?}");
    let both =
        told("“It rains,” the mayor, Ana Silva, was quoted as saying by the Correio Daily, “and nobody is at work.”");
    assert!(both.iter().any(|c| c.contains("Ana Silva") && c.contains("nobody is at work")), "{both:?}");
    let rain = told("The mayor, Ana Silva, was quoted as saying that it rained.");
    assert_eq!(rain, ["Ana Silva: that it rained"]);
}

#[test]
fn what_people_read_in_a_thing_is_their_own() {
    assert_eq!(told("“The price tells you it is not over,” said broker Ann Kerr.").len(), 1);
    assert_eq!(told("“My mother tells me the village is empty,” said broker Ann Kerr.").len(), 2);
}

#[test]
fn what_is_asked_for_is_not_told() {
    let date = told("Asked for a date by which the road must be open, Karl Meier said it was being fixed.");
    assert_eq!(date, ["Karl Meier: it was being fixed"]);
    assert_eq!(
        told("The union asked for a list of names that the court had ordered.").first().map(|c| &c[..6]),
        Some("union:")
    );
}

#[test]
fn what_somebody_had_refused_is_told_by_who_speaks() {
    let food = told("Ola Berg was angry. Food was plentiful, he told the radio; the inmate had refused to eat.");
    assert!(food.iter().any(|c| c == "Ola Berg: the inmate had refused to eat"), "{food:?}");
    let dam = told("The dam was sound, Lea Kopp told the paper; the ministry had warned of cracks.");
    assert!(!dam.iter().any(|c| c.starts_with("Lea Kopp: the ministry")), "{dam:?}");
}

#[test]
fn a_term_of_office_is_not_when_it_was_said() {
    let said = |text: &str| {
        let claims = extract::claims(&document(text, Some("2024-12-14")), Reader::Trained);
        claims.first().and_then(|c| c.said.edtf.clone())
    };
    assert_eq!(said("Ana Ruiz, chair of the board since March 2020, said profits fell."), None);
    assert_eq!(said("Karl Meier, the coach from 2010 to 2014, said he was tired."), None);
    assert!(said("The firm has since Monday denied any leak.").is_some());
}

#[test]
fn a_text_may_begin_with_who_is_cited() {
    let cited = told("Citing two officers, the Chronicle said that it was late.");
    assert!(cited.iter().any(|c| c.contains("Chronicle") && c.ends_with("that it was late")), "{cited:?}");
    let minister = told("Minister resigns. The ministry said that it was late.");
    assert!(minister.iter().any(|c| c.ends_with("that it was late")), "{minister:?}");
}
