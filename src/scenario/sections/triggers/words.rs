//! The words of capacity that opens on a condition.

use serde_json::{Value, json};

use crate::scenario::text::fault::Found;
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;
use crate::scenario::values::definitions::{Definitions, Describe};
use crate::scenario::values::duration::Duration;
use crate::scenario::values::quantities::{Count, Factor, MOST, number};
use crate::scenario::values::table::{Anything, Decode, vocabulary};

vocabulary! {
    /// Capacity that opens on a condition, looked at each midnight.
    Trigger {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String => people,
        /// Explanations.
        notes: Anything => people,
        /// The condition.
        when: Condition,
        /// How long the condition has held, midnight after midnight; left out: one midnight is enough.
        held_for: Duration,
        /// From the midnight of the decision until it is open; left out: at once.
        mobilise: Duration,
        /// What opens.
        adds: Adds,
        /// When it closes; left out: at the first midnight at which the condition does not hold.
        stands_down: StandsDown,
    }
    /// The condition of a trigger. One of these.
    Condition {
        /// More than this share of the core acute beds in use.
        hospital_occupancy_above: Factor,
        /// More people than this past their discharge-ready date in acute beds.
        nctr_above: Quantity,
        /// More people than this waiting for an acute bed.
        bed_queue_above: Quantity,
        /// More people than this waiting for a service.
        queue_above: QueueAbove,
        /// More people than this in the queue of the hub.
        hub_queue_above: Quantity,
        /// More people than this in the queue of a step.
        step_queue_above: StepQueueAbove,
    }
    /// A queue of work that is too long.
    StepQueueAbove {
        /// The step waited for.
        step: String,
        /// People.
        people: Quantity,
    }
    /// A queue that is too long.
    QueueAbove {
        /// The service waited for.
        service: String,
        /// People.
        people: Quantity,
    }
    /// What a trigger opens: acute beds, places of a service, or people on duty, wherever others of the hub or of the
    /// step are.
    Adds {
        /// Acute beds.
        beds: Count,
        /// The service.
        service: String,
        /// Places in it.
        places: Count,
        /// People on duty in the hub.
        hub_staff: Count,
        /// The step.
        step: String,
        /// People on duty for it.
        staff: Count,
    }
    /// When a trigger's capacity closes.
    StandsDown {
        /// Less than this, of what the condition looks at.
        below: Quantity,
        /// For how long, midnight after midnight; left out: one midnight is enough.
        held_for: Duration,
    }
}

/// A share, or a number of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Quantity(pub f64);

impl Decode for Quantity {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        number(node, path, found, 0.0..=MOST, "a number").map(Self)
    }
}

impl Describe for Quantity {
    fn describe(_: &mut Definitions) -> Value {
        json!({ "type": "number", "minimum": 0, "maximum": MOST as i64 })
    }
}
