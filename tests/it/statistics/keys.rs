//! The keyed generator: a battery of simple tests on neighbouring keys. Draws are not taken from one
//! stream, so each sequence here is what the model really asks for: the same purpose for one person
//! after another, one purpose after another for the same person, and so for days, replications,
//! seeds, counts and episodes.
//!
//! The tests are classical (D. E. Knuth, The Art of Computer Programming, volume 2, section 3.3.2;
//! birthday spacings: G. Marsaglia and W. W. Tsang, Some difficult-to-pass tests of randomness, 2002).

use statrs::distribution::{Discrete, DiscreteCDF, Poisson};
use wardflow::base::luck::uniform;
use wardflow::base::{Luck, NameHash};

use super::tools::{Seen, chi_square, level, no_serial_correlation, none_is_rare, of_z, uncorrelated};

/// What draws are for; any names serve, these are like those of the model.
const PURPOSES: [&str; 24] = [
    "time of day",
    "acute stay",
    "dies in hospital",
    "need",
    "decision",
    "step",
    "trait",
    "board round",
    "rounds of the day",
    "referred ahead",
    "assessment",
    "service stay",
    "service exit",
    "care",
    "bridge response",
    "count",
    "day factor",
    "deconditioning",
    "while waiting",
    "further acute stay",
    "readmission",
    "onward wait",
    "initial",
    "elapsed",
];

/// A person's key, as the model narrows it.
fn person(seed: u64, replication: u64, group: &str, date: u64, index: u64) -> Luck {
    Luck::new(seed, replication).name(NameHash::of(group)).part(date).part(index)
}

fn draw(person: Luck, purpose: &str, n: u64) -> f64 {
    person.part(0).name(NameHash::of(purpose)).part(n).uniform()
}

/// Sequences of neighbouring keys: each gives `n` draws.
fn sequences(n: u64, round: u64) -> Vec<(&'static str, Vec<f64>)> {
    let date = 20_000 + 40 * round;
    let of = |f: &dyn Fn(u64) -> f64| (0..n).map(f).collect::<Vec<f64>>();
    let names: Vec<String> = (0..n.min(4000)).map(|i| format!("step_{i}_{round}")).collect();
    let usual = || person(1 + round, 0, "older", date, 0);
    vec![
        ("people of a day", of(&|i| draw(person(1, round, "older", date, i), "need", 0))),
        ("first people of days", of(&|i| draw(person(1, round, "older", i, 0), "acute stay", 0))),
        (
            "first people of replications",
            of(&|i| draw(person(1 + round, i, "older", date, 0), "acute stay", 0)),
        ),
        ("first people of seeds", of(&|i| draw(person(i, round, "older", date, 0), "acute stay", 0))),
        (
            "counts of days",
            of(&|i| {
                Luck::new(1, round).name(NameHash::of("older")).part(i).name(NameHash::of("count")).uniform()
            }),
        ),
        ("board rounds of a person", of(&|i| draw(usual(), "board round", i))),
        (
            "readmissions of a person",
            of(&|i| usual().part(i).name(NameHash::of("acute stay")).part(0).uniform()),
        ),
        (
            "steps of a person",
            (0..n)
                .map(|i| {
                    let name = NameHash::of(&names[(i % names.len() as u64) as usize]);
                    usual()
                        .part(i / names.len() as u64)
                        .name(NameHash::of("step"))
                        .name(name)
                        .part(2)
                        .uniform()
                })
                .collect(),
        ),
        (
            "purposes of people",
            of(&|i| {
                let person = person(1, round, "older", date, i / PURPOSES.len() as u64);
                draw(person, PURPOSES[(i % PURPOSES.len() as u64) as usize], 0)
            }),
        ),
        ("one generator", {
            let mut generator = usual().generator();
            of(&|_| 0.0).iter().map(|_| uniform(&mut generator)).collect()
        }),
        // A rejection loop takes few draws from each of many generators.
        (
            "first two of each generator",
            (0..n / 2)
                .flat_map(|i| {
                    let mut generator = person(1, round, "planned", date, i).part(0).generator();
                    [uniform(&mut generator), uniform(&mut generator)]
                })
                .collect(),
        ),
    ]
}

/// Counts of draws in cells of `dimensions` neighbours.
fn cells(draws: &[f64], dimensions: usize, each: usize) -> f64 {
    let mut counts = vec![0u64; each.pow(dimensions as u32)];
    for point in draws.chunks_exact(dimensions) {
        counts[point.iter().fold(0, |cell, &u| cell * each + (u * each as f64) as usize)] += 1;
    }
    level(&counts)
}

/// The last bits of the 53: as even as the first.
fn last_bits(draws: &[f64]) -> f64 {
    let mut counts = [0u64; 256];
    for u in draws {
        counts[((u * (1u64 << 53) as f64) as u64 & 255) as usize] += 1;
    }
    level(&counts)
}

/// Runs up and down: their number is nearly normal, (2n − 1) ÷ 3 with variance (16n − 29) ÷ 90
/// (J. V. Bradley, Distribution-free statistical tests, 1968).
fn runs(draws: &[f64]) -> f64 {
    let n = draws.len() as f64;
    let ups: Vec<bool> = draws.windows(2).map(|w| w[1] > w[0]).collect();
    let runs = 1 + ups.windows(2).filter(|w| w[0] != w[1]).count();
    of_z((runs as f64 - (2.0 * n - 1.0) / 3.0) / ((16.0 * n - 29.0) / 90.0).sqrt())
}

/// Gaps between draws below a tenth: geometric.
fn gaps(draws: &[f64]) -> f64 {
    const LONGEST: usize = 40;
    let (mut counts, mut gap, mut all) = (vec![0u64; LONGEST + 1], 0, 0u64);
    for &u in draws {
        if u < 0.1 {
            counts[gap.min(LONGEST)] += 1;
            all += 1;
            gap = 0;
        } else {
            gap += 1;
        }
    }
    let chance =
        |n: usize| if n < LONGEST { 0.1 * 0.9f64.powf(n as f64) } else { 0.9f64.powf(LONGEST as f64) };
    let expected: Vec<f64> = (0..=LONGEST).map(|n| all as f64 * chance(n)).collect();
    chi_square(&counts, &expected, 1)
}

/// The greatest of five neighbours, to its fifth power, is uniform.
fn greatest_of_five(draws: &[f64]) -> f64 {
    let greatest: Vec<f64> =
        draws.chunks_exact(5).map(|five| five.iter().copied().fold(0.0, f64::max).powi(5)).collect();
    super::tools::kolmogorov_smirnov(&greatest, |x| x)
}

/// Birthday spacings: of 2¹² birthdays in a year of 2³² days, 4 of the gaps between them are alike on
/// average, as many as a Poisson count. `bits` picks the bits of a draw.
fn birthdays(draws: &[f64], bits: impl Fn(u64) -> u64) -> f64 {
    const PEOPLE: usize = 1 << 12;
    let (mut alike, mut years) = (0u64, 0u32);
    for year in draws.chunks_exact(PEOPLE) {
        let mut days: Vec<u64> = year.iter().map(|u| bits((u * (1u64 << 53) as f64) as u64)).collect();
        days.sort_unstable();
        let mut gaps: Vec<u64> = days.windows(2).map(|w| w[1] - w[0]).collect();
        gaps.sort_unstable();
        alike += gaps.windows(2).filter(|w| w[0] == w[1]).count() as u64;
        years += 1;
    }
    let law = Poisson::new(4.0 * f64::from(years)).expect("some years");
    // As often or more often, as seldom or more seldom: the half of the count itself to each.
    let at = law.pmf(alike) / 2.0;
    let above = law.sf(alike) + at;
    (2.0 * above.min(1.0 - above)).max(f64::MIN_POSITIVE)
}

fn battery(n: u64, rounds: u64) {
    let mut seen: Vec<Seen> = Vec::new();
    for round in 0..rounds {
        for (what, draws) in sequences(n, round) {
            let mut push =
                |test: &str, chance| seen.push((format!("{test} of {what}, round {round}"), chance));
            push("1 dimension", cells(&draws, 1, 500));
            push("2 dimensions", cells(&draws, 2, 32));
            push("3 dimensions", cells(&draws, 3, 11));
            push("last bits", last_bits(&draws));
            push("runs", runs(&draws));
            push("gaps", gaps(&draws));
            push("greatest of five", greatest_of_five(&draws));
            push("birthdays, first bits,", birthdays(&draws, |bits| bits >> 21));
            push("birthdays, last bits,", birthdays(&draws, |bits| bits & 0xffff_ffff));
            for lag in [1, 2, 7, 24] {
                push(&format!("{lag} apart"), no_serial_correlation(&draws, lag));
            }
        }
    }
    none_is_rare(&format!("{n} keys"), &seen);
}

#[test]
fn neighbouring_keys_pass_the_battery() {
    battery(100_000, 1);
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn millions_of_neighbouring_keys_pass_the_battery() {
    battery(4_000_000, 4);
}

/// A name, and what it draws for one person after another.
type Column = (String, Box<dyn Fn(u64) -> f64>);

/// Each of these beside each other one: nothing to do with it.
fn apart(what: &str, n: u64, columns: &[Column]) -> Vec<Seen> {
    let drawn: Vec<Vec<f64>> = columns.iter().map(|(_, draw)| (0..n).map(draw).collect()).collect();
    let mut seen = Vec::new();
    for i in 1..columns.len() {
        for j in 0..i {
            let pair = format!("{what}: {} beside {}", columns[i].0, columns[j].0);
            seen.push((pair.clone(), uncorrelated(&drawn[i], &drawn[j])));
            let mut counts = vec![0u64; 64];
            for (a, b) in drawn[i].iter().zip(&drawn[j]) {
                counts[(a * 8.0) as usize * 8 + (b * 8.0) as usize] += 1;
            }
            seen.push((pair, level(&counts)));
        }
    }
    seen
}

fn columns<T: Copy + std::fmt::Debug + 'static>(
    all: &[T],
    draw: impl Fn(T, u64) -> f64 + Copy + 'static,
) -> Vec<Column> {
    all.iter()
        .map(|&one| (format!("{one:?}"), Box::new(move |i| draw(one, i)) as Box<dyn Fn(u64) -> f64>))
        .collect()
}

fn pairs(n: u64) {
    let mut seen = Vec::new();
    seen.extend(apart(
        "purposes",
        n,
        &columns(&PURPOSES, |purpose, i| draw(person(1, 0, "older", 20_000, i), purpose, 0)),
    ));
    let few: Vec<u64> = (0..8).collect();
    seen.extend(apart(
        "days",
        n,
        &columns(&few, |day, i| draw(person(1, 0, "older", 20_000 + day, i), "need", 0)),
    ));
    seen.extend(apart(
        "replications",
        n,
        &columns(&few, |r, i| draw(person(1, r, "older", 20_000, i), "need", 0)),
    ));
    seen.extend(apart(
        "seeds",
        n,
        &columns(&few, |seed, i| draw(person(seed, 0, "older", 20_000, i), "need", 0)),
    ));
    let far = [0, 1 << 32, 1 << 63, u64::MAX, 0x9e37_79b9_7f4a_7c15, 0x7761_7264_666c_6f77];
    seen.extend(apart(
        "far seeds",
        n,
        &columns(&far, |seed, i| draw(person(seed, 0, "older", 20_000, i), "need", 0)),
    ));
    let groups = ["a", "b", "aa", "ab", "older", "older_frail", "group_1", "group_2"];
    seen.extend(apart(
        "groups",
        n,
        &columns(&groups, |group, i| draw(person(1, 0, group, 20_000, i), "need", 0)),
    ));
    seen.extend(apart(
        "counts",
        n,
        &columns(&few, |k, i| draw(person(1, 0, "older", 20_000, i), "board round", k)),
    ));
    // A key is one narrowing more than its parent: neither tells of the other.
    let depth = |depth: u64, i: u64| {
        (0..depth).fold(person(1, 0, "older", 20_000, i), |luck, _| luck.part(0)).uniform()
    };
    seen.extend(apart("depths", n, &columns(&[0, 1, 2, 3], depth)));
    // Nor do a seed and a replication that change places or sum to the same.
    let turned = |which: u64, i: u64| {
        let (a, b) = (i % 300, i / 300);
        match which {
            0 => Luck::new(a, b).uniform(),
            1 => Luck::new(b, a + 1000).uniform(),
            2 => Luck::new(a + 1, b.wrapping_sub(1)).uniform(),
            _ => Luck::new(a.wrapping_add(b), 0).part(i).uniform(),
        }
    };
    seen.extend(apart("seeds and replications", n, &columns(&[0, 1, 2, 3], turned)));
    none_is_rare("keys beside each other", &seen);
}

#[test]
fn keys_beside_each_other_know_nothing_of_each_other() {
    pairs(20_000);
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn keys_beside_each_other_know_nothing_of_each_other_in_a_million_draws() {
    pairs(1_000_000);
}

#[test]
fn no_two_of_a_million_keys_draw_the_same() {
    let mut draws: Vec<u64> = (0..1_000_000u64)
        .map(|i| {
            let (seed, replication, date, index) = (i % 10, i / 10 % 10, i / 100 % 100, i / 10_000);
            draw(person(seed, replication, "older", 20_000 + date, index), "need", 0).to_bits()
        })
        .collect();
    draws.sort_unstable();
    draws.dedup();
    // By accident two of a million draws of 53 bits are alike once in 18,000 times.
    assert_eq!(draws.len(), 1_000_000);
}

#[test]
fn every_bit_of_a_key_turns_half_of_the_bits_drawn() {
    // Avalanche: for each bit of a part, over many keys, each bit of the draw changes every other time.
    const KEYS: u64 = 4000;
    let bits = |u: f64| (u * (1u64 << 53) as f64) as u64;
    let mut seen = Vec::new();
    for bit in 0..64 {
        let mut turned = [0u64; 53];
        for key in 0..KEYS {
            let here = person(3, key % 7, "older", 20_000, key);
            let change = bits(here.part(key).uniform()) ^ bits(here.part(key ^ (1 << bit)).uniform());
            for (i, n) in turned.iter_mut().enumerate() {
                *n += change >> i & 1;
            }
        }
        let worst =
            turned.iter().map(|&n| ((n as f64 - KEYS as f64 / 2.0) / (KEYS as f64 / 4.0).sqrt()).abs());
        // The worst of 53 bits.
        let chance = 1.0 - (1.0 - of_z(worst.fold(0.0, f64::max))).powi(53);
        seen.push((format!("bit {bit}"), chance));
    }
    none_is_rare("avalanche", &seen);
}
