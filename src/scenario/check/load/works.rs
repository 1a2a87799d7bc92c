//! What is asked of the hub and of the steps, and what their people can do: rostered time inside their
//! hours, and pieces of work a day.

use crate::scenario::plan::index::{PathwayIndex, StepIndex};
use std::collections::BTreeMap;

use super::demand::{mean_factor, parts};
use super::leaving::still_there;
use super::{Balance, Place, RECOVER};
use crate::base::{Distribution, Indexed, Limit, Position, Time};
use crate::scenario::capacities::mean_number;
use crate::scenario::plan::Plan;
use crate::scenario::plan::shares::needed;
use crate::scenario::plan::shares::{accepted_share, mean_of};
use crate::scenario::plan::work::Work;
use crate::scenario::sections::groups::plan::Group;
use crate::scenario::sections::groups::words::Enters;
use crate::scenario::sections::steps::plan::Step;
use crate::scenario::sections::steps::words::StepStarts;

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
pub fn all(plan: &Plan, rates: &[f64], taken: &Indexed<PathwayIndex, f64>) -> Vec<(Place, Vec<Balance>)> {
    let flow = Flow::of(plan, rates);
    let hub = limits(
        plan,
        (&plan.hub.work, plan.staff_may_come(None)),
        &plan.hub.assessment,
        1.0,
        flow.assessments(plan),
    );
    // Who is not assessed does not come to what begins after the decision.
    let assessed = hub.iter().map(|limit| limit.has / limit.needed.max(1e-12)).fold(1.0, f64::min);
    let steps = plan.steps.iter().enumerate().map(|(i, step)| {
        let factor = mean_factor(&step.factor, plan, None);
        let comes = plan.staff_may_come(Some(StepIndex::at(i)));
        let begun = flow.begun(plan, step, taken, assessed);
        (Place::Step(i), limits(plan, (&step.work, comes), &step.takes, factor, begun))
    });
    let all = std::iter::once((Place::Hub, hub)).chain(steps);
    all.filter(|(_, limits)| !limits.is_empty()).collect()
}

/// People who leave the acute stay alive, a day, by group and pathway.
struct Flow {
    /// By need.
    need: BTreeMap<(usize, PathwayIndex), f64>,
    /// By decided pathway: those whom the hub sees, and the others.
    decided: BTreeMap<(usize, PathwayIndex), [f64; 2]>,
}

impl Flow {
    fn of(plan: &Plan, rates: &[f64]) -> Self {
        let mut flow = Self { need: BTreeMap::new(), decided: BTreeMap::new() };
        for (g, group) in
            plan.groups.iter().enumerate().filter(|(_, group)| group.enters != Enters::Community)
        {
            let alive = rates[g] * (1.0 - group.dies_in_hospital);
            for (need, share) in needed(plan, g) {
                *flow.need.entry((g, need)).or_default() += alive * share;
                for (decided, part) in parts(&plan.hub.decides[need]) {
                    let unseen = !(plan.hub.sees.has(need) || plan.hub.sees.has(decided));
                    flow.decided.entry((g, decided)).or_default()[usize::from(unseen)] +=
                        alive * share * part;
                }
            }
        }
        flow
    }

    fn assessments(&self, plan: &Plan) -> Pieces {
        let mut pieces = Pieces::default();
        for (&(g, _), [seen, _]) in &self.decided {
            pieces.add(*seen, &plan.groups[g]);
        }
        pieces
    }

    /// The pieces of a step that begin, where this share of those whom the hub should see is assessed.
    fn begun(&self, plan: &Plan, step: &Step, taken: &Indexed<PathwayIndex, f64>, assessed: f64) -> Pieces {
        let mut pieces = Pieces::default();
        let each = step.concerns.share * (1.0 - step.skipped);
        let mut add = |g: usize, p: PathwayIndex, people: f64| {
            pieces.add(each * people * accepted_share(plan, g, p, &step.concerns), &plan.groups[g]);
        };
        let offered = match step.starts {
            StepStarts::Ready => {
                for (&(g, p), &people) in &self.need {
                    add(g, p, people);
                }
                return pieces;
            }
            StepStarts::Decision => false,
            StepStarts::Offer => true,
        };
        for (&(g, p), [seen, unseen]) in &self.decided {
            // A bridge is an offer too.
            let waits = offered && plan.pathways[p].bridge.is_empty();
            let come = if waits { taken[p] } else { 1.0 };
            let come = if offered { come * still_there(plan, &plan.groups[g], g, p) } else { come };
            add(g, p, come * (seen * assessed + unseen));
        }
        pieces
    }
}

fn limits(
    plan: &Plan,
    (work, comes): (&Work, u32),
    takes: &Distribution,
    factor: f64,
    pieces: Pieces,
) -> Vec<Balance> {
    let mut all = Vec::new();
    if let Some((days, in_days)) = time_on_duty(plan, work, 0) {
        // A day of work is one open day, or as many hours as a day has.
        let (unit, of) = if in_days { (7.0, "days of work a week") } else { (168.0, "hours of work a week") };
        let each = unit * factor * mean_of(takes);
        let (needed, stay_on) = (pieces.all * each, pieces.stay_on * each);
        // Whom triggers add is there wherever others are.
        let with = time_on_duty(plan, work, comes).map_or(days, |(with, _)| with);
        let opens = (with - days) * unit;
        all.push(Balance { needed, stay_on, has: days * unit, opens, of, leaving: RECOVER });
    }
    if let Some(has) = pieces_a_day(plan, work) {
        let of = "pieces of work a day";
        all.push(Balance {
            needed: pieces.all,
            stay_on: pieces.stay_on,
            has,
            opens: 0.0,
            of,
            leaving: RECOVER,
        });
    }
    all
}

/// The time of work that all on duty give on an average day, in days of their hours, and whether these
/// are open days; `None` where nobody is waited for at some time.
fn time_on_duty(plan: &Plan, work: &Work, comes: u32) -> Option<(f64, bool)> {
    let (from, end) = (plan.calendar.simulated_from(), plan.calendar.end());
    let points = work.staff.points();
    let (mut sum, mut in_days) = (0.0, false);
    for (i, &(at, staff)) in points.iter().enumerate() {
        let at = at.max(from);
        let until = points.get(i + 1).map_or(end, |&(next, _)| next).min(end);
        if staff == Limit::ZERO || until <= at {
            continue;
        }
        let counted = work.time.counted(at, until);
        sum += (f64::from(staff.number()?) + f64::from(comes)) * counted.days();
        in_days |= counted != until.since(at);
    }
    Some((sum / (end.since(from).days()), in_days))
}

/// How many pieces may begin on an average day; none on a day on which nobody works.
fn pieces_a_day(plan: &Plan, work: &Work) -> Option<f64> {
    mean_number(&work.per_day, plan)?;
    let on_duty = work.staff.map(|staff| staff > Limit::ZERO);
    let (from, end) = (plan.calendar.first_day(), plan.calendar.days_to_end());
    let open = (from..end).filter(|&day| on_duty.opens_on(day));
    let sum: f64 = open.map(|day| work.per_day.value_at(Time::midnight(day)).or_infinite()).sum();
    Some(sum / f64::from((end - from).max(1)))
}
