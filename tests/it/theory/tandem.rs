//! Two stages in a row: acute beds, then a service. Whoever cannot go on keeps the bed (blocking after
//! service; Perros, Queueing Networks with Blocking, 1994). With exponential times this is a small
//! Markov chain, solved here.

use wardflow::measures::{DailyMeasure, Place};

use super::chain::stationary;
use super::study::{LEVEL, Study, WAIT, agrees};

/// A hospital and the one service that everybody needs after it.
#[derive(Clone, Copy)]
struct Tandem {
    arrivals_per_day: f64,
    beds: usize,
    acute_days: f64,
    places: usize,
    service_days: f64,
}

impl Tandem {
    fn scenario(self, days: u32) -> String {
        let Self { arrivals_per_day, beds, acute_days, places, service_days } = self;
        format!(
            r#"{{ "name": "tandem",
                  "calendar": {{ "start": "2024-01-01", "days": {days}, "warm_up": "30d" }},
                  "groups": {{ "everyone": {{ "arrivals": {{ "per_day": {arrivals_per_day} }},
                                              "stay": {{ "exponential": {{ "mean": "{acute_days}d" }} }},
                                              "needs": {{ "p1": 1.0 }} }} }},
                  "hospital": {{ "beds": {beds} }},
                  "pathways": {{ "p1": {{ "services": ["care"] }} }},
                  "services": {{ "care": {{ "places": {places},
                                            "stay": {{ "exponential": {{ "mean": "{service_days}d" }} }} }} }} }}"#
        )
    }
}

/// A state of the chain: people at the hospital whose acute stay is not over (in a bed or waiting
/// for one), and people past it, delayed in a bed or in the service.
#[derive(Clone, Copy)]
struct State {
    acute: usize,
    past: usize,
}

impl Tandem {
    /// More than so many at the door are left out: their chance is below 10⁻¹².
    const MOST_AT_THE_DOOR: usize = 250;

    fn delayed(self, s: State) -> usize {
        s.past.saturating_sub(self.places)
    }

    fn treated(self, s: State) -> usize {
        s.acute.min(self.beds - self.delayed(s))
    }

    fn index(self, s: State) -> usize {
        s.acute * (self.beds + self.places + 1) + s.past
    }

    fn states(self) -> Vec<State> {
        let most = self.beds + self.places;
        (0..=Self::MOST_AT_THE_DOOR)
            .flat_map(|acute| (0..=most).map(move |past| State { acute, past }))
            .collect()
    }

    /// Where a state goes, and at what rate a day.
    fn moves(self, s: State) -> Vec<(State, f64)> {
        let mut all = Vec::new();
        if s.acute < Self::MOST_AT_THE_DOOR {
            all.push((State { acute: s.acute + 1, ..s }, self.arrivals_per_day));
        }
        let (treated, served) = (self.treated(s) as f64, s.past.min(self.places) as f64);
        if treated > 0.0 {
            all.push((State { acute: s.acute - 1, past: s.past + 1 }, treated / self.acute_days));
        }
        if served > 0.0 {
            all.push((State { past: s.past - 1, ..s }, served / self.service_days));
        }
        all
    }

    /// The chance of each state in the long run.
    fn stationary(self) -> Vec<(State, f64)> {
        let states = self.states();
        let chance = stationary(states.len(), |from| {
            self.moves(states[from]).into_iter().map(|(to, rate)| (self.index(to), rate)).collect()
        });
        states.into_iter().zip(chance).collect()
    }

    /// The mean of a number over the states.
    fn mean(chances: &[(State, f64)], number: impl Fn(State) -> f64) -> f64 {
        chances.iter().map(|&(s, p)| p * number(s)).sum()
    }
}

#[test]
fn the_chain_of_one_stage_without_blocking_is_erlang_c() {
    // With so many places that nobody is ever delayed, the hospital is M/M/c alone.
    let tandem = Tandem { arrivals_per_day: 25.0, beds: 4, acute_days: 0.1, places: 30, service_days: 0.1 };
    let chances = tandem.stationary();
    let queue = Tandem::mean(&chances, |s| (s.acute - tandem.treated(s)) as f64);
    assert!((queue - 0.533_094_51).abs() < 1e-6, "{queue}");
}

#[test]
pub fn a_bed_stays_held_until_the_service_has_room() {
    let tandem = Tandem { arrivals_per_day: 18.0, beds: 3, acute_days: 0.08, places: 2, service_days: 0.08 };
    let chances = tandem.stationary();
    let mean = |number: &dyn Fn(State) -> f64| Tandem::mean(&chances, number);
    let delayed = mean(&|s| tandem.delayed(s) as f64);
    let in_bed = mean(&|s| (tandem.treated(s) + tandem.delayed(s)) as f64);
    let at_the_door = mean(&|s| (s.acute - tandem.treated(s)) as f64);
    let in_service = mean(&|s| s.past.min(2) as f64);
    let out = in_service / tandem.service_days;
    assert!(
        (out - 18.0).abs() < 1e-6 && delayed > 0.1,
        "the chain is solved: {out} a day, {delayed} delayed"
    );

    let days = 1460;
    let seen = Study::of(&tandem.scenario(days), 120);
    let a_day = |name: &str| -> Vec<f64> { seen.system(name).iter().map(|x| x / f64::from(days)).collect() };
    agrees("people in bed", &a_day("acute_bed_days"), in_bed, LEVEL);
    agrees("acute_occupancy", &seen.system("acute_occupancy"), in_bed / 3.0, LEVEL);
    agrees("nctr_people", &seen.system("nctr_people"), delayed, LEVEL);
    agrees("delay_days_mean", &seen.system("delay_days_mean"), delayed / 18.0, WAIT);
    agrees("people queueing for a bed", &seen.daily_mean(DailyMeasure::BedQueue), at_the_door, LEVEL);
    agrees("bed_wait_hours_mean", &seen.system("bed_wait_hours_mean"), 24.0 * at_the_door / 18.0, WAIT);
    agrees("utilisation of the service", &seen.service("care", "utilisation"), in_service / 2.0, LEVEL);
    agrees("discharges a day", &a_day("discharges"), 18.0, LEVEL);
    for (place, what) in [(Place::Hospital, "in bed"), (Place::Nctr, "delayed")] {
        let shares = seen.shares(place);
        for n in 0..=3 {
            let exact = mean(&|s| {
                let delayed = tandem.delayed(s);
                let here = if place == Place::Nctr { delayed } else { delayed + tandem.treated(s) };
                f64::from(here == n)
            });
            let share: Vec<f64> = shares.iter().map(|s| s.get(n).copied().unwrap_or(0.0)).collect();
            agrees(&format!("share of time with {n} {what}"), &share, exact, 0.03);
        }
    }
}

#[test]
fn a_full_hospital_lets_through_what_two_blocked_stages_can() {
    // One bed that is never empty, one place: starved, both at work, or the bed held. Of the three
    // states' balance: starved = both × b ÷ a, held = both × a ÷ b, with a and b the rates.
    let (a, b) = (10.0, 15.0);
    let tandem =
        Tandem { arrivals_per_day: 20.0, beds: 1, acute_days: 1.0 / a, places: 1, service_days: 1.0 / b };
    let both = 1.0 / (1.0 + b / a + a / b);
    let days = 365;
    let seen = Study::of(&tandem.scenario(days), 40);
    agrees("nctr_people", &seen.system("nctr_people"), both * a / b, LEVEL);
    agrees("utilisation", &seen.service("care", "utilisation"), both * (1.0 + a / b), LEVEL);
    let out: Vec<f64> = seen.system("discharges").iter().map(|n| n / f64::from(days)).collect();
    agrees("discharges a day", &out, b * both * (1.0 + a / b), LEVEL);
    // After the warm-up the bed is empty at no time.
    assert!(seen.system("acute_occupancy").iter().all(|&full| (full - 1.0).abs() < 1e-12));
}
