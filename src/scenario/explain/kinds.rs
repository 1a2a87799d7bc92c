//! Amounts, distributions, hours, rosters and conditions in words.
//!
//! Each says what was typed, and what it comes to where that is not plain to see. Knows nothing of
//! where a value stands: the `tell` of each section puts these into sentences.

use super::words;
use super::words::{all_of, any_of, date, dates, figure, later, number, quoted, span};
use jiff::civil::Date;

use crate::base::distribution::Family;
use crate::base::{Calendar, Distribution, Luck};
use crate::scenario::plan::shares::mean_of;
use crate::scenario::values::amount::{Amount, Change, Closed, Level, Moment, Rise};
use crate::scenario::values::hours::{ClockTime, DayHours, Hours};
use crate::scenario::values::quantities::Count;
use crate::scenario::values::roster::Staff;
use crate::scenario::values::week::{ByDay, Week, WeekChange};

/// What is counted, for one and for many: `bed`, `beds`.
pub type Noun = [&'static str; 2];

/// Days of the week, the first for 0.
pub const DAYS: [&str; 7] =
    ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

/// Months, the first for 0.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn level(level: Level, [one, many]: Noun) -> String {
    match level {
        Level::Unlimited => format!("{many} without limit"),
        Level::Number(x) if x <= 0.0 => format!("no {many}"),
        Level::Number(x) => format!("{} {}", number(x), if x <= 1.0 { one } else { many }),
    }
}

/// An amount over time: `65 places, as if always so`, or its dated changes.
pub fn amount<K>(amount: &Amount<K>, noun: Noun, calendar: &Calendar) -> String {
    let mut text = level(amount.base, noun);
    if amount.changes.is_empty() && amount.closures.is_empty() {
        text += ", as if always so";
    } else {
        text += if amount.changes.is_empty() { "" } else { " at first" };
        let from = |change: &Change<K>| on(change.from, calendar);
        for change in &amount.changes {
            let to = match change.to {
                Level::Number(x) => number(x),
                Level::Unlimited => "no limit".to_owned(),
            };
            let from = from(change);
            text += &match change.rise {
                Rise::AtOnce => format!("; {to} introduced on {}", date(from)),
                Rise::Over(days) => {
                    format!(
                        "; {to} introduced step by step, {}",
                        dates(from, later(from, days.ceil() as i64))
                    )
                }
                Rise::By(by) => format!("; {to} introduced step by step, {}", dates(from, by)),
            };
        }
    }
    for closure in &amount.closures {
        let from = on(closure.from, calendar);
        text += &match closure.what {
            Closed::Altogether => format!("; closed to new people {}", dates(from, closure.to)),
            Closed::Lost(lost) => format!("; {} fewer {}", number(lost), dates(from, closure.to)),
        };
    }
    let by_month = extremes(&amount.by_month);
    if let Some((least, most)) = by_month {
        text += &format!(
            "; by month between {} of that in {} and {} in {}",
            words::percent(amount.by_month[least]),
            MONTHS[least],
            words::percent(amount.by_month[most]),
            MONTHS[most]
        );
    }
    text
}

fn on(moment: Moment, calendar: &Calendar) -> Date {
    match moment {
        Moment::Start => calendar.start(),
        Moment::On(date) => date,
    }
}

/// The places of the least and the greatest of some factors; `None` where they are all alike.
pub fn extremes(factors: &[f64]) -> Option<(usize, usize)> {
    let by = |a: &usize, b: &usize| factors[*a].total_cmp(&factors[*b]);
    // The first of equal ones, both times.
    let least = (0..factors.len()).min_by(by)?;
    let most = (0..factors.len()).rev().max_by(by)?;
    (factors[most] - factors[least] > 1e-9).then_some((least, most))
}

/// How the time of a piece of work is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Day and night.
    Always,
    /// Only while it is open.
    WhileOpen,
}

/// A length of work: in open time a day is one open day.
fn work(days: f64, digits: i32, counted: Counted, in_days: bool) -> String {
    match counted {
        Counted::Always => span(days, digits),
        Counted::WhileOpen if in_days => {
            let shown = figure(days, digits);
            format!("{shown} open {}", if shown == "1" { "day" } else { "days" })
        }
        Counted::WhileOpen => {
            span(days, digits).replace(" hour", " open hour").replace(" minute", " open minute")
        }
    }
}

/// A distribution of lengths: `5.7 days on average (half up to 3.8 days, one in ten over 12 days)`.
pub fn lengths(draw: &Distribution, counted: Counted, in_days: bool) -> String {
    let say = |x, digits| work(x, digits, counted, in_days);
    if let Family::Fixed(x) = draw.family() {
        return format!("{} for everyone", say(*x, 4));
    }
    let [half, nine] = quantiles(draw);
    let (least, most) = draw.bounds();
    let mut text = if least > 0.0 || most.is_finite() {
        format!("about {} on average ({} before the bounds; ", say(mean_of(draw), 2), say(draw.mean(), 4))
    } else {
        format!("{} on average (", say(mean_of(draw), 4))
    };
    text += &format!("half up to {}", say(half, 2));
    // Where a tenth or more is cut, nobody is over it.
    if nine < most {
        text += &format!(", one in ten over {}", say(nine, 2));
    }
    if least > 0.0 {
        text += &format!("; never under {}", say(least, 4));
    }
    if most.is_finite() {
        text += &format!("; never over {}", say(most, 4));
    }
    text + ")"
}

/// A distribution of plain numbers.
pub fn numbers(draw: &Distribution) -> String {
    match draw.family() {
        Family::Fixed(x) => number(*x),
        _ => format!("about {}", figure(mean_of(draw), 3)),
    }
}

/// What half and what nine in ten stay below.
fn quantiles(draw: &Distribution) -> [f64; 2] {
    const DRAWS: u64 = 20_000;
    /// The 90th percentile of the standard normal distribution.
    const Z90: f64 = 1.281_551_565_544_6;
    let (least, most) = draw.bounds();
    match draw.family() {
        Family::Lognormal { mu, sigma } => [0.0, Z90].map(|z| libm::exp(mu + sigma * z).clamp(least, most)),
        Family::Exponential { mean } => {
            [0.5_f64, 0.1].map(|left| (-mean * libm::log(left)).clamp(least, most))
        }
        _ => {
            let mut all: Vec<f64> = (0..DRAWS).map(|i| draw.draw(Luck::new(0, i))).collect();
            let at = |share: f64| (share * DRAWS as f64) as usize;
            let [half, nine] = [at(0.5), at(0.9)];
            let (_, nine_in_ten, _) = all.select_nth_unstable_by(nine, f64::total_cmp);
            let nine_in_ten = *nine_in_ten;
            [*all.select_nth_unstable_by(half, f64::total_cmp).1, nine_in_ten]
        }
    }
}

/// Runs of days of the week of which the same is said: the days, `Mondays to Fridays`, and what.
pub fn by_day<T>(days: &ByDay<T>, say: impl Fn(&T) -> String) -> Vec<(String, String)> {
    let mut all = named_days(days, &say);
    let whole_week = all.len() == 1 && days.week.iter().all(Option::is_some);
    if !whole_week && !all.iter().any(|(named, _)| named == HOLIDAYS) {
        let as_sunday =
            if days.week[6].is_none() { "not on bank holidays" } else { "bank holidays as Sundays" };
        all.push((as_sunday.to_owned(), String::new()));
    }
    all
}

const HOLIDAYS: &str = "bank holidays";

/// The same of the days that are named, and of no others.
fn named_days<T>(days: &ByDay<T>, say: impl Fn(&T) -> String) -> Vec<(String, String)> {
    let said: Vec<Option<String>> = days.week.iter().map(|day| day.as_ref().map(&say)).collect();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for day in 0..7 {
        match runs.last_mut() {
            Some((from, to)) if *to + 1 == day && said[*from] == said[day] => *to = day,
            _ => runs.push((day, day)),
        }
    }
    let named = |&(from, to): &(usize, usize)| {
        let name = match (from, to) {
            (0, 6) => "every day".to_owned(),
            (from, to) if from == to => DAYS[from].to_owned(),
            (from, to) if from + 1 == to => format!("{} and {}", DAYS[from], DAYS[to]),
            (from, to) => format!("{} to {}", DAYS[from], DAYS[to]),
        };
        Some((name, said[from].clone()?))
    };
    let mut all: Vec<(String, String)> = runs.iter().filter_map(named).collect();
    let holiday = days.bank_holiday.as_ref().map(&say);
    if let Some(holiday) = holiday.filter(|holiday| Some(holiday) != said[6].as_ref()) {
        all.push((HOLIDAYS.to_owned(), holiday));
    }
    all
}

/// The dated changes of a week, each behind a semicolon; `said` joins what is said of the days.
pub fn changes<T>(
    week: &Week<T>,
    calendar: &Calendar,
    say: impl Fn(&T) -> String,
    said: impl Fn(&[(String, String)]) -> String,
) -> String {
    let when = |change: &WeekChange<T>| {
        let from = on(change.from, calendar);
        match change.rise {
            Rise::AtOnce => format!("from {} on", date(from)),
            Rise::Over(days) => format!("step by step, {},", dates(from, later(from, days.ceil() as i64))),
            Rise::By(by) => format!("step by step, {},", dates(from, by)),
        }
    };
    let one = |change| format!("; {} {}", when(change), said(&named_days(&change.to, &say)));
    week.changes.iter().map(one).collect()
}

fn clock(time: crate::base::Span) -> String {
    let minutes = (time.hours() * 60.0).round() as u64;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// A time of the day: `9:30`.
pub fn time(time: ClockTime) -> String {
    clock(time.0)
}

fn hours_text(hours: &DayHours) -> String {
    let said: Vec<String> = (hours.0.iter())
        .map(|hours| {
            let next = if hours.passes_midnight() { " the next day" } else { "" };
            format!("{} to {}{next}", time(hours.from), time(hours.to))
        })
        .collect();
    if said.is_empty() { "closed".to_owned() } else { all_of(&said) }
}

fn days_first(said: &[(String, String)]) -> String {
    let one = |(days, what): &(String, String)| format!("{days} {what}").trim_end().to_owned();
    said.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn days_last(said: &[(String, String)]) -> String {
    let one = |(days, what): &(String, String)| format!("{what} {days}").trim_start().to_owned();
    said.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Hours: `every day 8:00 to 20:00`.
pub fn hours(hours: &Hours, calendar: &Calendar) -> String {
    let at_first = if hours.week.changes.is_empty() { "" } else { " at first" };
    let later = changes(&hours.week, calendar, hours_text, days_first);
    days_first(&by_day(&hours.week.days, hours_text)) + at_first + &later
}

/// Who is on duty, and when: `8 people Mondays to Fridays, 3 people Saturdays and Sundays`.
pub fn staff(staff: &Staff, calendar: &Calendar) -> String {
    match staff {
        Staff::Amount(staff) => amount(staff, ["person", "people"], calendar),
        Staff::Roster(roster) => {
            let say = |n: &Count| match n.0 {
                0 => "no one".to_owned(),
                1 => "1 person".to_owned(),
                n => format!("{n} people"),
            };
            let people = days_last(&by_day(&roster.people.days, say));
            let at_first = if roster.people.changes.is_empty() { "" } else { " at first" };
            let later = changes(&roster.people, calendar, say, days_last);
            let hours = match &roster.hours {
                Some(hours) if hours.every_day => {
                    let day = hours.week.days.week[0].as_ref().map_or_else(String::new, hours_text);
                    format!(", {day} on each of these days")
                }
                Some(by_day) => format!(", {}", self::hours(by_day, calendar)),
                None => ", day and night".to_owned(),
            };
            people + at_first + &later + &hours
        }
    }
}

/// Whom a condition lets through, as words behind a noun: `who need a or b and are not marked c`.
#[derive(Clone, Debug, Default)]
pub struct Condition {
    /// Labels of pathways.
    pub pathways: Vec<String>,
    /// Labels of groups.
    pub groups: Vec<String>,
    /// Labels of groups left out.
    pub not_groups: Vec<String>,
    /// Keys of traits.
    pub traits: Vec<String>,
    /// Keys of traits left out.
    pub not_traits: Vec<String>,
}

impl Condition {
    /// In words; empty for everyone. `on` says what a pathway is to them: `who need`.
    pub fn words(&self, on: &str) -> String {
        let mut parts = Vec::new();
        if !self.pathways.is_empty() {
            parts.push(format!("{on} {}", any_of(&self.pathways)));
        }
        if !self.groups.is_empty() {
            parts.push(format!("who belong to {}", any_of(&self.groups)));
        }
        if !self.not_groups.is_empty() {
            parts.push(format!("who do not belong to {}", any_of(&self.not_groups)));
        }
        let marked = |traits: &[String]| traits.iter().map(|key| quoted(key)).collect::<Vec<_>>();
        if !self.traits.is_empty() {
            parts.push(format!("who are marked {}", all_of(&marked(&self.traits))));
        }
        if !self.not_traits.is_empty() {
            parts.push(format!("who are not marked {}", any_of(&marked(&self.not_traits))));
        }
        all_of(&parts)
    }
}

/// Whether work counts only open time.
pub fn counted(has_hours: bool, staff: Option<&Staff>) -> Counted {
    let roster = matches!(staff, Some(Staff::Roster(_)));
    if has_hours || roster { Counted::WhileOpen } else { Counted::Always }
}
