//! Work: who does it, in which hours, and how much a day.

use super::amounts::{daily_work, whole};
use super::hours::within;
use super::setup::Setup;
use crate::base::working_time::Counting;
use crate::base::{Limit, Time, Timetable, WorkingTime};
use crate::scenario::plan::work::Work;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::{Amount, PerDay};
use crate::scenario::values::duration::Unit;
use crate::scenario::values::hours::{Hours, Staff};
use crate::scenario::values::quantities::Pounds;

/// What a step and the hub say about their work.
pub struct Typed<'a> {
    /// Where it stands.
    pub path: &'a Path,
    /// Hours of their own.
    pub hours: Option<&'a Hours>,
    /// Who does it.
    pub staff: Option<&'a Staff>,
    /// How many pieces a day.
    pub per_day: Option<&'a Amount<PerDay>>,
    /// Pounds an hour of each on duty.
    pub cost_per_hour: Option<Pounds>,
    /// The key of the duration, and what it was written in.
    pub takes: (&'a str, Unit),
    /// The step, or the hub.
    pub step: Option<usize>,
}

/// Builds the work.
pub fn work(setup: Setup<'_>, typed: &Typed<'_>, found: &mut Found) -> Work {
    let Typed { path, staff, .. } = typed;
    let at = path.key("staff");
    let roster_hours = match staff {
        Some(Staff::Roster(roster)) => roster.hours.as_ref(),
        _ => None,
    };
    if roster_hours.is_some() && typed.hours.is_some() {
        let what = "hours are given here and in the roster of the staff";
        found.fault(setup.fault(&path.key("hours"), what).expected("them in one place"));
    }
    let hours = roster_hours.or(typed.hours);
    let counts: Option<Vec<Limit>> = match staff {
        None => None,
        Some(Staff::Amount(amount)) => {
            Some(daily_work(setup, &at, amount, found).into_iter().map(whole).collect())
        }
        Some(Staff::Roster(roster)) => Some(
            setup
                .calendar
                .days()
                .iter()
                .map(|day| {
                    roster
                        .people
                        .on(day.weekday, day.bank_holiday)
                        .map_or(Limit::ZERO, |n| Limit::at_most(n.0))
                })
                .collect(),
        ),
    };
    let scaled = |day: usize, count: Limit| match count.number() {
        None => Limit::NONE,
        Some(count) => Limit::rounded_down(f64::from(count) * setup.effects.staff(typed.step, day)),
    };
    let on_duty = within(setup, hours, Limit::ZERO, |day| {
        counts.as_ref().map_or(Limit::NONE, |counts| scaled(day, counts[day]))
    });
    let per_day = per_day(setup, typed, found);
    // A day of a roster with people on it is a working day, whatever befalls them; whoever falls to nobody
    // stops the clock, as a gap in the roster does, whichever way they fall.
    let is_roster = matches!(staff, Some(Staff::Roster(_)));
    let by_plan = within(setup, hours, false, |day| {
        !is_roster || counts.as_ref().is_none_or(|counts| counts[day] > Limit::ZERO)
    });
    let open = within(setup, hours, false, |day| {
        counts.as_ref().is_none_or(|counts| scaled(day, counts[day]) > Limit::ZERO)
            && per_day.value_at(Time::midnight(day as u32)) > Limit::ZERO
    });
    check_units(setup, typed, &by_plan, found);
    if typed.cost_per_hour.is_some() && counts.is_none() {
        found.warn("W12", &path.key("cost_per_hour"), "no staff is given, so this does nothing");
    }
    Work {
        staff: on_duty,
        time: clock(setup, typed, &open),
        per_day,
        cost_per_hour: typed.cost_per_hour.map_or(0.0, |pounds| pounds.0),
    }
}

fn always(setup: Setup<'_>, open: &Timetable<bool>) -> bool {
    (0..setup.calendar.days_to_end()).all(|day| {
        let midnight = Time::midnight(day);
        open.value_at(midnight) && open.next_change(midnight) >= Time::midnight(day + 1)
    })
}

fn check_units(setup: Setup<'_>, typed: &Typed<'_>, open: &Timetable<bool>, found: &mut Found) {
    if typed.takes.1 == Unit::Mixed && !always(setup, open) {
        let what =
            "with opening hours, a day is one open day and an hour is an hour, but this has both units";
        let fault = setup.fault(&typed.path.key(typed.takes.0), what);
        found.fault(fault.expected("days and weeks, or hours and minutes"));
    }
}

fn clock(setup: Setup<'_>, typed: &Typed<'_>, open: &Timetable<bool>) -> WorkingTime {
    if always(setup, open) {
        return WorkingTime::always();
    }
    let counting = match typed.takes.1 {
        Unit::Days => Counting::ByTheDay,
        // Both units together have whole days or none, in which an hour is an hour either way.
        Unit::None | Unit::Hours | Unit::Mixed => Counting::ByTheHour,
    };
    WorkingTime::new(open, counting, setup.calendar.end())
}

fn per_day(setup: Setup<'_>, typed: &Typed<'_>, found: &mut Found) -> Timetable<Limit> {
    let Some(amount) = typed.per_day else { return Timetable::constant(Limit::NONE) };
    let levels = daily_work(setup, &typed.path.key("per_day"), amount, found);
    Timetable::daily(Limit::NONE, levels.into_iter().map(whole))
}
