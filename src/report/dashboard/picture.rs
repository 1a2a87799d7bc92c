//! The chart of a dashboard: a panel for each measure, what happened before a rule at today and what is expected
//! after it.

use jiff::ToSpan;
use jiff::civil::Date;

use super::said::{headline, measure};
use super::{Dashboard, flag};
use crate::experiment::dashboard::{Ahead, Panel as Measure};
use crate::experiment::spc::{Grain, Spc};
use crate::experiment::worlds::history::WEEK;
use crate::report::charts::{BandNames, Before, Chart, FanDay, Flag, Frame, Level, Panel, Panels, Series};
use crate::report::study::Picture;
use crate::report::words::date;

/// Weeks of history that are drawn; of single days fewer are there.
const WEEKS: usize = 52;

/// The chart.
pub fn picture(all: &Dashboard<'_>) -> Picture {
    let panels: Vec<Panel> = all.panels.iter().map(|panel| drawn(all, panel)).collect();
    let days = all.panels.iter().any(|panel| panel.grain == Grain::Day);
    let mut note =
        "Each panel has an axis of its own, which need not begin at zero. Limits are of what was reported, never of runs.".to_owned();
    if days {
        note.push_str(" Single days where fewer than 12 weeks were reported.");
    }
    if all.panels.iter().any(|panel| panel.spc.is_none()) {
        note.push_str(" Nothing before today: nothing was reported.");
    }
    let subtitle = format!(
        "{}: what was reported up to {}, then what is expected",
        all.scenario.names.scenario,
        date(all.reported.today().yesterday().unwrap_or(all.reported.first))
    );
    let said: Vec<String> = all.panels.iter().map(|panel| measure(all, panel)).collect();
    let chart = Chart::Panels(Panels {
        frame: Frame {
            title: headline(all),
            description: format!("{subtitle}. {}", said.join(" ")),
            subtitle,
            ..Frame::default()
        },
        names: BandNames {
            median: "Median of single runs".to_owned(),
            half: "Half of single runs (50% band)".to_owned(),
            nine_in_ten: "9 in 10 single runs (90% band)".to_owned(),
        },
        panels,
        note,
        ..Panels::default()
    });
    Picture { name: "dashboard", chart }
}

/// Where the point of some days stands: at their middle.
fn middle(first: Date, days: usize) -> Date {
    first.saturating_add(i64::try_from(days / 2).unwrap_or(0).days())
}

fn fan_day(ahead: &Ahead) -> FanDay {
    let known = |x: Option<f64>| x.unwrap_or(f64::NAN);
    let band = ahead.band;
    FanDay {
        date: middle(ahead.date, ahead.days),
        p5: known(band.p5),
        p25: known(band.p25),
        p50: band.p50.unwrap_or(band.mean),
        p75: known(band.p75),
        p95: known(band.p95),
    }
}

fn drawn(all: &Dashboard<'_>, panel: &Measure) -> Panel {
    let told = all.told(panel);
    let mean = if panel.grain == Grain::Week { ", weekly means" } else { "" };
    Panel {
        title: told.words.clone(),
        measure: format!("{}{mean}", told.axis),
        series: Series {
            days: panel.points.iter().map(fan_day).collect(),
            before: panel.spc.as_ref().map(|spc| before(all, panel, spc)),
            ..Series::default()
        },
    }
}

fn before(all: &Dashboard<'_>, panel: &Measure, spc: &Spc) -> Before {
    let better = all.told(panel).better;
    let from = all.reported.days.saturating_sub(WEEK * WEEKS);
    let at = |day: usize| middle(all.reported.date(day), spc.grain.days());
    let is_drawn = |point: usize| spc.points[point].0 >= from;
    let mut flagged: Vec<(Date, Flag)> = Vec::new();
    // The latest sign says what a point of several means.
    for signal in spc.signals.iter().rev() {
        for point in signal.points.iter().copied().filter(|point| is_drawn(*point)) {
            let date = at(spc.points[point].0);
            if flagged.iter().all(|(own, _)| *own != date) {
                flagged.push((date, flag(better, signal.side)));
            }
        }
    }
    flagged.sort_by_key(|(date, _)| *date);
    let now = spc.now();
    let earlier = spc.levels.iter().filter(|level| now != Some(*level) && level.to > from);
    Before {
        label: "Reported".to_owned(),
        points: spc.points.iter().filter(|point| point.0 >= from).map(|&(day, x)| (at(day), x)).collect(),
        mean: ("Mean".to_owned(), now.map_or(f64::NAN, |level| level.mean)),
        limits: ("Natural process limits".to_owned(), now.map_or([f64::NAN; 2], |level| level.limits)),
        from: now.filter(|level| level.from > from).map(|level| all.reported.date(level.from)),
        earlier: earlier
            .map(|level| Level {
                from: all.reported.date(level.from.max(from)),
                to: all.reported.date(level.to),
                mean: level.mean,
                limits: level.limits,
            })
            .collect(),
        flagged,
        today: Some(all.reported.today()),
        lifts: true,
    }
}
