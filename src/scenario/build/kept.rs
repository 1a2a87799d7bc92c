//! How parts of places that are kept for some people are built and checked.

use super::amounts::{daily, is_closed, whole};
use super::setup::Setup;
use crate::base::{Limit, Timetable};
use crate::scenario::plan::kept::{Kept, shared_out};
use crate::scenario::sections::services::words;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::table::Map;

/// The most parts of one kind of places.
pub const MOST_PARTS: usize = 16;

/// Of what parts are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Acute beds, at whose door nobody knows where people will go.
    Beds,
    /// Places of a service.
    Places,
}

/// The parts kept of so many places.
pub fn kept(
    setup: Setup<'_>,
    path: &Path,
    typed: Option<&Map<words::Kept>>,
    of: Of,
    places: &Timetable<Limit>,
    found: &mut Found,
) -> Vec<Kept> {
    let Some(typed) = typed else { return Vec::new() };
    if typed.len() > MOST_PARTS {
        let fault = setup.fault(path, format!("{} parts are kept", typed.len()));
        found.fault(fault.expected(format!("at most {MOST_PARTS}")));
        return Vec::new();
    }
    let all: Vec<Kept> =
        typed.iter().map(|(key, part)| one(setup, &path.key(key), part, of, found)).collect();
    let is_given = |part: &Kept| part.places.points().iter().any(|point| point.1 > Limit::ZERO);
    if !places.is_ever_limited() {
        if all.iter().any(is_given) && !found.is_faulty(path) {
            found.warn("W12", path, "there is no limit of which a part could be kept, so this does nothing");
        }
        return all;
    }
    warn_of_too_much(setup, path, &all, places, found);
    all
}

fn one(setup: Setup<'_>, path: &Path, typed: &words::Kept, of: Of, found: &mut Found) -> Kept {
    let accepts = path.key("accepts");
    let given = typed.accepts.as_ref();
    let names = |list: Option<&Vec<String>>| list.is_some_and(|list| !list.is_empty());
    let says = given.is_some_and(|a| {
        [&a.pathways, &a.groups, &a.not_groups, &a.traits, &a.not_traits]
            .iter()
            .any(|list| names(list.as_ref()))
    });
    if !says && !found.is_faulty(&accepts) {
        let fault = setup.fault(path, "it is not said for whom places are kept");
        found.fault(fault.expected("\"accepts\" with groups or traits, as in { \"groups\": [\"planned\"] }"));
    }
    if of == Of::Beds && given.is_some_and(|a| names(a.pathways.as_ref())) {
        let fault = setup.fault(&accepts.key("pathways"), "at the door it is not known where people will go");
        found.fault(fault.expected("groups or traits"));
    }
    let places = typed.places.as_ref().map_or_else(
        || Timetable::constant(Limit::ZERO),
        |amount| {
            let levels = daily(setup, &path.key("places"), amount, found).into_iter().enumerate();
            let closed = |day| is_closed(setup, Some(amount), day);
            // While a part is closed none of it is kept.
            Timetable::daily(
                Limit::ZERO,
                levels.map(|(day, level)| if closed(day) { Limit::ZERO } else { whole(level) }),
            )
        },
    );
    Kept { who: setup.accepted(given, &accepts, found), places, others: typed.others() }
}

/// Where on some day more is kept than there is, others find nothing, and of several parts the last find less.
fn warn_of_too_much(
    setup: Setup<'_>,
    path: &Path,
    kept: &[Kept],
    places: &Timetable<Limit>,
    found: &mut Found,
) {
    use crate::base::Time;
    let calendar = setup.calendar;
    let days = calendar.first_day()..calendar.days_to_end();
    let short = days.map(Time::midnight).find_map(|at| {
        let there = places.value_at(at);
        let wanted = || kept.iter().map(|part| part.places.value_at(at));
        // "unlimited" is all there are.
        let named: u64 = wanted().filter_map(Limit::number).map(u64::from).sum();
        let has: u64 = shared_out(wanted(), there).map(u64::from).sum();
        let most = there.number().map(u64::from)?;
        (named > most && has == most).then_some((at, named, most))
    });
    if let Some((at, named, most)) = short {
        let date = calendar.day(at.day()).date;
        let text =
            format!("on {date} {named} are kept of {most} that there are, so others find none of them");
        found.warn("W18", path, text);
    }
}
