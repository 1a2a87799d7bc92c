//! The two parts of every interval where a study ran in several worlds, luck and not knowing: in words and as
//! columns of files. Without worlds there is nothing of either.

use crate::experiment::Estimate;
use crate::experiment::run::doubt::Doubt;
use crate::report::csv::{ends, number};
use crate::report::words::{Grain, count};
use crate::scenario::Scenario;

/// What ranges cover.
pub fn cover(base: &Scenario) -> &'static str {
    if base.worlds.is_some() {
        "The ranges cover chance and not knowing which of the worlds is ours; results.json tells the two apart."
    } else {
        "The ranges cover chance only, not doubt about the figures in the scenario."
    }
}

/// In which worlds a scenario was run and how much of what is unsure of an outcome is not knowing; `None` without
/// worlds.
pub fn said(scenario: &Scenario, of: &Estimate, what: &str) -> Option<String> {
    let laid = scenario.worlds.as_deref()?;
    let doubt = of.doubt?;
    let share = |x: f64| Grain::of("share", x).show(x);
    let [low, high] = doubt.share95();
    Some(format!(
        "Run in {} of those that fit what was observed ({}). Of what is unsure of {what}, {} is not knowing which \
         world is ours ({}), which no more runs would lessen; the rest is luck.",
        count(doubt.worlds as u64, "world"),
        laid.shown,
        share(doubt.share()),
        Grain::of("share", high).range([low, high]),
    ))
}

/// The columns that stand behind those of an interval, with a name before theirs.
pub fn columns(scenario: &Scenario, before: &str) -> Vec<String> {
    let names = ["luck_low95", "luck_high95", "share_not_known"];
    scenario.worlds.iter().flat_map(|_| names.map(|name| format!("{before}{name}"))).collect()
}

/// The cells of these columns.
pub fn cells(scenario: &Scenario, doubt: Option<Doubt>) -> Vec<String> {
    let all = || {
        let [low, high] = ends(doubt.map(|doubt| doubt.luck95));
        [low, high, number(doubt.map(|doubt| doubt.share()))]
    };
    scenario.worlds.iter().flat_map(|_| all()).collect()
}
