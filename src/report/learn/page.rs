//! The page of `learn`: which figure is worth measuring, and which is not.

use super::Learnt;
use crate::experiment::decide::Table;
use crate::experiment::learn::{Learned, Value};
use crate::measures::outcome::SYSTEM;
use crate::report::block::Block;
use crate::report::charts::{Bar, Bars, Chart, Frame};
use crate::report::differences::words_of;
use crate::report::grid::Grid;
use crate::report::page::Page;
use crate::report::paths::figure;
use crate::report::study::Picture;
use crate::report::words::{Grain, count, in_a_row, period};

/// So many figures are named in the answer.
const NAMED: usize = 3;
/// So many bars are drawn.
const MOST_BARS: usize = 15;

/// The page.
pub fn page(all: &Learnt<'_>) -> Page {
    let options = count(all.stems.len() as u64 - 1, "option");
    let calendar = &all.scenarios[0].plan.calendar;
    let runs = all.comparison.replications[0].len() as u64;
    let title = format!("What better data is worth: {} and {options}", all.labels[0]);
    let when = period(calendar.start(), calendar.measured_days());
    let mut page = Page::of_study(&title, &format!("{when}, {} of each", count(runs, "run")));
    page.points(all.found.iter().flat_map(|(table, found)| said(all, table, found)));
    if all.found.is_empty() {
        page.say(
            "Nothing can be told: only one world was seen (two runs in a row share a world; --runs), or the outcome has \
             no value or no better side.",
        );
    }
    for (table, found) in &all.found {
        page.part(rows(all, table, found));
    }
    page.part(surveys(all));
    page.paragraph(
        "What a figure is worth: by how much the choice would be better on average if it were known before choosing, in \
         a year. Nothing: what options are worth does not clearly hang on it, all figures taken together (Holm's \
         rule), or the same option is the best whatever it is. Values do not add up: one figure may do for another. \
         By regression of what options are worth on each figure over the worlds (Strong, Oakley and Brennan 2014).",
    );
    page
}

fn label(all: &Learnt<'_>, option: usize) -> String {
    if option == 0 { "the scenario as it is".to_owned() } else { format!("“{}”", all.labels[option]) }
}

fn name(all: &Learnt<'_>, path: &str) -> String {
    figure(&all.scenarios[0].names, path, &[path.to_owned()])
}

fn show(table: &Table, x: f64) -> String {
    let shown = Grain::of(table.unit, x).show(x);
    if table.unit == "£" { shown } else { format!("{shown} {}", table.unit) }
}

/// The figures that are worth anything, the most first.
fn worth(all: &Learnt<'_>, found: &Learned) -> Vec<(usize, Value)> {
    let figures = all.decision().map_or(0, |decision| decision.figures.paths.len());
    let mut worth: Vec<(usize, Value)> =
        (0..figures).map(|i| (i, found.figures[i].0)).filter(|(_, value)| value.mean > 0.0).collect();
    worth.sort_by(|a, b| b.1.mean.total_cmp(&a.1.mean).then(a.0.cmp(&b.0)));
    worth
}

fn said(all: &Learnt<'_>, table: &Table, found: &Learned) -> Vec<String> {
    let times = all.a_year();
    let by = if table.unit == "£" {
        "In pounds (bed-days avoided at the price of an acute bed-day, less what is spent)".to_owned()
    } else {
        format!("By “{}”", words_of(&SYSTEM[all.comparison.by]))
    };
    let best = label(all, found.best);
    if found.everything <= 0.0 {
        return vec![format!(
            "{by}: {best} is the best choice in every world, so no better data would change it."
        )];
    }
    let first = format!(
        "{by}: as things are known, {best} is the best choice on average; knowing which world is ours would be worth \
         {} a year.",
        show(table, found.everything * times)
    );
    let worth = worth(all, found);
    let paths = all.decision().map(|decision| decision.figures.paths.as_slice()).unwrap_or_default();
    if worth.is_empty() {
        return vec![
            first,
            "No single figure, if it were known, would clearly change the choice.".to_owned(),
        ];
    }
    let each: Vec<String> = (worth.iter().take(NAMED))
        .map(|(i, value)| {
            let range = value.interval95.map(|end| end * times);
            format!(
                "{}: {} a year ({})",
                name(all, &paths[*i].0),
                show(table, value.mean * times),
                Grain::of(table.unit, value.mean * times).range(range)
            )
        })
        .collect();
    let nothing = paths.len() - worth.len();
    let rest = if nothing > 0 {
        let others = if nothing == 1 { "other figure is".to_owned() } else { format!("other {nothing} are") };
        format!(" The {others} worth nothing that these worlds show.")
    } else {
        String::new()
    };
    vec![first, format!("Worth measuring: {}.{rest}", in_a_row(&each))]
}

fn rows(all: &Learnt<'_>, table: &Table, found: &Learned) -> Vec<Block> {
    let worth = worth(all, found);
    if worth.is_empty() {
        return Vec::new();
    }
    let unit = if table.unit == "£" { "pounds".to_owned() } else { table.unit.to_owned() };
    let head = ["Figure, if it were known".to_owned(), format!("{unit} a year"), "how sure".to_owned()];
    let mut grid = Grid::new(&head.each_ref().map(String::as_str));
    let paths = all.decision().map(|decision| decision.figures.paths.as_slice()).unwrap_or_default();
    for (i, value) in worth {
        let times = all.a_year();
        let grain = Grain::of(table.unit, value.mean * times);
        let range = value.interval95.map(|end| end * times);
        grid.row(vec![name(all, &paths[i].0), grain.show(value.mean * times), grain.range(range)]);
    }
    grid.blocks()
}

fn surveys(all: &Learnt<'_>) -> Vec<Block> {
    if all.surveys.is_empty() {
        return Vec::new();
    }
    let heads: Vec<String> =
        std::iter::once("Survey, with its error".to_owned())
            .chain(all.found.iter().map(|(table, _)| {
                format!("{} a year", if table.unit == "£" { "pounds" } else { table.unit })
            }))
            .collect();
    let mut grid = Grid::new(&heads.iter().map(String::as_str).collect::<Vec<_>>());
    let unit = |path: &str| {
        let paths = all.decision().map(|decision| decision.figures.paths.as_slice()).unwrap_or_default();
        paths.iter().find(|(own, ..)| own == path).map_or("", |(_, unit, _)| unit.as_str()).to_owned()
    };
    for (i, survey) in all.surveys.iter().enumerate() {
        let error = format!("{}{}", Grain::finer("", survey.error).show(survey.error), unit(&survey.path));
        let mut row = vec![format!("{} (± {error})", name(all, &survey.path))];
        row.extend(all.found.iter().map(|(table, found)| {
            let x = found.surveys[i].mean * all.a_year();
            if x > 0.0 { Grain::of(table.unit, x).show(x) } else { "nothing".to_owned() }
        }));
        grid.row(row);
    }
    grid.blocks()
}

/// What each figure is worth, as bars; none where none is worth anything.
pub fn picture(all: &Learnt<'_>) -> Option<Picture> {
    let (table, found) = all.found.first()?;
    let worth = worth(all, found);
    let paths = all.decision()?.figures.paths.as_slice();
    let times = all.a_year();
    let (first, _) = worth.first()?;
    let bars: Vec<Bar> = (worth.iter().take(MOST_BARS))
        .map(|(i, value)| Bar {
            label: name(all, &paths[*i].0),
            value: value.mean * times,
            interval: Some((value.interval95[0] * times, value.interval95[1] * times)),
            ..Bar::default()
        })
        .collect();
    let unit = if table.unit == "£" { "£" } else { table.unit };
    let title = format!("What is worth measuring first: “{}”", name(all, &paths[*first].0));
    let each = bars.iter().map(|bar| format!("{}: {}", bar.label, show(table, bar.value)));
    let chart = Chart::Bars(Bars {
        frame: Frame {
            subtitle:
                "By how much the choice would be better on average, in a year, if the figure were known"
                    .to_owned(),
            description: format!("{title}. {}.", each.collect::<Vec<_>>().join("; ")),
            title,
            ..Frame::default()
        },
        measure: format!("Worth of knowing it ({unit} a year)"),
        interval_name: "95% interval".to_owned(),
        bars,
        ..Bars::default()
    });
    Some(Picture { name: "worth-knowing", chart })
}
