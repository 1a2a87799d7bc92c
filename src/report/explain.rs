//! A scenario in sentences as a page of text: titles, paragraphs, and the list of sources.

use super::page::POINT;
use super::words::wrapped;
use crate::scenario::SourceKind;
use crate::scenario::explain::{Cited, Explanation, NO_SOURCE};

/// What no scenario can say, because the model leaves it out.
pub const LEFT_OUT: [&str; 3] = [
    "Nothing gives way: however long a queue gets, no one is diverted and no capacity is bought beyond what the scenario \
     says.",
    "What a person brings (stay, need, traits) does not depend on how full the hospital is.",
    "Every day has 24 hours; changes of the clock are left out.",
];

/// The page.
pub fn page(name: &str, told: &Explanation, width: usize) -> String {
    let mut lines = wrapped(name, "", width);
    for part in &told.parts {
        lines.push(String::new());
        lines.extend(wrapped(part.title, "", width));
        lines.extend(part.items.iter().flat_map(|item| wrapped(item, POINT, width)));
    }
    lines.push(String::new());
    lines.extend(sources(told, width));
    lines.join("\n") + "\n"
}

/// A source with what kind of figure it stands for; what is given says so itself.
pub(super) fn source(cited: &Cited) -> String {
    match cited.kind {
        SourceKind::Given if cited.source.starts_with(SourceKind::Given.word()) => cited.source.clone(),
        kind => format!("{}: {}", kind.word(), cited.source),
    }
}

fn sources(told: &Explanation, width: usize) -> Vec<String> {
    if told.sources.is_empty() {
        return vec!["No figure of this scenario names its source.".to_owned()];
    }
    let mut lines = vec!["Sources: the numbers in brackets".to_owned()];
    lines.extend(wrapped(
        "stated: a source says so; derived: arithmetic on stated figures; assumed: a judgement without a source; fitted: \
         moved until results agreed with what was observed.",
        "  ",
        width,
    ));
    for (i, cited) in told.sources.iter().enumerate() {
        let first = format!("  {:>4} ", format!("[{}]", i + 1));
        lines.extend(wrapped(&source(cited), &first, width));
    }
    if told.missing {
        lines.extend(wrapped(
            "the file names no source for this figure.",
            &format!("  {NO_SOURCE:>4} "),
            width,
        ));
    }
    lines
}
