//! The forms in which a report is read: made from a brief and the study's tables, and from nothing else.

use super::brief::Brief;
use super::study::File;

/// The report as a page, a paper and a workbook. `tables` are the CSV files of the study.
pub fn forms(brief: &Brief, tables: &[(String, Vec<u8>)]) -> Vec<File> {
    let _ = (brief, tables);
    Vec::new()
}

/// The names of the forms.
pub const NAMES: &[&str] = &["report.html", "report.pdf", "results.xlsx"];
