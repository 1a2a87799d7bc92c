//! Up to when two plans make the same of the same luck, so that a run of one may be gone on with in the other.
//!
//! What a plan says of a moment may be read before that moment: when work in hand will be done, when a service
//! opens next, what care is allowed on a day ahead. So beside the first moment at which anything differs there
//! stands, for each thing that is read ahead, the first at which that thing does; the run knows how far it has
//! looked. What has no dates parts two plans from their start. Every structure is taken apart by name: what is
//! new in a plan does not compile before somebody has thought of it here.

use super::index::ServiceIndex;
use super::kept::Kept;
use super::work::Work;
use super::{
    Arrivals, Before, BoardRound, Bridge, Care, Group, Hospital, Hub, Load, Plan, Service, Starts, Step,
};
use crate::base::{Indexed, Time, Timetable};

/// From when on two plans differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Parting {
    from: Time,
    work: Vec<Time>,
    ward: Time,
    services: Indexed<ServiceIndex, OfService>,
}

/// From when on what is read ahead of a service differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfService {
    /// The hours of a bridge, as a clock.
    pub bridge: Time,
    /// When people may start.
    pub admits: Time,
    /// The places.
    pub places: Time,
    /// The amount of care.
    pub care: Time,
}

impl Default for OfService {
    fn default() -> Self {
        Self { bridge: Time::NEVER, admits: Time::NEVER, places: Time::NEVER, care: Time::NEVER }
    }
}

impl Parting {
    /// The first moment at which anything differs: the start of time where something without dates does, and
    /// [`Time::NEVER`] where everything happens alike.
    pub fn from(&self) -> Time {
        self.from
    }

    /// The same of the hours in which work goes on, as a clock: the hub first, then the steps.
    pub fn work(&self) -> &[Time] {
        &self.work
    }

    /// The same of the hours in which people may leave the ward.
    pub fn ward(&self) -> Time {
        self.ward
    }

    /// The same of what is read ahead of each service.
    pub fn services(&self) -> &Indexed<ServiceIndex, OfService> {
        &self.services
    }

    /// Whether anything that is read ahead differs at all.
    pub fn is_read_ahead(&self) -> bool {
        let services = self.services.iter().any(|s| *s != OfService::default());
        services || self.ward != Time::NEVER || self.work.iter().any(|&at| at != Time::NEVER)
    }

    /// At once.
    fn at_once() -> Self {
        Self { from: Time::START, work: Vec::new(), ward: Time::START, services: Indexed::default() }
    }

    /// Something differs from then on.
    fn at(&mut self, at: Time) -> Time {
        self.from = self.from.min(at);
        at
    }

    /// Something without dates differs, unless it is alike.
    fn unless(&mut self, alike: bool) {
        if !alike {
            self.from = Time::START;
        }
    }
}

impl Plan {
    /// From when on a run of this plan may differ from one of another with the same luck. Prices part nothing:
    /// they are read when all is over. Nor does chance, which is drawn into the plan of a replication, see
    /// [`Plan::of_replication`].
    pub fn parting(&self, other: &Self) -> Parting {
        let Self {
            calendar,
            groups,
            pathways,
            gives_way,
            diversions,
            takes_early,
            services,
            steps,
            traits,
            hospital,
            hub,
            home,
            deconditioning,
            onward,
            triggers,
            chance: _,
            world: _,
            costs: _,
            funds: _,
            initial,
            before,
        } = self;
        let alike = *calendar == other.calendar
            && groups.len() == other.groups.len()
            && *pathways == other.pathways
            && *gives_way == other.gives_way
            && *diversions == other.diversions
            && *takes_early == other.takes_early
            && services.len() == other.services.len()
            && steps.len() == other.steps.len()
            && *traits == other.traits
            && *home == other.home
            && *deconditioning == other.deconditioning
            && *onward == other.onward
            && *triggers == other.triggers
            && *initial == other.initial
            && before_alike(before.as_deref(), other.before.as_deref());
        if !alike {
            return Parting::at_once();
        }
        let mut parting = Parting {
            from: Time::NEVER,
            work: vec![Time::NEVER; steps.len() + 1],
            ward: Time::NEVER,
            services: services.beside(),
        };
        hospitals(hospital, &other.hospital, &mut parting);
        hubs(hub, &other.hub, &mut parting);
        for (a, b) in groups.iter().zip(&other.groups) {
            self::groups(a, b, &mut parting);
        }
        for (i, (a, b)) in steps.iter().zip(&other.steps).enumerate() {
            self::steps(a, b, i + 1, &mut parting);
        }
        for (s, service) in services.numbered() {
            self::services(service, &other.services[s], s, &mut parting);
        }
        if parting.from == Time::START { Parting::at_once() } else { parting }
    }
}

/// Whether the time before the start is the same; where events happen in it by chance, that is not known.
fn before_alike(own: Option<&Before>, other: Option<&Before>) -> bool {
    let (Some(Before { plan, looks }), Some(other)) = (own, other) else {
        return own.is_none() && other.is_none();
    };
    let by_chance = plan.chance.is_some() || other.plan.chance.is_some();
    !by_chance && *looks == other.looks && plan.parting(&other.plan).from == Time::NEVER
}

/// The first day on which two lists by day differ.
fn days<T: PartialEq>(own: &[T], other: &[T]) -> Time {
    let alike = own.iter().zip(other).take_while(|(a, b)| a == b).count();
    if alike == own.len().max(other.len()) { Time::NEVER } else { Time::midnight(alike as u32) }
}

fn kept(own: &[Kept], others: &[Kept], parting: &mut Parting) {
    parting.unless(own.len() == others.len());
    for (Kept { who, places, others: lent }, other) in own.iter().zip(others) {
        parting.unless(*who == other.who && *lent == other.others);
        parting.at(places.parts_from(&other.places));
    }
}

fn hospitals(own: &Hospital, other: &Hospital, parting: &mut Parting) {
    let Hospital {
        beds,
        kept,
        admits,
        rounds,
        round_spread,
        discharge_hours,
        turnaround,
        escalation,
        // Read when all is over.
        daily_return: _,
        pressure,
        bed_wait_harm,
    } = own;
    parting.unless(
        (round_spread, turnaround, escalation) == (&other.round_spread, &other.turnaround, &other.escalation)
            && (pressure, bed_wait_harm) == (&other.pressure, &other.bed_wait_harm)
            && rounds.is_empty() == other.rounds.is_empty(),
    );
    parting.at(beds.parts_from(&other.beds));
    parting.at(admits.parts_from(&other.admits));
    self::kept(kept, &other.kept, parting);
    parting.at(self::rounds(rounds, &other.rounds));
    parting.ward = parting.at(discharge_hours.parts_from(&other.discharge_hours));
}

fn rounds(own: &[BoardRound], other: &[BoardRound]) -> Time {
    let alike = own.iter().zip(other).take_while(|(a, b)| a == b).count();
    let next = |all: &[BoardRound]| all.get(alike).map_or(Time::NEVER, |round| round.at);
    next(own).min(next(other))
}

fn hubs(own: &Hub, other: &Hub, parting: &mut Parting) {
    let Hub { sees, ahead_share, ahead_by, work, assessment, decides, right_sizing } = own;
    parting.unless(
        (sees, ahead_share, ahead_by) == (&other.sees, &other.ahead_share, &other.ahead_by)
            && (assessment, decides, right_sizing)
                == (&other.assessment, &other.decides, &other.right_sizing),
    );
    works(work, &other.work, 0, parting);
}

/// Work at the desk with this number. What is limited at any time has a line from the start.
fn works(own: &Work, other: &Work, desk: usize, parting: &mut Parting) {
    let Work { staff, time, per_day, cost_per_hour: _, limited } = own;
    let kinds = |work: &Work| {
        let by_day = !work.per_day.is_constant() || work.per_day.value_at(Time::START).is_some();
        (work.opens_and_closes(), by_day)
    };
    parting.unless(*limited == other.limited && kinds(own) == kinds(other));
    parting.at(staff.parts_from(&other.staff));
    parting.at(per_day.parts_from(&other.per_day));
    parting.work[desk] = parting.at(time.parts_from(&other.time));
}

fn groups(own: &Group, other: &Group, parting: &mut Parting) {
    let Group {
        name,
        booking,
        enters,
        arrivals,
        stay,
        stay_factor,
        needs,
        dies_in_hospital,
        traits,
        hazards,
        readmitted,
        instead,
        leaves_bed_queue,
    } = own;
    parting.unless(
        (name, booking, enters, stay) == (&other.name, &other.booking, &other.enters, &other.stay)
            && (needs, dies_in_hospital, traits) == (&other.needs, &other.dies_in_hospital, &other.traits)
            && (hazards, readmitted, instead) == (&other.hazards, &other.readmitted, &other.instead)
            && *leaves_bed_queue == other.leaves_bed_queue,
    );
    parting.at(stay_factor.parts_from(&other.stay_factor));
    let Arrivals { per_day, law, by_hour: _, by_hour_of: _, batch } = arrivals;
    parting.unless(*law == other.arrivals.law && *batch == other.arrivals.batch);
    parting.at(days(per_day, &other.arrivals.per_day));
    let mut all = 0..per_day.len() as u32;
    let hours = all.find(|&day| arrivals.hours_of(day) != other.arrivals.hours_of(day));
    parting.at(hours.map_or(Time::NEVER, Time::midnight));
}

fn steps(own: &Step, other: &Step, desk: usize, parting: &mut Parting) {
    let Step { name, concerns, starts, skipped, takes, factor, work } = own;
    parting.unless(
        (name, concerns, starts) == (&other.name, &other.concerns, &other.starts)
            && (skipped, takes) == (&other.skipped, &other.takes),
    );
    parting.at(factor.parts_from(&other.factor));
    works(work, &other.work, desk, parting);
}

fn services(own: &Service, other: &Service, s: ServiceIndex, parting: &mut Parting) {
    let Service {
        name,
        at_home,
        permanent,
        reablement,
        accepts,
        priority,
        people,
        kept,
        starts,
        load,
        admits,
        stay,
        stay_factor,
        exits,
        bridge,
        cost: _,
    } = own;
    parting.unless(
        (name, at_home, permanent) == (&other.name, &other.at_home, &other.permanent)
            && (reablement, accepts, priority) == (&other.reablement, &other.accepts, &other.priority)
            && (stay, exits) == (&other.stay, &other.exits)
            && bridge.len() == other.bridge.len(),
    );
    let places = parting.at(people.parts_from(&other.people));
    self::kept(kept, &other.kept, parting);
    let starts = match (starts, &other.starts) {
        (Starts::Unlimited, Starts::Unlimited) => Time::NEVER,
        (Starts::SinceMonday(own), Starts::SinceMonday(other)) => days(own, other),
        (Starts::Unlimited, Starts::SinceMonday(_)) | (Starts::SinceMonday(_), Starts::Unlimited) => {
            Time::START
        }
    };
    parting.at(starts);
    let admits = parting.at(admits.parts_from(&other.admits));
    let care = cares(load, &other.load);
    parting.at(care);
    parting.at(factors(load, stay_factor, &other.stay_factor));
    let mut clock = Time::NEVER;
    for (Bridge { respond, time, respond_within, skips, longest_stay, falls_back_to }, other) in
        bridge.iter().zip(&other.bridge)
    {
        parting.unless(
            (respond, respond_within, skips) == (&other.respond, &other.respond_within, &other.skips)
                && (longest_stay, falls_back_to) == (&other.longest_stay, &other.falls_back_to),
        );
        clock = parting.at(time.parts_from(&other.time));
    }
    parting.services[s] = OfService { bridge: clock, admits, places, care };
}

/// From when on care that is limited differs.
fn cares(own: &Load, other: &Load) -> Time {
    let (Some(own), Some(other)) = (own.care(), other.care()) else {
        return if own.care().is_none() && other.care().is_none() { Time::NEVER } else { Time::START };
    };
    let Care { amount, first, last, as_first, rule, in_visits } = own;
    let alike = (first, last, as_first) == (other.first, other.last, other.as_first)
        && (rule, in_visits) == (other.rule, other.in_visits);
    if alike { amount.parts_from(other.amount) } else { Time::START }
}

/// From when on the factor on stays differs. Where care is limited, whether it ever changes says whether a stay
/// to come is foreseen once or anew each time.
fn factors(load: &Load, own: &Timetable<f64>, other: &Timetable<f64>) -> Time {
    if load.care().is_some() && own.is_constant() != other.is_constant() {
        return Time::START;
    }
    own.parts_from(other)
}
