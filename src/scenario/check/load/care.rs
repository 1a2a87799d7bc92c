//! Care that its mean says too little of: that of one person which no day has room for, so that the people
//! who need it wait for ever, and care that grows in all alike, so that all need the most of it together.

use super::demand::Stream;
use crate::base::distribution::Family;
use crate::base::{Distribution, Luck, Time};
use crate::scenario::capacities::OfService;
use crate::scenario::plan::Plan;
use crate::scenario::plan::shares::{mean_care, mean_of};
use crate::scenario::sections::services::plan::Service;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// Warns where somebody's care, at its most, is more than a service ever has.
pub fn never_fits(service: &Service, plan: &Plan, rate: f64, path: &Path, found: &mut Found) {
    const PEOPLE: u64 = 1000;
    let Some(care) = service.load.care().filter(|_| rate > 0.0) else { return };
    let days = plan.calendar.first_day()..plan.calendar.days_to_end();
    let most = days.map(|day| care.amount.value_at(Time::midnight(day))).max().unwrap_or(i64::MAX);
    if most == i64::MAX {
        return;
    }
    // In a stay of one day care has no time to grow.
    let grows = service.stay.iter().any(|stay| mean_of(stay) > 1.0);
    let peak = |n: u64| {
        let luck = Luck::new(0, n);
        let first = care.first.draw(luck.part(0));
        let last = if care.as_first || !grows { first } else { care.last.draw(luck.part(1)) };
        let peak = first.max(last);
        if care.in_visits { peak.round() } else { peak }
    };
    let most = most as f64 / 1000.0;
    let peaks: Vec<f64> = (0..PEOPLE).map(peak).filter(|peak| *peak > most + 1e-9).collect();
    if peaks.is_empty() {
        return;
    }
    let of = if care.in_visits { "visits a day" } else { "hours a week" };
    let least = peaks.iter().copied().fold(f64::INFINITY, f64::min);
    let text = if peaks.len() as u64 == PEOPLE {
        format!(
            "everyone needs {least:.1} {of} or more at some time of the stay, and there are never more than \
             {most:.1}: no one ever starts here"
        )
    } else {
        let share = 100.0 * peaks.len() as f64 / PEOPLE as f64;
        format!(
            "{share:.1}% of people need {least:.1} {of} or more at some time of the stay, and there are never more than {most:.1}: they never start here"
        )
    };
    found.warn("W17", path, text);
}

/// Warns where the mean of care would fit and its most does not, all of a line being alike: they start
/// together, and nobody more can start before they are through.
pub fn together(service: &Service, plan: &Plan, needs: Stream, path: &Path, found: &mut Found) {
    let Some(care) = service.load.care().filter(|care| !care.as_first) else { return };
    let fixed = |of: &Distribution| match of.family() {
        Family::Fixed(x) => Some(x.clamp(of.bounds().0, of.bounds().1)),
        _ => None,
    };
    let Some((first, last)) = fixed(care.first).zip(fixed(care.last)) else { return };
    let mut stays = service.stay.iter().map(fixed);
    let stay = stays.next().flatten();
    let alike = stay.is_some_and(|stay| stay > 1.0) && stays.all(|other| other == stay);
    let mean = mean_care(service, care.in_visits);
    let limit = OfService::of_care(care);
    let Some(has) = limit.mean(service, plan) else { return };
    if !alike || last <= first || mean <= 0.0 {
        return;
    }
    let stay_on = needs.stay_on.of(limit);
    let most = stay_on / mean * last;
    if stay_on <= has && most > has && last <= has {
        let of = limit.told().needed;
        let text = format!(
            "waiting will grow without end: all need the most of their care at the same time, as they start together: needs {most:.1} {of} for that, has {has:.1}"
        );
        found.warn("W01", path, text);
    }
}
