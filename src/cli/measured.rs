//! What is typed of measures that were observed by day: daily returns, and tables with a column for each measure.

use std::path::{Path, PathBuf};

use jiff::ToSpan;
use jiff::civil::Date;

use super::Exit;
use super::messages::{complain, refused, unread};
use crate::experiment::dashboard::Reported;
use crate::experiment::forecast::clean::clean as believed;
use crate::experiment::worlds::history::History;
use crate::scenario::{LARGEST, read_plain};
use crate::sources::{daily, measured};

/// What a daily return holds, by the names of measures.
const OF_A_RETURN: [&str; 2] = ["nctr_remaining", "discharges"];
/// What it calls its people; not the measure of that name, which is an average of the day.
const RETURNED: &str = "nctr";

/// The most days from the first to the last of all files: more is a slip in a date.
const MOST_DAYS: usize = 20_000;

/// The days of a measure: the first, and a figure for each.
type Days = (Date, Vec<Option<f64>>);

/// Reads what was observed of measures of these names, up to a day; a fingerprint of it beside. The first file that
/// holds a measure says it.
pub fn reported(
    (files, trust): (&[PathBuf], Option<&str>),
    names: &[String],
    until: Option<Date>,
    quiet: bool,
) -> Result<(Reported, String), Exit> {
    let mut hasher = blake3::Hasher::new();
    let mut found: Vec<Option<Days>> = vec![None; names.len()];
    let columns: Vec<String> =
        names.iter().map(|name| if name == RETURNED { String::new() } else { name.clone() }).collect();
    for file in files {
        let bytes = read_plain(file, LARGEST).map_err(|error| unread(file, &error))?;
        hasher.update(&bytes);
        let shown = file.display().to_string();
        let table = measured::read(&shown, &bytes, &columns).map_err(|fault| refused(&fault.to_string()))?;
        let is_table = table.is_some();
        if let Some(table) = table {
            for (name, series) in table.columns {
                found[name].get_or_insert((table.first, series));
            }
        }
        returned(file, trust, (is_table, quiet), names, &mut found)?;
    }
    hasher.update(format!("{trust:?} {until:?}").as_bytes());
    let reported = together(found, until).map_err(|why| {
        let what = match why {
            Apart::Nothing => {
                let until = until.map_or_else(String::new, |day| format!(" up to {day}"));
                let names = names.join(", ");
                format!(
                    "nothing was reported{until} of {names}; expected a daily return (date, nctr, discharged), or a CSV file with \
                     date and a column for each measure by its name"
                )
            }
            Apart::Far(first, last) => format!(
                "the days of all files go from {first} to {last}; expected at most {MOST_DAYS} days: a date is wrong"
            ),
        };
        refused(&format!("--observed: {what}"))
    })?;
    Ok((reported, hasher.finalize().to_hex().to_string()))
}

/// Takes from a file what is a daily return. A table of measures may be one as well and need not.
fn returned(
    file: &Path,
    trust: Option<&str>,
    (is_table, quiet): (bool, bool),
    names: &[String],
    found: &mut [Option<Days>],
) -> Result<(), Exit> {
    let daily = match daily::read(file, trust) {
        Ok(daily) => daily,
        Err(_) if is_table => return Ok(()),
        Err(fault) => return Err(refused(&fault.to_string())),
    };
    if !quiet {
        for note in &daily.notes {
            complain(&format!("note: {}: {note}", file.display()));
        }
    }
    let history = believed(&History::from(&daily));
    for (name, series) in OF_A_RETURN.into_iter().zip([&history.remaining, &history.discharged]) {
        if let Some(at) = names.iter().position(|own| own == name) {
            found[at].get_or_insert_with(|| (history.first, series.clone()));
        }
    }
    Ok(())
}

/// Why measures do not stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    /// None was reported.
    Nothing,
    /// From the first to the last day it is too far.
    Far(Date, Date),
}

/// All measures over the same days, up to the last on which any was reported.
fn together(found: Vec<Option<Days>>, until: Option<Date>) -> Result<Reported, Apart> {
    let date = |first: Date, day: usize| first.saturating_add(i64::try_from(day).unwrap_or(0).days());
    let cut = |(first, mut series): Days| -> Option<Days> {
        if let Some(until) = until {
            series.truncate(usize::try_from((until - first).get_days() + 1).unwrap_or(0));
        }
        let last = series.iter().rposition(Option::is_some)?;
        series.truncate(last + 1);
        Some((first, series))
    };
    let found: Vec<Option<Days>> = found.into_iter().map(|days| days.and_then(cut)).collect();
    let first = found.iter().flatten().map(|days| days.0).min().ok_or(Apart::Nothing)?;
    let end =
        found.iter().flatten().map(|(own, series)| date(*own, series.len())).max().ok_or(Apart::Nothing)?;
    let days = usize::try_from((end - first).get_days()).unwrap_or(0);
    if days > MOST_DAYS {
        return Err(Apart::Far(first, end));
    }
    let series = found.into_iter().map(|days| {
        let Some((own, series)) = days else { return Vec::new() };
        let before = usize::try_from((own - first).get_days()).unwrap_or(0);
        std::iter::repeat_n(None, before).chain(series).collect()
    });
    Ok(Reported { first, days, series: series.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn measures_of_different_days_stand_on_the_same_days_up_to_the_last_reported() {
        let one = (date(2025, 1, 3), vec![Some(1.0), None, Some(2.0), None]);
        let other = (date(2025, 1, 1), vec![Some(5.0), Some(6.0)]);
        let found = together(vec![Some(one.clone()), None, Some(other)], None).unwrap();
        assert_eq!((found.first, found.days, found.today()), (date(2025, 1, 1), 5, date(2025, 1, 6)));
        assert_eq!(found.series[0], [None, None, Some(1.0), None, Some(2.0)]);
        assert_eq!(found.series[1..], [vec![], vec![Some(5.0), Some(6.0)]]);
        let cut = together(vec![Some(one.clone())], Some(date(2025, 1, 4))).unwrap();
        assert_eq!((cut.days, cut.today()), (1, date(2025, 1, 4)));
        assert_eq!(together(vec![Some(one.clone())], Some(date(2024, 1, 1))), Err(Apart::Nothing));
        let far = together(vec![Some(one), Some((date(1025, 1, 1), vec![Some(1.0)]))], None);
        assert_eq!(far, Err(Apart::Far(date(1025, 1, 1), date(2025, 1, 6))));
    }
}
