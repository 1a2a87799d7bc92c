//! Who is there at the start, in sentences.

use std::collections::BTreeMap;

use super::plan::{HeldUp, KnownPlace};
use super::words::Residual;
use crate::scenario::explain::kinds::{Counted, lengths};
use crate::scenario::explain::teller::{Teller, label};
use crate::scenario::explain::words::{all_of, count, date, quoted};
use crate::scenario::reason::{Reason, Reasons};

/// Who is there when the run begins.
pub fn initial(teller: &mut Teller<'_>) -> Vec<String> {
    let calendar = &teller.plan.calendar;
    let first = date(calendar.day(calendar.first_day()).date);
    let Some(typed) = &teller.file.initial else {
        return vec![format!("On {first} every bed and every service is empty.")];
    };
    let mut items = Vec::new();
    if let Some(file) = typed.census.clone() {
        items.extend(census(teller, &file, &first));
    }
    if let Some(hospital) = &typed.hospital {
        let mark = teller.cite(&["initial.hospital"]);
        items.push(format!(
            "On {first} there are {}{} in acute beds, {} of them ready to leave{mark}. {}{}",
            count(f64::from(hospital.people().0), "people"),
            of_group(teller, hospital.group.as_ref()),
            if typed.waiting.is_some() { counted(teller) as u32 } else { hospital.ready().0 },
            rest(&hospital.residual()),
            if teller.plan.before.is_some() { LIKE_THE_LONG_RUN } else { "" }
        ));
    }
    if typed.waiting.is_some() {
        items.extend(waiting(teller, &first));
    }
    for (key, service) in typed.services.iter().flatten() {
        let mark = teller.cite(&[&format!("initial.services.{key}")]);
        items.push(format!(
            "On {first} there are {}{} in {}{}{mark}. {}",
            count(f64::from(service.people().0), "people"),
            of_group(teller, service.group.as_ref()),
            label(&teller.names.services, key),
            service
                .queue
                .map_or(String::new(), |n| format!(" and {} in its queue", count(f64::from(n.0), "people"))),
            rest(&service.residual())
        ));
    }
    items
}

/// Of which group people are, where that is given.
fn of_group(teller: &Teller<'_>, group: Option<&String>) -> String {
    group.map_or_else(String::new, |key| format!(" of {}", quoted(&label(&teller.names.groups, key))))
}

/// Who is there by the rows of a census.
fn census(teller: &mut Teller<'_>, file: &str, first: &str) -> Vec<String> {
    let mark = teller.cite(&["initial.census"]);
    let people = &teller.plan.initial.census;
    let many = |of: &dyn Fn(&KnownPlace) -> bool| {
        count(people.iter().filter(|known| of(&known.place)).count() as f64, "people")
    };
    let ready = |place: &KnownPlace| matches!(place, KnownPlace::Ready { .. } | KnownPlace::Decided { .. });
    let mut places = vec![
        format!("{} in acute beds and not recorded as ready", many(&|place| *place == KnownPlace::Acute)),
        format!("{} in acute beds and ready", many(&ready)),
    ];
    let home = |place: &KnownPlace| matches!(place, KnownPlace::Home { .. });
    if people.iter().any(|known| home(&known.place)) {
        places.push(format!("{} at home, waiting for a service", many(&home)));
    }
    for (s, name) in teller.names.services.numbered() {
        let here = teller.plan.initial.people_in(s);
        if here > 0 {
            places.push(format!("{} in {}", count(f64::from(here), "people"), name.label));
        }
    }
    vec![format!(
        "On {first} there are the people of the census {file}, one a row{mark}: {}. Since when each has been there \
         is known: the rest of a stay is drawn given that it has lasted so long, and delays count from the day on \
         which the person was ready.",
        all_of(&places)
    )]
}

/// How many are there by counts.
fn counted(teller: &Teller<'_>) -> usize {
    let people = &teller.plan.initial.census;
    people.iter().filter(|known| matches!(known.place, KnownPlace::Counted { .. })).count()
}

/// Who is ready by counts of reasons and bands.
fn waiting(teller: &mut Teller<'_>, first: &str) -> Vec<String> {
    let mark = teller.cite(&["initial.waiting"]);
    let reasons = Reasons::of(teller.plan);
    // In the order of reasons on the way out.
    let mut by: BTreeMap<Reason, usize> = BTreeMap::new();
    for known in &teller.plan.initial.census {
        if let KnownPlace::Counted { by: held, .. } = known.place {
            let reason = match held {
                HeldUp::Hub => Reasons::HUB_QUEUE,
                HeldUp::Step(step) => reasons.step(step),
                HeldUp::Place(service) => reasons.capacity(service),
            };
            *by.entry(reason).or_default() += 1;
        }
    }
    let said: Vec<String> = by
        .iter()
        .map(|(&reason, n)| format!("{} {n}", quoted(&reasons.label(reason, teller.names))))
        .collect();
    let said = if said.is_empty() { "nobody".to_owned() } else { all_of(&said) };
    vec![format!(
        "On {first} those who are ready to leave acute beds are there by counts of reasons and of bands of delay{mark}: {said}. \
         Each reason has the bands of all, in whole people; when each became ready is drawn within its band anew in each \
         replication, and delays count from then."
    )]
}

/// Of those who are ready by count.
const LIKE_THE_LONG_RUN: &str = " Those who are ready wait for what such people wait for in the long run of this \
                                 scenario, and people at home are in queues as they are there, except for services \
                                 whose queue is given.";

fn rest(residual: &Residual) -> String {
    match residual {
        Residual::Conditional => {
            "How long each has been there is drawn from the usual stay, and the rest so that the whole is longer.".to_owned()
        }
        Residual::LengthBiased => "Each is somewhere in the course of a stay; long stays are found more often.".to_owned(),
        Residual::Uniform => "Each has any part of a usual stay before them, as likely.".to_owned(),
        Residual::Drawn(rest) => {
            format!("Before each lie {}.", lengths(rest, Counted::Always, true))
        }
    }
}
