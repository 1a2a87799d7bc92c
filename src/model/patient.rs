//! A patient: who it is, where it is, and the open links of its way out.

use super::open_steps::OpenSteps;
use crate::base::{Luck, NameHash, Span, Time};
use crate::scenario::plan::{
    GroupIndex, PathwayIndex, Plan, RuleIndex, ServiceIndex, Set, StepIndex, TraitIndex,
};
use crate::scenario::reason::Reason;

/// No service.
pub(super) const NO_SERVICE: ServiceIndex = ServiceIndex(u16::MAX);

/// No rule of giving way.
pub(super) const NO_RULE: RuleIndex = RuleIndex(u16::MAX);

/// People who are there at the start are numbered from here on, in the order in which they are
/// placed: apart from each other, so that no two have the same turn, and from the first day's
/// arrivals.
pub(super) const FIRST_INITIAL: u32 = 1 << 31;

/// Where a patient is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whereabouts {
    /// Not here any more.
    #[default]
    Gone,
    /// Away for now, and coming (again) to the door later.
    Away,
    /// Waiting for an acute bed.
    BedLine,
    /// In the acute stay.
    Acute,
    /// In an acute bed, the stay over, not found by a board round yet.
    AwaitingRound,
    /// In an acute bed past the discharge-ready date.
    Ward,
    /// At home, waiting for a service.
    Home,
    /// On a bridge, waiting for a service.
    Bridge,
    /// In a service.
    Service,
    /// In a service, the stay over, waiting for what follows on its exit.
    Blocked,
}

/// How far the hub is with a patient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum HubLink {
    /// It has nothing to do.
    #[default]
    None,
    /// It has been asked.
    Asked,
    /// It has seen the patient.
    Done,
}

/// How far a bridge is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum BridgeLink {
    /// None asked for.
    #[default]
    None,
    /// In line for it.
    Waiting,
    /// A place is held and somebody is on the way.
    OnTheWay,
    /// Ready to take the patient home.
    Here,
}

/// Who somebody is, the same in every scenario in which it comes, in the order that breaks ties: group
/// name, date and index in the day of the first arrival, episode. No two people are alike in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity {
    pub group: GroupIndex,
    pub day: u32,
    pub index: u32,
    pub episode: u32,
}

/// The order in lines of services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn {
    /// By the priority of the service; the lower comes first.
    pub class: u8,
    /// Ready; community people: referred.
    pub since: Time,
    pub acute_end: Time,
    pub arrived: Time,
    pub who: Identity,
}

impl Turn {
    /// Before all others of this class since that moment or later.
    pub const fn first(class: u8, since: Time) -> Self {
        let who = Identity { group: GroupIndex(0), day: 0, index: 0, episode: 0 };
        Self { class, since, acute_end: Time::START, arrived: Time::START, who }
    }
}

/// A person, from the door until it is gone.
#[allow(clippy::struct_excessive_bools)] // Each is a link of the way out of its own.
#[derive(Clone, Debug)]
pub struct Patient {
    /// The luck of the person, and of this episode of it.
    pub(super) person: Luck,
    pub(super) luck: Luck,
    /// 0 for the first admission, 1 for the first return.
    pub episode: u32,
    /// The group.
    pub group: GroupIndex,
    /// The number of the day of arrival, counted from the start of the run.
    pub day: u32,
    /// The index among the group's arrivals of that day.
    pub index: u32,
    /// The true need, as a pathway.
    pub need: PathwayIndex,
    /// The pathway decided, or that will be.
    pub pathway: PathwayIndex,
    /// Came to the door.
    pub arrived: Time,
    /// Was given an acute bed.
    pub admitted: Time,
    /// The acute stay ended or will end.
    pub acute_end: Time,
    /// Was recorded as discharge-ready (community people: referred); the last time it was.
    pub ready: Time,
    /// The first time it was, from which its turn in lines counts; `NEVER` before.
    pub(super) turn_from: Time,
    /// Where it is.
    pub whereabouts: Whereabouts,
    /// Whether it was cancelled before.
    pub(super) cancelled: bool,
    /// Whether it goes home without waiting for anything any more.
    pub(super) recovered: bool,
    /// When the next trial of deconditioning and the next hazard are due, and how many there were.
    pub(super) trial_at: Time,
    pub(super) trials: u32,
    pub(super) hazard_at: Time,
    pub(super) relapses: u32,
    /// Time past ready in an acute bed.
    pub(super) delayed: Span,
    /// The place that it keeps while it waits for what follows on its exit.
    pub(super) keeps: ServiceIndex,
    pub(super) blocked_from: Time,
    /// Whether it dies at the end of the acute stay.
    pub(super) dies: bool,
    /// Whether need and traits have been drawn.
    pub(super) known: bool,
    pub(super) traits: Set<TraitIndex>,
    pub(super) hub: HubLink,
    pub(super) decided: bool,
    /// Steps that have begun and are not done.
    pub(super) open: OpenSteps,
    /// Whether the steps of the offer have begun.
    pub(super) offer_steps_begun: bool,
    /// The services in whose lines it stands, by position in the lines of the pathway.
    pub(super) lines: u64,
    /// Whether it is free to take an offer, so that its turn in those lines counts.
    pub(super) free: bool,
    pub(super) joined: Time,
    /// Whether its offer has come: of `place`, or of none where the pathway has no services.
    pub(super) offered: bool,
    pub(super) place: ServiceIndex,
    /// The rule by which it gave way to that place, or to going home without one.
    pub(super) gave_way_to_place: RuleIndex,
    /// The bridges in whose lines it stands, by position in the bridges of the pathway.
    pub(super) bridge_lines: u8,
    /// The bridge on the way or used.
    pub(super) bridge: ServiceIndex,
    /// The rule by which it gave way to that bridge.
    pub(super) gave_way_to_bridge: RuleIndex,
    pub(super) bridge_link: BridgeLink,
    pub(super) bridge_due: Time,
    pub(super) bridge_began: Time,
    /// In line for the service that it falls back to from a bridge, or that follows on its exit.
    pub(super) fallback: ServiceIndex,
    /// When leaving will be tried again.
    pub(super) try_at: Time,
    pub(super) reason: Option<Reason>,
    pub(super) decided_at: Time,
    pub(super) offered_at: Time,
    /// Asked for the bridge or, on a bridge, for what it falls back to.
    pub(super) asked: Time,
    pub(super) late: bool,
    /// Started in the service.
    pub(super) started: Time,
    /// How many stays in services have begun in this episode; each has luck of its own.
    pub(super) stays: u32,
    /// Care now, and for a held place, in thousandths of an hour a week or of a visit a day.
    pub(super) care: i64,
    pub(super) care_held: i64,
    /// Position among the service's members.
    pub(super) member: u32,
    /// Changes when the slot is used again, so that what was meant for the last one is not done.
    pub(super) stamp: u16,
}

impl Patient {
    /// The first episode of somebody.
    #[inline(always)]
    pub(super) fn new(person: Luck, group: GroupIndex, day: u32, index: u32, arrived: Time) -> Self {
        Self::episode(person, 0, group, day, index, arrived)
    }

    /// An episode of somebody who came first as the `index`th of its group on `day`.
    #[inline(always)]
    pub(super) fn episode(
        person: Luck,
        episode: u32,
        group: GroupIndex,
        day: u32,
        index: u32,
        arrived: Time,
    ) -> Self {
        Self {
            person,
            luck: person.part(u64::from(episode)),
            episode,
            group,
            day,
            index,
            need: PathwayIndex::default(),
            pathway: PathwayIndex::default(),
            arrived,
            admitted: Time::NEVER,
            acute_end: Time::START,
            ready: Time::NEVER,
            turn_from: Time::NEVER,
            cancelled: false,
            recovered: false,
            trial_at: Time::NEVER,
            trials: 0,
            hazard_at: Time::NEVER,
            relapses: 0,
            delayed: Span::ZERO,
            keeps: NO_SERVICE,
            blocked_from: Time::NEVER,
            whereabouts: Whereabouts::Gone,
            dies: false,
            known: false,
            traits: Set::NONE,
            hub: HubLink::None,
            decided: false,
            open: OpenSteps::default(),
            offer_steps_begun: false,
            lines: 0,
            free: false,
            joined: Time::NEVER,
            offered: false,
            place: NO_SERVICE,
            gave_way_to_place: NO_RULE,
            bridge_lines: 0,
            bridge: NO_SERVICE,
            gave_way_to_bridge: NO_RULE,
            bridge_link: BridgeLink::None,
            bridge_due: Time::NEVER,
            bridge_began: Time::NEVER,
            fallback: NO_SERVICE,
            try_at: Time::NEVER,
            reason: None,
            decided_at: Time::NEVER,
            offered_at: Time::NEVER,
            asked: Time::NEVER,
            late: false,
            started: Time::NEVER,
            stays: 0,
            care: 0,
            care_held: 0,
            member: 0,
            stamp: 0,
        }
    }

    /// Its traits; none before they are needed.
    #[inline]
    pub fn traits(&self) -> Set<TraitIndex> {
        self.traits
    }

    /// Whether it was recorded as discharge-ready before, or is now.
    #[inline]
    pub fn was_ready(&self) -> bool {
        // Who waits to leave early has a turn and was not ready.
        self.turn_from != Time::NEVER && self.ready != Time::NEVER
    }

    /// How often it fell ill again while it waited.
    pub fn times_unwell(&self) -> u32 {
        self.relapses
    }

    /// Its number among those who were there when the run began, from 1 on; `None` for those who came.
    pub fn there_at_start(&self) -> Option<u32> {
        (self.index >= FIRST_INITIAL).then(|| self.index - FIRST_INITIAL + 1)
    }

    /// The service in which it is, or on whose bridge.
    #[inline]
    pub fn service(&self) -> Option<ServiceIndex> {
        let service = match self.whereabouts {
            Whereabouts::Service => self.place,
            Whereabouts::Blocked => self.keeps,
            Whereabouts::Bridge => self.bridge,
            Whereabouts::Gone
            | Whereabouts::Away
            | Whereabouts::BedLine
            | Whereabouts::Acute
            | Whereabouts::AwaitingRound
            | Whereabouts::Ward
            | Whereabouts::Home => NO_SERVICE,
        };
        (service != NO_SERVICE).then_some(service)
    }

    /// Steps that have begun and are not done.
    #[inline]
    pub fn open_steps(&self) -> Set<StepIndex> {
        self.open.all()
    }

    /// The services in whose lines it stands, the best of its pathway first, those of its bridges last.
    pub fn lines<'p>(&self, plan: &'p Plan) -> impl Iterator<Item = ServiceIndex> + use<'p> {
        let pathway = &plan.pathways[self.pathway];
        let (lines, bridges, fallback) = (self.lines, self.bridge_lines, self.fallback);
        let of_pathway = pathway.lines.iter().enumerate().filter(move |(i, _)| lines >> i & 1 == 1);
        let of_bridges = pathway.bridges.iter().enumerate().filter(move |(i, _)| bridges >> i & 1 == 1);
        let fallback = Some(fallback).filter(|&s| s != NO_SERVICE);
        of_pathway.map(|(_, &s)| s).chain(fallback).chain(of_bridges.map(|(_, &s)| s))
    }

    /// The rule by which it gave way to where it is, or to leaving without a service.
    #[inline]
    pub fn gave_way(&self) -> Option<RuleIndex> {
        let rule = if self.whereabouts == Whereabouts::Bridge {
            self.gave_way_to_bridge
        } else {
            self.gave_way_to_place
        };
        (rule != NO_RULE).then_some(rule)
    }

    /// Whether its pathway has been decided.
    #[inline]
    pub fn is_decided(&self) -> bool {
        self.decided
    }

    /// The key to a draw for this purpose, the `n`th of its kind.
    #[inline]
    pub(super) fn draw(&self, purpose: NameHash, n: u64) -> Luck {
        self.luck.name(purpose).part(n)
    }

    /// The key to a draw for the service stay that has begun last.
    #[inline]
    pub(super) fn stay_draw(&self, purpose: NameHash) -> Luck {
        self.draw(purpose, u64::from(self.stays.saturating_sub(1)))
    }

    /// The key to a draw for a step. People name steps as they like, also like a purpose.
    #[inline]
    pub(super) fn step_draw(&self, step: NameHash, n: u64) -> Luck {
        self.luck.name(purpose::STEP).name(step).part(n)
    }

    /// Its place in the order of a line, in this class of it.
    #[inline]
    pub(super) fn turn(&self, class: u8) -> Turn {
        self.turn_since(class, self.turn_from)
    }

    /// Its place in the order of a line that it joins at this moment.
    #[inline]
    pub(super) fn turn_since(&self, class: u8, since: Time) -> Turn {
        Turn { class, since, acute_end: self.acute_end, arrived: self.arrived, who: self.identity() }
    }

    #[inline]
    pub(super) fn identity(&self) -> Identity {
        Identity { group: self.group, day: self.day, index: self.index, episode: self.episode }
    }
}

/// What draws are for.
pub(super) mod purpose {
    use crate::base::NameHash;

    pub const TIME_OF_DAY: NameHash = NameHash::of("time of day");
    pub const ACUTE_STAY: NameHash = NameHash::of("acute stay");
    pub const DIES_IN_HOSPITAL: NameHash = NameHash::of("dies in hospital");
    pub const NEED: NameHash = NameHash::of("need");
    pub const DECISION: NameHash = NameHash::of("decision");
    pub const STEP: NameHash = NameHash::of("step");
    pub const TRAIT: NameHash = NameHash::of("trait");
    pub const BOARD_ROUND: NameHash = NameHash::of("board round");
    pub const ROUNDS_OF_THE_DAY: NameHash = NameHash::of("rounds of the day");
    pub const REFERRED_AHEAD: NameHash = NameHash::of("referred ahead");
    pub const ASSESSMENT: NameHash = NameHash::of("assessment");
    pub const SERVICE_STAY: NameHash = NameHash::of("service stay");
    pub const SERVICE_EXIT: NameHash = NameHash::of("service exit");
    pub const CARE: NameHash = NameHash::of("care");
    pub const BRIDGE_RESPONSE: NameHash = NameHash::of("bridge response");
    pub const COUNT: NameHash = NameHash::of("count");
    pub const BATCH: NameHash = NameHash::of("batch");
    pub const DAY_FACTOR: NameHash = NameHash::of("day factor");
    pub const DECONDITIONING: NameHash = NameHash::of("deconditioning");
    pub const HAZARD: NameHash = NameHash::of("while waiting");
    pub const UNWELL_STAY: NameHash = NameHash::of("further acute stay");
    pub const READMISSION: NameHash = NameHash::of("readmission");
    pub const ONWARD_WAIT: NameHash = NameHash::of("onward wait");
    pub const INITIAL: NameHash = NameHash::of("initial");
    pub const LONG_RUN: NameHash = NameHash::of("long run");
    pub const ELAPSED: NameHash = NameHash::of("elapsed");
    pub const CENSUS: NameHash = NameHash::of("census");
    pub const RIGHT_SIZING: NameHash = NameHash::of("right-sizing");
    pub const GIVES_WAY: NameHash = NameHash::of("gives way");
    pub const INSTEAD_OF_ADMISSION: NameHash = NameHash::of("instead of admission");
    pub const TAKES_EARLY: NameHash = NameHash::of("takes early");
    pub const LEAVES_BED_QUEUE: NameHash = NameHash::of("leaves bed queue");
}

/// What the draws of one step are for, beside its name.
pub(super) mod step_draw {
    pub const CONCERNED: u64 = 0;
    pub const SKIPPED: u64 = 1;
    pub const TAKES: u64 = 2;
}
