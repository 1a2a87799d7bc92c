//! The hospital: its beds and the queue for them. `rounds` ends the acute stay, `leaving` leads out.

use super::kept::{Parts, next_change};
use super::observer::{Change, Observer};
use super::patient::{Identity, Whereabouts, purpose};
use super::run::{Event, Run, rank};
use crate::base::{Limit, Span, Time};
use crate::engine::{Line, Pool};
use crate::scenario::plan::{Booking, Kept, Plan};

/// The order in the queue for acute beds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BedTurn {
    /// Planned people who come before emergencies, emergencies, other planned people.
    class: u8,
    arrived: Time,
    who: Identity,
}

/// The beds and the queue for them.
#[derive(Clone, Debug, Default)]
pub(super) struct Hospital {
    beds: Pool,
    /// Everybody, or those for whom nothing is kept.
    line: Line<BedTurn>,
    parts: Parts,
    /// Those for whom a part of the beds is kept, by part.
    lines: Vec<Line<BedTurn>>,
    to_offer: bool,
    in_beds: u32,
    escalated: bool,
    /// Planned people who go home again where there is no bed at once.
    giving_up: Vec<u32>,
}

impl Hospital {
    /// With such parts kept.
    pub fn new(kept: &[Kept]) -> Self {
        let lines = kept.iter().map(|_| Line::default()).collect();
        Self { parts: Parts::new(kept), lines, ..Self::default() }
    }

    /// Whether there may be a bed to offer.
    #[inline]
    pub fn may_offer(&self) -> bool {
        self.to_offer
    }

    /// The same; then it is not to be offered any more.
    #[inline]
    pub fn take_offer(&mut self) -> bool {
        std::mem::take(&mut self.to_offer)
    }

    /// People in beds.
    #[inline]
    pub fn in_beds(&self) -> u32 {
        self.in_beds
    }

    /// People waiting for a bed.
    #[inline]
    pub fn queue(&self) -> usize {
        self.line.len() + self.lines.iter().map(Line::len).sum::<usize>()
    }

    /// Whether anybody waits for a bed.
    #[inline]
    fn somebody_waits(&self) -> bool {
        !self.line.is_empty() || self.lines.iter().any(|line| !line.is_empty())
    }

    /// The line of those of a part, or of none.
    #[inline]
    fn line_of(&mut self, part: Option<usize>) -> &mut Line<BedTurn> {
        match part {
            Some(part) => &mut self.lines[part],
            None => &mut self.line,
        }
    }

    /// Somebody waits no more; what was kept for it others may now use.
    #[inline]
    pub fn leave_queue(&mut self, turn: BedTurn, part: Option<usize>) {
        self.line_of(part).leave(turn);
        self.to_offer |= part.is_some();
    }

    /// Somebody goes home again if there is no bed at once.
    #[inline]
    pub fn wait_for_no_bed(&mut self, p: u32) {
        self.giving_up.push(p);
    }

    /// The next of those.
    #[inline]
    pub fn next_giving_up(&mut self) -> Option<u32> {
        self.giving_up.pop()
    }

    /// Somebody has left its bed, which may not be free yet.
    #[inline]
    pub fn leave(&mut self) {
        self.in_beds -= 1;
    }
}

/// When beds, what is kept of them, or whether anybody is admitted changes next.
pub(super) fn next_change_of_beds(plan: &Plan, now: Time) -> Time {
    let hospital = &plan.hospital;
    let next = hospital.beds.next_change(now).min(hospital.admits.next_change(now));
    next.min(next_change(&hospital.kept, now))
}

impl<O: Observer> Run<'_, O> {
    pub(super) fn beds_change(&mut self) {
        let next = next_change_of_beds(self.plan, self.now);
        self.schedule_change(next, rank::TIMETABLE, Event::Beds);
        self.staff_beds();
        // The same people may now be above a share of fewer core beds, or below one of more.
        self.escalate();
    }

    /// The beds there are: the core and, while they are open, the escalation beds and those that
    /// triggers have opened.
    pub(super) fn staff_beds(&mut self) {
        let hospital = &self.plan.hospital;
        let core = hospital.beds.value_at(self.now);
        let extra = self.beds_beyond();
        self.hospital.beds.set_places(core.plus(extra));
        self.hospital.parts.share_out(&hospital.kept, core.plus(extra), self.now);
        self.hospital.to_offer = true;
        self.tell(Change::Beds { core, beyond: extra });
    }

    /// The beds beyond the core that are open.
    pub(super) fn beds_beyond(&self) -> u32 {
        let escalation = if self.hospital.escalated { self.plan.hospital.escalation.beds } else { 0 };
        escalation + self.triggers.beds()
    }

    /// Opens or closes the escalation beds by the share of the core beds in use.
    #[inline]
    pub(super) fn escalate(&mut self) {
        if self.plan.hospital.escalation.beds > 0 {
            self.escalate_by_use();
        }
    }

    fn escalate_by_use(&mut self) {
        let escalation = self.plan.hospital.escalation;
        let core = self.plan.hospital.beds.value_at(self.now).or_infinite();
        let used = f64::from(self.hospital.in_beds);
        let change = if self.hospital.escalated {
            used < escalation.close_below * core
        } else {
            used > escalation.open_above * core
        };
        if change {
            self.hospital.escalated = !self.hospital.escalated;
            self.staff_beds();
        }
    }

    /// Somebody who has come to the door queues for a bed.
    pub(super) fn queue_for_bed(&mut self, p: u32) {
        let person = &mut self.people[p];
        person.whereabouts = Whereabouts::BedLine;
        self.know_at_the_door(p);
        self.plan_giving_up(p);
        self.plan_leaving_queue(p);
        if self.has_bed_at_once() {
            return self.admit(p);
        }
        let turn = self.bed_turn(p);
        let part = self.bed_part(p);
        self.hospital.line_of(part).join(turn, p);
        self.hospital.to_offer = true;
    }

    /// Whether the offers of this instant would give the one bed that is asked for, and nothing else.
    #[inline]
    fn has_bed_at_once(&mut self) -> bool {
        let hospital = &self.hospital;
        hospital.line.is_empty()
            && hospital.parts.is_empty()
            && hospital.giving_up.is_empty()
            && hospital.beds.has_room(0)
            && self.plan.hospital.admits.value_at(self.now)
            && self.is_last_of_instant()
    }

    pub(super) fn bed_turn(&self, p: u32) -> BedTurn {
        let person = &self.people[p];
        let class = match self.booking(p) {
            Booking::Elective { before_emergencies: true, .. } => 0,
            Booking::Emergency => 1,
            Booking::Elective { before_emergencies: false, .. } => 2,
        };
        BedTurn { class, arrived: person.arrived, who: person.identity() }
    }

    /// How somebody queues; who comes back comes as an emergency.
    pub(super) fn booking(&self, p: u32) -> Booking {
        let person = &self.people[p];
        if person.episode > 0 { Booking::Emergency } else { self.plan.groups[person.group].booking }
    }

    /// Somebody who is discharge-ready from the start stands in an acute bed.
    pub(super) fn arrive_ready(&mut self, p: u32) {
        self.stand_in_bed(p);
        self.people[p].acute_end = self.now;
        self.record_ready(p);
    }

    /// Somebody who has not queued takes a bed.
    pub(super) fn stand_in_bed(&mut self, p: u32) {
        self.take_bed(p);
        self.escalate();
    }

    fn take_bed(&mut self, p: u32) {
        if !self.hospital.parts.is_empty() {
            self.know_at_the_door(p);
            let part = self.bed_part(p);
            self.hospital.parts.take(part);
        }
        self.hospital.beds.place_at_once(0);
        self.people[p].admitted = self.now;
        self.hospital.in_beds += 1;
    }

    pub(super) fn offer_beds(&mut self) {
        let admits = self.plan.hospital.admits.value_at(self.now);
        while admits
            && self.hospital.beds.has_room(0)
            && let Some(p) = self.take_next_for_bed()
        {
            self.admit(p);
        }
        self.give_up_at_once();
    }

    /// The first in the queue for a bed leaves it: of those who may use what is free.
    #[inline]
    fn take_next_for_bed(&mut self) -> Option<u32> {
        if self.hospital.parts.is_empty() {
            return self.hospital.line.take_first();
        }
        let hospital = &self.hospital;
        let waits = |part: usize| !hospital.lines[part].is_empty();
        let may = |part: Option<usize>| {
            let free = hospital.beds.room();
            hospital.parts.room(&self.plan.hospital.kept, free, part, waits) > Limit::ZERO
        };
        let parts = (0..hospital.lines.len()).map(|part| (Some(part), hospital.lines[part].first()));
        let heads = std::iter::once((None, hospital.line.first())).chain(parts);
        let heads = heads.filter_map(|(part, head)| Some((part, head?))).filter(|&(part, _)| may(part));
        let (part, _) = heads.min_by_key(|&(_, p)| self.bed_turn(p))?;
        self.hospital.line_of(part).take_first()
    }

    fn admit(&mut self, p: u32) {
        let plan = self.plan;
        self.take_bed(p);
        let person = &mut self.people[p];
        let group = &plan.groups[person.group];
        let factor = group.stay_factor.value_at(self.now);
        let days = group.stay.draw(person.draw(purpose::ACUTE_STAY, 0)) * factor;
        let stay = Span::from_days(days);
        person.acute_end = self.now + stay;
        person.whereabouts = Whereabouts::Acute;
        person.dies = group.dies_in_hospital > 0.0
            && person.draw(purpose::DIES_IN_HOSPITAL, 0).uniform() < group.dies_in_hospital;
        let emergency = person.episode > 0 || !group.booking.is_elective();
        let dies = person.dies;
        self.tell_of(p, |patient| Change::Admitted { patient, emergency });
        self.escalate();
        self.stay_for(p, stay);
        if !dies {
            self.plan_ahead(p, stay);
            self.plan_early(p, stay);
        }
    }

    /// A bed, of which somebody of this part has left, can be given again.
    pub(super) fn bed_is_ready(&mut self, part: Option<usize>) {
        self.hospital.beds.leave(0);
        self.hospital.parts.give_back(part);
        self.hospital.to_offer |= self.hospital.somebody_waits();
    }
}
