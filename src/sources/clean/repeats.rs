//! Figures that repeat earlier ones to the digit: a week sent twice, a year copied, one value day after day. How
//! long a repeat has to be follows from how often two days agree by chance in this series, so that less than one
//! in a hundred honest series is named.

use std::collections::BTreeMap;

use super::dates;
use crate::sources::fault::Note;
use crate::sources::series::Daily;

/// The chance that an honest series is named.
const NAMED_BY_CHANCE: f64 = 0.01;
/// Neighbouring days agree so much more often than days far apart.
const ALIKE: f64 = 4.0;
/// The least length that is a repeat: the day before or the week before sent again, and any other stretch.
const SHORTEST: [usize; 2] = [3, 4];
/// From so many days on a stretch is told apart.
const LONG: usize = 28;

pub fn leave_out(daily: &mut Daily) {
    let pairs: Vec<Option<[u64; 2]>> = (0..daily.days())
        .map(|i| match (daily.nctr[i], daily.discharged[i], daily.remaining[i]) {
            (Some(nctr), Some(discharged), _) => Some([nctr.to_bits(), discharged.to_bits()]),
            (Some(x), None, None) | (None, Some(x), None) | (None, None, Some(x)) => Some([x.to_bits(), 0]),
            _ => None,
        })
        .collect();
    let needed = needed(&pairs);
    let mut copied: Vec<Option<usize>> = vec![None; pairs.len()];
    let mut long: Vec<(usize, usize, usize)> = Vec::new();
    for lag in 1..pairs.len() {
        let least = needed.max(SHORTEST[usize::from(!matches!(lag, 1 | 7))]);
        let mut length = 0;
        for i in lag..=pairs.len() {
            if i < pairs.len() && pairs[i].is_some() && pairs[i] == pairs[i - lag] {
                length += 1;
                continue;
            }
            if length >= least {
                for day in &mut copied[i - length..i] {
                    day.get_or_insert(lag);
                }
                if length >= LONG && lag >= LONG {
                    long.push((i - length, length, lag));
                }
            }
            length = 0;
        }
    }
    let of = |wanted: &dyn Fn(usize, usize) -> bool| -> Vec<usize> {
        (0..copied.len()).filter(|&i| copied[i].is_some_and(|lag| wanted(i, lag))).collect()
    };
    let is_long = |i: usize| long.iter().any(|(from, length, _)| (*from..from + length).contains(&i));
    let [day, week, year, other] = [
        of(&|_, lag| lag == 1),
        of(&|_, lag| lag == 7),
        of(&|i, lag| !matches!(lag, 1 | 7) && is_long(i)),
        of(&|i, lag| !matches!(lag, 1 | 7) && !is_long(i)),
    ];
    let words = [
        (&day, "equal the day before to the digit, several running; left out"),
        (&week, "equal the week before to the digit; left out"),
        (&year, "equal an earlier stretch of four weeks or more to the digit; left out"),
        (&other, "equal earlier days running to the digit; left out"),
    ];
    for (days, words) in words {
        if !days.is_empty() {
            let note = Note::of_days("repeats", &dates(daily, days), false, words);
            daily.notes.push(note);
        }
    }
    for i in (0..copied.len()).filter(|&i| copied[i].is_some()) {
        (daily.nctr[i], daily.discharged[i], daily.remaining[i]) = (None, None, None);
    }
}

/// How many days running have to agree.
fn needed(pairs: &[Option<[u64; 2]>]) -> usize {
    let n = pairs.iter().flatten().count() as f64;
    let mut agree = ALIKE;
    for part in 0..2 {
        let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
        for pair in pairs.iter().flatten() {
            *counts.entry(pair[part]).or_default() += 1;
        }
        agree *= counts.values().map(|count| f64::from(*count) / n * (f64::from(*count) / n)).sum::<f64>();
    }
    if n < 2.0 || agree >= 0.9 {
        return usize::MAX;
    }
    // n²/2 places at which a repeat could begin, each with this chance for each day of it.
    let length = libm::log(NAMED_BY_CHANCE / (n * n / 2.0)) / libm::log(agree.max(1e-12));
    length.ceil().max(1.0) as usize
}
