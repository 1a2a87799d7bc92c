//! A run beside what was observed: any outcome, and measures that only a series of days shows,
//! each computed for every replication. Knows no file format; `report::run::observed` reads and writes.

use super::estimate::Estimate;
use super::series::{DayMeasure, value};
use crate::measures::Replication;
use crate::measures::outcome::{self, Key, Leavers, Outcome, System, index_of};
use crate::scenario::names::Named;
use crate::scenario::{Names, Plan, Reasons};

/// What is compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// A system outcome, by its index.
    System(usize),
    /// An outcome of a pathway: both indices.
    Pathway(usize, usize),
    /// An outcome of a service: both indices.
    Service(usize, usize),
    /// Discharges a week on a pathway.
    PathwayPerWeek(usize),
    /// The share of delayed bed-days booked to these reasons together.
    ReasonShare(Vec<usize>),
    /// The share of discharges after the day of readiness.
    ShareDelayed,
    /// A band of delay, by its index, over those delayed.
    BandShare(usize),
    /// Seen in a series of days.
    Days(DayMeasure),
}

/// A name that means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no measure \"{name}\"{}", .hint.as_ref().map_or_else(String::new, |h| format!("; did you mean \"{h}\"?")))]
pub struct NoSuchMeasure {
    /// As typed.
    pub name: String,
    /// The nearest one.
    pub hint: Option<String>,
    /// Those that could stand in its place, where they are few.
    pub among: Vec<String>,
}

/// A way to name measures that are made of something of the scenario.
pub struct Form {
    /// As typed, what is put in in capitals.
    pub name: &'static str,
    /// Its unit, in words.
    pub unit: &'static str,
    /// What it is.
    pub says: &'static str,
}

/// All such ways but outcomes of pathways and services.
pub const FORMS: &[Form] = &[
    Form { name: "pathway_per_week:PATHWAY", unit: "people a week", says: "Discharges a week on a pathway" },
    Form {
        name: "reason_share:REASON",
        unit: "share",
        says: "The share of delayed bed-days that is booked to a reason, or to several with `+` between \
               them: `reason_share:step:therapy+hub_queue`. Reasons are named as in `results.json`",
    },
    Form { name: "share_delayed", unit: "share", says: "The share of discharges after the day of readiness" },
    Form {
        name: "delay_band_share:BAND",
        unit: "share",
        says: "The share of a band of delay among those delayed: BAND as in the outcome `delay_band_BAND`, \
               but not 0",
    },
];

/// All measures in a few words, for those who typed another one.
pub fn all_measures() -> String {
    let names = |all: &[Outcome]| all.iter().map(|o| o.name).collect::<Vec<_>>().join(", ");
    let days: Vec<&str> = DayMeasure::ALL.iter().map(|m| m.name()).collect();
    let forms: Vec<&str> = FORMS.iter().map(|form| form.name).collect();
    format!(
        "measures are {}; PATHWAY. with {}; SERVICE. with {}; {}; {}",
        names(outcome::SYSTEM),
        names(outcome::PATHWAY),
        names(outcome::SERVICE),
        forms.join(", "),
        days.join(", ")
    )
}

/// So many names are listed.
const MOST_LISTED: usize = 20;
const PER_WEEK: &str = "pathway_per_week:";
const REASONS: &str = "reason_share:";
const BAND: &str = "delay_band_share:";

impl Measure {
    /// From its name: an outcome (`nctr_remaining`, `p1.delay_days_mean`, `x.people_mean`),
    /// `pathway_per_week:p1`, `reason_share:step:x+capacity:y`, `share_delayed`,
    /// `delay_band_share:2_3`, or a [`DayMeasure`].
    pub fn parse(name: &str, plan: &Plan, names: &Names) -> Result<Self, NoSuchMeasure> {
        let find = |wanted: &str, all: &[String]| {
            all.iter().position(|one| one == wanted).ok_or_else(|| NoSuchMeasure {
                name: name.to_owned(),
                hint: nearest(wanted, all).map(|near| name.replacen(wanted, near, 1)),
                among: if all.len() <= MOST_LISTED { all.to_vec() } else { Vec::new() },
            })
        };
        let keys = |all: &[Named]| all.iter().map(|n| n.key.clone()).collect::<Vec<_>>();
        let of = |all: &[Outcome]| all.iter().map(|o| o.name.to_owned()).collect::<Vec<_>>();
        if let Some(pathway) = name.strip_prefix(PER_WEEK) {
            return Ok(Self::PathwayPerWeek(find(pathway, &keys(&names.pathways))?));
        }
        if let Some(typed) = name.strip_prefix(REASONS) {
            let reasons = Reasons::of(plan);
            let all: Vec<String> = reasons.all().map(|reason| reasons.key(reason, names)).collect();
            return typed
                .split('+')
                .map(|one| find(one, &all))
                .collect::<Result<_, _>>()
                .map(Self::ReasonShare);
        }
        if let Some(band) = name.strip_prefix(BAND) {
            let bands = of(outcome::SYSTEM)
                .into_iter()
                .filter_map(|n| n.strip_prefix("delay_band_").map(str::to_owned));
            find(band, &bands.filter(|band| band != "0").collect::<Vec<_>>())?;
            return Ok(Self::BandShare(index_of(outcome::SYSTEM, &format!("delay_band_{band}"))));
        }
        if let Some((place, what)) = name.split_once('.') {
            if let Some(i) = names.services.iter().position(|n| n.key == place) {
                return Ok(Self::Service(i, find(what, &of(outcome::SERVICE))?));
            }
            let i = find(place, &[keys(&names.pathways), keys(&names.services)].concat())?;
            return Ok(Self::Pathway(i, find(what, &of(outcome::PATHWAY))?));
        }
        if name == "share_delayed" {
            return Ok(Self::ShareDelayed);
        }
        if let Some(measure) = DayMeasure::ALL.iter().find(|m| m.name() == name) {
            return Ok(Self::Days(*measure));
        }
        let days: Vec<String> = DayMeasure::ALL.iter().map(|m| m.name().to_owned()).collect();
        Ok(Self::System(find(name, &[of(outcome::SYSTEM), days, vec!["share_delayed".to_owned()]].concat())?))
    }

    /// Its unit, in words.
    pub fn unit(&self) -> &'static str {
        match self {
            Self::System(i) => outcome::SYSTEM[*i].unit,
            Self::Pathway(_, i) => outcome::PATHWAY[*i].unit,
            Self::Service(_, i) => outcome::SERVICE[*i].unit,
            Self::PathwayPerWeek(_) => "people a week",
            Self::ReasonShare(_) | Self::ShareDelayed | Self::BandShare(_) => "share",
            Self::Days(measure) => measure.unit(),
        }
    }

    /// Its value in one replication; `None` where it is undefined.
    pub fn value(&self, plan: &Plan, r: &Replication) -> Option<f64> {
        let on_ready_day = || r.system[System::DelayBand0.index()];
        match self {
            Self::System(i) => r.system[*i],
            Self::Pathway(p, i) => r.pathways[*p][*i],
            Self::Service(s, i) => r.services[*s][*i],
            Self::PathwayPerWeek(p) => {
                let weeks = f64::from(plan.calendar.measured_days()) / 7.0;
                r.pathways[*p][Leavers::Discharges.index()].map(|people| people / weeks)
            }
            Self::ReasonShare(which) => {
                let all: f64 = r.reasons.iter().sum();
                (all > 0.0).then(|| which.iter().map(|i| r.reasons[*i]).sum::<f64>() / all)
            }
            Self::ShareDelayed => on_ready_day().map(|share| 1.0 - share),
            Self::BandShare(i) => {
                let late = 1.0 - on_ready_day()?;
                (late > 0.0).then_some(r.system[*i]? / late)
            }
            Self::Days(measure) => value(*measure, &plan.calendar, r),
        }
    }
}

fn nearest<'a>(wanted: &str, all: &'a [String]) -> Option<&'a String> {
    // No measure has so long a name, and the comparison takes as many cells as both have letters.
    const LONGEST: usize = 200;
    if wanted.len() > LONGEST {
        return None;
    }
    let far = |one: &String| strsim::damerau_levenshtein(wanted, one);
    all.iter().min_by_key(|one| far(one)).filter(|one| far(one) <= 2 + wanted.len() / 4)
}

/// One observed figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// What it is compared with.
    pub measure: Measure,
    /// The measure's name as typed.
    pub name: String,
    /// In words.
    pub label: String,
    /// The figure; `None` where only a range is known.
    pub observed: Option<f64>,
    /// The least and the greatest mean that count as agreement; `None`: no such bound.
    pub accept: [Option<f64>; 2],
    /// Where it comes from.
    pub source: String,
}

/// An observed figure beside the run's.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// What was observed.
    pub observed: Observed,
    /// What was found.
    pub found: Estimate,
}

impl Compared {
    /// Whether the figure has a bound: without one nothing could miss it.
    pub fn is_judged(&self) -> bool {
        self.observed.accept.iter().any(Option::is_some)
    }

    /// Whether there is an accepted range and the mean over replications lies within it.
    pub fn holds(&self) -> bool {
        let [low, high] = self.observed.accept;
        let within = |mean| low.is_none_or(|low| mean >= low) && high.is_none_or(|high| mean <= high);
        self.is_judged() && self.found.mean.is_some_and(within)
    }
}

/// Each observed figure beside what the replications found.
pub fn compare(plan: &Plan, replications: &[Replication], rows: &[Observed]) -> Vec<Compared> {
    rows.iter()
        .map(|row| Compared {
            found: Estimate::over(row.measure.unit(), replications, |r| row.measure.value(plan, r)),
            observed: row.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;

    #[test]
    fn names_lead_to_the_values_they_name() {
        let (scenario, all, _) = made_up(1);
        let (plan, r) = (&scenario.plan, &all[0]);
        let value = |name: &str| Measure::parse(name, plan, &scenario.names).unwrap().value(plan, r);
        let reasons: f64 = r.reasons.iter().sum();
        let system = |name| r.system[index_of(outcome::SYSTEM, name)].unwrap();
        assert_eq!(value("nctr_remaining"), Some(system("nctr_remaining")));
        assert_eq!(value("p1.delay_days_p90"), r.pathways[1][4]);
        assert_eq!(value("home_care.people_mean"), r.services[1][1]);
        assert_eq!(value("pathway_per_week:p0"), r.pathways[0][0].map(|people| people / 4.0));
        assert_eq!(value("reason_share:step:therapy"), Some(r.reasons[3] / reasons));
        let two = (r.reasons[4] + r.reasons[1]) / reasons;
        assert_eq!(value("reason_share:capacity:beds+hub_queue"), Some(two));
        assert_eq!(value("share_delayed"), Some(1.0 - system("delay_band_0")));
        assert!(value("acute_occupancy").is_none(), "undefined in made-up replications");
        assert!(value("discharges_per_day").is_some());
    }

    #[test]
    fn bands_are_shares_of_those_delayed() {
        let (scenario, mut all, _) = made_up(1);
        let mut set = |name, x| all[0].system[index_of(outcome::SYSTEM, name)] = Some(x);
        set("delay_band_0", 0.8);
        set("delay_band_2_3", 0.05);
        let measure = Measure::parse("delay_band_share:2_3", &scenario.plan, &scenario.names).unwrap();
        assert!((measure.value(&scenario.plan, &all[0]).unwrap() - 0.25).abs() < 1e-12);
        all[0].system[System::DelayBand0.index()] = Some(1.0);
        assert_eq!(measure.value(&scenario.plan, &all[0]), None, "no one is delayed");
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let (scenario, _, _) = made_up(1);
        let said =
            |name: &str| Measure::parse(name, &scenario.plan, &scenario.names).unwrap_err().to_string();
        assert_eq!(
            said("nctr_remainng"),
            "there is no measure \"nctr_remainng\"; did you mean \"nctr_remaining\"?"
        );
        assert!(said("home_car.people_mean").contains("\"home_care.people_mean\""));
        assert!(said("home_care.peple_mean").contains("\"home_care.people_mean\""));
        assert!(
            said("reason_share:hub_queue+capacity:bed").contains("\"reason_share:hub_queue+capacity:beds\"")
        );
        assert!(said("delay_band_share:2_4").contains("\"delay_band_share:2_3\""));
        assert!(said("delay_band_share:0").starts_with("there is no measure"), "no one delayed is in it");
        assert_eq!(said("weather"), "there is no measure \"weather\"");
    }

    #[test]
    fn a_figure_holds_where_the_mean_lies_in_the_range() {
        let with = |mean, accept| Compared {
            observed: Observed {
                measure: Measure::ShareDelayed,
                name: String::new(),
                label: String::new(),
                observed: None,
                accept,
                source: String::new(),
            },
            found: Estimate::of("", [mean]),
        };
        assert!(with(Some(5.0), [Some(5.0), Some(6.0)]).holds());
        assert!(!with(Some(4.9), [Some(5.0), Some(6.0)]).holds());
        assert!(with(Some(99.0), [Some(5.0), None]).holds());
        assert!(!with(None, [Some(0.0), None]).holds());
        let open = with(Some(5.0), [None, None]);
        assert!(!open.is_judged() && !open.holds(), "without a bound nothing is judged");
    }
}
