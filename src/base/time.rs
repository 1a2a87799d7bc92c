//! The clock: whole milliseconds of local clock time since the start of the run.
//!
//! Integers, so that integrals are exact whatever the order in which they are summed, and so that
//! two things that fall together compare equal. Every day has 24 hours; clock changes are ignored.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// A moment: milliseconds since the start of the run (its first midnight, warm-up included).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub u64);

/// A length of time in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub u64);

impl Time {
    /// The start of the run.
    pub const START: Self = Self(0);
    /// Later than any run; what never happens, happens then.
    pub const NEVER: Self = Self(u64::MAX);

    /// The midnight at which the day numbered `day` begins; the run's first day is 0.
    pub const fn midnight(day: u32) -> Self {
        Self(day as u64 * DAY_MS)
    }

    /// The number of the day that holds this moment; the run's first day is 0.
    pub const fn day(self) -> u32 {
        (self.0 / DAY_MS) as u32
    }

    /// The time since midnight.
    pub const fn time_of_day(self) -> Span {
        Span(self.0 % DAY_MS)
    }

    /// The time from `earlier` to this moment; zero where `earlier` is later.
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    /// No time.
    pub const ZERO: Self = Self(0);
    /// 24 hours.
    pub const DAY: Self = Self(DAY_MS);
    /// One hour.
    pub const HOUR: Self = Self(60 * 60 * 1000);
    /// One minute.
    pub const MINUTE: Self = Self(60 * 1000);

    /// A length given in days, rounded to the millisecond; negative lengths become zero and
    /// lengths beyond ten thousand years are cut there.
    #[allow(clippy::manual_clamp, reason = "what is no number becomes zero")]
    pub fn from_days(days: f64) -> Self {
        const LONGEST: f64 = 3_652_425.0;
        Self::from_ms(days.max(0.0).min(LONGEST) * DAY_MS as f64)
    }

    /// Milliseconds rounded to whole ones, halves upwards; from 0 to 2^51. As `f64::round`, which is a call
    /// into the C library.
    #[inline]
    pub fn from_ms(ms: f64) -> Self {
        const WHOLE: f64 = (1_u64 << 52) as f64;
        debug_assert!((0.0..WHOLE / 2.0).contains(&ms), "{ms} ms");
        // Beside so large a number only whole ones fit; halves go to the even one.
        let rounded = ms + WHOLE;
        let down = ms - (rounded - WHOLE) >= 0.5;
        Self((rounded.to_bits() & ((1 << 52) - 1)) + u64::from(down))
    }

    /// The length in days.
    pub fn days(self) -> f64 {
        self.0 as f64 / DAY_MS as f64
    }

    /// The length in hours.
    pub fn hours(self) -> f64 {
        self.0 as f64 / Self::HOUR.0 as f64
    }
}

impl Add<Span> for Time {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl AddAssign<Span> for Time {
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}

impl Add for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Span {
    type Output = Self;
    /// What is left; zero where `other` is longer.
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Time {
    /// `day 3 09:30` (with seconds only where there are any).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "day {} {}", self.day(), self.time_of_day())
    }
}

impl fmt::Display for Span {
    /// `09:30`, hours and minutes (with seconds only where there are any).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0 / 1000;
        write!(f, "{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
        if !self.0.is_multiple_of(Self::MINUTE.0) {
            write!(f, ":{:02}", seconds % 60)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_of_day_come_apart_and_together() {
        let t = Time::midnight(3) + Span(9 * 3_600_000 + 30 * 60_000);
        assert_eq!((t.day(), t.time_of_day()), (3, Span(34_200_000)));
        assert_eq!(t.to_string(), "day 3 09:30");
        assert_eq!(Time::midnight(3).since(t), Span::ZERO);
    }

    #[test]
    fn four_hours_written_in_days_are_four_hours_to_the_millisecond() {
        assert_eq!(Span::from_days(4.0 / 24.0), Span(4 * Span::HOUR.0));
        assert_eq!(Span::from_days(-1.0), Span::ZERO);
        assert_eq!(Span::from_days(f64::NAN), Span::ZERO);
        for ms in [0.0, 0.499_999_999_999_999_94, 0.5, 1.5, 2.5, 86_400_000.5, 3.1e14] {
            let days = ms / Span::DAY.0 as f64;
            assert_eq!(Span::from_days(days), Span((days * Span::DAY.0 as f64).round() as u64), "{ms}");
        }
        assert!(Span::from_days(f64::INFINITY) < Span(u64::MAX / 1000));
    }
}
