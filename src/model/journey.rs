//! The journey as a whole: the clock, the events, and the order of one instant.
//!
//! What falls together happens in this order: timetable, exits, ends of steps, ends of acute stays,
//! board rounds, arrivals; then, once all of these are done, offers. Within a kind: first scheduled,
//! first done.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use super::arrivals::Coming;
use super::care::Spells;
use super::hospital::BedTurn;
use super::long_run::SeenFor;
use super::observer::{Change, Desk, Observer};
use super::patient::{HubLink, Patient, Turn, Whereabouts};
use super::service::ServiceState;
use super::triggers::Phase;
use crate::base::{Luck, Span, Time};
use crate::engine::agenda::{Refused, key_of, time_of};
use crate::engine::crew::Running;
use crate::engine::{Agenda, Crew, Line, Pool};
use crate::scenario::plan::{Plan, ServiceIndex, StepIndex, UNLIMITED};
use crate::scenario::reason::Reasons;

/// What comes at one instant, in this order.
pub(super) mod rank {
    pub const TIMETABLE: u8 = 0;
    pub const EXIT: u8 = 1;
    pub const STEP: u8 = 2;
    pub const ACUTE_END: u8 = 3;
    pub const ROUND: u8 = 4;
    pub const ARRIVAL: u8 = 5;
}

/// Whom an event is for: a slot and the stamp that it had.
#[derive(Clone, Copy, Debug)]
pub(super) struct Who {
    pub stamp: u16,
    pub patient: u32,
}

/// What happens.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    Midnight,
    Beds,
    TriggerOpens(u16),
    People(ServiceIndex),
    MostLoad(ServiceIndex),
    HubStaff,
    StepStaff(StepIndex),
    Round,
    AcuteEnd(Who),
    ReferAhead(Who),
    Assessed(Who),
    HubJob { stamp: u16, job: u32 },
    StepDone { step: StepIndex, who: Who },
    StepJob { step: StepIndex, stamp: u16, job: u32 },
    TryLeave(Who),
    BedReady,
    GiveUp(Who),
    ComeAgain(Who),
    StepUp(Who),
    Hazard(Who),
    OnwardWaitOver(Who),
    BridgeHere(Who),
    LongestStay(Who),
    ServiceEnd(Who),
}

/// Why a replication did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// The stop flag was set.
    #[error("interrupted")]
    Stopped,
    /// Something was to happen before now: a mistake in the model.
    #[error("the clock would go back: {what} was to happen at {at}, when it was {now} already")]
    ClockBack {
        /// The event.
        what: String,
        /// When it was to happen.
        at: Time,
        /// What the time was.
        now: Time,
    },
}

/// A simulation of one plan, used for one replication after another.
///
/// Replications depend on nothing but the plan, the seed and their index.
#[derive(Debug)]
pub struct Simulation<'p, O> {
    pub(super) plan: &'p Plan,
    pub(super) reasons: Reasons,
    pub(super) observer: O,
    pub(super) luck: Luck,
    pub(super) seed: u64,
    pub(super) now: Time,
    pub(super) agenda: Agenda<Event>,
    pub(super) people: Vec<Patient>,
    pub(super) spare: Vec<u32>,
    /// By slot, as far as care is limited.
    pub(super) spells: Vec<Spells>,
    /// The day's people at the door, in the order of their time.
    pub(super) coming: Vec<Coming>,
    pub(super) next_coming: usize,
    pub(super) beds: Pool,
    pub(super) bed_line: Line<BedTurn>,
    pub(super) beds_to_offer: bool,
    pub(super) in_beds: u32,
    pub(super) escalated: bool,
    pub(super) triggers: Vec<Phase>,
    /// Acute beds that triggers have opened.
    pub(super) extra_beds: u32,
    /// Planned people who go home again where there is no bed at once.
    pub(super) giving_up: Vec<u32>,
    /// By slot of somebody who will come back: the slot in which the last episode may go on in a service.
    pub(super) last_episodes: Vec<Option<Who>>,
    /// By that slot: the slot of who will come back, or of whom it once was.
    pub(super) next_episodes: Vec<u32>,
    pub(super) awaiting_round: Vec<u32>,
    pub(super) next_round: usize,
    pub(super) hub: Crew<Turn>,
    /// Everybody the hub is or was asked about; kept only where the hub closes or changes its staff.
    pub(super) with_hub: Vec<Who>,
    pub(super) crews: Vec<Crew<Turn>>,
    pub(super) services: Vec<ServiceState>,
    /// Services that may have something to offer.
    pub(super) to_offer: Vec<u64>,
    pub(super) resumed: Vec<Running>,
    /// What is left of work that people had in hand at the start, by slot and stamp.
    pub(super) left: BTreeMap<u32, Vec<(u16, Desk, Span)>>,
    /// How people who are ready wait in the long run; kept from one replication to the next.
    pub(super) seen: SeenFor,
    pub(super) arrived: u64,
    pub(super) handled: u64,
    /// Looked at each midnight.
    pub(super) stop: Option<&'p AtomicBool>,
    /// Why the time before the start could not be run.
    pub(super) ended_before: Option<Ended>,
}

impl<'p, O: Observer> Simulation<'p, O> {
    /// Of this plan, told to `observer`.
    pub fn new(plan: &'p Plan, observer: O) -> Self {
        Self {
            plan,
            reasons: Reasons::of(plan),
            observer,
            luck: Luck::new(0, 0),
            seed: 0,
            now: Time::START,
            agenda: Agenda::new(plan.calendar.end()),
            people: Vec::new(),
            spare: Vec::new(),
            spells: Vec::new(),
            coming: Vec::new(),
            next_coming: 0,
            beds: Pool::default(),
            bed_line: Line::default(),
            beds_to_offer: false,
            in_beds: 0,
            escalated: false,
            triggers: vec![Phase::default(); plan.triggers.len()],
            extra_beds: 0,
            giving_up: Vec::new(),
            last_episodes: Vec::new(),
            next_episodes: Vec::new(),
            awaiting_round: Vec::new(),
            next_round: 0,
            hub: Crew::default(),
            with_hub: Vec::new(),
            crews: plan.steps.iter().map(|_| Crew::default()).collect(),
            services: plan.services.iter().map(|_| ServiceState::default()).collect(),
            to_offer: vec![0; plan.services.len().div_ceil(64)],
            resumed: Vec::new(),
            left: BTreeMap::new(),
            seen: None,
            arrived: 0,
            handled: 0,
            stop: None,
            ended_before: None,
        }
    }

    /// Ends a replication at a midnight after this flag was set.
    #[must_use]
    pub fn until(mut self, stop: Option<&'p AtomicBool>) -> Self {
        self.stop = stop;
        self
    }

    /// Takes over what another of the same scenario has found out about its long run.
    pub fn inherit<P: Observer>(&mut self, other: &mut Simulation<'_, P>) {
        self.seen = other.seen.take();
    }

    /// Whoever is told.
    pub fn observer(&mut self) -> &mut O {
        &mut self.observer
    }

    /// Runs one replication from its first midnight to its end.
    ///
    /// # Errors
    /// Where the stop flag is set, or something was to happen before now; what the observer was told
    /// is then of no use.
    pub fn run(&mut self, seed: u64, replication: u64) -> Result<(), Ended> {
        self.begin(seed, replication);
        let end = self.plan.calendar.end();
        self.run_until(end)?;
        self.now = end;
        self.close();
        Ok(())
    }

    /// Runs on to this moment; what happens at it has not happened. Looks each midnight whether to go on.
    pub(super) fn run_until(&mut self, end: Time) -> Result<(), Ended> {
        for day in self.now.day().. {
            self.goes_on()?;
            let midnight = Time::midnight(day + 1);
            self.run_on(midnight.min(end));
            if midnight >= end {
                break;
            }
        }
        self.goes_on()
    }

    /// Whether nothing is wrong and nobody has stopped it.
    fn goes_on(&mut self) -> Result<(), Ended> {
        if let Some(ended) = self.ended_before.take() {
            return Err(ended);
        }
        if let Some(Refused { event, at, now }) = self.agenda.refused() {
            return Err(Ended::ClockBack { what: format!("{event:?}"), at, now });
        }
        match self.stop {
            Some(stop) if stop.load(Ordering::Relaxed) => Err(Ended::Stopped),
            _ => Ok(()),
        }
    }

    fn run_on(&mut self, end: Time) {
        loop {
            let door = self.coming.get(self.next_coming).map_or(u64::MAX, |c| key_of(c.at, rank::ARRIVAL));
            let next = self.agenda.next_key();
            let at = time_of(next.min(door));
            if at > self.now && self.something_to_offer() {
                // Offers may schedule more for this very instant, so look again.
                self.make_offers();
                continue;
            }
            if at >= end {
                break;
            }
            self.now = at;
            self.handled += 1;
            if door < next {
                self.agenda.advance(at);
                let coming = self.coming[self.next_coming];
                self.next_coming += 1;
                self.arrive(coming);
            } else if let Some((_, event)) = self.agenda.take() {
                self.handle(event);
            }
        }
    }

    pub(super) fn begin(&mut self, seed: u64, replication: u64) {
        (self.luck, self.seed) = (Luck::new(seed, replication), seed);
        self.now = self.plan.calendar.simulated_from();
        self.agenda.clear();
        self.agenda.advance(self.now);
        self.ended_before = None;
        self.people.clear();
        self.spare.clear();
        self.spells.clear();
        self.coming.clear();
        self.next_coming = 0;
        self.beds = Pool::default();
        self.bed_line.clear();
        self.in_beds = 0;
        self.escalated = false;
        self.triggers.fill(Phase::default());
        self.extra_beds = 0;
        self.giving_up.clear();
        self.last_episodes.clear();
        self.next_episodes.clear();
        self.awaiting_round.clear();
        self.with_hub.clear();
        self.to_offer.fill(0);
        self.left.clear();
        self.beds_to_offer = false;
        self.next_round = 0;
        (self.arrived, self.handled) = (0, 0);
        self.agenda.schedule(self.now, rank::TIMETABLE, Event::Midnight);
        self.open_hospital();
        self.open_hub();
        self.open_crews();
        self.open_services();
        self.place_initial_people();
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Midnight => self.midnight(),
            Event::Beds => self.beds_change(),
            Event::TriggerOpens(trigger) => self.trigger_opens(trigger),
            Event::People(service) => self.places_change(service),
            Event::MostLoad(service) => self.most_load_changes(service),
            Event::HubStaff => self.hub_staff_changes(),
            Event::StepStaff(step) => self.step_staff_changes(step),
            Event::Round => self.board_round(),
            Event::AcuteEnd(who) => self.when(who, Self::acute_stay_ends),
            Event::ReferAhead(who) => self.when(who, Self::refer_ahead),
            Event::Assessed(who) => self.when(who, Self::assessed),
            Event::HubJob { stamp, job } => self.hub_job_done(job, stamp),
            Event::StepDone { step, who } => self.when(who, |s, p| s.step_done(p, step)),
            Event::StepJob { step, stamp, job } => self.step_job_done(step, job, stamp),
            Event::BedReady => self.bed_is_ready(),
            Event::GiveUp(who) => self.when(who, Self::gives_up),
            Event::ComeAgain(who) => self.when(who, Self::comes_again),
            Event::StepUp(who) => self.when(who, Self::deconditioning_trial),
            Event::Hazard(who) => self.when(who, Self::hazard),
            Event::OnwardWaitOver(who) => self.when(who, Self::onward_wait_over),
            Event::TryLeave(who) => self.when(who, Self::try_leave_again),
            Event::BridgeHere(who) => self.when(who, Self::bridge_is_here),
            Event::LongestStay(who) => self.when(who, Self::longest_stay_on_bridge),
            Event::ServiceEnd(who) => self.when(who, Self::service_ends),
        }
    }

    /// Does it, unless the slot has passed to somebody else.
    #[inline]
    fn when(&mut self, who: Who, then: impl FnOnce(&mut Self, u32)) {
        if self.people[who.patient as usize].stamp == who.stamp {
            then(self, who.patient);
        }
    }

    #[inline]
    pub(super) fn who(&self, patient: u32) -> Who {
        Who { stamp: self.people[patient as usize].stamp, patient }
    }

    #[inline]
    pub(super) fn person(&self, patient: u32) -> &Patient {
        &self.people[patient as usize]
    }

    #[inline]
    pub(super) fn person_mut(&mut self, patient: u32) -> &mut Patient {
        &mut self.people[patient as usize]
    }

    /// Tells what has changed.
    #[inline(always)]
    pub(super) fn tell(&mut self, change: Change<'_>) {
        self.observer.changed(self.now, change);
    }

    /// Tells what has changed for somebody.
    #[inline(always)]
    pub(super) fn tell_of(&mut self, p: u32, change: impl for<'a> FnOnce(&'a Patient) -> Change<'a>) {
        self.observer.changed(self.now, change(&self.people[p as usize]));
    }

    fn midnight(&mut self) {
        let day = self.now.day();
        if day == self.plan.calendar.first_measured_day() {
            self.tell(Change::MeasuringStarts);
        }
        self.agenda.schedule(Time::midnight(day + 1), rank::TIMETABLE, Event::Midnight);
        self.crews_new_day();
        self.services_new_day(day);
        self.look_at_triggers();
        self.people_of_the_day(day);
    }

    /// A person takes a slot.
    pub(super) fn enrol(&mut self, patient: Patient) -> u32 {
        if let Some(slot) = self.spare.pop() {
            let stamp = self.people[slot as usize].stamp.wrapping_add(1);
            self.people[slot as usize] = Patient { stamp, ..patient };
            slot
        } else {
            self.people.push(patient);
            self.people.len() as u32 - 1
        }
    }

    /// A person is gone; its slot is free once nobody works for it any more.
    pub(super) fn retire(&mut self, p: u32) {
        let person = self.person_mut(p);
        person.whereabouts = Whereabouts::Gone;
        let steps = person.open_ready | person.open_decision | person.open_offer;
        if steps == 0 && person.hub != HubLink::Asked {
            person.stamp = person.stamp.wrapping_add(1);
            self.spare.push(p);
        }
    }

    /// The end of the run: who is still where.
    fn close(&mut self) {
        for p in 0..self.people.len() as u32 {
            let emergency = !self.booking(p).is_elective();
            if !matches!(self.person(p).whereabouts, Whereabouts::Gone | Whereabouts::Away) {
                self.tell_of(p, |patient| Change::StillThere { patient, emergency });
            }
        }
        for p in 0..self.people.len() as u32 {
            self.still_in_lines(p);
        }
        self.tell(Change::Finished { people: self.arrived, events: self.handled });
    }

    fn something_to_offer(&self) -> bool {
        self.beds_to_offer || self.to_offer.iter().any(|&word| word != 0)
    }

    /// Offers everything there is to offer: services in the order of their names, then bridges,
    /// then acute beds; again while a move makes room elsewhere.
    fn make_offers(&mut self) {
        loop {
            if let Some(service) = self.next_to_offer() {
                self.to_offer[usize::from(service / 64)] &= !(1 << (service % 64));
                if self.plan.services[usize::from(service)].bridge.is_empty() {
                    self.offer_places(service);
                } else {
                    self.offer_bridges(service);
                }
            } else if std::mem::take(&mut self.beds_to_offer) {
                self.offer_beds();
            } else {
                return;
            }
        }
    }

    fn next_to_offer(&self) -> Option<ServiceIndex> {
        let mut first_bridge = None;
        for (i, &word) in self.to_offer.iter().enumerate() {
            let mut word = word;
            while word != 0 {
                let service = (i as u32 * 64 + word.trailing_zeros()) as ServiceIndex;
                if self.plan.services[usize::from(service)].bridge.is_empty() {
                    return Some(service);
                }
                first_bridge = first_bridge.or(Some(service));
                word &= word - 1;
            }
        }
        first_bridge
    }
}

/// Whether a number of people or staff has no limit.
pub(super) fn unlimited(amount: u32) -> bool {
    amount == UNLIMITED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scenario, built_in};

    fn baseline() -> Scenario {
        Scenario::built_in(built_in::BASELINE, &[]).expect("no faults")
    }

    #[test]
    fn a_replication_in_which_something_would_happen_before_now_ends_with_its_cause() {
        let scenario = baseline();
        let mut simulation = Simulation::new(&scenario.plan, ());
        simulation.begin(1, 0);
        simulation.run_until(Time::midnight(2)).expect("nothing is wrong yet");
        simulation.now = Time::midnight(2);
        simulation.agenda.advance(simulation.now);
        simulation.agenda.schedule(Time::midnight(1), rank::ROUND, Event::BedReady);
        let ended = simulation.run_until(Time::midnight(9)).expect_err("the clock went back");
        let (at, now) = (Time::midnight(1), Time::midnight(2));
        assert_eq!(ended, Ended::ClockBack { what: "BedReady".to_owned(), at, now });
        let said =
            "the clock would go back: BedReady was to happen at day 1 00:00, when it was day 2 00:00 already";
        assert_eq!(ended.to_string(), said);
        assert_eq!(simulation.run(1, 0), Ok(()), "the next replication is its own");
    }

    #[test]
    fn a_replication_stops_at_the_midnight_after_it_is_told_to() {
        struct StopsAt<'a>(&'a AtomicBool, u32, Time);
        impl Observer for StopsAt<'_> {
            fn changed(&mut self, now: Time, _: Change<'_>) {
                self.2 = now;
                self.0.fetch_or(now.day() >= self.1, Ordering::Relaxed);
            }
        }
        let (scenario, stop) = (baseline(), AtomicBool::new(false));
        let mut simulation =
            Simulation::new(&scenario.plan, StopsAt(&stop, 3, Time::START)).until(Some(&stop));
        assert_eq!(simulation.run(1, 0), Err(Ended::Stopped));
        assert_eq!(simulation.observer().2.day(), 3);
    }
}
