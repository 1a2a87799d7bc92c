//! The page of a dashboard, and what stands first in its report.

use super::Dashboard;
use super::said::{answer, grain, look_at, measure};
use crate::experiment::dashboard::{Ahead, Panel};
use crate::experiment::spc::Spc;
use crate::report::block::Block;
use crate::report::brief::{Change, Sentence, Tile};
use crate::report::charts::Flag;
use crate::report::grid::Grid;
use crate::report::page::{HOW_TO_READ, Page};
use crate::report::study::Front;
use crate::report::words::{capital, count, date};

/// What a meeting begins with.
const LOOK_AT: &str = "To look at in this meeting";
/// Tiles of a report.
const TILES: usize = 3;

/// The page.
pub fn page(all: &Dashboard<'_>) -> Page {
    let title = format!("Dashboard of {}", all.scenario.names.scenario);
    let ran = format!(
        "{}, reported up to {}; {} of what is ahead",
        count(all.panels.len() as u64, "measure"),
        date(all.reported.today().yesterday().unwrap_or(all.reported.first)),
        count(all.replications.len() as u64, "run")
    );
    let mut page = Page::of_study(&title, &ran);
    page.points(std::iter::once(answer(all)).chain(all.panels.iter().map(|panel| measure(all, panel))));
    page.points(caveats(all));
    page.part(measures(all));
    page.under(LOOK_AT);
    page.part(to_look_at(all));
    if let Some(since) = all.since {
        page.under("What was expected last time");
        page.part(held(all, since));
    }
    page.under(HOW_TO_READ);
    page.paragraph(&how_to_read(all));
    page
}

/// What has to be known with the answer.
fn caveats(all: &Dashboard<'_>) -> Vec<String> {
    let mut said = Vec::new();
    if !all.is_counted() {
        said.push(format!(
            "The runs do not begin with the people who were there on {}: the scenario has no `initial`, so that what is \
             expected is what its figures lead to, not what follows from today.",
            date(all.reported.today())
        ));
    }
    let start = all.scenario.plan.calendar.start();
    if start > all.reported.today() {
        said.push(format!(
            "The runs begin on {}, later than the day after the last one reported ({}): of the days between nothing is said.",
            date(start),
            date(all.reported.today())
        ));
    }
    let silent: Vec<String> = (all.panels.iter().filter(|panel| panel.spc.is_none()))
        .map(|panel| format!("“{}”", all.told(panel).words))
        .collect();
    if !silent.is_empty() {
        said.push(format!(
            "Nothing was reported of {}: what is expected stands there alone.",
            crate::report::words::in_a_row(&silent)
        ));
    }
    said
}

/// The median and a band of what is expected, `-` where there are too few runs.
fn cells(panel: &Panel, ahead: Option<&Ahead>) -> [String; 3] {
    let none = || "-".to_owned();
    let Some(ahead) = ahead else { return [none(), none(), none()] };
    let grain = grain(panel);
    let band = ahead.band;
    [
        grain.show(band.p50.unwrap_or(band.mean)),
        band.p5.zip(band.p95).map_or_else(none, |(low, high)| grain.range([low, high])),
        if ahead.days == 1 { date(ahead.date) } else { format!("week of {}", date(ahead.date)) },
    ]
}

fn measures(all: &Dashboard<'_>) -> Vec<Block> {
    let mut grid =
        Grid::new(&["Measure", "last", "usual", "sign of change", "expected", "90% between", "in the"]);
    for panel in all.panels {
        let grain = grain(panel);
        let none = || "-".to_owned();
        let last = panel.spc.as_ref().and_then(|spc| spc.points.last());
        let usual = panel.spc.as_ref().and_then(Spc::now);
        let sign = match (usual, all.change(panel)) {
            (None, _) => none(),
            (_, None) => "none".to_owned(),
            (_, Some(flag)) => flag.words().to_owned(),
        };
        let [expected, between, when] = cells(panel, panel.expected());
        grid.row(vec![
            all.told(panel).words,
            last.map_or_else(none, |point| grain.show(point.1)),
            usual.map_or_else(none, |level| grain.range(level.limits)),
            sign,
            expected,
            between,
            when,
        ]);
    }
    grid.blocks()
}

/// What to look at, a row each.
fn to_look_at(all: &Dashboard<'_>) -> Vec<Block> {
    let mut grid = Grid::new(&[LOOK_AT, "what it is", "why"]);
    grid.rows(look_at(all).into_iter().map(Vec::from));
    grid.blocks()
}

/// What came beside what was expected last time.
fn held(all: &Dashboard<'_>, since: &super::Since) -> Vec<Block> {
    let title = format!("What was expected on {} of the days since", date(since.today));
    let mut grid = Grid::new(&["Measure", "days", "in the 90% band", "below", "above"]).titled(&title);
    for (name, held) in &since.held {
        let panel = all.panels.iter().find(|panel| all.name(panel) == *name);
        let words = panel.map_or_else(|| name.clone(), |panel| all.told(panel).words);
        grid.row(vec![
            words,
            held.days.to_string(),
            format!("{} of {}", held.within(), held.days),
            held.below.to_string(),
            held.above.to_string(),
        ]);
    }
    grid.blocks()
}

fn how_to_read(all: &Dashboard<'_>) -> String {
    let made_from = all.baseline.map_or_else(
        || "the last 26 weeks, or all where they are fewer".to_owned(),
        |[from, to]| format!("the baseline from {} to {}", date(from), date(to)),
    );
    let steps: Vec<String> = all.steps.iter().map(|step| date(*step)).collect();
    let steps = if steps.is_empty() {
        String::new()
    } else {
        format!(
            " They are made anew from {}, where the process is known to have changed.",
            crate::report::words::in_a_row(&steps)
        )
    };
    format!(
        "What happened: weekly means (single days where fewer than 12 weeks were reported) with mean and natural process \
         limits, 2.66 times the mean moving range to each side, from {made_from}.{steps} A sign of change: a point outside \
         the limits; seven or more in a row on one side of the mean; seven or more in a row rising or falling; two of three \
         in a row in the outer third towards a limit. What is expected: single runs of the scenario, in the same means; the \
         limits are of what happened, not of what is simulated. For this meeting: signs that reach into the days {}. \
         People with no criteria to reside at midnight and discharges stand as in the daily return, whose discharges are of \
         people with no criteria to reside.",
        all.since.map_or_else(
            || "of the last three weeks".to_owned(),
            |since| format!("since {}", date(since.today))
        )
    )
}

/// Everything that stands first.
pub fn front(all: &Dashboard<'_>) -> Front {
    let mut telling: Vec<&Panel> = all.panels.iter().collect();
    // Stable: what was asked first stays first among its like.
    telling.sort_by_key(|panel| match (all.change(panel), &panel.spc) {
        (Some(Flag::Concern), _) => 0,
        (Some(_), _) => 1,
        (None, Some(_)) => 2,
        (None, None) => 3,
    });
    Front {
        answer: Some(answer(all)),
        answer_of: std::iter::once("/signs".to_owned())
            .chain(all.panels.first().map(|panel| format!("/measures/{}/expected", all.name(panel))))
            .collect(),
        caveats: caveats(all).into_iter().map(Sentence::from).collect(),
        tiles: telling.into_iter().take(TILES).map(|panel| tile(all, panel)).collect(),
        chart: Some("dashboard"),
        ..Front::default()
    }
}

fn tile(all: &Dashboard<'_>, panel: &Panel) -> Tile {
    let grain = grain(panel);
    let last = panel.spc.as_ref().and_then(|spc| spc.points.last());
    let [expected, between, when] = cells(panel, panel.expected());
    let usual = panel.spc.as_ref().and_then(Spc::now).map(|level| level.limits);
    let ahead = format!("{expected} expected in the {when}");
    Tile {
        label: all.told(panel).words,
        figure: last.map_or_else(|| expected.clone(), |point| grain.show(point.1)),
        range: usual.map_or_else(
            || format!("{between}: 9 in 10 single runs"),
            |limits| format!("{}: what was usual (natural process limits)", grain.range(limits)),
        ),
        beside: if last.is_some() {
            capital(&ahead)
        } else {
            format!("Expected in the {when}; nothing was reported")
        },
        change: match all.change(panel) {
            Some(Flag::Concern) => Change::Concern,
            Some(Flag::Improvement) => Change::Improvement,
            Some(Flag::Change) | None => Change::Level,
        },
        of: format!("/measures/{}", all.name(panel)),
    }
}
