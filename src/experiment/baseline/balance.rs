//! Who comes, how long they stay and how many wait, by balance and Little's law: people there = people a day × days each.
//! Knows nothing of reasons; `delays` divides those who wait among them.

use super::filled::{self, Filled};
use super::table::{Column, Table, Trust};

/// Days that pathway totals cover: June 2024 to March 2025.
pub const PATHWAY_DAYS: f64 = 304.0;
/// Days of the year of the table.
const YEAR: f64 = 365.0;
/// Days in bed for each discharge that are believed.
const STAYS: [f64; 2] = [3.0, 12.0];
/// Two counts of the same that differ by a factor up to this agree.
const AGREE: f64 = 1.15;
/// More days than this past ready for each person on pathways 1 to 3: their number is not complete.
const MOST_DAYS: f64 = 60.0;
/// Fewer than this share of discharges on pathways 1 to 3: their number is not complete.
const FEWEST_COMPLEX: f64 = 0.01;
/// At most this share of beds is in use: beyond it the queue at the door has no end.
const FULLEST: f64 = 0.955;
/// And at least so many square roots of the people in beds are free: what luck moves is larger where beds are few.
const ROOTS_FREE: f64 = 1.1;
/// Days from the end of the acute stay until a board round has found it and the person has left, where nothing holds
/// them up: with the rounds of `template`.
pub const FOUND_AFTER: f64 = 1.12;
/// The shortest acute stays, as a factor on the usual.
const SHORTEST: f64 = 0.15;

/// A group of people: national values, as fitted for another hospital.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// Its name in the scenario.
    pub key: &'static str,
    /// Its share of emergencies.
    pub share: f64,
    /// The mean acute stay in days, before it is scaled.
    pub stay: f64,
    /// The standard deviation of the logarithm of the stay.
    pub sigma: f64,
    /// The share that dies in hospital.
    pub dies: f64,
    /// Odds of needing pathways 1 to 3 against none: only their ratios between groups count.
    pub odds: [f64; 3],
}

/// Short-stay emergencies, older and frail ones, planned ones.
pub const GROUPS: [Group; 3] = [
    Group { key: "short", share: 0.51, stay: 1.95, sigma: 0.9, dies: 0.004, odds: [0.0153, 0.0011, 0.0005] },
    Group { key: "longer", share: 0.49, stay: 7.4, sigma: 0.95, dies: 0.078, odds: [0.2285, 0.0616, 0.0416] },
    Group { key: "planned", share: 0.0, stay: 2.3, sigma: 0.8, dies: 0.002, odds: [0.0259, 0.0058, 0.0011] },
];
/// The share of planned people where nothing says otherwise.
const PLANNED: f64 = 0.16;

/// Which count of discharges is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// The daily return.
    Return,
    /// Discharges with a ready date.
    ReadyDates,
    /// Beds in use over the mean spell.
    Spells,
}

/// What follows from the figures by arithmetic.
#[derive(Clone, Debug)]
pub struct Balance {
    /// Discharges a day, of people alive.
    pub discharges: f64,
    /// From which count.
    pub followed: Followed,
    /// The least and the greatest count that may be meant.
    pub discharges_range: [f64; 2],
    /// Adult beds in use.
    pub occupied: f64,
    /// Beds of the scenario.
    pub beds: u32,
    /// Whether these are more than were published as available.
    pub beds_raised: bool,
    /// People remaining.
    pub remaining: f64,
    /// The same by discharge-ready dates, on the discharges followed.
    pub remaining_by_dates: Option<f64>,
    /// Discharges a day by pathway, 0 to 3.
    pub by_pathway: [f64; 4],
    /// Whether those on pathways 1 to 3 are the published ones.
    pub pathways_own: bool,
    /// Where shares of pathways are from.
    pub pathways: Filled<4>,
    /// People who come a day, by group.
    pub arrivals: [f64; 3],
    /// Mean acute stays in days, by group.
    pub stays: [f64; 3],
    /// Shares of needs by group, p0 to p3, of those who live.
    pub needs: [[f64; 4]; 3],
    /// What contradicts, in sentences.
    pub contradicts: Vec<String>,
}

/// Solves the balance; `None` where a figure is missing that has to be there.
pub fn solve(table: &Table, trust: &Trust) -> Option<Balance> {
    let [returned, remaining, available, occupied] = trust.all(super::table::NEEDED)?;
    if returned <= 0.0 || available <= 0.0 || occupied <= 0.0 {
        return None;
    }
    let mut contradicts = Vec::new();
    let dates = trust.get(Column::ReadyDischarges).map(|n| n / YEAR).filter(|n| *n > 0.0);
    let spells = trust.get(Column::SpellMean).filter(|days| *days > 0.0).map(|days| occupied / days);
    let (discharges, followed) = followed(returned, dates, spells, occupied);
    let discharges_range =
        counts(&mut contradicts, (returned, dates, spells), (discharges, followed), occupied);
    let (by_pathway, pathways, pathways_own) =
        by_pathway(table, trust, (discharges, returned), remaining, &mut contradicts);

    let remaining_by_dates =
        trust.get(Column::ReadyBedDays).map(|days| days / YEAR).zip(dates).map(|(days, dates)| {
            // Of each discharge so many days, on the discharges that are followed.
            days / dates * discharges
        });
    if let Some(by_dates) = remaining_by_dates.filter(|x| far(*x, remaining, AGREE)) {
        contradicts.push(format!(
            "People remaining: {remaining:.1} a day on the daily return, {by_dates:.1} by the bed-days after the ready date ({:.2} days for each discharge, of {discharges:.1} a day). The return is followed; the target's range holds both.",
            by_dates / discharges
        ));
    }
    let (beds, beds_raised) = beds(available, occupied, &mut contradicts);
    let planned = planned(trust, discharges);
    let shares = [(1.0 - planned) * GROUPS[0].share, (1.0 - planned) * GROUPS[1].share, planned];
    let dying: f64 = shares.iter().zip(GROUPS).map(|(share, group)| share * group.dies).sum();
    let all = discharges / (1.0 - dying);
    let arrivals = shares.map(|share| share * all);
    let stays = stays(arrivals, discharges, (occupied, remaining), &mut contradicts);
    let alive: [f64; 3] = std::array::from_fn(|i| arrivals[i] * (1.0 - GROUPS[i].dies));
    let needs = needs(alive, by_pathway);
    Some(Balance {
        discharges,
        followed,
        discharges_range,
        occupied,
        beds,
        beds_raised,
        remaining,
        remaining_by_dates,
        by_pathway,
        pathways_own,
        pathways,
        arrivals,
        stays,
        needs,
        contradicts,
    })
}

fn far(a: f64, b: f64, factor: f64) -> bool {
    a > b * factor || b > a * factor
}

/// Which count of discharges is believed: the daily return where people then stay so long as people do.
fn followed(returned: f64, dates: Option<f64>, spells: Option<f64>, occupied: f64) -> (f64, Followed) {
    let believed = |n: &f64| (STAYS[0]..=STAYS[1]).contains(&(occupied / n));
    if believed(&returned) {
        return (returned, Followed::Return);
    }
    if let Some(dates) = dates.filter(believed) {
        return (dates, Followed::ReadyDates);
    }
    spells.filter(believed).map_or((returned, Followed::Return), |spells| (spells, Followed::Spells))
}

/// Names counts that contradict each other; the range that holds those which may be meant.
fn counts(
    contradicts: &mut Vec<String>,
    (returned, dates, spells): (f64, Option<f64>, Option<f64>),
    (discharges, followed): (f64, Followed),
    occupied: f64,
) -> [f64; 2] {
    let mut range = [returned.min(discharges), returned.max(discharges)];
    if let Some(dates) = dates {
        let plausible = (STAYS[0]..=1.5 * STAYS[1]).contains(&(occupied / dates));
        if plausible {
            range = [range[0].min(dates), range[1].max(dates)];
        }
        if far(dates, returned, AGREE) {
            contradicts.push(format!(
                "Discharges: {returned:.1} a day on the daily return, {dates:.1} with a ready date; {occupied:.0} people in beds are then {:.1} and {:.1} days each.",
                occupied / returned,
                occupied / dates
            ));
        }
    }
    match followed {
        Followed::Return => {
            if occupied / returned > STAYS[1] || occupied / returned < STAYS[0] {
                contradicts.push(format!(
                    "By the daily return each person is in bed for {:.1} days, which is not believed, and nothing else was published to follow.",
                    occupied / returned
                ));
            }
        }
        Followed::ReadyDates => contradicts.push(
            "Ready dates are followed: by the daily return people would stay too long. Its discharges are no target.".to_owned(),
        ),
        Followed::Spells => {
            contradicts.push(format!(
                "Beds in use over the mean spell are followed, {:.1} discharges a day: by the other counts people would stay too long or too short. The return's discharges are no target.",
                spells.unwrap_or(discharges)
            ));
        }
    }
    range
}

/// Discharges a day by pathway, those shares, and whether they are the published ones.
fn by_pathway(
    table: &Table,
    trust: &Trust,
    (discharges, returned): (f64, f64),
    remaining: f64,
    contradicts: &mut Vec<String>,
) -> ([f64; 4], Filled<4>, bool) {
    let own = filled::pathways(table, trust, true);
    let counted = trust.all(super::table::PATHWAYS).map(|all| all.map(|n| n / PATHWAY_DAYS));
    let sum: f64 = counted.map_or(0.0, |all| all.iter().sum());
    let complex = counted.map_or(0.0, |all| all[1..].iter().sum());
    let too_few = complex < FEWEST_COMPLEX * discharges || remaining > MOST_DAYS * complex;
    if own.from == filled::From::Own && (too_few || complex > 0.7 * discharges) {
        contradicts.push(format!(
            "Pathways: {complex:.2} people a day on pathways 1 to 3 are published. With {remaining:.1} remaining that is {:.0} days each, which is not believed; shares of others are taken.",
            remaining / complex.max(1e-9)
        ));
        let others = filled::pathways(table, trust, false);
        return (others.values.map(|share| share * discharges), others, false);
    }
    if own.from != filled::From::Own {
        return (own.values.map(|share| share * discharges), own, false);
    }
    if far(sum, returned, AGREE) {
        contradicts.push(format!(
            "Pathways: their totals are {sum:.1} discharges a day, the daily return has {returned:.1}. Pathways 1 to 3 are taken as counted, all others are on pathway 0."
        ));
    }
    // No pathway is quite without people: each has a service.
    let least = 0.0005 * discharges;
    let mut all = counted.unwrap_or_default().map(|n| n.max(least));
    all[0] = discharges - all[1..].iter().sum::<f64>();
    (all, own, true)
}

/// Whole beds that leave room at the door.
fn beds(available: f64, occupied: f64, contradicts: &mut Vec<String>) -> (u32, bool) {
    let beds = available.round().max(1.0);
    let needed = (occupied / FULLEST).max(occupied + ROOTS_FREE * occupied.sqrt()).ceil();
    if needed <= beds {
        return (beds as u32, false);
    }
    contradicts.push(format!(
        "Beds: {occupied:.0} of {available:.0} in use ({:.1}%), so full that in a model the queue at the door would have no end; beds that open at peaks are not published. {needed:.0} are taken, so that as many people are in them.",
        100.0 * occupied / available
    ));
    (needed as u32, true)
}

/// The share of planned people: as elsewhere, or more where there are fewer emergencies, of all ages, than discharges.
fn planned(trust: &Trust, discharges: f64) -> f64 {
    let emergencies = trust.get(Column::Emergencies).map(|n| n / YEAR);
    emergencies.map_or(PLANNED, |n| (1.0 - n / discharges).clamp(PLANNED, 0.35))
}

/// Mean acute stays in days: those of other places, all scaled by one factor so that beds in use are those published.
fn stays(
    arrivals: [f64; 3],
    discharges: f64,
    (occupied, remaining): (f64, f64),
    contradicts: &mut Vec<String>,
) -> [f64; 3] {
    let usual: f64 = arrivals.iter().zip(GROUPS).map(|(n, group)| n * group.stay).sum();
    let acute = occupied - remaining - discharges * FOUND_AFTER;
    let factor = acute / usual;
    if factor < SHORTEST {
        contradicts.push(format!(
            "Stays: of {occupied:.0} people in beds {remaining:.0} remain and {:.0} wait to be found, so acute stays would have next to no days left; the shortest are taken.",
            discharges * FOUND_AFTER
        ));
    }
    GROUPS.map(|group| group.stay * factor.max(SHORTEST))
}

/// Shares of needs by group whose totals are these: the odds of the groups differ by fixed ratios, and one factor for
/// each pathway is found so that its total is met (iterative proportional fitting).
pub fn needs(alive: [f64; 3], by_pathway: [f64; 4]) -> [[f64; 4]; 3] {
    let mut factors = [1.0; 3];
    let of = |factors: &[f64; 3]| -> [[f64; 4]; 3] {
        std::array::from_fn(|g| {
            let odds: [f64; 3] = std::array::from_fn(|k| GROUPS[g].odds[k] * factors[k]);
            let all = 1.0 + odds.iter().sum::<f64>();
            [1.0 / all, odds[0] / all, odds[1] / all, odds[2] / all]
        })
    };
    for _ in 0..2000 {
        let shares = of(&factors);
        let mut off = 0.0_f64;
        for (k, factor) in factors.iter_mut().enumerate() {
            let total: f64 = (0..3).map(|g| alive[g] * shares[g][k + 1]).sum();
            let times = by_pathway[k + 1] / total.max(1e-300);
            *factor *= times;
            off = off.max((times - 1.0).abs());
        }
        if off < 1e-13 {
            break;
        }
    }
    of(&factors)
}
