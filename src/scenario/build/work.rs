//! Work: who does it, in which hours, and how much a day.

use super::amounts::{daily_work, whole};
use super::hours::{Opening, within};
use super::setup::Setup;
use super::week::people_on;
use crate::base::working_time::Counting;
use crate::base::{Limit, Time, Timetable, WorkingTime};
use crate::scenario::plan::work::Work;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::{Amount, PerDay};
use crate::scenario::values::duration::Unit;
use crate::scenario::values::hours::Hours;
use crate::scenario::values::quantities::Pounds;
use crate::scenario::values::roster::Staff;

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
    let hours_at = if roster_hours.is_some() { at.key("hours") } else { path.key("hours") };
    let opening = Opening::new(setup, &hours_at, roster_hours.or(typed.hours), found);
    // On the day before the calendar, and on each of its days.
    let counts: Option<(Limit, Vec<Limit>)> = match staff {
        None => None,
        Some(Staff::Amount(amount)) => {
            let counts: Vec<Limit> = daily_work(setup, &at, amount, found).into_iter().map(whole).collect();
            Some((counts[0], counts))
        }
        Some(Staff::Roster(roster)) => Some(people_on(setup, &at, &roster.people, found)),
    };
    let count =
        |day: Option<usize>| counts.as_ref().map(|(before, counts)| day.map_or(*before, |day| counts[day]));
    let on_duty_in = |day: Option<usize>| match count(day).map(Limit::number) {
        None | Some(None) => Limit::NONE,
        Some(Some(count)) => {
            Limit::rounded_down(f64::from(count) * setup.effects.staff(typed.step, day.unwrap_or(0)))
        }
    };
    let on_duty = within(setup, &opening, Limit::ZERO, on_duty_in);
    let per_day = per_day(setup, typed, found);
    // A day of a roster with people on it is a working day, whatever befalls them; whoever falls to nobody
    // stops the clock, as a gap in the roster does, whichever way they fall.
    let is_roster = matches!(staff, Some(Staff::Roster(_)));
    let by_plan = within(setup, &opening, false, |day| {
        !is_roster || count(day).is_none_or(|count| count > Limit::ZERO)
    });
    let opens = |day: Option<usize>| {
        on_duty_in(day) > Limit::ZERO
            && per_day.value_at(Time::midnight(day.unwrap_or(0) as u32)) > Limit::ZERO
    };
    let open = within(setup, &opening, false, opens);
    check_units(setup, typed, &by_plan, found);
    if typed.cost_per_hour.is_some() && counts.is_none() {
        found.warn("W12", &path.key("cost_per_hour"), "no staff is given, so this does nothing");
    }
    Work {
        staff: on_duty,
        time: clock(setup, typed, &open, &opening, opens),
        per_day,
        cost_per_hour: typed.cost_per_hour.map_or(0.0, |pounds| pounds.0),
        limited: false,
    }
    .limits()
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

fn clock(
    setup: Setup<'_>,
    typed: &Typed<'_>,
    open: &Timetable<bool>,
    opening: &Opening,
    opens: impl Fn(Option<usize>) -> bool,
) -> WorkingTime {
    if always(setup, open) {
        return WorkingTime::always();
    }
    let end = setup.calendar.end();
    match typed.takes.1 {
        Unit::Days => {
            // Which day it is; the day before the calendar is 0.
            let number = |day: Option<usize>| day.map_or(0, |day| day as u32 + 1);
            let days = within(setup, opening, None, |day| opens(day).then(|| number(day)));
            WorkingTime::of_days(&days, opening.length_before(setup.calendar), Counting::ByTheDay, end)
        }
        // Both units together have whole days or none, in which an hour is an hour either way.
        Unit::None | Unit::Hours | Unit::Mixed => WorkingTime::new(open, Counting::ByTheHour, end),
    }
}

fn per_day(setup: Setup<'_>, typed: &Typed<'_>, found: &mut Found) -> Timetable<Limit> {
    let Some(amount) = typed.per_day else { return Timetable::constant(Limit::NONE) };
    let levels = daily_work(setup, &typed.path.key("per_day"), amount, found);
    Timetable::daily(Limit::NONE, levels.into_iter().map(whole))
}
