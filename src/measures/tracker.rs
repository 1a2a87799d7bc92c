//! Exact integrals of counts: whole milliseconds times whole people.

use crate::base::{Span, Time};

/// The integral of a count.
#[derive(Clone, Debug, Default)]
pub(super) struct Integral {
    count: i64,
    since: Time,
    total: u64,
}

impl Integral {
    #[inline]
    pub fn change(&mut self, now: Time, by: i64) {
        self.settle(now);
        self.count += by;
    }

    #[inline]
    fn settle(&mut self, now: Time) {
        debug_assert!(self.count >= 0, "a count of people is not negative");
        self.total += self.count as u64 * now.since(self.since).0;
        self.since = now;
    }

    /// Forgets what came before `now`; the count stays.
    pub fn restart(&mut self, now: Time) {
        self.settle(now);
        self.total = 0;
    }

    /// The integral up to `now`, in people × milliseconds.
    pub fn upto(&mut self, now: Time) -> u64 {
        self.settle(now);
        self.total
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// The integral of a level that is set rather than stepped.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Level {
    height: u32,
    since: Time,
    total: u64,
}

impl Level {
    #[inline]
    pub fn set(&mut self, now: Time, level: u32) {
        // All are whole numbers: what has not changed can be added up later.
        if level != self.height {
            self.upto(now);
            self.height = level;
        }
    }

    /// Forgets what came before `now`; the level stays.
    pub fn restart(&mut self, now: Time) {
        self.upto(now);
        self.total = 0;
    }

    /// The integral up to `now`, in units × milliseconds.
    pub fn upto(&mut self, now: Time) -> u64 {
        self.total += u64::from(self.height) * now.since(self.since).0;
        self.since = now;
        self.total
    }
}

/// The integral of a count by day, with the count at each midnight and the time at each count.
#[derive(Clone, Debug, Default)]
pub(super) struct DailyIntegral {
    count: u32,
    since: Time,
    day_ends: Time,
    today: u64,
    /// Each day's integral, and the count at its end, since the measuring began.
    days: Vec<(u64, u32)>,
    /// Milliseconds at each count.
    at_count: Vec<u64>,
}

impl DailyIntegral {
    #[inline(always)]
    pub fn change(&mut self, now: Time, by: i32) {
        self.settle(now);
        debug_assert!(self.count.checked_add_signed(by).is_some(), "a count of people is not negative");
        self.count = self.count.wrapping_add_signed(by);
    }

    #[inline(always)]
    fn settle(&mut self, now: Time) {
        if now >= self.day_ends {
            self.end_days(now);
        }
        if now > self.since {
            self.pass(now);
        }
    }

    #[cold]
    fn end_days(&mut self, now: Time) {
        while now >= self.day_ends {
            self.pass(self.day_ends);
            self.days.push((self.today, self.count));
            self.today = 0;
            self.day_ends += Span::DAY;
        }
    }

    #[inline(always)]
    fn pass(&mut self, to: Time) {
        let span = to.since(self.since).0;
        self.today += u64::from(self.count) * span;
        match self.at_count.get_mut(self.count as usize) {
            Some(at_count) => *at_count += span,
            None if span > 0 => self.never_so_many(span),
            None => {}
        }
        self.since = to;
    }

    #[cold]
    fn never_so_many(&mut self, span: u64) {
        self.at_count.resize(self.count as usize + 1, 0);
        self.at_count[self.count as usize] = span;
    }

    /// Forgets what came before `now`, a midnight; the count stays.
    pub fn restart(&mut self, now: Time) {
        self.settle(now);
        self.days.clear();
        self.at_count.clear();
        self.today = 0;
    }

    /// Settles up to `now`, a midnight, so that the days are complete.
    pub fn finish(&mut self, now: Time) {
        self.settle(now);
    }

    /// The count now.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Each measured day's integral in people × milliseconds, and the count at its end.
    pub fn days(&self) -> &[(u64, u32)] {
        &self.days
    }

    /// Milliseconds at each count.
    pub fn at_count(&self) -> &[u64] {
        &self.at_count
    }

    /// The integral over all measured days.
    pub fn total(&self) -> u64 {
        self.days.iter().map(|d| d.0).sum()
    }

    pub fn clear(&mut self) {
        self.days.clear();
        self.at_count.clear();
        (self.count, self.since, self.today) = (0, Time::START, 0);
        self.day_ends = Time::midnight(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_integrated_day_by_day() {
        let mut d = DailyIntegral::default();
        d.clear();
        d.change(Time(Span::DAY.0 / 2), 2);
        d.change(Time::midnight(2) + Span::HOUR, -1);
        d.finish(Time::midnight(3));
        assert_eq!(d.days(), [(Span::DAY.0, 2), (2 * Span::DAY.0, 2), (Span::DAY.0 + Span::HOUR.0, 1)]);
        assert_eq!(d.at_count().iter().sum::<u64>(), 3 * Span::DAY.0);
        d.restart(Time::midnight(3));
        d.finish(Time::midnight(4));
        assert_eq!((d.days(), d.total()), (&[(Span::DAY.0, 1)][..], Span::DAY.0));
    }

    #[test]
    fn an_integral_restarts_with_its_count() {
        let mut i = Integral::default();
        i.change(Time(0), 3);
        i.restart(Time(100));
        i.change(Time(110), -1);
        assert_eq!(i.upto(Time(120)), 3 * 10 + 2 * 10);
    }
}
