//! What the hospital's daily return makes of the people past ready: in a plan, and how it is built, checked
//! and told. It changes what is reported and nothing that happens.

use super::words::Hospital;
use crate::base::standard::normal;
use crate::base::{Luck, NameHash, Time, Timetable};
use crate::scenario::build::amounts::daily;
use crate::scenario::build::setup::Setup;
use crate::scenario::explain::teller::Teller;
use crate::scenario::explain::words::{date, number, percent};
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::Level;

/// What the daily return counts.
#[derive(Clone, Debug, PartialEq)]
pub struct DailyReturn {
    /// People on it for each person past ready in a bed at the day's last midnight, by day.
    pub counts: Timetable<f64>,
    /// The standard deviation of the logarithm of a day's error, a factor of mean 1.
    pub spread: f64,
}

impl DailyReturn {
    /// Whether it counts people past ready, and nothing else.
    pub fn is_plain(&self) -> bool {
        self.spread <= 0.0
            && self.counts.is_constant()
            && (self.counts.value_at(Time::START) - 1.0).abs() <= 0.0
    }

    /// How many people it counts on a day for each person past ready; `luck` is that of the
    /// replication, `date` the day's key. Depends on nothing else, so that scenarios share the error.
    pub fn factor(&self, luck: Luck, day: u32, date: u64) -> f64 {
        let counts = self.counts.value_at(Time::midnight(day));
        if self.spread <= 0.0 {
            return counts;
        }
        let z = normal(&mut luck.name(NameHash::of("daily_return")).part(date).generator());
        counts * libm::exp(self.spread * (z - self.spread / 2.0))
    }
}

/// The daily return of a plan.
pub fn daily_return(setup: Setup<'_>, typed: &Hospital, found: &mut Found) -> DailyReturn {
    let typed = typed.daily_return.as_ref();
    let path = Path::of("hospital.daily_return.counts");
    let counts = typed.and_then(|typed| typed.counts.as_ref());
    if counts.is_some_and(|counts| !counts.closures.is_empty()) {
        let fault = setup.fault(&path.key("closures"), "what is counted is never closed");
        found.fault(fault.expected("it to be left out, or dated changes"));
    }
    let counts = counts.map_or_else(
        || Timetable::constant(1.0),
        |amount| {
            let levels = daily(setup, &path, amount, found).into_iter();
            Timetable::daily(
                1.0,
                levels.map(|level| match level {
                    Level::Number(x) => x,
                    Level::Unlimited => 1.0,
                }),
            )
        },
    );
    DailyReturn { counts, spread: typed.map_or(0.0, |typed| typed.spread().0) }
}

/// What the daily return counts.
pub fn told(teller: &mut Teller<'_>, typed: &Hospital) -> Option<String> {
    let given = typed.daily_return.as_ref()?;
    let plan = teller.plan.hospital.daily_return.clone();
    if plan.is_plain() {
        return None;
    }
    let calendar = teller.plan.calendar.clone();
    let mark = teller.cite(&["hospital.daily_return.counts"]);
    let steps: Vec<String> = plan
        .counts
        .points()
        .iter()
        .map(|&(at, counts)| {
            let from = if at == Time::START {
                String::new()
            } else {
                format!(" from {} on", date(calendar.day(at.day()).date))
            };
            format!("{}{from}", number((counts * 1000.0).round() / 1000.0))
        })
        .take(24)
        .collect();
    let mut text = format!(
        "For each person past ready in a bed at midnight, the hospital's daily return counts {}{mark}.",
        steps.join(", ")
    );
    if let Some(spread) = given.spread.filter(|spread| spread.0 > 0.0) {
        let mark = teller.cite(&["hospital.daily_return.spread"]);
        text += &format!(
            " Single days of it are out by about {} on two days in three{mark}.",
            percent(libm::exp(spread.0) - 1.0)
        );
    }
    Some(text + " This changes what is reported, and nothing that happens to anyone.")
}
