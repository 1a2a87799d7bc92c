//! Worlds that are drawn where nothing was observed: from what people think, or from ranges.

use serde_json::{Value, json};

use super::overlay::{self, Base};
use super::page::{judged, short};
use crate::experiment::calibrate::parameter::Parameter;
use crate::report::grid::Grid;
use crate::report::json::of_study;
use crate::report::page::Page;
use crate::report::paths::figure;
use crate::report::study::{File, Picture, Ran, Report};
use crate::report::words::count;
use crate::report::worlds;
use crate::scenario::{Elicited, Figure, Scenario, Worlds};

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Unobserved<'a> {
    /// The scenario as it was.
    pub base: &'a Scenario,
    /// What the scenario with the medians is made of.
    pub file: &'a Base,
    /// The scenario with the medians.
    pub medians: &'a Scenario,
    /// What was drawn.
    pub parameters: &'a [Parameter],
    /// The draws.
    pub worlds: &'a Worlds,
    /// The seed of all luck.
    pub seed: u64,
}

impl Report for Unobserved<'_> {
    fn base(&self) -> &Scenario {
        self.base
    }

    fn ran(&self) -> Ran {
        Ran { runs: 0, in_words: "no run".to_owned(), people: 0, events: 0 }
    }

    fn results(&self) -> Value {
        let parameters = self.parameters.iter().map(|parameter| {
            let input = &parameter.input;
            let [median, low, high] = values(parameter);
            json!({
                "paths": input.paths,
                "operation": input.operation.sign(),
                "range": input.ends.each_ref().map(ToString::to_string),
                "judged": input.elicited.as_ref().map(Elicited::in_words),
                "median": median.to_string(),
                "range90": [low.to_string(), high.to_string()],
            })
        });
        of_study(json!({
            "seed": self.seed,
            "scenario": { "name": self.base.names.scenario, "fingerprint": self.base.fingerprint },
            "observed": null,
            "parameters": parameters.collect::<Vec<_>>(),
            "worlds": self.worlds.all.len(),
        }))
    }

    fn files(&self) -> Vec<File> {
        let mut made = vec![
            File::of("worlds.csv", worlds::csv(self.worlds)),
            File::of("calibrated.json", Ok(overlay::medians(self))),
        ];
        made.extend(overlay::beside(self.file, self.base));
        made
    }

    fn pictures(&self) -> Vec<Picture> {
        Vec::new()
    }

    fn page(&self) -> Page {
        let mut page = Page::of(&format!("Worlds of {}", self.base.names.scenario));
        page.say(&format!(
            "{}, drawn and compared with nothing: no daily return was given",
            count(self.worlds.all.len() as u64, "world")
        ));
        let said = [
            "They say what is thought possible, not what fits: --observed holds them against what was reported.",
            "Each figure is drawn by itself, evenly over what is thought likely (a Latin hypercube): what people think of one \
             where another is high is not in it.",
        ];
        page.points(said.map(str::to_owned));
        let mut grid = Grid::new(&["Figure", "was", "drawn from", "median", "90% of worlds"]);
        for parameter in self.parameters {
            let input = &parameter.input;
            let [median, low, high] = values(parameter);
            let [from, to] = &input.ends;
            grid.row(vec![
                figure(&self.base.names, &input.key(), &input.paths),
                input.base.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string),
                format!("{from} to {to}"),
                short(&median),
                format!("{} to {}", short(&low), short(&high)),
            ]);
        }
        page.part(grid.blocks());
        page.points(judged(self.base, self.parameters));
        page
    }
}

/// The median, and between what nine in ten worlds lie.
fn values(parameter: &Parameter) -> [Figure; 3] {
    [0.5, 0.05, 0.95].map(|share| parameter.value(share))
}
