//! The laws that every replication obeys, checked from what people do, beside and independent of the
//! recorder's integrals. All sums are whole numbers, so a law holds exactly or not at all. `listening` says
//! what is looked at on each change, `kept` what places that are kept for some people allow others.

mod kept;
mod listening;

use super::outcome::{Key, System};
use super::replication::Replication;
use super::tracker::Integral;
use crate::base::{Indexed, Span, Time};
use crate::model::Patient;
use crate::scenario::plan::{Plan, ServiceIndex};
use crate::scenario::reason::{Reason, Reasons};

/// Checks one replication after another.
#[derive(Clone, Debug)]
pub struct Laws<'p> {
    plan: &'p Plan,
    now: Time,
    broken: Vec<String>,
    beds: Counted,
    escalation: u32,
    ready: u64,
    decided: u64,
    undecided: u64,
    reasons: Indexed<Reason, Integral>,
    /// Time past ready in acute beds, person by person.
    delay: u64,
    measured_delay: u64,
    bed_line: i64,
    /// People turned from the door who wait at home: by count, and at the end by name.
    turned: (i64, i64),
    lines: Indexed<ServiceIndex, Queue>,
    services: Indexed<ServiceIndex, Counted>,
    weeks: Indexed<ServiceIndex, Week>,
    load: Indexed<ServiceIndex, Loaded>,
    /// Places that triggers have opened.
    extra: Indexed<ServiceIndex, u32>,
    /// People in acute beds, by the part of these that is kept for them.
    kept_beds: kept::Inside,
    /// The same of each service, with places held.
    kept: Indexed<ServiceIndex, kept::Inside>,
}

/// Who comes and goes, one by one, and how many are inside by count.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    entered: u64,
    left: u64,
    inside: i64,
    held: i64,
    /// People found inside at the end, by name.
    by_name: i64,
}

/// The care in use and held in a service, and as it was before the last moment at which it changed.
#[derive(Clone, Copy, Debug, Default)]
struct Loaded {
    now: i64,
    before: i64,
    since: Time,
}

/// The starts of one week of a service.
#[derive(Clone, Copy, Debug, Default)]
struct Week {
    number: u32,
    starts: u32,
    held_over: u32,
}

/// Little's law of a line: the integral of its length is the sum of its waits.
#[derive(Clone, Debug, Default)]
struct Queue {
    length: Integral,
    waits: u64,
}

impl<'p> Laws<'p> {
    /// For this plan.
    pub fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            now: Time::START,
            broken: Vec::new(),
            beds: Counted::default(),
            escalation: 0,
            ready: 0,
            decided: 0,
            undecided: 0,
            reasons: Reasons::of(plan).all().map(|_| Integral::default()).collect(),
            delay: 0,
            measured_delay: 0,
            bed_line: 0,
            turned: (0, 0),
            lines: plan.services.beside(),
            services: plan.services.beside(),
            weeks: plan.services.beside(),
            load: plan.services.beside(),
            extra: plan.services.beside(),
            kept_beds: kept::Inside::of(&plan.hospital.kept),
            kept: plan.services.iter().map(|service| kept::Inside::of(&service.kept)).collect(),
        }
    }

    /// Forgets everything, for the next replication.
    pub fn clear(&mut self) {
        *self = Self::new(self.plan);
    }

    /// From now on the laws are those of another plan, in which all is as it is here up to now.
    pub fn go_on_in(&mut self, plan: &'p Plan) {
        self.plan = plan;
    }

    fn break_law(&mut self, law: impl FnOnce() -> String) {
        const ENOUGH: usize = 10;
        if self.broken.len() < ENOUGH {
            let at = self.now;
            self.broken.push(format!("{at}: {}", law()));
        }
    }

    fn tick(&mut self, now: Time) {
        if now < self.now {
            self.break_law(|| format!("the clock went back to {now}"));
        }
        self.now = now;
    }

    /// A place held over Sunday is used in its new week beside what that week allows.
    fn look_at_week(&mut self, now: Time, s: ServiceIndex) {
        // Weeks begin on Mondays; day 0 may be any weekday.
        let number = (now.day() + u32::from(self.plan.calendar.day(0).weekday)) / 7;
        if self.weeks[s].number != number {
            let held_over = self.services[s].held.max(0) as u32;
            self.weeks[s] = Week { number, starts: 0, held_over };
        }
    }

    /// Once a moment is over: care is within its limit, unless nothing came to it and the limit fell. Who
    /// is there at the start may have more.
    fn settle_load(&mut self, s: ServiceIndex) {
        let Loaded { now: load, before, since } = self.load[s];
        let Some(care) = self.plan.services[s].load.care() else { return };
        let most = care.amount.value_at(since);
        if load > most && load > before && self.plan.initial.people_in(s) == 0 {
            self.break_law(|| format!("service {s}: care grew from {before} to {load} of {most}"));
        }
    }

    fn leaves_delay(&mut self, now: Time, patient: &Patient) {
        // What lies before the run is no delay of the run.
        self.delay += now.since(patient.ready.max(self.plan.calendar.simulated_from())).0;
        let from = self.plan.calendar.measured_from();
        self.measured_delay += now.since(patient.ready.max(from)).0;
    }

    /// The laws that this replication broke; empty where all hold.
    pub fn broken(&mut self, replication: &Replication) -> Vec<String> {
        let end = self.now;
        if i64::try_from(self.beds.entered - self.beds.left) != Ok(self.beds.by_name) {
            self.break_law(|| "hospital: people in are not people out and people inside".to_owned());
        }
        if self.ready != self.decided + self.undecided {
            self.break_law(|| "hub: people ready are not people decided and people waiting".to_owned());
        }
        for s in self.plan.services.numbers() {
            let Counted { entered, left, inside, by_name, .. } = self.services[s];
            let there = u64::from(self.plan.initial.people_in(s));
            if inside != by_name || i64::try_from(there + entered - left) != Ok(inside) {
                self.break_law(|| format!("service {s}: people in are not people out and inside"));
            }
            let (length, waits) = (self.lines[s].length.upto(end), self.lines[s].waits);
            if length != waits {
                self.break_law(|| format!("line of service {s}: ∫ length {length} is not Σ waits {waits}"));
            }
        }
        let (turned, by_name) = self.turned;
        if turned != by_name {
            self.break_law(|| {
                format!("{turned} turned from the door and without a place, {by_name} by name")
            });
        }
        let booked: u64 = self.reasons.iter_mut().map(|r| r.upto(end)).sum();
        if booked != self.delay {
            let delay = self.delay;
            self.break_law(|| format!("delay over reasons {booked} is not delay of people {delay}"));
        }
        let nctr = replication.system[System::NctrBedDays.index()].unwrap_or(0.0);
        let by_people = Span(self.measured_delay).days();
        if (nctr - by_people).abs() > 1e-6 * by_people.max(1.0) {
            self.break_law(|| format!("nctr_bed_days {nctr} is not the people's {by_people}"));
        }
        let by_reason: f64 = replication.reasons.iter().sum();
        if (nctr - by_reason).abs() > 1e-6 * nctr.max(1.0) {
            self.break_law(|| format!("nctr_bed_days {nctr} is not the reasons' {by_reason}"));
        }
        self.look_at_costs(replication);
        std::mem::take(&mut self.broken)
    }

    /// The whole cost is what is spent and acute bed-days in use; a bed counts once.
    fn look_at_costs(&mut self, replication: &Replication) {
        let value = |outcome: System| outcome.of(&replication.system).unwrap_or(0.0);
        let (total, spent, costs) = (value(System::CostTotal), value(System::CostSpent), self.plan.costs);
        let beyond = value(System::EscalationBedDays);
        let in_use =
            (value(System::AcuteBedDays) - beyond) * costs.acute_bed_day + beyond * costs.escalation_bed_day;
        // What is open is in what is spent; where days in use have a price it is not in the whole cost.
        if costs.acute_bed_day > 0.0 && costs.open_acute_bed_day > 0.0 {
            return;
        }
        if (total - spent - in_use).abs() > 1e-6 * total.abs().max(1.0) {
            self.break_law(|| {
                format!("cost_total {total} is not spent {spent} and bed-days in use {in_use}")
            });
        }
    }
}
