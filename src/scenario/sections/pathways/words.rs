//! The words of ways out of hospital.

use crate::scenario::sections::triggers::words::QueueAbove;
use crate::scenario::values::duration::Duration;
use crate::scenario::values::quantities::{Factor, Rate, Share};
use crate::scenario::values::table::{Anything, Map, choice, vocabulary};

vocabulary! {
    /// A way out of hospital.
    Pathway {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String => people,
        /// Explanations.
        notes: Anything => people,
        /// Its services, the best first; none: home without a service.
        services: Vec<String>,
        /// The service that bridges the wait.
        bridge: String,
        /// What people who wait too long for these services take instead: rules by name.
        gives_way: Map<GivesWay>,
    }
    /// What people who wait too long take instead of what they wait for. They keep their place in the other queues and
    /// take the first offer.
    GivesWay {
        /// Its name, as reports show it.
        label: String,
        /// Explanations.
        notes: Anything => people,
        /// How long they wait before.
        after: Duration = Duration::ZERO,
        /// Whose start the wait is counted from.
        from: CountsFrom = CountsFrom::Free,
        /// The share of people who then give way.
        share: Share = Share(1.0),
        /// The rate a day at which these do it from then on; left out: at once.
        per_day: Rate,
        /// Only those at whose time, they themselves included, more people than this could take a place in a service and
        /// have none; left out: always.
        when_queue_above: QueueAbove,
        /// A service, a bridge such as an interim bed, or "home": without a service.
        to: String,
        /// A factor on the stay in that service.
        stay_factor: Factor = Factor(1.0),
    }
}

choice! {
    /// Whose start a wait is counted from.
    CountsFrom {
        /// The time in which a person could take an offer and has none.
        Free = "free",
        /// The time since the person was recorded as discharge-ready or, from home, was referred.
        Ready = "ready",
    }
}
