//! What follows the first two pages: what they had no room for, the details, every chart, how it was made and the
//! commands. Next: `ink.rs`.

use std::collections::BTreeSet;

use super::figure;
use super::flow::Flow;
use super::front::Left;
use super::style::{BODY, QUIET};
use super::table;
use crate::report::block::{Block, Part, Table};
use crate::report::brief::{Brief, Figure};
use crate::report::words;

/// Longer tables of the numbers behind a chart are left to the workbook.
const MOST_NUMBERS: usize = 40;

/// The appendix; it begins a page.
pub fn appendix(flow: &mut Flow, brief: &Brief, left: &Left) {
    let mut drawn: BTreeSet<&str> = left.chart.as_deref().into_iter().collect();
    flow.new_page();
    flow.heading(2, "Appendix");
    let points = brief.caveats.iter().skip(left.caveats).chain(&brief.points);
    let points: Vec<&str> = points.map(|point| point.text.as_str()).collect();
    if !points.is_empty() {
        flow.heading(3, "What else was found");
        flow.points(points);
    }
    if left.options {
        flow.heading(3, "All rows of the first pages’ tables");
        for part in &brief.options {
            table::table(flow, part, usize::MAX);
        }
    }
    if left.rests {
        parts(flow, brief, &brief.rests_on, &mut drawn);
    }
    parts(flow, brief, &brief.detail, &mut drawn);
    charts(flow, brief, left, &mut drawn);
    parts(flow, brief, &brief.method, &mut drawn);
    if !brief.commands.is_empty() {
        flow.heading(3, "Commands that make it again");
        for command in &brief.commands {
            flow.paragraph(command, BODY);
        }
    }
    if !brief.made_of.is_empty() {
        flow.heading(3, "What it was made of");
        let row = |(name, value): &(String, String)| vec![name.clone(), value.clone()];
        let header = vec!["What".to_owned(), "Value".to_owned()];
        let rows = brief.made_of.iter().map(row).collect();
        table::table(flow, &Table { title: String::new(), header, rows }, usize::MAX);
    }
}

/// The charts that stand nowhere else, and the numbers behind the one on the first pages.
fn charts<'a>(flow: &mut Flow, brief: &'a Brief, left: &Left, drawn: &mut BTreeSet<&'a str>) {
    if let Some(chart) = left.chart.as_ref().and_then(|name| brief.figure(name))
        && !chart.table.rows.is_empty()
    {
        flow.heading(3, &format!("Behind the chart of the first pages: {}", chart.title));
        numbers(flow, chart);
    }
    let others: Vec<&Figure> =
        brief.figures.iter().filter(|figure| !drawn.contains(figure.name.as_str())).collect();
    if others.is_empty() {
        return;
    }
    flow.heading(3, "Other charts");
    for chart in others {
        if drawn.insert(&chart.name) {
            with_numbers(flow, chart);
        }
    }
}

/// Parts with their text, tables and charts.
fn parts<'a>(flow: &mut Flow, brief: &'a Brief, parts: &'a [Part], drawn: &mut BTreeSet<&'a str>) {
    for part in parts {
        flow.heading(3, &part.heading);
        for block in &part.blocks {
            match block {
                Block::Text(text) => flow.paragraph(text, BODY),
                Block::Points(points) => flow.points(points.iter().map(String::as_str)),
                Block::Table(part) => table::table(flow, part, usize::MAX),
            }
        }
        for chart in part.figures.iter().filter_map(|name| brief.figure(name)) {
            if drawn.insert(&chart.name) {
                with_numbers(flow, chart);
            } else {
                flow.paragraph(&format!("The chart “{}” stands further up.", chart.title), QUIET);
            }
        }
    }
}

fn with_numbers(flow: &mut Flow, chart: &Figure) {
    figure::figure(flow, chart, 4, figure::HIGHEST);
    numbers(flow, chart);
}

/// The numbers that a chart draws, where they are not too many.
fn numbers(flow: &mut Flow, chart: &Figure) {
    match chart.table.rows.len() {
        0 => {}
        1..=MOST_NUMBERS => {
            // The words above the chart need not be said again.
            let title = "The numbers behind the chart".to_owned();
            table::table(flow, &Table { title, ..chart.table.clone() }, usize::MAX);
        }
        many => {
            let rows = words::count(many as u64, "row");
            flow.paragraph(&format!("Its numbers, {rows}, are in results.xlsx and report.html."), QUIET);
        }
    }
}
