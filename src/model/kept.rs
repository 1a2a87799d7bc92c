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

/// How much of some places is kept for whom, and how much of that its people hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    kept: Vec<u32>,
    held: Vec<u32>,
}

impl Parts {
    /// Of so many parts, nobody in any.
    pub fn new(kept: &[Kept]) -> Self {
        Self { kept: vec![0; kept.len()], held: vec![0; kept.len()] }
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

    /// How many of the free places of a service people of this part may take.
    fn room_of(&self, s: ServiceIndex, part: Option<usize>) -> Limit {
        let kept = &self.plan.services[s].kept;
        let state = &self.services[s];
        let waits =
            |other: usize| state.line().iter().any(|p| self.part_of(&self.people[p], s) == Some(other));
        state.parts.room(kept, state.pool().room(), part, waits)
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
        let mut rooms = Rooms::default();
        self.first_in_line(s, |&p| self.has_room_as(p, s, &mut rooms))
    }

    /// Whether somebody who stands in the line of a service with parts kept would be given a place, were all
    /// places offered now.
    pub(super) fn is_next(&self, p: u32, s: ServiceIndex) -> bool {
        let (mut rooms, mut before) = (Rooms::default(), 0);
        let found = self.first_in_line(s, |&other| {
            before += usize::from(other != p && self.has_room_as(other, s, &mut rooms));
            other == p
        });
        found.is_some() && self.room_of(s, self.part_of(&self.people[p], s)).has_room_beside(before)
    }

    /// Whether there is room for the part of somebody; each part is looked at once.
    fn has_room_as(&self, p: u32, s: ServiceIndex, rooms: &mut Rooms) -> bool {
        let part = self.part_of(&self.people[p], s);
        let bit = bit(part);
        if bit == BEYOND {
            return self.room_of(s, part) > Limit::ZERO;
        }
        if rooms.known & bit == 0 {
            rooms.known |= bit;
            rooms.any |= if self.room_of(s, part) > Limit::ZERO { bit } else { 0 };
        }
        rooms.any & bit != 0
    }

    /// For whom a service has room, in one look through its line.
    pub(super) fn rooms_in(&self, s: ServiceIndex) -> Rooms {
        let (kept, state) = (&self.plan.services[s].kept, &self.services[s]);
        let every = (0..kept.len()).fold(0, |bits, part| bits | bit(Some(part)));
        let mut waiting = 0;
        for p in state.line().iter() {
            // Those of no part keep nothing from anybody.
            waiting |= bit(self.part_of(&self.people[p], s)) & every;
            if waiting == every {
                break;
            }
        }
        // Beyond, one who waits counts for all: what `fits` is told of these it looks up by itself.
        let waits = |part: usize| waiting & bit(Some(part)) != 0;
        let parts = std::iter::once(None).chain((0..kept.len()).map(Some));
        let any = parts.fold(0, |any, part| {
            let has =
                bit(part) == BEYOND || state.parts.room(kept, state.pool().room(), part, waits) > Limit::ZERO;
            any | if has { bit(part) } else { 0 }
        });
        Rooms { known: u64::MAX, any }
    }

    /// Whether there is room for the part of somebody, by a look at all of them.
    pub(super) fn is_among(&self, p: u32, s: ServiceIndex, rooms: Rooms) -> bool {
        let bit = bit(self.part_of(&self.people[p], s));
        rooms.any & bit != 0 && (bit != BEYOND || self.may_use(p, s))
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

/// For which parts it is known whether there is room, and for which there is any.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rooms {
    known: u64,
    any: u64,
}

impl Rooms {
    /// Whether all that have room in these have it here.
    pub fn cover(self, others: Self) -> bool {
        others.any & (!self.any | BEYOND) == 0
    }
}

/// The one bit of all parts for which there is none of their own.
const BEYOND: u64 = 1 << 63;

/// The bit of a part; the first is for those of no part.
fn bit(part: Option<usize>) -> u64 {
    1_u64.checked_shl(part.map_or(0, |part| part as u32 + 1)).unwrap_or(BEYOND)
}
