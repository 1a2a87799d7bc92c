//! What happens in a run, and in which order at one instant.

use super::desk::number;
use super::observer::Desk;
use super::people::Who;
use crate::base::Position;
use crate::scenario::plan::{RuleIndex, ServiceIndex, StepIndex, TriggerIndex};

/// What comes at one instant, in this order.
pub(super) mod rank {
    pub const TIMETABLE: u8 = 0;
    pub const EXIT: u8 = 1;
    pub const STEP: u8 = 2;
    pub const ACUTE_END: u8 = 3;
    pub const ROUND: u8 = 4;
    pub const ARRIVAL: u8 = 5;
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Midnight,
    Beds,
    TriggerOpens(TriggerIndex),
    People(ServiceIndex),
    MostLoad(ServiceIndex),
    Staff(Desk),
    Round,
    AcuteEnd(Who),
    ReferAhead(Who),
    WorkDone { desk: Desk, who: Who },
    JobDone { desk: Desk, stamp: u16, job: u32 },
    TryLeave(Who),
    BedReady { part: Option<u8> },
    GiveUp(Who),
    ComeAgain(Who),
    StepUp(Who),
    Hazard(Who),
    OnwardWaitOver(Who),
    BridgeHere(Who),
    LongestStay(Who),
    GivesWay { who: Who, rule: RuleIndex },
    ServiceEnd(Who),
}

/// An event as it lies in the agenda, in one whole number: who or which job (27 bits), the stamp (16), which event
/// (5), and what else belongs to it (16). It stays in a register, where an enum of small fields is written to
/// memory piece by piece and read as a whole, for which a processor waits: a twelfth of the time of the reference
/// network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Coded(u64);

/// There are fewer people at a time than this, and fewer jobs; `scenario` allows for 20 million in a run.
const PEOPLE: u32 = 1 << 27;

/// The desk with this place.
#[inline(always)]
fn desk(number: u32) -> Desk {
    number.checked_sub(1).map_or(Desk::Hub, |step| Desk::Step(StepIndex::at(step as usize)))
}

impl Coded {
    /// This event.
    #[inline(always)]
    pub fn of(event: Event) -> Self {
        let plain = |kind: u64, more: usize| Self(kind << 43 | (more as u64) << 48);
        let of = |kind: u64, who: Who, more: u32| {
            debug_assert!(who.patient < PEOPLE && more < 1 << 16, "{who:?}, {more}");
            let who = u64::from(who.patient) | u64::from(who.stamp) << 27;
            Self(who | kind << 43 | u64::from(more) << 48)
        };
        match event {
            Event::Midnight => plain(0, 0),
            Event::Beds => plain(1, 0),
            Event::TriggerOpens(trigger) => plain(2, trigger.position()),
            Event::People(service) => plain(3, service.position()),
            Event::MostLoad(service) => plain(4, service.position()),
            Event::Staff(desk) => plain(5, number(desk)),
            Event::Round => plain(6, 0),
            Event::AcuteEnd(who) => of(7, who, 0),
            Event::ReferAhead(who) => of(8, who, 0),
            Event::WorkDone { desk, who } => of(9, who, number(desk) as u32),
            Event::JobDone { desk, stamp, job } => of(10, Who { stamp, patient: job }, number(desk) as u32),
            Event::TryLeave(who) => of(11, who, 0),
            Event::BedReady { part } => plain(12, part.map_or(0, |part| usize::from(part) + 1)),
            Event::GiveUp(who) => of(13, who, 0),
            Event::ComeAgain(who) => of(14, who, 0),
            Event::StepUp(who) => of(15, who, 0),
            Event::Hazard(who) => of(16, who, 0),
            Event::OnwardWaitOver(who) => of(17, who, 0),
            Event::BridgeHere(who) => of(18, who, 0),
            Event::LongestStay(who) => of(19, who, 0),
            Event::GivesWay { who, rule } => of(20, who, rule.position() as u32),
            Event::ServiceEnd(who) => of(21, who, 0),
        }
    }

    /// The event.
    #[inline(always)]
    pub fn event(self) -> Event {
        let who = Who { stamp: (self.0 >> 27) as u16, patient: self.0 as u32 % PEOPLE };
        let more = (self.0 >> 48) as u32;
        let at = more as usize;
        match self.0 >> 43 & 31 {
            0 => Event::Midnight,
            1 => Event::Beds,
            2 => Event::TriggerOpens(TriggerIndex::at(at)),
            3 => Event::People(ServiceIndex::at(at)),
            4 => Event::MostLoad(ServiceIndex::at(at)),
            5 => Event::Staff(desk(more)),
            6 => Event::Round,
            7 => Event::AcuteEnd(who),
            8 => Event::ReferAhead(who),
            9 => Event::WorkDone { desk: desk(more), who },
            10 => Event::JobDone { desk: desk(more), stamp: who.stamp, job: who.patient },
            11 => Event::TryLeave(who),
            12 => Event::BedReady { part: more.checked_sub(1).map(|part| part as u8) },
            13 => Event::GiveUp(who),
            14 => Event::ComeAgain(who),
            15 => Event::StepUp(who),
            16 => Event::Hazard(who),
            17 => Event::OnwardWaitOver(who),
            18 => Event::BridgeHere(who),
            19 => Event::LongestStay(who),
            20 => Event::GivesWay { who, rule: RuleIndex::at(at) },
            _ => Event::ServiceEnd(who),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_comes_out_of_the_agenda_as_it_went_in() {
        for n in [0_u32, 1, 63, 0xfffe, PEOPLE - 1] {
            let who = Who { stamp: n as u16, patient: n };
            let small = n.min(0xfffe) as usize;
            let (rule, service, trigger) =
                (RuleIndex::at(small), ServiceIndex::at(small), TriggerIndex::at(small));
            for desk in [Desk::Hub, Desk::Step(StepIndex::at(small.min(63)))] {
                let all = [
                    Event::Midnight,
                    Event::Beds,
                    Event::TriggerOpens(trigger),
                    Event::People(service),
                    Event::MostLoad(service),
                    Event::Staff(desk),
                    Event::Round,
                    Event::AcuteEnd(who),
                    Event::ReferAhead(who),
                    Event::WorkDone { desk, who },
                    Event::JobDone { desk, stamp: who.stamp, job: n },
                    Event::TryLeave(who),
                    Event::BedReady { part: None },
                    Event::BedReady { part: Some(n as u8) },
                    Event::GiveUp(who),
                    Event::ComeAgain(who),
                    Event::StepUp(who),
                    Event::Hazard(who),
                    Event::OnwardWaitOver(who),
                    Event::BridgeHere(who),
                    Event::LongestStay(who),
                    Event::GivesWay { who, rule },
                    Event::ServiceEnd(who),
                ];
                for event in all {
                    // Without a wildcard, so that whoever adds one comes here.
                    match event {
                        Event::Midnight
                        | Event::Beds
                        | Event::TriggerOpens(_)
                        | Event::People(_)
                        | Event::MostLoad(_)
                        | Event::Staff(_)
                        | Event::Round
                        | Event::AcuteEnd(_)
                        | Event::ReferAhead(_)
                        | Event::WorkDone { .. }
                        | Event::JobDone { .. }
                        | Event::TryLeave(_)
                        | Event::BedReady { .. }
                        | Event::GiveUp(_)
                        | Event::ComeAgain(_)
                        | Event::StepUp(_)
                        | Event::Hazard(_)
                        | Event::OnwardWaitOver(_)
                        | Event::BridgeHere(_)
                        | Event::LongestStay(_)
                        | Event::GivesWay { .. }
                        | Event::ServiceEnd(_) => assert_eq!(Coded::of(event).event(), event),
                    }
                }
            }
        }
    }
}
