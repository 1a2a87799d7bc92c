//! The pathways of a plan. `plan` says where they belong.

use crate::base::NameHash;
use crate::scenario::plan::index::ServiceIndex;

/// A way out of hospital.
#[derive(Clone, Debug)]
pub struct Pathway {
    /// Its name as typed, hashed.
    pub name: NameHash,
    /// The services it may use, the best first; at most 64. Empty: home without a service.
    pub services: Vec<ServiceIndex>,
    /// The bridges it may use while it waits: none or one.
    pub bridge: Vec<ServiceIndex>,
}
