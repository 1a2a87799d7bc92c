//! Sets of figures that fit what was observed, as a page, files and charts. `page` makes the text, `files` the
//! contents of files, `overlay` the scenario with the best figures, `picture` the charts; `unobserved` is all of that where
//! nothing was observed.

mod files;
mod overlay;
mod page;
mod picture;
mod unobserved;

use serde_json::Value;

use crate::experiment::calibrate::arithmetic::Contradiction;
use crate::experiment::calibrate::drawn::beside;
use crate::experiment::calibrate::fit::Fit;
use crate::experiment::calibrate::hidden::Hidden;
use crate::experiment::calibrate::parameter::Parameter;
use crate::experiment::calibrate::targets::Targets;
use crate::experiment::calibrate::{Asked, Calibrated};
use crate::experiment::worlds::ensemble::{Counted, Over};
use crate::experiment::worlds::history::History;
use crate::report::page::Page;
use crate::report::paths::figure;
use crate::report::study::{File, Picture, Ran, Report};
use crate::report::worlds;
use crate::scenario::{Figure, Scenario, Worlds};
pub use overlay::Base;
pub use unobserved::Unobserved;

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Fitted<'a> {
    /// The scenario as it was.
    pub base: &'a Scenario,
    /// What the best scenario is made of.
    pub file: &'a Base,
    /// The scenario with the best figures.
    pub best: &'a Scenario,
    /// What was moved, and against what.
    pub asked: Asked<'a>,
    /// What was found.
    pub found: &'a Calibrated,
    /// What is in the worlds beside what was fitted.
    pub drawn: Drawn<'a>,
    /// How the worlds meet what was observed.
    pub fit: &'a Fit,
    /// The daily return.
    pub history: &'a History,
    /// What the reader of the return said, as sentences.
    pub notes: &'a [String],
    /// Services that are full in the worlds and of which a figure is moved.
    pub hidden: &'a [Hidden],
    /// What contradicts itself.
    pub contradictions: &'a [Contradiction],
    /// The seed of all luck.
    pub seed: u64,
}

/// Figures that are drawn for each world, as nothing that was observed depends on them.
#[derive(Clone, Copy)]
pub struct Drawn<'a> {
    /// Which.
    pub parameters: &'a [Parameter],
    /// For each world where in its range each lies.
    pub worlds: &'a [Vec<f64>],
    /// Those that change what happens in the days that were observed, by their paths.
    pub matter: &'a [String],
}

impl Report for Fitted<'_> {
    fn base(&self) -> &Scenario {
        self.base
    }

    fn ran(&self) -> Ran {
        let Counted { runs, people, events } = self.found.counted;
        Ran { runs, in_words: format!("{runs} runs, each in a world of its own"), people, events }
    }

    fn results(&self) -> Value {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        let mut made = vec![
            File::of("worlds.csv", worlds::csv(&self.worlds())),
            File::of("calibrated.json", Ok(overlay::overlay(self))),
            File::of("targets.csv", files::targets(self)),
            File::of("days.csv", files::days(self)),
        ];
        made.extend(overlay::beside(self.file, self.base));
        made
    }

    fn pictures(&self) -> Vec<Picture> {
        picture::pictures(self)
    }

    fn page(&self) -> Page {
        page::page(self)
    }
}

impl<'a> Fitted<'a> {
    fn parameters(&self) -> &'a [Parameter] {
        self.asked.parameters
    }

    /// The worlds, with what was drawn.
    fn worlds(&self) -> Worlds {
        let fitted =
            Worlds { fitted_to: Some(self.history.last()), ..self.found.as_worlds(self.asked.parameters) };
        beside(fitted, self.drawn.parameters, self.drawn.worlds)
    }

    fn targets(&self) -> &'a Targets {
        self.asked.targets
    }

    fn over(&self) -> Over {
        Over::of(self.history, 0)
    }

    /// A parameter as a reader should see it.
    fn label(&self, parameter: usize) -> String {
        self.told(&self.parameters()[parameter])
    }

    fn told(&self, parameter: &Parameter) -> String {
        let input = &parameter.input;
        figure(&self.base.names, &input.key(), &input.paths)
    }

    /// The best value, and the ends of the middle 90%.
    fn values(&self, parameter: usize) -> [Figure; 3] {
        let of = &self.parameters()[parameter];
        let [low, high] = self.found.range(parameter);
        [of.value(self.found.best[parameter]), of.value(low), of.value(high)]
    }
}
