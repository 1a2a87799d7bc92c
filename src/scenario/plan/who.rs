//! Whom something concerns or who is accepted.

use super::index::{GroupIndex, PathwayIndex, Set};

/// Whom something concerns or who is accepted; every condition must hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Who {
    /// On one of these pathways.
    pub pathways: Set,
    /// Of one of these groups.
    pub groups: Set,
    /// With every one of these traits.
    pub traits: Set,
    /// With none of these traits.
    pub not_traits: Set,
    /// This share of them.
    pub share: f64,
}

impl Who {
    /// Everybody.
    pub const EVERYBODY: Self =
        Self { pathways: Set::ALL, groups: Set::ALL, traits: Set(0), not_traits: Set(0), share: 1.0 };

    /// Whether the conditions hold, the share aside.
    #[inline]
    pub fn includes(&self, pathway: PathwayIndex, group: GroupIndex, traits: Set) -> bool {
        self.pathways.has(pathway)
            && self.groups.has(group)
            && self.traits.0 & !traits.0 == 0
            && self.not_traits.0 & traits.0 == 0
    }
}
