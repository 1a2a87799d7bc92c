//! Which figures turn a choice: those that differ most between the worlds that favour one option and those that
//! favour the other.

use crate::base::statistics::holm;
use crate::scenario::{Figure, Worlds};

/// The level of all claims together.
const LEVEL: f64 = 0.05;
/// Fewer worlds than this on a side tell nothing.
const LEAST: usize = 5;

/// The figures of every world as numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// For each path its name, the unit in which its values are typed, and its value in each world.
    pub paths: Vec<(String, String, Vec<f64>)>,
}

impl Figures {
    /// Of worlds; what is no number in some world is left out, and what is the same in all.
    pub fn of(worlds: &Worlds) -> Self {
        let of = |(i, (path, operation)): (usize, &(String, crate::scenario::Operation))| {
            let read = |text: &String| Figure::of(text).map(|figure| (figure.number, figure.unit.clone()));
            let all: Option<Vec<(f64, String)>> =
                worlds.all.iter().map(|world| read(&world.values[i])).collect();
            let all = all?;
            let unit = all.first()?.1.clone();
            let same = all.iter().all(|(_, other)| *other == unit);
            let moves = all.iter().any(|(x, _)| (*x - all[0].0).abs() > 0.0);
            let sign = operation.sign().trim_end_matches('=');
            (same && moves)
                .then(|| (format!("{path}{sign}"), unit, all.into_iter().map(|(x, _)| x).collect()))
        };
        Self { paths: worlds.paths.iter().enumerate().filter_map(of).collect() }
    }
}

/// A figure that differs between the worlds of either side.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Its index in [`Figures::paths`].
    pub path: usize,
    /// The largest distance of the two distributions, 0 to 1.
    pub distance: f64,
    /// Whether that is more than chance with all figures taken together (Holm).
    pub clear: bool,
    /// The median where the choice holds, and where it does not.
    pub medians: [f64; 2],
}

/// The figures by how far apart they are, the farthest first, between the worlds in which a choice holds and those in
/// which it does not: regional sensitivity analysis (G. M. Hornberger and R. C. Spear, An approach to the preliminary
/// analysis of environmental systems, Journal of Environmental Management 12, 1981) by the distance of Kolmogorov and
/// Smirnov. `worlds` are those that were run, by their numbers from 1; none where either side has fewer than five.
pub fn turns(figures: &Figures, worlds: &[u32], holds: &[bool]) -> Vec<Turn> {
    let sides = [true, false].map(|side| {
        let of = worlds.iter().zip(holds).filter(|(_, holds)| **holds == side);
        of.map(|(world, _)| *world as usize - 1).collect::<Vec<usize>>()
    });
    let [n, m] = [sides[0].len(), sides[1].len()];
    if n < LEAST || m < LEAST {
        return Vec::new();
    }
    let mut all: Vec<(Turn, f64)> = (figures.paths.iter().enumerate())
        .map(|(path, (_, _, values))| {
            let sorted = [0, 1].map(|side| {
                let mut of: Vec<f64> = sides[side].iter().filter_map(|&w| values.get(w).copied()).collect();
                of.sort_by(f64::total_cmp);
                of
            });
            let distance = distance(&sorted[0], &sorted[1]);
            let medians = [0, 1].map(|side| median(&sorted[side]));
            (Turn { path, distance, clear: false, medians }, by_chance(distance, n, m))
        })
        .collect();
    let clear = holm(&all.iter().map(|(_, p)| Some(*p)).collect::<Vec<_>>(), LEVEL);
    all.iter_mut().zip(clear).for_each(|((turn, _), clear)| turn.clear = clear);
    let mut all: Vec<Turn> = all.into_iter().map(|(turn, _)| turn).collect();
    all.sort_by(|a, b| b.distance.total_cmp(&a.distance).then(a.path.cmp(&b.path)));
    all
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        n if n % 2 == 1 => sorted[middle],
        _ => 0.5 * (sorted[middle - 1] + sorted[middle]),
    }
}

/// The largest difference of the two shares below a value.
fn distance(one: &[f64], other: &[f64]) -> f64 {
    let (mut i, mut j, mut largest) = (0, 0, 0.0_f64);
    while i < one.len() && j < other.len() {
        let at = one[i].min(other[j]);
        while one.get(i).is_some_and(|x| *x <= at) {
            i += 1;
        }
        while other.get(j).is_some_and(|x| *x <= at) {
            j += 1;
        }
        largest = largest.max((i as f64 / one.len() as f64 - j as f64 / other.len() as f64).abs());
    }
    largest
}

/// How likely so large a distance is by chance: Kolmogorov's series with the correction of M. A. Stephens (Journal of
/// the Royal Statistical Society B 32, 1970).
fn by_chance(distance: f64, n: usize, m: usize) -> f64 {
    let root = (n as f64 * m as f64 / (n + m) as f64).sqrt();
    let t = (root + 0.12 + 0.11 / root) * distance;
    let terms = (1..=100_u8).map(|k| {
        let sign = if k % 2 == 1 { 2.0 } else { -2.0 };
        let k = f64::from(k);
        sign * libm::exp(-2.0 * k * k * t * t)
    });
    if t < 0.2 { 1.0 } else { terms.sum::<f64>().clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Luck;

    fn figures(count: usize) -> Figures {
        let values = |k: u64| (0..count as u64).map(|i| Luck::new(k, i).uniform()).collect();
        Figures { paths: (0..6).map(|k| (format!("p{k}"), String::new(), values(k))).collect() }
    }

    #[test]
    fn the_figure_that_turns_a_choice_comes_first_and_alone_is_clear() {
        let figures = figures(100);
        let worlds: Vec<u32> = (1..=100).collect();
        let holds: Vec<bool> = figures.paths[3].2.iter().map(|x| *x < 0.8).collect();
        let found = turns(&figures, &worlds, &holds);
        assert!(found[0].path == 3 && found[0].distance > 0.999);
        assert!(found[0].medians[0] < 0.5 && found[0].medians[1] > 0.8);
        assert_eq!(found.iter().map(|turn| turn.clear).collect::<Vec<_>>()[..2], [true, false]);
    }

    #[test]
    fn chance_alone_seldom_makes_a_figure_clear() {
        let worlds: Vec<u32> = (1..=60).collect();
        let clear = |seed: &u64| {
            let holds: Vec<bool> = (0..60).map(|i| Luck::new(100 + *seed, i).uniform() < 0.6).collect();
            turns(&figures(60), &worlds, &holds).iter().any(|turn| turn.clear)
        };
        let count = (0..200).filter(clear).count();
        assert!(count <= 20, "{count} of 200, at most 10 expected");
    }

    #[test]
    fn a_side_with_few_worlds_tells_nothing() {
        let worlds: Vec<u32> = (1..=50).collect();
        let holds: Vec<bool> = (0..50).map(|i| i > 3).collect();
        assert!(turns(&figures(50), &worlds, &holds).is_empty());
    }
}
