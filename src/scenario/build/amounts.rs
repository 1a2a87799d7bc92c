//! What an amount of capacity comes to on each day of the calendar.

use jiff::civil::Date;

use super::profile::factors;
use super::setup::Setup;
use crate::base::{Limit, Timetable};
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::{Amount, Closed, Level, Moment, Rise};

/// A change with its dates as day numbers.
pub(super) struct Step {
    /// The first day.
    pub from: i64,
    /// How many days it takes; 0: at once.
    pub over: f64,
    /// What it comes to.
    pub to: Level,
}

/// The level of each day of the calendar: ramps, months and what closures take away included.
pub fn daily<K>(setup: Setup<'_>, path: &Path, amount: &Amount<K>, found: &mut Found) -> Vec<Level> {
    let by_month = factors(setup, &path.key("by_month"), &amount.by_month, 12, found);
    if amount.is_ever_unlimited() && by_month.iter().any(|factor| (factor - 1.0).abs() > 1e-9) {
        let fault = setup.fault(&path.key("by_month"), "nothing can be multiplied of \"unlimited\"");
        found.fault(fault.expected("it to be left out, or an amount with a number"));
    }
    let steps = steps(setup, path, amount, found);
    let closures = closures(setup, path, amount, found);
    let days = setup.calendar.days();
    let mut all = Vec::with_capacity(days.len());
    let levels = along(amount.base, &steps, 0..i64::from(days.len() as u32));
    for ((number, day), level) in (0i64..).zip(days).zip(levels) {
        let month = by_month.get(usize::from(day.month) - 1).copied().unwrap_or(1.0);
        let lost: f64 = closures.iter().filter(|c| c.has(number)).map(|c| c.lost).sum();
        all.push(match level {
            Level::Number(x) => Level::Number((x * month - lost).max(0.0)),
            Level::Unlimited => Level::Unlimited,
        });
    }
    all
}

/// The level on each of some days.
pub(super) fn along(base: Level, steps: &[Step], days: std::ops::Range<i64>) -> Vec<Level> {
    let (mut next, mut before) = (0, base);
    let mut current: Option<&Step> = None;
    let on = |number: i64| {
        while let Some(step) = steps.get(next).filter(|step| step.from <= number) {
            // A ramp that is cut short goes on from where it stands.
            before = current.map_or(before, |c| level_on(c, before, step.from));
            (current, next) = (Some(step), next + 1);
        }
        current.map_or(before, |c| level_on(c, before, number))
    };
    days.map(on).collect()
}

fn level_on(step: &Step, before: Level, day: i64) -> Level {
    let gone = (day - step.from) as f64;
    match (before, step.to) {
        (Level::Number(from), Level::Number(to)) if gone < step.over => {
            Level::Number(from + (to - from) * gone / step.over)
        }
        _ => step.to,
    }
}

fn steps<K>(setup: Setup<'_>, path: &Path, amount: &Amount<K>, found: &mut Found) -> Vec<Step> {
    let changes = path.key("changes");
    let dates = dates(setup, &changes, amount.changes.iter().map(|c| (c.from, c.rise)), found);
    let mut before = amount.base;
    let mut all: Vec<Step> = Vec::new();
    for (i, ((from, over), change)) in dates.into_iter().zip(&amount.changes).enumerate() {
        if over > 0.0 && (before == Level::Unlimited || change.to == Level::Unlimited) {
            let what = "nothing can rise in a straight line to or from \"unlimited\"";
            found.fault(setup.fault(&changes.index(i), what).expected("a change at once"));
        }
        before = change.to;
        all.push(Step { from, over, to: change.to });
    }
    all
}

/// The first day of each dated change and how many days it takes; `path` is that of their list. Faults and warnings of
/// the dates are told.
pub(super) fn dates(
    setup: Setup<'_>,
    path: &Path,
    changes: impl Iterator<Item = (Moment, Rise)>,
    found: &mut Found,
) -> Vec<(i64, f64)> {
    let calendar = setup.calendar;
    let last = i64::from(calendar.days_to_end()) - 1;
    let mut all: Vec<(i64, f64)> = Vec::new();
    let (mut before_start, mut after) = (Vec::new(), Vec::new());
    for (i, (moment, rise)) in changes.enumerate() {
        let at = path.index(i);
        let date = date_of(setup, moment);
        let from = calendar.number_of(date);
        if all.last().is_some_and(|(earlier, _)| *earlier >= from) {
            let what = format!("{date} does not come after the change before it");
            found.fault(setup.fault(&at.key("from"), what).expected("dates in order"));
        }
        if from > last {
            after.push((at.clone(), date));
        } else if from < 0 {
            before_start.push((at.clone(), date));
        }
        let over = match rise {
            Rise::AtOnce => 0.0,
            Rise::Over(days) => days,
            Rise::By(by) => {
                let days = calendar.number_of(by) - from;
                if days <= 0 {
                    let what = format!("{by} does not come after {date}");
                    found.fault(setup.fault(&at.key("by"), what).expected("dates in order"));
                }
                days as f64
            }
        };
        all.push((from, over));
    }
    warn_outside(path, &before_start, ["before the start of the warm-up", "as if always so"], found);
    warn_outside(path, &after, ["after the end of the run", ""], found);
    all
}

/// Warns of changes outside the run: of a series that goes on, once.
fn warn_outside(path: &Path, all: &[(Path, Date)], [when, so]: [&str; 2], found: &mut Found) {
    match all {
        [] => {}
        [(at, date)] => {
            let so = if so.is_empty() { "it changes nothing".to_owned() } else { format!("it is {so}") };
            found.warn("W03", at, format!("{date} comes {when}, so {so}"));
        }
        [(_, first), .., (_, last)] => {
            let so = if so.is_empty() { "they change nothing" } else { "only the last of them holds" };
            let text = format!("{} changes, {first} to {last}, come {when}, so {so}", all.len());
            found.warn("W03", path, text);
        }
    }
}

/// The days of a closure, as numbers, and what is lost on them.
struct Closing {
    from: i64,
    to: i64,
    lost: f64,
}

impl Closing {
    fn has(&self, day: i64) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

fn date_of(setup: Setup<'_>, moment: Moment) -> Date {
    match moment {
        Moment::Start => setup.calendar.start(),
        Moment::On(date) => date,
    }
}

fn closures<K>(setup: Setup<'_>, path: &Path, amount: &Amount<K>, found: &mut Found) -> Vec<Closing> {
    let days = i64::from(setup.calendar.days_to_end());
    let unlimited = amount.is_ever_unlimited();
    let mut all = Vec::with_capacity(amount.closures.len());
    for (i, closure) in amount.closures.iter().enumerate() {
        let at = path.key("closures").index(i);
        let (first, to) = (date_of(setup, closure.from), closure.to);
        let from = setup.calendar.number_of(first);
        if first > to {
            let what = format!("the last day, {to}, comes before the first, {first}");
            found.fault(setup.fault(&at.key("to"), what).expected("dates in order"));
        } else if setup.calendar.number_of(to) < 0 || from >= days {
            found.warn("W03", &at, format!("{first} to {to} lies outside the run, so it changes nothing"));
        }
        let lost = match closure.what {
            Closed::Altogether => 0.0,
            Closed::Lost(lost) => lost,
        };
        if unlimited && lost > 0.0 {
            let fault = setup.fault(&at.key("lost"), "nothing can be lost of \"unlimited\"");
            found.fault(fault.expected("\"closed\": true, or an amount with a number"));
        }
        all.push(Closing { from, to: setup.calendar.number_of(to), lost });
    }
    all
}

/// Whether an amount is closed altogether on a day of the calendar.
pub fn is_closed<K>(setup: Setup<'_>, amount: Option<&Amount<K>>, day: usize) -> bool {
    let (start, date) = (setup.calendar.start(), setup.calendar.day(day as u32).date);
    amount.is_some_and(|amount| amount.is_closed(start, date))
}

/// The level of each day of work: on days on which it is closed, no one works.
pub fn daily_work<K>(setup: Setup<'_>, path: &Path, amount: &Amount<K>, found: &mut Found) -> Vec<Level> {
    let levels = daily(setup, path, amount, found).into_iter().enumerate();
    let closed = |day| is_closed(setup, Some(amount), day);
    levels.map(|(day, level)| if closed(day) { Level::Number(0.0) } else { level }).collect()
}

/// Rounded down to whole people, beds or pieces of work.
pub fn whole(level: Level) -> Limit {
    match level {
        Level::Number(x) => Limit::rounded_down(x),
        Level::Unlimited => Limit::NONE,
    }
}

/// An amount as a timetable of whole numbers; left out: unlimited.
pub fn people<K>(
    setup: Setup<'_>,
    path: &Path,
    amount: Option<&Amount<K>>,
    found: &mut Found,
) -> Timetable<Limit> {
    let Some(amount) = amount else { return Timetable::constant(Limit::NONE) };
    let levels = daily(setup, path, amount, found);
    Timetable::daily(Limit::NONE, levels.into_iter().map(whole))
}
