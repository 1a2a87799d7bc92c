//! The words of services: their limits, whom they take and who comes first, stays, exits, costs, and what
//! makes one a bridge.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::scenario::text::fault::Found;
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::{Amount, Care, Places, StartsAWeek};
use crate::scenario::values::definitions::{Definitions, Describe};
use crate::scenario::values::distribution::{Lengths, Numbers};
use crate::scenario::values::duration::Duration;
use crate::scenario::values::hours::Hours;
use crate::scenario::values::quantities::{Factor, Pounds, Share};
use crate::scenario::values::table::{Anything, Decode, Each, LeftOut, Map, choice, one_of, vocabulary};

vocabulary! {
    /// Whom a service takes; all that are given must hold.
    Accepts {
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
    }
    /// A part of the places, or of the beds, that only some people may use, or use first.
    Kept {
        /// How many; more than there are: all of them.
        places: Amount<Places>,
        /// For whom. They may use all other places too.
        accepts: Accepts,
        /// When others may use them.
        others: Others = Others::Never,
    }
    /// A service.
    Service {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String => people,
        /// Explanations.
        notes: Anything => people,
        /// At home or in a bed, for words and charts.
        setting: Setting = Setting::Home,
        /// Whether it counts as reablement.
        reablement: bool = false,
        /// Whether people stay for good, so that only starts bind it.
        permanent: bool = false,
        /// Whom it takes; left out: everyone.
        accepts: Accepts,
        /// Whom it takes from an acute bed before the acute stay is over.
        takes_early: TakesEarly,
        /// Who comes first in its queue.
        priority: Priority = Priority::Word(PriorityWord::LongestWait),
        /// People at the same time; left out: unlimited.
        places: Amount<Places>,
        /// Parts of the places that only some people may use, or use first.
        kept: Map<Kept>,
        /// Starts a week; left out: unlimited.
        starts_per_week: Amount<StartsAWeek>,
        /// How starts spread over the week.
        spread: StartsSpread = StartsSpread::Even,
        /// Hours of care a week at the same time.
        hours_per_week: Amount<Care>,
        /// Visits a day at the same time.
        visits_per_day: Amount<Care>,
        /// The care that one person needs.
        care: CarePlan,
        /// When people may start; left out: always.
        admits: Hours,
        /// How long people stay.
        stay: Lengths,
        /// Stays of groups that differ.
        stay_by_group: Map<Lengths>,
        /// Shares of how stays end; left out: all independent.
        exits: Each<Exit, Share>,
        /// Pounds a day for each person.
        cost_per_day: Pounds,
        /// Pounds a day for each place that is open, in use or not.
        cost_per_place: Pounds,
        /// Pounds once, where the service has places or needs none in the measured days.
        set_up_cost: Pounds,
        /// Who pays.
        paid_by: String,
        /// Whether it bridges the wait for another service.
        bridge: bool = false,
        /// From asking to leaving, in the bridge's own hours; left out: exactly `respond_within`.
        respond: Lengths,
        /// A slower response counts as late.
        respond_within: Duration = Duration::hours(4.0),
        /// Decision steps that may finish at home.
        skips: Vec<String>,
        /// The longest stay on the bridge.
        longest_stay: Duration,
        /// Where people on the bridge go then.
        falls_back_to: String,
    }
    /// Who may leave an acute bed for a service before the acute stay is over, if that has a place.
    TakesEarly {
        /// How long before the end of the acute stay at the earliest.
        by: Duration,
        /// The share of those who live and whom all of this names.
        share: Share = Share(1.0),
        /// Who need one of these pathways.
        pathways: Vec<String>,
        /// Of one of these groups.
        groups: Vec<String>,
        /// Of none of these groups.
        not_groups: Vec<String>,
        /// With every one of these traits.
        traits: Vec<String>,
        /// With none of these traits.
        not_traits: Vec<String>,
        /// Explanations.
        notes: Anything => people,
    }
    /// The care that one person needs.
    CarePlan {
        /// Hours a week, or visits a day, at the start of the stay.
        first: Numbers,
        /// The same at its end; left out: as at the start.
        last: Numbers,
        /// What must fit before a person starts.
        rule: CareRule = CareRule::FirstWeekFits,
    }
}

choice! {
    /// How a stay in a service ends.
    Exit {
        /// Needs no more.
        Independent = "independent",
        /// Long-term care at home.
        LongTermCare = "long_term_care",
        /// A care home.
        CareHome = "care_home",
        /// Back to hospital.
        Hospital = "hospital",
        /// Died.
        Died = "died",
    }
    /// When others may use places that are kept.
    Others {
        /// Never.
        Never = "never",
        /// While none of those for whom they are kept waits.
        WhenNoneWaits = "when_none_of_them_waits",
    }
    /// Where people of a service are.
    Setting {
        /// At home.
        Home = "home",
        /// In a bed.
        Bed = "bed",
    }
    /// How starts spread over the week.
    StartsSpread {
        /// Level over the open days.
        Even = "even",
        /// All from Monday.
        Free = "free",
    }
    /// What must fit before a person starts.
    CareRule {
        /// The first week, in strict turn.
        FirstWeekFits = "first_week_fits",
        /// The whole plan; a smaller one may pass.
        WholePlanFits = "whole_plan_fits",
    }
}

vocabulary! {
    /// Who comes first in a queue, where one word does not say it. One of these.
    PriorityBy {
        /// Groups, the first in the queue first; groups not named come last.
        group_order: Vec<String>,
        /// How much a day counts that people referred from home have waited: 0.5 for half a day.
        ageing: Factor = Factor(1.0),
        /// People with this trait come first.
        trait_first: String,
        /// How soon people of a group should have a place: who is nearest to it, or furthest past it, comes first; groups
        /// not named come last.
        due_within: Map<Duration>,
    }
}

choice! {
    /// Who comes first in a queue.
    PriorityWord {
        /// The longest wait.
        LongestWait = "longest_wait",
        /// People in hospital before people on a bridge or at home.
        HospitalFirst = "hospital_before_bridged",
        /// People with the trait `end_of_life`.
        EndOfLifeFirst = "end_of_life_first",
    }
}

impl Service {
    /// Whether it is closed on a date by one of the amounts that people take while they stay; the first measured
    /// day is given. Days on which only starts are closed are lost, and not left to the others.
    pub fn is_closed(&self, start: Date, on: Date) -> bool {
        fn closed<K>(amount: Option<&Amount<K>>, start: Date, on: Date) -> bool {
            amount.is_some_and(|amount| amount.is_closed(start, on))
        }
        closed(self.places.as_ref(), start, on)
            || closed(self.hours_per_week.as_ref(), start, on)
            || closed(self.visits_per_day.as_ref(), start, on)
    }
}

/// Who comes first in a queue.
#[derive(Clone, Debug)]
pub enum Priority {
    /// As one word says.
    Word(PriorityWord),
    /// By a list, a factor or a trait.
    By(PriorityBy),
}

impl LeftOut for Priority {
    fn in_words(&self) -> String {
        match self {
            Self::Word(word) => word.word().to_owned(),
            Self::By(_) => "as given".to_owned(),
        }
    }
}

impl Decode for Priority {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        if node.entries().is_some() {
            return PriorityBy::decode(node, path, found).map(Self::By);
        }
        if let Some(key @ ("group_order" | "ageing" | "trait_first" | "due_within")) = node.text() {
            let example = match key {
                "group_order" => "{ \"group_order\": [\"first\", \"second\"] }",
                "ageing" => "{ \"ageing\": 0.5 }",
                "due_within" => "{ \"due_within\": { \"first\": \"2d\" } }",
                _ => "{ \"trait_first\": \"end_of_life\" }",
            };
            found.wrong(node, path, format!("\"{key}\" alone says too little"), example);
            return None;
        }
        one_of(node, path, PriorityWord::ALL, found).map(Self::Word)
    }
}

impl Describe for Priority {
    fn describe(all: &mut Definitions) -> Value {
        let (word, by) = (PriorityWord::describe(all), PriorityBy::describe(all));
        json!({ "anyOf": [word, by] })
    }
}
