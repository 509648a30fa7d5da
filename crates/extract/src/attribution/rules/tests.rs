//! Each rule on a sentence that it catches and one that it leaves alone.

use insta::assert_snapshot;

use crate::attribution::attributions;
use crate::text::Text;

/// What is found, in code points: rule, parent's rule, and the parts.
fn picture(words: &str) -> String {
    let text = Text::plain(words);
    let found = attributions(&text);
    let mut out = Vec::new();
    for f in &found {
        let parent = f.parent.map_or(String::new(), |p| format!(" inside {}", found[p].rule));
        out.push(format!("{}{parent}", f.rule));
        let parts = f.source.iter().map(|r| ("source", r)).chain(f.cue.iter().map(|r| ("cue", r)));
        for (name, r) in
            parts.chain(f.addressee.iter().map(|r| ("to", r))).chain(f.content.iter().map(|r| ("content", r)))
        {
            let span = text.span(r.clone());
            out.push(format!("  {name:8}{:>3}..{:<4}{}", span.start, span.end, text.words(r.clone())));
        }
    }
    out.join("\n")
}

#[test]
fn cue_clause_a_clause_behind_the_verb() {
    assert_snapshot!(picture("The mayor said in a statement on Tuesday that two bridges were closed."), @"
    cue-clause
      source    0..9   The mayor
      cue      10..29  said in a statement
      content  41..69  that two bridges were closed
    ");
    assert_snapshot!(picture("The plan that the mayor said nothing about has failed."), @"");
}

#[test]
fn cue_quote_a_quotation_behind_the_verb() {
    assert_snapshot!(picture("Chernyak told Radio Svoboda: “The rear helps the front.”"), @"
    cue-quote
      source    0..8   Chernyak
      cue       9..13  told
      to       14..27  Radio Svoboda
      content  29..56  “The rear helps the front.”
    ");
    assert_snapshot!(picture("Time will tell. The word “said” has four letters."), @"");
}

#[test]
fn cue_object_a_noun_phrase_that_the_verb_reports() {
    assert_snapshot!(picture("The ministry confirmed the closure of two bridges on Friday."), @"
    cue-object
      source    0..12  The ministry
      cue      13..22  confirmed
      content  23..59  the closure of two bridges on Friday
    ");
    assert_snapshot!(picture("The tenor confirmed. The sapper attacked at dawn."), @"");
}

#[test]
fn cue_infinitive_an_intention() {
    assert_snapshot!(picture("The mayor vowed to reopen two bridges."), @"
    cue-infinitive
      source    0..9   The mayor
      cue      10..15  vowed
      content  16..37  to reopen two bridges
    ");
    assert_snapshot!(picture("The mayor stopped to reopen the gate."), @"");
}

#[test]
fn cue_order_who_is_urged_and_to_what() {
    assert_snapshot!(picture("The governor urged residents to leave the town."), @"
    cue-order
      source    0..12  The governor
      cue      13..18  urged
      to       19..28  residents
      content  19..46  residents to leave the town
    ");
    assert_snapshot!(picture("The old town was left to decay."), @"");
}

#[test]
fn quote_cue_a_quotation_its_speaker_and_the_rest_of_the_speech() {
    assert_snapshot!(picture("“They came at night,” recalled Olena, 54, who lives near the depot. “Nobody warned us.”"), @"
    quote-cue
      source   31..66  Olena, 54, who lives near the depot
      cue      22..30  recalled
      content   0..21  “They came at night,”
      content  68..87  “Nobody warned us.”
    ");
    assert_snapshot!(picture("“The Trial” ran for two nights. She left."), @"");
}

#[test]
fn clause_cue_a_clause_before_its_speaker() {
    assert_snapshot!(picture("Three generals command the troops, Chernyak added."), @"
    clause-cue
      source   35..43  Chernyak
      cue      44..49  added
      content   0..33  Three generals command the troops
    ");
    assert_snapshot!(picture("In June, he added salt."), @"");
}

#[test]
fn split_cue_one_content_around_its_speaker() {
    assert_snapshot!(picture("The front, the general said, had moved by two miles."), @"
    split-cue
      source   11..22  the general
      cue      23..27  said
      content   0..9   The front
      content  29..51  had moved by two miles
    ");
    assert_snapshot!(picture("The front, the general's map, had moved."), @"");
}

#[test]
fn participle_a_second_cue_shares_the_subject() {
    assert_snapshot!(picture("Kovalenko called the rumours exaggerated, stating that the soldiers were tired."), @"
    cue-object
      source    0..9   Kovalenko
      cue      10..16  called
      content  17..40  the rumours exaggerated
    participle
      source    0..9   Kovalenko
      cue      42..49  stating
      content  50..78  that the soldiers were tired
    ");
    assert_snapshot!(picture("Kovalenko left, carrying his bag."), @"");
}

#[test]
fn according_to_a_source_without_a_verb() {
    assert_snapshot!(picture("According to the agency, the dam broke. Nobody was hurt, according to the mayor."), @"
    according-to
      source   13..23  the agency
      cue       0..12  According to
      content  25..38  the dam broke
    according-to
      source   70..79  the mayor
      cue      57..69  according to
      content  40..55  Nobody was hurt
    ");
    assert_snapshot!(picture("They were seated according to age."), @"");
}

#[test]
fn as_said_a_clause_beside_as() {
    assert_snapshot!(picture("As the general put it, the war had changed."), @"
    as-said
      source    3..14  the general
      cue      15..21  put it
      content  23..42  the war had changed
    ");
    assert_snapshot!(picture("As the general left, the war had changed."), @"");
}

#[test]
fn in_view_a_view_in_somebody_s_words() {
    assert_snapshot!(picture("In the ministry's view, the attack was a provocation."), @"
    in-view
      source    3..15  the ministry
      cue      15..22  's view
      content  24..52  the attack was a provocation
    ");
    assert_snapshot!(picture("In the ministry's garden, the roses were out."), @"");
}

#[test]
fn colon_a_name_and_a_colon() {
    assert_snapshot!(picture("Mayor Ruiz: “It rained all night.”"), @"
    colon
      source    0..10  Mayor Ruiz
      cue      10..11  :
      content  12..34  “It rained all night.”
    ");
    assert_snapshot!(picture("Three things were missing: water, bread and light."), @"");
}

#[test]
fn signature_a_name_behind_a_dash() {
    assert_snapshot!(picture("“It rained all night, and nobody came to help.” — Ana Ruiz"), @"
    signature
      source   50..58  Ana Ruiz
      content   0..47  “It rained all night, and nobody came to help.”
    ");
    assert_snapshot!(picture("“It rained all night, and we went home.” – the union’s chairman, Otto Beck, on Thursday"), @"
    signature
      source   43..74  the union’s chairman, Otto Beck
      content   0..40  “It rained all night, and we went home.”
    ");
    assert_snapshot!(picture("The bridge — a wooden one — was closed."), @"");
}

#[test]
fn noun_cue_a_noun_that_reports() {
    assert_snapshot!(picture("The mayor's claim that two bridges were closed was false. The envoy expressed concern that the truce would fail."), @"
    noun-cue
      source    0..9   The mayor
      cue       9..17  's claim
      content  18..46  that two bridges were closed
    noun-cue
      source   58..67  The envoy
      cue      68..85  expressed concern
      content  86..111 that the truce would fail
    ");
    assert_snapshot!(picture("The report that was published is long."), @"");
}

#[test]
fn surfaced_hearsay_is_its_own_source() {
    assert_snapshot!(picture("Reports emerged that 2,000 soldiers had joined the units."), @"
    surfaced
      source    0..7   Reports
      cue       8..15  emerged
      content  16..56  that 2,000 soldiers had joined the units
    ");
    assert_snapshot!(picture("Three ships emerged from the fog."), @"");
}

#[test]
fn passive_what_nobody_in_particular_expects() {
    assert_snapshot!(picture("The troops are expected to enter combat soon."), @"
    passive
      cue      11..23  are expected
      content   0..10  The troops
      content  24..44  to enter combat soon
    ");
    assert_snapshot!(picture("The troops were fed and sent to bed."), @"");
}

#[test]
fn passive_by_a_passive_with_its_doer() {
    assert_snapshot!(picture("The plan was praised by the mayor."), @"
    passive-by
      source   24..33  the mayor
      cue       9..20  was praised
      content   0..8   The plan
    ");
    assert_snapshot!(picture("The gate was opened by the wind."), @"");
}

#[test]
fn gap_a_relative_word_and_what_hangs_on_it() {
    assert_snapshot!(picture("It was a step that the mayor said would help."), @"
    gap
      source   19..28  the mayor
      cue      29..33  said
      content  14..18  that
      content  34..44  would help
    ");
    assert_snapshot!(picture("It was a step that the mayor took."), @"");
}

#[test]
fn adjective_an_adjective_that_reports() {
    assert_snapshot!(picture("The army is confident that the town will hold."), @"
    adjective
      source    0..8   The army
      cue       9..21  is confident
      content  22..45  that the town will hold
    ");
    assert_snapshot!(picture("It is clear that the town is large."), @"");
}

#[test]
fn put_figure_a_figure_put_on_a_toll() {
    assert_snapshot!(picture("Health officials put the death toll at 41."), @"
    put-figure
      source    0..16  Health officials
      cue      17..20  put
      content  21..41  the death toll at 41
    ");
    assert_snapshot!(picture("She put the pan at the back of the stove."), @"");
}

#[test]
fn citing_who_is_cited_is_inside() {
    assert_snapshot!(picture("Kyiv Post reported, citing HUR, that six officers were killed."), @"
    cue-clause
      source    0..9   Kyiv Post
      cue      10..18  reported
      content  32..61  that six officers were killed
    citing inside cue-clause
      source   27..30  HUR
      cue      20..26  citing
      content  32..61  that six officers were killed
    ");
    assert_snapshot!(picture("She was fined, citing the wrong law."), @"
    cue-object
      source    0..3   She
      cue      15..21  citing
      content  22..35  the wrong law
    ");
}

#[test]
fn quoted_who_is_quoted_is_inside() {
    assert_snapshot!(picture("He quoted a prisoner: “They are dying in front of each other.”"), @"
    quoted
      source    0..2   He
      cue       3..9   quoted
      content  22..62  “They are dying in front of each other.”
    quoted inside quoted
      source   10..20  a prisoner
      cue      20..21  :
      content  22..62  “They are dying in front of each other.”
    ");
    assert_snapshot!(picture("He quoted a price of $50."), @"
    cue-object
      source    0..2   He
      cue       3..9   quoted
      content  10..24  a price of $50
    ");
}

#[test]
fn carried_by_the_outlet_is_outside_of_what_it_carries() {
    assert_snapshot!(picture("In remarks carried by TASS, Lavrov said the talks had failed."), @"
    carried-by
      source   22..26  TASS
      cue      11..21  carried by
      content  28..60  Lavrov said the talks had failed
    cue-clause inside carried-by
      source   28..34  Lavrov
      cue      35..39  said
      content  40..60  the talks had failed
    ");
    assert_snapshot!(picture("A bag carried by her son tore."), @"");
}
