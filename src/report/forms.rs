//! The forms in which a report is read: made from a brief and the study's tables, and from nothing else.

use std::io;

use super::brief::Brief;
use super::study::File;
use super::workbook::{WORKBOOK, workbook};

/// The report as a page, a paper and a workbook. `tables` are the CSV files of the study.
pub fn forms(brief: &Brief, tables: &[(String, Vec<u8>)]) -> Vec<File> {
    vec![File { name: WORKBOOK.to_owned(), bytes: workbook(brief, tables).map_err(io::Error::other) }]
}

/// The names of the forms.
pub const NAMES: &[&str] = &["report.html", "report.pdf", "results.xlsx"];
