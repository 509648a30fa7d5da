//! `models`: what the trained reader is, was trained on, reaches and does badly.

use std::io::Write as _;

use super::args::{Format, View};
use crate::out::page::Type;
use crate::out::{self, Out};

pub(super) fn show(view: &View) -> anyhow::Result<u8> {
    let format = out::format("models", view, Format::Text, &[Format::Text, Format::Jsonl])?;
    let mut out = Out::new(view);
    let Some(card) = desk::model_card() else {
        if format == Format::Text {
            let none = "This build has no trained reader: its weights were not there when it was built. Reports are read by rules.";
            write!(out, "{}", out.page.paragraph(0, &[(Type::Plain, none.to_owned())]))?;
        }
        out.flush()?;
        return Ok(0);
    };
    if format == Format::Jsonl {
        out.json(card)?;
        out.flush()?;
        return Ok(0);
    }
    let page = out.page;
    let mut text = page.paragraph(0, &[(Type::Bold, format!("{}@{}", card.name, card.version))]);
    text += &page.paragraph(0, &[(Type::Plain, card.about.clone())]);
    let scores: Vec<String> = card.scores.iter().map(|s| format!("{}: {}", s.what, s.figure)).collect();
    for (heading, lines) in [("Trained on", &card.data), ("Scores", &scores), ("Limits", &card.limits)] {
        text.push('\n');
        text += &page.paragraph(0, &[(Type::Bold, heading.to_owned())]);
        for line in lines {
            text += &page.paragraph(2, &[(Type::Plain, line.clone())]);
        }
    }
    write!(out, "{text}")?;
    out.flush()?;
    Ok(0)
}
