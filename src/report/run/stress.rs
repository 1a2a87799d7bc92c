//! `stress-des.md`: the STRESS-DES checklist of a run, filled from scenario, plan and findings, so that
//! a published study can be repeated. What only a person can know is marked as a blank.
//!
//! The items are those of Monks et al. 2019, "Strengthening the reporting of empirical simulation
//! studies: Introducing the STRESS guidelines", Journal of Simulation 13(1), 55–67,
//! doi 10.1080/17477778.2018.1442155. Like the results it holds no time, path or machine.

use super::Run;
use super::sheet::Sheet;
use super::way::{chain, order};
use crate::measures::outcome::{Outcome, PATHWAY, SERVICE, STEP, SYSTEM};
use crate::report::version::PROGRAM;
use crate::report::words::{count, period};
use crate::report::{explain, markdown};
use crate::scenario::SourceKind;
use crate::scenario::explain::NO_SOURCE;
use crate::scenario::plan::Enters;

/// The whole file.
pub fn page(run: &Run<'_>) -> String {
    let told = run.scenario.explain();
    let mut page = Sheet { run, told: &told, text: String::new() };
    page.head();
    page.objectives();
    page.logic();
    page.components();
    page.data();
    page.experimentation();
    page.implementation();
    page.text
}

impl Sheet<'_> {
    fn head(&mut self) {
        let scenario = self.run.scenario;
        self.say("# STRESS-DES\n");
        self.say(&format!(
            "{}, scenario {}, {PROGRAM}.\n",
            markdown::text(&scenario.names.scenario),
            scenario.fingerprint.get(..8).unwrap_or(&scenario.fingerprint)
        ));
        self.say(
            "The checklist is that of Monks T, Currie CSM, Onggo BS, Robinson S, Kunc M, Taylor SJE (2019): Strengthening the \
             reporting of empirical simulation studies: Introducing the STRESS guidelines. Journal of Simulation 13(1), 55–67, \
             <https://doi.org/10.1080/17477778.2018.1442155>. It was filled from the scenario by the program that ran it. \
             Numbers in brackets lead to the sources in 3.1. What only the people behind a study can know is a blank, in bold.",
        );
    }

    fn objectives(&mut self) {
        let description = self.run.scenario.names.description.clone();
        self.section("1 Objectives");
        self.item("1.1 Purpose of the model");
        if !description.is_empty() {
            self.say(&markdown::text(&description));
        }
        self.blank("who asked for this, which decision hangs on it, and who was heard");
        self.item("1.2 Model outputs");
        self.say(
            "Over the measured days, warm-up left out. Counts of people are integrated over time exactly, in whole \
             milliseconds. `docs/model.md` of the program defines each output. People waiting are, where one figure leads, \
             those of `nctr_remaining` (with NCTR in a bed at midnight); `nctr_people` (average of whole days) and \
             `nctr_return` (with those who left that day) are named beside it.\n",
        );
        self.bullets([
            format!("The system: {}.", outputs(SYSTEM)),
            format!("Each pathway: {}.", outputs(PATHWAY)),
            format!("Each service: {}.", outputs(SERVICE)),
            format!("Each step: {}.", outputs(STEP)),
            "Bed-days of delay by reason: every moment past ready is booked to what comes first on the way out.".to_owned(),
        ]);
        self.say(
            "\nOf each output `results.json` has the mean over replications, its 95% interval by Student's t \
             (`precision95`: how well the average is known) and the 5th to 95th percentile of single replications \
             (`range90`: how far they lie apart).",
        );
        self.item("1.3 Experimentation aims");
        self.say("This run simulates one scenario.");
        self.blank("which scenarios were compared and why, or how the experiment was designed");
    }

    fn logic(&mut self) {
        self.section("2 Logic");
        self.item("2.1 Base model overview diagram");
        self.say("The way of one person through this scenario; what is in one box runs side by side.\n");
        let chain = chain(self.run);
        self.say(&format!("```text\n{chain}\n```"));
        self.item("2.2 Base model logic");
        for title in [
            "The hospital",
            "Who decides where people go",
            "Pathways: who goes where",
            "What follows a service",
        ] {
            self.titled(title);
        }
        self.item("2.3 Scenario logic");
        self.say("What has dates or a condition of its own, if anything:");
        for title in ["Dated events", "Capacity that opens on a condition"] {
            self.titled(title);
        }
        self.blank("what this scenario changes against the one that it is compared with, and why");
        self.item("2.4 Algorithms");
        self.bullets(
            [
                "Arrivals: a day's people are one draw from the day's count distribution, by inversion; each then has its own \
                 time in the day. Rates change by month, weekday, bank holiday and event.",
                "Places are offered at the end of each instant to the first in the queue who is free to take one; a \
                 pathway's services are asked in its order of preference. An offered place is held until the person \
                 starts.",
                "A delayed moment is booked to the first unfinished of: hub, steps begun at ready, steps begun at the decision, \
                 room in a service, bridge, steps begun at the offer, hours of the service, hours of the ward.",
                "What falls on one instant is done in this order: changes of the calendar, ends of service stays, ends of steps, \
                 ends of acute stays, board rounds, arrivals, offers.",
            ]
            .map(str::to_owned),
        );
    }

    fn components(&mut self) {
        let (plan, names) = (&self.run.scenario.plan, &self.run.scenario.names);
        self.item("2.5.1 Components: entities");
        self.say("People. Each belongs to a group, with what it brings drawn for it alone.\n");
        self.part("Who comes");
        self.item("2.5.2 Components: activities");
        self.say("The acute stay (2.5.1), hub assessments (2.2), stays in services (2.5.3), and:\n");
        self.part("Work on the way out");
        self.item("2.5.3 Components: resources");
        self.say("Acute beds and the hub's staff (2.2), staff of steps (2.5.2), and services:\n");
        self.part("Services");
        self.item("2.5.4 Components: queues");
        let mut queues = Vec::new();
        if plan.hospital.beds.is_ever_limited() {
            queues.push(
                "For an acute bed: first come, first served, planned people by their own rule (2.5.1)."
                    .to_owned(),
            );
        }
        let work = std::iter::once((names.hub.clone(), &plan.hub.work))
            .chain(names.steps.iter().zip(&plan.steps).map(|(name, step)| (name.label.clone(), &step.work)));
        let limited: Vec<String> =
            work.filter(|(_, work)| work.is_limited()).map(|(label, _)| label).collect();
        if !limited.is_empty() {
            queues.push(format!(
                "For work ({}): by the time since which it is needed.",
                markdown::text(&limited.join("; "))
            ));
        }
        let mut orders: Vec<(String, Vec<&str>)> = Vec::new();
        for (name, service) in names.services.iter().zip(&plan.services) {
            let order = order(plan, &service.priority, &names.traits);
            match orders.iter_mut().find(|(known, _)| *known == order) {
                Some((_, labels)) => labels.push(&name.label),
                None => orders.push((order, vec![&name.label])),
            }
        }
        queues.extend(orders.into_iter().map(|(order, labels)| {
            format!("For {}: {}.", markdown::text(&labels.join("; ")), markdown::text(&order))
        }));
        queues.push(
            "No one gives up waiting for a service, and no queue has a limit. A person may be in the queues of \
             several services at once."
                .to_owned(),
        );
        self.bullets(queues);
        self.item("2.5.5 Components: entry and exit points");
        let enter = |which: Enters, how: &str| {
            let groups = names.groups.iter().zip(&plan.groups).filter(|(_, group)| group.enters == which);
            let labels: Vec<String> = groups.map(|(name, _)| name.label.clone()).collect();
            (!labels.is_empty()).then(|| format!("{how}: {}.", markdown::text(&labels.join(", "))))
        };
        self.bullets(
            [
                enter(Enters::Admission, "In by the door of the hospital"),
                enter(Enters::Ready, "In at the moment of being ready to leave an acute bed"),
                enter(Enters::Community, "In by a referral from home"),
            ]
            .into_iter()
            .flatten(),
        );
        self.say(
            "- Out by going home without a service, by the end of a service's stay (independent, long-term care, care home, \
             back to hospital, died) or by death in hospital.",
        );
    }

    fn data(&mut self) {
        let told = self.told;
        let provenance = &self.run.scenario.provenance;
        self.section("3 Data");
        self.item("3.1 Data sources");
        if told.sources.is_empty() {
            self.say("No figure of this scenario names its source.");
            self.blank("where the figures come from");
        } else {
            self.say(
                "stated: a source says so; derived: arithmetic on stated figures; assumed: a judgement without a source; \
                 fitted: moved until results agreed with what was observed.\n",
            );
            for (i, cited) in told.sources.iter().enumerate() {
                self.say(&format!("{}. {}", i + 1, markdown::text(&explain::source(cited))));
            }
            if told.missing {
                self.say(&format!("\n{NO_SOURCE}: the scenario names no source for this figure."));
                self.blank("the sources of the figures marked so");
            }
        }
        self.item("3.2 Pre-processing");
        let derived = provenance.iter().filter(|entry| entry.kind == SourceKind::Derived).count();
        self.say(&format!(
            "{} in `provenance` derived from stated ones; 3.1 says how.",
            if derived == 1 { "1 entry is".to_owned() } else { format!("{derived} entries are") }
        ));
        self.blank("what was done to the data before they came into the scenario: period, exclusions, missing values");
        self.item("3.3 Input parameters");
        self.say(
            "Every figure of the scenario as it ran is in `manifest.json` under `scenario`, and in sentences here \
             and under 2. Entries of `provenance`:\n",
        );
        self.bullets(SourceKind::ALL.iter().filter_map(|&(word, of)| {
            let count = provenance.iter().filter(|entry| entry.kind == of).count();
            (count > 0 || of != SourceKind::Given).then(|| format!("{word}: {count}"))
        }));
        self.titled("Costs");
        self.item("3.4 Assumptions");
        self.say("Figures without a source, and fitted ones:\n");
        // Figures that share one source are told together.
        let mut open: Vec<(String, Vec<String>)> = Vec::new();
        for entry in provenance.iter().filter(|e| matches!(e.kind, SourceKind::Assumed | SourceKind::Fitted))
        {
            let why = markdown::text(&format!("{}: {}", entry.kind.word(), entry.source));
            let range = entry
                .range
                .as_ref()
                .map_or_else(String::new, |[low, high]| markdown::text(&format!("({low} to {high})")));
            let range = if range.is_empty() { range } else { format!(" {range}") };
            let path = format!("`{}`{range}", markdown::code(&entry.path));
            match open.iter_mut().find(|(known, _)| *known == why) {
                Some((_, paths)) => paths.push(path),
                None => open.push((why, vec![path])),
            }
        }
        self.bullets(open.into_iter().map(|(why, paths)| format!("{why}. For {}", paths.join(", "))));
        self.bullets(explain::LEFT_OUT.map(str::to_owned));
    }

    fn experimentation(&mut self) {
        let (plan, found) = (&self.run.scenario.plan, self.run.findings);
        self.section("4 Experimentation");
        self.item("4.1 Initialisation");
        self.part("Who is there at the start");
        let warm_up = plan.calendar.warm_up_days();
        self.say(&if warm_up == 0 {
            "- No warm-up: the first simulated day is measured.".to_owned()
        } else {
            format!("- {} of warm-up are simulated first and not counted.", count(u64::from(warm_up), "day"))
        });
        self.titled("How full it must become");
        self.item("4.2 Run length");
        self.part("What is simulated");
        self.item("4.3 Estimation approach");
        self.say(&format!(
            "{} of {}, seed {}. Replications are independent; each draws the same people in every scenario, so scenarios are \
             compared person by person (common random numbers).",
            count(found.runs, "replication"),
            period(found.start, found.days),
            found.seed
        ));
        if !found.warnings.is_empty() {
            self.say("\nThe program warned:\n");
            self.bullets(found.warnings.iter().map(|warning| markdown::text(&warning.to_string())));
        }
        self.blank("why so many replications suffice for the differences that matter");
    }

    fn implementation(&mut self) {
        self.section("5 Implementation");
        self.item("5.1 Software or programming language");
        self.say(&format!("{PROGRAM}, a program in Rust."));
        self.item("5.2 Random sampling");
        self.say(
            "Every draw has a key of its own: a 64-bit hash of seed, replication, group, date, person, admission \
             (first, or which return) and purpose, which seeds a SplitMix64 generator for this draw alone (Steele, \
             Lea and Flood 2014). Results depend neither on the order of draws nor on the number of threads. Events \
             that happen by chance have keys too. Day counts are drawn by inversion.",
        );
        self.item("5.3 Model execution");
        self.say(
            "Event scheduling on a clock of whole milliseconds; what falls on one instant is ordered as in 2.4. Replications \
             run side by side and are put together in their order, so that the same seed gives the same bytes.",
        );
        self.item("5.4 System specification");
        self.say(
            "Machine, number of threads and run time are in `manifest.json`, as they do not change results.",
        );
        self.section("6 Code access");
        self.item("6.1 Computer model sharing statement");
        self.say(&format!(
            "wardflow is free software ({}). `manifest.json` holds the scenario, the seed and the command of this run.",
            env!("CARGO_PKG_LICENSE")
        ));
        self.blank(
            "where this version of the program and this scenario can be had, and under which identifier",
        );
    }
}

/// Names and units of outputs.
fn outputs(all: &[Outcome]) -> String {
    all.iter().map(|o| format!("`{}` ({})", o.name, o.unit)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use crate::report::markdown::BLANK;
    use crate::scenario::explain::Explanation;

    fn made(runs: u64) -> (String, Explanation) {
        let (scenario, replications, findings) = made_up(runs);
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        (page(&run), scenario.explain())
    }

    #[test]
    fn every_item_of_the_checklist_stands_in_its_order() {
        let (page, _) = made(20);
        let items = [
            "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5",
            "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1",
        ];
        let found: Vec<&str> = page
            .lines()
            .filter_map(|line| line.strip_prefix("### "))
            .filter_map(|title| title.split(' ').next())
            .collect();
        assert_eq!(found, items);
        assert!(page.contains("doi.org/10.1080/17477778.2018.1442155"));
    }

    #[test]
    fn everything_that_is_explained_stands_in_it_once() {
        let (page, told) = made(20);
        assert!(told.parts.len() > 5);
        for item in told.parts.iter().flat_map(|part| &part.items) {
            assert_eq!(page.matches(&format!("- {item}\n")).count(), 1, "{item}\n{page}");
        }
        for cited in &told.sources {
            assert!(page.contains(&cited.source), "{}", cited.source);
        }
    }

    #[test]
    fn blanks_are_marked_and_figures_are_those_of_the_run() {
        let (page, _) = made(20);
        assert!(
            page.matches(BLANK).count() >= 6 && page.matches(BLANK).count() == page.matches("]**").count()
        );
        assert!(
            page.contains("20 replications of 28 days from 1 October 2024 to 28 October 2024, seed 1"),
            "{page}"
        );
        assert!(page.contains("- assumed: invented. For `services.home_care.places`"), "{page}");
        assert!(page.contains("assumed: 1") && page.contains("stated: 1"));
        assert!(page.contains("Ready to leave | Therapy"), "{page}");
    }

    /// The page of a scenario in which every text that a person types is this one.
    fn with_every_text(typed: &str, path: &str) -> String {
        let (mut scenario, replications, findings) = made_up(20);
        let names = &mut scenario.names;
        for label in [&mut names.scenario, &mut names.description, &mut names.hub, &mut names.hospital] {
            typed.clone_into(label);
        }
        let all = [
            names.groups.as_mut_slice(),
            names.pathways.as_mut_slice(),
            names.services.as_mut_slice(),
            names.steps.as_mut_slice(),
        ];
        for name in all.into_iter().flatten() {
            typed.clone_into(&mut name.label);
        }
        for entry in &mut scenario.provenance {
            typed.clone_into(&mut entry.source);
            path.clone_into(&mut entry.path);
        }
        page(&Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] })
    }

    #[test]
    fn a_scenario_puts_no_markup_into_it() {
        let hostile = "# <b>x</b> `y` *z* [a](b) |c|\n\n## d \u{1b}[2J";
        let text = with_every_text(hostile, "a`<b>`");
        assert!(text.matches("&lt;b>x&lt;/b> \\`y\\` \\*z\\* [a]\\(b) \\|c\\|").count() > 8, "{text}");
        assert!(!text.contains("<b>") && !text.contains("](b)") && !text.contains('\u{1b}'), "{text}");
        let usual = with_every_text("plain", "a.path");
        for marks in ["\n# ", "\n## ", "\n### ", "\n- ", "\n```"] {
            assert_eq!(text.matches(marks).count(), usual.matches(marks).count(), "{marks:?}\n{text}");
        }
    }
}
