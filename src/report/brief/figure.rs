//! A chart as a report holds it: its words, the numbers behind it as a table, and its marks, which an SVG or a
//! page of paper is made from.

use serde::{Deserialize, Serialize};

use crate::report::block::Table;
use crate::report::charts::{Chart, ChartError, Drawing, drawn_for_page, drawn_narrow};

/// A chart with its table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Its short name, as in `charts/differences.svg`.
    pub name: String,
    /// The finding, as a headline.
    pub title: String,
    /// Measure, place and period.
    pub subtitle: String,
    /// Finding, range and extremes in words, for those who do not see it.
    pub description: String,
    /// From what it was made.
    pub source: String,
    /// The numbers that are drawn.
    pub table: Table,
    /// The marks, 736 logical pixels wide.
    pub drawn: Drawing,
    /// The same for a telephone, 420 logical pixels wide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrow: Option<Drawing>,
}

impl Figure {
    /// Of a chart with its source line.
    ///
    /// # Errors
    /// Where the font cannot be read.
    pub fn of(name: &str, chart: &Chart) -> Result<Self, ChartError> {
        let frame = chart.frame();
        Ok(Self {
            name: name.to_owned(),
            title: frame.title.clone(),
            subtitle: frame.subtitle.clone(),
            description: frame.description.clone(),
            source: frame.source.clone(),
            table: chart.table(),
            drawn: drawn_for_page(chart)?,
            narrow: Some(drawn_narrow(chart)?),
        })
    }
}
