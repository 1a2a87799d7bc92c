//! The words of the hub that decides pathways.

use crate::scenario::sections::steps::words::Concerns;
use crate::scenario::values::amount::{Amount, PerDay};
use crate::scenario::values::distribution::Lengths;
use crate::scenario::values::duration::Duration;
use crate::scenario::values::hours::Hours;
use crate::scenario::values::quantities::{Pounds, Share};
use crate::scenario::values::roster::Staff;
use crate::scenario::values::table::{Anything, Map, vocabulary};

vocabulary! {
    /// The hub that decides pathways.
    Hub {
        /// Its name, as reports show it.
        label: String,
        /// Explanations.
        notes: Anything => people,
        /// The pathways it sees; left out: p1, p2 and p3.
        sees: Vec<String>,
        /// Whom it may work on before they are ready.
        referred_ahead: Ahead,
        /// Who works in it; left out: no one is waited for.
        staff: Staff,
        /// Its hours; left out: those of its staff, or always.
        hours: Hours,
        /// How many assessments may begin in a day.
        per_day: Amount<PerDay>,
        /// Pounds for each hour that each of its staff is on duty.
        cost_per_hour: Pounds,
        /// How long an assessment takes.
        assessment: Lengths,
        /// For each need the shares decided otherwise.
        wrong_pathway: Map<Map<Share>>,
        /// Who needs less than would otherwise be decided: rules by name. The first in the order of names holds.
        right_sizing: Map<RightSizing>,
    }
    /// Whose need is found to be a smaller one, as nobody else's is.
    RightSizing {
        /// Explanations.
        notes: Anything => people,
        /// Whom it concerns, by what they would otherwise need; left out: everyone.
        concerns: Concerns,
        /// The pathway that they then need.
        to: String,
    }
    /// Whom the hub may work on before they are ready.
    Ahead {
        /// The share foreseen.
        share: Share = Share(0.0),
        /// How long before the end of the acute stay.
        by: Duration,
    }
}
