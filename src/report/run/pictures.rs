//! The charts of a run: which there are, and what each says. How they are drawn is told in
//! `charts`; what they say in words comes from the same figures as the page.

use crate::scenario::plan::ServiceIndex;
use jiff::ToSpan;
use jiff::civil::Date;

use super::Run;
use super::flow::flow;
use super::headline::shares_of_delay;
use crate::base::{Limit, Position, Timetable};
use crate::experiment::Estimate;
use crate::experiment::findings::Band;
use crate::measures::DailyMeasure;
use crate::measures::outcome::{Key, Leavers, PerService, System};
use crate::report::charts::{
    BandNames, Bar, Bars, Chart, Fan, FanDay, Frame, Panel, Panels, Series, Steps, longest_first,
};
use crate::report::steadiness::mark;
use crate::report::study::Picture;
use crate::report::words::{Grain, count, date};
use crate::scenario::unstable::Unstable;
use crate::scenario::{Reasons, Scenario};

/// Reasons shown with a bar of their own.
const REASONS: usize = 14;
/// Services shown with a panel of their own.
const SERVICES: usize = 11;

/// Every chart of a run.
pub fn pictures(run: &Run<'_>) -> Vec<Picture> {
    vec![
        Picture { name: "nctr-by-day", chart: nctr_by_day(run) },
        Picture { name: "delay-by-pathway", chart: delay_by_pathway(run) },
        Picture { name: "delayed-bed-days-by-reason", chart: by_reason(run) },
        Picture { name: "occupancy-by-day", chart: occupancy_by_day(run) },
        Picture { name: "flow", chart: flow(run) },
    ]
}

pub(super) fn frame(run: &Run<'_>, title: String, measure: &str, extremes: &str) -> Frame {
    let findings = run.findings;
    let last = findings.start.saturating_add((i64::from(findings.days) - 1).days());
    let period = match findings.days {
        0 | 1 => date(findings.start),
        _ => format!("{} to {}", date(findings.start), date(last)),
    };
    Frame {
        subtitle: format!("{measure}, {period}"),
        description: format!("{title}. {measure}, {period}. {extremes}"),
        title,
        ..Frame::default()
    }
}

fn daily<'a>(run: &Run<'a>, measure: DailyMeasure) -> &'a [Band] {
    let all = DailyMeasure::all(run.scenario.plan.services.len());
    let at = all.iter().position(|&m| m == measure);
    at.map_or(&[], |i| &run.findings.daily[i])
}

fn fan_days(run: &Run<'_>, bands: &[Band]) -> Vec<FanDay> {
    let known = |q: Option<f64>| q.unwrap_or(f64::NAN);
    bands
        .iter()
        .enumerate()
        .map(|(day, band)| FanDay {
            date: day_after(run.findings.start, day),
            p5: known(band.p5),
            p25: known(band.p25),
            p50: band.p50.unwrap_or(band.mean),
            p75: known(band.p75),
            p95: known(band.p95),
        })
        .collect()
}

/// People past ready at each midnight: the size of `nctr_remaining`, with which pages lead.
pub(in crate::report) fn nctr_days(run: &Run<'_>) -> Vec<FanDay> {
    fan_days(run, daily(run, DailyMeasure::NctrRemaining))
}

/// What [`nctr_days`] are, below a headline.
pub(in crate::report) fn nctr_days_are(scenario: &Scenario) -> &'static str {
    if scenario.plan.hospital.daily_return.is_plain() {
        "People in acute beds with no criteria to reside at midnight"
    } else {
        "People with no criteria to reside at midnight, as the daily return counts them"
    }
}

/// The same at an axis.
pub(in crate::report) const NCTR_AXIS: &str = "People at midnight";

fn day_after(start: Date, days: usize) -> Date {
    start.saturating_add(i64::try_from(days).unwrap_or(i64::MAX).days())
}

pub(in crate::report) fn names(runs: u64) -> BandNames {
    BandNames {
        median: if runs == 1 { "The one run" } else { "Median run" }.to_owned(),
        half: "Half of single runs (50% band)".to_owned(),
        nine_in_ten: "9 in 10 single runs (90% band)".to_owned(),
    }
}

/// The days on which the median is least and greatest.
fn extremes(days: &[FanDay]) -> String {
    let by_median = |a: &&FanDay, b: &&FanDay| a.p50.total_cmp(&b.p50);
    match (days.iter().min_by(by_median), days.iter().max_by(by_median)) {
        (Some(least), Some(most)) => format!(
            "The median run is least on {} ({}) and greatest on {} ({}).",
            date(least.date),
            Grain::of("people", least.p50).show(least.p50),
            date(most.date),
            Grain::of("people", most.p50).show(most.p50)
        ),
        _ => String::new(),
    }
}

fn nctr_by_day(run: &Run<'_>) -> Chart {
    let days = nctr_days(run);
    let people = run.findings.system(System::NctrRemaining);
    let mark = mark(Unstable::of(run.scenario).outcome("nctr_remaining"));
    let title = match people.mean {
        Some(mean) if mean > 0.0 && !run.scenario.plan.hospital.daily_return.is_plain() => {
            format!(
                "In the simulation the daily return counts about {} people at midnight in a bed they no longer need{mark}",
                shown(people)
            )
        }
        Some(mean) if mean > 0.0 => {
            format!(
                "About {} people at midnight are in a hospital bed they no longer need{mark}",
                shown(people)
            )
        }
        _ => "No patient stays in a hospital bed they no longer need".to_owned(),
    };
    Chart::Fan(Fan {
        frame: frame(run, title, nctr_days_are(run.scenario), &extremes(&days)),
        measure: NCTR_AXIS.to_owned(),
        names: names(run.findings.runs),
        series: Series { days, ..Series::default() },
    })
}

fn shown(estimate: &Estimate) -> String {
    estimate.mean.map_or_else(|| "–".to_owned(), |mean| Grain::of(estimate.unit, mean).show(mean))
}

fn interval(estimate: &Estimate) -> Option<(f64, f64)> {
    estimate.precision95.map(|[low, high]| (low, high))
}

fn delay_by_pathway(run: &Run<'_>) -> Chart {
    let (people, mean, p90) =
        (Leavers::Discharges.index(), Leavers::DelayDaysMean.index(), Leavers::DelayDaysP90.index());
    let bars: Vec<Bar> = (run.scenario.names.pathways.iter().zip(&run.findings.pathways))
        .filter(|(_, found)| found[people].mean.is_some_and(|n| n > 0.0))
        .filter_map(|(name, found)| {
            Some(Bar {
                label: name.label.clone(),
                value: found[mean].mean?,
                interval: interval(&found[mean]),
                marker: found[p90].mean,
                ..Bar::default()
            })
        })
        .collect();
    let longest = bars.iter().max_by(|a, b| a.value.total_cmp(&b.value));
    let title = longest.filter(|bar| bar.value > 0.0).map_or_else(
        || "No patient waits once they are ready to leave".to_owned(),
        |bar| {
            let days = Grain::of("days", bar.value).show(bar.value);
            format!("The longest wait is on “{}”: {days} days on average", bar.label)
        },
    );
    let each = bars.iter().map(|b| format!("{}: {}", b.label, Grain::of("days", b.value).show(b.value)));
    let description = format!("Mean days: {}.", each.collect::<Vec<_>>().join("; "));
    Chart::Bars(Bars {
        frame: frame(run, title, "Days from ready to leaving hospital, by pathway decided", &description),
        measure: "Days from ready to leaving".to_owned(),
        unit: "days".to_owned(),
        value_name: "Mean".to_owned(),
        interval_name: "How sure the mean is (95%)".to_owned(),
        marker_name: "9 in 10 people wait less than this".to_owned(),
        bars,
        ..Bars::default()
    })
}

fn by_reason(run: &Run<'_>) -> Chart {
    let reasons = Reasons::of(&run.scenario.plan);
    let bars: Vec<Bar> = (reasons.all().zip(&run.findings.reasons))
        .filter_map(|(reason, estimate)| {
            let value = estimate.mean.filter(|days| *days > 0.0)?;
            let label = reasons.label(reason, &run.scenario.names);
            Some(Bar { label, value, interval: interval(estimate), ..Bar::default() })
        })
        .collect();
    let title = shares_of_delay(run).first().map_or_else(
        || "No patient waits once they are ready to leave".to_owned(),
        |most| {
            let share = Grain::of("share", most.share).show(most.share);
            format!("{share} of delayed bed-days are booked to “{}”", most.label)
        },
    );
    let each = bars.iter().map(|b| format!("{}: {}", b.label, Grain::of("bed-days", b.value).show(b.value)));
    let description = format!("Bed-days: {}.", each.collect::<Vec<_>>().join("; "));
    Chart::Bars(Bars {
        frame: frame(
            run,
            title,
            "Acute bed-days of people with no criteria to reside, by reason",
            &description,
        ),
        measure: "Delayed bed-days in the period".to_owned(),
        unit: "bed-days".to_owned(),
        value_name: "Mean".to_owned(),
        interval_name: "How sure the mean is (95%)".to_owned(),
        marker_name: String::new(),
        bars: longest_first(bars, REASONS, "Other reasons"),
        note: "Bars show what came first where several things run side by side, not what would be saved."
            .to_owned(),
        ..Bars::default()
    })
}

fn occupancy_by_day(run: &Run<'_>) -> Chart {
    let plan = &run.scenario.plan;
    let hospital = Panel {
        title: "Hospital: acute beds".to_owned(),
        measure: "People".to_owned(),
        series: Series {
            days: fan_days(run, daily(run, DailyMeasure::Hospital)),
            capacity: capacity(run, &plan.hospital.beds, DailyMeasure::OpenedBeds),
            ..Series::default()
        },
    };
    let counts = [PerService::Starts, PerService::PeopleMean].map(Key::index);
    let used = |s: ServiceIndex| {
        counts.iter().any(|&i| run.findings.services[s.position()][i].mean.is_some_and(|n| n > 0.0))
    };
    let in_use: Vec<ServiceIndex> =
        plan.services.numbers().filter(|&s| used(s) && !plan.services[s].permanent).collect();
    let left_out = in_use.len().saturating_sub(SERVICES);
    let services = in_use.into_iter().take(SERVICES).map(|s| Panel {
        title: run.scenario.names.services[s].label.clone(),
        measure: "People".to_owned(),
        series: Series {
            days: fan_days(run, daily(run, DailyMeasure::Service(s))),
            capacity: capacity(run, &plan.services[s].people, DailyMeasure::OpenedPlaces(s)),
            ..Series::default()
        },
    });
    let title = match run.findings.system(System::AcuteOccupancy).mean {
        Some(_) => {
            format!(
                "{} of acute beds are in use on average",
                shown(run.findings.system(System::AcuteOccupancy))
            )
        }
        None => format!(
            "About {} acute bed-days are used in this period",
            shown(run.findings.system(System::AcuteBedDays))
        ),
    };
    let panels: Vec<Panel> = std::iter::once(hospital).chain(services).collect();
    let mut note = "Each panel has an axis of its own.".to_owned();
    if panels.iter().any(|panel| panel.series.capacity.is_none()) {
        note.push_str(" No line: no limit to the number of people.");
    }
    if DailyMeasure::all(plan.services.len()).into_iter().any(|m| opens(m) && !daily(run, m).is_empty()) {
        note.push_str(
            " The line holds what is opened for a while, escalation beds too, as the mean of all runs.",
        );
    }
    if left_out > 0 {
        note = format!("{note} {} more in daily.csv.", count(left_out as u64, "service"));
    }
    Chart::Panels(Panels {
        frame: frame(run, title, "People in hospital and in each service, average of each day", ""),
        names: names(run.findings.runs),
        capacity_name: "Beds open, or places".to_owned(),
        second_name: String::new(),
        panels,
        note,
    })
}

fn opens(measure: DailyMeasure) -> bool {
    matches!(measure, DailyMeasure::OpenedBeds | DailyMeasure::OpenedPlaces(_))
}

/// The amount on each measured day on which it changes, with what is opened beyond it on average;
/// `None` where it is never limited.
fn capacity(run: &Run<'_>, amount: &Timetable<Limit>, opened: DailyMeasure) -> Option<Steps> {
    let calendar = &run.scenario.plan.calendar;
    let from = calendar.measured_from();
    let mut changes = vec![(run.findings.start, amount.value_at(from).or_infinite())];
    let mut at = amount.next_change(from);
    while at < calendar.end() {
        let day = (at.day() - from.day()) as usize;
        changes.push((day_after(run.findings.start, day), amount.value_at(at).or_infinite()));
        at = amount.next_change(at);
    }
    let limited = changes.iter().any(|(_, n)| n.is_finite());
    let changes = with_opened(changes, run.findings.start, daily(run, opened));
    limited.then(|| Steps { label: "Beds or places".to_owned(), changes })
}

/// Steps with the mean of what is open beyond them added on each day.
fn with_opened(changes: Vec<(Date, f64)>, start: Date, opened: &[Band]) -> Vec<(Date, f64)> {
    if opened.is_empty() {
        return changes;
    }
    let mut stepped: Vec<(Date, f64)> = Vec::new();
    for (day, band) in opened.iter().enumerate() {
        let date = day_after(start, day);
        let Some(&(_, core)) = changes.iter().rev().find(|change| change.0 <= date) else { continue };
        let amount = core + band.mean;
        if stepped.last().is_none_or(|&(_, before)| before.to_bits() != amount.to_bits()) {
            stepped.push((date, amount));
        }
    }
    stepped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use crate::report::charts::{Format, render};

    #[test]
    fn what_is_open_beyond_the_plan_is_part_of_the_places_line_day_by_day() {
        let day = |n: usize| day_after(Date::constant(2025, 1, 6), n);
        let opened = [0.0, 0.5, 0.5, 1.0, 1.0].map(|mean| Band { mean, ..Band::default() });
        let stepped = with_opened(vec![(day(0), 10.0), (day(2), 12.0)], day(0), &opened);
        assert_eq!(stepped, [(day(0), 10.0), (day(1), 10.5), (day(2), 12.5), (day(3), 13.0)]);
        let plain = vec![(day(0), 10.0)];
        assert_eq!(with_opened(plain.clone(), day(0), &[]), plain);
    }

    #[test]
    fn the_people_waiting_that_are_drawn_are_those_of_the_headline() {
        let (scenario, replications, findings) = made_up(5);
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        let Chart::Fan(fan) = nctr_by_day(&run) else { panic!("a fan") };
        let band = daily(&run, DailyMeasure::NctrRemaining)[3];
        assert_eq!(Some(fan.series.days[3].p50), band.p50);
        assert!(
            fan.frame.title.contains(&shown(findings.system(System::NctrRemaining))),
            "{}",
            fan.frame.title
        );
        assert!(fan.frame.subtitle.contains("at midnight") && fan.measure.contains("at midnight"));
    }

    #[test]
    fn every_picture_of_a_run_can_be_drawn_and_says_a_finding() {
        for runs in [1, 5, 40] {
            let (scenario, replications, findings) = made_up(runs);
            let run =
                Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
            let all = pictures(&run);
            assert_eq!(all.len(), 5);
            for picture in all {
                let svg = String::from_utf8(render(&picture.chart, Format::Svg).unwrap()).unwrap();
                assert!(svg.contains("<title") && svg.len() > 2000, "{}", picture.name);
            }
        }
    }
}
