//! Leaving the ward: why somebody still waits, when it may go, and where to.

use super::booking::{self, Links, Way};
use super::observer::{Change, Desk, Left, Observer};
use super::open_steps::OpenSteps;
use super::patient::{BridgeLink, HubLink, NO_SERVICE, Whereabouts};
use super::run::{Event, Run, rank};
use crate::base::{Span, Time};
use crate::scenario::plan::Set;
use crate::scenario::reason::Reason;

impl<O: Observer> Run<'_, O> {
    /// Says why somebody waits now, where that has changed.
    #[inline]
    pub(super) fn rebook(&mut self, p: u32) {
        if self.people[p].whereabouts == Whereabouts::Ward {
            self.rebook_in_ward(p);
        }
    }

    fn rebook_in_ward(&mut self, p: u32) {
        let reason = Some(self.reason_now(p));
        let person = &mut self.people[p];
        if person.reason != reason {
            let from = std::mem::replace(&mut person.reason, reason);
            self.tell_of(p, |patient| Change::Waits { patient, from, to: reason });
        }
    }

    fn reason_now(&self, p: u32) -> Reason {
        let person = &self.people[p];
        let asked = person.hub == HubLink::Asked && !person.decided && !person.recovered;
        let hub = asked.then(|| self.at_desk(p, Desk::Hub));
        let bridged = matches!(person.bridge_link, BridgeLink::OnTheWay | BridgeLink::Here);
        let at_home = if bridged { self.skips(person.bridge) } else { Set::default() };
        let place = |service| Way::Place { service, open: self.admits(service) };
        let way = if person.recovered || !person.decided {
            // Not asked for before the decision: the hub comes first.
            Way::Home
        } else if person.offered {
            if person.place == NO_SERVICE { Way::Home } else { place(person.place) }
        } else {
            match person.bridge_link {
                BridgeLink::OnTheWay => Way::BridgeComing,
                BridgeLink::Here => place(person.bridge),
                BridgeLink::None | BridgeLink::Waiting => Way::None(self.first_service(person)),
            }
        };
        // Who has recovered waits for nothing but the ward's hours.
        let open = if person.recovered { OpenSteps::default() } else { person.open.without(at_home) };
        booking::reason(&Links { hub, open, way }, self.reasons)
    }

    /// Leaves as soon as all is done and the ward and the service are open; else looks again when
    /// they are.
    #[inline]
    pub(super) fn try_leave(&mut self, p: u32) {
        if self.may_go_home_now(p) {
            // As below, and of most people.
            self.goes_home(p);
        } else {
            self.try_any_way(p);
        }
    }

    #[inline]
    pub(super) fn goes_home(&mut self, p: u32) {
        self.people[p].try_at = Time::NEVER;
        self.leave_ward(p, Left::Home);
        self.people.retire(p);
    }

    /// Whether somebody in hospital has nothing left to do, needs no service, and the ward is open.
    #[inline(always)]
    pub(super) fn may_go_home_now(&self, p: u32) -> bool {
        let person = &self.people[p];
        person.whereabouts == Whereabouts::Ward
            && person.offered
            && person.place == NO_SERVICE
            && person.decided
            && (person.open.is_empty() || person.recovered)
            && self.plan.hospital.discharge_hours.value_at(self.now)
    }

    fn try_any_way(&mut self, p: u32) {
        let person = &self.people[p];
        let in_ward = match person.whereabouts {
            Whereabouts::Ward => true,
            Whereabouts::Home | Whereabouts::Bridge => false,
            Whereabouts::Blocked => return self.try_move_on(p),
            Whereabouts::Acute => return self.leave_early(p),
            Whereabouts::Gone
            | Whereabouts::Away
            | Whereabouts::BedLine
            | Whereabouts::AwaitingRound
            | Whereabouts::Service => return,
        };
        let by_bridge = !person.offered && !person.recovered;
        let service = if by_bridge { person.bridge } else { person.place };
        if by_bridge && (person.bridge_link != BridgeLink::Here || person.whereabouts == Whereabouts::Bridge)
        {
            return;
        }
        if in_ward && !person.recovered {
            let at_home = if by_bridge { self.skips(service) } else { Set::default() };
            if !person.decided || !person.open.without(at_home).is_empty() {
                return;
            }
        }
        let (opens, changes) = if service == NO_SERVICE {
            (self.now, Time::NEVER)
        } else {
            let admits = &self.plan.services[service].admits;
            (admits.next_open(self.now), admits.next_change(self.now))
        };
        if service != NO_SERVICE {
            self.ahead.admits(service, opens);
        }
        let opens = if opens == self.now && in_ward {
            // A service that closes before the ward opens is what is waited for from then on.
            let leaves = self.plan.hospital.discharge_hours.next_open(self.now).min(changes);
            self.ahead.ward(leaves);
            if service != NO_SERVICE {
                self.ahead.admits(service, leaves);
            }
            leaves
        } else {
            opens
        };
        if opens > self.now {
            self.people[p].try_at = opens;
            self.schedule(opens, rank::STEP, Event::TryLeave(self.people.who(p)));
            return;
        }
        self.people[p].try_at = Time::NEVER;
        if !in_ward && by_bridge {
            self.start_bridge(p);
        } else if !in_ward {
            self.start_from_home(p);
        } else if by_bridge {
            self.leave_ward(p, Left::Bridge(service));
            self.start_bridge(p);
        } else if service == NO_SERVICE {
            self.leave_ward(p, Left::Home);
            self.people.retire(p);
        } else {
            self.leave_ward(p, Left::Service(service));
            self.start_service(p);
        }
    }

    pub(super) fn try_leave_again(&mut self, p: u32) {
        if self.people[p].try_at == self.now {
            self.try_leave(p);
            self.rebook(p);
        }
    }

    /// Dies in hospital: all that was held for the patient is given back.
    pub(super) fn die(&mut self, p: u32) {
        self.give_back_all(p);
        self.leave_ward(p, Left::Died);
        self.people.retire(p);
    }

    /// The acute bed is left, and free after its turnaround.
    pub(super) fn leave_ward(&mut self, p: u32, how: Left) {
        self.waiting_ends(p);
        let returns = how != Left::Died && self.plan_readmission(p);
        self.tell_of(p, |patient| Change::LeftHospital { patient, how, returns });
        self.hospital.leave();
        let part = self.bed_part(p);
        let turnaround = self.plan.hospital.turnaround;
        if turnaround > Span::ZERO {
            let part = part.map(|part| part as u8);
            self.schedule(self.now + turnaround, rank::EXIT, Event::BedReady { part });
        } else {
            self.bed_is_ready(part);
        }
        self.escalate();
    }
}
