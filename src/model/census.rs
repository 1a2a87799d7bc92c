//! People of whom it is known where they are at the start of the run, and since when. What has passed
//! has passed: the rest of a stay is drawn given that it has lasted so long, and delays run since the
//! day of the census.

use super::observer::{Change, Observer};
use super::patient::{BridgeLink, HubLink, Whereabouts, purpose};
use super::run::{Event, Run, rank};
use crate::base::{Luck, Span, Time};
use crate::scenario::plan::{Known, KnownPlace, Lines, ServiceIndex};

impl<O: Observer> Run<'_, O> {
    /// Places everybody of the census, in the order of its rows.
    pub(super) fn place_census(&mut self, luck: Luck, mut next_index: impl FnMut() -> u32) {
        let plan = self.plan;
        for (row, known) in plan.initial.census.iter().enumerate() {
            let luck = luck.name(purpose::CENSUS).part(row as u64);
            let p = self.known_person(known, next_index(), luck);
            match known.place {
                KnownPlace::Acute => self.known_in_acute_stay(p, known.since, luck),
                KnownPlace::Ready { ready } => self.known_ready(p, known.since, ready, None),
                KnownPlace::Decided { ready, lines } => {
                    self.known_ready(p, known.since, ready, Some(lines));
                }
                KnownPlace::Home { lines } => self.known_at_home(p, known.since, lines),
                KnownPlace::Service(s) => self.known_in_service(p, s, known.since, luck),
                KnownPlace::Bridge { service, ready, lines } => {
                    self.known_on_bridge(p, service, known.since, ready, lines);
                }
            }
        }
    }

    /// Somebody with its need and traits: those that are known, else drawn so that where it is, or
    /// what it waits for, takes it.
    fn known_person(&mut self, known: &Known, index: u32, luck: Luck) -> u32 {
        let (group, pathway) = super::initial::pick(&known.who, luck);
        let services = &self.plan.pathways[pathway].services;
        let first = |lines: Lines| match lines {
            Lines::All => services.first().copied(),
            Lines::These(lines) => services.get(lines.trailing_zeros() as usize).copied(),
        };
        let taken_by = match known.place {
            KnownPlace::Acute | KnownPlace::Ready { .. } | KnownPlace::Decided { lines: Lines::All, .. } => {
                None
            }
            KnownPlace::Service(s) => Some(s),
            KnownPlace::Decided { lines, .. }
            | KnownPlace::Home { lines }
            | KnownPlace::Bridge { lines, .. } => first(lines),
        };
        let p = self.initial_person(group, pathway, index, luck, taken_by);
        let person = &mut self.people[p];
        if let Some(traits) = known.traits {
            person.traits = traits;
        }
        if !matches!(known.place, KnownPlace::Acute | KnownPlace::Ready { .. }) || known.who.len() == 1 {
            // Somebody has decided, or will decide, just this; nobody finds a smaller need any more.
            (person.need, person.pathway) = (pathway, pathway);
        }
        person.arrived = known.since;
        p
    }

    /// In an acute bed and not recorded as ready: in the acute stay still, or not found by the board
    /// rounds since its end. Stays are drawn until one fits what is known.
    fn known_in_acute_stay(&mut self, p: u32, since: Time, luck: Luck) {
        const TRIES: u64 = 10_000;
        let now = self.now;
        let person = &self.people[p];
        let group = &self.plan.groups[person.group];
        let dies = person.draw(purpose::DIES_IN_HOSPITAL, 0).uniform() < group.dies_in_hospital;
        let luck = luck.name(purpose::ELAPSED);
        let fits = |&(n, end): &(u64, Time)| end > now || !dies && self.missed_since(end, luck.part(n));
        let drawn = (0..TRIES).map(|n| (n, since + group.stay.draw_span(luck.part(n)))).find(fits);
        let end = drawn.map_or(now, |(_, end)| end);
        if end >= now {
            self.stay_on(p, end.since(now));
            self.people[p].admitted = since;
            return;
        }
        self.stand_in_bed(p);
        let person = &mut self.people[p];
        person.admitted = since;
        person.acute_end = end;
        person.whereabouts = Whereabouts::AwaitingRound;
        self.rounds.await_one(p);
        self.tell_of(p, |patient| Change::ThereAtStart { patient, care: 0 });
    }

    /// Whether no board round from the end of a stay up to now has found somebody.
    fn missed_since(&self, end: Time, luck: Luck) -> bool {
        let rounds = &self.plan.hospital.rounds;
        let from = rounds.partition_point(|round| round.at < end);
        let before = rounds[from..].iter().take_while(|round| round.at < self.now);
        !rounds.is_empty() && (0..).zip(before).all(|(i, round)| luck.part(i).uniform() >= round.reach)
    }

    /// In an acute bed past ready: with its lines, where a pathway is decided; else the way out begins
    /// now, as nothing says how far it is.
    fn known_ready(&mut self, p: u32, since: Time, ready: Time, decided: Option<Lines>) {
        let now = self.now;
        self.stand_in_bed(p);
        let person = &mut self.people[p];
        person.admitted = since;
        person.acute_end = ready;
        person.ready = ready;
        person.turn_from = ready;
        person.whereabouts = Whereabouts::Ward;
        self.tell_of(p, |patient| Change::ThereAtStart { patient, care: 0 });
        self.tell_of(p, |patient| Change::Ready { patient, found: false });
        self.waiting_begins(p);
        match decided {
            None => self.way_out_begins(p),
            Some(Lines::All) => {
                self.people[p].hub = HubLink::Done;
                self.decide(p);
            }
            Some(Lines::These(lines)) => {
                let person = &mut self.people[p];
                person.hub = HubLink::Done;
                person.decided = true;
                person.decided_at = now;
                self.tell_of(p, |patient| Change::Decided { patient });
                self.stand_in_known_lines(p, Lines::These(lines), ready);
            }
        }
    }

    fn known_at_home(&mut self, p: u32, since: Time, lines: Lines) {
        let person = &mut self.people[p];
        person.ready = since;
        person.turn_from = since;
        person.decided = true;
        person.hub = HubLink::Done;
        person.whereabouts = Whereabouts::Home;
        self.tell_of(p, |patient| Change::ThereAtStart { patient, care: 0 });
        self.stand_in_known_lines(p, lines, since);
    }

    fn known_in_service(&mut self, p: u32, s: ServiceIndex, since: Time, luck: Luck) {
        let stay = &self.plan.services[s].stay[self.people[p].group];
        let gone = self.now.since(since).days();
        let left = stay.draw_beyond(gone, luck.name(purpose::ELAPSED));
        let share_gone = if gone + left > 0.0 { gone / (gone + left) } else { 0.0 };
        self.place_in_service(p, s, Span::from_days(left), share_gone);
        self.people[p].started = since;
    }

    fn known_on_bridge(&mut self, p: u32, b: ServiceIndex, since: Time, ready: Time, lines: Lines) {
        let now = self.now;
        let person = &mut self.people[p];
        person.ready = ready;
        person.turn_from = ready;
        person.decided = true;
        person.hub = HubLink::Done;
        person.offer_steps_begun = true;
        person.whereabouts = Whereabouts::Bridge;
        person.bridge = b;
        person.bridge_link = BridgeLink::Here;
        person.bridge_began = since;
        self.tell_of(p, |patient| Change::ThereAtStart { patient, care: 0 });
        self.services[b].pool_mut().place_at_once(0);
        self.kept_taken(p, b);
        if let Some(bridge) = self.plan.services[b].bridge.first() {
            let at = (since + bridge.longest_stay).max(now);
            self.schedule(at, rank::STEP, Event::LongestStay(self.people.who(p)));
        }
        self.stand_in_known_lines(p, lines, ready);
    }

    /// Stands in its lines since then, free to take a place.
    fn stand_in_known_lines(&mut self, p: u32, lines: Lines, since: Time) {
        match lines {
            Lines::All => self.join_lines(p),
            Lines::These(lines) => self.join_these_lines(p, |position, _| lines >> position & 1 == 1),
        }
        self.people[p].joined = since;
        self.links_changed(p);
    }
}
