//! The words of dated effects, and of those that happen by chance.

use jiff::civil::Date;

use crate::scenario::values::distribution::Lengths;
use crate::scenario::values::duration::Duration;
use crate::scenario::values::quantities::{Chance, Factor, Share, Strength, Uplift};
use crate::scenario::values::table::{Anything, vocabulary};

vocabulary! {
    /// A dated effect on what its lists name; without a list, on all of a kind.
    Event {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String => people,
        /// Explanations.
        notes: Anything => people,
        /// The groups it touches.
        groups: Vec<String>,
        /// The steps it touches.
        steps: Vec<String>,
        /// The services it touches.
        services: Vec<String>,
        /// The first day; of an event with a chance, the first on which it may begin.
        from: Date,
        /// The day of full effect: a straight line up to it and down from it.
        peak: Date,
        /// The last day; of an event with a chance, the last on which it may begin.
        to: Date,
        /// What is added to a factor of 1 on arrivals.
        uplift: Uplift,
        /// The factor on the acute stays of those admitted then; with `services`, on stays that begin in these then.
        stay_factor: Factor,
        /// The factor on steps that begin then.
        step_factor: Factor,
        /// The factor on the reach of board rounds.
        reach_factor: Factor,
        /// The factor on starts a week.
        starts_factor: Factor,
        /// The factor on people on duty.
        staff_factor: Factor,
        /// Whether services do not admit.
        closes: bool = false,
        /// The chance a day that it begins, at midnight; with `from` and `to`: on those days only.
        chance: Chance,
        /// How long it lasts then, in whole days.
        lasts: Lengths,
        /// Its strength wanders: each factor then says what one standard deviation up does.
        drifts: Drift,
    }
    /// A strength that wanders round its mean, another way in each replication.
    Drift {
        /// After this time the correlation with what it was has fallen to 37%.
        memory: Duration,
        /// What is known of its past; left out: nothing.
        known: KnownDrift,
    }
    /// How strong a drift was, as learned from what was observed; between the days in a straight line, after the
    /// last it wanders off as far as its memory lets it.
    KnownDrift {
        /// The day of the first strength.
        from: Date,
        /// From one to the next, in whole days.
        every: Duration,
        /// The strengths, in standard deviations.
        strengths: Vec<Strength>,
        /// How far they may be out, as a standard deviation.
        within: Share = Share(0.0),
    }
}

impl Event {
    /// Whether it is another one in each replication.
    pub fn is_by_luck(&self) -> bool {
        self.chance.is_some() || self.drifts.is_some()
    }
}
