//! A daily return as a series: what `daily` reads and `clean` judges. Knows no file.

use jiff::ToSpan;
use jiff::civil::Date;

use super::fault::Note;

/// What a return holds, in words.
pub const WORDS: [&str; 3] = ["no criteria to reside", "discharged", "remaining"];

/// One trust's return, a figure a day; `None` where nothing was returned or the figure is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Daily {
    /// The first day.
    pub first: Date,
    /// People without criteria to reside.
    pub nctr: Vec<Option<f64>>,
    /// People discharged that day.
    pub discharged: Vec<Option<f64>>,
    /// Those without criteria to reside who remain: as returned, else the first less the second of the same day.
    pub remaining: Vec<Option<f64>>,
    /// What was left out and why, and doubts about what was kept.
    pub notes: Vec<Note>,
}

impl Daily {
    /// How many days it has.
    pub fn days(&self) -> usize {
        self.nctr.len()
    }

    /// The date of a day.
    pub fn date(&self, day: usize) -> Date {
        self.first.checked_add((day as i64).days()).unwrap_or(self.first)
    }

    /// What was returned before a day, as it was known that morning; without notes.
    #[must_use]
    pub fn before(&self, day: usize) -> Self {
        let day = day.min(self.days());
        Self {
            first: self.first,
            nctr: self.nctr[..day].to_vec(),
            discharged: self.discharged[..day].to_vec(),
            remaining: self.remaining[..day].to_vec(),
            notes: Vec::new(),
        }
    }

    /// The three series in the order of [`WORDS`].
    pub fn series(&self) -> [&[Option<f64>]; 3] {
        [&self.nctr, &self.discharged, &self.remaining]
    }
}
