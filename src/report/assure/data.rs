//! The data log: every source with the figures that rest on it; and when to look at all of it again.

use jiff::ToSpan;
use jiff::civil::Date;

use super::inputs::{Input, Inputs};
use super::paper::Paper;
use super::{Finished, ran_on, word};
use crate::report::markdown;
use crate::report::words::{date, in_a_row};

/// So many figures of a source are named.
const NAMED: usize = 3;

pub(super) fn section(paper: &mut Paper, inputs: &Inputs<'_>) {
    paper.section("4 Data log");
    if !inputs.names_sources {
        paper.say("The scenario names no source.");
    }
    let mut sources: Vec<(&str, Vec<&Input>)> = Vec::new();
    // What an assumption says of itself stands in 3; here is what comes from somewhere.
    for one in inputs.figures.iter().filter(|one| one.kind != "assumed") {
        match sources.iter_mut().find(|(source, _)| *source == one.source) {
            Some((_, all)) => all.push(one),
            None => sources.push((&one.source, vec![one])),
        }
    }
    let rows = sources.iter().map(|(source, figures)| {
        let mut kinds: Vec<&str> = figures.iter().map(|one| one.kind.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut named: Vec<String> =
            figures.iter().take(NAMED).map(|one| format!("`{}`", markdown::code(&one.path))).collect();
        if figures.len() > NAMED {
            named.push(format!("{} more", figures.len() - NAMED));
        }
        let end = figures.iter().filter_map(|one| one.fitted_to).max();
        let cells = [
            markdown::text(source),
            in_a_row(&kinds),
            in_a_row(&named),
            end.map_or_else(|| "not given".to_owned(), date),
            String::new(),
        ];
        cells.to_vec()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if !rows.is_empty() {
        paper.say(
            "Every source but those of assumptions, which stand in 3. `stated` is as published; `derived` and `fitted` are as \
             good as the arithmetic and the model behind them. The last column is for people: who has looked at \
             completeness, definitions and period, and when.\n",
        );
        paper.table(&["source", "kind", "figures", "last day of the data", "checked by, on"], rows);
    }
    paper.blank(
        "who owns the data and may use them for this, what was left out or mended before they came into the scenario, and \
         whether small numbers had to be suppressed",
    );
}

/// When the pack has to be looked at again, and why.
pub(super) fn look_again(paper: &mut Paper, of: &Finished, inputs: &Inputs<'_>) {
    paper.section("9 When to look again");
    let mut ends: Vec<(Date, String)> = inputs
        .figures
        .iter()
        .filter_map(|one| {
            Some((one.fitted_to?, format!("`{}` is fitted to data", markdown::code(&one.path))))
        })
        .collect();
    let calendar = &inputs.base().file["calendar"];
    let start = word(calendar, "start").parse::<Date>().ok();
    let last = start.zip(calendar["days"].as_i64()).and_then(|(day, n)| day.checked_add((n - 1).days()).ok());
    ends.extend(last.map(|day| (day, "the simulated period runs".to_owned())));
    match ends.into_iter().min() {
        Some((end, why)) => {
            let due = end.checked_add(1.year()).unwrap_or(end);
            let late = ran_on(of).is_some_and(|ran| ran >= due);
            let past = if late {
                " **That day had passed when the study was run: look at it before it is used.**"
            } else {
                ""
            };
            paper.say(&format!(
                "By {}: a year after {}, up to which {why}, the earliest end of data that the scenario tells.{past}",
                date(due),
                date(end)
            ));
        }
        None => paper.blank("the scenario tells no date of its data: when this has to be looked at again"),
    }
    let changes = [
        "a service opens, closes or changes its hours or places",
        "what is observed leaves the 90% band of the forecast for more than one day in ten",
        "a later version of the program says under Results in its changelog that figures move",
    ];
    paper.say("\nSooner where one of these comes first:\n");
    paper.bullets(changes.map(str::to_owned));
}
