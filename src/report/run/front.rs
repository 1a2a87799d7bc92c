//! What stands first in a report of one scenario: three figures with their ranges, and what has to be known with
//! them.

use super::Run;
use super::headline::answer;
use super::page::{BY_PATHWAY, BY_REASON, BY_SERVICE};
use crate::measures::outcome::{Key, System};
use crate::report::brief::{Sentence, Tile};
use crate::report::differences::{plainly, words_of};
use crate::report::doubt::said;
use crate::report::making::mostly;
use crate::report::steadiness::{marked, note};
use crate::report::study::Front;
use crate::report::words::Grain;
use crate::scenario::unstable::Unstable;

/// Everything that stands first.
pub fn front(run: &Run<'_>) -> Front {
    let first = System::NctrRemaining.outcome().name;
    let tiles = [System::NctrBedDays, System::DelayDaysMean, System::AcuteOccupancy];
    let caveats = [
        note(run.scenario),
        mostly(run.scenario),
        Some(
            "The reason given for a delay is the first thing that was still to be done. Doing it sooner need not save \
             those days: “wardflow causes” finds what would."
                .to_owned(),
        ),
    ];
    let doubt = said(run.scenario, run.findings.system(System::NctrBedDays), "the bed-days");
    Front {
        answer: answer(run),
        answer_of: vec![format!("/outcomes/{first}")],
        caveats: caveats.into_iter().flatten().map(Sentence::from).collect(),
        tiles: tiles.into_iter().filter_map(|system| tile(run, system)).collect(),
        chart: Some("nctr-by-day"),
        rests_on: doubt.into_iter().map(Sentence::from).collect(),
        charts_below: vec![
            ("delay-by-pathway", BY_PATHWAY),
            ("delayed-bed-days-by-reason", BY_REASON),
            ("occupancy-by-day", BY_SERVICE),
            ("flow", BY_SERVICE),
        ],
    }
}

fn tile(run: &Run<'_>, system: System) -> Option<Tile> {
    let (outcome, found) = (system.outcome(), run.findings.system(system));
    let mean = found.mean?;
    let grain = Grain::of(found.unit, mean);
    let range = |[low, high]: [f64; 2]| grain.range([low.max(0.0), high]);
    let label = marked(
        &plainly(words_of(outcome)).replace(" (points)", ""),
        Unstable::of(run.scenario).outcome(outcome.name),
    );
    // Without worlds the range covers luck alone.
    let holds = if found.doubt.is_some() { "" } else { ", if its figures hold" };
    Some(Tile {
        label,
        figure: grain.show(mean),
        range: found
            .precision95
            .map_or_else(String::new, |ends| format!("95% sure of the average{}: {}", holds, range(ends))),
        beside: found
            .range90
            .map_or_else(String::new, |ends| format!("single simulated periods: {}", range(ends))),
        of: format!("/outcomes/{}", outcome.name),
        ..Tile::default()
    })
}
