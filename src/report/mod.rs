//! What a run found, as words, tables, charts and files. Knows nothing of the command line.
//!
//! `headline` makes the sentences and `table` the page; `json`, `csv`, `manifest` and `stress` make the
//! contents of files, `pictures` the charts, drawn in `charts`, `source` the line below them; `folder` puts files in place, whole or
//! not at all. `explain` and `diagram` tell a scenario before it is run, `trace` one replication event
//! by event. `compare` tells options beside a baseline, `warm_up` how long a run remembers its start.

mod addresses;
pub mod causes;
pub mod charts;
pub mod compare;
pub mod csv;
pub mod diagram;
mod differences;
pub mod exchange;
pub mod explain;
pub mod folder;
mod grid;
pub mod headline;
pub mod journal;
pub mod json;
pub mod manifest;
mod markdown;
pub mod measures;
mod money;
pub mod observed;
pub mod optimise;
mod paths;
pub mod pictures;
pub mod sensitivity;
pub mod source;
mod steadiness;
pub mod stress;
pub mod sweep;
pub mod table;
pub mod trace;
pub mod warm_up;
pub mod words;

use crate::experiment::Findings;
use crate::measures::Replication;
use crate::scenario::Scenario;

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The scenario that was run.
    pub scenario: &'a Scenario,
    /// Its replications, in their order.
    pub replications: &'a [Replication],
    /// What they found.
    pub findings: &'a Findings,
}
