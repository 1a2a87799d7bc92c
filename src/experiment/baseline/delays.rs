//! People remaining divided by reason, and the steps and places that make as many of each wait. Work on the way out runs
//! side by side and each midnight is booked to the first that is unfinished, so what one books depends on those before
//! it: shares are solved in the order of booking, midnight by midnight, and the parts sum to the whole.

use super::balance::Balance;
use super::bands::{Lognormal, fitted};
use super::filled::{self, Filled};
use super::queue;
use super::table::{Column, Table, Trust};

/// Midnights that are looked at.
const MIDNIGHTS: usize = 500;
/// People are found in the late morning: half a day before the first midnight.
const AFTER_READY: f64 = 0.5;
/// Decisions fall into the afternoon, and the work they begin goes on in the next working day.
const AFTER_DECISION: f64 = 0.15;
/// The share of people for whom the hub is not done by the first midnight, with the staff that is given.
const HUB_OVERNIGHT: f64 = 0.25;
/// The shares of people whose therapy review is not done by the first midnights.
const THERAPY_OPEN: [f64; 3] = [0.40, 0.15, 0.05];
/// The share of hospital process that is the wait for therapists, at most.
const THERAPY: f64 = 0.35;
/// The highest share of people whom a step concerns; beyond it the step takes longer.
const CONCERNED: f64 = 0.85;
/// How long the arranging takes by pathway, against each other.
pub const ARRANGING: [f64; 3] = [0.8, 1.2, 1.4];
/// How long each person on pathways 1 to 3 waits for room in England, against each other: shares of the national
/// reasons (17%, 16% and 16%) over shares of discharges (9.5%, 3.1% and 1.6%).
const ROOM: [f64; 3] = [1.7, 5.2, 9.8];
/// Arrangements with other areas, in days.
const ELSEWHERE: Lognormal = Lognormal { mean: 14.0, sigma: 1.0 };
/// How much shorter or longer one piece of work may be than the delay of those delayed.
const SHORTENED: [f64; 2] = [0.25, 1.5];
/// Stays in reablement and in recuperation beds, in days.
pub const SERVICE_STAYS: [f64; 2] = [18.0, 28.0];

/// A step: whom it concerns and how long it takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The share of people concerned.
    pub share: f64,
    /// How long it takes in calendar days.
    pub takes: Lognormal,
}

/// A crew for so many pieces of work a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crew {
    /// People on duty from Monday to Friday.
    pub weekdays: u32,
    /// People on duty at weekends.
    pub weekends: u32,
    /// Hours for one piece of work.
    pub hours: f64,
}

/// Steps and places.
#[derive(Clone, Debug)]
pub struct Delays {
    /// People remaining by reason: hospital, wellbeing, hub, interface, capacity, out of area.
    pub people: [f64; 6],
    /// Shares by reason and where they are from.
    pub reasons: Filled<6>,
    /// Lengths of delay, from the bands.
    pub lengths: Lognormal,
    /// Where bands and mean are from.
    pub bands: [filled::From; 2],
    /// The hub.
    pub hub: Crew,
    /// Therapists, and the share of people on pathways 1 and 2 whom they review.
    pub therapists: (Crew, f64),
    /// Hold-ups in the hospital, of people on all pathways.
    pub hospital: Step,
    /// Referral by the hub, on pathways 1 to 3.
    pub referral: Option<Step>,
    /// Wellbeing concerns, on pathways 1 to 3.
    pub wellbeing: Option<Step>,
    /// Arrangements with other areas, of those who are from there.
    pub elsewhere: Option<Step>,
    /// Arranging by pathway 1 to 3.
    pub arranging: [Step; 3],
    /// Reablement places and recuperation beds.
    pub room: [queue::Room; 2],
    /// Care homes: starts a week, and the rate of giving way.
    pub care_home: (f64, f64),
    /// People a day who come to the services of pathways 1 to 3.
    pub demand: [f64; 3],
}

/// Who is still held up at each midnight, of the people on one pathway.
struct Way {
    people: f64,
    free: Vec<f64>,
}

impl Way {
    fn booked(&self, open: impl Fn(usize) -> f64) -> f64 {
        self.people * self.free.iter().enumerate().map(|(k, free)| free * open(k)).sum::<f64>()
    }

    fn after(&mut self, open: impl Fn(usize) -> f64) {
        for (k, free) in self.free.iter_mut().enumerate() {
            *free *= 1.0 - open(k);
        }
    }
}

/// Solves steps and places. Delays add up on the way out, so each piece of work is shorter than the delay of those
/// delayed: by the factor with which these, all together, have the published mean.
pub fn solve(table: &Table, trust: &Trust, balance: &Balance) -> Delays {
    let reasons = filled::reasons(table, trust);
    let people = reasons.values.map(|share| share * balance.remaining);
    let bands = filled::bands(table, trust);
    let mean = filled::figure(table, trust, Column::ReadyMean);
    let lengths = fitted(bands.values, mean.values[0]);
    let with = |factor: f64| {
        let takes = Lognormal { mean: lengths.mean * factor, sigma: lengths.sigma };
        divided(balance, (&reasons, people), takes)
    };
    let (mut low, mut high) = (libm::log(SHORTENED[0]), libm::log(SHORTENED[1]));
    for _ in 0..24 {
        let middle = f64::midpoint(low, high);
        if with(libm::exp(middle)).1 < mean.values[0] { low = middle } else { high = middle }
    }
    let (delays, _) = with(libm::exp(f64::midpoint(low, high)));
    Delays { lengths, bands: [bands.from, mean.from], ..delays }
}

/// Steps and places where one piece of work takes so long, and the mean delay of those delayed.
fn divided(
    balance: &Balance,
    (reasons, people): (&Filled<6>, [f64; 6]),
    lengths: Lognormal,
) -> (Delays, f64) {
    let [_, p1, p2, p3] = balance.by_pathway;
    let mut ways: Vec<Way> =
        balance.by_pathway.iter().map(|&people| Way { people, free: vec![1.0; MIDNIGHTS] }).collect();
    let complex = 1..4;
    let overnight = |k: usize| if k == 0 { HUB_OVERNIGHT } else { 0.0 };
    let hub_people: f64 = ways[1..].iter().map(|way| way.booked(overnight)).sum();
    ways[1..].iter_mut().for_each(|way| way.after(overnight));

    let therapy_nights: f64 = THERAPY_OPEN.iter().sum();
    let reviewed = (THERAPY * people[0] / (therapy_nights * (p1 + p2)).max(1e-9)).clamp(0.1, 1.0);
    let therapy = |k: usize| reviewed * THERAPY_OPEN.get(k).copied().unwrap_or(0.0);
    let therapy_people: f64 = ways[1..3].iter().map(|way| way.booked(therapy)).sum();
    ways[1..3].iter_mut().for_each(|way| way.after(therapy));

    let hospital =
        step(&mut ways, 0..4, (people[0] - therapy_people).max(0.02 * people[0]), lengths, AFTER_READY);
    let referral = (people[2] - hub_people > 0.1 * people[2])
        .then(|| step(&mut ways, complex.clone(), people[2] - hub_people, lengths, AFTER_DECISION));
    let some = |part: f64| part > 0.005 * balance.remaining;
    let wellbeing =
        some(people[1]).then(|| step(&mut ways, complex.clone(), people[1], lengths, AFTER_DECISION));
    let elsewhere = some(people[5]).then(|| step(&mut ways, complex, people[5], ELSEWHERE, AFTER_DECISION));
    let arranging = arranging(&mut ways, people[3].max(0.01 * balance.remaining), lengths);

    let local = 1.0 - elsewhere.map_or(0.0, |step| step.share);
    let demand = [p1, p2, p3].map(|n| n * local);
    let weights: [f64; 3] = std::array::from_fn(|i| demand[i] * ROOM[i]);
    let sum: f64 = weights.iter().sum();
    let waiting = weights.map(|weight| (people[4].max(0.01 * balance.remaining)) * weight / sum);
    let room: [queue::Room; 2] =
        std::array::from_fn(|i| queue::solved(demand[i], SERVICE_STAYS[i], waiting[i]));
    let (starts, per_day) = queue::solved_starts(demand[2], waiting[2]);
    let mut delayed = ways[0].people * (1.0 - ways[0].free[0]);
    for (i, way) in ways[1..].iter().enumerate() {
        let wait = waiting[i] / demand[i].max(1e-9);
        let no_room = local * wait / (wait + 0.5);
        delayed += way.people * (1.0 - way.free[0] * (1.0 - no_room));
    }
    let delays = Delays {
        people,
        reasons: reasons.clone(),
        lengths,
        bands: [filled::From::Own, filled::From::Own],
        hub: crew((p1 + p2 + p3) * 7.0, 10.0, 0.75, 3.0),
        therapists: (crew((p1 + p2) * reviewed * 7.0, 8.5, 0.75, 3.0), reviewed),
        hospital,
        referral,
        wellbeing,
        elsewhere,
        arranging,
        room,
        care_home: (starts * 7.0, per_day),
        demand,
    };
    (delays, balance.remaining / delayed.max(1e-9))
}

/// Whole people on duty for so many pieces of work a week, `used` of their time; the length of a piece follows.
fn crew(pieces: f64, day: f64, used: f64, about: f64) -> Crew {
    let needed = pieces * about / (used * day);
    let weekdays = (needed / 5.8).ceil().max(1.0);
    let weekends = (0.4 * weekdays).ceil();
    let hours = (used * day * (5.0 * weekdays + 2.0 * weekends) / pieces).clamp(0.5, 6.0);
    Crew { weekdays: weekdays as u32, weekends: weekends as u32, hours }
}

/// The share of people on these ways whom a step concerns that books so many; where that were nearly all, the step is
/// longer. From then on it holds them up.
fn step(ways: &mut [Way], of: std::ops::Range<usize>, people: f64, takes: Lognormal, from: f64) -> Step {
    let mut takes = takes;
    let open = |takes: Lognormal, k: usize| takes.above(k as f64 + from);
    let mut share = f64::INFINITY;
    for _ in 0..60 {
        let one: f64 = ways[of.clone()].iter().map(|way| way.booked(|k| open(takes, k))).sum();
        share = people / one.max(1e-12);
        if share <= CONCERNED {
            break;
        }
        takes.mean *= 1.1;
    }
    let share = share.min(CONCERNED);
    ways[of].iter_mut().for_each(|way| way.after(|k| share * open(takes, k)));
    Step { share, takes }
}

/// The arranging on pathways 1 to 3: one share, lengths that differ by fixed ratios.
fn arranging(ways: &mut [Way], people: f64, lengths: Lognormal) -> [Step; 3] {
    let mut mean = lengths.mean;
    let of = |mean: f64| ARRANGING.map(|factor| Lognormal { mean: mean * factor, sigma: lengths.sigma });
    let mut share = f64::INFINITY;
    for _ in 0..60 {
        let all = of(mean);
        let one: f64 = (0..3).map(|i| ways[i + 1].booked(|k| all[i].above(k as f64 + AFTER_DECISION))).sum();
        share = people / one.max(1e-12);
        if share <= CONCERNED {
            break;
        }
        mean *= 1.1;
    }
    let share = share.min(CONCERNED);
    let all = of(mean);
    for (way, takes) in ways[1..].iter_mut().zip(all) {
        way.after(|k| share * takes.above(k as f64 + AFTER_DECISION));
    }
    all.map(|takes| Step { share, takes })
}
