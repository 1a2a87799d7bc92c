//! A pool of places with limits that must all have room: people at the same time, starts since the
//! week began, and load.

use crate::base::Limit;

/// What is in use and what is allowed. A place is first held, then used, then given back; when
/// limits fall below use nobody is thrown out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    held: u32,
    used: u32,
    places: Limit,
    started: u32,
    allowed: Limit,
    load: i64,
    most_load: i64,
}

impl Default for Pool {
    fn default() -> Self {
        Self {
            held: 0,
            used: 0,
            places: Limit::NONE,
            started: 0,
            allowed: Limit::NONE,
            load: 0,
            most_load: i64::MAX,
        }
    }
}

impl Pool {
    /// Whether one more, who brings this load, has room.
    #[inline]
    pub fn has_room(&self, load: i64) -> bool {
        self.room() > Limit::ZERO && (self.most_load == i64::MAX || self.load + load <= self.most_load)
    }

    /// How many more there is room for, load aside.
    #[inline]
    pub fn room(&self) -> Limit {
        self.places.less(self.held + self.used).min(self.allowed.less(self.started + self.held))
    }

    /// Holds a place, and a start of the week in which it will be used.
    #[inline]
    pub fn hold(&mut self, load: i64) {
        self.held += 1;
        self.load += load;
    }

    /// Gives back a held place.
    #[inline]
    pub fn release(&mut self, load: i64) {
        self.held -= 1;
        self.load -= load;
    }

    /// Begins to use a held place: a start of this week.
    #[inline]
    pub fn start(&mut self) {
        self.held -= 1;
        self.used += 1;
        self.started = self.started.saturating_add(1);
    }

    /// Somebody who is there from the beginning: no start, and no question whether there is room.
    pub fn place_at_once(&mut self, load: i64) {
        self.used += 1;
        self.load += load;
    }

    /// Gives back a used place.
    #[inline]
    pub fn leave(&mut self, load: i64) {
        self.used -= 1;
        self.load -= load;
    }

    /// The load of somebody in it changes.
    pub fn change_load(&mut self, by: i64) {
        self.load += by;
    }

    /// How many people are allowed at the same time.
    pub fn set_places(&mut self, places: Limit) {
        self.places = places;
    }

    /// How much load is allowed.
    pub fn set_most_load(&mut self, load: i64) {
        self.most_load = load;
    }

    /// How many starts are allowed since the week began.
    pub fn allow_starts(&mut self, allowed: Limit) {
        self.allowed = allowed;
    }

    /// A new week: unused starts are lost, held places count in the week in which they start.
    pub fn begin_week(&mut self) {
        self.started = 0;
    }

    /// People in used places.
    pub fn used(&self) -> u32 {
        self.used
    }

    /// Held places.
    pub fn held(&self) -> u32 {
        self.held
    }

    /// The load in use and held.
    pub fn load(&self) -> i64 {
        self.load
    }

    /// Starts since the week began.
    pub fn started(&self) -> u32 {
        self.started
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_or_used_and_given_back_leaves_nothing_behind() {
        let mut pool = Pool::default();
        pool.set_most_load(10);
        let now = |pool: &Pool| (pool.held(), pool.used(), pool.load(), pool.started());
        pool.hold(7);
        assert_eq!(now(&pool), (1, 0, 7, 0));
        assert!(pool.has_room(3) && !pool.has_room(4));
        pool.release(7);
        assert_eq!(now(&pool), (0, 0, 0, 0));
        pool.hold(2);
        pool.start();
        assert_eq!(now(&pool), (0, 1, 2, 1));
        pool.place_at_once(4);
        assert_eq!(now(&pool), (0, 2, 6, 1));
        pool.leave(2);
        pool.leave(4);
        assert_eq!(now(&pool), (0, 0, 0, 1));
    }

    #[test]
    fn a_held_place_is_not_offered_again() {
        let mut pool = Pool::default();
        pool.set_places(Limit::at_most(2));
        pool.hold(0);
        pool.hold(0);
        assert!(!pool.has_room(0));
        pool.start();
        pool.release(0);
        assert_eq!((pool.used(), pool.held(), pool.room()), (1, 0, Limit::at_most(1)));
        pool.leave(0);
        assert_eq!(pool.room(), Limit::at_most(2));
    }

    #[test]
    fn a_fallen_limit_drains_before_it_fills() {
        let mut pool = Pool::default();
        pool.set_places(Limit::at_most(2));
        (0..2).for_each(|_| pool.place_at_once(0));
        pool.set_places(Limit::at_most(1));
        assert_eq!(pool.room(), Limit::ZERO);
        pool.leave(0);
        assert_eq!(pool.room(), Limit::ZERO);
        pool.leave(0);
        assert_eq!(pool.room(), Limit::at_most(1));
    }

    #[test]
    fn starts_are_lost_at_the_end_of_the_week_but_a_held_one_is_kept() {
        let mut pool = Pool::default();
        pool.allow_starts(Limit::at_most(2));
        pool.hold(0);
        pool.start();
        pool.hold(0);
        assert!(!pool.has_room(0));
        pool.begin_week();
        assert_eq!((pool.started(), pool.room()), (0, Limit::at_most(1)));
    }

    #[test]
    fn load_counts_what_is_held_and_what_is_used() {
        let mut pool = Pool::default();
        pool.set_most_load(20);
        pool.hold(14);
        assert!(pool.has_room(6) && !pool.has_room(7));
        pool.start();
        pool.change_load(-9);
        assert!(pool.has_room(15));
    }
}
