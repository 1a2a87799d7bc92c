//! Parts of places that are kept for some people: who belongs to them, and who may take what is left.
//!
//! Somebody belongs to the first part by name that is kept for it, or to none. Of the places that are free as
//! many are out of others' reach as a part has kept and its own people do not hold; its own people count as in
//! the kept places first. Where others may use a part while none of its people waits, it is within their reach
//! just then. Nobody is thrown out: what others hold when a part grows, or when places fall, they leave in
//! their own time.

use super::observer::Observer;
use super::patient::Patient;
use super::run::Run;
use crate::base::{Limit, Time};
use crate::scenario::plan::kept::{part_of, shared_out};
use crate::scenario::plan::{Kept, Others, ServiceIndex};

/// How much of some places is kept for whom, how much of that its people hold, and how many of them wait for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    kept: Vec<u32>,
    held: Vec<u32>,
    /// Of a service: how many of its line belong to each part, and as whose each of them came into it, by slot.
    waiting: Vec<u32>,
    came_as: Vec<Option<usize>>,
}

impl Parts {
    /// Of so many parts, nobody in any.
    pub fn new(kept: &[Kept]) -> Self {
        let none = vec![0; kept.len()];
        Self { kept: none.clone(), held: none.clone(), waiting: none, came_as: Vec::new() }
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// So many places there are from now on.
    pub fn share_out(&mut self, kept: &[Kept], places: Limit, now: Time) {
        self.kept.clear();
        self.kept.extend(shared_out(kept.iter().map(|part| part.places.value_at(now)), places));
    }

    /// Somebody of this part takes a place, or holds one.
    #[inline]
    pub fn take(&mut self, part: Option<usize>) {
        if let Some(held) = part.and_then(|part| self.held.get_mut(part)) {
            *held += 1;
        }
    }

    /// It is given back.
    #[inline]
    pub fn give_back(&mut self, part: Option<usize>) {
        if let Some(held) = part.and_then(|part| self.held.get_mut(part)) {
            *held -= 1;
        }
    }

    /// Somebody of this part comes into the line.
    fn comes(&mut self, p: u32, part: Option<usize>) {
        let p = p as usize;
        if p >= self.came_as.len() {
            self.came_as.resize(p + 1, None);
        }
        self.came_as[p] = part;
        if let Some(part) = part {
            self.waiting[part] += 1;
        }
    }

    /// Somebody leaves the line.
    fn goes(&mut self, p: u32) {
        if let Some(part) = self.came_as[p as usize] {
            self.waiting[part] -= 1;
        }
    }

    /// How many of the free places people of this part may take.
    pub fn room(
        &self,
        kept: &[Kept],
        free: Limit,
        part: Option<usize>,
        waits: impl Fn(usize) -> bool,
    ) -> Limit {
        let Some(free) = free.number() else { return free };
        let open = |part: usize| self.kept[part].saturating_sub(self.held[part]);
        // While its people do not hold what is kept for a part, no part that others may use at times keeps it from
        // that, unless it comes before it by name and may be lent as well. Where places have fallen, there may be
        // too few for two that are never lent: the first by name comes first.
        let own = part.filter(|&part| open(part) > 0);
        let never = |part: usize| kept[part].others == Others::Never;
        let gives_way = |other: usize| {
            own.is_some_and(|own| {
                if never(own) { !never(other) || other > own } else { !never(other) && other > own }
            })
        };
        let out_of_reach = (0..kept.len())
            .filter(|&other| part != Some(other) && (never(other) || waits(other)) && !gives_way(other));
        Limit::at_most(free.saturating_sub(out_of_reach.map(open).sum()))
    }
}

/// The next change of what is kept.
pub(super) fn next_change(kept: &[Kept], now: Time) -> Time {
    kept.iter().map(|part| part.places.next_change(now)).min().unwrap_or(Time::NEVER)
}

impl<O: Observer> Run<'_, O> {
    /// The part of a service's places that is kept for somebody.
    #[inline]
    fn part_of(&self, person: &Patient, s: ServiceIndex) -> Option<usize> {
        part_of(&self.plan.services[s].kept, person.pathway, person.group, person.traits)
    }

    /// Somebody holds a place of a service, or is in it.
    #[inline]
    pub(super) fn kept_taken(&mut self, p: u32, s: ServiceIndex) {
        if !self.services[s].parts.is_empty() {
            self.part_taken(p, s);
        }
    }

    #[cold]
    fn part_taken(&mut self, p: u32, s: ServiceIndex) {
        let part = self.part_of(&self.people[p], s);
        self.services[s].parts.take(part);
    }

    /// It is given back.
    #[inline]
    pub(super) fn kept_given_back(&mut self, p: u32, s: ServiceIndex) {
        if !self.services[s].parts.is_empty() {
            self.part_given_back(p, s);
        }
    }

    #[cold]
    fn part_given_back(&mut self, p: u32, s: ServiceIndex) {
        let part = self.part_of(&self.people[p], s);
        self.services[s].parts.give_back(part);
    }

    /// Somebody comes into the line of a service.
    #[inline]
    pub(super) fn kept_waited_for(&mut self, p: u32, s: ServiceIndex) {
        if !self.services[s].parts.is_empty() {
            self.part_waited_for(p, s);
        }
    }

    #[cold]
    fn part_waited_for(&mut self, p: u32, s: ServiceIndex) {
        let part = self.part_of(&self.people[p], s);
        self.services[s].parts.comes(p, part);
    }

    /// Leaves the line of a service.
    #[inline]
    pub(super) fn leave_line(&mut self, p: u32, s: ServiceIndex) {
        let turn = self.turn_in(p, s);
        let state = &mut self.services[s];
        if state.leave_line(turn) && !state.parts.is_empty() {
            state.parts.goes(p);
        }
    }

    /// How many of the free places of a service people of this part may take.
    fn room_of(&self, s: ServiceIndex, part: Option<usize>) -> Limit {
        let state = &self.services[s];
        let waits = |other: usize| state.parts.waiting[other] > 0;
        state.parts.room(&self.plan.services[s].kept, state.pool().room(), part, waits)
    }

    /// Whether what is kept in a service leaves a place for somebody.
    #[inline]
    pub(super) fn may_use(&self, p: u32, s: ServiceIndex) -> bool {
        self.services[s].parts.is_empty() || self.has_room_for(p, s)
    }

    #[cold]
    fn has_room_for(&self, p: u32, s: ServiceIndex) -> bool {
        self.room_of(s, self.part_of(&self.people[p], s)) > Limit::ZERO
    }

    /// The first in the line of a service for whom there is a place, where parts are kept: those who may not
    /// use what is left are passed over.
    pub(super) fn next_who_may(&self, s: ServiceIndex) -> Option<u32> {
        let rooms = self.rooms_in(s);
        if self.waits_among(s, rooms) { self.first_in_line(s, |p| self.is_among(p, s, rooms)) } else { None }
    }

    /// Whether somebody who stands in the line of a service with parts kept would be given a place, were all
    /// places offered now.
    pub(super) fn is_next(&self, p: u32, s: ServiceIndex) -> bool {
        let room = self.room_of(s, self.part_of(&self.people[p], s));
        let rooms = self.rooms_in(s);
        room > Limit::ZERO
            && self
                .number_before(p, s, |other| self.is_among(other, s, rooms))
                .is_some_and(|before| room.has_room_beside(before))
    }

    /// For which parts a service has room.
    pub(super) fn rooms_in(&self, s: ServiceIndex) -> Rooms {
        let parts = std::iter::once(None).chain((0..self.plan.services[s].kept.len()).map(Some));
        Rooms(parts.fold(0, |any, part| {
            let has = bit(part) == BEYOND || self.room_of(s, part) > Limit::ZERO;
            any | if has { bit(part) } else { 0 }
        }))
    }

    /// Whether anybody waits for whose part there is room.
    pub(super) fn waits_among(&self, s: ServiceIndex, rooms: Rooms) -> bool {
        let (line, waiting) = (self.services[s].line(), &self.services[s].parts.waiting);
        let of_no_part = line.len() - waiting.iter().sum::<u32>() as usize;
        let parts = (0..waiting.len()).filter(|&part| waiting[part] > 0).map(Some);
        let mut all = parts.chain((of_no_part > 0).then_some(None));
        all.any(|part| rooms.0 & bit(part) != 0)
    }

    /// Whether there is room for the part of somebody in the line.
    pub(super) fn is_among(&self, p: u32, s: ServiceIndex, rooms: Rooms) -> bool {
        let bit = bit(self.services[s].parts.came_as[p as usize]);
        rooms.0 & bit != 0 && (bit != BEYOND || self.may_use(p, s))
    }

    /// The part of the acute beds that is kept for somebody. Who comes back comes as an emergency, and so for
    /// nothing planned.
    #[inline]
    pub(super) fn bed_part(&self, p: u32) -> Option<usize> {
        if self.plan.hospital.kept.is_empty() { None } else { self.part_of_beds(p) }
    }

    #[cold]
    fn part_of_beds(&self, p: u32) -> Option<usize> {
        let kept = &self.plan.hospital.kept;
        let person = &self.people[p];
        let planned_before = person.episode > 0 && self.plan.groups[person.group].booking.is_elective();
        if planned_before { None } else { part_of(kept, person.pathway, person.group, person.traits) }
    }

    /// Where parts of the beds are kept, traits count at the door.
    #[inline]
    pub(super) fn know_at_the_door(&mut self, p: u32) {
        if !self.plan.hospital.kept.is_empty() {
            self.know(p);
        }
    }
}

/// For which parts there is room, each with its bit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rooms(u64);

impl Rooms {
    /// Whether all that have room in these have it here.
    pub fn cover(self, others: Self) -> bool {
        others.0 & (!self.0 | BEYOND) == 0
    }
}

/// The one bit of all parts for which there is none of their own: of these each is looked up.
const BEYOND: u64 = 1 << 63;

/// The bit of a part; the first is for those of no part.
fn bit(part: Option<usize>) -> u64 {
    1_u64.checked_shl(part.map_or(0, |part| part as u32 + 1)).unwrap_or(BEYOND)
}
