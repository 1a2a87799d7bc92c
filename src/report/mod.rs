//! What a study found, as words, tables, charts and files. Knows nothing of the command line.
//!
//! `study` is the port: what every study has to give to be delivered. Each study has a file of its name with
//! a folder of `page`, `files` and `picture` beside it: `run`, `compare`, `sweep` and the others. What they
//! share: `words` (figures, dates, lines), `differences`, `money`, `funds`, `steadiness`, `growing`, `stands` and `paths` (figures that need
//! more words), `grid` (tables of a page), `json` and `csv` (files), `charts` (drawing), `source` (the line
//! below charts), `manifest`. `folder` puts files in place, whole or not at all; `journal` keeps what an
//! unfinished study has, `shard` what one of several machines has found, `plan` is what a scheduler takes to start them. `explain` and `diagram` tell a scenario before it is run, `trace` one replication
//! event by event. `brief` holds what a study found as data, `making` makes it of a report, and `forms` names what is made
//! from it: `html` the page, `paper` the board paper, `workbook` the spreadsheet, for which `shown` reads figures back
//! as numbers, `parquet` (where it is built) the tables with kinds. `assure` is the assurance pack of a finished study.

mod addresses;
pub mod assure;
pub mod backcast;
pub mod block;
pub mod brief;
pub mod calibrate;
pub mod causes;
pub mod charts;
pub mod compare;
pub mod csv;
pub mod dashboard;
pub mod diagram;
mod differences;
mod doubt;
mod enough;
pub mod exchange;
pub mod explain;
pub mod folder;
pub mod forecast;
pub mod forms;
mod funds;
mod grid;
mod growing;
pub mod html;
pub mod import;
pub mod journal;
pub mod json;
pub mod learn;
pub mod making;
pub mod manifest;
pub mod marginal;
mod markdown;
pub mod measures;
mod money;
pub mod new;
pub mod optimise;
pub mod page;
pub mod paper;
#[cfg(feature = "parquet")]
mod parquet;
mod paths;
pub mod plan;
pub mod run;
pub mod sensitivity;
pub mod shard;
mod shown;
pub mod source;
mod stands;
mod steadiness;
pub mod study;
pub mod sweep;
pub mod trace;
pub mod version;
pub mod warm_up;
pub mod words;
pub mod workbook;
pub mod worlds;

pub use run::Run;
