//! People of whom it is known where they are at the start of the run, and since when. What has passed
//! has passed: the rest of a stay is drawn given that it has lasted so long, and delays run since the
//! day of the census.

use super::observer::{Change, Observer};
use super::patient::{BridgeLink, HubLink, Whereabouts, purpose};
use super::run::{Event, Run, rank};
use crate::base::{Luck, Span, Time};
use crate::scenario::plan::{HeldUp, Known, KnownPlace, Lines, ServiceIndex, Set, StepStarts};

impl<O: Observer> Run<'_, O> {
    /// Places everybody of the census, in the order of its rows.
    pub(super) fn place_census(&mut self, luck: Luck, mut next_index: impl FnMut() -> u32) {
        let plan = self.plan;
        let mut counted: Vec<(Time, HeldUp, &Known, Luck)> = Vec::new();
        for (row, known) in plan.initial.census.iter().enumerate() {
            let luck = luck.name(purpose::CENSUS).part(row as u64);
            if let KnownPlace::Counted { band, by } = known.place {
                counted.push((band.draw(luck.name(purpose::ELAPSED)), by, known, luck));
                continue;
            }
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
                // Below, as whoever has waited longer comes first.
                KnownPlace::Counted { .. } => {}
            }
        }
        counted.sort_by_key(|(ready, ..)| *ready);
        for (ready, by, known, luck) in counted {
            self.counted(known, ready, by, next_index(), luck);
        }
    }

    /// Somebody of a count, who is ready since then and waits for this. What comes before it on the way out, and what
    /// else goes on beside it, is done; the work that is waited for begins now.
    fn counted(&mut self, known: &Known, ready: Time, by: HeldUp, index: u32, luck: Luck) {
        let (now, plan) = (self.now, self.plan);
        let (group, pathway) = super::initial::pick(&known.who, luck);
        let taken_by = match by {
            HeldUp::Place(service) => Some(service),
            HeldUp::Hub | HeldUp::Step(_) => None,
        };
        let p = self.initial_person(group, pathway, index, luck, taken_by);
        let stay = plan.groups[group].stay.draw_span(luck.name(purpose::ELAPSED).part(0));
        let admitted = Time::START + (ready.since(Time::START) - stay);
        self.stand_in_bed(p);
        let person = &mut self.people[p];
        (person.arrived, person.admitted) = (admitted, admitted);
        (person.acute_end, person.ready, person.turn_from) = (ready, ready, ready);
        person.whereabouts = Whereabouts::Ward;
        self.tell_of(p, |patient| Change::ThereAtStart { patient, care: 0 });
        self.tell_of(p, |patient| Change::Ready { patient, found: false });
        self.waiting_begins(p);
        if by == HeldUp::Hub {
            self.refer(p);
            self.links_changed(p);
            return;
        }
        let person = &mut self.people[p];
        (person.need, person.pathway) = (pathway, pathway);
        person.hub = HubLink::Done;
        (person.decided, person.decided_at, person.offered_at) = (true, now, now);
        self.tell_of(p, |patient| Change::Decided { patient });
        let mut at_the_offer = false;
        if let HeldUp::Step(step) = by {
            let starts = plan.steps[step].starts;
            at_the_offer = starts == StepStarts::Offer;
            let person = &mut self.people[p];
            person.offer_steps_begun = at_the_offer;
            let steps = Set::NONE.with(step);
            person.open.begin(starts, steps);
            self.release_steps(p, steps);
        }
        let services = &plan.pathways[pathway].services;
        if services.is_empty() {
            self.people[p].offered = true;
            if !at_the_offer {
                self.begin_steps(p, StepStarts::Offer);
            }
        } else {
            let person = &self.people[p];
            let traits = person.traits;
            let first = taken_by.and_then(|s| services.iter().position(|&other| other == s)).unwrap_or(0);
            self.join_these_lines(p, |position, s| {
                position >= first && plan.services[s].accepts.includes(pathway, group, traits)
            });
            self.people[p].joined = ready;
            // Work at the offer follows a place that is held, if there is one.
            let mut free =
                |s: &ServiceIndex| at_the_offer && self.stands_in_line_of(p, *s) && self.fits(p, *s);
            let place = services.iter().copied().find(|s| free(s));
            if let Some(place) = place {
                self.give_place(p, place);
            }
        }
        self.links_changed(p);
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
            KnownPlace::Acute
            | KnownPlace::Ready { .. }
            | KnownPlace::Decided { lines: Lines::All, .. }
            | KnownPlace::Counted { .. } => None,
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
