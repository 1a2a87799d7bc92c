//! What is checked and noted on each change.

use super::{Counted, Laws, Loaded, Week};
use crate::base::Time;
use crate::model::{Change, Count, Left, Observer, Patient, Whereabouts};
use crate::scenario::plan::{ServiceIndex, Starts};
use crate::scenario::reason::Reason;

impl Laws<'_> {
    fn count(&mut self, now: Time, count: Count, by: i64) {
        match count {
            Count::BedQueue => {
                self.bed_line += by;
                if self.bed_line < 0 {
                    self.break_law(|| "fewer than nobody waits for a bed".to_owned());
                }
            }
            Count::Hospital => self.in_hospital(now, by),
            Count::Line(s) => self.lines[s].length.change(now, by),
            Count::Held(s) => self.held(now, s, by),
            Count::Service(s) => self.services[s].inside += by,
            Count::Care(s) => self.care(now, s, by),
            Count::AwaitingRound | Count::Outside | Count::Blocked(_) | Count::GaveWay(_) => {}
        }
    }

    fn in_hospital(&mut self, now: Time, by: i64) {
        self.beds.inside += by;
        if by < 0 {
            self.beds.left += 1;
            return;
        }
        self.beds.entered += 1;
        let beds = self.plan.hospital.beds.value_at(now).plus(self.escalation);
        // People who are there at the start may be more than the beds; they drain.
        if now > self.plan.calendar.simulated_from()
            && let Some(beds) = beds.number()
            && self.beds.inside > i64::from(beds)
        {
            self.break_law(|| format!("more people than the {beds} beds"));
        }
    }

    fn held(&mut self, now: Time, s: ServiceIndex, by: i64) {
        self.look_at_week(now, s);
        self.services[s].held += by;
        if by < 0 {
            return;
        }
        let plan = &self.plan.services[s];
        let people = plan.people.value_at(now).plus(self.extra[s]);
        let Counted { held, inside, .. } = self.services[s];
        if let Some(people) = people.number()
            && held + inside > i64::from(people)
        {
            self.break_law(|| format!("service {s}: {held} held and {inside} inside of {people} places"));
        }
        if let Some(care) = plan.load.care() {
            let (load, most) = (self.load[s].now, care.amount.value_at(now));
            if load > most {
                self.break_law(|| format!("service {s}: load {load} of {most}"));
            }
        }
    }

    fn care(&mut self, now: Time, s: ServiceIndex, by: i64) {
        if now > self.load[s].since {
            self.settle_load(s);
            self.load[s] = Loaded { now: self.load[s].now, before: self.load[s].now, since: now };
        }
        self.load[s].now += by;
        if self.load[s].now < 0 {
            self.break_law(|| format!("service {s}: less than no care"));
        }
    }

    fn ready(&mut self, now: Time, patient: &Patient) {
        let first = u64::from(patient.times_unwell() == 0);
        self.ready += first;
        // Of some who are there at the start the pathway was decided before.
        self.decided += first * u64::from(patient.is_decided());
        if patient.acute_end > now {
            self.break_law(|| "ready before the end of the acute stay".to_owned());
        }
    }

    fn waits(&mut self, now: Time, patient: &Patient, from: Option<Reason>, to: Option<Reason>) {
        if let Some(from) = from {
            self.reasons[from].change(now, -1);
        }
        match to {
            Some(to) => self.reasons[to].change(now, 1),
            None => self.leaves_delay(now, patient),
        }
    }

    fn left_hospital(&mut self, now: Time, patient: &Patient, how: Left) {
        if how != Left::Died && !self.plan.hospital.discharge_hours.value_at(now) {
            self.break_law(|| "somebody left the ward outside its hours".to_owned());
        }
        // Who recovers or dies first is never decided.
        self.undecided += u64::from(patient.was_ready() && !patient.is_decided());
        if now < patient.arrived || now < patient.admitted {
            self.break_law(|| "somebody left before coming".to_owned());
        }
    }

    /// A person who has been in a queue since then is counted out of it.
    fn waited(&mut self, now: Time, service: ServiceIndex, since: Time) {
        let first = self.plan.calendar.simulated_from();
        self.lines[service].waits += now.since(since.max(first)).0;
    }

    fn started(&mut self, now: Time, service: ServiceIndex, patient: &Patient) {
        let s = service;
        let plan = &self.plan.services[s];
        if !plan.admits.value_at(now) {
            self.break_law(|| format!("service {s}: a start outside its hours"));
        }
        if now < patient.arrived || now < patient.ready {
            self.break_law(|| format!("service {s}: a start before coming"));
        }
        let listed = self.plan.pathways[patient.pathway].lines.contains(&service);
        // What follows on an exit is one pool for all who need it.
        let follows = self.plan.onward.all().any(|f| f.service.contains(&service));
        if listed && !follows && !plan.accepts.includes(patient.pathway, patient.group, patient.traits()) {
            self.break_law(|| format!("service {s}: somebody whom it does not accept"));
        }
        if !plan.permanent {
            self.services[s].entered += 1;
        }
        self.look_at_week(now, s);
        let week = &mut self.weeks[s];
        week.starts += 1;
        let Week { starts, held_over, .. } = *week;
        if let Starts::SinceMonday(allowed) = &plan.starts {
            let most = allowed[now.day() as usize].number();
            if let Some(most) = most
                && starts > most.saturating_add(held_over)
            {
                self.break_law(|| format!("service {s}: {starts} starts of {most} since Monday"));
            }
        }
    }

    fn still_there(&mut self, now: Time, patient: &Patient) {
        match patient.whereabouts {
            Whereabouts::Acute | Whereabouts::AwaitingRound | Whereabouts::Ward => {
                self.beds.by_name += 1;
                self.undecided += u64::from(patient.was_ready() && !patient.is_decided());
                if patient.whereabouts == Whereabouts::Ward {
                    self.leaves_delay(now, patient);
                }
            }
            Whereabouts::Bridge | Whereabouts::Service | Whereabouts::Blocked => {
                let service = patient.service();
                if let Some(s) = service {
                    self.services[s].by_name += 1;
                }
            }
            Whereabouts::Home => self.turned.1 += i64::from(self.by_diversion(patient)),
            Whereabouts::Gone | Whereabouts::Away | Whereabouts::BedLine => {}
        }
    }

    /// Whether somebody is where it is, or waits for that, by a diversion.
    fn by_diversion(&self, patient: &Patient) -> bool {
        patient.gave_way().is_some_and(|rule| self.plan.diversion(rule).is_some())
    }
}

impl Observer for Laws<'_> {
    fn changed(&mut self, now: Time, change: Change<'_>) {
        self.tick(now);
        match change {
            Change::Beds { beyond, .. } => self.escalation = beyond,
            Change::ExtraPlaces { service, extra } => self.extra[service] = extra,
            Change::Admitted { patient, .. } => {
                self.in_kept_beds(now, patient, 1, true);
                if !self.plan.hospital.admits.value_at(now) {
                    self.break_law(|| "somebody was admitted while the hospital was closed".to_owned());
                }
            }
            Change::Ready { patient, .. } => self.ready(now, patient),
            Change::Waits { patient, from, to } => self.waits(now, patient, from, to),
            Change::Decided { .. } => self.decided += 1,
            Change::LeftHospital { patient, how, .. } => {
                self.in_kept_beds(now, patient, -1, false);
                self.left_hospital(now, patient, how);
            }
            Change::LeftLine { service, since, .. } | Change::StillInLine { service, since } => {
                self.waited(now, service, since);
            }
            Change::Ended { patient, service, .. } | Change::BridgeEnded { patient, service, .. } => {
                self.in_kept(now, service, patient, -1, false);
                self.services[service].left += 1;
            }
            Change::MovedIn { patient, service, .. } => {
                self.in_kept(now, service, patient, -1, false);
                self.started(now, service, patient);
            }
            Change::Offered { patient, service, .. } => self.in_kept(now, service, patient, 1, true),
            Change::Withdrawn { patient, service, .. } => self.in_kept(now, service, patient, -1, false),
            Change::ThereAtStart { patient, .. } => self.there_at_start(now, patient),
            Change::Started { patient, service, from_home } => {
                self.started(now, service, patient);
                self.turned.0 -= i64::from(from_home && self.by_diversion(patient));
            }
            Change::BridgeBegan { patient, service, .. } => {
                self.started(now, service, patient);
            }
            Change::StillThere { patient, .. } => self.still_there(now, patient),
            Change::TurnedTo { .. } => self.turned.0 += 1,
            Change::Overflowed { .. } => self.turned.0 -= 1,
            Change::Finished { .. } => self.plan.services.numbers().for_each(|s| self.settle_load(s)),
            // Seen as it moves people, or not at all.
            Change::MeasuringStarts
            | Change::ExtraStaff { .. }
            | Change::StandsStill { .. }
            | Change::Arrived { .. }
            | Change::CameAgain { .. }
            | Change::Cancelled { .. }
            | Change::StayOver { .. }
            | Change::WorkAsked { .. }
            | Change::WorkDone { .. }
            | Change::Joined { .. }
            | Change::CareChanged { .. }
            | Change::Blocked { .. }
            | Change::HomeAt91Days { .. }
            | Change::Overdue { .. }
            | Change::NotTakenEarly { .. }
            | Change::LeftBedQueue { .. }
            | Change::Spared { .. }
            | Change::GaveUp { .. }
            | Change::NeedsMore { .. }
            | Change::Recovered { .. }
            | Change::Unwell { .. } => {}
        }
        // Last, so that a start is looked at while its place is a held one.
        change.moves(|count, by| self.count(now, count, by));
    }
}
