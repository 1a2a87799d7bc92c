//! The page on stdout: the answer in sentences, then tables, at most 100 characters wide. Plain
//! text without colours. Knows nothing of terminals or files.

use super::Run;
use super::headline::{headlines, shares_of_delay};
use super::national::national;
use super::outcomes::{outcomes, ranges};
use crate::experiment::observed::Compared;
use crate::experiment::precision::OUTCOMES;
use crate::experiment::{Estimate, grouped};
use crate::measures::outcome::{Key, Leavers, PerDiversion, PerRule, PerService, System};
use crate::report::block::{Block, text};
use crate::report::differences::words_of;
use crate::report::doubt::said;
use crate::report::enough::precision;
use crate::report::funds;
use crate::report::grid::Grid;
use crate::report::making::provenance;
use crate::report::money::cost_is_without;
use crate::report::page::{HOW_TO_READ, Page};
use crate::report::steadiness::marked;
use crate::report::words::{Grain, count, period};
use crate::scenario::Plan;
use crate::scenario::capacities::{Extent, OfService, Shown};
use crate::scenario::names::in_words;
use crate::scenario::plan::Service;
use crate::scenario::unstable::Unstable;

/// Headings below which charts belong.
pub(super) const BY_PATHWAY: &str = "By pathway";
pub(super) const BY_REASON: &str = "By reason";
pub(super) const BY_SERVICE: &str = "By service";
/// Reasons below this share are shown as one.
const SMALL: f64 = 0.01;

/// The page.
pub fn page(run: &Run<'_>) -> Page {
    let mut page = heading(run);
    page.points(headlines(run).into_iter().map(|headline| headline.text));
    if let Some(text) = said(run.scenario, run.findings.system(System::NctrBedDays), "the bed-days") {
        page.paragraph(&text);
    }
    let parts = [
        ("Outcomes", outcomes(run)),
        (BY_PATHWAY, pathways(run)),
        (BY_REASON, reasons(run)),
        (BY_REASON, national_groups(run)),
        (BY_SERVICE, services(run)),
        ("By group", groups(run)),
        ("In the words of national returns", national(run)),
        ("Who gave way", gives_way(run)),
        ("Who went another way", diversions(run)),
        ("Who pays", payers(run)),
        ("What each fund pays", funds::of_run(run.scenario, run.findings)),
        ("Beside what was observed", observed(run.observed)),
        (HOW_TO_READ, basis(run)),
    ];
    for (heading, part) in parts {
        page.under(heading);
        page.part(part);
    }
    page
}

fn observed(compared: &[Compared]) -> Vec<Block> {
    if compared.is_empty() { Vec::new() } else { super::observed::table(compared) }
}

fn heading(run: &Run<'_>) -> Page {
    let found = run.findings;
    let mut page = Page::of(&run.scenario.names.scenario);
    let (period, runs) = (period(found.start, found.days), count(found.runs, "run"));
    page.say(&format!("{period}, {runs}"));
    if !run.scenario.names.description.is_empty() {
        page.say(&run.scenario.names.description);
    }
    page
}

fn pathways(run: &Run<'_>) -> Vec<Block> {
    let of = |found: &[Estimate], outcome: Leavers| *outcome.of(found);
    let mut grid = Grid::new(&[
        "Pathway",
        "left hospital",
        "NCTR bed-days",
        "days to leave",
        "how sure",
        "9 in 10 within",
    ]);
    let unstable = Unstable::of(run.scenario);
    for (i, (name, found)) in run.scenario.names.pathways.iter().zip(&run.findings.pathways).enumerate() {
        let (left, days) = (of(found, Leavers::Discharges), of(found, Leavers::NctrBedDays));
        // People from home pass no hospital.
        if [left, days].iter().all(|e| e.mean.is_none_or(|mean| mean <= 0.0)) {
            continue;
        }
        let delay = of(found, Leavers::DelayDaysMean);
        let [sure, _] = ranges(&delay);
        let within = mean(&of(found, Leavers::DelayDaysP90));
        let label = marked(&name.label, unstable.pathway(i));
        grid.row(vec![label, mean(&left), mean(&days), mean(&delay), sure, within]);
    }
    grid.blocks()
}

/// People by who they are.
fn groups(run: &Run<'_>) -> Vec<Block> {
    let mut grid = Grid::new(&[
        "Group of people",
        "left hospital",
        "NCTR bed-days",
        "days to leave",
        "how sure",
        "9 in 10 within",
    ]);
    for (name, found) in run.scenario.names.groups.iter().zip(&run.findings.groups) {
        let of = |outcome: Leavers| *outcome.of(found);
        let left = of(Leavers::Discharges);
        let delay = of(Leavers::DelayDaysMean);
        let [sure, _] = ranges(&delay);
        let cells = [
            mean(&left),
            mean(&of(Leavers::NctrBedDays)),
            mean(&delay),
            sure,
            mean(&of(Leavers::DelayDaysP90)),
        ];
        grid.row(std::iter::once(name.label.clone()).chain(cells).collect());
    }
    grid.blocks()
}

fn reasons(run: &Run<'_>) -> Vec<Block> {
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
    let mut lines = grid.blocks();
    if !lines.is_empty() {
        lines.extend(text(
            "Every delayed hour is booked to the first unfinished thing. This is not a list of savings: only \
             comparing two runs can show what a change would save.",
        ));
    }
    lines
}

/// The same bed-days by the groups of the national return.
fn national_groups(run: &Run<'_>) -> Vec<Block> {
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
    grid.blocks()
}

/// Cost by who pays.
fn payers(run: &Run<'_>) -> Vec<Block> {
    let mut grid = Grid::new(&["Who pays", "mean", "how sure of it", "single runs vary"]);
    for (name, estimate) in grouped::payers(run.scenario, run.replications) {
        let [sure, vary] = ranges(&estimate);
        let name = if name == "nhs" { "NHS".to_owned() } else { in_words(&name) };
        grid.row(vec![name, mean(&estimate), sure, vary]);
    }
    let mut lines = grid.blocks();
    if !lines.is_empty() {
        lines.extend(cost_is_without(run.scenario).into_iter().flat_map(|words| text(&words)));
    }
    lines
}

fn services(run: &Run<'_>) -> Vec<Block> {
    let of = |found: &[Estimate], outcome: PerService| mean(outcome.of(found));
    let mut grid = Grid::new(&["Service", "capacity", "people", "in use", "starts", "days' wait", "waiting"]);
    let named = run.scenario.names.services.iter().zip(&run.scenario.plan.services);
    let unstable = Unstable::of(run.scenario);
    for (i, ((name, service), found)) in named.zip(&run.findings.services).enumerate() {
        grid.row(vec![
            marked(&name.label, unstable.service(i)),
            capacity(&run.scenario.plan, service),
            of(found, PerService::PeopleMean),
            of(found, PerService::Utilisation),
            of(found, PerService::Starts),
            of(found, PerService::WaitDaysMean),
            of(found, PerService::QueueMean),
        ]);
    }
    let mut lines = grid.blocks();
    if !lines.is_empty() {
        lines.extend(text("In use: places occupied or held, of those there are. A person in several queues counts in each, so the \
             last column must not be added up."));
    }
    lines
}

/// Who waited too long and took something else.
fn gives_way(run: &Run<'_>) -> Vec<Block> {
    let (names, plan) = (&run.scenario.names, &run.scenario.plan);
    let mut grid = Grid::new(&["Who gave way", "people", "how sure", "there on average", "days there"]);
    for ((name, rule), found) in names.gives_way.iter().zip(&plan.gives_way).zip(&run.findings.gives_way) {
        let people = *PerRule::People.of(found);
        let [sure, _] = ranges(&people);
        let stays = rule.service().is_some();
        let there = |outcome: PerRule| if stays { mean(outcome.of(found)) } else { String::new() };
        grid.row(vec![
            format!("{}: {}", names.pathways[rule.pathway].label, name.label),
            mean(&people),
            sure,
            there(PerRule::PeopleMean),
            there(PerRule::Days),
        ]);
    }
    grid.blocks()
}

/// Who went another way than through an acute bed to the end of its stay.
fn diversions(run: &Run<'_>) -> Vec<Block> {
    let (names, plan) = (&run.scenario.names, &run.scenario.plan);
    let columns =
        ["Another way", "people", "how sure", "no place in time", "on average", "acute days spared"];
    let mut grid = Grid::new(&columns);
    for ((name, one), found) in names.diversions.iter().zip(&plan.diversions).zip(&run.findings.diversions) {
        let people = *PerDiversion::People.of(found);
        let [sure, _] = ranges(&people);
        let there =
            |of: PerDiversion| if one.service().is_some() { mean(of.of(found)) } else { String::new() };
        grid.row(vec![
            name.label.clone(),
            mean(&people),
            sure,
            there(PerDiversion::NotTaken),
            there(PerDiversion::PeopleMean),
            there(PerDiversion::AcuteDaysSpared),
        ]);
    }
    grid.blocks()
}

/// What the answer rests on.
fn basis(run: &Run<'_>) -> Vec<Block> {
    let mut lines = Vec::new();
    if let Some(of) = &run.findings.reached {
        let words: Vec<&str> = OUTCOMES.iter().map(|watched| words_of(watched.outcome())).collect();
        let watched = words.iter().zip(&of.precision);
        lines.extend(text(&precision(of, run.findings.runs, "average", watched)));
    }
    if !run.scenario.provenance.is_empty() {
        let rests = provenance(run.scenario).into_iter().map(|said| said.text);
        let cover = if run.scenario.worlds.is_some() {
            "The ranges above cover chance and not knowing which of the worlds is ours."
        } else {
            "The ranges above cover chance only, not doubt about these figures."
        };
        let said: Vec<String> = rests.chain([cover.to_owned()]).collect();
        lines.extend(text(&format!("What it rests on: {}", said.join(" "))));
    }
    // Their texts go to stderr; once is enough.
    let mut codes: Vec<&str> = run.findings.warnings.iter().map(|warning| warning.code).collect();
    let warnings = count(codes.len() as u64, "warning");
    codes.sort_unstable();
    codes.dedup();
    if !codes.is_empty() {
        let told = if warnings.starts_with("1 ") { "was" } else { "were" };
        let said = format!("{warnings} {told} given ({}); results.json holds them too.", codes.join(", "));
        lines.extend(text(&said));
    }
    lines
}

/// How much a service can take in the measured days, in words.
fn capacity(plan: &Plan, service: &Service) -> String {
    let amount = |shown: Shown, x: f64| match shown {
        Shown::Mean if x.fract() >= 0.05 => format!("{x:.1}"),
        Shown::Mean | Shown::Whole => format!("{x:.0}"),
        Shown::Rounded => Grain::of("", x).show(x),
    };
    let limits = OfService::ALL.iter().filter_map(|&kind| {
        let Extent { least, most } = kind.extent(service, plan);
        let told = kind.told();
        let (low, high) = (amount(told.shown, least), amount(told.shown, most));
        let amount = if most <= least { high } else { format!("{low} to {high}") };
        most.is_finite().then(|| format!("{amount}{}", told.column))
    });
    let limits: Vec<String> = limits.collect();
    if limits.is_empty() { "no limit".to_owned() } else { limits.join(", ") }
}

fn mean(estimate: &Estimate) -> String {
    estimate.mean.map_or_else(|| "-".to_owned(), |mean| Grain::of(estimate.unit, mean).show(mean))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Limit, Timetable};
    use crate::experiment::testing::made_up;
    use crate::scenario::plan::Starts;

    #[test]
    fn no_range_of_people_begins_below_nobody() {
        let (unit, mean) = ("people", Some(54.0));
        let (sd, n, skew) = (9.0, 19, 0.0);
        let few = Estimate {
            unit,
            mean,
            sd,
            n,
            skew,
            precision95: Some([-33.0, 141.0]),
            doubt: None,
            range90: Some([-1.0, 160.0]),
        };
        assert_eq!(ranges(&few), ["0 to 141".to_owned(), "0 to 160".to_owned()]);
    }

    #[test]
    fn the_page_fits_its_width_and_holds_each_part() {
        let (mut scenario, replications, findings) = made_up(40);
        scenario.names.services[1].label = "A service with a name that is longer than any column".to_owned();
        scenario.names.description = "What if there were words enough for a line? ".repeat(5);
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        for width in [60, 80, 100] {
            for line in page(&run).ended(width, "Written to somewhere").lines() {
                assert!(line.chars().count() <= width && line == line.trim_end(), "{width}: {line}");
            }
        }
        let page = page(&run).ended(100, "Written to somewhere");
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
            "Of 2 figures with a source, 1 are stated by it, 0 derived from it, 1 assumed",
            "Written to somewhere",
        ] {
            assert!(page.contains(part), "{part} in\n{page}");
        }
        assert!(!page.contains('\u{1b}') && !page.contains("NaN"));
    }

    #[test]
    fn undefined_figures_are_dashes_or_left_out() {
        let (scenario, replications, findings) = made_up(1);
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        let page = page(&run).ended(100, "");
        assert!(!page.contains("Share of acute beds in use"), "undefined");
        let row = page.lines().find(|line| line.trim_start().starts_with("Bed-days with NCTR")).unwrap();
        assert_eq!(row.split_whitespace().rev().take(2).collect::<Vec<_>>(), ["-", "-"]);
        let text = page.replace('\n', " ");
        assert!(text.contains("Single runs vary: shown from 19 runs on."), "what the dash means");
    }

    #[test]
    fn capacity_is_told_in_words() {
        let (scenario, _, _) = made_up(1);
        let plan = &scenario.plan;
        assert_eq!(capacity(plan, &plan.services[0]), "no limit");
        assert_eq!(capacity(plan, &plan.services[1]), "20");
        let mut service = plan.services[1].clone();
        let (from, at_most) = (plan.calendar.measured_from(), Limit::at_most);
        service.people = Timetable::new(
            at_most(20),
            vec![(from, at_most(25)), (from + crate::base::Span::DAY, at_most(30))],
        );
        service.starts = Starts::SinceMonday(vec![at_most(6); 400]);
        assert_eq!(capacity(plan, &service), "25 to 30, 6 starts a week");
    }

    #[test]
    fn each_limit_of_a_service_alone_is_told_on_the_page_and_drawn() {
        let of = |kind: OfService| match kind {
            OfService::Places => ("20", "20 places"),
            OfService::StartsPerWeek => ("6 starts a week", "a limit on starts a week"),
            OfService::HoursPerWeek => ("90 h a week", "a limit on care a week"),
            OfService::VisitsPerDay => ("20 visits a day", "a limit on visits a day"),
        };
        for &kind in OfService::ALL {
            let (on_page, drawn) = of(kind);
            let scenario = crate::scenario::capacities::alone::town(kind, &[]);
            let plan = &scenario.plan;
            assert_eq!(capacity(plan, &plan.services[0]), on_page);
            let drawing = crate::report::diagram::mermaid(plan, &scenario.names);
            assert!(drawing.contains(drawn), "{drawing}");
        }
    }
}
