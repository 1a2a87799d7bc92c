//! Services: how much they can take, whom, when, for how long, and what follows, in sentences.

use super::words::{CareRule, Exit, Priority, PriorityWord, Service, Setting, StartsSpread};
use crate::scenario::build::diversions::taken_early;
use crate::scenario::capacities::OfService;
use crate::scenario::explain::kept::{condition, kept};
use crate::scenario::explain::kinds::{Counted, amount, hours, lengths, numbers};
use crate::scenario::explain::teller::{Teller, label, labels};
use crate::scenario::explain::words::{all_of, number, percent, quoted, span};
use crate::scenario::values::amount::Level;
use crate::scenario::values::duration::Duration;

/// What people do or need at an exit.
const fn at_exit(exit: Exit) -> &'static str {
    match exit {
        Exit::Independent => "need no more",
        Exit::LongTermCare => "need long-term care at home",
        Exit::CareHome => "need a care home",
        Exit::Hospital => "go back to hospital",
        Exit::Died => "have died",
    }
}

/// The services, each in one paragraph.
pub fn services(teller: &mut Teller<'_>) -> Vec<String> {
    let all: Vec<_> = teller.file.services.iter().flatten().collect();
    all.into_iter().map(|(key, service)| self::service(teller, key, service)).collect()
}

fn service(teller: &mut Teller<'_>, key: &str, service: &Service) -> String {
    let setting = if service.setting() == Setting::Bed { "in a bed" } else { "at home" };
    let kind = if service.reablement() { "; reablement: help to do things oneself again" } else { "" };
    let mut text = format!("{} ({setting}{kind}): ", label(&teller.names.services, key));
    text += &limits(teller, key, service);
    for part in kept(teller, &format!("services.{key}.kept"), service.kept.as_ref(), ["place", "places"]) {
        text += &format!(" {part}");
    }
    text += &taken(teller, key, service);
    if service.bridge() {
        text += &bridge(teller, key, service);
    } else {
        text += &stay(teller, key, service);
    }
    text += &money(teller, key, service);
    text
}

fn limits(teller: &mut Teller<'_>, key: &str, service: &Service) -> String {
    let at = |word: &str| format!("services.{key}.{word}");
    let calendar = teller.plan.calendar.clone();
    let mut limits = Vec::new();
    for &kind in OfService::ALL {
        let is_told = kind != OfService::Places || !service.permanent();
        let Some(given) = kind.given(service).filter(|_| is_told) else { continue };
        let path = at(kind.row().word);
        let mark = if kind == OfService::Places && !given.limits() {
            teller.cite_if_any(&path)
        } else {
            teller.cite(&[&path])
        };
        let Some(typed) = given.amount() else { continue };
        let amount = amount(&typed, kind.told().nouns, &calendar);
        limits.push(match kind {
            OfService::StartsPerWeek => format!("at most {amount}{mark}{}", spread(teller, key, service)),
            OfService::HoursPerWeek | OfService::VisitsPerDay => {
                format!("{amount}{mark}{}", care(teller, key, service, kind))
            }
            OfService::Places => format!("{amount}{mark}"),
        });
    }
    if limits.is_empty() {
        return "no limit.".to_owned();
    }
    format!("{}.", limits.join("; "))
}

/// How starts spread over the week.
fn spread(teller: &mut Teller<'_>, key: &str, service: &Service) -> String {
    match (service.spread, service.starts_per_week.as_ref().map(|starts| starts.base)) {
        (_, Some(Level::Unlimited)) => String::new(),
        (Some(StartsSpread::Free), _) => {
            format!(", all of them from Monday on{}", teller.cite(&[&format!("services.{key}.spread")]))
        }
        _ => ", spread evenly over the week's open days".to_owned(),
    }
}

/// What a person needs of the care of a service.
fn care(teller: &mut Teller<'_>, key: &str, service: &Service, kind: OfService) -> String {
    let Some(plan) = service.care.as_ref().filter(|plan| plan.first.is_some()) else { return String::new() };
    let of = kind.row().words.trim_end_matches(" of");
    let first = plan.first.as_ref().map_or_else(String::new, |first| numbers(&first.draw));
    let last = plan.last.as_ref().map_or_else(|| first.clone(), |last| numbers(&last.draw));
    let rule = match plan.rule() {
        CareRule::WholePlanFits => "people start when their whole course fits",
        CareRule::FirstWeekFits => "people start, in strict turn, when their first week fits",
    };
    let mark = teller.cite(&[&format!("services.{key}.care")]);
    format!(", of which a person needs {first} {of} at the start and {last} at the end; {rule}{mark}")
}

/// Whom it takes, who comes first, and when people may start.
fn taken(teller: &mut Teller<'_>, key: &str, service: &Service) -> String {
    let at = |word: &str| format!("services.{key}.{word}");
    let mut text = String::new();
    if let Some(accepts) = &service.accepts {
        let whose = condition(teller, accepts).words("who are sent to");
        if !whose.is_empty() {
            text += &format!(" It takes only people {whose}.");
        }
    }
    text += &early(teller, key, service);
    text += &first_in_line(teller, key, service);
    match &service.admits {
        Some(admits) => {
            let mark = teller.cite(&[&at("admits")]);
            text += &format!(" People may start {}{mark}.", hours(admits, &teller.plan.calendar));
        }
        None => text += " People may start at any hour.",
    }
    text
}

/// Whom it takes before the acute stay is over.
fn early(teller: &mut Teller<'_>, key: &str, service: &Service) -> String {
    let Some((early, by)) = service.takes_early.as_ref().and_then(|early| Some((early, early.by?))) else {
        return String::new();
    };
    let at = format!("services.{key}.takes_early");
    let mark = teller.cite(&[&at, &format!("{at}.by"), &format!("{at}.share")]);
    let who = if early.share().0 >= 1.0 { "all".to_owned() } else { percent(early.share().0) };
    let whose = condition(teller, &taken_early(early)).words("who need");
    let whose = if whose.is_empty() { "who will live".to_owned() } else { format!("{whose} and will live") };
    format!(
        " Of people in an acute bed {whose}, {who} leave for it up to {} before the end of their acute stay, as soon \
         as it has a place for them; who gets none stays to the end as ever{mark}.",
        span(by.days, 4)
    )
}

/// Who comes first, where it is not who has waited longest.
fn first_in_line(teller: &mut Teller<'_>, key: &str, service: &Service) -> String {
    let said = match &service.priority() {
        Priority::Word(PriorityWord::LongestWait) => return String::new(),
        Priority::Word(PriorityWord::HospitalFirst) => {
            "people in hospital come before people on a bridge or at home".to_owned()
        }
        Priority::Word(PriorityWord::EndOfLifeFirst) => {
            format!("people marked {} come first", quoted("end_of_life"))
        }
        Priority::By(by) => {
            if let Some(groups) = &by.group_order {
                let groups = labels(&teller.names.groups, Some(groups));
                format!("people come in the order of their groups: {}, then the others", groups.join(", "))
            } else if let Some(ageing) = by.ageing {
                format!(
                    "a day that people at home have waited counts as {} of a day in hospital",
                    number(ageing.0)
                )
            } else if let Some(name) = &by.trait_first {
                format!("people marked {} come first", quoted(name))
            } else if let Some(targets) = &by.due_within {
                let due = |(group, within): (&String, &Duration)| {
                    format!("{} within {}", label(&teller.names.groups, group), span(within.days, 3))
                };
                let due: Vec<String> = targets.iter().map(due).collect();
                format!(
                    "who is nearest to the time by which a place is due, or furthest past it, comes first ({}; others come last)",
                    due.join(", ")
                )
            } else {
                return String::new();
            }
        }
    };
    let mark = teller.cite(&[&format!("services.{key}.priority")]);
    format!(" In its queue {said}{mark}; among equals, the person who has waited longest comes first.")
}

fn stay(teller: &mut Teller<'_>, key: &str, service: &Service) -> String {
    let at = |word: &str| format!("services.{key}.{word}");
    if service.permanent() {
        return " People stay for good, so only starts are limited.".to_owned();
    }
    let mut text = String::new();
    if let Some(stay) = &service.stay {
        let mark = teller.cite(&[&at("stay")]);
        text += &format!(" They stay {}{mark}.", lengths(&stay.draw, Counted::Always, true));
    }
    for (group, stay) in service.stay_by_group.iter().flatten() {
        let mark = teller.cite(&[&at(&format!("stay_by_group.{group}"))]);
        text += &format!(
            " {} stay {}{mark}.",
            label(&teller.names.groups, group),
            lengths(&stay.draw, Counted::Always, true)
        );
    }
    let Some(exits) = &service.exits else { return text + " After it they need no more." };
    let said: Vec<String> = exits
        .iter()
        .filter(|(_, share)| share.0 > 0.0)
        .map(|(exit, share)| {
            let who = if share.0 >= 1.0 { "all".to_owned() } else { percent(share.0) };
            format!("{who} {}", at_exit(exit))
        })
        .collect();
    let mark = teller.cite(&[&at("exits")]);
    text + &format!(" At the end {}{mark}.", all_of(&said))
}

fn bridge(teller: &mut Teller<'_>, key: &str, service: &Service) -> String {
    let at = |word: &str| format!("services.{key}.{word}");
    let mut text = " It bridges the wait for another service.".to_owned();
    let within = service.respond_within().days;
    if let Some(respond) = &service.respond {
        let mark = teller.cite(&[&at("respond")]);
        text += &format!(
            " From asking to leaving takes {}{mark}",
            lengths(&respond.draw, Counted::WhileOpen, false)
        );
        let mark = teller.cite(&[&at("respond_within")]);
        text += &format!("; over {} counts as late{mark}.", span(within, 4));
    } else {
        let mark = teller.cite(&[&at("respond_within")]);
        text += &format!(
            " A patient who asks for it leaves hospital within {0}: {0} of its open time are simulated for every \
             patient{mark}.",
            span(within, 4)
        );
    }
    let skips = labels(&teller.names.steps, service.skips.as_ref());
    if !skips.is_empty() {
        text += &format!(" May be finished at home: {}.", all_of(&skips));
    }
    if let Some(longest) = service.longest_stay {
        let mark = teller.cite(&[&at("longest_stay")]);
        let then = service.falls_back_to.as_ref().map_or_else(
            || "stays on and counts as overdue".to_owned(),
            |to| {
                format!(
                    "goes over to {} if that has room, and else stays on and counts as overdue",
                    label(&teller.names.services, to)
                )
            },
        );
        text += &format!(" A person still on it after {} {then}{mark}.", span(longest.days, 4));
    }
    text
}

fn money(teller: &mut Teller<'_>, key: &str, service: &Service) -> String {
    let costs = [
        (service.cost_per_day, "cost_per_day", " a day for each person"),
        (service.cost_per_place, "cost_per_place", " a day for each place, in use or not"),
        (service.set_up_cost, "set_up_cost", " once to set it up"),
    ];
    let mut said = Vec::new();
    for (cost, word, what) in costs {
        let Some(cost) = cost else { continue };
        let mark = teller.cite(&[&format!("services.{key}.{word}")]);
        said.push(format!("£{}{what}{mark}", number(cost.0)));
    }
    if said.is_empty() {
        return " No cost is given.".to_owned();
    }
    let payer = service
        .paid_by
        .as_ref()
        .map_or_else(|| "by whom is not said".to_owned(), |key| format!("by {}", self::payer(key)));
    format!(" It costs {}, paid {payer}.", said.join(" and "))
}

/// A payer as people say it.
fn payer(key: &str) -> String {
    match key {
        "nhs" => "the NHS".to_owned(),
        "council" => "the council".to_owned(),
        other => other.replace('_', " "),
    }
}
