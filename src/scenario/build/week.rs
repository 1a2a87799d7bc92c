//! Values by the day of the week on the calendar, with their dated changes: which holds on which day, and
//! how many people a roster has on each.

use super::amounts::{Step, along, dates, whole};
use super::setup::Setup;
use crate::base::{Calendar, Limit};
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::Level;
use crate::scenario::values::quantities::Count;
use crate::scenario::values::week::{ByDay, CHANGES, Laid, Week};

/// The weeks that hold, one after the other: each from the day with this number on.
#[derive(Clone, Debug)]
pub struct Weeks<T>(Vec<(i64, ByDay<T>)>);

impl<T> Weeks<T> {
    /// What holds on a day of the calendar; `None` where the day is not named. On day −1: what held on the day before
    /// the calendar begins.
    pub fn on(&self, calendar: &Calendar, day: i64) -> Option<&T> {
        let (_, week) = &self.0[self.0.partition_point(|(from, _)| *from <= day).saturating_sub(1)];
        let kind = u32::try_from(day).map_or_else(|_| calendar.day_before(), |day| calendar.day(day));
        week.on(kind.weekday, kind.bank_holiday)
    }
}

/// The weeks of something that changes at once; faults of their dates are told.
pub fn weeks<T: Laid>(setup: Setup<'_>, path: &Path, week: &Week<T>, found: &mut Found) -> Weeks<T> {
    let from = dates(setup, &path.key(CHANGES), week.changes.iter().map(|c| (c.from, c.rise)), found);
    let mut all = vec![(i64::MIN, week.days.clone())];
    for ((from, _), change) in from.into_iter().zip(&week.changes) {
        let next = change.to.over(&all[all.len() - 1].1);
        all.push((from, next));
    }
    Weeks(all)
}

/// How many people a roster has on the day before the calendar begins, and on each of its days: rounded down where
/// they come or go step by step.
pub fn people_on(
    setup: Setup<'_>,
    path: &Path,
    people: &Week<Count>,
    found: &mut Found,
) -> (Limit, Vec<Limit>) {
    let calendar = setup.calendar;
    let dates = dates(setup, &path.key(CHANGES), people.changes.iter().map(|c| (c.from, c.rise)), found);
    let days = i64::from(calendar.days().len() as u32);
    let level = |n: &Count| Level::Number(f64::from(n.0));
    let base = |n: Option<&Count>| n.map_or(Level::Number(0.0), level);
    let steps = |of: &dyn Fn(&ByDay<Count>) -> Option<Count>| -> Vec<Step> {
        let named = people.changes.iter().zip(&dates);
        named
            .filter_map(|(change, &(from, over))| Some(Step { from, over, to: level(&of(&change.to)?) }))
            .collect()
    };
    let mut kinds: Vec<Vec<Level>> = (0..7)
        .map(|weekday: usize| {
            let own = steps(&|to| to.week[weekday]);
            along(base(people.days.week[weekday].as_ref()), &own, -1..days)
        })
        .collect();
    // A bank holiday is a Sunday until it has a number of its own.
    let mut own = steps(&|to| to.bank_holiday);
    let first = match people.days.bank_holiday {
        Some(_) => i64::MIN,
        None => own.first().map_or(i64::MAX, |step| step.from),
    };
    let mut holiday: Vec<Step> = steps(&|to| to.week[6]);
    holiday.retain(|step| step.from < first);
    holiday.append(&mut own);
    let before = people.days.bank_holiday.as_ref().or(people.days.week[6].as_ref());
    kinds.push(along(base(before), &holiday, -1..days));
    let on = |day: i64| {
        let kind = u32::try_from(day).map_or_else(|_| calendar.day_before(), |day| calendar.day(day));
        let row = if kind.bank_holiday { 7 } else { usize::from(kind.weekday) };
        whole(kinds[row][(day + 1) as usize])
    };
    (on(-1), (0..days).map(on).collect())
}
