//! The first table of the page: outcomes of the whole system, how sure they are, and how single runs vary.
//! Whether the page shows an outcome is a line here.

use super::Run;
use crate::experiment::Estimate;
use crate::measures::outcome::{Key, System};
use crate::report::block::{Block, text};
use crate::report::grid::Grid;
use crate::report::steadiness::{marked, note};
use crate::report::words::Grain;
use crate::scenario::unstable::Unstable;

/// A row of the first table: the outcome, words where they are shorter than its own, and whether it is left
/// out where it is 0.
type Row = (System, Option<&'static str>, bool);

/// The first table, in parts with a title.
const ROWS: &[(&str, &[Row])] = &[
    (
        "Waiting to leave",
        &[
            (System::NctrRemaining, None, false),
            (System::NctrPeople, Some("  the same, average of whole days"), false),
            (System::NctrReturn, Some("  the same, with those who left that day"), false),
            (System::NctrBedDays, None, false),
            (System::NctrShareOfBeds, None, false),
            (System::DelayDaysMean, None, false),
            (System::DelayDaysP90, None, false),
            (System::DelayBand0, Some("Leave on the day they are ready"), false),
            (System::DelayedDaysMean, None, false),
            (System::DelayBand21More, Some("Leave 21 or more days late"), true),
            (System::RoundWaitPeople, Some("Well enough, not found by a round yet"), true),
            (System::StillWaiting, None, true),
        ],
    ),
    (
        "Hospital",
        &[
            (System::Discharges, None, false),
            (System::AcuteOccupancy, None, false),
            (System::DaysOver92Percent, None, false),
            (System::BedWaitHoursMean, None, true),
            (System::BedWaitOver4h, Some("Emergencies that wait over 4 hours"), true),
            (System::StillWaitingBed, Some("Emergencies without a bed at the end"), true),
            (System::StillWaitingBedHours, Some("Hours that these have waited so far"), true),
            (System::ElectivesStillWaiting, Some("Planned people without one at the end"), true),
            (System::HoursWithBedQueue, None, true),
            (System::ElectivesCancelled, None, true),
            (System::Stays21Days, None, true),
        ],
    ),
    (
        "Outside hospital",
        &[
            (System::WaitingInCommunity, None, true),
            (System::Bridged, None, true),
            (System::BridgingDaysMean, None, true),
            (System::LateResponses, None, true),
            (System::CareHomeAdmissions, None, true),
            (System::Readmissions30d, None, true),
            (System::HomeAt91Days, None, true),
            (System::CostTotal, None, true),
        ],
    ),
];

/// The table, with how to read it.
pub(super) fn outcomes(run: &Run<'_>) -> Vec<Block> {
    let mut grid = Grid::new(&["", "mean", "how sure of it", "single runs vary"]);
    let unstable = Unstable::of(run.scenario);
    // Waits for a bed are those of people who got one: a row that leaves others out says so.
    let at_door = run.findings.system(System::StillWaitingBed).mean.is_some_and(|people| people > 0.0);
    for (title, rows) in ROWS {
        let mut part = Vec::new();
        for (outcome, label, optional) in *rows {
            let estimate = run.findings.system(*outcome);
            let of_some = at_door && outcome.outcome().name.starts_with("bed_wait_");
            let shown = |mean: &f64| !*optional || of_some || *mean > 0.0;
            let Some(mean) = estimate.mean.filter(shown) else { continue };
            let [sure, vary] = ranges(estimate);
            let why = unstable.outcome(outcome.outcome().name);
            let mark = if of_some { " (1)" } else { "" };
            let label = label.unwrap_or(outcome.outcome().words);
            let label = marked(&format!("  {label}{mark}"), why);
            part.push(vec![label, Grain::of(estimate.unit, mean).show(mean), sure, vary]);
        }
        if !part.is_empty() {
            grid.row(vec![(*title).to_owned(), String::new(), String::new(), String::new()]);
            grid.rows(part);
        }
    }
    let mut lines = grid.blocks();
    if at_door {
        let said =
            "(1) Of the patients who got a bed. Some never did: see “Emergencies without a bed at the end”.";
        lines.extend(text(said));
    }
    let known =
        ROWS.iter().flat_map(|(_, rows)| *rows).any(|row| run.findings.system(row.0).range90.is_some());
    let vary = if known {
        "nine runs in ten lie in this range, as real periods would with the same causes"
    } else {
        "shown from 19 runs on"
    };
    let said = format!(
        "How sure of it: the mean of endless runs lies in this range 95 times in 100. Single runs vary: {vary}."
    );
    lines.extend(text(&said));
    lines.extend(note(run.scenario).into_iter().flat_map(|words| text(&words)));
    lines
}

/// How sure, and how much single runs vary. No outcome of a run is below 0, so neither is its mean, though
/// the interval of few uneven runs may reach there.
pub(super) fn ranges(estimate: &Estimate) -> [String; 2] {
    let grain = Grain::of(estimate.unit, estimate.mean.unwrap_or(0.0));
    [estimate.precision95, estimate.range90]
        .map(|range| range.map_or_else(|| "-".to_owned(), |[low, high]| grain.range([low.max(0.0), high])))
}
