//! A family: plans that are alike up to some moment share what comes before it. One replication of all of them runs
//! that once, and each goes on from there; what each finds is to the last bit what it finds alone.
//!
//! The first that is wanted runs from its start to its end. It is halted where the others part from it, and is
//! asked whether they would be there too; those that would not, or that have too little in common with it, run
//! together without it. What is kept of a beginning lives no longer than its replication is worked on.

use std::borrow::Cow;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::base::Time;
use crate::measures::{Begun, Replication, Simulator};
use crate::model::{Ended, Observer};
use crate::scenario::Plan;
use crate::scenario::plan::Parting;

/// One part in so many of a run must be shared, or it is not worth its copy.
const LEAST_SHARED: u32 = 10;

/// Plans that are replicated together.
#[derive(Debug)]
pub struct Family<'p> {
    plans: Vec<&'p Plan>,
    /// From when on each differs from each other one, row by row; found when it is first asked for.
    partings: Vec<OnceLock<Parting>>,
    stop: &'p AtomicBool,
}

/// What one thread keeps of a family from one replication to the next.
#[derive(Debug)]
pub struct Workspace<'p, X>(Vec<Option<Simulator<'p, X>>>);

impl<X> Default for Workspace<'_, X> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Who looks on beside the recorder, and may be copied where plans part.
pub trait LooksOn: Observer + Default + Clone + Send + Sync {}

impl<X: Observer + Default + Clone + Send + Sync> LooksOn for X {}

/// What one plan of a family found, and who looked on.
pub type Found<X> = (Replication, X);

/// One that runs from its start, and others that go on from somewhere in it, by their places in what is wanted.
struct Group<'q, 'm, X> {
    first: usize,
    simulator: Simulator<'q, X>,
    others: Vec<Member<'m>>,
}

struct Member<'m> {
    which: usize,
    parting: Cow<'m, Parting>,
    /// Where to halt for it, in order; the last that is also its own counts.
    midnights: Vec<Time>,
}

impl<'p> Family<'p> {
    /// Of these plans. Setting `stop` ends a replication within about one simulated day.
    pub fn of(plans: impl IntoIterator<Item = &'p Plan>, stop: &'p AtomicBool) -> Self {
        let plans: Vec<&Plan> = plans.into_iter().collect();
        let partings = std::iter::repeat_with(OnceLock::new).take(plans.len() * plans.len()).collect();
        Self { plans, partings, stop }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.plans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.plans.is_empty()
    }

    /// The replications with this index of those of the plans that are wanted, in their order.
    ///
    /// # Errors
    /// As [`Simulator::replicate`].
    pub fn replicate<X: LooksOn>(
        &self,
        workspace: &mut Workspace<'p, X>,
        (seed, index): (u64, u64),
        wanted: &[usize],
    ) -> Result<Vec<Found<X>>, Ended> {
        workspace.0.resize_with(self.plans.len(), || None);
        let simulators = || wanted.iter().map(|&i| (i, self.plans[i]));
        let mut own: Vec<Simulator<'p, X>> = simulators()
            .map(|(i, plan)| workspace.0[i].take().unwrap_or_else(|| self.simulator(plan)))
            .collect();
        let found = if wanted.iter().any(|&i| self.plans[i].chance.is_some()) {
            // Each replication has plans of its own, drawn from its luck.
            let drawn: Vec<Cow<'_, Plan>> = wanted
                .iter()
                .map(|&i| self.plans[i].of_replication(seed, index))
                .collect::<Result<_, _>>()?;
            let mut simulators: Vec<Simulator<'_, X>> =
                drawn.iter().map(|plan| self.simulator(plan)).collect();
            simulators.iter_mut().zip(&mut own).for_each(|(drawn, own)| drawn.inherit(own));
            let plans: Vec<&Plan> = drawn.iter().map(AsRef::as_ref).collect();
            let parting = |i: usize, j: usize| Cow::Owned(plans[i].parting(plans[j]));
            let found = self.together((seed, index), &plans, parting, &mut simulators);
            simulators.iter_mut().zip(&mut own).for_each(|(drawn, own)| own.inherit(drawn));
            found
        } else {
            let plans: Vec<&Plan> = simulators().map(|(_, plan)| plan).collect();
            let parting = |i: usize, j: usize| Cow::Borrowed(self.parting(wanted[i], wanted[j]));
            self.together((seed, index), &plans, parting, &mut own)
        };
        for (&i, simulator) in wanted.iter().zip(own) {
            workspace.0[i] = Some(simulator);
        }
        found
    }

    fn simulator<'q, X: LooksOn>(&self, plan: &'q Plan) -> Simulator<'q, X>
    where
        'p: 'q,
    {
        Simulator::beside(plan, X::default()).until(self.stop)
    }

    fn parting(&self, i: usize, j: usize) -> &Parting {
        self.partings[i * self.plans.len() + j].get_or_init(|| self.plans[i].parting(self.plans[j]))
    }

    fn together<'q, 'm, X: LooksOn>(
        &self,
        which: (u64, u64),
        plans: &[&'q Plan],
        parting: impl Fn(usize, usize) -> Cow<'m, Parting>,
        simulators: &mut Vec<Simulator<'q, X>>,
    ) -> Result<Vec<Found<X>>, Ended>
    where
        'p: 'q,
    {
        let mut found: Vec<Option<Found<X>>> = plans.iter().map(|_| None).collect();
        let mut idle: Vec<Option<Simulator<'q, X>>> = simulators.drain(..).map(Some).collect();
        let mut left: Vec<usize> = (0..plans.len()).collect();
        let mut ended = Ok(());
        while !left.is_empty() && ended.is_ok() {
            let mut groups: Vec<Group<'q, 'm, X>> = Vec::new();
            for which in std::mem::take(&mut left) {
                let member = |group: &Group<'q, 'm, X>| {
                    let parting = parting(group.first, which);
                    let midnights = midnights(plans[group.first], &parting);
                    (!midnights.is_empty()).then_some(Member { which, parting, midnights })
                };
                if let Some((group, member)) = groups.iter_mut().find_map(|g| member(g).map(|m| (g, m))) {
                    group.others.push(member);
                } else {
                    let simulator = idle[which].take().unwrap_or_else(|| self.simulator(plans[which]));
                    groups.push(Group { first: which, simulator, others: Vec::new() });
                }
            }
            let done: Vec<_> = groups.into_par_iter().map(|g| self.one_group(which, plans, g)).collect();
            for (Group { first, simulator, .. }, of_group) in done {
                idle[first] = Some(simulator);
                match of_group {
                    Ok(of_group) => {
                        for (which, of_one) in of_group {
                            match of_one {
                                Some(of_one) => found[which] = Some(of_one),
                                // Had looked ahead from the start: it runs without this one.
                                None => left.push(which),
                            }
                        }
                    }
                    Err(why) => ended = Err(why),
                }
            }
        }
        simulators.extend(idle.into_iter().flatten());
        ended?;
        debug_assert!(found.iter().all(Option::is_some), "each was run with others or alone");
        Ok(found.into_iter().flatten().collect())
    }

    /// One group; `None` for those that could not go on from anywhere in its first.
    #[allow(clippy::type_complexity)] // Whose it is beside what was found.
    fn one_group<'q, 'm, X: LooksOn>(
        &self,
        which: (u64, u64),
        plans: &[&'q Plan],
        mut group: Group<'q, 'm, X>,
    ) -> (Group<'q, 'm, X>, Result<Vec<(usize, Option<Found<X>>)>, Ended>)
    where
        'p: 'q,
    {
        let others = std::mem::take(&mut group.others);
        let mut midnights: Vec<Time> = others.iter().flat_map(|m| m.midnights.iter().copied()).collect();
        midnights.sort_unstable();
        midnights.dedup();
        let mut begun: Vec<Option<Arc<Begun<'q, X>>>> = others.iter().map(|_| None).collect();
        let first = group.simulator.replicate_by_way_of(which, &midnights, |halt| {
            let mut kept = None;
            for (member, begun) in others.iter().zip(&mut begun) {
                if member.midnights.contains(&halt.at()) && halt.is_also_of(&member.parting) {
                    *begun = Some(Arc::clone(kept.get_or_insert_with(|| Arc::new(halt.begun()))));
                }
            }
        });
        let first = match first {
            Ok(first) => (first, std::mem::take(group.simulator.other())),
            Err(why) => return (group, Err(why)),
        };
        let others: Vec<_> = others.iter().map(|member| member.which).zip(begun).collect();
        let others: Result<Vec<_>, Ended> = others
            .into_par_iter()
            .map(|(i, begun)| {
                let go_on = |begun: Arc<Begun<'q, X>>| {
                    Arc::unwrap_or_clone(begun).finish(plans[i], which, Some(self.stop))
                };
                Ok((i, begun.map(go_on).transpose()?))
            })
            .collect();
        let first = (group.first, Some(first));
        (group, others.map(|others| std::iter::once(first).chain(others).collect()))
    }
}

/// Whether enough of a run of one plan is that of another.
pub fn share(one: &Plan, other: &Plan) -> bool {
    !midnights(one, &one.parting(other)).is_empty()
}

/// Where a run of a plan is halted for one that parts from it so, in order: at the parting and, where it may have
/// been looked beyond that before, some days earlier. None, where too little is shared.
fn midnights(plan: &Plan, parting: &Parting) -> Vec<Time> {
    let calendar = &plan.calendar;
    let (first, last) = (calendar.first_day(), calendar.days_to_end());
    let at = parting.from().min(calendar.end()).day();
    let earliest = first + ((last - first) / LEAST_SHARED).max(1);
    let earlier = if parting.is_read_ahead() { 8 } else { 0 };
    let days = (0..earlier).rev().map(|power| at.saturating_sub(1 << power)).chain([at]);
    days.filter(|&day| day >= earliest).map(Time::midnight).collect()
}
