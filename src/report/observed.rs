//! Observed figures: read from a CSV file with the columns `measure`, `label`, `observed`,
//! `accept_low`, `accept_high` and `source`; shown and written beside what a run found.

use std::io;

use super::grid::Grid;
use super::words::{Grain, wrapped};
use crate::experiment::observed::{Compared, Measure, Observed};
use crate::scenario::Scenario;

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct RowFault {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong.
    pub what: String,
}

/// A row as typed.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    measure: String,
    label: String,
    observed: Option<f64>,
    accept_low: Option<f64>,
    accept_high: Option<f64>,
    source: String,
}

/// Reads observed figures for a scenario.
///
/// # Errors
/// Every row that cannot be read or names no measure of the scenario.
pub fn read(bytes: &[u8], scenario: &Scenario) -> Result<Vec<Observed>, Vec<RowFault>> {
    // A spreadsheet's byte order mark is not part of the first column's name.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = ::csv::ReaderBuilder::new().trim(::csv::Trim::All).from_reader(bytes);
    let header = reader.headers().cloned().map_err(|e| vec![unreadable(&e)])?;
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let read = record.map_err(|e| unreadable(&e)).and_then(|record| {
            let line = record.position().map_or(0, ::csv::Position::line);
            let row = record.deserialize(Some(&header)).map_err(|e| unreadable(&e))?;
            checked(row, scenario).map_err(|what| RowFault { line, what })
        });
        match read {
            Ok(row) => rows.push(row),
            Err(fault) => faults.push(fault),
        }
    }
    if rows.is_empty() && faults.is_empty() {
        faults.push(RowFault { line: 1, what: "there are no rows".to_owned() });
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn checked(row: Row, scenario: &Scenario) -> Result<Observed, String> {
    let measure =
        Measure::parse(&row.measure, &scenario.plan, &scenario.names).map_err(|error| error.to_string())?;
    if [row.observed, row.accept_low, row.accept_high].iter().flatten().any(|x| !x.is_finite()) {
        return Err("a figure is not a number".to_owned());
    }
    if let (Some(low), Some(high)) = (row.accept_low, row.accept_high)
        && low > high
    {
        return Err(format!("accept_low {low} is above accept_high {high}"));
    }
    Ok(Observed {
        measure,
        name: row.measure,
        label: row.label,
        observed: row.observed,
        accept: [row.accept_low, row.accept_high],
        source: row.source,
    })
}

fn unreadable(error: &::csv::Error) -> RowFault {
    let line = error.position().map_or(1, ::csv::Position::line);
    let what = match error.kind() {
        ::csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        ::csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} cells where the first line has {expected_len}")
        }
        _ => error.to_string(),
    };
    RowFault { line, what }
}

/// The table of observed against simulated, with the count of those that hold.
pub fn table(rows: &[Compared], width: usize) -> Vec<String> {
    let mut grid = Grid::new(&[
        "Observed and simulated",
        "observed",
        "accept",
        "simulated",
        "how sure",
        "single runs",
        "",
    ]);
    for row in rows {
        let Compared { observed, found } = row;
        let size = observed.observed.or(found.mean).unwrap_or(0.0);
        let grain = Grain::finer(found.unit, size);
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let accept = match observed.accept {
            [Some(low), Some(high)] => grain.range([low, high]),
            [Some(low), None] => format!("from {}", grain.show(low)),
            [None, Some(high)] => format!("to {}", grain.show(high)),
            [None, None] => "any".to_owned(),
        };
        grid.row(vec![
            observed.label.clone(),
            or_dash(observed.observed.map(|x| grain.show(x))),
            accept,
            or_dash(found.mean.map(|x| grain.show(x))),
            or_dash(found.precision95.map(|x| grain.range(x))),
            or_dash(found.range90.map(|x| grain.range(x))),
            if row.holds() { "holds" } else { "DOES NOT" }.to_owned(),
        ]);
    }
    let mut lines = grid.lines(24, width);
    let held = rows.iter().filter(|row| row.holds()).count();
    lines.extend(wrapped(
        &format!(
            "{held} of {} hold: the mean over runs lies in the accepted range. What was observed is one draw, so \
             a single run may differ from it by more (single runs).",
            rows.len()
        ),
        "",
        width,
    ));
    lines
}

/// `observed.csv`: each row as read, with what was found.
pub fn csv(rows: &[Compared]) -> io::Result<Vec<u8>> {
    let mut out = ::csv::Writer::from_writer(Vec::new());
    out.write_record([
        "measure",
        "label",
        "unit",
        "observed",
        "accept_low",
        "accept_high",
        "mean",
        "precision95_low",
        "precision95_high",
        "range90_low",
        "range90_high",
        "sd",
        "n",
        "holds",
        "source",
    ])?;
    let cell = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    let pair = |range: Option<[f64; 2]>| [cell(range.map(|r| r[0])), cell(range.map(|r| r[1]))];
    for row in rows {
        let Compared { observed, found } = row;
        let [sure_low, sure_high] = pair(found.precision95);
        let [vary_low, vary_high] = pair(found.range90);
        out.write_record([
            observed.name.clone(),
            observed.label.clone(),
            found.unit.to_owned(),
            cell(observed.observed),
            cell(observed.accept[0]),
            cell(observed.accept[1]),
            cell(found.mean),
            sure_low,
            sure_high,
            vary_low,
            vary_high,
            found.sd.to_string(),
            found.n.to_string(),
            if row.holds() { "yes" } else { "no" }.to_owned(),
            observed.source.clone(),
        ])?;
    }
    out.into_inner().map_err(::csv::IntoInnerError::into_error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::observed::compare;
    use crate::experiment::testing::made_up;

    const HEADER: &str = "measure,label,observed,accept_low,accept_high,source\n";

    fn faults(rows: &str) -> Vec<String> {
        let scenario = made_up(1).0;
        read(format!("{HEADER}{rows}").as_bytes(), &scenario)
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn rows_are_read_with_open_ends_and_a_byte_order_mark() {
        let scenario = made_up(1).0;
        let text = format!(
            "\u{feff}{HEADER}nctr_remaining,\"People, remaining\",93.5,85,,Return\ndischarges_per_day,Out,,,,x\n"
        );
        let rows = read(text.as_bytes(), &scenario).unwrap();
        assert_eq!((rows[0].label.as_str(), rows[0].observed), ("People, remaining", Some(93.5)));
        assert_eq!((rows[0].accept, rows[1].accept), ([Some(85.0), None], [None, None]));
    }

    #[test]
    fn every_faulty_row_is_told_with_its_line() {
        let found = faults(
            "nctr_remainin,a,1,0,2,s\nnctr_remaining,a,1,3,2,s\nnctr_people,a,x,0,2,s\nnctr_people,a\n",
        );
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(
            found[0].starts_with("line 2: there is no measure") && found[0].contains("\"nctr_remaining\"")
        );
        assert_eq!(found[1], "line 3: accept_low 3 is above accept_high 2");
        assert!(found[2].starts_with("line 4: ") && found[3].starts_with("line 5: 2 cells"), "{found:?}");
        assert_eq!(faults(""), ["line 1: there are no rows"]);
        let scenario = made_up(1).0;
        assert!(read(b"a,b\n1,2\n", &scenario).is_err());
    }

    #[test]
    fn the_table_counts_what_holds_and_fits() {
        let (scenario, all, _) = made_up(30);
        let text = format!(
            "{HEADER}nctr_remaining,A label that is longer than the room there is for it,5,0,10,s\n\
             discharges_per_day,Discharges a day,55,60,70,s\nacute_occupancy,Undefined,0.9,0,1,s\n"
        );
        let rows = compare(&scenario.plan, &all, &read(text.as_bytes(), &scenario).unwrap());
        for width in [60, 80, 100] {
            let lines = table(&rows, width);
            assert!(lines.iter().all(|line| line.chars().count() <= width), "{lines:#?}");
        }
        let lines = table(&rows, 100);
        assert!(lines.iter().any(|line| line.starts_with("1 of 3 hold")), "{lines:#?}");
        assert_eq!(lines.iter().filter(|line| line.ends_with("DOES NOT")).count(), 2);
        let file = String::from_utf8(csv(&rows).unwrap()).unwrap();
        assert_eq!(file.lines().count(), 4);
        assert!(file.lines().nth(2).unwrap().contains(",no,s"));
    }
}
