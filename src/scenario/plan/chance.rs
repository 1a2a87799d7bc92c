//! Plans that differ from replication to replication: events that happen by chance, and worlds.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::{Costs, Plan};
use crate::base::Luck;

/// What makes the plan of a replication, but for who is there at the start.
#[derive(Clone)]
pub enum Chance {
    /// From its luck.
    Luck(Arc<dyn Fn(Luck) -> Plan + Send + Sync>),
    /// From the world that it runs in.
    Worlds(Arc<dyn ByWorld>),
}

/// Plans by world.
pub trait ByWorld: fmt::Debug + Send + Sync {
    /// The plan of the world in which a replication runs, by seed and index.
    ///
    /// # Errors
    /// Where the figures of that world make no scenario.
    fn plan(&self, seed: u64, replication: u64) -> Result<Cow<'_, Plan>, NoPlan>;

    /// The unit costs of the world with this index.
    ///
    /// # Errors
    /// Where there is none, and as [`plan`](Self::plan).
    fn costs(&self, world: usize) -> Result<Costs, NoPlan>;
}

/// Why a replication has no plan: every fault of its scenario, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoPlan(pub Arc<str>);

impl Chance {
    /// By this rule from the luck of a replication.
    pub fn by_luck(rule: impl Fn(Luck) -> Plan + Send + Sync + 'static) -> Self {
        Self::Luck(Arc::new(rule))
    }
}

impl fmt::Debug for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Luck(_) => f.write_str("Chance"),
            Self::Worlds(plans) => plans.fmt(f),
        }
    }
}
