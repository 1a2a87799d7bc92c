//! The days of the run.

use jiff::civil::{Date, date};

use crate::base::Calendar;
use crate::scenario::sections::file::File;
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;
use crate::scenario::values::duration::Duration;

/// The longest measured span, in days.
pub const LONGEST: u32 = 36_525;
pub const MOST_HOLIDAYS: usize = 2_000;
/// How long before the run somebody may have come who is there at its start, in days.
const LONGEST_LEAD: i64 = 3_653;

/// How long before the run its clock has to begin, for those who are there at its start.
#[derive(Debug, Default)]
pub struct Known {
    /// The day since which somebody has been there.
    pub earliest: Option<Date>,
    /// So many days.
    pub days: u32,
}

/// The calendar or, where it is faulty, any other: checks go on. It begins early enough to hold the
/// day since which somebody has been there, unless that is too long ago.
pub fn calendar(file: &File, root: &Node, known: &Known, found: &mut Found) -> Calendar {
    let at = Path::of("calendar");
    let typed = file.calendar.clone().unwrap_or_default();
    for key in ["start", "days"] {
        let path = at.key(key);
        if root.find(&path).is_none() && !found.is_faulty(&at) {
            let expected =
                if key == "start" { "the first measured day" } else { "the number of measured days" };
            found.fault(Fault::new(root.origin_of(&path), &path, "this is left out").expected(expected));
        }
    }
    let days = typed.days.map_or(1, |d| d.0);
    if !(1..=LONGEST).contains(&days) {
        let path = at.key("days");
        let what = format!("{days} days are not a run");
        found.fault(
            Fault::new(root.origin_of(&path), &path, what).expected(format!("from 1 to {LONGEST} days")),
        );
    }
    let warm_up = warm_up(typed.warm_up.unwrap_or_default(), root, found);
    let mut holidays: Vec<Date> = typed.bank_holidays.unwrap_or_default();
    if holidays.len() > MOST_HOLIDAYS {
        let path = at.key("bank_holidays");
        let what = format!("{} bank holidays are too many", holidays.len());
        let fault = Fault::new(root.origin_of(&path), &path, what);
        found.fault(fault.expected(format!("at most {MOST_HOLIDAYS}")));
        holidays.clear();
    }
    let start = typed.start.unwrap_or(date(2024, 1, 1));
    warn_of_holidays(start, warm_up, &holidays, &at, found);
    let days = days.clamp(1, LONGEST);
    let lead = |calendar: &Calendar| {
        let before =
            known.earliest.map_or(0, |earliest| -calendar.number_of(earliest)).max(known.days.into());
        if (0..=LONGEST_LEAD).contains(&before) { before as u32 } else { 0 }
    };
    let made = Calendar::new(start, warm_up, days, &holidays)
        .and_then(|calendar| Calendar::with_lead(start, lead(&calendar), warm_up, days, &holidays));
    match made {
        Ok(calendar) => calendar,
        Err(_) => fallback(found, root, &at),
    }
}

fn warm_up(typed: Duration, root: &Node, found: &mut Found) -> u32 {
    if typed.days.fract() != 0.0 {
        let path = Path::of("calendar.warm_up");
        found.fault(
            Fault::new(root.origin_of(&path), &path, "the warm-up is not a whole number of days")
                .expected("whole days, as in \"365d\""),
        );
    }
    typed.days as u32
}

/// Bank holidays of the measured days alone would make the warm-up another kind of year.
fn warn_of_holidays(start: Date, warm_up: u32, holidays: &[Date], at: &Path, found: &mut Found) {
    const LONG: u32 = 180;
    if warm_up >= LONG && !holidays.is_empty() && holidays.iter().all(|&day| day >= start) {
        let text = format!("no bank holiday lies in the warm-up of {warm_up} days before {start}");
        found.warn("W04", &at.key("bank_holidays"), text);
    }
}

fn fallback(found: &mut Found, root: &Node, at: &Path) -> Calendar {
    found.fault(Fault::new(root.origin_of(at), at, "the days reach beyond the years that can be used"));
    match Calendar::new(date(2024, 1, 1), 0, 1, &[]) {
        Ok(calendar) => calendar,
        Err(error) => unreachable!("the first of January 2024 is a day: {error}"),
    }
}
