//! Dated effects as factors: what the events of a file make of arrivals, stays, steps, rounds, starts,
//! staff and admissions on each day. A day's factor is the product of all events that touch a thing.
//! `build` reads them.

use jiff::civil::Date;

use super::drift;
use super::words::Event;
use crate::base::Timetable;
use crate::scenario::values::quantities::Factor;

/// The greatest factor that several events make together.
const GREATEST: f64 = 1e6;

/// All dated effects of a file.
#[derive(Debug, Default)]
pub struct Effects<'a>(pub(super) Vec<Effect<'a>>);

/// One event, what it touches, and its force on each day.
#[derive(Debug)]
pub struct Effect<'a> {
    /// As typed.
    pub event: &'a Event,
    /// Groups that it names.
    pub groups: Option<Vec<usize>>,
    /// Steps that it names.
    pub steps: Option<Vec<usize>>,
    /// Services that it names.
    pub services: Option<Vec<usize>>,
    /// By day of the calendar: from 0 to 1 or, where it drifts, in standard deviations; 0 where it is not there.
    pub force: Vec<f64>,
}

fn touches(list: Option<&Vec<usize>>, i: usize) -> bool {
    list.is_none_or(|list| list.contains(&i))
}

impl Effects<'_> {
    fn product<'a>(&'a self, day: usize, of: impl Fn(&'a Effect<'a>) -> Option<f64>) -> f64 {
        self.0
            .iter()
            .filter(|effect| effect.force[day] != 0.0)
            .filter_map(|effect| of(effect).map(|added| effect.factor(day, added)))
            // Many great factors on one day would overflow, and 0 times infinity is no number.
            .fold(1.0, |product, factor| (product * factor).min(GREATEST))
    }

    fn timetable<'a>(
        &'a self,
        days: usize,
        of: impl Fn(&'a Effect<'a>) -> Option<f64> + Copy,
    ) -> Timetable<f64> {
        Timetable::daily(1.0, (0..days).map(|day| self.product(day, of)))
    }

    /// The factor on a group's arrivals.
    pub fn arrivals(&self, group: usize, day: usize) -> f64 {
        self.product(day, |e| e.event.uplift.filter(|_| touches(e.groups.as_ref(), group)).map(|u| u.0))
    }

    /// Whether any event changes a group's arrivals.
    pub fn any_arrivals(&self, group: usize) -> bool {
        self.0.iter().any(|e| e.event.uplift.is_some() && touches(e.groups.as_ref(), group))
    }

    /// The factor on the acute stays of those of a group who are admitted then: of events that name it,
    /// or that name nothing.
    pub fn stays(&self, group: usize, days: usize) -> Timetable<f64> {
        self.timetable(days, |e| added(e.event.stay_factor).filter(|_| e.on_acute(group)))
    }

    /// The factor on the stays of those who start in a service then: of events that name it.
    pub fn service_stays(&self, service: usize, days: usize) -> Timetable<f64> {
        self.timetable(days, |e| added(e.event.stay_factor).filter(|_| e.on_service(service)))
    }

    /// The least factor that an event which happens by chance or drifts makes of a stay, of a service or of
    /// a group's acute stay: these events are in no timetable yet.
    pub fn least_stay(&self, service: Option<usize>, group: usize) -> f64 {
        let by_luck = self.0.iter().filter(|e| e.event.is_by_luck());
        let acting = by_luck.filter(|e| service.map_or(e.on_acute(group), |service| e.on_service(service)));
        let least = |e: &Effect<'_>| {
            let factor = e.event.stay_factor?.0;
            Some(if e.event.drifts.is_some() { drift::least(factor) } else { factor })
        };
        acting.filter_map(least).fold(1.0, f64::min)
    }

    /// The factor on a step that begins then.
    pub fn steps(&self, step: usize, days: usize) -> Timetable<f64> {
        self.timetable(days, |e| added(e.event.step_factor).filter(|_| touches(e.steps.as_ref(), step)))
    }

    /// The factor on the reach of board rounds.
    pub fn reach(&self, day: usize) -> f64 {
        self.product(day, |e| added(e.event.reach_factor))
    }

    /// The factor on a service's starts a week.
    pub fn starts(&self, service: usize, day: usize) -> f64 {
        self.product(day, |e| added(e.event.starts_factor).filter(|_| touches(e.services.as_ref(), service)))
    }

    /// The factor on the people on duty for a step, or in the hub, which an event touches that
    /// names no steps.
    pub fn staff(&self, step: Option<usize>, day: usize) -> f64 {
        self.product(day, |e| {
            let touched = step.map_or(e.steps.is_none(), |step| touches(e.steps.as_ref(), step));
            added(e.event.staff_factor).filter(|_| touched)
        })
    }

    /// Whether a dated event closed a service on a day before the run.
    pub fn closed_before(&self, service: usize, date: Date) -> bool {
        self.0.iter().filter(|e| e.event.closes() && e.event.chance.is_none()).any(|e| {
            let dates = e.event.from.zip(e.event.to);
            dates.is_some_and(|(from, to)| (from..=to).contains(&date))
                && touches(e.services.as_ref(), service)
        })
    }

    /// Whether a service does not admit on a day.
    pub fn closes(&self, service: usize, day: usize) -> bool {
        self.0.iter().any(|e| e.event.closes() && e.force[day] > 0.0 && touches(e.services.as_ref(), service))
    }
}

impl Effect<'_> {
    /// What it makes of a factor on a day on which it is there.
    fn factor(&self, day: usize, added: f64) -> f64 {
        let force = self.force[day];
        if self.event.drifts.is_some() { drift::factor(1.0 + added, force) } else { 1.0 + force * added }
    }

    /// Whether its factor on stays acts on the acute stays of a group.
    fn on_acute(&self, group: usize) -> bool {
        self.groups.as_ref().map_or(self.services.is_none(), |groups| groups.contains(&group))
    }

    /// Whether it acts on stays in a service.
    fn on_service(&self, service: usize) -> bool {
        self.services.as_ref().is_some_and(|services| services.contains(&service))
    }
}

fn added(factor: Option<Factor>) -> Option<f64> {
    factor.map(|f| f.0 - 1.0)
}
