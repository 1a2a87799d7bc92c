//! Hours and rosters on the calendar: when something is open, and for how many.

use super::setup::Setup;
use crate::base::{Calendar, Time, Timetable};
use crate::scenario::values::hours::{Hours, HoursText};

/// The hours of a day of the calendar; `None`: closed.
pub fn on(hours: &Hours, calendar: &Calendar, day: usize) -> Option<HoursText> {
    let kind = calendar.day(day as u32);
    match hours {
        Hours::EveryDay(hours) => Some(*hours),
        Hours::ByDay(by_day) => by_day.on(kind.weekday, kind.bank_holiday).copied(),
    }
}

/// A timetable that has a value within the hours of each day and `outside` else. No hours: always.
pub fn within<T: Copy + PartialEq>(
    setup: Setup<'_>,
    hours: Option<&Hours>,
    outside: T,
    inside: impl Fn(usize) -> T,
) -> Timetable<T> {
    let mut changes = Vec::new();
    for day in 0..setup.calendar.days().len() {
        let midnight = Time::midnight(day as u32);
        match hours {
            None => changes.push((midnight, inside(day))),
            Some(hours) => {
                if let Some(open) = on(hours, setup.calendar, day) {
                    // Where one day's hours end at the next one's start, the last given holds.
                    changes.push((midnight + open.from.0, inside(day)));
                    changes.push((midnight + open.to.0, outside));
                }
            }
        }
    }
    Timetable::new(outside, changes)
}
