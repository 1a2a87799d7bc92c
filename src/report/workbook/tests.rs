//! What stands in a workbook, read back by another library.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::report::brief::sample::sample;

fn opened(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook")
}

/// The rows of a sheet from the header of its table on, as texts and numbers.
fn rows(bytes: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let all = opened(bytes).worksheet_range(sheet).unwrap_or_else(|_| panic!("the sheet {sheet}"));
    let rows: Vec<Vec<Data>> = all.rows().map(<[Data]>::to_vec).collect();
    // Above the table only the first column is in use.
    let top = rows.iter().position(|row| !matches!(row[1], Data::Empty)).expect("a table");
    rows[top..].to_vec()
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

fn files() -> Vec<(String, Vec<u8>)> {
    let csv = "option,day,mean,label\nbridging,2024-10-01,-1119.7354,'=1+1\nbeds,2024-10-02,,007\nlong,2024-10-03,12345678901234567,-5\n";
    let long = format!("n\n{}", "1\n".repeat(MOST_ROWS + 1));
    vec![
        ("outcomes.csv".to_owned(), csv.as_bytes().to_vec()),
        ("daily.csv".to_owned(), long.into_bytes()),
        ("empty.csv".to_owned(), b"a,b\n".to_vec()),
    ]
}

fn made() -> Vec<u8> {
    workbook(&sample(), &files()).expect("a workbook")
}

#[test]
fn the_same_brief_gives_the_same_bytes() {
    assert_eq!(made(), made());
}

#[test]
fn every_table_has_a_sheet_and_the_first_lists_them() {
    let bytes = made();
    let names = opened(&bytes).sheet_names();
    assert_eq!(names[..5], ["Cover", "Notes", "Findings", "In figures", "Options"]);
    assert_eq!(names[names.len() - 3..], ["Chart differences", "Chart by reason", "outcomes.csv"]);
    let listed: Vec<Data> = rows(&bytes, "Cover")[1..].iter().map(|row| row[0].clone()).collect();
    assert_eq!(listed, names[1..].iter().map(|name| text(name)).collect::<Vec<_>>());
    let mut book = opened(&bytes);
    book.load_tables().expect("tables");
    for name in &names {
        assert_eq!(book.table_names_in_sheet(name).len(), 1, "{name}");
    }
}

#[test]
fn figures_of_the_page_are_numbers_and_a_range_is_two() {
    let options = rows(&made(), "Options");
    assert_eq!(
        options[0][1..],
        [
            "mean",
            "how sure of it: low [note 1]",
            "how sure of it: high [note 1]",
            "single runs vary: low [note 2]",
            "single runs vary: high [note 2]",
            "verdict [note 3]",
            "£ for each bed-day avoided"
        ]
        .map(text)
    );
    let number = Data::Float;
    assert_eq!(options[1][1..6], [-1120.0, -1270.0, -970.0, -1900.0, -400.0].map(number));
    assert_eq!(options[1][6..], [text("clear"), number(48.0)]);
    assert_eq!(options[2][7], text("[x]"));
    assert_eq!(options[3][7], text("not priced"));
    let pathways = rows(&made(), "By pathway");
    assert_eq!(pathways[0][3], text("9 in 10 within (days)"));
    assert_eq!(pathways[1][1..], [1234.0, 5600.0, 9.9].map(number));
    assert_eq!(pathways[2], [text("of these, short"), number(12.0), text("[z]"), text("[x]")]);
    let tiles = rows(&made(), "In figures");
    assert_eq!(tiles[3][1..4], [54_100.0, 51_000.0, 57_200.0].map(number));
}

#[test]
fn every_sentence_of_the_brief_is_a_finding() {
    let found = rows(&made(), "Findings");
    let brief = sample();
    let said =
        std::iter::once(&brief.answer).chain(&brief.caveats).chain(&brief.points).map(|s| s.text.as_str());
    for sentence in said.chain(brief.rests_on.iter().chain(&brief.detail).flat_map(texts)) {
        assert_eq!(found.iter().filter(|row| row[2] == text(sentence)).count(), 1, "{sentence}");
    }
}

#[test]
fn a_file_keeps_its_numbers_dates_and_texts() {
    let file = rows(&made(), "outcomes.csv");
    assert_eq!(file[0], ["option", "day", "mean", "label"].map(text));
    assert_eq!(file[1][2..], [Data::Float(-1119.7354), text("=1+1")]);
    assert!(
        matches!(&file[1][1], Data::DateTime(day) if day.to_ymd_hms_milli().0 == 2024),
        "{:?}",
        file[1][1]
    );
    assert_eq!(file[2][2..], [text("[x]"), text("007")]);
    assert_eq!(file[3][2..], [text("12345678901234567"), Data::Float(-5.0)]);
}

#[test]
fn what_is_left_out_is_said() {
    let notes = rows(&made(), "Notes");
    let said = |subject: &str| notes.iter().find(|row| row[1] == text(subject)).map(|row| row[2].to_string());
    for (file, why) in [("daily.csv", "It is too long"), ("empty.csv", "It has no rows")] {
        let said = said(&format!("Left out: {file}")).unwrap_or_default();
        assert!(said.starts_with(why), "{file}: {said}");
    }
    assert_eq!(said("Seed").as_deref(), Some("1"));
}

#[test]
fn files_of_one_folder_are_taken_together_or_not_at_all() {
    let long = |columns: usize, rows: usize| {
        let row = vec!["1"; columns].join(",");
        format!("{}\n{}", row, format!("{row}\n").repeat(rows)).into_bytes()
    };
    let files = [("daily/a.csv", long(8, 5)), ("daily/b.csv", long(10, 16_000)), ("runs/a.csv", long(3, 9))]
        .map(|(name, bytes)| (name.to_owned(), bytes));
    let bytes = workbook(&sample(), &files).expect("a workbook");
    let names = opened(&bytes).sheet_names();
    assert!(
        names.contains(&"runs a.csv".to_owned()) && !names.iter().any(|name| name.starts_with("daily")),
        "{names:?}"
    );
    let left: Vec<String> = rows(&bytes, "Notes").iter().map(|row| row[1].to_string()).collect();
    assert!(left.contains(&"Left out: daily/a.csv".to_owned()), "{left:?}");
}

#[test]
fn nothing_in_it_is_a_formula() {
    let bytes = made();
    let mut book = opened(&bytes);
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).expect("a sheet").is_empty(), "{name}");
    }
}
