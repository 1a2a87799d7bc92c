//! The words of the hospital, the hub, steps, pathways and services.
//!
//! `people` holds those of the scenario as a whole. What a word means stands with it.

use super::amount::{Amount, Beds, Care, PerDay, Places, StartsAWeek};
use super::capacity::Priority;
use super::distribution::{Lengths, Numbers};
use super::duration::Duration;
use super::hours::{ByDay, ClockTime, Hours, Staff};
use super::quantities::{Chance, Count, Factor, Pounds, Share, Spread};
use super::table::{Anything, Decode, Map, choice, field, map, vocabulary};
use crate::scenario::fault::Found;
use crate::scenario::node::Node;
use crate::scenario::path::Path;

vocabulary! {
    /// The hospital.
    Hospital {
        /// Its name, as reports show it.
        label: String,
        /// Explanations.
        notes: Anything,
        /// Acute beds; left out: unlimited.
        beds: Amount<Beds>,
        /// How long a bed is empty between two people.
        turnaround: Duration,
        /// Beds that open when the others are full.
        escalation: Escalation,
        /// Rounds that find who is discharge-ready; left out: found at once.
        board_rounds: Rounds,
        /// When people may leave the ward; left out: always.
        discharge_hours: Hours,
        /// What waiting does to people.
        deconditioning: Deconditioning,
    }
    /// Beds that open when the others are full.
    Escalation {
        /// How many.
        beds: Count,
        /// They open above this share of the core beds.
        open_above: Factor,
        /// They close below this share of the core beds.
        close_below: Factor,
    }
    /// What waiting does to people.
    Deconditioning {
        /// The chance at each full day of needing one step more.
        step_up_per_day: Chance,
        /// What each day adds to the factor on the later stay.
        stay_factor_per_day: Factor,
    }
    /// The hub that decides pathways.
    Hub {
        /// Its name, as reports show it.
        label: String,
        /// Explanations.
        notes: Anything,
        /// The pathways it sees; left out: p1, p2 and p3.
        sees: Vec<String>,
        /// Whom it may work on before they are ready.
        referred_ahead: Ahead,
        /// Who works in it; left out: nobody is waited for.
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
    }
    /// Whom the hub may work on before they are ready.
    Ahead {
        /// The share foreseen.
        share: Share,
        /// How long before the end of the acute stay.
        by: Duration,
    }
    /// Named work on the way out.
    Step {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String,
        /// Explanations.
        notes: Anything,
        /// Whom it concerns; left out: everybody.
        concerns: Concerns,
        /// When it starts; left out: ready.
        starts: StepStarts,
        /// Its place in the order of steps; left out: last.
        order: Count,
        /// Its hours; left out: those of its staff, or always.
        hours: Hours,
        /// Who does it; left out: nobody is waited for.
        staff: Staff,
        /// How many may begin in a day.
        per_day: Amount<PerDay>,
        /// Pounds for each hour that each of its staff is on duty.
        cost_per_hour: Pounds,
        /// How long it takes.
        takes: Lengths,
        /// The share that needs none of it.
        skipped: Share,
        /// The group of reasons of the national return.
        national_group: NationalGroup,
    }
    /// Whom a step concerns; all that are given must hold.
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
        share: Share,
    }
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
    /// A way out of hospital.
    Pathway {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String,
        /// Explanations.
        notes: Anything,
        /// Its services, the best first; none: home without a service.
        services: Vec<String>,
        /// The service that bridges the wait.
        bridge: String,
    }
    /// A service.
    Service {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String,
        /// Explanations.
        notes: Anything,
        /// At home or in a bed, for words and charts; left out: at home.
        setting: Setting,
        /// Whether it counts as reablement.
        reablement: bool,
        /// Whether people stay for good, so that only starts bind it.
        permanent: bool,
        /// Whom it takes; left out: everybody.
        accepts: Accepts,
        /// Who comes first in its line; left out: who has waited longest.
        priority: Priority,
        /// People at the same time; left out: unlimited.
        places: Amount<Places>,
        /// Starts a week; left out: unlimited.
        starts_per_week: Amount<StartsAWeek>,
        /// How starts spread over the week; left out: even.
        spread: StartsSpread,
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
        exits: Map<Share>,
        /// Pounds a day for each person.
        cost_per_day: Pounds,
        /// Pounds a day for each place that is open, in use or not.
        cost_per_place: Pounds,
        /// Pounds once, where the service has places or needs none in the measured days.
        set_up_cost: Pounds,
        /// Who pays.
        paid_by: String,
        /// Whether it bridges the wait for another service.
        bridge: bool,
        /// From asking to leaving, in the bridge's own hours; left out: exactly `respond_within`.
        respond: Lengths,
        /// A slower response counts as late; left out: 4 hours.
        respond_within: Duration,
        /// Decision steps that may finish at home.
        skips: Vec<String>,
        /// The longest stay on the bridge.
        longest_stay: Duration,
        /// Where people on the bridge go then.
        falls_back_to: String,
    }
    /// The care that one person needs.
    CarePlan {
        /// Hours a week, or visits a day, at the start of the stay.
        first: Numbers,
        /// The same at its end; left out: as at the start.
        last: Numbers,
        /// What must fit before somebody starts; left out: the first week.
        rule: CareRule,
    }
    /// What follows an exit.
    Onward {
        /// A delay before the line of the onward service.
        wait: Lengths,
        /// The service that takes these people.
        service: String,
        /// Explanations.
        notes: Anything,
    }
    /// Unit costs of the hospital.
    Costs {
        /// Pounds for an acute bed-day.
        acute_bed_day: Pounds,
        /// Pounds for a bed-day in an escalation bed.
        escalation_bed_day: Pounds,
        /// Pounds a day for each core acute bed that is open, in use or not.
        open_acute_bed_day: Pounds,
        /// The year whose prices all costs are in, for words: "2024/25".
        price_year: String,
        /// Explanations.
        notes: Anything,
    }
    /// The board rounds of a day.
    DayRounds {
        /// When.
        at: Vec<ClockTime>,
        /// The chance that a round finds a waiting patient; left out: 1.
        reach: Share,
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
    /// What must fit before somebody starts.
    CareRule {
        /// The first week, in strict turn.
        FirstWeekFits = "first_week_fits",
        /// The whole plan; a smaller one may pass.
        WholePlanFits = "whole_plan_fits",
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

/// The most board rounds of a day.
pub const MOST_ROUNDS: usize = 48;

/// Board rounds by day, and how much days differ.
#[derive(Clone, Debug, Default)]
pub struct Rounds {
    /// By day; days not named: none.
    pub days: ByDay<DayRounds>,
    /// The standard deviation of the day's shift of the reach, as a logit.
    pub spread: Option<Spread>,
}

impl Decode for Rounds {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let entries = map(node, path, found)?;
        let spread = field(entries, "spread", path, found);
        let days: ByDay<DayRounds> = ByDay::read(entries, &["spread"], path, found);
        if days.values().any(|d| d.at.as_ref().is_some_and(|at| at.len() > MOST_ROUNDS)) {
            let what = format!("there are more than {MOST_ROUNDS} rounds on a day");
            found.wrong(node, path, what, format!("at most {MOST_ROUNDS}"));
            return None;
        }
        if days.values().all(|d| d.at.as_ref().is_none_or(Vec::is_empty)) && !found.is_faulty(path) {
            found.wrong(node, path, "there is no round on any day", "rounds on at least one day");
        }
        Some(Self { days, spread })
    }
}
