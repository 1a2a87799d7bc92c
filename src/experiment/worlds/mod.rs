//! Runs of many sets of figures, as of *worlds* that all fit what was observed: [`ensemble`] runs them over the
//! days of a [`history`]. What worlds are stands in `scenario/worlds`.

pub mod ensemble;
pub mod history;
