//! The care of one stay, from its first day to its last.

use crate::base::{Span, Time};

/// A visit, or an hour a week, in thousandths.
const WHOLE: f64 = 1000.0;

/// The care of one stay: a straight line from first to last, stepping at midnight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spell {
    pub from: Time,
    pub stay: Span,
    pub first: i64,
    pub last: i64,
    pub then: Then,
}

/// What may follow the days of a stay, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// No care.
    Nothing,
    /// The care of the last day: what follows on the exit may be waited for in the place.
    AsLast,
    /// The stay is to begin, nobody knows when: the most that it may need on any day.
    Held,
}

impl Spell {
    pub const NONE: Self =
        Self { from: Time::NEVER, stay: Span::ZERO, first: 0, last: 0, then: Then::Nothing };

    /// The care at a moment of the stay. Hours go on as they are at its end; visits are whole, and
    /// there are none after the days of the stay.
    pub fn at(&self, now: Time, in_visits: bool) -> i64 {
        let span = (self.last - self.first) as f64;
        if !in_visits {
            let gone = now.since(self.from).0 as f64 / self.stay.0.max(1) as f64;
            return self.first + (span * gone.min(1.0)).round() as i64;
        }
        let (day, days) = (now.day() - self.from.day(), whole_days(self.stay));
        match days {
            _ if day >= days => 0,
            1 => self.first,
            _ => {
                let line = self.first as f64 + span * f64::from(day) / f64::from(days - 1);
                ((line / WHOLE).round_ties_even() * WHOLE) as i64
            }
        }
    }

    pub fn grows(&self) -> bool {
        self.last > self.first
    }

    /// The most care that a day ahead may need.
    pub fn on(&self, day: u32, in_visits: bool) -> i64 {
        let goes_on = day < self.end(in_visits);
        match self.then {
            Then::Held if !self.grows() => self.first,
            _ if goes_on => self.at(Time::midnight(day), in_visits),
            Then::Nothing => 0,
            Then::AsLast | Then::Held => self.last,
        }
    }

    /// The least and the most care of any day ahead that it reaches to.
    pub fn bounds(&self) -> (i64, i64) {
        let last = if self.then == Then::Held && !self.grows() { self.first } else { self.last };
        (self.first.min(last), self.first.max(last))
    }

    /// The day before which all of it lies; of a run of so many days.
    pub fn upto(&self, in_visits: bool, days: u32) -> u32 {
        if self.then == Then::Nothing { self.end(in_visits).min(days) } else { days }
    }

    /// The day from which there is no care any more.
    pub fn end(&self, in_visits: bool) -> u32 {
        if in_visits {
            self.from.day().saturating_add(whole_days(self.stay))
        } else {
            // Care that ends at midnight is none of the day that begins then.
            Time((self.from + self.stay).0.saturating_sub(1)).day().saturating_add(1)
        }
    }
}

/// An amount of care that was drawn, in thousandths; visits are whole.
pub(super) fn in_thousandths(drawn: f64, in_visits: bool) -> i64 {
    ((if in_visits { drawn.round() } else { drawn }) * WHOLE).round() as i64
}

/// A stay in whole days, one at least.
pub(super) fn whole_days(stay: Span) -> u32 {
    (stay.days().round() as u32).max(1)
}

/// A stay rounded to whole days.
pub(super) fn in_whole_days(stay: Span) -> Span {
    Span(Span::DAY.0 * u64::from(whole_days(stay)))
}
