//! Bridging care: home within hours, with somebody to help, while waiting for a service.
//!
//! On the bridge a patient keeps its turn in every line. A definitive offer before leaving cancels
//! the bridge; at the longest stay the patient moves to what the bridge falls back to, if that has
//! room, and else stays, overdue, in line for it.

use super::observer::{Change, Observer};
use super::patient::{BridgeLink, NO_RULE, NO_SERVICE, Patient, Whereabouts, purpose};
use super::run::{Event, Run, rank};
use crate::base::Time;
use crate::scenario::plan::{ServiceIndex, Set, StepIndex, StepStarts};

impl<O: Observer> Run<'_, O> {
    /// The steps that may finish at home on this bridge.
    pub(super) fn skips(&self, service: ServiceIndex) -> Set<StepIndex> {
        let bridge = self.plan.services.with(service).and_then(|s| s.bridge.first());
        bridge.map_or(Set::default(), |b| b.skips)
    }

    /// Asks for its bridges, if all that must be done in hospital is done: for that of its pathway, and for those to
    /// which it gave way.
    #[inline]
    pub(super) fn ask_for_bridge(&mut self, p: u32) {
        if !self.plan.pathways[self.people[p].pathway].bridges.is_empty() {
            self.ask_for_bridges(p);
        }
    }

    fn ask_for_bridges(&mut self, p: u32) {
        let plan = self.plan;
        let bridges = &plan.pathways[self.people[p].pathway].bridges;
        for (position, &b) in bridges.iter().enumerate() {
            let service = &plan.services[b];
            let skips = service.bridge.first().map_or(Set::default(), |bridge| bridge.skips);
            let person = &self.people[p];
            let own = position < plan.pathways[person.pathway].bridge.len();
            let where_it_may = match person.whereabouts {
                Whereabouts::Ward => true,
                // Who waits at home stays there, unless it gave way.
                Whereabouts::Home => !own,
                Whereabouts::Gone
                | Whereabouts::Away
                | Whereabouts::BedLine
                | Whereabouts::Acute
                | Whereabouts::AwaitingRound
                | Whereabouts::Bridge
                | Whereabouts::Service
                | Whereabouts::Blocked => false,
            };
            if where_it_may
                && person.bridge_lines >> position & 1 == 0
                && matches!(person.bridge_link, BridgeLink::None | BridgeLink::Waiting)
                && person.decided
                && !person.offered
                && person.open.without(skips).leave_the_turn()
                && service.accepts.includes(person.pathway, person.group, person.traits)
                && self.may_ask_for(p, position)
            {
                self.stand_in_line_of_bridge(p, position, b);
            }
        }
    }

    fn stand_in_line_of_bridge(&mut self, p: u32, position: usize, b: ServiceIndex) {
        let person = &mut self.people[p];
        person.bridge_lines |= 1 << position;
        person.bridge_link = BridgeLink::Waiting;
        self.asks_for_bridge(p, position);
        self.stand_in_line(p, b);
        self.tell_of(p, |patient| Change::Joined { patient, service: b });
        self.services.look_at(b);
    }

    /// Whether somebody stands in the line of this bridge.
    pub(super) fn asks_for(&self, person: &Patient, bridge: ServiceIndex) -> bool {
        let bridges = self.plan.pathways[person.pathway].bridges.iter().enumerate();
        bridges.filter(|(i, _)| person.bridge_lines >> i & 1 == 1).any(|(_, &b)| b == bridge)
    }

    /// Leaves the lines of all bridges, having found a place on `taken` (or [`NO_SERVICE`]), whose line it has left.
    fn leave_lines_of_bridges(&mut self, p: u32, taken: ServiceIndex) {
        let plan = self.plan;
        let bridges = &plan.pathways[self.people[p].pathway].bridges;
        let mut lines = std::mem::take(&mut self.people[p].bridge_lines);
        while lines != 0 {
            let position = lines.trailing_zeros() as usize;
            lines &= lines - 1;
            let b = bridges[position];
            if b != taken {
                self.leave_line(p, b);
                if !plan.services[b].kept.is_empty() {
                    // Others may use what was kept for it.
                    self.services.look_at(b);
                }
            }
            let since = self.asked_for_bridge_at(p, position);
            self.tell_of(p, |patient| Change::LeftLine {
                patient,
                service: b,
                since,
                with_place: b == taken,
            });
        }
    }

    pub(super) fn offer_bridges(&mut self, b: ServiceIndex) {
        let kept = !self.plan.services[b].kept.is_empty();
        while self.services[b].pool().has_room(0)
            && let Some(p) = if kept { self.take_who_may(b) } else { self.services[b].take_first() }
        {
            self.send_bridge(p, b);
        }
    }

    /// The first in the line for a bridge, of which parts are kept, who may have it.
    fn take_who_may(&mut self, b: ServiceIndex) -> Option<u32> {
        let p = self.next_who_may(b)?;
        self.leave_line(p, b);
        Some(p)
    }

    /// A bridge is on its way: its place is held while it comes.
    fn send_bridge(&mut self, p: u32, b: ServiceIndex) {
        let plan = self.plan;
        let now = self.now;
        let position = plan.pathways[self.people[p].pathway].bridges.iter().position(|&bridge| bridge == b);
        let rule = position.map_or(NO_RULE, |position| self.way_to_bridge(p, position));
        self.leave_lines_of_bridges(p, b);
        self.services[b].pool_mut().hold(0);
        self.kept_taken(p, b);
        self.tell_of(p, |patient| Change::Offered { patient, service: b, care: 0 });
        let person = &mut self.people[p];
        (person.bridge, person.gave_way_to_bridge) = (b, rule);
        let Some(bridge) = plan.services[b].bridge.first() else { return };
        let response = bridge.respond.draw_span(person.draw(purpose::BRIDGE_RESPONSE, 0));
        person.late = response > bridge.respond_within;
        person.bridge_link = BridgeLink::OnTheWay;
        person.bridge_due = bridge.time.finish(now, response);
        self.ahead.bridge(b, person.bridge_due);
        let in_ward = person.whereabouts == Whereabouts::Ward;
        let (due, begun) = (person.bridge_due, person.offer_steps_begun);
        if due > now {
            self.schedule(due, rank::STEP, Event::BridgeHere(self.people.who(p)));
        }
        if in_ward && !begun {
            self.begin_steps(p, StepStarts::Offer);
        }
        if due == now {
            self.bridge_is_here(p);
        } else {
            self.rebook(p);
        }
    }

    pub(super) fn bridge_is_here(&mut self, p: u32) {
        let now = self.now;
        let person = &mut self.people[p];
        if person.bridge_link == BridgeLink::OnTheWay && person.bridge_due == now {
            person.bridge_link = BridgeLink::Here;
            self.links_changed(p);
        }
    }

    /// A definitive place has come: a bridge that is not in use yet is given back.
    pub(super) fn cancel_bridge(&mut self, p: u32) {
        let person = &mut self.people[p];
        let b = person.bridge;
        if !matches!(person.whereabouts, Whereabouts::Ward | Whereabouts::Home) {
            return;
        }
        match std::mem::take(&mut person.bridge_link) {
            BridgeLink::None => return,
            BridgeLink::Waiting => self.leave_lines_of_bridges(p, NO_SERVICE),
            BridgeLink::OnTheWay | BridgeLink::Here => {
                self.services[b].pool_mut().release(0);
                self.kept_given_back(p, b);
                self.tell_of(p, |patient| Change::Withdrawn { patient, service: b, care: 0 });
                self.services.look_at(b);
            }
        }
        let person = &mut self.people[p];
        (person.bridge, person.gave_way_to_bridge) = (NO_SERVICE, NO_RULE);
        person.bridge_due = Time::NEVER;
        person.try_at = Time::NEVER;
    }

    /// Home, on the bridge.
    pub(super) fn start_bridge(&mut self, p: u32) {
        let now = self.now;
        let from_home = self.people[p].whereabouts == Whereabouts::Home;
        self.wait_outside(p);
        let person = &mut self.people[p];
        person.bridge_began = now;
        let (b, late) = (person.bridge, person.late);
        self.services[b].pool_mut().start();
        self.tell_of(p, |patient| Change::BridgeBegan { patient, service: b, late, from_home });
        if let Some(bridge) = self.plan.services[b].bridge.first() {
            let at = now + bridge.longest_stay;
            // After all exits of that moment, which may make the room to fall back to.
            self.schedule(at, rank::STEP, Event::LongestStay(self.people.who(p)));
        }
    }

    pub(super) fn longest_stay_on_bridge(&mut self, p: u32) {
        let person = &self.people[p];
        if person.whereabouts != Whereabouts::Bridge || person.offered {
            return;
        }
        let b = person.bridge;
        let bridge = self.plan.services[b].bridge.first();
        let fallback = bridge.and_then(|bridge| bridge.falls_back_to.first().copied()).filter(|&s| {
            let accepts = &self.plan.services[s].accepts;
            accepts.includes(person.pathway, person.group, person.traits)
        });
        if let Some(fallback) = fallback {
            if self.services[fallback].line().is_empty() && self.fits(p, fallback) {
                self.give_place(p, fallback);
                return;
            }
            if !self.stands_in_line_of(p, fallback) {
                self.join_fallback(p, fallback);
            }
        }
        self.tell_of(p, |patient| Change::Overdue { patient, service: b });
    }

    pub(super) fn join_fallback(&mut self, p: u32, fallback: ServiceIndex) {
        let now = self.now;
        let person = &mut self.people[p];
        person.fallback = fallback;
        person.asked = now;
        self.stand_in_line(p, fallback);
        self.tell_of(p, |patient| Change::Joined { patient, service: fallback });
        self.services.look_at(fallback);
    }

    /// The bridge is not needed any more.
    pub(super) fn end_bridge(&mut self, p: u32) {
        let person = &mut self.people[p];
        let (b, began) = (person.bridge, person.bridge_began);
        person.bridge_link = BridgeLink::None;
        self.services[b].pool_mut().leave(0);
        self.kept_given_back(p, b);
        let stayed = self.now.since(began);
        self.tell_of(p, |patient| Change::BridgeEnded { patient, service: b, stayed });
        self.people[p].gave_way_to_bridge = NO_RULE;
        self.services.look_at(b);
    }
}
