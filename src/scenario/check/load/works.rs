//! What is asked of the hub and of the steps, and what their people can do: rostered time inside their
//! hours, and pieces of work a day.

use super::super::initial::accepted_share;
use super::demand::{mean_factor, needs, parts};
use super::{Limit, Place, RECOVER, mean_of, mean_people};
use crate::base::{Distribution, Time};
use crate::scenario::plan::{Enters, Group, Plan, Step, StepStarts, UNLIMITED, Who, Work};

/// Pieces of work a day: all, and of people who wait however long it takes.
#[derive(Clone, Copy, Default)]
struct Pieces {
    all: f64,
    stay_on: f64,
}

impl Pieces {
    fn add(&mut self, pieces: f64, group: &Group) {
        self.all += pieces;
        if group.hazards.recovers + group.hazards.dies <= 0.0 {
            self.stay_on += pieces;
        }
    }
}

/// The hub and every step that people wait for, with each of their limits beside what is asked; `rates`
/// are people a day by group, `taken` the share of each pathway's people whom its services can take.
pub fn all(plan: &Plan, rates: &[f64], taken: &[f64]) -> Vec<(Place, Vec<Limit>)> {
    let hub = limits(plan, &plan.hub.work, &plan.hub.assessment, 1.0, assessments(plan, rates));
    // Who is not assessed does not come to what begins after the decision.
    let decided = hub.iter().map(|limit| limit.has / limit.needed.max(1e-12)).fold(1.0, f64::min);
    let steps = plan.steps.iter().enumerate().map(|(i, step)| {
        let factor = mean_factor(&step.factor, plan, None);
        let pieces = begun(plan, rates, step, taken, decided);
        (Place::Step(i), limits(plan, &step.work, &step.takes, factor, pieces))
    });
    let all = std::iter::once((Place::Hub, hub)).chain(steps);
    all.filter(|(_, limits)| !limits.is_empty()).collect()
}

/// A group's people who leave the acute stay alive, a day, by need and decided pathway.
fn decisions<'p>(plan: &'p Plan, rates: &'p [f64]) -> impl Iterator<Item = (usize, &'p Group, u8, u8, f64)> {
    let groups = plan.groups.iter().enumerate().filter(|(_, group)| group.enters != Enters::Community);
    groups.flat_map(move |(g, group)| {
        let alive = rates[g] * (1.0 - group.dies_in_hospital);
        needs(group).flat_map(move |(need, share)| {
            parts(&plan.hub.decides[usize::from(need)])
                .map(move |(decided, part)| (g, group, need, decided, alive * share * part))
        })
    })
}

fn seen(plan: &Plan, need: u8, decided: u8) -> bool {
    plan.hub.sees.has(need) || plan.hub.sees.has(decided)
}

fn assessments(plan: &Plan, rates: &[f64]) -> Pieces {
    let mut pieces = Pieces::default();
    for (_, group, need, decided, rate) in decisions(plan, rates) {
        if seen(plan, need, decided) {
            pieces.add(rate, group);
        }
    }
    pieces
}

/// The pieces of a step that begin.
fn begun(plan: &Plan, rates: &[f64], step: &Step, taken: &[f64], assessed: f64) -> Pieces {
    let mut pieces = Pieces::default();
    for (g, group, need, decided, rate) in decisions(plan, rates) {
        let after_hub = if seen(plan, need, decided) { assessed } else { 1.0 };
        let (pathway, come) = match step.starts {
            StepStarts::Ready => (need, 1.0),
            StepStarts::Decision => (decided, after_hub),
            // A bridge is an offer too.
            StepStarts::Offer if !plan.pathways[usize::from(decided)].bridge.is_empty() => {
                (decided, after_hub)
            }
            StepStarts::Offer => (decided, after_hub * taken[usize::from(decided)]),
        };
        let Who { share, .. } = step.concerns;
        let concerned = share * accepted_share(plan, g, pathway, &step.concerns);
        pieces.add(rate * come * concerned * (1.0 - step.skipped), group);
    }
    pieces
}

fn limits(plan: &Plan, work: &Work, takes: &Distribution, factor: f64, pieces: Pieces) -> Vec<Limit> {
    let mut all = Vec::new();
    if let Some((days, in_days)) = time_on_duty(plan, work) {
        // A day of work is one open day, or as many hours as a day has.
        let (unit, of) = if in_days { (7.0, "days of work a week") } else { (168.0, "hours of work a week") };
        let each = unit * factor * mean_of(takes);
        let (needed, stay_on) = (pieces.all * each, pieces.stay_on * each);
        all.push(Limit { needed, stay_on, has: days * unit, of, leaving: RECOVER });
    }
    if let Some(has) = pieces_a_day(plan, work) {
        let of = "pieces of work a day";
        all.push(Limit { needed: pieces.all, stay_on: pieces.stay_on, has, of, leaving: RECOVER });
    }
    all
}

/// The time of work that all on duty give on an average day, in days of their hours, and whether these
/// are open days; `None` where nobody is waited for at some time.
fn time_on_duty(plan: &Plan, work: &Work) -> Option<(f64, bool)> {
    let (from, end) = (plan.calendar.simulated_from(), plan.calendar.end());
    let points = work.staff.points();
    let (mut sum, mut in_days) = (0.0, false);
    for (i, &(at, staff)) in points.iter().enumerate() {
        let at = at.max(from);
        let until = points.get(i + 1).map_or(end, |&(next, _)| next).min(end);
        if staff == 0 || until <= at {
            continue;
        }
        let counted = work.time.counted(at, until);
        if staff == UNLIMITED {
            return None;
        }
        sum += f64::from(staff) * counted.days();
        in_days |= counted != until.since(at);
    }
    Some((sum / (end.since(from).days()), in_days))
}

/// How many pieces may begin on an average day; none on a day on which nobody works.
fn pieces_a_day(plan: &Plan, work: &Work) -> Option<f64> {
    mean_people(&work.per_day, plan)?;
    let on_duty = work.staff.map(|staff| staff > 0);
    let (from, end) = (plan.calendar.first_day(), plan.calendar.days_to_end());
    let open = (from..end).filter(|&day| on_duty.opens_on(day));
    let sum: f64 = open.map(|day| f64::from(work.per_day.value_at(Time::midnight(day)))).sum();
    Some(sum / f64::from((end - from).max(1)))
}
