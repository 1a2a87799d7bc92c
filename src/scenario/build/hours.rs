//! Hours on the calendar: when something is open, and for how many.

use super::setup::Setup;
use super::week::{Weeks, weeks};
use crate::base::{Calendar, Span, Time, Timetable};
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::hours::{DayHours, Hours, HoursText};

/// When something is open, day by day.
#[derive(Clone, Debug)]
pub enum Opening {
    /// Day and night.
    Always,
    /// In these hours.
    In(Weeks<DayHours>),
}

impl Opening {
    /// Of these hours, with their dated changes; left out: always. Faults of the dates are told.
    pub fn new(setup: Setup<'_>, path: &Path, hours: Option<&Hours>, found: &mut Found) -> Self {
        hours.map_or(Self::Always, |hours| Self::In(weeks(setup, path, &hours.week, found)))
    }

    /// The hours that begin on a day of the calendar, or on the day before it (−1); `None`: always open.
    fn on(&self, calendar: &Calendar, day: i64) -> Option<&[HoursText]> {
        match self {
            Self::Always => None,
            Self::In(weeks) => Some(weeks.on(calendar, day).map_or(&[], |hours| &hours.0)),
        }
    }

    /// Whether it opens on a day.
    pub fn opens_on(&self, calendar: &Calendar, day: usize) -> bool {
        self.on(calendar, i64::from(day as u32)).is_none_or(|hours| !hours.is_empty())
    }

    /// How long the hours are that began on the day before the calendar.
    pub fn length_before(&self, calendar: &Calendar) -> Span {
        let hours = self.on(calendar, -1).unwrap_or_default();
        hours.iter().fold(Span::ZERO, |sum, stretch| sum + stretch.length())
    }
}

/// Hours of the day before that have passed midnight, and the value in them.
#[derive(Clone, Copy)]
struct Tail<T> {
    until: Time,
    value: T,
}

/// A timetable that has a value within the hours of each day and `outside` else. Hours over midnight belong to the day
/// on which they begin, whose value they have; where hours of two days overlap, those that begin later count. The value
/// of the day before the calendar is `inside(None)`.
pub fn within<T: Copy + PartialEq>(
    setup: Setup<'_>,
    opening: &Opening,
    outside: T,
    inside: impl Fn(Option<usize>) -> T,
) -> Timetable<T> {
    let calendar = setup.calendar;
    let mut changes: Vec<(Time, T)> = Vec::new();
    let tail_of = |hours: Option<&[HoursText]>, midnight: Time, value: T| {
        let last = hours.and_then(<[_]>::last).filter(|hours| hours.passes_midnight())?;
        Some(Tail { until: midnight + (last.closes() - Span::DAY), value })
    };
    let mut tail = tail_of(opening.on(calendar, -1), Time::START, inside(None));
    for day in 0..calendar.days().len() {
        let (midnight, next) = (Time::midnight(day as u32), Time::midnight(day as u32 + 1));
        let value = inside(Some(day));
        let Some(today) = opening.on(calendar, i64::from(day as u32)) else {
            changes.push((midnight, value));
            continue;
        };
        let mut at = midnight;
        for hours in today {
            let (opens, closes) = (midnight + hours.from.0, midnight + hours.closes());
            goes_on(tail, at, opens, outside, &mut changes);
            // Where one stretch ends at the next one's start, the last given holds.
            changes.push((opens, value));
            if closes <= next {
                changes.push((closes, outside));
            }
            at = closes;
        }
        goes_on(tail, at, Time::NEVER, outside, &mut changes);
        tail = tail_of(Some(today), next, value);
    }
    Timetable::new(outside, changes)
}

/// From `at` until the next hours open, those of the day before go on as long as they last.
fn goes_on<T: Copy>(tail: Option<Tail<T>>, at: Time, opens: Time, outside: T, changes: &mut Vec<(Time, T)>) {
    let Some(tail) = tail.filter(|tail| tail.until > at) else { return };
    changes.push((at, tail.value));
    if tail.until < opens {
        changes.push((tail.until, outside));
    }
}
