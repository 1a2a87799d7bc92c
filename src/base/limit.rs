//! How many there may be at most, or no limit at all.

use std::fmt;

use super::time::Time;
use super::timetable::Timetable;

/// A limit to a number of people, places, starts or pieces of work. No limit comes after every number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Limit(u32);

impl Limit {
    /// As many as there are.
    pub const NONE: Self = Self(u32::MAX);
    /// Not one.
    pub const ZERO: Self = Self(0);

    /// So many; the greatest number stands for the one below it.
    #[inline]
    pub const fn at_most(n: u32) -> Self {
        Self(if n == u32::MAX { n - 1 } else { n })
    }

    /// From a number with a fraction: rounded down to whole ones, and no less than 0. The least part is for
    /// sums such as 0.1 × 30, which end just below a whole number.
    pub fn rounded_down(x: f64) -> Self {
        Self((x + 1e-9).floor().min(f64::from(u32::MAX - 1)) as u32)
    }

    /// Whether there is no limit.
    #[inline]
    pub const fn is_none(self) -> bool {
        self.0 == u32::MAX
    }

    /// Whether there is a limit, 0 included.
    #[inline]
    pub const fn is_some(self) -> bool {
        !self.is_none()
    }

    /// How many, where there is a limit.
    #[inline]
    pub const fn number(self) -> Option<u32> {
        if self.is_none() { None } else { Some(self.0) }
    }

    /// How many; infinite where there is no limit.
    pub fn or_infinite(self) -> f64 {
        self.number().map_or(f64::INFINITY, f64::from)
    }

    /// Whether one more has room beside so many, who are fewer than a limit can say.
    #[inline]
    pub const fn has_room_beside(self, n: usize) -> bool {
        n < self.0 as usize
    }

    /// How many of so many, who are fewer than a limit can say, it does not allow.
    #[inline]
    pub const fn beyond(self, n: u32) -> u32 {
        n.saturating_sub(self.0)
    }

    /// What is left of it where so many are in use; nothing where more are.
    #[inline]
    #[must_use]
    pub const fn less(self, n: u32) -> Self {
        if self.is_none() { self } else { Self(self.0.saturating_sub(n)) }
    }

    /// So many more.
    #[inline]
    #[must_use]
    pub const fn plus(self, n: u32) -> Self {
        if self.is_none() { self } else { Self::at_most(self.0.saturating_add(n)) }
    }
}

/// A limit of so many.
impl PartialEq<u32> for Limit {
    fn eq(&self, n: &u32) -> bool {
        self.number() == Some(*n)
    }
}

impl fmt::Debug for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number() {
            Some(n) => write!(f, "at most {n}"),
            None => f.write_str("no limit"),
        }
    }
}

impl Timetable<Limit> {
    /// Whether there is ever a limit.
    pub fn is_ever_limited(&self) -> bool {
        self.points().iter().any(|(_, limit)| limit.is_some())
    }

    /// Whether there is a limit at all times.
    pub fn is_always_limited(&self) -> bool {
        self.points().iter().all(|(_, limit)| limit.is_some())
    }

    /// Whether there is room for anybody at any time.
    pub fn is_ever_open(&self) -> bool {
        self.points().iter().any(|(_, limit)| *limit > Limit::ZERO)
    }

    /// The sum over a span, in days; `None` where there is no limit at some time in it.
    pub fn total_days(&self, from: Time, to: Time) -> Option<f64> {
        self.total(from, to, |limit| limit.number().map(f64::from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_limit_comes_last_and_stays_none_whatever_is_added_or_in_use() {
        let many = Limit::at_most(u32::MAX);
        assert!(Limit::ZERO < Limit::at_most(1) && many < Limit::NONE && many.is_some());
        assert_eq!((Limit::NONE.less(7), Limit::NONE.plus(7)), (Limit::NONE, Limit::NONE));
        assert_eq!((many.plus(7), Limit::at_most(2).less(7)), (many, Limit::ZERO));
        assert_eq!((Limit::at_most(2).number(), Limit::NONE.number()), (Some(2), None));
        assert!(Limit::NONE.or_infinite().is_infinite());
    }

    #[test]
    fn room_is_what_is_not_in_use() {
        let two = Limit::at_most(2);
        assert!(two.has_room_beside(1) && !two.has_room_beside(2) && Limit::NONE.has_room_beside(1 << 31));
        assert_eq!((two.beyond(1), two.beyond(3), Limit::NONE.beyond(1 << 31)), (0, 1, 0));
    }

    #[test]
    fn a_sum_just_below_a_whole_number_is_that_number() {
        assert_eq!(Limit::rounded_down(0.1 * 30.0 - 1e-12), Limit::at_most(3));
        assert_eq!(Limit::rounded_down(2.9), Limit::at_most(2));
        assert_eq!(Limit::rounded_down(1e12), Limit::at_most(u32::MAX));
    }

    #[test]
    fn a_sum_over_a_span_needs_a_limit_at_all_its_times() {
        let day = Time::midnight;
        let places =
            Timetable::new(Limit::at_most(2), vec![(day(3), Limit::at_most(5)), (day(9), Limit::NONE)]);
        assert_eq!(places.total_days(day(1), day(5)), Some(14.0));
        assert_eq!(places.total_days(day(1), day(10)), None);
        assert!(places.is_ever_limited() && !places.is_always_limited() && places.is_ever_open());
    }
}
