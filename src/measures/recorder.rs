//! The recorder: counts what changes in one replication. `listening` says what it does on each change.

mod listening;

use super::delays::Delays;
use super::seen::Seen;
use super::tracker::{DailyIntegral, Integral, Level};
use crate::base::{Indexed, Limit, Span, Time};
use crate::model::Patient;
use crate::scenario::plan::{Plan, RuleIndex, ServiceIndex, StepIndex};
use crate::scenario::reason::{Reason, Reasons};

/// Counts one replication after another of one plan.
#[derive(Clone, Debug)]
pub struct Recorder<'p> {
    pub(super) plan: &'p Plan,
    pub(super) from: Time,
    pub(super) measuring: bool,
    pub(super) hospital: DailyIntegral,
    pub(super) nctr: DailyIntegral,
    pub(super) bed_queue: DailyIntegral,
    pub(super) round_wait: DailyIntegral,
    pub(super) community: DailyIntegral,
    pub(super) services: Indexed<ServiceIndex, Watched>,
    pub(super) reasons: Indexed<Reason, Integral>,
    pub(super) steps: Indexed<StepIndex, (u64, Span)>,
    /// Of rules by which people give way, then of diversions.
    pub(super) gave_way: Indexed<RuleIndex, GaveWay>,
    /// People on duty whom triggers have added.
    pub(super) hub_staff: Level,
    pub(super) step_staff: Indexed<StepIndex, Level>,
    /// By measured day.
    pub(super) admissions: Vec<u32>,
    pub(super) discharges: Vec<u32>,
    pub(super) emergencies: Vec<u32>,
    pub(super) bed_waits: BedWaits,
    pub(super) round_waits: (u64, u64),
    pub(super) long_stays: [u64; 3],
    pub(super) delays: Delays,
    pub(super) seen: Seen,
    pub(super) still_waiting: (u64, u64),
    /// Emergencies at the door at the end and how long they have waited, and planned people.
    pub(super) still_at_door: (u64, u64),
    pub(super) electives_at_door: u64,
    /// Services that stand still, and whether any does.
    pub(super) standing_still: u32,
    pub(super) deadlock: Level,
    pub(super) decisions: (u64, u64),
    pub(super) home: u64,
    pub(super) core: Limit,
    pub(super) beyond_core: Level,
    pub(super) open_escalation: DailyIntegral,
    pub(super) cancelled: (u64, u64),
    pub(super) stepped_up: u64,
    pub(super) readmissions: u64,
    pub(super) day_91: (u64, u64),
    pub(super) people: u64,
    pub(super) events: u64,
}

/// What is counted of a service.
#[derive(Clone, Debug, Default)]
pub(super) struct Watched {
    pub people: DailyIntegral,
    pub queue: DailyIntegral,
    pub in_use: Integral,
    pub load: Integral,
    /// Places that triggers have opened.
    pub extra: DailyIntegral,
    pub blocked: Integral,
    pub deadlock: Level,
    /// People in its line at the end, and how long they have waited.
    pub still_waiting: (u64, u64),
    pub starts: u64,
    pub care_home_starts: u64,
    pub waits: Vec<u64>,
    pub stays: (u64, u64),
    pub late: u64,
    pub overdue: u64,
}

/// What is counted of a rule by which people give way.
#[derive(Clone, Debug, Default)]
pub(super) struct GaveWay {
    /// Who gave way and took what the rule leads to.
    pub people: u64,
    /// Those of them who are still there.
    pub there: Integral,
    /// Of a diversion: who found no place in time, and the acute stays that were not needed.
    pub not_taken: u64,
    pub spared: u64,
}

/// Waits of emergencies for an acute bed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BedWaits {
    pub people: u64,
    pub total: u64,
    pub over_4h: u64,
    pub over_12h: u64,
    /// Longer than what does harm.
    pub harmful: u64,
}

impl<'p> Recorder<'p> {
    /// For this plan.
    pub fn new(plan: &'p Plan) -> Self {
        let days = plan.calendar.measured_days() as usize;
        let mut new = Self {
            plan,
            from: plan.calendar.measured_from(),
            measuring: false,
            hospital: DailyIntegral::default(),
            nctr: DailyIntegral::default(),
            bed_queue: DailyIntegral::default(),
            round_wait: DailyIntegral::default(),
            community: DailyIntegral::default(),
            services: plan.services.beside(),
            reasons: Reasons::of(plan).all().map(|_| Integral::default()).collect(),
            steps: plan.steps.beside(),
            gave_way: (0..plan.gives_way.len() + plan.diversions.len()).map(|_| GaveWay::default()).collect(),
            hub_staff: Level::default(),
            step_staff: plan.steps.beside(),
            admissions: vec![0; days],
            discharges: vec![0; days],
            emergencies: vec![0; days],
            bed_waits: BedWaits::default(),
            round_waits: (0, 0),
            long_stays: [0; 3],
            delays: Delays::new(plan.pathways.len(), plan.groups.len()),
            seen: Seen::new(plan),
            still_waiting: (0, 0),
            still_at_door: (0, 0),
            electives_at_door: 0,
            standing_still: 0,
            deadlock: Level::default(),
            decisions: (0, 0),
            home: 0,
            core: Limit::ZERO,
            beyond_core: Level::default(),
            open_escalation: DailyIntegral::default(),
            cancelled: (0, 0),
            stepped_up: 0,
            readmissions: 0,
            day_91: (0, 0),
            people: 0,
            events: 0,
        };
        new.clear();
        new
    }

    /// Forgets everything, for the next replication.
    pub fn clear(&mut self) {
        self.measuring = false;
        self.each_daily(DailyIntegral::clear);
        for s in &mut self.services {
            s.people.clear();
            s.queue.clear();
            s.in_use.clear();
            s.load.clear();
            s.extra.clear();
            s.blocked.clear();
            (s.deadlock, s.still_waiting) = (Level::default(), (0, 0));
            s.waits.clear();
            (s.starts, s.care_home_starts, s.stays, s.late, s.overdue) = (0, 0, (0, 0), 0, 0);
        }
        self.reasons.iter_mut().for_each(Integral::clear);
        self.steps.iter_mut().for_each(|step| *step = (0, Span::ZERO));
        self.gave_way.iter_mut().for_each(|rule| *rule = GaveWay::default());
        self.hub_staff = Level::default();
        self.step_staff.iter_mut().for_each(|came| *came = Level::default());
        for by_day in [&mut self.admissions, &mut self.discharges, &mut self.emergencies] {
            by_day.fill(0);
        }
        self.bed_waits = BedWaits::default();
        self.round_waits = (0, 0);
        self.long_stays = [0; 3];
        self.delays.clear();
        self.seen.clear();
        (self.still_waiting, self.decisions) = ((0, 0), (0, 0));
        (self.still_at_door, self.electives_at_door) = ((0, 0), 0);
        (self.standing_still, self.deadlock) = (0, Level::default());
        (self.home, self.people, self.events) = (0, 0, 0);
        (self.core, self.beyond_core, self.cancelled) = (Limit::ZERO, Level::default(), (0, 0));
        (self.stepped_up, self.readmissions, self.day_91) = (0, 0, (0, 0));
    }

    /// From now on what is counted is that of another plan, in which all is as it is here up to now.
    pub fn go_on_in(&mut self, plan: &'p Plan) {
        self.plan = plan;
    }

    fn each_daily(&mut self, each: impl Fn(&mut DailyIntegral)) {
        for d in [
            &mut self.hospital,
            &mut self.nctr,
            &mut self.bed_queue,
            &mut self.round_wait,
            &mut self.community,
            &mut self.open_escalation,
        ] {
            each(d);
        }
    }

    fn measured_day(&self, now: Time) -> usize {
        (now.day() - self.from.day()) as usize
    }

    /// The part of a stretch that lies in the measured days, up to `now`.
    fn measured(&self, from: Time, now: Time) -> Span {
        now.since(from.max(self.from))
    }

    fn count_long_stay(&mut self, now: Time, admitted: Time) {
        for (total, days) in self.long_stays.iter_mut().zip([7, 14, 21]) {
            let long_since = admitted + Span(days * Span::DAY.0);
            *total += now.since(long_since.max(self.from)).0;
        }
    }

    fn leaves_nctr(&mut self, now: Time, patient: &Patient) {
        let days = self.measured(patient.ready, now);
        self.delays.add_bed_days((patient.pathway, patient.group), days);
        self.seen.in_bed(patient, days);
    }
}
