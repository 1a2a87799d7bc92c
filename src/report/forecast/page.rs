//! The page on stdout: first how good such forecasts were, then the forecast.

use super::Forecasted;
use crate::experiment::worlds::history::WEEK;
use crate::report::backcast::page::{forecasts, read_as, runs, sentences, table};
use crate::report::block::Block;
use crate::report::grid::Grid;
use crate::report::page::Page;
use crate::report::words::{Grain, count, date};

/// The page.
pub fn page(all: &Forecasted<'_>) -> Page {
    let score = &all.score;
    let name = &score.scenario.names.scenario;
    let mut page = Page::of(&format!("Forecast of {name}: people remaining past ready"));
    page.say(&format!(
        "{} from {}; reported up to {}",
        count(all.weeks as u64, "week"),
        date(score.history.date(all.forecast.origin)),
        date(score.history.last())
    ));
    if score.found.origins.is_empty() {
        page.paragraph(
            "How good such forecasts are is not known: too little was reported of the year before.",
        );
    } else {
        page.paragraph(&format!("How good such forecasts were: {}, {}", forecasts(score), runs(score)));
        page.points(sentences(score));
        page.part(table(score));
    }
    page.paragraph("What is expected now:");
    page.points(expected(all));
    page.part(weeks(all));
    page.paragraph(&read_as(score));
    page
}

/// What is expected in sentences.
pub(super) fn expected(all: &Forecasted<'_>) -> Vec<String> {
    let weeks = all.weeks();
    let Some(last) = weeks.last() else { return Vec::new() };
    let grain = Grain::of("people", last[2]);
    let mut said = vec![format!(
        "In {} about {} people remain; with a chance of 90% between {}.",
        if weeks.len() == 1 { "the first week".to_owned() } else { format!("week {}", weeks.len()) },
        grain.show(last[2]),
        grain.range([last[0], last[4]]).replace(" to ", " and ")
    )];
    if let Some(level) = all.level() {
        let of = format!(
            "the last {} (mean {}, natural process limits {})",
            count(level.points as u64, "week"),
            grain.show(level.mean),
            grain.range(level.limits)
        );
        let out = last[2] < level.limits[0] || last[2] > level.limits[1];
        said.push(if out {
            format!("That is beyond what was usual in {of}.")
        } else {
            format!("That is within what was usual in {of}.")
        });
    }
    said
}

fn weeks(all: &Forecasted<'_>) -> Vec<Block> {
    let mut grid = Grid::new(&["Week", "expected", "50% between", "90% between"]);
    for (i, [p5, p25, p50, p75, p95]) in all.weeks().into_iter().enumerate() {
        let grain = Grain::of("people", p50);
        let day = |day: usize| date(all.score.history.date(all.forecast.origin + day));
        grid.row(vec![
            format!("{} to {}", day(WEEK * i), day(WEEK * i + WEEK - 1)),
            grain.show(p50),
            grain.range([p25, p75]),
            grain.range([p5, p95]),
        ]);
    }
    grid.blocks()
}
