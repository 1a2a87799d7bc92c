//! What a set of replications found: an estimate for every outcome, a band for every measured day,
//! and the share of time at every number of people. Sums run in the order of the replications.
//! Knows nothing of how findings are shown; read `report` next.

use jiff::civil::Date;

use super::estimate::Estimate;
use super::precision::Reached;
use super::replicate::Replications;
use crate::base::statistics::quantile6;
use crate::measures::outcome::{self, Key, Outcome, PerService, System};
use crate::measures::{DailyMeasure, Place, Replication};
use crate::scenario::{Names, Plan, Reasons, Warning};

/// System outcomes that a page leads with; those whose precision is checked.
pub const HEADLINES: &[System] = &[
    System::NctrBedDays,
    System::NctrPeople,
    System::NctrRemaining,
    System::NctrShareOfBeds,
    System::DelayDaysMean,
    System::DelayDaysP90,
    System::DelayedDaysMean,
    System::Discharges,
    System::AcuteOccupancy,
    System::BedWaitHoursMean,
    System::BedWaitOver4h,
    System::WaitingInCommunity,
];

/// One day of one measure over replications; quantiles are Hyndman–Fan type 6 and `None` where
/// there are too few replications for them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Band {
    /// The mean.
    pub mean: f64,
    /// The 5th percentile of single runs.
    pub p5: Option<f64>,
    /// The 25th.
    pub p25: Option<f64>,
    /// The median.
    pub p50: Option<f64>,
    /// The 75th.
    pub p75: Option<f64>,
    /// The 95th.
    pub p95: Option<f64>,
}

impl Band {
    /// Of one value a run, in the order of the runs; leaves them sorted.
    pub fn of(values: &mut [f64]) -> Self {
        let mean = values.iter().sum::<f64>() / values.len() as f64 + 0.0;
        values.sort_by(f64::total_cmp);
        let at = |p| quantile6(values, p);
        Self { mean, p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) }
    }
}

/// What a run found.
#[derive(Clone, Debug)]
pub struct Findings {
    /// How many replications.
    pub runs: u64,
    /// Their seed.
    pub seed: u64,
    /// The first measured day.
    pub start: Date,
    /// How many days are measured.
    pub days: u32,
    /// In the order of [`outcome::SYSTEM`].
    pub system: Vec<Estimate>,
    /// For each pathway, in the order of [`outcome::PATHWAY`].
    pub pathways: Vec<Vec<Estimate>>,
    /// For each group, in the order of [`outcome::GROUP`].
    pub groups: Vec<Vec<Estimate>>,
    /// For each service, in the order of [`outcome::SERVICE`].
    pub services: Vec<Vec<Estimate>>,
    /// For each rule by which people give way, in the order of [`outcome::RULE`].
    pub gives_way: Vec<Vec<Estimate>>,
    /// For each diversion, in the order of [`outcome::DIVERSION`].
    pub diversions: Vec<Vec<Estimate>>,
    /// For each fund, in the order of [`outcome::FUND`].
    pub funds: Vec<Vec<Estimate>>,
    /// For each step, in the order of [`outcome::STEP`].
    pub steps: Vec<Vec<Estimate>>,
    /// Bed-days for each reason of the plan.
    pub reasons: Vec<Estimate>,
    /// For each [`DailyMeasure`] of the plan, one band a measured day.
    pub daily: Vec<Vec<Band>>,
    /// For each [`Place`] of the plan, the share of time with 0, 1, 2, … people; sums to 1.
    pub occupancy: Vec<Vec<f64>>,
    /// What to know before relying on it: the scenario's warnings, then those of the estimates.
    pub warnings: Vec<Warning>,
    /// Where the number of replications was left to it: the precision that was reached.
    pub reached: Option<Reached>,
}

impl Findings {
    /// From the replications of a plan, in their order.
    pub fn of(plan: &Plan, how: Replications, replications: &[Replication], known: &[Warning]) -> Self {
        let services = plan.services.len();
        let table = |outcomes: &'static [Outcome], of: &dyn Fn(&Replication) -> &[Option<f64>]| {
            let each = outcomes.iter().enumerate();
            each.map(|(i, o)| Estimate::over(o.unit, replications, |r| of(r)[i])).collect::<Vec<_>>()
        };
        let system = table(outcome::SYSTEM, &|r| &r.system);
        let mut warnings = known.to_vec();
        warnings.extend(too_few_runs(&system));
        Self {
            runs: how.runs,
            seed: how.seed,
            start: plan.calendar.start(),
            days: plan.calendar.measured_days(),
            pathways: (0..plan.pathways.len())
                .map(|i| table(outcome::PATHWAY, &|r| &r.pathways[i]))
                .collect(),
            groups: (0..plan.groups.len()).map(|i| table(outcome::GROUP, &|r| &r.groups[i])).collect(),
            services: (0..services).map(|i| table(outcome::SERVICE, &|r| &r.services[i])).collect(),
            gives_way: (0..plan.gives_way.len())
                .map(|i| table(outcome::RULE, &|r| &r.gives_way[i]))
                .collect(),
            diversions: (0..plan.diversions.len())
                .map(|i| table(outcome::DIVERSION, &|r| &r.diversions[i]))
                .collect(),
            funds: (0..plan.funds.len()).map(|i| table(outcome::FUND, &|r| &r.funds[i])).collect(),
            steps: (0..plan.steps.len()).map(|i| table(outcome::STEP, &|r| &r.steps[i])).collect(),
            reasons: (0..Reasons::of(plan).count())
                .map(|i| Estimate::over("bed-days", replications, |r| Some(r.reasons[i])))
                .collect(),
            daily: (0..DailyMeasure::all(services).len()).map(|m| bands(replications, m)).collect(),
            occupancy: (0..Place::all(services).len()).map(|p| shares_of_time(replications, p)).collect(),
            system,
            warnings,
            reached: None,
        }
    }

    /// Warns of services that came to a standstill.
    pub fn warn_of_standstill(&mut self, names: &Names) {
        let stood = |found: &Vec<Estimate>| found[PerService::DeadlockDays.index()].mean;
        let still =
            names.services.iter().zip(&self.services).filter(|(_, s)| stood(s).is_some_and(|d| d > 0.0));
        let labels: Vec<&str> = still.map(|(name, _)| name.label.as_str()).collect();
        if let Some(days) = self.system(System::DeadlockDays).mean.filter(|_| !labels.is_empty()) {
            let (days, of) = (days.round().max(1.0), self.days);
            self.warnings.push(Warning {
                code: "W51",
                path: "services".to_owned(),
                text: format!(
                    "{} stand still for about {days} of {of} days: everyone in them waits for a place in another of \
                     them, so no one can ever move",
                    labels.join(" and ")
                ),
            });
        }
    }

    /// The estimate of a system outcome.
    pub fn system(&self, outcome: System) -> &Estimate {
        outcome.of(&self.system)
    }
}

/// The bands of one daily measure.
fn bands(replications: &[Replication], measure: usize) -> Vec<Band> {
    let days = replications.iter().map(|r| r.daily[measure].len()).min().unwrap_or(0);
    let mut values = Vec::with_capacity(replications.len());
    (0..days)
        .map(|day| {
            values.clear();
            values.extend(replications.iter().map(|r| f64::from(r.daily[measure][day])));
            Band::of(&mut values)
        })
        .collect()
}

/// The mean over replications of the share of time with so many people at one place. All
/// replications measure the same time, so the sums stay whole numbers until the one division.
fn shares_of_time(replications: &[Replication], place: usize) -> Vec<f64> {
    let mut sums: Vec<u64> = Vec::new();
    for replication in replications {
        let times = &replication.occupancy[place];
        sums.resize(sums.len().max(times.len()), 0);
        for (sum, time) in sums.iter_mut().zip(times) {
            *sum += time;
        }
    }
    let total: u64 = sums.iter().sum();
    if total == 0 { Vec::new() } else { sums.into_iter().map(|sum| sum as f64 / total as f64).collect() }
}

fn too_few_runs(system: &[Estimate]) -> Option<Warning> {
    let skewed: Vec<(&str, f64)> = HEADLINES
        .iter()
        .map(|headline| (headline.outcome().name, headline.of(system)))
        .filter(|(_, estimate)| estimate.too_few())
        .map(|(name, estimate)| (name, estimate.runs_wanted()))
        .collect();
    let wanted = skewed.iter().map(|(_, runs)| *runs).fold(0.0, f64::max).ceil();
    let names: Vec<&str> = skewed.iter().map(|(name, _)| *name).collect();
    (!names.is_empty()).then(|| Warning {
        code: "W50",
        path: "runs".to_owned(),
        text: format!(
            "too few runs for the precision of {}: single runs are so uneven that it needs about {wanted} runs",
            names.join(", ")
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::experiment::testing::made_up;

    #[test]
    fn a_band_holds_the_mean_and_quantiles_of_its_day() {
        let (_, all, findings) = made_up(19);
        let mut day: Vec<f64> = all.iter().map(|r| f64::from(r.daily[2][5])).collect();
        let mean = day.iter().sum::<f64>() / 19.0;
        day.sort_by(f64::total_cmp);
        let band = findings.daily[2][5];
        assert_eq!((band.mean, band.p50), (mean, Some(day[9])));
        assert!((band.p5.unwrap() - day[0]).abs() < 1e-9 && (band.p95.unwrap() - day[18]).abs() < 1e-9);
        assert_eq!(made_up(5).2.daily[2][5].p95, None, "too few runs for it");
        assert_eq!(findings.daily[2].len(), 28);
    }

    #[test]
    fn shares_of_time_are_the_mean_over_replications_and_sum_to_1() {
        let (_, all, findings) = made_up(7);
        let whole = (Span::DAY.0 * 28) as f64;
        let mean = all.iter().map(|r| r.occupancy[1][3] as f64 / whole).sum::<f64>() / 7.0;
        assert!((findings.occupancy[1][3] - mean).abs() < 1e-12);
        for place in &findings.occupancy {
            assert!((place.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn an_undefined_outcome_has_no_mean_and_others_count_every_run() {
        let findings = made_up(6).2;
        assert_eq!(
            (findings.system(System::AcuteOccupancy).n, findings.system(System::AcuteOccupancy).mean),
            (0, None)
        );
        assert_eq!(findings.system(System::Discharges).n, 6);
        assert_eq!(findings.reasons.len(), 10);
    }
}
