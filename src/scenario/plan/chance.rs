//! Events that happen by chance: from the luck of a replication to its plan.

use std::fmt;
use std::sync::Arc;

use super::Plan;
use crate::base::Luck;

/// What makes the plan of a replication from its luck, but for who is there at the start.
#[derive(Clone)]
pub struct Chance(Arc<dyn Fn(Luck) -> Plan + Send + Sync>);

impl Chance {
    /// By this rule.
    pub fn new(rule: impl Fn(Luck) -> Plan + Send + Sync + 'static) -> Self {
        Self(Arc::new(rule))
    }

    /// The plan of a replication with this luck.
    pub fn plan(&self, luck: Luck) -> Plan {
        self.0(luck)
    }
}

impl fmt::Debug for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chance")
    }
}
