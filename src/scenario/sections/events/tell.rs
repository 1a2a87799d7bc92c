//! Dated effects in sentences: when, on whom, and how much.

use super::words::{Event, KnownDrift};
use crate::scenario::explain::kinds::{Counted, lengths};
use crate::scenario::explain::teller::{Teller, label, labels};
use crate::scenario::explain::words::{all_of, date, dates, more_or_less, number, percent, span};

/// The events in the order of their dates.
pub fn events(teller: &mut Teller<'_>) -> Vec<String> {
    let mut all: Vec<_> = teller.file.events.iter().flatten().collect();
    all.sort_by_key(|(_, event)| event.from);
    all.into_iter().map(|(key, event)| self::event(teller, key, event)).collect()
}

fn event(teller: &mut Teller<'_>, key: &str, event: &Event) -> String {
    let name = label(&teller.names.events, key);
    let mark = teller.cite(&[&format!("events.{key}")]);
    let start = teller.plan.calendar.start();
    let mut when = Vec::new();
    let early = if event.to.is_some_and(|to| to < start) { ", before the measured days" } else { "" };
    let on = match (event.from, event.to) {
        (Some(from), Some(to)) => format!("{}{early}", dates(from, to)),
        (Some(from), None) => format!("from {} on", date(from)),
        (None, Some(to)) => format!("until {}{early}", date(to)),
        (None, None) => String::new(),
    };
    if let Some(memory) = event.drifts.as_ref().and_then(|drift| drift.memory) {
        when.push(format!(
            "a strength that wanders and half forgets in {}; given is one standard deviation up",
            span(memory.days * std::f64::consts::LN_2, 2)
        ));
    }
    when.extend(event.drifts.as_ref().and_then(|drift| known(drift.known.as_ref()?)));
    if let Some(chance) = event.chance {
        let on = if on.is_empty() { "on any day".to_owned() } else { format!("on each day, {on}") };
        when.push(format!("it begins with a chance of {} {on}", percent(chance.0)));
    } else if !on.is_empty() {
        when.push(on);
    }
    if let Some(lasts) = &event.lasts {
        when.push(format!("it lasts {}", lengths(&lasts.draw, Counted::Always, true)));
    }
    if let Some(peak) = event.peak {
        when.push(format!("in a straight line up to a peak on {} and down again", date(peak)));
    }
    let groups = labels(&teller.names.groups, event.groups.as_ref());
    let steps = labels(&teller.names.steps, event.steps.as_ref());
    let services = labels(&teller.names.services, event.services.as_ref());
    // A list that is left out names all of its kind, an empty one nothing.
    let of = |list: Option<&Vec<String>>, labels: &[String], all: &str| match list {
        None => all.to_owned(),
        Some(_) if labels.is_empty() => "none".to_owned(),
        Some(_) => all_of(labels),
    };
    let of_groups = of(event.groups.as_ref(), &groups, "all groups");
    let of_steps = |all| of(event.steps.as_ref(), &steps, all);
    let of_services = of(event.services.as_ref(), &services, "all services");
    let at_peak = if event.peak.is_some() { " at the peak" } else { "" };
    let mut effects = Vec::new();
    if let Some(uplift) = event.uplift {
        let change = more_or_less(1.0 + uplift.0, "more", "fewer");
        effects.push(format!("{change} people come{at_peak} ({of_groups})"));
    }
    if let Some(factor) = event.stay_factor.filter(|factor| (factor.0 - 1.0).abs() > 1e-9) {
        let change = more_or_less(factor.0, "longer", "shorter");
        if event.groups.is_some() || event.services.is_none() {
            effects.push(format!("acute stays of those admitted then are {change}{at_peak} ({of_groups})"));
        }
        if event.services.is_some() {
            effects.push(format!("stays of those who start then are {change}{at_peak} ({of_services})"));
        }
    }
    if let Some(factor) = event.step_factor {
        let change = more_or_less(factor.0, "more", "less");
        effects
            .push(format!("work that begins then takes {change} time{at_peak} ({})", of_steps("all steps")));
    }
    if let Some(factor) = event.reach_factor {
        let change = more_or_less(factor.0, "greater", "smaller");
        effects.push(format!("the chance that a board round finds a patient is {change}{at_peak}"));
    }
    if let Some(factor) = event.starts_factor {
        let change = more_or_less(factor.0, "more", "fewer");
        effects.push(format!("limits on starts a week allow {change}{at_peak} ({of_services})"));
    }
    if let Some(factor) = event.staff_factor {
        let change = more_or_less(factor.0, "more", "fewer");
        effects.push(format!("{change} people are on duty{at_peak} ({})", of_steps("the hub and all steps")));
    }
    if event.closes() {
        effects.push(format!("no one may start ({of_services})"));
    }
    if effects.is_empty() {
        effects.push("nothing changes".to_owned());
    }
    format!("{name} ({}): {}{mark}.", when.join("; "), all_of(&effects))
}

/// What is known of a drift's past.
fn known(known: &KnownDrift) -> Option<String> {
    let strengths = known.strengths.as_deref().filter(|all| !all.is_empty())?;
    let ends = strengths
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x.0), high.max(x.0)));
    Some(format!(
        "from {} on it was {} to {} standard deviations, known every {} and out by {} as a standard deviation",
        date(known.from?),
        number(ends.0),
        number(ends.1),
        span(known.every?.days, 2),
        number(known.within().0)
    ))
}
