//! Whom pronouns mean in marked reports, and whose words go on, for learning to choose.

use std::collections::HashMap;

use claims::{Form, Offsets, Span};
use serde_json::{Value, json};

use super::agree::same_name;
use super::{Label, Report, layers};

/// Words between a mention's first and its head that make the head somebody else's: "her aide", "spokesman of the ministry".
const OWNERS: &[&str] = &["of", "for", "in", "at", "by", "from", "to", "his", "her", "their", "its"];

/// One object for each pronoun that gold gives to a source, and for each sentence in which a report goes on, where the product asks whose
/// they are: `{id, class, right, features}`, with one boolean and one row of numbers a candidate.
pub fn of(gold: &Report) -> Vec<Value> {
    let offsets = Offsets::new(&gold.text);
    let going_on = gold.attributions.iter().filter(|a| a.form == Form::Continued && a.source.is_none());
    let going_on: HashMap<usize, &str> =
        going_on.filter_map(|a| Some((a.content.first()?.start, a.entity.as_deref()?))).collect();
    // Of two at the same words the marked mention tells.
    let asked: HashMap<Span, &str> = mentions(gold).map(|(key, span)| (span, key)).collect();
    let mut all: HashMap<&str, Vec<Span>> = HashMap::new();
    for (key, span) in mentions(gold) {
        all.entry(key).or_default().push(span);
    }
    let choices = extract::choices(&layers::document(gold), crate::predict::reader());
    let told = |choice: extract::Choice| {
        let at = offsets.span(choice.at);
        let key = *if choice.class == extract::CONTINUED { going_on.get(&at.start) } else { asked.get(&at) }?;
        let entity = gold.entities.iter().find(|e| e.key == key)?;
        let own = all.get(key).map_or(&[][..], Vec::as_slice);
        let right = |c: &extract::Choosable| {
            let starts = c.mentions.iter().map(|byte| offsets.span(*byte..*byte).start);
            same_name(&c.name, &entity.name)
                || !c.mentions.is_empty() && own.iter().any(|m| same_name(&c.name, offsets.words(*m)))
                || starts.into_iter().any(|at| own.iter().any(|m| heads(&offsets, *m, at)))
        };
        let rights: Vec<bool> = choice.candidates.iter().map(right).collect();
        let rows: Vec<&Vec<f32>> = choice.candidates.iter().map(|c| &c.features).collect();
        Some(json!({"id": gold.id, "class": choice.class, "right": rights, "features": rows}))
    };
    choices.into_iter().filter_map(told).collect()
}

/// The key of each entity where it is mentioned: sources first, then what is marked besides.
fn mentions(gold: &Report) -> impl Iterator<Item = (&str, Span)> {
    let sources = gold.attributions.iter().filter_map(|a| Some((a.entity.as_deref()?, a.source?)));
    let marks = gold.marks.iter().filter_map(|m| match &m.label {
        Label::Entity(key) => Some((key.as_str(), m.span)),
        _ => None,
    });
    sources.chain(marks)
}

/// Whether the word at `at` is what `mention` is about.
fn heads(offsets: &Offsets, mention: Span, at: usize) -> bool {
    if !(mention.start..mention.end).contains(&at) {
        return false;
    }
    let before = offsets.words(Span::new(mention.start, at)).to_lowercase().replace('’', "'");
    !before.split_whitespace().any(|w| w.ends_with("'s") || w.ends_with("s'") || OWNERS.contains(&w))
}
