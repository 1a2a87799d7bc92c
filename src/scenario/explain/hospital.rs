//! Acute beds, board rounds, what waiting does, and the hub that decides pathways.

use super::kinds::{Counted, amount, by_day, hours, lengths, staff, time};
use super::words::{all_of, capital, count, percent, quoted, span};
use super::{Teller, label, labels};
use crate::scenario::plan::PathwayIndex;
use crate::scenario::typed::hours::Staff;
use crate::scenario::typed::places::DayRounds;
use crate::scenario::typed::{Hospital, Hub, Unit};

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
        beds +=
            &format!(" After somebody has left, a bed is made ready for {}{mark}.", span(turnaround.days, 4));
    }
    items.push(beds);
    if let Some(escalation) = typed.escalation.as_ref().filter(|e| e.beds.is_some_and(|beds| beds.0 > 0)) {
        let mark = teller.cite(&["hospital.escalation"]);
        let open = escalation.open_above.map_or(1.0, |share| share.0);
        let close = escalation.close_below.map_or(open, |share| share.0);
        items.push(format!(
            "{} open, all at once, when more than {} of these beds are in use, and close when fewer than {} are{mark}.",
            capital(&count(f64::from(escalation.beds.map_or(0, |beds| beds.0)), "escalation beds")),
            percent(open),
            percent(close),
        ));
    }
    items.extend(rounds(teller, typed));
    if let Some(open) = &typed.discharge_hours {
        let mark = teller.cite(&["hospital.discharge_hours"]);
        items.push(format!("People leave the ward {}{mark}.", hours(open)));
    } else {
        items.push("People may leave the ward at any hour.".to_owned());
    }
    if let Some(waiting) = &typed.deconditioning {
        let mark = teller.cite(&["hospital.deconditioning"]);
        let step = waiting.step_up_per_day.map_or(0.0, |chance| chance.0);
        let stay = waiting.stay_factor_per_day.map_or(0.0, |factor| factor.0);
        if step > 0.0 {
            items.push(format!(
                "Waiting weakens people: on each full day of waiting, {} come to need one step more support (from \
                 the national pathway 0 to 1, 1 to 2, 2 to 3){mark}. Before it is decided where they go, this changes what they \
                 need; later it is counted as harm.",
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
    items
}

fn rounds(teller: &mut Teller<'_>, typed: &Hospital) -> Vec<String> {
    const READY: &str = "is ready to leave: they no longer meet the criteria to reside in an acute bed, and every hour \
                         from then on counts as delay";
    let Some(rounds) = &typed.board_rounds else {
        return vec![format!("When the acute stay is over, somebody {READY}.")];
    };
    let say = |day: &DayRounds| {
        let mut times = day.at.clone().unwrap_or_default();
        times.sort_unstable();
        times.dedup();
        let times: Vec<String> = times.into_iter().map(time).collect();
        let reach = day.reach.map_or(1.0, |share| share.0);
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
    let said: Vec<String> =
        by_day(&rounds.days, say).into_iter().map(|(days, rounds)| format!("{days}{rounds}")).collect();
    let said = said.join("; ");
    let mark = teller.cite(&["hospital.board_rounds"]);
    let mut items = vec![
        format!(
            "When the acute stay is over, a board round has to find the person. From then on somebody {READY}. The wait \
             to be found counts apart."
        ),
        format!("Board rounds, and the share that they find of those who wait for one: {said}{mark}."),
    ];
    if let Some(spread) = rounds.spread.filter(|spread| spread.0 > 0.0) {
        let mark = teller.cite(&["hospital.board_rounds.spread"]);
        let shifted = |by: f64| percent_of(1.0 / (1.0 + libm::exp(-by)));
        items.push(format!(
            "Whole days are better or worse for everybody{mark}: a round that finds half of them on a middling day finds {} \
             to {} on two days in three.",
            shifted(-spread.0),
            shifted(spread.0)
        ));
    }
    items
}

fn percent_of(share: f64) -> String {
    format!("{}%", super::words::figure(share * 100.0, 2))
}

/// The hub.
pub fn hub(teller: &mut Teller<'_>) -> Vec<String> {
    let Some(typed) = &teller.file.hub else {
        return vec!["There is no hub: the ward decides at once.".to_owned()];
    };
    let name = teller.names.hub.clone();
    let seen: Vec<String> = (teller.names.pathways.iter().enumerate())
        .filter(|(i, _)| teller.plan.hub.sees.has(*i as PathwayIndex))
        .map(|(_, pathway)| quoted(&pathway.label))
        .collect();
    let mut items = vec![format!(
        "{name} assesses everybody who needs, or is sent to, {}. For all others the ward decides at once.",
        super::words::any_of(&seen)
    )];
    items.push(format!("{}{}", work(teller, typed), assessment(teller, typed)));
    if let Some(ahead) = &typed.referred_ahead {
        let mark = teller.cite(&["hub.referred_ahead"]);
        items.push(format!(
            "{} are known to it ahead: it may assess them from {} before the end of their acute stay{mark}.",
            percent(ahead.share.map_or(0.0, |share| share.0)),
            ahead.by.map_or_else(|| "no time".to_owned(), |by| span(by.days, 4)),
        ));
    }
    for (need, decided) in typed.wrong_pathway.iter().flatten() {
        let pathway = |key: &str| quoted(&label(&teller.names.pathways, key));
        let shares: Vec<String> = decided
            .iter()
            .map(|(to, share)| format!("{} are sent to {}", percent(share.0), pathway(to)))
            .collect();
        let need_said = pathway(need);
        let mark = teller.cite(&[&format!("hub.wrong_pathway.{need}")]);
        items.push(format!("Of those who need {need_said}, {} instead{mark}.", all_of(&shares)));
    }
    items
}

fn work(teller: &mut Teller<'_>, typed: &Hub) -> String {
    let calendar = teller.plan.calendar.clone();
    let mut text = match &typed.staff {
        None => "Nobody waits for its staff.".to_owned(),
        Some(people) => {
            let mark = teller.cite(&["hub.staff"]);
            format!("It has on duty {}{mark}; each works on one person at a time.", staff(people, &calendar))
        }
    };
    if let Some(open) = &typed.hours {
        let mark = teller.cite(&["hub.hours"]);
        text += &format!(" It is open {}{mark}.", hours(open));
    }
    if let Some(limit) = &typed.per_day {
        let mark = teller.cite(&["hub.per_day"]);
        text += &format!(
            " It can begin {}{mark}.",
            amount(limit, ["assessment a day", "assessments a day"], &calendar)
        );
    }
    text
}

fn assessment(teller: &mut Teller<'_>, typed: &Hub) -> String {
    let Some(takes) = &typed.assessment else { return String::new() };
    let mark = teller.cite(&["hub.assessment"]);
    let counted = counted(typed.hours.is_some(), typed.staff.as_ref());
    format!(" An assessment takes {}{mark}.", lengths(&takes.draw, counted, takes.unit == Unit::Days))
}

/// Whether work counts only open time.
pub fn counted(has_hours: bool, staff: Option<&Staff>) -> Counted {
    let roster = matches!(staff, Some(Staff::Roster(_)));
    if has_hours || roster { Counted::WhileOpen } else { Counted::Always }
}

/// The labels of pathways between quotation marks.
pub fn pathways(teller: &Teller<'_>, keys: Option<&Vec<String>>) -> Vec<String> {
    labels(&teller.names.pathways, keys).iter().map(|name| quoted(name)).collect()
}
