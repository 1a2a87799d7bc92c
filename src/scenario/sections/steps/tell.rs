//! Steps on the way out, in sentences.

use super::words::{Concerns, Step, StepStarts};
use crate::scenario::explain::kinds::{Condition, amount, counted, hours, lengths, staff};
use crate::scenario::explain::teller::{Teller, label, labels, quoted_pathways};
use crate::scenario::explain::words::{percent, quoted};
use crate::scenario::values::duration::Unit;

/// The steps in the order in which delay is booked to them.
pub fn steps(teller: &mut Teller<'_>) -> Vec<String> {
    let Some(typed) = &teller.file.steps else { return Vec::new() };
    let mut items = vec![
        "Work on one person runs side by side, and beside the wait for a place. A delayed hour is booked to what is \
         first unfinished: the hub, then work begun when ready, then work begun at the decision in the order below, then \
         the place, then work begun at the offer."
            .to_owned(),
    ];
    let rank = |step: &Step| match step.starts() {
        StepStarts::Ready => 0,
        StepStarts::Decision => 1,
        StepStarts::Offer => 2,
    };
    // `names` has the order of booking within each kind of start.
    let mut keys: Vec<&String> = teller.names.steps.iter().map(|name| &name.key).collect();
    keys.sort_by_key(|key| typed.get(*key).map_or(0, rank));
    for key in keys {
        if let Some(step) = typed.get(key) {
            items.push(self::step(teller, key, step));
        }
    }
    items
}

fn step(teller: &mut Teller<'_>, key: &str, step: &Step) -> String {
    let at = |word: &str| format!("steps.{key}.{word}");
    let calendar = teller.plan.calendar.clone();
    let (begins, on) = match step.starts() {
        StepStarts::Ready => ("when they are ready to leave", "who need"),
        StepStarts::Decision => ("when it is decided where they go", "who are sent to"),
        StepStarts::Offer => ("when they are offered a place", "who are sent to"),
    };
    let who = concerned(teller, step.concerns.as_ref(), on);
    let mark = if step.concerns.is_some() { teller.cite(&[&at("concerns")]) } else { String::new() };
    let mut text = format!("{}: for {who}{mark}; it begins {begins}.", label(&teller.names.steps, key));
    if let Some(takes) = &step.takes {
        let mark = teller.cite(&[&at("takes")]);
        let counted = counted(step.hours.is_some(), step.staff.as_ref());
        text += &format!(" It takes {}{mark}.", lengths(&takes.draw, counted, takes.unit == Unit::Days));
    }
    if let Some(share) = step.skipped.filter(|share| share.0 > 0.0) {
        let mark = teller.cite(&[&at("skipped")]);
        text += &format!(" {} of them need none of it{mark}.", percent(share.0));
    }
    match &step.staff {
        Some(people) => {
            let mark = teller.cite(&[&at("staff")]);
            text += &format!(" On duty are {}{mark}; people queue for them.", staff(people, &calendar));
        }
        None if step.per_day.is_none() => text += " There is no queue for it.",
        None => {}
    }
    if let Some(open) = &step.hours {
        let mark = teller.cite(&[&at("hours")]);
        text += &format!(" Open: {}{mark}.", hours(open, &calendar));
    }
    if let Some(limit) = &step.per_day {
        let mark = teller.cite(&[&at("per_day")]);
        text +=
            &format!(" At most {}{mark}.", amount(limit, ["a day may begin", "a day may begin"], &calendar));
    }
    if let Some(group) = step.national_group {
        text += &format!(" In the national return it counts as {}.", quoted(group.word()));
    }
    text
}

/// Whom something concerns, in words.
pub fn concerned(teller: &Teller<'_>, typed: Option<&Concerns>, on: &str) -> String {
    let Some(concerns) = typed else { return "everyone".to_owned() };
    let condition = Condition {
        pathways: quoted_pathways(teller, concerns.pathways.as_ref()),
        groups: labels(&teller.names.groups, concerns.groups.as_ref()),
        not_groups: labels(&teller.names.groups, concerns.not_groups.as_ref()),
        traits: concerns.traits.clone().unwrap_or_default(),
        not_traits: concerns.not_traits.clone().unwrap_or_default(),
    };
    let share = concerns.share.filter(|share| share.0 < 1.0);
    let whose = condition.words(on);
    match (share, whose.is_empty()) {
        (None, _) => format!("people {whose}"),
        (Some(share), true) => format!("{} of people", percent(share.0)),
        (Some(share), false) => format!("{} of people {whose}", percent(share.0)),
    }
}
