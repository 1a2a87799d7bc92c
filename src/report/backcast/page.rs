//! The page on stdout: how far off forecasts were, beside the simple rules and what is attainable.

use super::Backcasted;
use crate::experiment::backcast::Lead;
use crate::experiment::backcast::score::Share;
use crate::report::block::Block;
use crate::report::grid::Grid;
use crate::report::page::Page;
use crate::report::words::{Grain, capital, count, date, in_a_row};

/// The page.
pub fn page(all: &Backcasted<'_>) -> Page {
    let name = &all.scenario.names.scenario;
    let ran = format!("{}, {}", forecasts(all), runs(all));
    let mut page = Page::of(&format!("Forecasts of {name} from past days, with only what was known then"));
    page.say(&ran);
    page.points(sentences(all).into_iter().chain(verdict(all)));
    page.part(table(all));
    page.paragraph(&read_as(all));
    page
}

/// From which days.
pub fn forecasts(all: &Backcasted<'_>) -> String {
    let origins = &all.found.origins;
    let on = |day: Option<&usize>| day.map_or_else(String::new, |&day| date(all.history.date(day)));
    format!(
        "{} of people remaining past ready, from {} to {}",
        count(origins.len() as u64, "forecast"),
        on(origins.first()),
        on(origins.last())
    )
}

/// What made them.
pub fn runs(all: &Backcasted<'_>) -> String {
    let runs = count(all.how.runs, "run");
    if all.calibrated {
        format!("each by {runs} of {}", count(all.worlds as u64, "world"))
    } else {
        format!("each by {runs} of the scenario as it is")
    }
}

/// Each required week ahead in a sentence, and the bands.
pub fn sentences(all: &Backcasted<'_>) -> Vec<String> {
    let mut said: Vec<String> = knew(all).into_iter().collect();
    said.extend(all.required().into_iter().map(beside_rules));
    let scored: Vec<&Lead> = all.weeks().filter(|lead| lead.scores.n > 0).collect();
    if !scored.is_empty() {
        let sum = |of: fn(&Lead) -> Share| {
            let all = scored.iter().map(|lead| of(lead));
            all.fold(Share { hits: 0, of: 0 }, |a, b| Share { hits: a.hits + b.hits, of: a.of + b.of })
        };
        let (half, nine) = (sum(|lead| lead.scores.coverage50()), sum(|lead| lead.scores.coverage90()));
        said.push(format!(
            "Bands that should hold 90% held {} of what came ({} of {}), those of 50% {}.",
            percent(nine),
            nine.hits,
            nine.of,
            percent(half)
        ));
    }
    let worse: Vec<String> = scored
        .iter()
        .filter(|lead| lead.beside_best_rule().is_some_and(|beside| beside >= 1.0))
        .map(|lead| format!("{} ({})", count(lead.week as u64, "week"), lead.best_rule().0.words()))
        .collect();
    if !worse.is_empty() {
        said.push(format!("No better than a simple rule at {}.", in_a_row(&worse)));
    }
    let idle: Vec<String> = scored
        .iter()
        .filter(|lead| lead.without.n > 0 && lead.scores.mae >= lead.without.mae)
        .map(|lead| count(lead.week as u64, "week"))
        .collect();
    if !idle.is_empty() {
        said.push(format!("What was known made the forecast no better at {}.", in_a_row(&idle)));
    }
    said
}

/// Whether the figures were fitted to days that the forecasts should not know.
fn knew(all: &Backcasted<'_>) -> Option<String> {
    let (to, first) = (all.fitted_to?, all.found.origins.first()?);
    let knew = all.knew();
    (knew > 0).then(|| {
        format!(
            "{knew} of {} start on days that the figures were fitted to (up to {}): these knew what came, and the score \
             flatters. `wardflow calibrate --to {}` fits to the days before them.",
            count(all.found.origins.len() as u64, "forecast"),
            date(to),
            all.history.date(first.saturating_sub(1))
        )
    })
}

fn percent(share: Share) -> String {
    share.value().map_or_else(|| "-".to_owned(), |x| format!("{:.0}%", 100.0 * x))
}

fn beside_rules(lead: &Lead) -> String {
    let ahead = count(lead.week as u64, "week");
    let (rule, best) = lead.best_rule();
    if lead.scores.n == 0 {
        return format!("At {ahead} nothing was reported that a forecast could be held against.");
    }
    let grain = Grain::of("people", lead.scores.mae.min(best.mae));
    let more = if lead.scores.mae < best.mae { "less" } else { "more" };
    let by = if best.mae > 0.0 { (lead.scores.mae / best.mae - 1.0).abs() } else { 0.0 };
    format!(
        "At {ahead} the forecast is off by {} people on average, {:.0}% of the {} there were; the best simple rule, {}, by {}: {:.0}% {more}.",
        grain.show(lead.scores.mae),
        100.0 * lead.scores.mae / lead.scores.came.max(1e-9),
        Grain::of("people", lead.scores.came).show(lead.scores.came),
        rule.words(),
        grain.show(best.mae),
        100.0 * by
    )
}

/// Whether what was required is reached.
fn verdict(all: &Backcasted<'_>) -> Option<String> {
    let share = all.asked.skill?;
    let asked = if share > 0.0 { format!(" by {:.0}%", 100.0 * share) } else { String::new() };
    let at =
        |leads: &[&Lead]| in_a_row(&leads.iter().map(|l| count(l.week as u64, "week")).collect::<Vec<_>>());
    let missed = all.missed();
    Some(if missed.is_empty() {
        format!("The required skill is there: below the best simple rule{asked} at {}.", at(&all.required()))
    } else {
        format!("The required skill is missing: not below the best simple rule{asked} at {}.", at(&missed))
    })
}

/// Scores by week ahead.
pub fn table(all: &Backcasted<'_>) -> Vec<Block> {
    let mut grid = Grid::new(&[
        "Weeks ahead",
        "forecasts",
        "bias",
        "error",
        "last",
        "year-ago",
        "eight",
        "attainable",
        "CRPS",
        "in 50%",
        "in 90%",
    ]);
    for lead in all.weeks().filter(|lead| lead.scores.n > 0) {
        let scores = &lead.scores;
        let grain = Grain::finer("people", lead.rules.iter().map(|rule| rule.mae).fold(scores.mae, f64::max));
        let mut row = vec![lead.week.to_string(), scores.n.to_string()];
        row.extend([scores.bias, scores.mae].map(|x| grain.show(x)));
        row.extend(lead.rules.map(|rule| grain.show(rule.mae)));
        row.push(if lead.attainable.n > 0 { grain.show(lead.attainable.mae) } else { "-".to_owned() });
        row.push(grain.show(scores.crps));
        row.extend([percent(scores.coverage50()), percent(scores.coverage90())]);
        grid.row(row);
    }
    grid.blocks()
}

/// What the columns are.
pub fn read_as(all: &Backcasted<'_>) -> String {
    let early = match all.found.too_early.len() as u64 {
        0 => String::new(),
        n => format!(" Of {} too little was known.", count(n, "day")),
    };
    let worlds = if all.calibrated && all.fitted_to.is_none() {
        " The worlds are taken as they are: those that were fitted to days after a forecast have seen what they should not."
    } else {
        ""
    };
    capital(&format!(
        "means of seven days of people remaining, in people. Bias: forecast less what came. Error: mean absolute error, of the median. Last, year-ago, eight: the errors of the rules last value, same week last year and mean of the last eight weeks. Attainable: the error on weeks that the runs made themselves. CRPS: error and width of the whole forecast in one; that of a rule is its error. In 50%, in 90%: how often the band held what came.{early}{worlds} docs/backcast.md says how it is done."
    ))
}

/// The longest week ahead in a few words, for headlines.
pub fn beside_in_short(all: &Backcasted<'_>) -> String {
    let lead = all.required().into_iter().rfind(|lead| lead.scores.n > 0);
    let Some((lead, beside)) = lead.and_then(|lead| Some((lead, lead.beside_best_rule()?))) else {
        return "Nothing was reported that a forecast could be held against.".to_owned();
    };
    let ahead = count(lead.week as u64, "week");
    if beside < 1.0 {
        format!(
            "At {ahead} forecasts are off by {:.0}% less than the best simple rule.",
            100.0 * (1.0 - beside)
        )
    } else {
        format!("At {ahead} forecasts are no better than the best simple rule.")
    }
}
