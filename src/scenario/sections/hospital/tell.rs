//! Acute beds, board rounds and what waiting does, in sentences.

use super::words::{DayRounds, Hospital};
use crate::base::Time;
use crate::scenario::explain::kept::kept;
use crate::scenario::explain::kinds::{amount, by_day, changes, hours, time};
use crate::scenario::explain::teller::Teller;
use crate::scenario::explain::words::{all_of, capital, count, date, figure, number, percent, span};

/// The hospital.
pub fn hospital(teller: &mut Teller<'_>) -> Vec<String> {
    let none = Hospital::default();
    let typed = teller.file.hospital.as_ref().unwrap_or(&none);
    let calendar = teller.plan.calendar.clone();
    let name = teller.names.hospital.clone();
    let mut items = Vec::new();
    let mut beds = match &typed.beds {
        None => format!("{name} has acute beds without limit."),
        Some(beds) => {
            let mark = teller.cite(&["hospital.beds"]);
            format!("{name} has {}{mark}.", amount(beds, ["acute bed", "acute beds"], &calendar))
        }
    };
    if let Some(turnaround) = typed.turnaround.filter(|t| t.days > 0.0) {
        let mark = teller.cite(&["hospital.turnaround"]);
        beds += &format!(
            " After a patient has left, a bed is made ready for {}{mark}.",
            span(turnaround.days, 4)
        );
    }
    items.push(beds);
    if let Some(escalation) = typed.escalation.as_ref().filter(|e| e.beds().0 > 0) {
        let mark = teller.cite(&["hospital.escalation"]);
        let open = escalation.open_above().0;
        let close = escalation.closes_below().0;
        items.push(format!(
            "{} open, all at once, when more than {} of these beds are in use, and close when fewer than {} are{mark}.",
            capital(&count(f64::from(escalation.beds().0), "escalation beds")),
            percent(open),
            percent(close),
        ));
    }
    items.extend(kept(teller, "hospital.kept", typed.kept.as_ref(), ["bed", "beds"]));
    items.extend(rounds(teller, typed));
    if let Some(open) = &typed.discharge_hours {
        let mark = teller.cite(&["hospital.discharge_hours"]);
        items.push(format!("People leave the ward {}{mark}.", hours(open, &calendar)));
    } else {
        items.push("People may leave the ward at any hour.".to_owned());
    }
    if let Some(waiting) = &typed.deconditioning {
        let mark = teller.cite(&["hospital.deconditioning"]);
        let step = waiting.step_up_per_day().0;
        let stay = waiting.stay_factor_per_day().0;
        if step > 0.0 {
            items.push(format!(
                "Waiting weakens people: on each full day of waiting, {} come to need one step more support (from \
                 the national pathway 0 to 1, 1 to 2, 2 to 3){mark}. Before it is decided where they go, this may \
                 also change where they go; afterwards it does not. Every such step is counted.",
                percent(step)
            ));
        }
        if stay > 0.0 {
            items.push(format!(
                "Each day of waiting makes the later stay in a service {} longer{mark}.",
                percent(stay)
            ));
        }
    }
    if let Some((harm, over)) = typed.bed_wait_harm.as_ref().and_then(|harm| Some((harm, harm.over?))) {
        let at = ["", ".over", ".harmed"].map(|word| format!("hospital.bed_wait_harm{word}"));
        let mark = teller.cite(&at.iter().map(String::as_str).collect::<Vec<_>>());
        let share = harm.harmed.map_or(0.0, |share| share.0);
        items.push(format!(
            "Of emergencies admitted after more than {} in the queue for a bed, {} die who would else have lived{mark}. \
             This is counted as expected, beside what happens: nobody dies of it in the run.",
            span(over.days, 4),
            percent(share)
        ));
    }
    items.extend(daily_return(teller, typed));
    items.extend(pressure(teller, typed));
    items
}

/// What a full hospital does.
fn pressure(teller: &mut Teller<'_>, typed: &Hospital) -> Option<String> {
    let given = typed.pressure.as_ref()?;
    let (reference, rounds, stays) = (given.reference().0, given.rounds().0, given.stays().0);
    let at = |word: &str| format!("hospital.pressure.{word}");
    let mut said = Vec::new();
    if rounds > 0.0 {
        let mark = teller.cite(&[&at("rounds")]);
        said.push(format!("the odds that a board round finds a patient rise by {}%{mark}", by_one(rounds)));
    }
    if stays > 0.0 {
        let mark = teller.cite(&[&at("stays")]);
        said.push(format!("acute stays pass {}% faster{mark}", by_one(stays)));
    }
    if said.is_empty() {
        return None;
    }
    let mark = teller.cite(&[&at("reference")]);
    Some(format!(
        "Board rounds and acute stays are as given where {} of all open beds, escalation beds included, are in \
         use{mark}; with 1% more in use {}.",
        percent(reference),
        all_of(&said)
    ))
}

/// What 1% more does at this power.
fn by_one(power: f64) -> String {
    figure((libm::pow(1.01, power) - 1.0) * 100.0, 2)
}

fn rounds(teller: &mut Teller<'_>, typed: &Hospital) -> Vec<String> {
    const READY: &str = "is ready to leave: they no longer meet the criteria to reside in an acute bed, and every hour \
                         from then on counts as delay";
    let Some(rounds) = &typed.board_rounds else {
        return vec![format!("When the acute stay is over, the patient {READY}.")];
    };
    let times_of = |day: &DayRounds| {
        let mut times = day.at.clone().unwrap_or_default();
        times.sort_unstable();
        times.dedup();
        times
    };
    let say = |day: &DayRounds| {
        let times: Vec<String> = times_of(day).into_iter().map(time).collect();
        let reach = day.reach().0;
        let once = match times.len() {
            0 | 1 => format!("finds {}", percent_of(reach)),
            n => format!(
                "each finds {}, together {}",
                percent_of(reach),
                percent_of(1.0 - libm::pow(1.0 - reach, n as f64))
            ),
        };
        format!(" at {} ({once})", all_of(&times))
    };
    // A change may name times or reach alone.
    let say_changed = |day: &DayRounds| {
        let times = times_of(day).into_iter().map(time).collect::<Vec<_>>();
        let at = match &day.at {
            None => String::new(),
            Some(_) if times.is_empty() => " none".to_owned(),
            Some(_) => format!(" at {}", all_of(&times)),
        };
        at + &day.reach.map_or_else(String::new, |reach| format!(" (each finds {})", percent_of(reach.0)))
    };
    let join = |said: &[(String, String)]| {
        said.iter().map(|(days, rounds)| format!("{days}{rounds}")).collect::<Vec<_>>().join("; ")
    };
    let at_first = if rounds.days.changes.is_empty() { "" } else { " at first" };
    let said = join(&by_day(&rounds.days.days, say))
        + at_first
        + &changes(&rounds.days, &teller.plan.calendar, say_changed, join);
    let mark = teller.cite(&["hospital.board_rounds"]);
    let mut items = vec![
        format!(
            "When the acute stay is over, a board round has to find the patient. From then on the patient {READY}. \
             The wait to be found is counted separately."
        ),
        format!("Board rounds, and the share that they find of those who wait for one: {said}{mark}."),
    ];
    if let Some(spread) = rounds.spread.filter(|spread| spread.0 > 0.0) {
        let mark = teller.cite(&["hospital.board_rounds.spread"]);
        let shifted = |by: f64| percent_of(1.0 / (1.0 + libm::exp(-by)));
        items.push(format!(
            "Whole days are better or worse for all patients{mark}: a round that finds half of them on an average \
             day finds {} to {} on two days in three.",
            shifted(-spread.0),
            shifted(spread.0)
        ));
    }
    items
}

fn percent_of(share: f64) -> String {
    format!("{}%", figure(share * 100.0, 2))
}

/// What the daily return counts.
fn daily_return(teller: &mut Teller<'_>, typed: &Hospital) -> Option<String> {
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
