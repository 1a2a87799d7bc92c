//! Hours that never meet: somebody leaves a bed only at a moment at which both the ward lets people go
//! and the service takes them in; work is done only while anybody is on duty. Looked at day by day over
//! the run, bank holidays, closures and events included.

use super::idle::{Look, Ways};
use crate::base::{Limit, Time, Timetable};
use crate::scenario::build::setup::Setup;
use crate::scenario::explain::kinds::hours as hours_in_words;
use crate::scenario::plan::Plan;
use crate::scenario::plan::work::Work;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::hours::Hours;

/// The code of hours that never meet.
const NEVER: &str = "W13";
/// The code of work that nobody ever does.
const NOBODY: &str = "W09";
/// Where people can leave on fewer days than one of so many, it is told too.
const SELDOM: u32 = 14;

/// Warns of hours that never meet.
pub fn warn(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    let ways = Ways::of(plan);
    let look = Look { setup, plan, ways: &ways };
    works(setup, plan, found);
    rounds(setup, plan, found);
    let ward = &plan.hospital.discharge_hours;
    let from_hospital = (0..plan.groups.len()).any(|g| look.comes_to_a_bed(g));
    if from_hospital && open_days(ward, plan) == 0 {
        let path = Path::of("hospital.discharge_hours");
        found.warn(NEVER, &path, "the ward lets people leave on no day of the run: no patient ever leaves");
        return;
    }
    for (s, (service, key)) in plan.services.iter().zip(&setup.index.services).enumerate() {
        let path = Path::of("services").key(key);
        let at = if setup.has(&path.key("admits")) { path.key("admits") } else { path };
        let groups = (0..plan.groups.len()).filter(|&g| look.waits_for(g, s) || look.is_bridged(g, s));
        let groups: Vec<usize> = groups.collect();
        if groups.is_empty() && !look.follows(s) {
            continue;
        }
        if open_days(&service.admits, plan) == 0 {
            found.warn(NEVER, &at, "it takes people in on no day of the run: no one ever starts here");
        } else if groups.iter().any(|&g| look.comes_to_a_bed(g)) {
            let both = ward.with(&service.admits, |ward, service| ward && service);
            meet(setup, plan, key, &at, open_days(&both, plan), found);
        }
    }
}

fn meet(setup: Setup<'_>, plan: &Plan, key: &str, at: &Path, days: u32, found: &mut Found) {
    let all = plan.calendar.days_to_end() - plan.calendar.first_day();
    if days > 0 && days * SELDOM >= all {
        return;
    }
    let hospital = setup.file.hospital.as_ref();
    let service = setup.file.services.as_ref().and_then(|services| services.get(key));
    let ward = said(hospital.and_then(|hospital| hospital.discharge_hours.as_ref()), plan);
    let admits = said(service.and_then(|service| service.admits.as_ref()), plan);
    let text = format!(
        "the ward lets people leave {ward} (hospital.discharge_hours), and this takes them in {admits}: {}",
        if days == 0 {
            "there is no moment for both on any day of the run, so no patient ever leaves hospital for it"
                .to_owned()
        } else {
            format!("there is a moment for both on only {days} of {all} days, so people wait long for it")
        }
    );
    found.warn(NEVER, at, text);
}

fn said(hours: Option<&Hours>, plan: &Plan) -> String {
    hours.map_or_else(|| "at any hour".to_owned(), |hours| hours_in_words(hours, &plan.calendar))
}

/// On how many simulated days something is open.
fn open_days(open: &Timetable<bool>, plan: &Plan) -> u32 {
    let (from, end) = (plan.calendar.first_day(), plan.calendar.days_to_end());
    if open.is_constant() {
        return if open.value_at(Time::START) { end - from } else { 0 };
    }
    (from..end).filter(|&day| open.opens_on(day)).count() as u32
}

/// Warns of work for which nobody is ever on duty, and of which no piece may ever begin.
fn works(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    let steps = plan.steps.iter().zip(&setup.index.steps);
    let steps = steps.map(|(step, key)| (Path::of("steps").key(key), &step.work));
    let hub = setup.file.hub.as_ref().map(|_| (Path::of("hub"), &plan.hub.work));
    for (path, work) in hub.into_iter().chain(steps) {
        if let Some((word, why)) = never(setup, plan, work, &path) {
            let text = format!("{why}: people who need this wait for ever");
            found.warn(NOBODY, &path.key(word), text);
        }
    }
}

fn never(setup: Setup<'_>, plan: &Plan, work: &Work, path: &Path) -> Option<(&'static str, &'static str)> {
    if open_days(&work.staff.map(|staff| staff > Limit::ZERO), plan) == 0 {
        return Some(if setup.has(&path.key("staff")) {
            ("staff", "no member of staff is ever on duty")
        } else {
            ("hours", "it opens on no day of the run")
        });
    }
    let none = open_days(&work.per_day.map(|pieces| pieces > Limit::ZERO), plan) == 0;
    none.then_some(("per_day", "no piece of work may ever begin"))
}

/// Warns of board rounds that never come, or never find anybody.
fn rounds(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    let path = Path::of("hospital.board_rounds");
    if !setup.has(&path) {
        return;
    }
    let from = plan.calendar.simulated_from();
    let mut rounds = plan.hospital.rounds.iter().filter(|round| round.at >= from).peekable();
    if rounds.peek().is_none() {
        let text = "there is a round on no day of the run, so every patient is found at once";
        found.warn(NEVER, &path, text);
    } else if rounds.all(|round| round.reach <= 0.0) {
        found.warn(NEVER, &path, "no round finds anyone: no patient ever leaves");
    }
}
