//! Hours, day keys and rosters: `"08:00-18:00"`, `"mon-fri"`, `{"mon-fri": 8, "hours": …}`.
//!
//! Day keys are spread over the week here; what they mean on a calendar is for `build::hours`.

use super::amount::{Amount, Staffing};
use super::quantities::Count;
use super::table::Decode;
use crate::base::Span;
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::{Entry, Node};
use crate::scenario::text::path::{Path, nearest};

pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const BANK_HOLIDAY: &str = "bank_holiday";

/// A time of day; 24:00 is the end of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockTime(pub Span);

/// Reads `HH:MM`, from 00:00 to 24:00.
pub fn clock_time(text: &str) -> Option<ClockTime> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u64, u64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let good = minutes < 60 && (hours < 24 || hours == 24 && minutes == 0);
    good.then_some(ClockTime(Span((hours * 60 + minutes) * Span::MINUTE.0)))
}

impl Decode for ClockTime {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let time = node.text().and_then(clock_time).filter(|t| t.0 < Span::DAY);
        if time.is_none() {
            let what = format!("{} is not a time of day", node.shown());
            found.wrong(node, path, what, "a time from \"00:00\" to \"23:59\"");
        }
        time
    }
}

/// From one time of day to a later one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HoursText {
    /// Opens.
    pub from: ClockTime,
    /// Closes.
    pub to: ClockTime,
}

impl Decode for HoursText {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let read = node.text().and_then(|text| text.split_once('-'));
        let Some((Some(from), Some(to))) =
            read.map(|(from, to)| (clock_time(from.trim()), clock_time(to.trim())))
        else {
            let what = format!("{} are not hours", node.shown());
            found.wrong(node, path, what, "hours as in \"08:00-18:00\"");
            return None;
        };
        if from >= to {
            let what = format!("{} never opens", node.shown());
            found.wrong(node, path, what, "an end after the start, on the same day");
            return None;
        }
        Some(Self { from, to })
    }
}

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

/// Opening hours.
#[derive(Clone, Debug, PartialEq)]
pub enum Hours {
    /// The same every day, bank holidays included.
    EveryDay(HoursText),
    /// By day; days not named are closed.
    ByDay(ByDay<HoursText>),
}

impl Decode for Hours {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        if let Some(entries) = node.entries() {
            let by_day = ByDay::read(entries, &[], path, found);
            if by_day.values().next().is_none() && !found.is_faulty(path) {
                found.wrong(node, path, "these hours never open", "hours on at least one day");
            }
            return Some(Self::ByDay(by_day));
        }
        if node.text().is_none() {
            let what = format!("{} are not hours", node.shown());
            found.wrong(node, path, what, "hours as in \"08:00-18:00\", or a map by days");
            return None;
        }
        HoursText::decode(node, path, found).map(Self::EveryDay)
    }
}

/// People on duty by day, and their hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Roster {
    /// How many; days not named: no one.
    pub people: ByDay<Count>,
    /// The hours of all its days; left out: day and night.
    pub hours: Option<Hours>,
}

/// Who is on duty.
#[derive(Clone, Debug, PartialEq)]
pub enum Staff {
    /// A number, or one that changes by date.
    Amount(Amount<Staffing>),
    /// By day of the week.
    Roster(Roster),
}

impl Decode for Staff {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let timetable = ["base", "changes", "by_month", "closures"];
        match node.entries() {
            Some(entries) if !entries.iter().any(|e| timetable.contains(&e.key.as_str())) => {
                let people: ByDay<Count> = ByDay::read(entries, &["hours"], path, found);
                let hours = node.get("hours").and_then(|n| Hours::decode(n, &path.key("hours"), found));
                let nobody = people.values().all(|n| n.0 == 0);
                if nobody && !found.is_faulty(path) {
                    found.wrong(
                        node,
                        path,
                        "no member of staff is ever on duty",
                        "people on at least one day",
                    );
                }
                Some(Self::Roster(Roster { people, hours }))
            }
            _ => Amount::decode(node, path, found).map(Self::Amount),
        }
    }
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

    #[test]
    fn a_day_ends_at_24_and_has_60_minutes_an_hour() {
        let minutes = |text: &str| clock_time(text).map(|t| t.0.0 / Span::MINUTE.0);
        assert_eq!((minutes("00:00"), minutes("08:30"), minutes("24:00")), (Some(0), Some(510), Some(1440)));
        for text in ["24:01", "8:30", "08:60", "0830", "+8:00", "08:30:00"] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }
}
