//! Starts a week, as an allowance by the end of each day since Monday.
//!
//! A week's amount is the mean of its open days' amounts. The whole part is allowed, the fraction
//! carries to the next week. Spread evenly, the k-th open day allows its share of the week so far,
//! rounded up; closed days allow no more than the day before. Of a week that had begun before the run did,
//! the share of the days gone is gone.

use super::plan::Starts;
use super::words::{Service, StartsSpread};
use crate::base::{Calendar, Limit};
use crate::scenario::build::amounts::{daily, is_closed};
use crate::scenario::build::hours::Opening;
use crate::scenario::build::setup::Setup;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::Level;

/// Against sums that end just beside a whole number.
const LEAST: f64 = 1e-9;

/// The starts of a service that is open in these hours, its closures of starts aside: the share of
/// a day on which starts are closed is lost, while that of other closed days is left to the open ones. Hours over
/// midnight are of the day on which they begin.
pub fn starts(
    setup: Setup<'_>,
    service: usize,
    path: &Path,
    typed: &Service,
    hours: &Opening,
    open_on: &dyn Fn(usize) -> bool,
    found: &mut Found,
) -> Starts {
    let at = path.key("starts_per_week");
    let Some(amount) = &typed.starts_per_week else {
        if setup.has(&path.key("spread")) && !setup.has(&at) {
            found.warn("W12", &path.key("spread"), "starts are not limited, so this does nothing");
        }
        return Starts::Unlimited;
    };
    let levels = daily(setup, &at, amount, found);
    if amount.is_unlimited() {
        if setup.has(&path.key("spread")) {
            found.warn("W12", &path.key("spread"), "starts are not limited, so this does nothing");
        }
        return Starts::Unlimited;
    }
    let days: Vec<Option<Level>> = levels
        .into_iter()
        .enumerate()
        .map(|(day, level)| match level {
            _ if !hours.opens_on(setup.calendar, day) || !open_on(day) => None,
            _ if is_closed(setup, Some(amount), day) => Some(Level::Number(0.0)),
            Level::Number(x) => Some(Level::Number(x * setup.effects.starts(service, day))),
            Level::Unlimited => Some(Level::Unlimited),
        })
        .collect();
    let even = typed.spread() == StartsSpread::Even;
    let (before, run) = days.split_at(setup.calendar.first_day() as usize);
    let weekday = |day: usize| setup.calendar.day(day as u32).weekday;
    let mut allowed = since_monday(before, weekday(0), even);
    // Of the week in which the run begins the days gone take their share, as if starts had been closed.
    let gone = days_gone(setup, service, typed);
    let run = [&gone, run].concat();
    allowed.extend(since_monday(&run, 0, even).into_iter().skip(gone.len()));
    allowed.truncate(setup.calendar.days_to_end() as usize);
    Starts::SinceMonday(allowed)
}

/// The days from Monday to the first of the run: nothing is left of those on which a service was open.
fn days_gone(setup: Setup<'_>, service: usize, typed: &Service) -> Vec<Option<Level>> {
    let first = setup.calendar.day(setup.calendar.first_day());
    let file = setup.file.calendar.as_ref();
    let holidays: &[_] = file.and_then(|calendar| calendar.bank_holidays.as_deref()).unwrap_or_default();
    let Ok(week) = Calendar::with_lead(first.date, u32::from(first.weekday), 0, 1, holidays) else {
        return vec![None; usize::from(first.weekday)];
    };
    let setup = Setup { calendar: &week, ..setup };
    // What is wrong with the dates has been told.
    let hours = Opening::new(setup, &Path::root(), typed.admits.as_ref(), &mut Found::default());
    let open_on = |day: usize| {
        hours.opens_on(&week, day)
            && !typed.is_closed(week.start(), week.day(day as u32).date)
            && !setup.effects.closed_before(service, week.day(day as u32).date)
    };
    (0..usize::from(first.weekday)).map(|day| open_on(day).then_some(Level::Number(0.0))).collect()
}

/// The allowance of each day; `None` is a closed day. The days begin on this day of the week.
fn since_monday(days: &[Option<Level>], weekday: u8, even: bool) -> Vec<Limit> {
    let mut all = Vec::with_capacity(days.len());
    let (mut from, mut carried) = (0, 0.0);
    while from < days.len() {
        let left = if from == 0 { usize::from(7 - weekday.min(6)) } else { 7 };
        let to = (from + left).min(days.len());
        all.extend(week(&days[from..to], even, &mut carried));
        from = to;
    }
    all
}

fn week(days: &[Option<Level>], even: bool, carried: &mut f64) -> Vec<Limit> {
    if days.iter().flatten().any(|level| *level == Level::Unlimited) {
        return vec![Limit::NONE; days.len()];
    }
    let amounts: Vec<Option<f64>> = days
        .iter()
        .map(|day| match day {
            Some(Level::Number(x)) => Some(*x),
            _ => None,
        })
        .collect();
    let open = amounts.iter().flatten().count();
    let sum: f64 = amounts.iter().flatten().sum();
    let amount = *carried + if open > 0 { sum / open as f64 } else { 0.0 };
    let whole = if open > 0 { Limit::rounded_down(amount).or_infinite() } else { 0.0 };
    *carried = (amount - whole).max(0.0);
    let mut so_far = 0.0;
    let mut allowed = 0.0;
    amounts
        .into_iter()
        .map(|day| {
            if let Some(today) = day {
                so_far += today;
                let share = if sum > 0.0 { so_far / sum } else { 1.0 };
                let by_now = if even { (share * whole - LEAST).ceil() } else { whole };
                allowed = by_now.clamp(0.0, whole);
            } else if !even {
                allowed = whole;
            }
            Limit::at_most(allowed as u32)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(amounts: &[f64]) -> Vec<Option<Level>> {
        amounts.iter().map(|&x| Some(Level::Number(x))).collect()
    }

    #[test]
    fn an_even_week_allows_by_the_kth_open_day_its_share_rounded_up() {
        let week = [each(&[7.0; 5]), vec![None, None]].concat();
        assert_eq!(since_monday(&week, 0, true), [2, 3, 5, 6, 7, 7, 7]);
        assert_eq!(since_monday(&week, 0, false), [7; 7]);
    }

    #[test]
    fn the_fraction_of_a_week_carries_to_the_next() {
        let allowed = since_monday(&each(&[1.4; 21]), 0, true);
        assert_eq!([allowed[6], allowed[13], allowed[20]], [1, 1, 2]);
    }

    #[test]
    fn days_gone_have_taken_their_share_of_the_week() {
        // From a Thursday, every day open, and from a Thursday with an open Monday to Friday.
        let every = [each(&[0.0; 3]), each(&[28.0; 11])].concat();
        assert_eq!(since_monday(&every, 0, true)[3..], [4, 8, 12, 16, 4, 8, 12, 16, 20, 24, 28]);
        assert_eq!(since_monday(&every, 0, false)[3..], [16, 16, 16, 16, 28, 28, 28, 28, 28, 28, 28]);
        let weekdays = [each(&[0.0, 0.0, 0.0, 10.0, 10.0]), vec![None, None]].concat();
        assert_eq!(since_monday(&weekdays, 0, true)[3..], [2, 4, 4, 4]);
    }

    #[test]
    fn days_with_smaller_amounts_have_smaller_shares() {
        let week = [each(&[14.0, 14.0, 0.0]), vec![None], each(&[7.0, 7.0, 0.0])].concat();
        let allowed = since_monday(&week, 0, true);
        assert_eq!(allowed, [3, 5, 5, 5, 6, 7, 7]);
    }
}
