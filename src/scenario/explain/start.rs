//! The days of the run, costs, who is there at the start, and how full each place must become.

use super::kinds::{Counted, lengths};
use super::words::{all_of, count, date, dates, figure, later, number};
use super::{Named, Teller, label};
use crate::scenario::check::{Offered, Place, offered};
use crate::scenario::plan::KnownPlace;
use crate::scenario::typed::{Costs, Residual};

/// What is simulated, and when.
pub fn days(teller: &mut Teller<'_>) -> Vec<String> {
    let calendar = teller.plan.calendar.clone();
    let (start, days, warm_up) = (calendar.start(), calendar.measured_days(), calendar.warm_up_days());
    let mut items = Vec::new();
    if !teller.names.description.is_empty() {
        items.push(teller.names.description.clone());
    }
    let mark = teller.cite(&["calendar"]);
    let mut text = format!(
        "Measured: {}, {}{mark}.",
        count(f64::from(days), "days"),
        dates(start, later(start, i64::from(days) - 1))
    );
    if warm_up > 0 {
        text += &format!(
            " Before that, {} from {} on are simulated without being counted, for lines to grow first.",
            count(f64::from(warm_up), "days"),
            date(calendar.day(calendar.first_day()).date)
        );
    }
    let holidays = calendar
        .days()
        .iter()
        .take(calendar.days_to_end() as usize)
        .skip(calendar.first_day() as usize)
        .filter(|day| day.bank_holiday)
        .count();
    text += &format!(
        " Of all these days, {} are bank holidays.",
        if holidays == 0 { "none".to_owned() } else { holidays.to_string() }
    );
    items.push(text);
    items.push(
        "A figure without a date holds as if it had always been so, from the first simulated day; a change with a date is \
         introduced on that date."
            .to_owned(),
    );
    items
}

/// A payer as people say it.
pub fn payer(key: &str) -> String {
    match key {
        "nhs" => "the NHS".to_owned(),
        "council" => "the council".to_owned(),
        other => other.replace('_', " "),
    }
}

/// What an hour on duty costs, in the hub and for steps.
fn on_duty(teller: &mut Teller<'_>) -> Vec<String> {
    let hub = teller.file.hub.as_ref().and_then(|hub| hub.cost_per_hour);
    let mut all: Vec<(String, String, f64)> =
        hub.map(|cost| ("hub".to_owned(), "the hub".to_owned(), cost.0)).into_iter().collect();
    for (key, step) in teller.file.steps.iter().flatten() {
        if let Some(cost) = step.cost_per_hour {
            all.push((format!("steps.{key}"), label(&teller.names.steps, key), cost.0));
        }
    }
    all.into_iter()
        .map(|(path, what, cost)| {
            let mark = teller.cite(&[&format!("{path}.cost_per_hour")]);
            format!("an hour of each person on duty for {what} costs £{}{mark}", number(cost))
        })
        .collect()
}

/// Unit costs of the hospital and of work.
pub fn costs(teller: &mut Teller<'_>) -> Vec<String> {
    let none = Costs::default();
    let costs = teller.file.costs.as_ref().unwrap_or(&none);
    let mut said = Vec::new();
    for (pounds, word, what) in [
        (costs.acute_bed_day, "acute_bed_day", "in an acute bed"),
        (costs.escalation_bed_day, "escalation_bed_day", "in an escalation bed"),
        (
            costs.open_acute_bed_day,
            "open_acute_bed_day",
            "of each core acute bed that is open, in use or not,",
        ),
    ] {
        if let Some(pounds) = pounds {
            let mark = teller.cite(&[&format!("costs.{word}")]);
            said.push(format!("a day {what} costs £{}{mark}", number(pounds.0)));
        }
    }
    said.extend(on_duty(teller));
    if said.is_empty() {
        return Vec::new();
    }
    let year = costs.price_year.as_ref().map_or_else(String::new, |year| format!(" Prices are of {year}."));
    vec![format!(
        "{}. A bed that becomes free is filled by somebody else: no money comes back.{year}",
        super::words::capital(&all_of(&said))
    )]
}

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
            "On {first} there are {} in acute beds, {} of them ready to leave{mark}. {}{}",
            count(f64::from(hospital.people.map_or(0, |n| n.0)), "people"),
            hospital.ready.map_or(0, |n| n.0),
            rest(hospital.residual.as_ref()),
            if teller.plan.initial.before.is_some() { LIKE_THE_LONG_RUN } else { "" }
        ));
    }
    for (key, service) in typed.services.iter().flatten() {
        let mark = teller.cite(&[&format!("initial.services.{key}")]);
        items.push(format!(
            "On {first} there are {} in {}{}{mark}. {}",
            count(f64::from(service.people.map_or(0, |n| n.0)), "people"),
            label(&teller.names.services, key),
            service
                .queue
                .map_or(String::new(), |n| format!(" and {} in its line", count(f64::from(n.0), "people"))),
            rest(service.residual.as_ref())
        ));
    }
    items
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
    for (s, name) in teller.names.services.iter().enumerate() {
        let here = teller.plan.initial.people_in(s);
        if here > 0 {
            places.push(format!("{} in {}", count(f64::from(here), "people"), name.label));
        }
    }
    vec![format!(
        "On {first} there are the people of the census {file}, one a row{mark}: {}. Since when each has been there is known: \
         the rest of a stay is drawn given that it has lasted so long, and delays count from the day on which somebody was ready.",
        all_of(&places)
    )]
}

/// Of those who are ready by count.
const LIKE_THE_LONG_RUN: &str = " Those who are ready wait for what such people wait for in the long run of this scenario, and people at \
                                 home stand in lines as they do there, but for services whose line is given.";

fn rest(residual: Option<&Residual>) -> String {
    match residual {
        None | Some(Residual::Conditional) => {
            "How long each has been there is drawn from the usual stay, and the rest so that the whole is longer.".to_owned()
        }
        Some(Residual::LengthBiased) => "Each is somewhere in the course of a stay; long stays are found more often.".to_owned(),
        Some(Residual::Uniform) => "Each has any part of a usual stay before them, as likely.".to_owned(),
        Some(Residual::Drawn(rest)) => {
            format!("Before each lie {}.", lengths(&rest.draw, Counted::Always, true))
        }
    }
}

/// How full each place must become, and how long it takes to settle.
pub fn loads(teller: &Teller<'_>) -> Vec<String> {
    let all = offered(teller.plan);
    if all.is_empty() {
        return Vec::new();
    }
    let mut items = vec![
        "Computed from the figures above, on average over all simulated days. Each line counts the people whom none but these \
         services take, with the shortest stay that they could have there: so much is needed at the least, and people \
         who come on from another service are not in it. Of the hub and of work it counts the people whom it concerns, \
         beside the hours of all on duty. Above about 95%, \
         waits swing widely; above 100%, they grow without end, unless people leave the line by themselves. How long it takes until a line no longer depends on how it \
         began follows from stay ÷ (places × (1 − √load)²)."
            .to_owned(),
    ];
    items.extend(all.iter().map(|offered| load(teller, offered)));
    items
}

fn load(teller: &Teller<'_>, offered: &Offered) -> String {
    let short = |all: &[Named], i: usize| all.get(i).map_or_else(String::new, |name| name.label.clone());
    let (name, needs) = match &offered.of {
        Place::Beds => ("Acute beds".to_owned(), "acute stays alone need"),
        Place::Hub => (super::words::capital(&teller.names.hub), "needs"),
        Place::Step(i) => (short(&teller.names.steps, *i), "needs"),
        Place::Services(services) => {
            let labels: Vec<String> =
                services.iter().map(|&s| short(&teller.names.services, usize::from(s))).collect();
            let several = labels.len() > 1;
            let together = if several { " together" } else { "" };
            (all_of(&labels) + together, if several { "need" } else { "needs" })
        }
    };
    let limits: Vec<String> = offered
        .limits
        .iter()
        .map(|limit| {
            let share = if limit.has > 0.0 {
                format!(" ({}%)", figure(100.0 * limit.needed / limit.has, 2))
            } else {
                String::new()
            };
            let held = if limit.is_held() { format!("; {}", limit.held_by()) } else { String::new() };
            format!("{} of {} {}{share}{held}", figure(limit.needed, 3), figure(limit.has, 3), limit.of)
        })
        .collect();
    let settles = offered.settles_days.map_or_else(String::new, |days| {
        let short = if days > f64::from(teller.plan.calendar.warm_up_days()) {
            ", longer than the days before measuring"
        } else {
            ""
        };
        format!(" To settle takes {} days or more{short}.", figure(days, 2))
    });
    let more =
        if offered.of == Place::Beds { "; the waits to be found and to leave come on top" } else { "" };
    format!("{name}: {needs} {}{more}.{settles}", all_of(&limits))
}
