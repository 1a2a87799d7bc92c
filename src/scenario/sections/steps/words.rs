//! The words of named work on the way out.

use crate::scenario::values::amount::{Amount, PerDay};
use crate::scenario::values::distribution::Lengths;
use crate::scenario::values::hours::Hours;
use crate::scenario::values::quantities::{Count, Pounds, Share};
use crate::scenario::values::roster::Staff;
use crate::scenario::values::table::{Anything, choice, vocabulary};

vocabulary! {
    /// Named work on the way out.
    Step {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String => people,
        /// Explanations.
        notes: Anything => people,
        /// Whom it concerns; left out: everyone.
        concerns: Concerns,
        /// When it starts.
        starts: StepStarts = StepStarts::Ready,
        /// Its place in the order of steps; left out: last.
        order: Count,
        /// Its hours; left out: those of its staff, or always.
        hours: Hours,
        /// Who does it; left out: no one is waited for.
        staff: Staff,
        /// How many may begin in a day.
        per_day: Amount<PerDay>,
        /// Pounds for each hour that each of its staff is on duty.
        cost_per_hour: Pounds,
        /// How long it takes.
        takes: Lengths,
        /// The share that needs none of it.
        skipped: Share = Share(0.0),
        /// The group of reasons of the national return.
        national_group: NationalGroup,
    }
    /// Whom it concerns; all that are given must hold.
    Concerns {
        /// On one of these pathways.
        pathways: Vec<String>,
        /// Of one of these groups.
        groups: Vec<String>,
        /// Of none of these groups.
        not_groups: Vec<String>,
        /// With every one of these traits.
        traits: Vec<String>,
        /// With none of these traits.
        not_traits: Vec<String>,
        /// This share of them.
        share: Share = Share(1.0),
    }
}

choice! {
    /// When a step starts.
    StepStarts {
        /// When the patient is recorded as discharge-ready.
        Ready = "ready",
        /// When the pathway is decided.
        Decision = "decision",
        /// When a place is offered.
        Offer = "offer",
    }
    /// The groups of reasons of the national return.
    NationalGroup {
        /// Inside the hospital.
        HospitalProcess = "hospital process",
        /// Wellbeing concerns.
        WellbeingConcerns = "wellbeing concerns",
        /// The care transfer hub.
        Hub = "care transfer hub process",
        /// Between hospital and others.
        Interface = "interface process",
        /// No room.
        Capacity = "capacity",
    }
}
