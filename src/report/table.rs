//! The page on stdout: the answer in sentences, then tables, at most 100 characters wide. Plain
//! text without colours. Knows nothing of terminals or files.

use super::Run;
use super::grid::Grid;
use super::headline::{as_lines, headlines, shares_of_delay};
use super::words::{Grain, count, period, wrapped};
use crate::base::Timetable;
use crate::experiment::observed::Compared;
use crate::experiment::precision::{OUTCOMES, Reached};
use crate::experiment::{Estimate, grouped};
use crate::measures::outcome::{PATHWAY, SERVICE, index_of};
use crate::scenario::names::in_words;
use crate::scenario::plan::{Load, Service, Starts, UNLIMITED};
use crate::scenario::{Plan, SourceKind};

/// No line is longer.
pub const WIDTH: usize = 100;
/// Reasons below this share are shown as one.
const SMALL: f64 = 0.01;

/// A row of the first table: outcome, words, and whether it is left out where it is 0.
type Row = (&'static str, &'static str, bool);

/// The first table, in parts with a title.
const ROWS: &[(&str, &[Row])] = &[
    (
        "Waiting to leave",
        &[
            ("nctr_bed_days", "Bed-days with NCTR", false),
            ("nctr_people", "People with NCTR at any moment", false),
            ("nctr_remaining", "People with NCTR at midnight", false),
            ("nctr_share_of_beds", "Share of occupied beds with NCTR", false),
            ("delay_days_mean", "Days from ready to leaving, mean", false),
            ("delay_days_p90", "Nine in ten leave within (days)", false),
            ("delay_band_0", "Leave on the day they are ready", false),
            ("delayed_days_mean", "Days late, of those who leave later", false),
            ("delay_band_21_more", "Leave 21 or more days late", true),
            ("round_wait_people", "Well enough, not found by a round yet", true),
            ("still_waiting", "People with NCTR at the end", true),
        ],
    ),
    (
        "Hospital",
        &[
            ("discharges", "People who left hospital alive", false),
            ("acute_occupancy", "Share of acute beds in use", false),
            ("days_over_92_percent", "Days with over 92% of beds in use", false),
            ("bed_wait_hours_mean", "Hours an emergency waits for a bed", true),
            ("bed_wait_over_4h", "Emergencies that wait over 4 hours", true),
            ("still_waiting_bed", "Emergencies without a bed at the end", true),
            ("still_waiting_bed_hours", "Hours that these have waited so far", true),
            ("electives_still_waiting", "Planned people without one at the end", true),
            ("hours_with_bed_queue", "Hours with somebody waiting for a bed", true),
            ("electives_cancelled", "Planned admissions cancelled", true),
            ("stays_21_days", "People in hospital 21 days or longer", true),
        ],
    ),
    (
        "Outside hospital",
        &[
            ("waiting_in_community", "People waiting outside hospital", true),
            ("bridged", "People on bridging care", true),
            ("bridging_days_mean", "Days on bridging care, mean", true),
            ("late_responses", "Late responses of bridging care", true),
            ("care_home_admissions", "New care home residents", true),
            ("readmissions_30d", "Readmitted within 30 days", true),
            ("home_at_91_days", "At home 91 days after reablement", true),
            ("cost_total", "Cost of beds and services", true),
        ],
    ),
];

/// The page. `compared` is the run beside what was observed, `written` says where the files are.
pub fn page(run: &Run<'_>, compared: &[Compared], written: &str) -> String {
    let mut lines = heading(run);
    lines.push(String::new());
    lines.extend(as_lines(&headlines(run), WIDTH));
    let parts = [
        outcomes(run),
        pathways(run),
        reasons(run),
        national_groups(run),
        services(run),
        payers(run),
        observed(compared),
        basis(run),
    ];
    for part in parts {
        if !part.is_empty() {
            lines.push(String::new());
            lines.extend(part);
        }
    }
    lines.push(String::new());
    lines.extend(wrapped(written, "", WIDTH));
    lines.join("\n") + "\n"
}

fn observed(compared: &[Compared]) -> Vec<String> {
    if compared.is_empty() { Vec::new() } else { super::observed::table(compared) }
}

fn heading(run: &Run<'_>) -> Vec<String> {
    let found = run.findings;
    let mut lines = wrapped(&run.scenario.names.scenario, "", WIDTH);
    lines.push(format!("{}, {}", period(found.start, found.days), count(found.runs, "run")));
    lines.extend(
        Some(&run.scenario.names.description)
            .filter(|text| !text.is_empty())
            .into_iter()
            .flat_map(|text| wrapped(text, "", WIDTH)),
    );
    lines
}

fn outcomes(run: &Run<'_>) -> Vec<String> {
    let mut grid = Grid::new(&["", "mean", "how sure of it", "single runs vary"]);
    // Waits for a bed are those of people who got one: a row that leaves others out says so.
    let at_door = run.findings.system("still_waiting_bed").mean.is_some_and(|people| people > 0.0);
    for (title, rows) in ROWS {
        let mut part = Vec::new();
        for (name, label, optional) in *rows {
            let estimate = run.findings.system(name);
            let of_some = at_door && name.starts_with("bed_wait_");
            let shown = |mean: &f64| !*optional || of_some || *mean > 0.0;
            let Some(mean) = estimate.mean.filter(shown) else { continue };
            let [sure, vary] = ranges(estimate);
            let mark = if of_some { " (1)" } else { "" };
            part.push(vec![
                format!("  {label}{mark}"),
                Grain::of(estimate.unit, mean).show(mean),
                sure,
                vary,
            ]);
        }
        if !part.is_empty() {
            grid.row(vec![(*title).to_owned(), String::new(), String::new(), String::new()]);
            grid.rows(part);
        }
    }
    let mut lines = grid.lines(&[41, 12, 20, 20]);
    if at_door {
        let text = "(1) Of those who got a bed. Some never did: see who is without one at the end.";
        lines.extend(wrapped(text, "", WIDTH));
    }
    lines.extend(wrapped(
        "How sure of it: the mean of endless runs lies in this range 95 times in 100. Single runs vary: nine runs \
         in ten lie in this range, as real periods would with the same causes.",
        "",
        WIDTH,
    ));
    lines
}

fn pathways(run: &Run<'_>) -> Vec<String> {
    let of = |found: &[Estimate], name| found[index_of(PATHWAY, name)];
    let mut grid = Grid::new(&[
        "Pathway",
        "left hospital",
        "NCTR bed-days",
        "days to leave",
        "how sure",
        "9 in 10 within",
    ]);
    for (name, found) in run.scenario.names.pathways.iter().zip(&run.findings.pathways) {
        let (left, days) = (of(found, "discharges"), of(found, "nctr_bed_days"));
        // People from home pass no hospital.
        if [left, days].iter().all(|e| e.mean.is_none_or(|mean| mean <= 0.0)) {
            continue;
        }
        let delay = of(found, "delay_days_mean");
        let [sure, _] = ranges(&delay);
        let within = mean(&of(found, "delay_days_p90"));
        grid.row(vec![name.label.clone(), mean(&left), mean(&days), mean(&delay), sure, within]);
    }
    grid.lines(&[24, 13, 13, 13, 13, 14])
}

fn reasons(run: &Run<'_>) -> Vec<String> {
    let all = shares_of_delay(run);
    let mut grid = Grid::new(&["What NCTR bed-days are booked to", "bed-days", "share"]);
    // One small reason alone is no shorter as "others".
    let shown = all.iter().take_while(|r| r.share >= SMALL).count();
    let shown = if all.len() - shown < 2 { all.len() } else { shown };
    let mut show = |label: String, bed_days: f64, share: f64| {
        grid.row(vec![
            label,
            Grain::of("bed-days", bed_days).show(bed_days),
            Grain::of("share", share).show(share),
        ]);
    };
    for reason in &all[..shown] {
        show(reason.label.clone(), reason.bed_days, reason.share);
    }
    if let rest @ [_, ..] = &all[shown..] {
        let sum = |of: fn(&super::headline::ReasonShare) -> f64| rest.iter().map(of).sum();
        show(format!("{} others", rest.len()), sum(|r| r.bed_days), sum(|r| r.share));
    }
    let mut lines = grid.lines(&[61, 14, 10]);
    if !lines.is_empty() {
        lines.extend(wrapped(
            "Every delayed hour is booked to what came first. This is not a list of savings: what a change would \
             save, only two runs compared can show.",
            "",
            WIDTH,
        ));
    }
    lines
}

/// The same bed-days by the groups of the national return.
fn national_groups(run: &Run<'_>) -> Vec<String> {
    let all = grouped::national_groups(run.scenario, run.replications);
    let total: f64 = all.iter().filter_map(|(_, estimate)| estimate.mean).sum();
    // Where no step names its group, the groups say less than the reasons.
    if total <= 0.0 || run.scenario.names.national_groups.iter().all(Option::is_none) {
        return Vec::new();
    }
    let mut grid = Grid::new(&["By the groups of the national return", "bed-days", "how sure", "share"]);
    for (name, estimate) in &all {
        let Some(days) = estimate.mean.filter(|days| *days > 0.0) else { continue };
        let [sure, _] = ranges(estimate);
        let share = Grain::of("share", days / total).show(days / total);
        grid.row(vec![in_words(name), mean(estimate), sure, share]);
    }
    grid.lines(&[44, 12, 20, 10])
}

/// Cost by who pays.
fn payers(run: &Run<'_>) -> Vec<String> {
    let mut grid = Grid::new(&["Who pays", "mean", "how sure of it", "single runs vary"]);
    for (name, estimate) in grouped::payers(run.scenario, run.replications) {
        let [sure, vary] = ranges(&estimate);
        let name = if name == "nhs" { "NHS".to_owned() } else { in_words(&name) };
        grid.row(vec![name, mean(&estimate), sure, vary]);
    }
    grid.lines(&[41, 12, 20, 20])
}

fn services(run: &Run<'_>) -> Vec<String> {
    let of = |found: &[Estimate], name| mean(&found[index_of(SERVICE, name)]);
    let mut grid = Grid::new(&["Service", "capacity", "people", "in use", "starts", "days' wait", "waiting"]);
    let named = run.scenario.names.services.iter().zip(&run.scenario.plan.services);
    for ((name, service), found) in named.zip(&run.findings.services) {
        grid.row(vec![
            name.label.clone(),
            capacity(&run.scenario.plan, service),
            of(found, "people_mean"),
            of(found, "utilisation"),
            of(found, "starts"),
            of(found, "wait_days_mean"),
            of(found, "queue_mean"),
        ]);
    }
    let mut lines = grid.lines(&[28, 23, 8, 8, 8, 10, 8]);
    if !lines.is_empty() {
        lines.extend(wrapped(
            "In use: places occupied or held, of those there are. A person in several lines counts in each, so \
             the last column must not be added up.",
            "",
            WIDTH,
        ));
    }
    lines
}

/// What the answer rests on.
fn basis(run: &Run<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(of) = &run.findings.reached {
        let watched = OUTCOMES.iter().zip(&of.precision);
        lines.extend(wrapped(&precision(of, run.findings.runs, "average", watched), "", WIDTH));
    }
    let sources = &run.scenario.provenance;
    let of = |kind| sources.iter().filter(|source| source.kind == kind).count();
    let total = sources.len();
    if total > 0 {
        lines.extend(wrapped(
            &format!(
                "What it rests on: of {total} figures with a source, {} are stated, {} derived, {} assumed and {} \
                 fitted. The ranges above hold luck only, not doubt about these figures.",
                of(SourceKind::Stated),
                of(SourceKind::Derived),
                of(SourceKind::Assumed),
                of(SourceKind::Fitted),
            ),
            "",
            WIDTH,
        ));
    }
    for warning in &run.findings.warnings {
        // Some texts begin with their path.
        let told = if warning.text.starts_with(&warning.path) {
            format!("{}: {}", warning.code, warning.text)
        } else {
            warning.to_string()
        };
        lines.extend(wrapped(&told, "Warning ", WIDTH));
    }
    lines
}

/// How many runs there are and why, where that was left to the precision.
pub(super) fn precision<'a>(
    of: &Reached,
    runs: u64,
    what: &str,
    watched: impl Iterator<Item = (&'a &'a str, &'a Option<f64>)>,
) -> String {
    let asked = Grain::of("share", of.asked.precision).show(of.asked.precision);
    if of.met {
        return format!("{} were enough to know each {what} to {asked} of itself.", count(runs, "run"));
    }
    let short = watched.filter(|(_, p)| p.is_none_or(|p| p > of.asked.precision)).map(|(name, p)| {
        p.map_or_else(|| (*name).to_owned(), |p| format!("{name} ({})", Grain::of("share", p).show(p)))
    });
    format!(
        "{} were not enough to know each {what} to {asked} of itself; short of it: {}.",
        count(runs, "run"),
        short.collect::<Vec<_>>().join(", ")
    )
}

/// How much a service can take in the measured days, in words.
fn capacity(plan: &Plan, service: &Service) -> String {
    let mut limits = Vec::new();
    if let Some((least, most)) = spread(plan, &service.people).filter(|(_, most)| *most != UNLIMITED) {
        limits.push(if least == most { most.to_string() } else { format!("{least} to {most}") });
    }
    if let Load::Hours { amount, .. } = &service.load {
        let (least, most) = spread(plan, amount).unwrap_or_default();
        let hours = |x: i64| Grain::of("", x as f64 / 1000.0).show(x as f64 / 1000.0);
        let amount = if least == most { hours(most) } else { format!("{} to {}", hours(least), hours(most)) };
        limits.push(format!("{amount} h a week"));
    }
    if let Starts::SinceMonday(allowed) = &service.starts {
        limits.push(format!("{} starts a week", starts_a_week(plan, allowed)));
    }
    if limits.is_empty() { "no limit".to_owned() } else { limits.join(", ") }
}

/// The least and the greatest value in the measured days.
fn spread<T: Copy + PartialEq + Ord>(plan: &Plan, amounts: &Timetable<T>) -> Option<(T, T)> {
    let (from, end) = (plan.calendar.measured_from(), plan.calendar.end());
    let first = amounts.value_at(from);
    let later = amounts.points().iter().filter(|(at, _)| *at > from && *at < end).map(|(_, value)| *value);
    let all = || std::iter::once(first).chain(later.clone());
    all().min().zip(all().max())
}

/// The mean allowance of the measured Sundays, by when a week's starts are all allowed.
fn starts_a_week(plan: &Plan, allowed: &[u32]) -> String {
    let calendar = &plan.calendar;
    let sundays: Vec<f64> = (calendar.first_measured_day()..calendar.days_to_end())
        .filter(|day| calendar.day(*day).weekday == 6)
        .filter_map(|day| allowed.get(day as usize).map(|n| f64::from(*n)))
        .collect();
    let mean = sundays.iter().sum::<f64>() / sundays.len().max(1) as f64;
    if mean.fract() < 0.05 { format!("{mean:.0}") } else { format!("{mean:.1}") }
}

fn mean(estimate: &Estimate) -> String {
    estimate.mean.map_or_else(|| "-".to_owned(), |mean| Grain::of(estimate.unit, mean).show(mean))
}

/// How sure, and how much single runs vary.
fn ranges(estimate: &Estimate) -> [String; 2] {
    let grain = Grain::of(estimate.unit, estimate.mean.unwrap_or(0.0));
    [estimate.precision95, estimate.range90]
        .map(|range| range.map_or_else(|| "-".to_owned(), |range| grain.range(range)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use crate::measures::outcome::SYSTEM;

    #[test]
    fn every_row_of_the_page_is_an_outcome() {
        for (name, _, _) in ROWS.iter().flat_map(|(_, rows)| *rows) {
            assert!(SYSTEM.iter().any(|o| o.name == *name), "{name}");
        }
    }

    #[test]
    fn the_page_fits_its_width_and_holds_each_part() {
        let (mut scenario, replications, findings) = made_up(40);
        scenario.names.services[1].label = "A service with a name that is longer than any column".to_owned();
        scenario.names.description = "What if there were words enough for a line? ".repeat(5);
        let run = Run { scenario: &scenario, replications: &replications, findings: &findings };
        let page = page(&run, &[], "Written to somewhere");
        for line in page.lines() {
            assert!(line.chars().count() <= WIDTH && line == line.trim_end(), "{line}");
        }
        for part in [
            "Riverside",
            "28 days from 1 October 2024 to 28 October 2024, 40 runs",
            "Bed-days with NCTR",
            "how sure of it",
            "single runs vary",
            "Pathway",
            "What NCTR bed-days are booked to",
            "not a list of savings",
            "Service ",
            "of 2 figures with a source, 1 are stated, 0 derived, 1 assumed",
            "Written to somewhere",
        ] {
            assert!(page.contains(part), "{part} in\n{page}");
        }
        assert!(!page.contains('\u{1b}') && !page.contains("NaN"));
    }

    #[test]
    fn undefined_figures_are_dashes_or_left_out() {
        let (scenario, replications, findings) = made_up(1);
        let run = Run { scenario: &scenario, replications: &replications, findings: &findings };
        let page = page(&run, &[], "");
        assert!(!page.contains("Share of acute beds in use"), "undefined");
        let row = page.lines().find(|line| line.trim_start().starts_with("Bed-days with NCTR")).unwrap();
        assert_eq!(row.split_whitespace().rev().take(2).collect::<Vec<_>>(), ["-", "-"]);
    }

    #[test]
    fn capacity_is_told_in_words() {
        let (scenario, _, _) = made_up(1);
        let plan = &scenario.plan;
        assert_eq!(capacity(plan, &plan.services[0]), "no limit");
        assert_eq!(capacity(plan, &plan.services[1]), "20");
        let mut service = plan.services[1].clone();
        let from = plan.calendar.measured_from();
        service.people = Timetable::new(20, vec![(from, 25), (from + crate::base::Span::DAY, 30)]);
        service.starts = Starts::SinceMonday(vec![6; 400]);
        assert_eq!(capacity(plan, &service), "25 to 30, 6 starts a week");
    }
}
