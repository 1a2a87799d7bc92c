//! Events whose strength wanders: how strong they are on each day of one replication.
//!
//! The strength is an Ornstein–Uhlenbeck process seen once a day (Uhlenbeck and Ornstein 1930): normal with
//! mean 0 and variance 1 on every day, with a correlation of exp(−days ÷ memory) between two of them. A
//! factor f, which is what one standard deviation up does, becomes exp(s x − s² ÷ 2) with s = ln f: its mean
//! over replications is 1, so an event that drifts changes how much days differ and not their mean.

use jiff::civil::Date;

use super::words::{Event, KnownDrift};
use crate::base::standard::normal;
use crate::base::{Calendar, Luck, NameHash};
use crate::scenario::values::quantities::Strength;

/// A strength never lies farther out, in standard deviations.
const FARTHEST: f64 = 5.0;
/// So many memories before the first day nothing of the start is left.
const MEMORIES_BEFORE: f64 = 8.0;
/// The longest memory, in days: ten years.
pub const LONGEST_MEMORY: f64 = 3_650.0;

/// The factor of a day with this strength, where one standard deviation up makes it `one_up`.
pub fn factor(one_up: f64, strength: f64) -> f64 {
    let s = libm::log(one_up);
    libm::exp(s * strength - s * s / 2.0)
}

/// The least that a factor can become.
pub fn least(one_up: f64) -> f64 {
    factor(one_up, FARTHEST).min(factor(one_up, -FARTHEST))
}

/// What one standard deviation up does, by key.
pub fn factors(event: &Event) -> [(&'static str, Option<f64>); 6] {
    [
        ("uplift", event.uplift.map(|uplift| 1.0 + uplift.0)),
        ("stay_factor", event.stay_factor.map(|f| f.0)),
        ("step_factor", event.step_factor.map(|f| f.0)),
        ("reach_factor", event.reach_factor.map(|f| f.0)),
        ("starts_factor", event.starts_factor.map(|f| f.0)),
        ("staff_factor", event.staff_factor.map(|f| f.0)),
    ]
}

/// The logarithm of the first factor that is given: what one standard deviation does. 0 where none is.
pub fn size(event: &Event) -> f64 {
    factors(event).into_iter().find_map(|(_, factor)| factor).filter(|f| *f > 0.0).map_or(0.0, libm::log)
}

/// The strength on each day, keyed by date: a longer warm-up changes none. Without luck it is not there.
pub fn force(calendar: &Calendar, key: &str, event: &Event, luck: Option<Luck>) -> Vec<f64> {
    const PURPOSE: NameHash = NameHash::of("event that drifts");
    let days = calendar.days().len();
    let memory = event.drifts.as_ref().and_then(|drift| drift.memory).map(|memory| memory.days);
    let (Some(luck), Some(memory)) = (luck, memory.filter(|m| (1.0..=LONGEST_MEMORY).contains(m))) else {
        return vec![0.0; days];
    };
    let luck = luck.name(PURPOSE).name(NameHash::of(key));
    let kept = libm::exp(-1.0 / memory);
    let new = libm::sqrt(1.0 - kept * kept);
    let before = (MEMORIES_BEFORE * memory).ceil() as u64;
    let first = calendar.date_key(0);
    let mut strength = 0.0;
    let mut next = |date: u64| {
        strength = kept * strength + new * normal(&mut luck.part(date).generator());
        f64::clamp(strength, -FARTHEST, FARTHEST)
    };
    for back in (1..=before).rev() {
        next(first.wrapping_sub(back));
    }
    let known = event.drifts.as_ref().and_then(|drift| Known::of(drift.known.as_ref()?, memory));
    (0..days as u32)
        .map(|day| {
            let strength = next(calendar.date_key(day));
            let date = calendar.day(day).date;
            let strength = known.as_ref().map_or(strength, |known| known.given(date, strength));
            let there = event.from.is_none_or(|from| from <= date) && event.to.is_none_or(|to| date <= to);
            if there { strength } else { 0.0 }
        })
        .collect()
}

/// What is known of a drift's past.
struct Known<'e> {
    from: Date,
    every: f64,
    strengths: &'e [Strength],
    within: f64,
    memory: f64,
}

impl<'e> Known<'e> {
    fn of(typed: &'e KnownDrift, memory: f64) -> Option<Self> {
        let strengths = typed.strengths.as_deref().filter(|all| !all.is_empty())?;
        let every = typed.every?.days.max(1.0);
        Some(Self { from: typed.from?, every, strengths, within: typed.within().0, memory })
    }

    /// The strength of a day, where that of nothing known would be this: what is known, and what is left of
    /// chance. Away from the known days both go back to what they are without knowledge, as the mean and the
    /// variance of an Ornstein–Uhlenbeck process do.
    fn given(&self, date: Date, free: f64) -> f64 {
        let at = f64::from((date - self.from).get_days()) / self.every;
        let last = (self.strengths.len() - 1) as f64;
        let away = (-at).max(at - last).max(0.0) * self.every;
        let at = at.clamp(0.0, last);
        let (before, part) = (at.floor(), at.fract());
        let strength = |i: f64| self.strengths[(i as usize).min(self.strengths.len() - 1)].0;
        let mean = strength(before) * (1.0 - part) + strength(before + 1.0) * part;
        let kept = libm::exp(-away / self.memory);
        let spread = (1.0 - kept * kept * (1.0 - self.within * self.within)).max(0.0).sqrt();
        (kept * mean + spread * free).clamp(-FARTHEST, FARTHEST)
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::Drift;
    use super::*;
    use crate::scenario::values::duration::{Duration, Unit};
    use jiff::civil::date;

    fn event(memory: f64) -> Event {
        let drifts = Drift { memory: Some(Duration { days: memory, unit: Unit::Days }), known: None };
        Event { drifts: Some(drifts), ..Event::default() }
    }

    #[test]
    fn strengths_are_standard_normal_and_correlated_as_their_memory_says() {
        let calendar = Calendar::new(date(2024, 4, 1), 0, 60, &[]).expect("a calendar");
        let event = event(30.0);
        let n = 4_000;
        let all: Vec<Vec<f64>> =
            (0..n).map(|r| force(&calendar, "x", &event, Some(Luck::new(1, r)))).collect();
        let mean = |of: &dyn Fn(&[f64]) -> f64| all.iter().map(|x| of(x)).sum::<f64>() / n as f64;
        assert!(mean(&|x| x[0]).abs() < 0.06 && mean(&|x| x[50]).abs() < 0.06);
        assert!((mean(&|x| x[0] * x[0]) - 1.0).abs() < 0.08, "{}", mean(&|x| x[0] * x[0]));
        let lag = mean(&|x| x[10] * x[40]);
        assert!((lag - libm::exp(-1.0)).abs() < 0.06, "{lag}");
        let factor = mean(&|x| super::factor(1.3, x[20]));
        assert!((factor - 1.0).abs() < 0.02, "{factor}");
    }

    #[test]
    fn a_longer_warm_up_changes_no_strength() {
        let short = Calendar::new(date(2024, 4, 1), 10, 30, &[]).expect("a calendar");
        let long = Calendar::new(date(2024, 4, 1), 100, 30, &[]).expect("a calendar");
        let event = event(20.0);
        let (a, b) = (
            force(&short, "x", &event, Some(Luck::new(3, 1))),
            force(&long, "x", &event, Some(Luck::new(3, 1))),
        );
        for (x, y) in a.iter().zip(&b[90..]) {
            assert!((x - y).abs() < 0.01, "{x} {y}");
        }
    }

    #[test]
    fn what_is_known_holds_on_its_days_and_fades_after_them() {
        let calendar = Calendar::new(date(2024, 4, 1), 10, 200, &[]).expect("a calendar");
        let mut event = event(30.0);
        let every = Duration { days: 10.0, unit: Unit::Days };
        let strengths = [0.0, 2.0, 1.0].map(Strength).to_vec();
        let known = KnownDrift {
            from: Some(date(2024, 4, 1)),
            every: Some(every),
            strengths: Some(strengths),
            within: Some(crate::scenario::values::quantities::Share(0.1)),
        };
        event.drifts.as_mut().expect("it drifts").known = Some(known);
        let n = 2_000;
        let all: Vec<Vec<f64>> =
            (0..n).map(|r| force(&calendar, "x", &event, Some(Luck::new(1, r)))).collect();
        let mean = |day: usize| all.iter().map(|x| x[day]).sum::<f64>() / n as f64;
        let sd = |day: usize| {
            let m = mean(day);
            (all.iter().map(|x| (x[day] - m) * (x[day] - m)).sum::<f64>() / n as f64).sqrt()
        };
        // The first day of the calendar is ten days before the first known one.
        assert!((mean(20) - 2.0).abs() < 0.02 && (sd(20) - 0.1).abs() < 0.01, "{} {}", mean(20), sd(20));
        assert!((mean(25) - 1.5).abs() < 0.02);
        assert!((mean(60) - libm::exp(-1.0)).abs() < 0.06, "{}", mean(60));
        assert!((sd(150) - 1.0).abs() < 0.05);
        assert!(mean(180).abs() < 0.07);
    }
}
