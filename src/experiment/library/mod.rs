//! What a program that uses this crate needs most: run a scenario, compare it with options, and read an
//! outcome by name. The commands go the longer way, with precision, interruption and kept work.

use std::sync::atomic::AtomicBool;

use super::compare::{Comparison, Difference, Part, compare as compare_all, same_days};
use super::run::estimate::Estimate;
use super::run::findings::Findings;
use super::run::kept::Nowhere;
use super::run::replicate::{NotReplicated, Replications, Silent, replicate};
use crate::measures::outcome::{Key, Leavers, PerDiversion, PerFund, PerRule, PerService, PerStep, System};
use crate::scenario::Scenario;
use crate::scenario::names::{Named, Names};

/// What replications of one scenario found.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Results {
    /// Every estimate, in the order of the scenario.
    pub findings: Findings,
    /// The scenario's own words, in the same order.
    pub names: Names,
}

/// What options change of a baseline.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Compared {
    /// Every difference, in the order in which the options were given.
    pub comparison: Comparison,
}

/// Why there are no results.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotRun {
    /// Replications could not be run.
    #[error(transparent)]
    Replicated(#[from] NotReplicated),
    /// An option measures other days than the baseline.
    #[error("option {option} cannot be compared: {why}")]
    OtherDays {
        /// Its place among the options, from 0.
        option: usize,
        /// Which days it measures, and which the baseline.
        why: String,
    },
}

/// Runs a scenario.
///
/// # Errors
/// Where threads cannot be started.
pub fn run(scenario: &Scenario, how: Replications) -> Result<Results, NotRun> {
    let found = replicate(&scenario.plan, how, &Silent, &AtomicBool::new(false))?;
    let findings = Findings::of(&scenario.plan, how, &found, &scenario.warnings);
    Ok(Results { findings, names: scenario.names.clone() })
}

/// Runs a baseline and options on the same people, replication by replication, so that what is chance for
/// both falls out of the differences.
///
/// # Errors
/// Where an option measures other days than the baseline, or threads cannot be started.
pub fn compare(baseline: &Scenario, options: &[&Scenario], how: Replications) -> Result<Compared, NotRun> {
    for (option, scenario) in options.iter().enumerate() {
        if let Some(why) = same_days(baseline, scenario) {
            return Err(NotRun::OtherDays { option, why });
        }
    }
    let all: Vec<&Scenario> = std::iter::once(baseline).chain(options.iter().copied()).collect();
    let how = (how, None, &Nowhere as _);
    let never = AtomicBool::new(false);
    let comparison = compare_all(&all, System::NctrBedDays.index(), how, &Silent, &never)?;
    Ok(Compared { comparison })
}

impl Results {
    /// An outcome of the whole system.
    pub fn system(&self, outcome: System) -> Estimate {
        *outcome.of(&self.findings.system)
    }

    /// An outcome of a pathway; `None` where the scenario has no pathway with this key.
    pub fn pathway(&self, key: &str, outcome: Leavers) -> Option<Estimate> {
        of(&self.names.pathways, key, &self.findings.pathways, outcome)
    }

    /// An outcome of a group; `None` where the scenario has no group with this key.
    pub fn group(&self, key: &str, outcome: Leavers) -> Option<Estimate> {
        of(&self.names.groups, key, &self.findings.groups, outcome)
    }

    /// An outcome of a service; `None` where the scenario has no service with this key.
    pub fn service(&self, key: &str, outcome: PerService) -> Option<Estimate> {
        of(&self.names.services, key, &self.findings.services, outcome)
    }

    /// An outcome of a rule by which people give way; `None` where the scenario has no such pathway or rule.
    pub fn gives_way(&self, pathway: &str, rule: &str, outcome: PerRule) -> Option<Estimate> {
        of(&self.names.gives_way, &format!("{pathway}.{rule}"), &self.findings.gives_way, outcome)
    }

    /// An outcome of a diversion, by its key as in `results.json`; `None` where the scenario has none of that key.
    pub fn diversion(&self, key: &str, outcome: PerDiversion) -> Option<Estimate> {
        of(&self.names.diversions, key, &self.findings.diversions, outcome)
    }

    /// An outcome of a fund; `None` where the scenario has no fund with this key.
    pub fn fund(&self, key: &str, outcome: PerFund) -> Option<Estimate> {
        of(&self.names.funds, key, &self.findings.funds, outcome)
    }

    /// An outcome of a step; `None` where the scenario has no step with this key.
    pub fn step(&self, key: &str, outcome: PerStep) -> Option<Estimate> {
        of(&self.names.steps, key, &self.findings.steps, outcome)
    }
}

impl Compared {
    /// What an option changes of an outcome of the whole system, option minus baseline; `None` where there is no
    /// such option, or no replication has a value in both.
    pub fn change(&self, option: usize, outcome: System) -> Option<Difference> {
        *outcome.of(&self.comparison.options.get(option)?.system)
    }

    /// The same of a pathway; `None` also where only one of both scenarios has a pathway with this key.
    pub fn pathway(&self, option: usize, key: &str, outcome: Leavers) -> Option<Difference> {
        part(&self.comparison.options.get(option)?.pathways, key, outcome)
    }

    /// The same of a group; `None` also where only one of both scenarios has a group with this key.
    pub fn group(&self, option: usize, key: &str, outcome: Leavers) -> Option<Difference> {
        part(&self.comparison.options.get(option)?.groups, key, outcome)
    }

    /// The same of a service; `None` also where only one of both scenarios has a service with this key.
    pub fn service(&self, option: usize, key: &str, outcome: PerService) -> Option<Difference> {
        part(&self.comparison.options.get(option)?.services, key, outcome)
    }
}

fn part(parts: &[Part<Vec<Option<Difference>>>], key: &str, outcome: impl Key) -> Option<Difference> {
    let found = parts.iter().find(|part| part.name.key == key)?;
    *outcome.of(&found.differences)
}

fn of(names: &[Named], key: &str, rows: &[Vec<Estimate>], outcome: impl Key) -> Option<Estimate> {
    let at = names.iter().position(|name| name.key == key)?;
    Some(*outcome.of(&rows[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WARD: &str = r#"{ "calendar": { "start": "2025-01-06", "days": 28, "warm_up": "28d" },
      "groups": { "all": { "arrivals": { "per_day": 3 }, "enters": "ready", "needs": { "p2": 1 } } },
      "pathways": { "p2": { "services": ["beds"] } },
      "services": { "beds": { "places": 12, "stay": { "exponential": { "mean": "5d" } } } } }"#;

    fn ward(change: (&str, &str)) -> Scenario {
        Scenario::from_json(&WARD.replace(change.0, change.1)).expect("a scenario")
    }

    #[test]
    fn outcomes_are_read_by_name_and_what_is_not_there_is_nothing() {
        let found = run(&ward(("", "")), Replications::new(6)).expect("it runs");
        let days = found.system(System::NctrBedDays);
        assert!(days.mean > Some(0.0) && days.n == 6 && days.unit == "bed-days", "{days:?}");
        assert_eq!(found.pathway("p2", Leavers::NctrBedDays).expect("there").mean, days.mean);
        assert!(found.service("beds", PerService::Starts).expect("there").mean > Some(0.0));
        assert_eq!(found.service("flats", PerService::Starts), None);
        assert_eq!(
            (found.step("letter", PerStep::People), found.group("none", Leavers::Discharges)),
            (None, None)
        );
    }

    #[test]
    fn options_are_compared_on_the_same_people_and_other_days_are_refused() {
        let (base, same) = (ward(("", "")), ward(("", "")));
        let (more, later) = (ward((": 12", ": 14")), ward((": 28", ": 35")));
        let found = compare(&base, &[&same, &more], Replications::new(6)).expect("they run");
        let change = |option| found.change(option, System::NctrBedDays).map(|difference| difference.mean);
        assert_eq!(change(0), Some(0.0));
        assert!(change(1) < Some(0.0) && change(2).is_none(), "{:?}", change(1));
        let of_part = found.pathway(1, "p2", Leavers::NctrBedDays).map(|difference| difference.mean);
        assert_eq!(of_part, change(1), "there is one pathway");
        assert!(found.service(1, "beds", PerService::QueueMean).is_some_and(|queue| queue.mean < 0.0));
        assert_eq!(
            (found.service(1, "flats", PerService::Starts), found.group(1, "none", Leavers::Discharges)),
            (None, None)
        );
        let refused = compare(&base, &[&same, &later], Replications::new(2)).expect_err("other days");
        assert!(
            refused.to_string().starts_with("option 1 cannot be compared: it measures 35 days"),
            "{refused}"
        );
    }
}
