//! The hospital: the queue for acute beds, the acute stay, board rounds, and leaving the ward.

use super::booking::{self, Hub, Links, Way};
use super::journey::{Event, Simulation, rank};
use super::observer::{Change, Left, Observer};
use super::patient::{BridgeLink, HubLink, NO_SERVICE, Whereabouts, purpose};
use crate::base::{Luck, Span, Time, standard};
use crate::scenario::plan::{Booking, GroupIndex};
use crate::scenario::reason::Reason;

/// The order in the queue for acute beds: electives that come before emergencies, emergencies, other
/// electives; then by arrival.
pub(super) type BedTurn = (u8, Time, GroupIndex, u32, u32, u32);

impl<O: Observer> Simulation<'_, O> {
    pub(super) fn open_hospital(&mut self) {
        self.beds_change();
        self.schedule_round();
    }

    pub(super) fn beds_change(&mut self) {
        let hospital = &self.plan.hospital;
        let next = hospital.beds.next_change(self.now).min(hospital.admits.next_change(self.now));
        self.agenda.schedule(next, rank::TIMETABLE, Event::Beds);
        self.staff_beds();
        // The same people may now be above a share of fewer core beds, or below one of more.
        self.escalate();
    }

    /// The beds there are: the core and, while they are open, the escalation beds and those that
    /// triggers have opened.
    pub(super) fn staff_beds(&mut self) {
        let hospital = &self.plan.hospital;
        let core = hospital.beds.value_at(self.now);
        let escalation = if self.escalated { hospital.escalation.beds } else { 0 };
        let extra = escalation + self.extra_beds;
        self.beds.set_places(core.saturating_add(extra));
        self.beds_to_offer = true;
        self.tell(Change::Beds { core, beyond: extra });
    }

    /// Opens or closes the escalation beds by the share of the core beds in use.
    fn escalate(&mut self) {
        let escalation = self.plan.hospital.escalation;
        if escalation.beds == 0 {
            return;
        }
        let core = f64::from(self.plan.hospital.beds.value_at(self.now));
        let used = f64::from(self.in_beds);
        let change = if self.escalated {
            used < escalation.close_below * core
        } else {
            used > escalation.open_above * core
        };
        if change {
            self.escalated = !self.escalated;
            self.staff_beds();
        }
    }

    /// Somebody who has come to the door queues for a bed.
    pub(super) fn queue_for_bed(&mut self, p: u32) {
        let person = self.person_mut(p);
        person.whereabouts = Whereabouts::BedLine;
        let turn = self.bed_turn(p);
        self.bed_line.join(turn, p);
        self.beds_to_offer = true;
        self.plan_giving_up(p);
    }

    pub(super) fn bed_turn(&self, p: u32) -> BedTurn {
        let person = self.person(p);
        let class = match self.booking(p) {
            Booking::Elective { before_emergencies: true, .. } => 0,
            Booking::Emergency => 1,
            Booking::Elective { before_emergencies: false, .. } => 2,
        };
        (class, person.arrived, person.group, person.day, person.index, person.episode)
    }

    /// How somebody queues; who comes back comes as an emergency.
    pub(super) fn booking(&self, p: u32) -> Booking {
        let person = self.person(p);
        if person.episode > 0 {
            Booking::Emergency
        } else {
            self.plan.groups[usize::from(person.group)].booking
        }
    }

    /// Somebody who is discharge-ready from the start stands in an acute bed.
    pub(super) fn arrive_ready(&mut self, p: u32) {
        self.stand_in_bed(p);
        self.person_mut(p).acute_end = self.now;
        self.record_ready(p);
    }

    /// Somebody who has not queued takes a bed.
    pub(super) fn stand_in_bed(&mut self, p: u32) {
        self.take_bed(p);
        self.escalate();
    }

    fn take_bed(&mut self, p: u32) {
        self.beds.place_at_once(0);
        self.person_mut(p).admitted = self.now;
        self.in_beds += 1;
    }

    pub(super) fn offer_beds(&mut self) {
        let admits = self.plan.hospital.admits.value_at(self.now);
        while admits
            && self.beds.has_room(0)
            && let Some(p) = self.bed_line.take_first()
        {
            self.admit(p);
        }
        self.give_up_at_once();
    }

    fn admit(&mut self, p: u32) {
        let plan = self.plan;
        self.take_bed(p);
        let person = &mut self.people[p as usize];
        let group = &plan.groups[usize::from(person.group)];
        let factor = group.stay_factor.value_at(self.now);
        let days = group.stay.draw(person.draw(purpose::ACUTE_STAY, 0)) * factor;
        person.acute_end = self.now + Span::from_days(days);
        person.whereabouts = Whereabouts::Acute;
        person.dies = group.dies_in_hospital > 0.0
            && person.draw(purpose::DIES_IN_HOSPITAL, 0).uniform() < group.dies_in_hospital;
        let emergency = person.episode > 0 || !group.booking.is_elective();
        let (end, dies) = (person.acute_end, person.dies);
        self.tell_of(p, |patient| Change::Admitted { patient, emergency });
        self.escalate();
        self.agenda.schedule(end, rank::ACUTE_END, Event::AcuteEnd(self.who(p)));
        if !dies {
            self.plan_ahead(p);
        }
    }

    pub(super) fn acute_stay_ends(&mut self, p: u32) {
        if self.person(p).dies {
            self.die(p);
        } else if self.plan.hospital.rounds.is_empty() {
            self.record_ready(p);
        } else {
            self.person_mut(p).whereabouts = Whereabouts::AwaitingRound;
            self.awaiting_round.push(p);
            self.tell_of(p, |patient| Change::StayOver { patient });
        }
    }

    fn schedule_round(&mut self) {
        let rounds = &self.plan.hospital.rounds;
        while rounds.get(self.next_round).is_some_and(|r| r.at < self.now) {
            self.next_round += 1;
        }
        if let Some(round) = rounds.get(self.next_round) {
            self.agenda.schedule(round.at, rank::ROUND, Event::Round);
        }
    }

    pub(super) fn board_round(&mut self) {
        let round = self.plan.hospital.rounds[self.next_round];
        self.next_round += 1;
        self.schedule_round();
        let reach = self.reach_of(round.reach);
        // The date and the minute, not the number of the round: another round shifts no luck.
        let date = self.plan.calendar.date_key(self.now.day());
        let n = (date << 11) | (self.now.time_of_day().0 / Span::MINUTE.0);
        let waiting = std::mem::take(&mut self.awaiting_round);
        let mut missed = Vec::with_capacity(waiting.len());
        for p in waiting {
            if reach >= 1.0 || self.person(p).draw(purpose::BOARD_ROUND, n).uniform() < reach {
                self.record_ready(p);
            } else {
                missed.push(p);
            }
        }
        self.awaiting_round = missed;
    }

    /// The chance of this round: its logit is shifted by one normal draw a hospital day.
    fn reach_of(&self, reach: f64) -> f64 {
        let spread = self.plan.hospital.round_spread;
        if spread <= 0.0 || reach <= 0.0 || reach >= 1.0 {
            return reach;
        }
        let date = self.plan.calendar.date_key(self.now.day());
        let luck: Luck = self.luck.name(purpose::ROUNDS_OF_THE_DAY).part(date);
        let shift = standard::normal(&mut luck.generator());
        let logit = libm::log(reach / (1.0 - reach)) + spread * shift;
        1.0 / (1.0 + libm::exp(-logit))
    }

    /// No criteria to reside is recorded: the discharge-ready clock starts.
    pub(super) fn record_ready(&mut self, p: u32) {
        self.know(p);
        let now = self.now;
        let person = &mut self.people[p as usize];
        let again = person.was_ready();
        person.ready = now;
        let before = std::mem::replace(&mut person.whereabouts, Whereabouts::Ward);
        if !again {
            person.turn_from = now;
        }
        let hub = person.hub;
        let found = before == Whereabouts::AwaitingRound;
        self.tell_of(p, |patient| Change::Ready { patient, found });
        self.waiting_begins(p);
        if again {
            // Decision, turn and steps are as they were; only the clock starts anew.
            if hub == HubLink::Done && !self.person(p).decided {
                self.decide(p);
            } else {
                self.links_changed(p);
            }
            return;
        }
        self.way_out_begins(p);
    }

    /// Work for somebody who is ready begins: steps, and the hub or the ward's own decision.
    pub(super) fn way_out_begins(&mut self, p: u32) {
        let person = self.person(p);
        let (need, pathway, hub) = (person.need, person.pathway, person.hub);
        self.begin_ready_steps(p, need);
        let sees = self.plan.hub.sees;
        match hub {
            HubLink::None if sees.has(need) || sees.has(pathway) => self.refer(p),
            HubLink::None | HubLink::Done => self.decide(p),
            HubLink::Asked => self.links_changed(p),
        }
    }

    /// Says why somebody waits now, where that has changed.
    pub(super) fn rebook(&mut self, p: u32) {
        let person = self.person(p);
        if person.whereabouts != Whereabouts::Ward {
            return;
        }
        let reason = Some(self.reason_now(p));
        let person = self.person_mut(p);
        if person.reason != reason {
            let from = std::mem::replace(&mut person.reason, reason);
            self.tell_of(p, |patient| Change::Waits { patient, from, to: reason });
        }
    }

    fn reason_now(&self, p: u32) -> Reason {
        let person = self.person(p);
        let hub = if person.decided || person.recovered { Hub::Done } else { self.hub_now(p) };
        let bridged = matches!(person.bridge_link, BridgeLink::OnTheWay | BridgeLink::Here);
        let finish_at_home = if bridged { self.skips(person.bridge) } else { 0 };
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
        let open = |steps: u64| if person.recovered { 0 } else { steps };
        let links = Links {
            hub,
            ready: open(person.open_ready),
            decision: open(person.open_decision & !finish_at_home),
            way,
            offer: open(person.open_offer),
        };
        booking::reason(&links, self.reasons)
    }

    /// Leaves as soon as all is done and the ward and the service are open; else looks again when
    /// they are.
    pub(super) fn try_leave(&mut self, p: u32) {
        let person = self.person(p);
        let in_ward = match person.whereabouts {
            Whereabouts::Ward => true,
            Whereabouts::Home | Whereabouts::Bridge => false,
            Whereabouts::Blocked => return self.try_move_on(p),
            Whereabouts::Gone
            | Whereabouts::Away
            | Whereabouts::BedLine
            | Whereabouts::Acute
            | Whereabouts::AwaitingRound
            | Whereabouts::Service => return,
        };
        let by_bridge = !person.offered && !person.recovered;
        let service = if by_bridge { person.bridge } else { person.place };
        if by_bridge && !(in_ward && person.bridge_link == BridgeLink::Here) {
            return;
        }
        if in_ward && !person.recovered {
            let finish_at_home = if by_bridge { self.skips(service) } else { 0 };
            let open = person.open_ready | person.open_decision & !finish_at_home | person.open_offer;
            if !person.decided || open != 0 {
                return;
            }
        }
        let (opens, changes) = if service == NO_SERVICE {
            (self.now, Time::NEVER)
        } else {
            let admits = &self.plan.services[usize::from(service)].admits;
            (admits.next_open(self.now), admits.next_change(self.now))
        };
        let opens = if opens == self.now && in_ward {
            // A service that closes before the ward opens is what is waited for from then on.
            self.plan.hospital.discharge_hours.next_open(self.now).min(changes)
        } else {
            opens
        };
        if opens > self.now {
            self.person_mut(p).try_at = opens;
            self.agenda.schedule(opens, rank::STEP, Event::TryLeave(self.who(p)));
            return;
        }
        self.person_mut(p).try_at = Time::NEVER;
        if !in_ward {
            self.start_from_home(p);
        } else if by_bridge {
            self.leave_ward(p, Left::Bridge(service));
            self.start_bridge(p);
        } else if service == NO_SERVICE {
            self.leave_ward(p, Left::Home);
            self.retire(p);
        } else {
            self.leave_ward(p, Left::Service(service));
            self.start_service(p);
        }
    }

    pub(super) fn try_leave_again(&mut self, p: u32) {
        if self.person(p).try_at == self.now {
            self.try_leave(p);
            self.rebook(p);
        }
    }

    /// Dies in hospital: all that was held for the patient is given back.
    pub(super) fn die(&mut self, p: u32) {
        self.give_back_all(p);
        self.leave_ward(p, Left::Died);
        self.retire(p);
    }

    /// The acute bed is left, and free after its turnaround.
    fn leave_ward(&mut self, p: u32, how: Left) {
        self.waiting_ends(p);
        let returns = how != Left::Died && self.plan_readmission(p);
        self.tell_of(p, |patient| Change::LeftHospital { patient, how, returns });
        self.in_beds -= 1;
        let turnaround = self.plan.hospital.turnaround;
        if turnaround > Span::ZERO {
            self.agenda.schedule(self.now + turnaround, rank::EXIT, Event::BedReady);
        } else {
            self.bed_is_ready();
        }
        self.escalate();
    }

    /// A bed can be given again.
    pub(super) fn bed_is_ready(&mut self) {
        self.beds.leave(0);
        self.beds_to_offer |= !self.bed_line.is_empty();
    }
}
