//! A run in the words of the returns that a trust files, so that a reader can lay the two side by side: the daily
//! discharge situation report, the monthly discharge-ready-date data, and the headline measures of the Better Care
//! Fund. Every figure is an outcome of `results.json` under its own name.

use super::Run;
use super::outcomes::ranges;
use crate::measures::outcome::{Key, System};
use crate::report::block::{Block, text};
use crate::report::grid::Grid;
use crate::report::steadiness::marked;
use crate::report::words::Grain;
use crate::scenario::unstable::Unstable;

/// The returns, and what of each the model has. The Better Care Fund's headline measures are those of the policy
/// framework 2025 to 2026 (Department of Health and Social Care, January 2025).
const RETURNS: &[(&str, &[(System, &str)])] = &[
    (
        "Daily discharge situation report",
        &[
            (System::NctrReturn, "No longer meet the criteria to reside"),
            (System::NctrRemaining, "Of these, remain at the end of the day"),
            (System::NctrShareOfBeds, "Share of occupied beds"),
            (System::DischargedBeforeNoon, "Discharged before noon"),
            (System::DischargedBy17, "Discharged by 17:00"),
            (System::Stays7Days, "In hospital 7 days or more"),
            (System::Stays14Days, "In hospital 14 days or more"),
            (System::Stays21Days, "In hospital 21 days or more"),
        ],
    ),
    (
        "Discharge ready date, monthly",
        &[
            (System::DelayBand0, "Discharged on the discharge ready date"),
            (System::DelayBand1, "1 day after"),
            (System::DelayBand23, "2 or 3 days after"),
            (System::DelayBand46, "4 to 6 days after"),
            (System::DelayBand713, "7 to 13 days after"),
            (System::DelayBand1420, "14 to 20 days after"),
            (System::DelayBand21More, "21 days or more after"),
            (System::DelayedDaysMean, "Days from ready date to discharge, without those on the day"),
            (System::DelayDaysMean, "The same with those on the day"),
        ],
    ),
    (
        "Better Care Fund",
        &[
            (System::DelayBand0, "Discharge delay: discharged on the discharge ready date"),
            (System::DelayedDaysMean, "Discharge delay: days of those discharged later"),
            (System::CareHomeAdmissions, "New care home residents, all ages, in the period"),
            (System::HomeAt91Days, "At home 91 days after reablement"),
            (System::UsualResidence, "Discharged to the usual place of residence"),
        ],
    ),
];

/// The table, with what the model does not have.
pub(super) fn national(run: &Run<'_>) -> Vec<Block> {
    let mut grid = Grid::new(&["As national returns count it", "mean", "how sure of it", "single runs vary"]);
    let unstable = Unstable::of(run.scenario);
    for (title, rows) in RETURNS {
        let mut part = Vec::new();
        for (outcome, label) in *rows {
            let estimate = run.findings.system(*outcome);
            let Some(mean) = estimate.mean else { continue };
            let [sure, vary] = ranges(estimate);
            let label = marked(&format!("  {label}"), unstable.outcome(outcome.outcome().name));
            part.push(vec![label, Grain::of(estimate.unit, mean).show(mean), sure, vary]);
        }
        if !part.is_empty() {
            grid.row(vec![(*title).to_owned(), String::new(), String::new(), String::new()]);
            grid.rows(part);
        }
    }
    let mut blocks = grid.blocks();
    if !blocks.is_empty() {
        blocks.extend(text(
            "Counted as the model counts them: for the people it simulates, all ages together, in the measured days. The \
             Better Care Fund's emergency admissions of people aged 65 and over, and rates for each 100,000 people, are \
             not in the model.",
        ));
    }
    blocks
}
