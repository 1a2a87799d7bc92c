//! The forms in which a report is read: made from a brief and the study's tables, and from nothing else.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use super::brief::Brief;
use super::html;
use super::paper::{PAPER, paper};
#[cfg(feature = "parquet")]
use super::parquet;
use super::study::File;
use super::workbook::{WORKBOOK, workbook};

/// A form of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A page for a screen.
    Html,
    /// A paper for a board.
    Pdf,
    /// A workbook.
    Xlsx,
    /// The tables once more, for programs.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Form {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Html,
        Self::Pdf,
        Self::Xlsx,
        #[cfg(feature = "parquet")]
        Self::Parquet,
    ];
}

/// The names of those that are one file, in their order.
pub const NAMES: [&str; 3] = [html::NAME, PAPER, WORKBOOK];

/// The report in these forms, made at the same time. `tables` are the CSV files of the study.
pub fn forms(wanted: &[Form], brief: &Brief, tables: &[(String, Vec<u8>)]) -> Vec<File> {
    let make = |form: Form| match form {
        Form::Html => {
            vec![File::of(html::NAME, html::page(brief).map(String::into_bytes).map_err(io::Error::other))]
        }
        Form::Pdf => vec![File::of(PAPER, paper(brief, None).map_err(io::Error::other))],
        Form::Xlsx => vec![File::of(WORKBOOK, workbook(brief, tables).map_err(io::Error::other))],
        #[cfg(feature = "parquet")]
        Form::Parquet => tables
            .iter()
            .map(|(name, bytes)| {
                File::of(parquet::name(name), parquet::of_csv(bytes, brief).map_err(io::Error::other))
            })
            .collect(),
    };
    std::thread::scope(|scope| {
        let making: Vec<_> = wanted.iter().map(|&form| (form, scope.spawn(move || make(form)))).collect();
        let failed = |form: Form| {
            vec![File::of(
                format!("{form:?}").to_lowercase(),
                Err(io::Error::other("its thread ended early")),
            )]
        };
        making.into_iter().flat_map(|(form, made)| made.join().unwrap_or_else(|_| failed(form))).collect()
    })
}

/// Whether a file of a study is a table.
pub fn is_table(name: &str) -> bool {
    Path::new(name).extension() == Some(OsStr::new("csv"))
}
