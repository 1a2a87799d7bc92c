//! Values by the day of the week, and from which dates some of them are others: `{"mon-fri": 8, "changes": …}`.
//!
//! Day keys are spread over the week here; what they come to on a calendar is for `build::week`.

use super::amount::{Dated, MOST_DATES, Moment, Rise};
use super::table::{Anything, Decode, vocabulary};
use crate::base::near::nearest;
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::{Entry, Node, Value};
use crate::scenario::text::path::Path;

/// The days of the week, as keys.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const BANK_HOLIDAY: &str = "bank_holiday";
/// The word beside day keys that holds dated changes of them.
pub const CHANGES: &str = "changes";

/// Values by day of the week, and for bank holidays where they differ from Sundays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByDay<T> {
    /// Monday to Sunday.
    pub week: [Option<T>; 7],
    /// Bank holidays; left out: as Sunday.
    pub bank_holiday: Option<T>,
}

impl<T> ByDay<T> {
    /// The value of a day; `None` where the day is not named.
    pub fn on(&self, weekday: u8, bank_holiday: bool) -> Option<&T> {
        if bank_holiday {
            self.bank_holiday.as_ref().or(self.week[6].as_ref())
        } else {
            self.week.get(usize::from(weekday))?.as_ref()
        }
    }

    /// Every value given.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.week.iter().chain([&self.bank_holiday]).flatten()
    }
}

/// Whether a key names days of a roster.
pub fn is_day_key(key: &str) -> bool {
    key == BANK_HOLIDAY || days(key).is_some()
}

/// The days of the week that a key names: `mon`, `mon-fri`, `sat-mon`.
fn days(key: &str) -> Option<Vec<usize>> {
    let day = |name: &str| DAYS.iter().position(|d| *d == name);
    match key.split_once('-') {
        None => Some(vec![day(key)?]),
        Some((from, to)) => {
            let (from, to) = (day(from)?, day(to)?);
            Some((0..=(to + 7 - from) % 7).map(|i| (from + i) % 7).collect())
        }
    }
}

impl<T: Decode + Clone> ByDay<T> {
    /// Reads the day keys of a map; `other` are words that the map may also have.
    pub fn read(entries: &[Entry], other: &[&str], path: &Path, found: &mut Found) -> Self {
        let mut all = Self { week: [const { None }; 7], bank_holiday: None };
        let mut named = [false; 7];
        for entry in entries.iter().filter(|e| !other.contains(&e.key.as_str())) {
            let at = path.key(&entry.key);
            if entry.key == BANK_HOLIDAY {
                all.bank_holiday = T::decode(&entry.node, &at, found);
                continue;
            }
            let Some(days) = days(&entry.key) else {
                let words = DAYS.iter().copied().chain(["mon-fri", "sat-sun", "mon-sun", BANK_HOLIDAY]);
                let hint = nearest(&entry.key, words.chain(other.iter().copied()));
                found.fault(
                    Fault::new(&entry.origin, &at, format!("\"{}\" is not a day", entry.key))
                        .expected("\"mon\" to \"sun\", a range as in \"mon-fri\", or \"bank_holiday\"")
                        .hint(hint),
                );
                continue;
            };
            if let Some(&twice) = days.iter().find(|&&d| named[d]) {
                let what = format!("\"{}\" is in two keys", DAYS[twice]);
                found.fault(Fault::new(&entry.origin, &at, what).expected("each day once"));
                continue;
            }
            let value = T::decode(&entry.node, &at, found);
            for day in days {
                named[day] = true;
                all.week[day].clone_from(&value);
            }
        }
        all
    }
}

/// What a dated change makes of a value: it may name a part of it only.
pub trait Laid: Clone {
    /// It, laid over what held before; `None`: the day was not named.
    fn over(&self, before: Option<&Self>) -> Self;
}

impl<T: Laid> ByDay<T> {
    /// The days named here laid over others; a bank holiday that neither names stays a Sunday.
    pub fn over(&self, before: &Self) -> Self {
        let holiday = before.bank_holiday.as_ref().or(before.week[6].as_ref());
        let mut all = before.clone();
        for (day, value) in all.week.iter_mut().zip(&self.week) {
            if let Some(value) = value {
                *day = Some(value.over(day.as_ref()));
            }
        }
        if let Some(value) = &self.bank_holiday {
            all.bank_holiday = Some(value.over(holiday));
        }
        all
    }
}

/// Values by the day of the week, with dated changes of some days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Week<T> {
    /// Before any change.
    pub days: ByDay<T>,
    /// Dated changes, as typed; days that they do not name stay as they are.
    pub changes: Vec<WeekChange<T>>,
}

/// A dated change of some days.
#[derive(Clone, Debug, PartialEq)]
pub struct WeekChange<T> {
    /// When it begins.
    pub from: Moment,
    /// How it gets there; at once but for people.
    pub rise: Rise,
    /// What the days named come to.
    pub to: ByDay<T>,
}

vocabulary! {
    /// A dated change of some days of the week.
    DatedDays {
        /// The date from which it acts, or "start", the first measured day.
        from: Moment,
        /// What days come to; those that are not named stay as they are.
        to: Anything => hand,
    }
}

/// How dated changes of something come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comes {
    /// At once.
    AtOnce,
    /// At once, or step by step.
    MayRise,
}

impl<T> Week<T> {
    /// Every value given, at whatever date.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.days.values().chain(self.changes.iter().flat_map(|change| change.to.values()))
    }
}

impl<T: Decode + Clone> Week<T> {
    /// Reads the day keys of a map and their dated changes; `other` are words that the map may also have. What a
    /// change comes to is read by `to`.
    pub fn read(
        node: &Node,
        other: &[&str],
        comes: Comes,
        to: impl Fn(&Node, &Path, &mut Found) -> ByDay<T>,
        path: &Path,
        found: &mut Found,
    ) -> Self {
        let entries = node.entries().unwrap_or_default();
        let others: Vec<&str> = other.iter().copied().chain([CHANGES]).collect();
        let days = ByDay::read(entries, &others, path, found);
        let at = path.key(CHANGES);
        let list = match node.get(CHANGES).map(|node| (node, &node.value)) {
            None => &[][..],
            Some((_, Value::List(list))) if list.len() <= MOST_DATES => list,
            Some((node, Value::List(list))) => {
                let what = format!("the list has {} dates", list.len());
                found.wrong(node, &at, what, format!("at most {MOST_DATES}"));
                &[]
            }
            Some((node, _)) => {
                found.wrong(node, &at, format!("{} is not a list", node.shown()), "a list of dated changes");
                &[]
            }
        };
        let changes = list.iter().enumerate();
        let changes = changes.filter_map(|(i, node)| change(node, &at.index(i), comes, &to, found)).collect();
        Self { days, changes }
    }
}

fn change<T>(
    node: &Node,
    path: &Path,
    comes: Comes,
    to: &impl Fn(&Node, &Path, &mut Found) -> ByDay<T>,
    found: &mut Found,
) -> Option<WeekChange<T>> {
    let (from, rise) = match comes {
        Comes::AtOnce => (DatedDays::decode(node, path, found)?.from, Some(Rise::AtOnce)),
        Comes::MayRise => {
            let dated = Dated::decode(node, path, found)?;
            (dated.from, dated.rise(node, path, found))
        }
    };
    for key in ["from", "to"] {
        if node.get(key).is_none() {
            found.wrong(node, path, format!("\"{key}\" is left out"), format!("\"{key}\""));
        }
    }
    let (at, below) = (path.key("to"), node.get("to")?);
    let to = to(below, &at, found);
    if to.values().next().is_none() && !found.is_faulty(&at) {
        found.wrong(below, &at, "no day is named", "at least one day, as in \"sat-sun\"");
    }
    Some(WeekChange { from: from?, rise: rise?, to })
}

/// The days of a map in a dated change.
pub fn named_days<T: Decode + Clone>(node: &Node, path: &Path, found: &mut Found) -> ByDay<T> {
    let Some(entries) = node.entries() else {
        found.wrong(node, path, format!("{} is not a map by days", node.shown()), "a map by days");
        return ByDay { week: [const { None }; 7], bank_holiday: None };
    };
    ByDay::read(entries, &[], path, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_keys_name_days_and_ranges_that_may_pass_sunday() {
        assert_eq!(days("wed"), Some(vec![2]));
        assert_eq!(days("mon-fri"), Some(vec![0, 1, 2, 3, 4]));
        assert_eq!(days("sat-mon"), Some(vec![5, 6, 0]));
        assert_eq!(days("mon-mon"), Some(vec![0]));
        assert_eq!((days("monday"), days("mon-")), (None, None));
    }
}
