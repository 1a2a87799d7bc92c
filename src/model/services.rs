//! The services at work: the places and the line of each, and which have something to offer. `service`
//! tells what happens in them, `book` keeps what is promised.

use std::ops::{Index, IndexMut};

use super::book::Book;
use super::kept::Parts;
use super::patient::Turn;
use crate::base::{Indexed, Limit, Position, Time};
use crate::engine::{Line, Pool};
use crate::scenario::plan::{self, Kept, Plan, ServiceIndex, Starts};

/// A service at work.
#[derive(Clone, Debug)]
pub(super) struct Service {
    pool: Pool,
    /// Those free to take a place.
    line: Line<Turn>,
    /// Places that triggers have opened.
    extra: u32,
    /// People whose stay is over and who are in line for what follows.
    waiting_to_move_on: u32,
    /// Whether nobody in it can ever move.
    stands_still: bool,
    /// What is known of the care of its people.
    pub book: Book,
    /// What is kept for some people.
    pub parts: Parts,
}

impl Service {
    fn new(plan: &plan::Service, now: Time, days: u32) -> Self {
        let mut pool = Pool::default();
        // People who are there at the start come before the first midnight.
        if let Starts::SinceMonday(allowed) = &plan.starts {
            pool.allow_starts(allowed[now.day() as usize]);
        }
        let book = Book::new(plan.load.care(), days);
        let parts = Parts::new(&plan.kept);
        Self {
            pool,
            line: Line::default(),
            extra: 0,
            waiting_to_move_on: 0,
            stands_still: false,
            book,
            parts,
        }
    }

    /// Its places, in use and held.
    #[inline]
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// The same, to hold, use or give back.
    #[inline]
    pub fn pool_mut(&mut self) -> &mut Pool {
        &mut self.pool
    }

    /// Those free to take a place.
    #[inline]
    pub fn line(&self) -> &Line<Turn> {
        &self.line
    }

    /// Somebody comes into the line.
    #[inline]
    pub fn join(&mut self, turn: Turn, p: u32) {
        self.line.join(turn, p);
        self.book.look_at(p);
    }

    /// Somebody leaves the line; whether it stood there.
    #[inline]
    pub fn leave_line(&mut self, turn: Turn) -> bool {
        self.line.leave(turn)
    }

    /// The first leaves the line.
    #[inline]
    pub fn take_first(&mut self) -> Option<u32> {
        self.line.take_first()
    }

    /// A day on which so many starts are allowed since the week began, which may be today.
    pub fn new_day(&mut self, monday: bool, allowed: Limit) {
        if monday {
            self.pool.begin_week();
        }
        self.pool.allow_starts(allowed);
        self.book.more_room();
    }

    /// The places of the timetable, beside which are those that triggers have opened.
    pub fn set_places(&mut self, places: Limit, kept: &[Kept], now: Time) {
        let places = places.plus(self.extra);
        self.pool.set_places(places);
        self.parts.share_out(kept, places, now);
        self.book.more_room();
    }

    /// So much care is allowed from now on.
    pub fn set_most_load(&mut self, load: i64) {
        self.pool.set_most_load(load);
        self.book.more_room();
    }

    /// A trigger opens so many places or closes them; how many are open then.
    pub fn opens(&mut self, places: u32, opens: bool) -> u32 {
        self.extra = if opens { self.extra + places } else { self.extra - places };
        self.extra
    }

    /// Somebody in it, its stay over, comes into line for what follows.
    #[inline]
    pub fn waits_to_move_on(&mut self) {
        self.waiting_to_move_on += 1;
    }

    /// Somebody in it has found what follows, or needs it no more.
    #[inline]
    pub fn waits_no_more(&mut self) {
        self.waiting_to_move_on -= 1;
    }

    /// Whether nobody in it is there for its stay.
    #[inline]
    pub fn all_wait_to_move_on(&self) -> bool {
        self.pool.used() > 0 && self.pool.held() == 0 && self.waiting_to_move_on >= self.pool.used()
    }

    /// Whether nobody in it can ever move.
    #[inline]
    pub fn stands_still(&self) -> bool {
        self.stands_still
    }

    /// From now on it stands still, or does not; whether that is new.
    pub fn set_standstill(&mut self, stands: bool) -> bool {
        std::mem::replace(&mut self.stands_still, stands) != stands
    }
}

/// All services of a plan.
#[derive(Clone, Debug)]
pub(super) struct Services {
    each: Indexed<ServiceIndex, Service>,
    /// Those that may have something to offer, and whether there is any.
    to_offer: Vec<u64>,
    any_to_offer: bool,
}

impl Services {
    /// Empty, at the start of a run.
    pub fn new(plan: &Plan, now: Time) -> Self {
        let days = plan.calendar.days_to_end();
        let each: Indexed<_, _> = plan.services.iter().map(|s| Service::new(s, now, days)).collect();
        Self { to_offer: vec![0; each.len().div_ceil(64)], any_to_offer: false, each }
    }

    /// Every one of them, in the order of their names.
    pub fn numbers(&self) -> impl Iterator<Item = ServiceIndex> + use<> {
        self.each.numbers()
    }

    /// A service may have something to offer once this instant is done.
    #[inline]
    pub fn look_at(&mut self, service: ServiceIndex) {
        let state = &self[service];
        if !state.line.is_empty() && state.pool.room() > Limit::ZERO {
            let (word, bit) = (service.position() / 64, service.position() % 64);
            self.to_offer[word] |= 1 << bit;
            self.any_to_offer = true;
        }
    }

    /// Whether any may have something to offer.
    #[inline]
    pub fn may_offer(&self) -> bool {
        self.any_to_offer
    }

    /// The next of those that may have something to offer, bridges last; it is none of them any more.
    #[inline]
    pub fn take_next_to_offer(&mut self, plan: &Plan) -> Option<ServiceIndex> {
        if !self.any_to_offer {
            return None;
        }
        let Some(next) = self.next_to_offer(plan) else {
            self.any_to_offer = false;
            return None;
        };
        let (word, bit) = (next.position() / 64, next.position() % 64);
        self.to_offer[word] &= !(1 << bit);
        Some(next)
    }

    #[inline]
    fn next_to_offer(&self, plan: &Plan) -> Option<ServiceIndex> {
        let mut first_bridge = None;
        for (i, &word) in self.to_offer.iter().enumerate() {
            let mut word = word;
            while word != 0 {
                let service = ServiceIndex::at(i * 64 + word.trailing_zeros() as usize);
                if plan.services[service].bridge.is_empty() {
                    return Some(service);
                }
                first_bridge = first_bridge.or(Some(service));
                word &= word - 1;
            }
        }
        first_bridge
    }
}

impl Index<ServiceIndex> for Services {
    type Output = Service;
    #[inline]
    fn index(&self, service: ServiceIndex) -> &Service {
        &self.each[service]
    }
}

impl IndexMut<ServiceIndex> for Services {
    #[inline]
    fn index_mut(&mut self, service: ServiceIndex) -> &mut Service {
        &mut self.each[service]
    }
}
