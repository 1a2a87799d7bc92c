//! A service of a plan: its limits, its line, its stays, and what makes it a bridge; and how it is built and
//! checked.

use super::care::load;
use super::priority::priority;
use super::starts::starts;
use super::words;
use super::words::{CareRule, Exit};
use crate::base::working_time::Counting;
use crate::base::{Distribution, Indexed, Limit, NameHash, Position, Span, Timetable, WorkingTime};
use crate::scenario::build::amounts::{is_closed, people};
use crate::scenario::build::hours::{Opening, within};
use crate::scenario::build::index::NameOf;
use crate::scenario::build::kept::{Of, kept};
use crate::scenario::build::profile::{check_sum, cumulative};
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::index::{GroupIndex, ServiceIndex, Set, StepIndex, TraitIndex};
use crate::scenario::plan::kept::Kept;
use crate::scenario::plan::who::Who;
use crate::scenario::sections::steps::words::{Step, StepStarts};
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::Amount;
use crate::scenario::values::quantities::pounds;

/// A service: a place with limits, hours and a stay.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its name as typed, hashed.
    pub name: NameHash,
    /// Whether its people are at home.
    pub at_home: bool,
    /// Whether those who start it never leave it again; only starts bind it.
    pub permanent: bool,
    /// Whether it counts as reablement.
    pub reablement: bool,
    /// Whom it takes.
    pub accepts: Who,
    /// Who comes first in its line.
    pub priority: Priority,
    /// How many people at the same time.
    pub people: Timetable<Limit>,
    /// Parts of its places kept for some people.
    pub kept: Vec<Kept>,
    /// How many starts.
    pub starts: Starts,
    /// How much care at the same time.
    pub load: Load,
    /// When people may start.
    pub admits: Timetable<bool>,
    /// The stay in days, by group index.
    pub stay: Indexed<GroupIndex, Distribution>,
    /// What events make of the stay of those who start then.
    pub stay_factor: Timetable<f64>,
    /// Ways out of it: cumulative share and exit; the last share is 1.
    pub exits: Vec<(f64, Exit)>,
    /// How it bridges: none or one.
    pub bridge: Vec<Bridge>,
    /// What it costs.
    pub cost: ServiceCost,
}

/// What a service costs, in pounds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ServiceCost {
    /// A day for each person in it.
    pub per_person_day: f64,
    /// A day for each place that is open, in use or not.
    pub per_place_day: f64,
    /// Once, where it has places, or needs none, in the measured days.
    pub set_up: f64,
}

impl ServiceCost {
    /// Whether it costs nothing at all.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// How many people may start.
#[derive(Clone, Debug, PartialEq)]
pub enum Starts {
    /// As many as there is room for.
    Unlimited,
    /// By the end of each day of the run, at most so many since Monday.
    SinceMonday(Vec<Limit>),
}

/// How much care a service gives at the same time, in thousandths of an hour a week or of a visit a
/// day.
#[derive(Clone, Debug, PartialEq)]
pub enum Load {
    /// No such limit.
    Unlimited,
    /// Hours of care a week.
    Hours {
        /// The amount, in thousandths of an hour a week.
        amount: Timetable<i64>,
        /// Hours a week at the start of a stay.
        first: Distribution,
        /// Hours a week at its end.
        last: Distribution,
        /// Whether those are the person's own at the start.
        as_first: bool,
        /// What must fit.
        rule: CareRule,
    },
    /// Whole visits a day, over stays of whole days.
    Visits {
        /// The amount, in thousandths of a visit a day.
        amount: Timetable<i64>,
        /// Visits on the first day of a stay.
        first: Distribution,
        /// Visits on its last day.
        last: Distribution,
        /// Whether those are the person's own of the first.
        as_first: bool,
        /// What must fit.
        rule: CareRule,
    },
}

/// Care of either kind.
#[derive(Clone, Copy, Debug)]
pub struct Care<'p> {
    /// The amount, in thousandths.
    pub amount: &'p Timetable<i64>,
    /// At the start of a stay.
    pub first: &'p Distribution,
    /// At its end.
    pub last: &'p Distribution,
    /// Whether that is the person's own at the start, and no draw of its own.
    pub as_first: bool,
    /// What must fit.
    pub rule: CareRule,
    /// Whether it comes in whole visits.
    pub in_visits: bool,
}

impl Load {
    /// The care that limits who may start, if any.
    #[inline]
    pub fn care(&self) -> Option<Care<'_>> {
        let (amount, first, last, &as_first, &rule, in_visits) = match self {
            Self::Unlimited => return None,
            Self::Hours { amount, first, last, as_first, rule } => {
                (amount, first, last, as_first, rule, false)
            }
            Self::Visits { amount, first, last, as_first, rule } => {
                (amount, first, last, as_first, rule, true)
            }
        };
        Some(Care { amount, first, last, as_first, rule, in_visits })
    }
}

/// Who comes first in the line of a service; among equals, who has waited longest.
#[derive(Clone, Debug, PartialEq)]
pub enum Priority {
    /// Who has waited longest.
    LongestWait,
    /// People in hospital before people on a bridge or at home.
    HospitalFirst,
    /// By group: its place in the order.
    GroupOrder(Indexed<GroupIndex, u8>),
    /// People with this trait.
    TraitFirst(TraitIndex),
    /// Who has waited longest, where the wait of people referred from home counts times this.
    Ageing(f64),
    /// By group: how soon after the beginning of its wait somebody should have a place; `None`: last.
    Due(Indexed<GroupIndex, Option<Span>>),
}

/// What makes a service a bridge.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// From asking to leaving, in days of the bridge's own hours.
    pub respond: Distribution,
    /// The bridge's own hours, as a clock.
    pub time: WorkingTime,
    /// A slower response counts as late.
    pub respond_within: Span,
    /// Decision steps that may finish at home.
    pub skips: Set<StepIndex>,
    /// The longest stay on it.
    pub longest_stay: Span,
    /// Where people go then: none or one.
    pub falls_back_to: Vec<ServiceIndex>,
}

/// A longest stay that nobody reaches, in days.
const FOR_EVER: f64 = 36_525.0;

/// The services of a plan.
pub fn services(setup: Setup<'_>, found: &mut Found) -> Vec<Service> {
    let typed = setup.file.services.iter().flatten();
    typed.enumerate().map(|(i, (key, service))| self::service(setup, i, key, service, found)).collect()
}

fn service(setup: Setup<'_>, i: usize, key: &str, typed: &words::Service, found: &mut Found) -> Service {
    let path = Path::of("services").key(key);
    let permanent = typed.permanent();
    check_permanent(setup, &path, permanent, found);
    if !typed.bridge() {
        check_no_bridge(setup, &path, found);
    }
    let people = people(setup, &path.key("places"), typed.places.as_ref(), found);
    let open_on = |day| {
        let date = setup.calendar.day(day as u32).date;
        !setup.effects.closes(i, day) && !typed.is_closed(setup.calendar.start(), date)
    };
    let hours = Opening::new(setup, &path.key("admits"), typed.admits.as_ref(), found);
    let starts = starts(setup, i, &path, typed, &hours, &open_on, found);
    // What is so on the first day is so on the day before.
    let admits = within(setup, &hours, false, |day| {
        let day = day.unwrap_or(0);
        open_on(day) && !is_closed(setup, typed.starts_per_week.as_ref(), day)
    });
    let limited = typed.places.as_ref().is_some_and(|places| !places.is_unlimited());
    if limited && typed.stay.is_none() && !typed.bridge() && !setup.has(&path.key("stay")) {
        found.warn("W06", &path, "no stay is given: people leave at once, so places never fill");
    }
    Service {
        name: NameHash::of(key),
        at_home: typed.setting() == words::Setting::Home,
        permanent,
        reablement: typed.reablement(),
        accepts: setup.accepted(typed.accepts.as_ref(), &path.key("accepts"), found),
        priority: priority(setup, &path.key("priority"), &typed.priority(), found),
        kept: kept(setup, &path.key("kept"), typed.kept.as_ref(), Of::Places, &people, found),
        people,
        starts,
        load: load(setup, &path, typed, found),
        admits: admits.clone(),
        stay: stays(setup, &path, typed, found).into(),
        stay_factor: setup.effects.service_stays(i, setup.calendar.days_to_end() as usize),
        exits: exits(setup, &path.key("exits"), typed, found),
        bridge: bridge(setup, key, &path, typed, &admits, found).into_iter().collect(),
        cost: cost(&path, typed, found),
    }
}

fn check_permanent(setup: Setup<'_>, path: &Path, permanent: bool, found: &mut Found) {
    for key in ["places", "kept", "hours_per_week", "visits_per_day", "stay", "stay_by_group", "exits"] {
        if permanent && setup.has(&path.key(key)) {
            let text = "people stay here for good, so only starts bind it and this does nothing";
            found.warn("W12", &path.key(key), text);
        }
    }
}

fn check_no_bridge(setup: Setup<'_>, path: &Path, found: &mut Found) {
    for key in ["respond", "respond_within", "skips", "longest_stay", "falls_back_to"] {
        if setup.has(&path.key(key)) {
            found.warn("W12", &path.key(key), "this service is not a bridge, so this does nothing");
        }
    }
}

fn stays(setup: Setup<'_>, path: &Path, typed: &words::Service, found: &mut Found) -> Vec<Distribution> {
    let usual = typed.stay.as_ref().map_or_else(|| Distribution::fixed(0.0), |stay| stay.draw.clone());
    let mut all = vec![usual; setup.index.groups.len()];
    for (group, stay) in typed.stay_by_group.iter().flatten() {
        let at = path.key("stay_by_group").key(group);
        if let Some(g) = setup.find(NameOf::Group, group, &at, found) {
            all[g] = stay.draw.clone();
        }
    }
    all
}

fn exits(setup: Setup<'_>, path: &Path, typed: &words::Service, found: &mut Found) -> Vec<(f64, Exit)> {
    let Some(shares) = &typed.exits else { return vec![(1.0, Exit::Independent)] };
    check_sum(setup, path, shares.iter().map(|(_, share)| share.0), found);
    cumulative(shares.iter().map(|(exit, share)| (share.0, exit)))
}

fn bridge(
    setup: Setup<'_>,
    key: &str,
    path: &Path,
    typed: &words::Service,
    admits: &Timetable<bool>,
    found: &mut Found,
) -> Option<Bridge> {
    if !typed.bridge() {
        return None;
    }
    let within = typed.respond_within().days;
    let mut skips = Set::default();
    let at = path.key("skips");
    for (i, name) in typed.skips.iter().flatten().enumerate() {
        let at = at.index(i);
        let Some(step) = setup.find(NameOf::Step, name, &at, found) else { continue };
        let starts = setup.file.steps.as_ref().and_then(|all| all.get(name)).map(Step::starts);
        if starts == Some(StepStarts::Decision) {
            skips = skips.with(StepIndex::at(step));
        } else {
            let fault = setup.fault(&at, format!("{name} does not start at the decision"));
            found.fault(fault.expected("a step that starts at the decision"));
        }
    }
    let at = path.key("falls_back_to");
    let falls_back_to = typed.falls_back_to.as_ref().and_then(|name| {
        let service = setup.find(NameOf::Service, name, &at, found)?;
        let other = setup.file.services.as_ref().and_then(|all| all.get(name));
        if name == key || other.is_some_and(words::Service::bridge) {
            let fault = setup.fault(&at, format!("{name} is a bridge itself"));
            found.fault(fault.expected("a service that is none"));
        }
        Some(ServiceIndex::at(service))
    });
    Some(Bridge {
        respond: typed.respond.as_ref().map_or_else(|| Distribution::fixed(within), |r| r.draw.clone()),
        time: WorkingTime::new(admits, Counting::ByTheHour, setup.calendar.end()),
        respond_within: Span::from_days(within),
        skips,
        longest_stay: Span::from_days(typed.longest_stay.map_or(FOR_EVER, |d| d.days)),
        falls_back_to: falls_back_to.into_iter().collect(),
    })
}

/// What a service costs.
pub fn cost(path: &Path, typed: &words::Service, found: &mut Found) -> ServiceCost {
    if typed.cost_per_place.is_some() && typed.places.as_ref().is_none_or(Amount::is_unlimited) {
        found.warn("W12", &path.key("cost_per_place"), "the places are unlimited, so this does nothing");
    }
    ServiceCost {
        per_person_day: pounds(typed.cost_per_day),
        per_place_day: pounds(typed.cost_per_place),
        set_up: pounds(typed.set_up_cost),
    }
}
