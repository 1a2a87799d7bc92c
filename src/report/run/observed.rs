//! Observed figures: read from a CSV file with the columns of [`COLUMNS`]; shown and written beside
//! what a run found. `measures` lists what may stand in the first column.

use std::collections::HashMap;
use std::io;

use crate::experiment::observed::{Compared, Measure, Observed};
use crate::report::block::{Block, text};
use crate::report::csv::Table;
use crate::report::grid::Grid;
use crate::report::words::Grain;
use crate::scenario::csv_file::{CsvFile, Row};
use crate::scenario::{Fault, Found, Path, Scenario};

/// The columns of a file of observed figures, all of them needed.
pub const COLUMNS: [&str; 6] = ["measure", "label", "observed", "accept_low", "accept_high", "source"];

/// The most rows: far more than there are measures.
pub const MOST_ROWS: usize = 10_000;

/// What is wrong with a file or a row of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{what}", .line.map_or_else(String::new, |line| format!("line {line}: ")))]
pub struct RowFault {
    /// The line, from 1; `None` where it is about the file, or about many lines.
    pub line: Option<u32>,
    /// What is wrong, with the column, and what was expected.
    pub what: String,
}

/// Reads observed figures for a scenario.
///
/// # Errors
/// Every row that cannot be read or names no measure of the scenario.
pub fn read(bytes: &[u8], scenario: &Scenario) -> Result<Vec<Observed>, Vec<RowFault>> {
    let mut found = Found::default();
    let rows = rows(bytes, scenario, &mut found).unwrap_or_default();
    match found.finish() {
        Ok(_) => Ok(rows),
        Err(faults) => Err(faults.all().iter().map(told).collect()),
    }
}

/// A fault without the file, which those who opened it name.
fn told(fault: &Fault) -> RowFault {
    let nowhere = Fault { file: String::new(), line: None, ..fault.clone() };
    RowFault { line: fault.line, what: nowhere.to_string().trim_start_matches(": ").to_owned() }
}

fn rows(bytes: &[u8], scenario: &Scenario, found: &mut Found) -> Option<Vec<Observed>> {
    let mut file = CsvFile::open("", &Path::root(), bytes, &COLUMNS, found)?;
    let columns = file.columns(COLUMNS, &COLUMNS, "observed figures", found)?.map(Option::unwrap_or_default);
    let (mut rows, mut any) = (Vec::new(), false);
    let mut lines: HashMap<String, u32> = HashMap::new();
    while let Some(row) = file.next(found) {
        any = true;
        if rows.len() >= MOST_ROWS {
            let fault = file.fault(Some(row.line), format!("there are more than {MOST_ROWS} rows"));
            found.fault(fault.expected(format!("at most {MOST_ROWS}")));
            return None;
        }
        let Some(read) = observed(&file, &row, columns, scenario, found) else { continue };
        if let Some(first) = lines.insert(read.name.clone(), row.line) {
            let what = format!("column \"{}\": {} is already in line {first}", COLUMNS[0], cut(&read.name));
            found.fault(file.fault(Some(row.line), what).expected("each measure once"));
        }
        rows.push(read);
    }
    if !any && found.is_sound() {
        let fault = file.fault(None, "there are no rows below the heading");
        found.fault(fault.expected("one row a figure"));
    }
    Some(rows)
}

fn observed(
    file: &CsvFile<'_>,
    row: &Row,
    columns: [usize; COLUMNS.len()],
    scenario: &Scenario,
    found: &mut Found,
) -> Option<Observed> {
    let cell = |i: usize| row.cell(columns[i]);
    let in_column =
        |i: usize, what: &str| file.fault(Some(row.line), format!("column \"{}\": {what}", COLUMNS[i]));
    let measure = match cell(0) {
        "" => Err(in_column(0, "it is empty").expected("the name of a measure")),
        name => Measure::parse(name, &scenario.plan, &scenario.names).map_err(|error| {
            let fault = in_column(0, &format!("there is no measure \"{}\"", cut(name)));
            match error.hint {
                None if !error.among.is_empty() => {
                    fault.expected(format!("one of {}", error.among.join(", ")))
                }
                hint => fault.hint(hint),
            }
        }),
    };
    let measure = measure.map_err(|fault| found.fault(fault)).ok();
    let mut number = |i: usize| match cell(i) {
        "" => Some(None),
        text => match text.parse::<f64>() {
            Ok(x) if x.is_finite() => Some(Some(x)),
            _ => {
                let fault = in_column(i, &format!("\"{}\" is not a number", cut(text)));
                found.fault(fault.expected("a number, or an empty cell"));
                None
            }
        },
    };
    let (observed, low, high) = (number(2), number(3), number(4));
    let (measure, observed, low, high) = (measure?, observed?, low?, high?);
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        let fault = file.fault(Some(row.line), format!("accept_low {low} is above accept_high {high}"));
        found.fault(fault.expected("the lesser one in accept_low"));
        return None;
    }
    let text = |i: usize| cell(i).to_owned();
    Some(Observed { measure, name: text(0), label: text(1), observed, accept: [low, high], source: text(5) })
}

/// The beginning of a text that may be of any length.
fn cut(text: &str) -> String {
    const LONGEST: usize = 80;
    let kept: String = text.chars().take(LONGEST).collect();
    if kept.len() < text.len() { kept + "…" } else { kept }
}

/// The table of observed against simulated, with the count of those that hold.
pub fn table(rows: &[Compared]) -> Vec<Block> {
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
            [None, None] => "-".to_owned(),
        };
        grid.row(vec![
            observed.label.clone(),
            or_dash(observed.observed.map(|x| grain.show(x))),
            accept,
            or_dash(found.mean.map(|x| grain.show(x))),
            or_dash(found.precision95.map(|x| grain.range(x))),
            or_dash(found.range90.map(|x| grain.range(x))),
            match (row.is_judged(), row.holds()) {
                (false, _) => "no range",
                (true, true) => "holds",
                (true, false) => "DOES NOT",
            }
            .to_owned(),
        ]);
    }
    let mut lines = grid.blocks();
    lines.extend(text(&verdict(rows)));
    lines
}

/// How many hold of those that can.
fn verdict(rows: &[Compared]) -> String {
    let held = rows.iter().filter(|row| row.holds()).count();
    let judged = rows.iter().filter(|row| row.is_judged()).count();
    let open = match rows.len() - judged {
        0 => String::new(),
        1 => " 1 row has no accepted range (accept_low, accept_high) and is not judged.".to_owned(),
        n => format!(" {n} rows have no accepted range (accept_low, accept_high) and are not judged."),
    };
    if judged == 0 {
        return open.trim_start().to_owned();
    }
    format!(
        "{held} of {judged} hold: the mean over runs lies in the accepted range.{open} What was observed is one draw, so \
         a single run may differ from it by more (single runs)."
    )
}

/// `observed.csv`: each row as read, with what was found.
pub fn csv(rows: &[Compared]) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    out.row([
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
        out.row([
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
            match (row.is_judged(), row.holds()) {
                (false, _) => "",
                (true, true) => "yes",
                (true, false) => "no",
            }
            .to_owned(),
            observed.source.clone(),
        ])?;
    }
    out.finish()
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
    fn a_measure_that_stands_twice_is_a_fault_with_both_lines() {
        let told = faults("nctr_remaining,a,,60,110,b\nshare_delayed,a,,0,1,b\nnctr_remaining,c,,6,11,d\n");
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("line 4: ") && told[0].contains("is already in line 2"), "{told:?}");
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
    fn every_fault_is_told_with_its_line_and_column() {
        let found = faults(
            "nctr_remainin,a,1,0,2,s\r\nnctr_remaining,a,1,3,2,s\r\n\r\nnctr_people,a,x,NA,2,s\r\nnctr_people,a\r\n,a,1,,,s",
        );
        assert_eq!(
            found,
            [
                "line 2: column \"measure\": there is no measure \"nctr_remainin\"; did you mean \"nctr_remaining\"?",
                "line 3: accept_low 3 is above accept_high 2; expected the lesser one in accept_low",
                "line 5: column \"observed\": \"x\" is not a number; expected a number, or an empty cell",
                "line 5: column \"accept_low\": \"NA\" is not a number; expected a number, or an empty cell",
                "line 6: the row has 2 cells, the heading 6",
                "line 7: column \"measure\": it is empty; expected the name of a measure",
            ]
        );
        let bands = faults("delay_band_share:9_9,a,1,0,2,s\n");
        assert!(bands[0].contains("expected one of 1") || bands[0].contains("did you mean"), "{bands:?}");
    }

    #[test]
    fn what_is_wrong_with_the_file_is_told_once() {
        let scenario = made_up(1).0;
        let told = |bytes: &[u8]| {
            let faults = read(bytes, &scenario).unwrap_err();
            faults.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(faults(""), ["there are no rows below the heading; expected one row a figure"]);
        assert!(told(b"")[0].starts_with("the file is empty"), "{:?}", told(b""));
        assert_eq!(
            told(b"Date,Value\n1,2\n"),
            [
                "line 1: this is another table: its columns are Date, Value; expected observed figures, with measure, label, observed, accept_low, accept_high, source"
            ]
        );
        let odd = told(b"measure,b\n1,2\n");
        assert_eq!(odd.len(), 6, "one that is not known and five left out: {odd:?}");
        assert!(odd.contains(&"line 1: the column \"accept_low\" is left out".to_owned()));
        let more = format!("{},weather\n", HEADER.trim_end());
        assert_eq!(
            told(more.as_bytes()),
            [
                "line 1: there is no column \"weather\" in observed figures; expected some of measure, label, observed, accept_low, accept_high, source"
            ]
        );
        let twice = format!("{},Measure,label\n", HEADER.trim_end());
        assert!(
            told(twice.as_bytes())
                .contains(&"line 1: the column \"label\" appears twice; expected each name once".to_owned())
        );
        let semicolons = HEADER.replace(',', ";");
        assert_eq!(told(semicolons.as_bytes()).len(), 1);
        assert!(told(semicolons.as_bytes())[0].starts_with("line 1: the columns are separated by \";\""));
        assert!(told(b"PK\x03\x04")[0].starts_with("this is a workbook"));
        let like = faults(&"nctr_people,a,x,,,s\n".repeat(360));
        assert_eq!(
            like,
            [
                "360 rows: column \"observed\": \"x\" is not a number, first at line 2; expected a number, or an empty cell"
            ]
        );
    }

    /// The table as a page of this width shows it.
    fn shown(rows: &[Compared], width: usize) -> String {
        let mut page = crate::report::page::Page::of("");
        page.part(table(rows));
        page.ended(width, "")
    }

    #[test]
    fn a_row_without_a_range_is_not_judged() {
        let (scenario, all, _) = made_up(30);
        let text = format!(
            "{HEADER}nctr_remaining,A,5,0,10000,s\ndischarges_per_day,B,55,,,s\nnctr_people,C,,,,s\n"
        );
        let rows = compare(&scenario.plan, &all, &read(text.as_bytes(), &scenario).unwrap());
        let page = shown(&rows, 100);
        assert!(page.contains("1 of 1 hold: "), "{page}");
        assert!(page.contains("2 rows have no accepted range"), "{page}");
        let file = String::from_utf8(csv(&rows).unwrap()).unwrap();
        assert_eq!(file.lines().filter(|line| line.ends_with(",,s")).count(), 2, "{file}");
        assert!(verdict(&rows[1..]).starts_with("2 rows have no"), "nothing is judged");
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
            let text = shown(&rows, width);
            let lines: Vec<&str> = text.lines().collect();
            assert!(lines.iter().all(|line| line.chars().count() <= width), "{lines:#?}");
        }
        let text = shown(&rows, 100);
        assert!(text.lines().any(|line| line.starts_with("1 of 3 hold")), "{text}");
        assert_eq!(text.lines().filter(|line| line.ends_with("DOES NOT")).count(), 2, "{text}");
        let file = String::from_utf8(csv(&rows).unwrap()).unwrap();
        assert_eq!(file.lines().count(), 4);
        assert!(file.lines().nth(2).unwrap().contains(",no,s"));
    }
}
