//! How long people of each trait are delayed, and how long each pathway, group and trait waits at home: what
//! a comparison needs to say who waits longer. Knows nothing of how that is compared; `delays` holds the rest.

use crate::base::{Indexed, Position, Span, Time};
use crate::model::Patient;
use crate::scenario::Plan;
use crate::scenario::plan::{GroupIndex, PathwayIndex, Set, TraitIndex};

/// People, and their time together in milliseconds.
type Sum = (u64, u64);

/// What is known of a trait.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OfTrait {
    /// From ready to leaving hospital alive.
    pub delays: Sum,
    /// Time past ready in acute beds, within the measured days.
    pub bed_days: u64,
    /// In the queue of a service, at home or on a bridge, until there was a place.
    pub home: Sum,
}

/// Sums by pathway, group and trait.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    traits: Indexed<TraitIndex, OfTrait>,
    pathways: Indexed<PathwayIndex, Sum>,
    groups: Indexed<GroupIndex, Sum>,
}

impl Seen {
    pub fn new(plan: &Plan) -> Self {
        Self { traits: plan.traits.beside(), pathways: plan.pathways.beside(), groups: plan.groups.beside() }
    }

    pub fn clear(&mut self) {
        self.traits.iter_mut().for_each(|of| *of = OfTrait::default());
        self.pathways.iter_mut().for_each(|sum| *sum = (0, 0));
        self.groups.iter_mut().for_each(|sum| *sum = (0, 0));
    }

    /// Left hospital alive.
    pub fn left(&mut self, patient: &Patient, now: Time) {
        let delay = now.since(patient.ready).0;
        self.each_trait(patient.traits(), |of| add(&mut of.delays, delay));
    }

    /// Was past ready in an acute bed for so long.
    pub fn in_bed(&mut self, patient: &Patient, span: Span) {
        self.each_trait(patient.traits(), |of| of.bed_days += span.0);
    }

    /// Has a place after so long a wait at home.
    pub fn waited_at_home(&mut self, patient: &Patient, span: Span) {
        add(&mut self.pathways[patient.pathway], span.0);
        add(&mut self.groups[patient.group], span.0);
        self.each_trait(patient.traits(), |of| add(&mut of.home, span.0));
    }

    /// Waits at home of a pathway.
    pub fn of_pathway(&self, pathway: PathwayIndex) -> Sum {
        self.pathways[pathway]
    }

    /// The same of a group.
    pub fn of_group(&self, group: GroupIndex) -> Sum {
        self.groups[group]
    }

    /// Of each trait.
    pub fn traits(&self) -> impl Iterator<Item = &OfTrait> {
        self.traits.iter()
    }

    #[inline]
    fn each_trait(&mut self, of: Set<TraitIndex>, mut change: impl FnMut(&mut OfTrait)) {
        let mut left = of.0;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            if at < self.traits.len() {
                change(&mut self.traits[TraitIndex::at(at)]);
            }
        }
    }
}

fn add(sum: &mut Sum, span: u64) {
    sum.0 += 1;
    sum.1 += span;
}
