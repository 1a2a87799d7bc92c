//! Care that is limited: hours a week or visits a day, and what one person needs of it.

use super::plan::Load;
use super::words;
use crate::base::Timetable;
use crate::scenario::build::amounts::daily;
use crate::scenario::build::setup::Setup;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::Level;

/// The care of a service.
pub fn load(setup: Setup<'_>, path: &Path, typed: &words::Service, found: &mut Found) -> Load {
    let (hours, visits, care) = (path.key("hours_per_week"), path.key("visits_per_day"), path.key("care"));
    let (at, amount) = match (&typed.hours_per_week, &typed.visits_per_day) {
        (Some(_), Some(_)) => {
            let fault = setup.fault(&visits, "\"hours_per_week\" and \"visits_per_day\" are both given");
            found.fault(fault.expected("one of them"));
            return Load::Unlimited;
        }
        (Some(amount), None) => (hours, amount),
        (None, Some(amount)) => (visits.clone(), amount),
        (None, None) => {
            if setup.has(&care) && !setup.has(&hours) && !setup.has(&visits) {
                let text =
                    "no hours_per_week or visits_per_day are given to limit care, so this does nothing";
                found.warn("W12", &care, text);
            }
            return Load::Unlimited;
        }
    };
    let in_visits = at == visits;
    let levels = daily(setup, &at, amount, found);
    let plan = typed.care.clone().unwrap_or_default();
    if amount.is_unlimited() {
        return Load::Unlimited;
    }
    if plan.first.is_none() && !setup.has(&care.key("first")) {
        found.warn("W12", &at, "no care is given that a person needs, so this limits nothing");
    }
    let rule = plan.rule();
    let first = plan.first.unwrap_or_default().draw;
    let as_first = plan.last.is_none();
    let last = plan.last.map_or_else(|| first.clone(), |last| last.draw);
    let thousandths = |level| match level {
        // Visits are whole; the least part is for sums that end just below a whole number.
        Level::Number(visits) if in_visits => (visits + 1e-9).floor() as i64 * 1000,
        Level::Number(hours) => (hours * 1000.0).round() as i64,
        Level::Unlimited => i64::MAX,
    };
    let amount = Timetable::daily(i64::MAX, levels.into_iter().map(thousandths));
    if in_visits {
        Load::Visits { amount, first, last, as_first, rule }
    } else {
        Load::Hours { amount, first, last, as_first, rule }
    }
}
