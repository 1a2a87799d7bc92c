//! A run that is halted at a midnight, and gone on with in the same plan or in another that parts from it then or
//! later: each thing that happens from there on is what would have happened in a run of that plan from its start.
//!
//! What a timetable has already put on the agenda, its next change, is put there anew at the time that the other
//! plan gives it, in its old turn: the change before it, or the start, scheduled it in both. What was read further
//! ahead must lie before the parting, see [`Ahead`](super::ahead::Ahead).

use super::after::Returns;
use super::ahead::Ahead;
use super::arrivals::Door;
use super::care::Spells;
use super::desk::{Desks, work_of};
use super::event::Coded;
use super::giving_way::Waits;
use super::hospital::{Hospital, next_change_of_beds};
use super::journey::Ended;
use super::left_ahead::LeftAhead;
use super::long_run::InHand;
use super::observer::Observer;
use super::people::People;
use super::pressure::StayClock;
use super::rounds::Rounds;
use super::run::{Event, Run};
use super::service::next_change_of_places;
use super::services::Services;
use super::triggers::Triggers;
use crate::base::{Luck, Span, Time};
use crate::engine::Agenda;
use crate::scenario::plan::{Parting, Plan};
use crate::scenario::reason::Reasons;
use std::sync::atomic::AtomicBool;

/// Everything that a run knows at a midnight of which nothing has happened yet.
#[derive(Clone, Debug)]
pub(super) struct Halted {
    seed: u64,
    luck: Luck,
    now: Time,
    agenda: Agenda<Coded>,
    people: People,
    door: Door,
    hospital: Hospital,
    rounds: Rounds,
    stay_clock: StayClock,
    desks: Desks,
    services: Services,
    spells: Spells,
    returns: Returns,
    waits: Waits,
    triggers: Triggers,
    in_hand: InHand,
    ahead: Ahead,
    handled: u64,
}

impl<'a, O: Observer> Run<'a, O> {
    /// Whether a run of a plan that parts from this one so would be where this one is.
    pub fn is_also_of(&self, parting: &Parting) -> bool {
        let begun = self.now > self.plan.calendar.simulated_from();
        begun && self.now <= parting.from() && self.ahead.is_before(parting)
    }

    /// All of it but the plan and the observer.
    pub fn halted(&self) -> Halted {
        Halted {
            seed: self.seed,
            luck: self.luck,
            now: self.now,
            agenda: self.agenda.clone(),
            people: self.people.clone(),
            door: self.door.clone(),
            hospital: self.hospital.clone(),
            rounds: self.rounds.clone(),
            stay_clock: self.stay_clock.clone(),
            desks: self.desks.clone(),
            services: self.services.clone(),
            spells: self.spells.clone(),
            returns: self.returns.clone(),
            waits: self.waits.clone(),
            triggers: self.triggers.clone(),
            in_hand: self.in_hand.clone(),
            ahead: self.ahead.clone(),
            handled: self.handled,
        }
    }

    /// A run of this plan that is where one was halted of which [`is_also_of`](Self::is_also_of) held.
    pub fn going_on(plan: &'a Plan, observer: &'a mut O, stop: Option<&'a AtomicBool>, from: Halted) -> Self {
        let Halted {
            seed,
            luck,
            now,
            agenda,
            people,
            door,
            hospital,
            rounds,
            stay_clock,
            desks,
            services,
            spells,
            returns,
            waits,
            triggers,
            in_hand,
            ahead,
            handled,
        } = from;
        let agenda = agenda.again(|event, at| next_of(plan, &rounds, event.event(), now).unwrap_or(at));
        Self {
            plan,
            reasons: Reasons::of(plan),
            observer,
            stop,
            seed,
            luck,
            now,
            agenda,
            people,
            door,
            hospital,
            rounds,
            stay_clock,
            desks,
            services,
            spells,
            returns,
            waits,
            triggers,
            in_hand,
            ahead,
            // Of this plan, not of the one that was halted.
            left_ahead: LeftAhead::new(plan.services.len()),
            seen: None,
            handled,
        }
    }

    /// To the end of the run.
    ///
    /// # Errors
    /// As [`run_until`](Self::run_until).
    pub fn finish(&mut self) -> Result<(), Ended> {
        self.run_until(self.plan.calendar.end())?;
        self.close();
        Ok(())
    }
}

/// When a change comes that a timetable of the plan says; `None` for all that no timetable says. All changes before
/// `now` have come, and none at it.
fn next_of(plan: &Plan, rounds: &Rounds, event: Event, now: Time) -> Option<Time> {
    let before = Time(now.0.saturating_sub(Span(1).0));
    match event {
        Event::Beds => Some(next_change_of_beds(plan, before)),
        Event::People(s) => Some(next_change_of_places(plan, s, before)),
        Event::MostLoad(s) => {
            Some(plan.services[s].load.care().map_or(Time::NEVER, |care| care.amount.next_change(before)))
        }
        Event::Staff(desk) => Some(work_of(plan, desk).staff.next_change(before)),
        Event::Round => Some(rounds.next_at(plan)),
        Event::Midnight
        | Event::TriggerOpens(_)
        | Event::AcuteEnd(_)
        | Event::ReferAhead(_)
        | Event::WorkDone { .. }
        | Event::JobDone { .. }
        | Event::TryLeave(_)
        | Event::BedReady { .. }
        | Event::GiveUp(_)
        | Event::ComeAgain(_)
        | Event::StepUp(_)
        | Event::Hazard(_)
        | Event::OnwardWaitOver(_)
        | Event::BridgeHere(_)
        | Event::LongestStay(_)
        | Event::GivesWay { .. }
        | Event::ServiceEnd(_) => None,
    }
}
