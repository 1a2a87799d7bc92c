//! The port through which the model tells what changes. Every method does nothing by default, so
//! that a measure nobody asked for costs nothing.

use super::patient::Patient;
use crate::base::{Limit, Span, Time};
use crate::scenario::plan::{Exit, PathwayIndex, ServiceIndex, StepIndex};
use crate::scenario::reason::Reason;

/// How somebody left the hospital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Home without a service.
    Home,
    /// To a service.
    Service(ServiceIndex),
    /// Home with a bridge, while waiting for a service.
    Bridge(ServiceIndex),
    /// Died.
    Died,
}

/// Something on one person's way that counts elsewhere, if at all, without saying whose it was. What
/// names its person anyway (arriving, admission, ready, leaving, starting) has methods of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Was there when the run began.
    ThereAtStart,
    /// Came to the door again, having been cancelled before.
    CameAgain,
    /// Was cancelled, or gave up waiting for a bed.
    Cancelled,
    /// The acute stay is over; a board round has to find it.
    StayOver,
    /// Was referred to the hub.
    Referred,
    /// Was assessed by the hub.
    Assessed,
    /// Its pathway was decided.
    Decided,
    /// Needs this step from now on.
    StepBegan(StepIndex),
    /// The step is done.
    StepDone(StepIndex),
    /// Joined the line of a service.
    Joined(ServiceIndex),
    /// Left the line of a service: with a place of it or without.
    LeftLine(ServiceIndex, bool),
    /// A place is held for it.
    Offered(ServiceIndex),
    /// The place is not held for it any more.
    Withdrawn(ServiceIndex),
    /// Its time in a service is over.
    Ended(ServiceIndex, Exit),
    /// Its stay is over; it waits in its place for what follows on this exit.
    Blocked(ServiceIndex, Exit),
    /// Needs one step more than before.
    NeedsMore,
    /// Recovered, and needs nothing any more but to leave.
    Recovered,
    /// Fell ill again, and is in an acute stay once more.
    Unwell,
    /// Has been on a bridge for longer than its longest stay.
    Overdue(ServiceIndex),
}

/// Sees every change. Counts come as steps of one; `by` is 1 or −1.
#[allow(unused_variables)]
pub trait Observer {
    /// The warm-up is over: what is counted from here on is measured.
    fn measuring_starts(&mut self, now: Time) {}
    /// Somebody came to the door: of an emergency group or not.
    fn arrived(&mut self, now: Time, patient: &Patient, emergency: bool) {}
    /// People waiting for an acute bed.
    fn bed_queue(&mut self, now: Time, by: i32) {}
    /// People in acute beds.
    fn in_hospital(&mut self, now: Time, by: i32) {}
    /// Somebody was given an acute bed; `emergency` as in `arrived`.
    fn admitted(&mut self, now: Time, patient: &Patient, emergency: bool) {}
    /// People whose acute stay is over and whom no board round has found yet.
    fn awaiting_round(&mut self, now: Time, by: i32) {}
    /// Somebody was recorded as discharge-ready.
    fn ready(&mut self, now: Time, patient: &Patient) {}
    /// The reason for which somebody past ready is in an acute bed: `None` before the first and
    /// after the last.
    fn delayed(&mut self, now: Time, patient: &Patient, from: Option<Reason>, to: Option<Reason>) {}
    /// A pathway was decided.
    fn decided(&mut self, now: Time, need: PathwayIndex, decided: PathwayIndex) {}
    /// A step was done, so long after it began.
    fn step_done(&mut self, now: Time, step: StepIndex, began: Time) {}
    /// Somebody left the hospital.
    fn left_hospital(&mut self, now: Time, patient: &Patient, how: Left) {}
    /// People in a service's line.
    fn in_line(&mut self, now: Time, service: ServiceIndex, by: i32) {}
    /// Somebody who joined a line at `joined` has left it: with a place of that service or not.
    fn left_line(&mut self, now: Time, service: ServiceIndex, joined: Time, with_place: bool) {}
    /// Held places of a service.
    fn held(&mut self, now: Time, service: ServiceIndex, by: i32) {}
    /// People in a service.
    fn in_service(&mut self, now: Time, service: ServiceIndex, by: i32) {}
    /// Care in use and held in a service, in thousandths of an hour a week or of a visit a day.
    fn load(&mut self, now: Time, service: ServiceIndex, by: i64) {}
    /// People who wait for a service outside hospital.
    fn waiting_in_community(&mut self, now: Time, by: i32) {}
    /// Somebody started in a service.
    fn started(&mut self, now: Time, service: ServiceIndex, patient: &Patient) {}
    /// Somebody's time in a service is over.
    fn ended(&mut self, now: Time, service: ServiceIndex, stayed: Span, exit: Exit) {}
    /// People who wait in a service, their stay over, for what follows on their exit.
    fn blocked(&mut self, now: Time, service: ServiceIndex, by: i32) {}
    /// A service whose people have all finished there and can never move, 1, or does not stand still any
    /// more, −1.
    fn stands_still(&mut self, now: Time, service: ServiceIndex, by: i32) {}
    /// Places of a service that triggers have opened, from now on.
    fn extra_places(&mut self, now: Time, service: ServiceIndex, extra: u32) {}
    /// Core beds from now on, and beyond them opened escalation beds and those of triggers.
    fn beds(&mut self, now: Time, core: Limit, escalation: u32) {}
    /// A planned admission was cancelled; `first` for this person.
    fn cancelled(&mut self, now: Time, first: bool) {}
    /// Somebody came to need one step more than before.
    fn stepped_up(&mut self, now: Time) {}
    /// Somebody who leaves hospital now will be readmitted within 30 days.
    fn readmission(&mut self, now: Time) {}
    /// On day 91 after the start of reablement, which is `due`, somebody is at home or not.
    fn home_at_91_days(&mut self, due: Time, home: bool) {}
    /// A bridge came later than promised.
    fn late_response(&mut self, now: Time, service: ServiceIndex) {}
    /// Somebody stays on a bridge beyond its longest stay.
    fn overdue(&mut self, now: Time, service: ServiceIndex) {}
    /// Something happened to somebody, for those who ask to whom.
    fn happened(&mut self, now: Time, patient: &Patient, what: Happening) {}
    /// The run is over, and this person still waits at the door for an acute bed: an emergency or not.
    fn still_at_door(&mut self, now: Time, patient: &Patient, emergency: bool) {}
    /// The run is over, and this person is still in an acute bed.
    fn still_in_hospital(&mut self, now: Time, patient: &Patient) {}
    /// The run is over, and somebody has stood in this line since `joined`.
    fn still_in_line(&mut self, now: Time, service: ServiceIndex, joined: Time) {}
    /// The run is over.
    fn finished(&mut self, now: Time, people: u64, events: u64) {}
}

/// Nobody looks on.
impl Observer for () {}

/// Two observers who see the same.
#[derive(Clone, Debug)]
pub struct Both<A, B>(pub A, pub B);

macro_rules! both {
    ($($method:ident($($name:ident: $kind:ty),*);)*) => {
        impl<A: Observer, B: Observer> Observer for Both<A, B> {
            $(#[inline] fn $method(&mut self, $($name: $kind),*) {
                self.0.$method($($name),*);
                self.1.$method($($name),*);
            })*
        }
    };
}

both! {
    measuring_starts(now: Time);
    arrived(now: Time, patient: &Patient, emergency: bool);
    bed_queue(now: Time, by: i32);
    in_hospital(now: Time, by: i32);
    admitted(now: Time, patient: &Patient, emergency: bool);
    awaiting_round(now: Time, by: i32);
    ready(now: Time, patient: &Patient);
    delayed(now: Time, patient: &Patient, from: Option<Reason>, to: Option<Reason>);
    decided(now: Time, need: PathwayIndex, decided: PathwayIndex);
    step_done(now: Time, step: StepIndex, began: Time);
    left_hospital(now: Time, patient: &Patient, how: Left);
    in_line(now: Time, service: ServiceIndex, by: i32);
    left_line(now: Time, service: ServiceIndex, joined: Time, with_place: bool);
    held(now: Time, service: ServiceIndex, by: i32);
    in_service(now: Time, service: ServiceIndex, by: i32);
    load(now: Time, service: ServiceIndex, by: i64);
    waiting_in_community(now: Time, by: i32);
    started(now: Time, service: ServiceIndex, patient: &Patient);
    ended(now: Time, service: ServiceIndex, stayed: Span, exit: Exit);
    blocked(now: Time, service: ServiceIndex, by: i32);
    stands_still(now: Time, service: ServiceIndex, by: i32);
    extra_places(now: Time, service: ServiceIndex, extra: u32);
    beds(now: Time, core: Limit, escalation: u32);
    cancelled(now: Time, first: bool);
    stepped_up(now: Time);
    readmission(now: Time);
    home_at_91_days(due: Time, home: bool);
    late_response(now: Time, service: ServiceIndex);
    overdue(now: Time, service: ServiceIndex);
    happened(now: Time, patient: &Patient, what: Happening);
    still_at_door(now: Time, patient: &Patient, emergency: bool);
    still_in_hospital(now: Time, patient: &Patient);
    still_in_line(now: Time, service: ServiceIndex, joined: Time);
    finished(now: Time, people: u64, events: u64);
}
