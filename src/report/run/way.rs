//! The way of one person through the model, and the order of its lines, in words.

use super::Run;
use crate::base::Indexed;
use crate::report::markdown;
use crate::scenario::plan::{Enters, Plan, Priority, StepStarts, TraitIndex};

/// The order of a line in words.
pub(super) fn order(plan: &Plan, priority: &Priority, traits: &Indexed<TraitIndex, String>) -> String {
    match priority {
        Priority::LongestWait => "the person who has waited longest since ready comes first".to_owned(),
        Priority::HospitalFirst => "people in hospital before all others, then the longest wait".to_owned(),
        Priority::GroupOrder(_) => {
            format!("by group ({} groups), then the longest wait", plan.groups.len())
        }
        Priority::TraitFirst(first) => {
            let name = traits.with(*first).map_or("one trait", String::as_str);
            format!("people marked “{}” first, then the longest wait", name.replace('_', " "))
        }
        Priority::Due(_) => "who is nearest to the time by which a place is due".to_owned(),
        Priority::Ageing(factor) => {
            format!("the longest wait, where a wait at home counts {factor} times")
        }
    }
}

/// The way of one person as a chain of boxes; only what the scenario has.
pub(super) fn chain(run: &Run<'_>) -> String {
    let (plan, names) = (&run.scenario.plan, &run.scenario.names);
    let (mut ready, mut decided, mut offered) = (Vec::new(), Vec::new(), Vec::new());
    for (name, step) in names.steps.iter().zip(&plan.steps) {
        let when = match step.starts {
            StepStarts::Ready => &mut ready,
            StepStarts::Decision => &mut decided,
            StepStarts::Offer => &mut offered,
        };
        when.push(name.label.clone());
    }
    let enters = |which: Enters| plan.groups.iter().any(|group| group.enters == which);
    let mut boxes: Vec<Vec<String>> = Vec::new();
    if enters(Enters::Admission) {
        boxes.push(vec!["Queue for an acute bed".to_owned()]);
        boxes.push(vec!["Acute stay".to_owned()]);
        if !plan.hospital.rounds.is_empty() {
            boxes.push(vec!["Found by a board round".to_owned()]);
        }
    }
    if enters(Enters::Admission) || enters(Enters::Ready) {
        if plan.pathways.numbers().any(|p| plan.hub.sees.has(p)) {
            ready.insert(0, names.hub.clone());
        }
        boxes.push([vec!["Ready to leave".to_owned()], ready].concat());
        boxes.push(vec!["Decision of a pathway".to_owned()]);
        boxes.push([decided, vec!["Queues for services".to_owned()]].concat());
        if plan.services.iter().any(|service| !service.bridge.is_empty()) {
            boxes.push(vec!["Bridge, where there is one, while waiting on".to_owned()]);
        }
        boxes.push([vec!["Offer of a place, or home".to_owned()], offered].concat());
        boxes.push(vec!["Leaves the hospital".to_owned()]);
    } else {
        boxes.push(vec!["Referred from home".to_owned(), "Queues for services".to_owned()]);
    }
    boxes.push(vec!["Stay in a service".to_owned()]);
    boxes.push(vec!["Exit: independent, onward care, back to hospital, died".to_owned()]);
    boxes.iter().map(|all| markdown::code(&all.join(" | "))).collect::<Vec<_>>().join("\n  → ")
}
