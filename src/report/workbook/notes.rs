//! The sheet of notes: what marks, intervals and words mean, how it was made and how to make it again. Headers of
//! other tables name a note by its number.

use super::cells::{Cell, Cells};
use crate::report::block::Block;
use crate::report::brief::Brief;

/// Notes that headers name, in the order of their numbers: words of a header that call for it, its subject, its text.
const NAMED: [(&[&str], &str, &str); 4] = [
    (
        &["how sure", "precision95"],
        "How sure of it",
        "Low and high end of the 95% interval: how well the mean of all runs is known, not how far years lie apart. \
         More runs make it narrower.",
    ),
    (
        &["single runs vary", "runs vary", "range90"],
        "Single runs vary",
        "9 in 10 runs lie between low and high. Each run is one way in which the period can come out by chance; \
         more runs do not make it narrower.",
    ),
    (
        &["verdict"],
        "Verdict",
        "Clear: the 95% interval of the difference leaves out 0. No clear difference: it holds 0, so chance alone may \
         have made it.",
    ),
    (
        &["nctr"],
        "NCTR",
        "No criteria to reside: people in an acute bed who are well enough to leave hospital. Bed-days with NCTR are \
         the days that they stay past that moment.",
    ),
];

/// The marks in place of numbers.
const MARKS: [(&str, &str); 4] = [
    ("[x]", "Not available: there is no figure."),
    ("[z]", "Not applicable: there can be no figure, or what the cell says stands in the cell before it."),
    (
        "[c]",
        "Suppressed, as small numbers of people may be. No figure of this workbook is: all come from simulated people.",
    ),
    ("[note 1]", "Note 1 of this sheet belongs to it."),
];

/// A header with the numbers of its notes.
pub(super) fn noted(header: &str) -> String {
    let lower = header.to_lowercase();
    let calls = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let notes = (1..).zip(NAMED).filter(|(_, (words, ..))| calls(words));
    notes.fold(header.to_owned(), |header, (n, _)| format!("{header} [note {n}]"))
}

/// The rows of the sheet. `left_out` are files that have no sheet, each with the reason.
pub(super) fn notes(brief: &Brief, left_out: &[(String, String)]) -> Cells {
    let mut said: Vec<(String, String)> = Vec::new();
    said.extend(NAMED.map(|(_, subject, text)| (subject.to_owned(), text.to_owned())));
    said.extend(MARKS.map(|(mark, text)| (format!("The mark {mark}"), text.to_owned())));
    said.push((
        "Rounding".to_owned(),
        "Tables of the report hold its figures as it shows them, rounded. Sheets with the name of a file hold the \
         figures of that file, not rounded; there an empty field is [x]."
            .to_owned(),
    ));
    for part in &brief.method {
        for block in &part.blocks {
            match block {
                Block::Text(text) => said.push((part.heading.clone(), text.clone())),
                Block::Points(points) => {
                    said.extend(points.iter().map(|point| (part.heading.clone(), point.clone())));
                }
                Block::Table(_) => {}
            }
        }
    }
    said.extend(brief.made_of.iter().map(|(name, value)| (name.clone(), value.clone())));
    said.extend(
        brief.commands.iter().map(|command| ("Command that makes it again".to_owned(), command.clone())),
    );
    said.extend(left_out.iter().map(|(file, why)| (format!("Left out: {file}"), why.clone())));
    let rows = (1..).zip(said).map(|(n, (subject, text))| {
        let subject = if subject.is_empty() { "Method".to_owned() } else { subject };
        vec![Cell::text(format!("note {n}")), Cell::text(subject), Cell::text(text)]
    });
    Cells { header: ["Note", "Subject", "Text"].map(str::to_owned).to_vec(), rows: rows.collect() }
}
