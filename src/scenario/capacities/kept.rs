//! Parts that are kept of beds or of places for some people, as capacities.

use crate::scenario::plan::{Kept, Plan};

use super::row::{Lifted, Paid, Row};

/// Every part that is kept, in the order of the names: of beds, then of services.
pub fn all(plan: &Plan) -> impl Iterator<Item = &Kept> {
    plan.hospital.kept.iter().chain(plan.services.iter().flat_map(|service| &service.kept))
}

/// Their line of the table. They are no places of their own but a share of others.
pub const KEPT: Row = Row {
    word: "places",
    words: "places kept for",
    one_more: Some(1.0),
    lifted: Lifted::LeftOut,
    paid: Paid::Nothing,
    unit: "",
};
