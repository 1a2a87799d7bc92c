//! From what the recorder counted to the outcomes of one replication.

use crate::scenario::plan::{Exit, Fund, PathwayIndex, Payee, RuleIndex, Service, ServiceIndex, Work};
use std::marker::PhantomData;

use super::delays::{Summary, Sums, summarise};
use super::outcome::{Key, Leavers, PerDiversion, PerFund, PerRule, PerService, PerStep, PerWaiter, System};
use super::recorder::Recorder;
use super::replication::{DailyMeasure, Place, Replication};
use super::tracker::DailyIntegral;
use crate::base::{Luck, Span, Time};
use crate::model::Desk;

const DAY: f64 = Span::DAY.0 as f64;

/// `a ÷ b`; undefined for b = 0.
fn ratio(a: f64, b: f64) -> Option<f64> {
    (b > 0.0).then(|| a / b)
}

/// Whether somebody may leave reablement in this service and not be at home.
fn speaks_of_day_91(service: &Service) -> bool {
    let away = |exit: &Exit| matches!(exit, Exit::CareHome | Exit::Hospital | Exit::Died);
    service.reablement && service.exits.iter().any(|(_, exit)| away(exit))
}

/// A row of values, one for each outcome of a table.
struct Row<K> {
    values: Vec<Option<f64>>,
    /// Whether each has been set.
    set: Vec<bool>,
    table: PhantomData<K>,
}

impl<K: Key> Row<K> {
    fn new() -> Self {
        Self { values: vec![None; K::TABLE.len()], set: vec![false; K::TABLE.len()], table: PhantomData }
    }

    fn set(&mut self, outcome: K, value: impl Into<Option<f64>>) {
        self.values[outcome.index()] = value.into();
        self.set[outcome.index()] = true;
    }

    /// The values in the order of the table.
    ///
    /// # Panics
    /// In debug and test builds, where an outcome of the table was never set.
    fn values(self) -> Vec<Option<f64>> {
        for (outcome, set) in K::TABLE.iter().zip(&self.set) {
            debug_assert!(*set, "{} is in the table and nowhere set", outcome.name);
        }
        self.values
    }
}

/// Days of a year, leap years counted.
const DAYS_OF_A_YEAR: f64 = 365.25;

impl Recorder<'_> {
    /// The outcomes of the replication that has finished, of this luck.
    pub fn replication(&mut self, luck: Luck) -> Replication {
        let remaining = self.remaining(luck);
        let delays = self.delays.of_all();
        Replication {
            system: self.system(&remaining, &delays),
            pathways: self.plan.pathways.numbers().map(|p| self.pathway(p)).collect(),
            groups: self.groups(&delays),
            services: self.plan.services.numbers().map(|s| self.service(s)).collect(),
            gives_way: self.plan.gives_way.numbers().map(|rule| self.rule(rule)).collect(),
            diversions: (0..self.plan.diversions.len()).map(|number| self.diversion(number)).collect(),
            funds: self.plan.funds.iter().map(|fund| self.fund(fund)).collect(),
            waiters: self.waiters(),
            steps: self.steps.iter().map(|&(people, total)| step(people, total)).collect(),
            reasons: {
                let end = self.plan.calendar.end();
                self.reasons.iter_mut().map(|r| r.upto(end) as f64 / DAY).collect()
            },
            daily: self.daily(&remaining),
            occupancy: self.occupancy(),
            world: self.plan.world,
            people: self.people,
            events: self.events,
        }
    }

    fn groups(&self, all: &Summary) -> Vec<Vec<Option<f64>>> {
        // One group is everybody, whose delays need not be looked through again.
        let alone = self.plan.groups.len() == 1;
        let delays = |g| if alone { *all } else { self.delays.of_group(g) };
        let row = |g| of_leavers(delays(g), self.delays.sums_of_group(g).bed_days);
        self.plan.groups.numbers().map(row).collect()
    }

    fn measured_days(&self) -> f64 {
        f64::from(self.plan.calendar.measured_days())
    }

    /// The people whom the daily return counts as remaining, on each measured day.
    fn remaining(&self, luck: Luck) -> Vec<f64> {
        let (calendar, counts) = (&self.plan.calendar, &self.plan.hospital.daily_return);
        let days = (calendar.first_measured_day()..).zip(self.nctr.days());
        days.map(|(day, &(_, n))| f64::from(n) * counts.factor(luck, day, calendar.date_key(day))).collect()
    }

    fn system(&mut self, remaining: &[f64], delays: &Summary) -> Vec<Option<f64>> {
        let mut row = Row::new();
        let days = self.measured_days();
        let sum = |by_day: &[u32]| by_day.iter().map(|&n| f64::from(n)).sum::<f64>();
        let discharges = sum(&self.discharges);
        row.set(System::Admissions, sum(&self.admissions));
        row.set(System::Discharges, discharges);

        let bed_days = self.hospital.total() as f64 / DAY;
        row.set(System::AcuteBedDays, bed_days);
        let available = self.available_beds();
        let of_beds = available.as_ref().and_then(|beds| ratio(bed_days, beds.iter().sum::<f64>()));
        row.set(System::AcuteOccupancy, of_beds);
        let over = |available: &Vec<f64>| {
            let days = self.hospital.days().iter().zip(available);
            days.filter(|&(&(used, _), &beds)| beds > 0.0 && used as f64 / DAY > 0.92 * beds).count() as f64
        };
        row.set(System::DaysOver92Percent, available.as_ref().map(over));
        let beyond = self.beyond_core.upto(self.plan.calendar.end()) as f64 / DAY;
        row.set(System::EscalationBedDays, beyond);

        let waits = self.bed_waits;
        row.set(System::BedWaitHoursMean, ratio(Span(waits.total).hours(), waits.people as f64));
        row.set(System::BedWaitOver4h, ratio(waits.over_4h as f64, waits.people as f64));
        row.set(System::BedWaitOver12h, waits.over_12h as f64);
        let harm = self.plan.hospital.bed_wait_harm.map(|(_, harmed)| waits.harmful as f64 * harmed);
        row.set(System::BedWaitDeaths, harm);
        let (at_door, waited) = self.still_at_door;
        row.set(System::StillWaitingBed, at_door as f64);
        row.set(System::StillWaitingBedHours, ratio(Span(waited).hours(), at_door as f64));
        row.set(System::ElectivesStillWaiting, self.electives_at_door as f64);
        let queued: u64 = self.bed_queue.at_count().iter().skip(1).sum();
        row.set(System::HoursWithBedQueue, Span(queued).hours());
        row.set(System::ElectivesCancelled, self.cancelled.0 as f64);
        row.set(System::ElectivesCancelledPeople, self.cancelled.1 as f64);

        let nctr = self.nctr.total() as f64 / DAY;
        row.set(System::NctrBedDays, nctr);
        row.set(System::NctrPeople, nctr / days);
        row.set(System::NctrShareOfBeds, ratio(nctr, bed_days));
        let remaining = remaining.iter().sum::<f64>();
        row.set(System::NctrRemaining, remaining / days);
        row.set(System::NctrReturn, (remaining + discharges) / days);
        let (found, waited) = self.round_waits;
        row.set(System::RoundWaitHoursMean, ratio(Span(waited).hours(), found as f64));
        row.set(System::RoundWaitPeople, self.round_wait.total() as f64 / DAY / days);

        row.set(System::DelayDaysMean, delays.mean);
        row.set(System::DelayDaysP50, delays.p50);
        row.set(System::DelayDaysP90, delays.p90);
        row.set(System::DelayDaysP95, delays.p95);
        row.set(System::StillWaiting, self.still_waiting.0 as f64);
        row.set(
            System::StillWaitingDays,
            ratio(Span(self.still_waiting.1).days(), self.still_waiting.0 as f64),
        );
        self.set_bands(&mut row, discharges);

        for (outcome, total) in
            [System::Stays7Days, System::Stays14Days, System::Stays21Days].into_iter().zip(self.long_stays)
        {
            row.set(outcome, total as f64 / DAY / days);
        }
        let bridges = || self.services.iter().zip(&self.plan.services).filter(|(_, s)| !s.bridge.is_empty());
        row.set(System::Bridged, bridges().map(|(s, _)| s.starts).sum::<u64>() as f64);
        let (ended, stayed) = bridges().fold((0, 0), |(n, ms), (s, _)| (n + s.stays.0, ms + s.stays.1));
        row.set(System::BridgingDaysMean, ratio(Span(stayed).days(), ended as f64));
        row.set(System::LateResponses, self.services.iter().map(|s| s.late).sum::<u64>() as f64);
        row.set(System::WaitingInCommunity, self.community.total() as f64 / DAY / days);
        row.set(System::WrongPathway, ratio(self.decisions.1 as f64, self.decisions.0 as f64));
        row.set(System::SteppedUp, self.stepped_up as f64);
        row.set(System::UsualResidence, ratio(self.home as f64, discharges));
        // What no figure of the scenario speaks of is not known.
        let known = self.plan.groups.iter().any(|group| group.readmitted > 0.0);
        row.set(System::Readmissions30d, ratio(self.readmissions as f64, discharges).filter(|_| known));
        let known = self.plan.services.iter().any(speaks_of_day_91);
        row.set(System::HomeAt91Days, ratio(self.day_91.1 as f64, self.day_91.0 as f64).filter(|_| known));
        row.set(
            System::CareHomeAdmissions,
            self.services.iter().map(|s| s.care_home_starts).sum::<u64>() as f64,
        );
        row.set(System::DeadlockDays, self.deadlock.upto(self.plan.calendar.end()) as f64 / DAY);
        let care: f64 = self.plan.services.numbers().map(|s| self.service_cost(s)).sum();
        let costs = self.plan.costs;
        let in_use = (bed_days - beyond) * costs.acute_bed_day + beyond * costs.escalation_bed_day;
        let (open, staff) =
            (self.open_beds_cost(), self.staff_cost() + costs.programmes.pounds(self.measured_days()));
        row.set(System::CostTotal, care + (in_use + costs.open_beds_beside(open)) + staff);
        row.set(System::CostSpent, care + open + staff);
        row.values()
    }

    fn set_bands(&self, row: &mut Row<System>, discharges: f64) {
        let bands = [
            System::DelayBand0,
            System::DelayBand1,
            System::DelayBand23,
            System::DelayBand46,
            System::DelayBand713,
            System::DelayBand1420,
            System::DelayBand21More,
        ];
        for (outcome, people) in bands.into_iter().zip(self.delays.bands) {
            row.set(outcome, ratio(people as f64, discharges));
        }
        row.set(System::DischargedOnReadyDay, ratio(self.delays.bands[0] as f64, discharges));
        row.set(System::DischargedBeforeNoon, ratio(self.delays.before_noon as f64, discharges));
        row.set(System::DischargedBy17, ratio(self.delays.by_17 as f64, discharges));
        let delayed = self.delays.delayed as f64;
        row.set(System::DelayedDaysMean, ratio(self.delays.delayed_days as f64, delayed));
    }

    /// Core beds and opened escalation beds on each measured day, in bed-days; `None` where they are
    /// not limited.
    fn available_beds(&self) -> Option<Vec<f64>> {
        let beds = &self.plan.hospital.beds;
        let calendar = &self.plan.calendar;
        (calendar.first_measured_day()..calendar.days_to_end())
            .zip(self.open_escalation.days())
            .map(|(day, &(open, _))| {
                let core = beds.total_days(Time::midnight(day), Time::midnight(day + 1))?;
                Some(core + open as f64 / DAY)
            })
            .collect()
    }

    fn pathway(&self, pathway: PathwayIndex) -> Vec<Option<f64>> {
        of_leavers(self.delays.of_pathway(pathway), self.delays.sums_of_pathway(pathway).bed_days)
    }

    fn service_cost(&mut self, s: ServiceIndex) -> f64 {
        let (running, set_up) = self.running_and_set_up(s);
        running + set_up
    }

    /// What a service costs in the measured days, and what it took to set it up.
    fn running_and_set_up(&mut self, s: ServiceIndex) -> (f64, f64) {
        let plan = &self.plan.services[s];
        let by_people = self.services[s].people.total() as f64 / DAY * plan.cost.per_person_day;
        let opened = self.services[s].extra.total() as f64 / DAY;
        // Unlimited places are there without anybody who opens them.
        let places = self.places(s).map(|places| places + opened);
        let set_up = if places.is_none_or(|places| places > 0.0) { plan.cost.set_up } else { 0.0 };
        (by_people + places.unwrap_or(0.0) * plan.cost.per_place_day, set_up)
    }

    /// What a fund pays in a year.
    fn fund(&mut self, fund: &Fund) -> Vec<Option<f64>> {
        let scale = DAYS_OF_A_YEAR / self.measured_days();
        let (mut cost, mut priced) = (0.0, fund.is_priced);
        for &(payee, share) in &fund.pays_for {
            priced &= self.has_a_size(payee);
            let (running, once) = match payee {
                Payee::Service(s) => self.running_and_set_up(s),
                Payee::Step(step) => (self.cost_of(Desk::Step(step)), 0.0),
                Payee::Programme(programme) => (programme.per_day * self.measured_days(), programme.once),
                Payee::Hub => (self.cost_of(Desk::Hub), 0.0),
                Payee::EscalationBeds => {
                    let days = self.beyond_core.upto(self.plan.calendar.end()) as f64 / DAY;
                    (days * self.plan.costs.escalation_bed_day, 0.0)
                }
            };
            cost += share * (running * scale + once);
        }
        let cost = Some(cost).filter(|_| priced);
        let mut row = Row::new();
        row.set(PerFund::CostPerYear, cost);
        row.set(PerFund::LeftPerYear, cost.map(|cost| fund.per_year - cost));
        row.values()
    }

    /// Whether what is paid for by its size has one: unlimited places or people on duty have none.
    fn has_a_size(&self, payee: Payee) -> bool {
        let work = |work: &Work| {
            work.cost_per_hour <= 0.0 || work.staff.total_days(self.from, self.plan.calendar.end()).is_some()
        };
        match payee {
            Payee::Service(s) => self.plan.services[s].cost.per_place_day <= 0.0 || self.places(s).is_some(),
            Payee::Step(step) => work(&self.plan.steps[step].work),
            Payee::Hub => work(&self.plan.hub.work),
            Payee::Programme(_) | Payee::EscalationBeds => true,
        }
    }

    /// How each pathway, group and trait waits.
    fn waiters(&self) -> Vec<Vec<Option<f64>>> {
        let row = |people: u64, bed_days: u64, delay: Option<f64>, home: (u64, u64)| {
            let mut row = Row::new();
            row.set(PerWaiter::Discharges, people as f64);
            row.set(PerWaiter::NctrBedDays, bed_days as f64 / DAY);
            row.set(PerWaiter::DelayDaysMean, delay);
            row.set(PerWaiter::HomeWaitDaysMean, ratio(Span(home.1).days(), home.0 as f64));
            row.values()
        };
        let of = |sums: Sums, home| {
            let mean = ratio(Span(sums.delays).days(), sums.people as f64);
            row(sums.people, sums.bed_days, mean, home)
        };
        let seen = &self.seen;
        let pathways =
            self.plan.pathways.numbers().map(|p| of(self.delays.sums_of_pathway(p), seen.of_pathway(p)));
        let groups = self.plan.groups.numbers().map(|g| of(self.delays.sums_of_group(g), seen.of_group(g)));
        let traits = seen.traits().map(|t| {
            let mean = ratio(Span(t.delays.1).days(), t.delays.0 as f64);
            row(t.delays.0, t.bed_days, mean, t.home)
        });
        pathways.chain(groups).chain(traits).collect()
    }

    /// Place-days of a service by its timetable; `None` where they are not limited.
    fn places(&self, s: ServiceIndex) -> Option<f64> {
        self.plan.services[s].people.total_days(self.from, self.plan.calendar.end())
    }

    /// The cost of core acute beds that are open, in use or not.
    fn open_beds_cost(&self) -> f64 {
        let (costs, beds) = (self.plan.costs, &self.plan.hospital.beds);
        let open = beds.total_days(self.from, self.plan.calendar.end());
        open.unwrap_or(0.0) * costs.open_acute_bed_day
    }

    /// The cost of the people on duty in the hub and for steps.
    fn staff_cost(&mut self) -> f64 {
        let plan = self.plan;
        let desks = std::iter::once(Desk::Hub).chain(plan.steps.numbers().map(Desk::Step));
        desks.map(|desk| self.cost_of(desk)).sum()
    }

    /// The cost of the people on duty at one desk: by the roster, and beside that those whom triggers have added.
    fn cost_of(&mut self, desk: Desk) -> f64 {
        let (from, end) = (self.from, self.plan.calendar.end());
        let (work, came) = match desk {
            Desk::Hub => (&self.plan.hub.work, &mut self.hub_staff),
            Desk::Step(step) => (&self.plan.steps[step].work, &mut self.step_staff[step]),
        };
        if work.cost_per_hour <= 0.0 {
            return 0.0;
        }
        let on_duty = work.staff.total_days(from, end).unwrap_or(0.0);
        (on_duty + came.upto(end) as f64 / DAY) * 24.0 * work.cost_per_hour
    }

    fn service(&mut self, s: ServiceIndex) -> Vec<Option<f64>> {
        let mut row = Row::new();
        let (from, end) = (self.from, self.plan.calendar.end());
        let days = self.measured_days();
        let plan = &self.plan.services[s];
        row.set(PerService::Cost, self.service_cost(s));
        let places = self.places(s);
        let watched = &mut self.services[s];
        row.set(PerService::Starts, watched.starts as f64);
        row.set(PerService::PeopleMean, watched.people.total() as f64 / DAY / days);
        row.set(PerService::QueueMean, watched.queue.total() as f64 / DAY / days);
        let utilisation = match (plan.load.care(), places) {
            (Some(care), _) => care
                .amount
                .total(from, end, |n| Some(n as f64))
                .and_then(|amount| ratio(watched.load.upto(end) as f64 / DAY, amount)),
            (None, Some(places)) => {
                let opened = watched.extra.total() as f64 / DAY;
                ratio(watched.in_use.upto(end) as f64 / DAY, places + opened)
            }
            (None, None) => None,
        };
        row.set(PerService::Utilisation, utilisation);
        let waits = summarise(0, watched.waits.clone());
        row.set(PerService::WaitDaysMean, waits.mean);
        row.set(PerService::WaitDaysP90, waits.p90);
        let (still, waited) = watched.still_waiting;
        row.set(PerService::StillWaiting, still as f64);
        row.set(PerService::StillWaitingDays, ratio(Span(waited).days(), still as f64));
        row.set(PerService::DeadlockDays, watched.deadlock.upto(end) as f64 / DAY);
        row.set(PerService::StayDaysMean, ratio(Span(watched.stays.1).days(), watched.stays.0 as f64));
        row.set(PerService::ExitBlockDays, watched.blocked.upto(end) as f64 / DAY);
        row.set(PerService::Overdue, watched.overdue as f64);
        row.set(PerService::LateResponses, watched.late as f64);
        row.values()
    }

    fn rule(&mut self, number: RuleIndex) -> Vec<Option<f64>> {
        let mut row = Row::new();
        let measured = self.measured_days();
        let gave_way = &mut self.gave_way[number];
        let days = gave_way.there.upto(self.plan.calendar.end()) as f64 / DAY;
        row.set(PerRule::People, gave_way.people as f64);
        row.set(PerRule::PeopleMean, days / measured);
        row.set(PerRule::Days, days);
        let service = self.plan.gives_way[number].service();
        let priced = service.map(|s| self.plan.services[s].cost.per_person_day).filter(|&price| price > 0.0);
        row.set(PerRule::Cost, priced.map(|price| days * price));
        row.values()
    }

    /// The diversion of this number, counted on from the rules by which people give way.
    fn diversion(&mut self, number: usize) -> Vec<Option<f64>> {
        let mut row = Row::new();
        let measured = self.measured_days();
        let service = self.plan.diversions[number].service();
        let counted = &mut self.gave_way[self.plan.gives_way.len() + number];
        let days = counted.there.upto(self.plan.calendar.end()) as f64 / DAY;
        let there = |value: f64| service.map(|_| value);
        row.set(PerDiversion::People, counted.people as f64);
        row.set(PerDiversion::NotTaken, there(counted.not_taken as f64));
        row.set(PerDiversion::PeopleMean, there(days / measured));
        row.set(PerDiversion::Days, there(days));
        row.set(PerDiversion::AcuteDaysSpared, there(counted.spared as f64 / DAY));
        let priced = service.map(|s| self.plan.services[s].cost.per_person_day).filter(|&price| price > 0.0);
        row.set(PerDiversion::Cost, priced.map(|price| days * price));
        row.values()
    }

    fn daily(&self, remaining: &[f64]) -> Vec<Vec<f32>> {
        let average = |d: &DailyIntegral| d.days().iter().map(|&(ms, _)| (ms as f64 / DAY) as f32).collect();
        let count = |by_day: &[u32]| by_day.iter().map(|&n| n as f32).collect();
        DailyMeasure::all(self.services.len())
            .into_iter()
            .map(|measure| match measure {
                DailyMeasure::Hospital => average(&self.hospital),
                DailyMeasure::Nctr => average(&self.nctr),
                DailyMeasure::NctrRemaining => remaining.iter().map(|&n| n as f32).collect(),
                DailyMeasure::BedQueue => average(&self.bed_queue),
                DailyMeasure::RoundWait => average(&self.round_wait),
                DailyMeasure::WaitingInCommunity => average(&self.community),
                DailyMeasure::Admissions => count(&self.admissions),
                DailyMeasure::Discharges => count(&self.discharges),
                DailyMeasure::EmergencyArrivals => count(&self.emergencies),
                DailyMeasure::Service(s) => average(&self.services[s].people),
                DailyMeasure::Queue(s) => average(&self.services[s].queue),
                DailyMeasure::OpenedBeds if self.plan.beds_may_open() => average(&self.open_escalation),
                DailyMeasure::OpenedPlaces(s) if self.plan.places_may_open(s) => {
                    average(&self.services[s].extra)
                }
                DailyMeasure::OpenedBeds | DailyMeasure::OpenedPlaces(_) => Vec::new(),
            })
            .collect()
    }

    fn occupancy(&self) -> Vec<Vec<u64>> {
        Place::all(self.services.len())
            .into_iter()
            .map(|place| match place {
                Place::Hospital => self.hospital.at_count().to_vec(),
                Place::Nctr => self.nctr.at_count().to_vec(),
                Place::Service(s) => self.services[s].people.at_count().to_vec(),
            })
            .collect()
    }
}

/// What is known of those who left, of one pathway or group.
fn of_leavers(delays: Summary, bed_days: u64) -> Vec<Option<f64>> {
    let mut row = Row::new();
    row.set(Leavers::Discharges, delays.people as f64);
    row.set(Leavers::NctrBedDays, bed_days as f64 / DAY);
    row.set(Leavers::DelayDaysMean, delays.mean);
    row.set(Leavers::DelayDaysP50, delays.p50);
    row.set(Leavers::DelayDaysP90, delays.p90);
    row.set(Leavers::DelayDaysP95, delays.p95);
    row.values()
}

fn step(people: u64, total: Span) -> Vec<Option<f64>> {
    let mut row = Row::new();
    row.set(PerStep::People, people as f64);
    row.set(PerStep::ElapsedDaysMean, ratio(total.days(), people as f64));
    row.values()
}
