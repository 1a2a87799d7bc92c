//! One run: the clock, the events, and the order of one instant. Each place keeps its own state, in the
//! file that tells what happens there; a run is made anew, so nothing is left of the one before.
//!
//! What falls together happens in this order: timetable, exits, ends of steps, ends of acute stays,
//! board rounds, arrivals; then, once all of these are done, offers. Within a kind: first scheduled,
//! first done.

use std::sync::atomic::{AtomicBool, Ordering};

use super::after::Returns;
use super::ahead::Ahead;
use super::arrivals::Door;
use super::care::Spells;
use super::desk::Desks;
use super::event::Coded;
pub(super) use super::event::{Event, rank};
use super::giving_way::Waits;
use super::hospital::Hospital;
use super::journey::Ended;
use super::left_ahead::LeftAhead;
use super::long_run::{InHand, SeenFor};
use super::observer::{Change, Observer};
use super::patient::{Patient, Whereabouts};
use super::people::{People, Who};
use super::pressure::StayClock;
use super::rounds::Rounds;
use super::services::Services;
use super::triggers::Triggers;
use crate::base::{Luck, Time};
use crate::engine::Agenda;
use crate::engine::agenda::{Refused, time_of};
use crate::scenario::plan::Plan;
use crate::scenario::reason::Reasons;

/// A run of one plan, told to an observer.
#[derive(Debug)]
pub(super) struct Run<'a, O> {
    pub plan: &'a Plan,
    pub reasons: Reasons,
    pub observer: &'a mut O,
    /// Looked at each midnight.
    pub stop: Option<&'a AtomicBool>,
    pub seed: u64,
    pub luck: Luck,
    pub now: Time,
    pub agenda: Agenda<Coded>,
    pub people: People,
    pub door: Door,
    pub hospital: Hospital,
    pub rounds: Rounds,
    pub stay_clock: StayClock,
    pub desks: Desks,
    pub services: Services,
    pub spells: Spells,
    pub returns: Returns,
    pub waits: Waits,
    pub triggers: Triggers,
    pub in_hand: InHand,
    /// How far it has looked ahead.
    pub ahead: Ahead,
    pub left_ahead: LeftAhead,
    /// How people who are ready wait in the long run.
    pub seen: SeenFor,
    pub handled: u64,
}

impl<'a, O: Observer> Run<'a, O> {
    /// Nothing has happened in it yet.
    pub fn new(
        plan: &'a Plan,
        observer: &'a mut O,
        stop: Option<&'a AtomicBool>,
        seed: u64,
        replication: u64,
    ) -> Self {
        let now = plan.calendar.simulated_from();
        let mut agenda = Agenda::new(plan.calendar.end());
        agenda.advance(now);
        Self {
            plan,
            reasons: Reasons::of(plan),
            observer,
            stop,
            seed,
            luck: Luck::new(seed, replication),
            now,
            agenda,
            people: People::default(),
            door: Door::new(),
            hospital: Hospital::new(&plan.hospital.kept),
            rounds: Rounds::default(),
            stay_clock: StayClock::default(),
            desks: Desks::new(plan),
            services: Services::new(plan, now),
            spells: Spells::default(),
            returns: Returns::default(),
            waits: Waits::default(),
            triggers: Triggers::new(plan),
            in_hand: InHand::default(),
            ahead: Ahead::new(plan),
            left_ahead: LeftAhead::new(plan.services.len()),
            seen: None,
            handled: 0,
        }
    }

    /// Opens every place and puts there who is there at the start.
    ///
    /// # Errors
    /// Where the time before the start could not be run.
    pub fn begin(&mut self) -> Result<(), Ended> {
        self.schedule(self.now, rank::TIMETABLE, Event::Midnight);
        self.beds_change();
        self.schedule_round();
        self.open_desks();
        self.open_services();
        self.place_initial_people()
    }

    /// Runs on to this moment; what happens at it has not happened. Looks each midnight whether to go on.
    ///
    /// # Errors
    /// Where the stop flag is set, or something was to happen before now.
    pub fn run_until(&mut self, end: Time) -> Result<(), Ended> {
        for day in self.now.day().. {
            self.may_go_on()?;
            let midnight = Time::midnight(day + 1);
            self.run_on(midnight.min(end));
            if midnight >= end {
                break;
            }
        }
        self.may_go_on()?;
        self.now = end;
        Ok(())
    }

    /// Whether nothing is wrong and nobody has stopped it.
    fn may_go_on(&self) -> Result<(), Ended> {
        if let Some(Refused { event, at, now }) = self.agenda.refused() {
            return Err(Ended::ClockBack { what: format!("{:?}", event.event()), at, now });
        }
        match self.stop {
            Some(stop) if stop.load(Ordering::Relaxed) => Err(Ended::Stopped),
            _ => Ok(()),
        }
    }

    fn run_on(&mut self, end: Time) {
        loop {
            let door = self.door.next_key();
            let next = self.agenda.next_key();
            let at = time_of(next.min(door));
            if at > self.now
                && (self.hospital.may_offer() || self.services.may_offer() || self.waits.anybody_now())
            {
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
                if let Some(coming) = self.door.take() {
                    self.arrive(coming);
                }
            } else if let Some((_, event)) = self.agenda.take() {
                self.handle(event.event());
            }
        }
    }

    /// Whether nothing is left to happen or to offer at this instant, but what is being done.
    #[inline]
    pub fn is_last_of_instant(&mut self) -> bool {
        let next = self.agenda.next_key().min(self.door.next_key());
        time_of(next) > self.now
            && !(self.hospital.may_offer() || self.services.may_offer() || self.waits.anybody_now())
    }

    /// Something will happen at `at`.
    #[inline(always)]
    pub fn schedule(&mut self, at: Time, rank: u8, event: Event) {
        debug_assert!(
            !matches!(
                event,
                Event::Beds | Event::People(_) | Event::MostLoad(_) | Event::Staff(_) | Event::Round
            ),
            "what a timetable says is scheduled as a change, or it could not be gone on with under another"
        );
        self.agenda.schedule(at, rank, Coded::of(event));
    }

    /// A timetable changes something at `at`, which may be never.
    #[inline]
    pub fn schedule_change(&mut self, at: Time, rank: u8, event: Event) {
        self.agenda.schedule_change(at, rank, Coded::of(event));
    }

    #[inline(always)]
    fn handle(&mut self, event: Event) {
        match event {
            Event::Midnight => self.midnight(),
            Event::Beds => self.beds_change(),
            Event::TriggerOpens(trigger) => self.trigger_opens(trigger),
            Event::People(service) => self.places_change(service),
            Event::MostLoad(service) => self.most_load_changes(service),
            Event::Staff(desk) => self.staff_changes(desk),
            Event::Round => self.board_round(),
            Event::AcuteEnd(who) => self.when(who, Self::acute_stay_ends),
            Event::ReferAhead(who) => self.when(who, Self::refer_ahead),
            Event::WorkDone { desk, who } => self.when(who, |run, p| run.work_done(p, desk)),
            Event::JobDone { desk, stamp, job } => self.job_done(desk, job, stamp),
            Event::BedReady { part } => self.bed_is_ready(part.map(usize::from)),
            Event::GiveUp(who) => self.when(who, Self::gives_up),
            Event::ComeAgain(who) => self.when(who, Self::comes_again),
            Event::StepUp(who) => self.when(who, Self::deconditioning_trial),
            Event::Hazard(who) => self.when(who, Self::hazard),
            Event::OnwardWaitOver(who) => self.when(who, Self::onward_wait_over),
            Event::TryLeave(who) => self.when(who, Self::try_leave_again),
            Event::BridgeHere(who) => self.when(who, Self::bridge_is_here),
            Event::LongestStay(who) => self.when(who, Self::longest_stay_on_bridge),
            Event::GivesWay { who, rule } => self.waits.give_way_now(who, rule),
            Event::ServiceEnd(who) => self.when(who, Self::service_ends),
        }
    }

    /// Does it, unless the slot has passed to somebody else.
    #[inline]
    fn when(&mut self, who: Who, then: impl FnOnce(&mut Self, u32)) {
        if self.people.is_still(who) {
            then(self, who.patient);
        }
    }

    /// Tells what has changed.
    #[inline(always)]
    pub fn tell(&mut self, change: Change<'_>) {
        self.observer.changed(self.now, change);
    }

    /// Tells what has changed for somebody.
    #[inline(always)]
    pub fn tell_of(&mut self, p: u32, change: impl for<'b> FnOnce(&'b Patient) -> Change<'b>) {
        self.observer.changed(self.now, change(&self.people[p]));
    }

    fn midnight(&mut self) {
        let day = self.now.day();
        if day == self.plan.calendar.first_measured_day() {
            self.tell(Change::MeasuringStarts);
        }
        self.schedule(Time::midnight(day + 1), rank::TIMETABLE, Event::Midnight);
        self.desks_new_day();
        self.services_new_day(day);
        self.look_at_triggers();
        self.stays_new_day();
        self.people_of_the_day(day);
    }

    /// Offers everything there is to offer: services in the order of their names, then bridges,
    /// then acute beds; again while a move makes room elsewhere. Who has no offer then may give way.
    fn make_offers(&mut self) {
        loop {
            if let Some(service) = self.services.take_next_to_offer(self.plan) {
                if self.plan.services[service].bridge.is_empty() {
                    self.offer_places(service);
                } else {
                    self.offer_bridges(service);
                }
            } else if self.hospital.take_offer() {
                self.offer_beds();
            } else if let Some((who, rule)) = self.waits.take_next() {
                self.when(who, |run, p| run.gives_way(p, rule));
            } else {
                return;
            }
        }
    }

    /// The end of the run: who is still where.
    pub fn close(&mut self) {
        let slots = 0..self.people.slots() as u32;
        for p in slots.clone() {
            let emergency = !self.booking(p).is_elective();
            if !matches!(self.people[p].whereabouts, Whereabouts::Gone | Whereabouts::Away) {
                self.tell_of(p, |patient| Change::StillThere { patient, emergency });
            }
        }
        slots.for_each(|p| self.still_in_lines(p));
        self.tell(Change::Finished { people: self.door.arrived(), events: self.handled });
    }
}
