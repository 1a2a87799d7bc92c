//! The hub that decides pathways, in sentences.

use super::words::Hub;
use crate::base::Position;
use crate::scenario::explain::kinds::{amount, counted, hours, lengths, staff};
use crate::scenario::explain::teller::{Teller, label};
use crate::scenario::explain::words::{all_of, any_of, percent, quoted, span};
use crate::scenario::plan::index::PathwayIndex;
use crate::scenario::sections::steps::tell::concerned;
use crate::scenario::values::duration::Unit;

/// The hub.
pub fn hub(teller: &mut Teller<'_>) -> Vec<String> {
    let Some(typed) = &teller.file.hub else {
        return vec!["There is no hub: the ward decides at once.".to_owned()];
    };
    let name = teller.names.hub.clone();
    let seen: Vec<String> = (teller.names.pathways.iter().enumerate())
        .filter(|(i, _)| teller.plan.hub.sees.has(PathwayIndex::at(*i)))
        .map(|(_, pathway)| quoted(&pathway.label))
        .collect();
    let mut items = vec![format!(
        "{name} assesses everyone who needs, or is sent to, {}. For all others the ward decides at once.",
        any_of(&seen)
    )];
    items.push(format!("{}{}", work(teller, typed), assessment(teller, typed)));
    if let Some(ahead) = &typed.referred_ahead {
        let mark = teller.cite(&["hub.referred_ahead"]);
        items.push(format!(
            "{} are known to it ahead: it may assess them from {} before the end of their acute stay{mark}.",
            percent(ahead.share().0),
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
    for (i, (key, rule)) in typed.right_sizing.iter().flatten().enumerate() {
        let mark = teller.cite(&[&format!("hub.right_sizing.{key}")]);
        let to = quoted(&label(&teller.names.pathways, rule.to.as_deref().unwrap_or_default()));
        let who = concerned(teller, rule.concerns.as_ref(), "who would otherwise need");
        // A rule is for those whom no rule before it concerns.
        let rest = if i > 0 { ", as far as no rule above concerns them," } else { "" };
        items.push(format!("Right-sizing: from hospital, {who}{rest} need {to} instead{mark}."));
    }
    items
}

fn work(teller: &mut Teller<'_>, typed: &Hub) -> String {
    let calendar = teller.plan.calendar.clone();
    let mut text = match &typed.staff {
        None => "No one waits for its staff.".to_owned(),
        Some(people) => {
            let mark = teller.cite(&["hub.staff"]);
            format!("It has on duty {}{mark}; each works on one person at a time.", staff(people, &calendar))
        }
    };
    if let Some(open) = &typed.hours {
        let mark = teller.cite(&["hub.hours"]);
        text += &format!(" It is open {}{mark}.", hours(open, &calendar));
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
