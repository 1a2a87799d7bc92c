//! The words of a scenario file as a whole: its sections, each in a folder beside this file.

use crate::scenario::sections::calendar::words::Calendar;
use crate::scenario::sections::costs::words::Costs;
use crate::scenario::sections::events::words::Event;
use crate::scenario::sections::funds::words::Fund;
use crate::scenario::sections::groups::words::Group;
use crate::scenario::sections::hospital::words::Hospital;
use crate::scenario::sections::hub::words::Hub;
use crate::scenario::sections::initial::words::Initial;
use crate::scenario::sections::onward::words::{Followed, Onward};
use crate::scenario::sections::pathways::words::Pathway;
use crate::scenario::sections::provenance::words::Sources;
use crate::scenario::sections::services::words::Service;
use crate::scenario::sections::steps::words::Step;
use crate::scenario::sections::triggers::words::Trigger;
use crate::scenario::values::table::{Anything, Each, Map, vocabulary};

vocabulary! {
    /// A scenario file.
    File {
        /// Its name, as reports show it.
        name: String,
        /// What it is, or the question it asks.
        description: String,
        /// Explanations.
        notes: Anything => people,
        /// The days of the run.
        calendar: Calendar,
        /// Who arrives.
        groups: Map<Group>,
        /// Dated effects.
        events: Map<Event>,
        /// The hospital.
        hospital: Hospital,
        /// The hub that decides pathways.
        hub: Hub,
        /// Named work on the way out.
        steps: Map<Step>,
        /// Ways out of hospital.
        pathways: Map<Pathway>,
        /// Places that people leave for.
        services: Map<Service>,
        /// What follows a stay in a service, by exit.
        onward: Each<Followed, Onward>,
        /// Unit costs of the hospital.
        costs: Costs,
        /// Money for a year, and what it pays for.
        funds: Map<Fund>,
        /// Who is there at the start of the simulated span.
        initial: Initial,
        /// Capacity that opens on a condition.
        triggers: Map<Trigger>,
        /// A CSV file of worlds beside this one: sets of figures that all fit what was observed, laid over this
        /// file under whatever extends it. Studies then run in them; `--worlds none` runs the scenario as it
        /// stands. Left out: there is one world, the scenario as it stands.
        worlds: String,
        /// Where each figure comes from, by its path.
        provenance: Sources,
    }
}
