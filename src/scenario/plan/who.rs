//! Whom something concerns or who is accepted.

use super::index::{GroupIndex, PathwayIndex, Set, TraitIndex};

/// Whom something concerns or who is accepted; every condition must hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Who {
    /// On one of these pathways.
    pub pathways: Set<PathwayIndex>,
    /// Of one of these groups.
    pub groups: Set<GroupIndex>,
    /// With every one of these traits.
    pub traits: Set<TraitIndex>,
    /// With none of these traits.
    pub not_traits: Set<TraitIndex>,
    /// This share of them.
    pub share: f64,
}

impl Who {
    /// Everybody.
    pub const EVERYBODY: Self =
        Self { pathways: Set::ALL, groups: Set::ALL, traits: Set::NONE, not_traits: Set::NONE, share: 1.0 };

    /// Whether the conditions hold, the share aside.
    #[inline]
    pub fn includes(&self, pathway: PathwayIndex, group: GroupIndex, traits: Set<TraitIndex>) -> bool {
        self.pathways.has(pathway)
            && self.groups.has(group)
            && self.traits.but(traits).is_empty()
            && self.not_traits.among(traits).is_empty()
    }
}
