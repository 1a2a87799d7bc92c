//! Capacity of a plan that opens on a condition, and how it is built and checked.

use super::words;
use crate::base::{Position, Span};
use crate::scenario::build::index::NameOf;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::index::{ServiceIndex, StepIndex};
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::Amount;
use crate::scenario::values::duration::Duration;
use crate::scenario::values::roster::Staff;

/// Capacity that opens on a condition and closes by its own. Both are looked at each midnight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trigger {
    /// What is looked at.
    pub measure: Measure,
    /// It opens above this.
    pub above: f64,
    /// For how long it must have been above.
    pub held_for: Span,
    /// From the decision until it is open.
    pub mobilise: Span,
    /// What opens.
    pub adds: Adds,
    /// It closes below this; none: at or below what it opens above.
    pub below: Option<f64>,
    /// For how long it must have been below.
    pub below_for: Span,
}

/// What a trigger looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// People in acute beds ÷ core beds.
    HospitalOccupancy,
    /// People past their discharge-ready date in acute beds.
    Nctr,
    /// People waiting for an acute bed.
    BedQueue,
    /// People waiting for a service.
    Queue(ServiceIndex),
    /// People in the queue of the hub.
    HubQueue,
    /// People in the queue of a step.
    StepQueue(StepIndex),
}

/// What a trigger opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adds {
    /// Acute beds.
    Beds(u32),
    /// Places of a service.
    Places(ServiceIndex, u32),
    /// People on duty in the hub.
    HubStaff(u32),
    /// People on duty for a step.
    StepStaff(StepIndex, u32),
}

const CONDITIONS: [&str; 6] = [
    "hospital_occupancy_above",
    "nctr_above",
    "bed_queue_above",
    "queue_above",
    "hub_queue_above",
    "step_queue_above",
];
/// What can open, each with the words that say it.
const OPENS: [&[&str]; 4] = [&["beds"], &["service", "places"], &["hub_staff"], &["step", "staff"]];

/// The triggers of a file, in the order of their names; one that is faulty is left out.
pub fn triggers(setup: Setup<'_>, found: &mut Found) -> Vec<Trigger> {
    let mut all = Vec::new();
    for (key, typed) in setup.file.triggers.iter().flatten() {
        all.extend(trigger(setup, &Path::of("triggers").key(key), typed, found));
    }
    all
}

fn trigger(setup: Setup<'_>, path: &Path, typed: &words::Trigger, found: &mut Found) -> Option<Trigger> {
    let condition = condition(setup, &path.key("when"), typed.when.as_ref(), found);
    let adds = adds(setup, &path.key("adds"), typed.adds.as_ref(), found);
    let (measure, above) = condition?;
    let down = typed.stands_down.as_ref();
    let below = down.and_then(|down| down.below).map(|below| below.0);
    if below.is_some_and(|below| below > above) {
        let fault = setup.fault(&path.key("stands_down").key("below"), "it would close before it opens");
        found.fault(fault.expected(format!("at most {above}")));
    }
    Some(Trigger {
        measure,
        above,
        held_for: span(typed.held_for),
        mobilise: span(typed.mobilise),
        adds: adds?,
        below,
        below_for: span(down.and_then(|down| down.held_for)),
    })
}

fn span(typed: Option<Duration>) -> Span {
    typed.map_or(Span::ZERO, |duration| Span::from_days(duration.days))
}

fn beds_are_limited(setup: Setup<'_>) -> bool {
    let beds = setup.file.hospital.as_ref().and_then(|hospital| hospital.beds.as_ref());
    beds.is_some_and(|beds| !beds.is_unlimited())
}

fn condition(
    setup: Setup<'_>,
    path: &Path,
    typed: Option<&words::Condition>,
    found: &mut Found,
) -> Option<(Measure, f64)> {
    let given: Vec<&str> = CONDITIONS.iter().copied().filter(|key| setup.has(&path.key(key))).collect();
    if given.len() != 1 {
        if !found.is_faulty(path) {
            let what = if given.is_empty() { "there is no condition" } else { "only one condition can hold" };
            found.fault(setup.fault(path, what).expected(format!("one of {}", CONDITIONS.join(", "))));
        }
        return None;
    }
    let typed = typed?;
    let hospital = given[0] == "hospital_occupancy_above";
    if (hospital || given[0] == "bed_queue_above") && !beds_are_limited(setup) {
        let fault = setup.fault(&path.key(given[0]), "there is no limit to acute beds");
        found.fault(fault.expected("\"hospital.beds\" with a number"));
    }
    if let Some(above) = typed.hospital_occupancy_above {
        return Some((Measure::HospitalOccupancy, above.0));
    }
    if let Some(above) = typed.nctr_above {
        return Some((Measure::Nctr, above.0));
    }
    if let Some(above) = typed.bed_queue_above {
        return Some((Measure::BedQueue, above.0));
    }
    if let Some(above) = typed.hub_queue_above {
        let hub = setup.file.hub.as_ref();
        let queues = hub.is_some_and(|hub| hub.staff.is_some() || hub.per_day.is_some());
        warn_if_no_one_queues(queues, &path.key("hub_queue_above"), found);
        return Some((Measure::HubQueue, above.0));
    }
    if let Some(queue) = &typed.step_queue_above {
        let at = path.key("step_queue_above");
        for (key, what) in [("step", "the step waited for"), ("people", "how many people")] {
            if !setup.has(&at.key(key)) {
                found.fault(setup.fault(&at, format!("\"{key}\" is left out")).expected(what));
            }
        }
        let name = queue.step.as_ref()?;
        let step = setup.find(NameOf::Step, name, &at.key("step"), found)?;
        let typed = setup.file.steps.as_ref()?.get(name)?;
        warn_if_no_one_queues(typed.staff.is_some() || typed.per_day.is_some(), &at, found);
        return Some((Measure::StepQueue(StepIndex::at(step)), queue.people?.0));
    }
    let queue = typed.queue_above.as_ref()?;
    let (service, people) = queue.given(setup, &path.key("queue_above"), found)?;
    Some((Measure::Queue(service), people))
}

fn warn_if_no_one_queues(queues: bool, path: &Path, found: &mut Found) {
    if !queues {
        found.warn("W12", path, "no one queues for this work, so this never opens anything");
    }
}

impl words::QueueAbove {
    /// The service waited for and how many people are too many, both of which must be given.
    pub(crate) fn given(
        &self,
        setup: Setup<'_>,
        at: &Path,
        found: &mut Found,
    ) -> Option<(ServiceIndex, f64)> {
        for (key, what) in [("service", "the service waited for"), ("people", "how many people")] {
            if !setup.has(&at.key(key)) {
                found.fault(setup.fault(at, format!("\"{key}\" is left out")).expected(what));
            }
        }
        let service = setup.find(NameOf::Service, self.service.as_ref()?, &at.key("service"), found)?;
        Some((ServiceIndex::at(service), self.people?.0))
    }
}

fn not_said(setup: Setup<'_>, path: &Path, found: &mut Found) -> Option<Adds> {
    if !found.is_faulty(path) {
        let fault = setup.fault(path, "it is not said what opens");
        let expected = "one of \"beds\", \"service\" and \"places\", \"hub_staff\", \"step\" and \"staff\"";
        found.fault(fault.expected(expected));
    }
    None
}

/// People are added wherever others are on duty; where no one waits for anybody, they are nowhere.
fn warn_if_no_one_waits(staff: Option<&Staff>, path: &Path, found: &mut Found) {
    let limited = staff.is_some_and(|staff| match staff {
        Staff::Amount(amount) => !amount.is_unlimited(),
        Staff::Roster(_) => true,
    });
    if !limited {
        found.warn("W12", path, "no one waits for staff here, so this does nothing");
    }
}

fn adds(setup: Setup<'_>, path: &Path, typed: Option<&words::Adds>, found: &mut Found) -> Option<Adds> {
    let has = |key: &&str| setup.has(&path.key(key));
    let given: Vec<&[&str]> = OPENS.into_iter().filter(|words| words.iter().any(has)).collect();
    let whole = |words: &[&str]| words.iter().all(has);
    let [words] = given[..] else { return not_said(setup, path, found) };
    if !whole(words) {
        return not_said(setup, path, found);
    }
    let typed = typed?;
    let number = match words[0] {
        "beds" => typed.beds?.0,
        "hub_staff" => typed.hub_staff?.0,
        "step" => typed.staff?.0,
        _ => typed.places?.0,
    };
    if number == 0 {
        found.warn("W12", path, "nothing opens, so this does nothing");
    }
    if words[0] == "hub_staff" {
        let staff = setup.file.hub.as_ref().and_then(|hub| hub.staff.as_ref());
        warn_if_no_one_waits(staff, &path.key("hub_staff"), found);
        return Some(Adds::HubStaff(number));
    }
    if words[0] == "step" {
        let name = typed.step.as_ref()?;
        let step = setup.find(NameOf::Step, name, &path.key("step"), found)?;
        let staff = setup.file.steps.as_ref()?.get(name)?.staff.as_ref();
        warn_if_no_one_waits(staff, &path.key("staff"), found);
        return Some(Adds::StepStaff(StepIndex::at(step), number));
    }
    if words[0] == "beds" {
        if !beds_are_limited(setup) {
            let fault = setup.fault(&path.key("beds"), "beds beside unlimited beds");
            found.fault(fault.expected("\"hospital.beds\" with a number"));
        }
        return Some(Adds::Beds(number));
    }
    let name = typed.service.as_ref()?;
    let at = path.key("service");
    let s = setup.find(NameOf::Service, name, &at, found)?;
    let service = setup.file.services.as_ref().and_then(|all| all.get(name))?;
    if service.permanent() {
        let fault = setup.fault(&at, format!("people stay in {name} for good, so only starts bind it"));
        found.fault(fault.expected("a service that people leave"));
    } else if service.places.as_ref().is_none_or(Amount::is_unlimited)
        && !found.is_faulty(&Path::of("services").key(name))
    {
        let fault = setup.fault(&at, format!("there is no limit to the places of {name}"));
        found.fault(fault.expected("a service with \"places\""));
    }
    Some(Adds::Places(ServiceIndex::at(s), number))
}
