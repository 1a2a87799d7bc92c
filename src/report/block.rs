//! What the text of a report is made of: paragraphs, points and tables, in parts with a heading.

use serde::{Deserialize, Serialize};

/// A heading and what stands below it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The heading; empty where none is needed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub heading: String,
    /// Its text and tables, in their order.
    pub blocks: Vec<Block>,
    /// Figures that belong here, by their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<String>,
}

/// A piece of text or a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// Sentences, each with a point before it.
    Points(Vec<String>),
    /// A table.
    Table(Table),
}

/// A table: the first column says what a row is, the others are figures as a reader should see them.
///
/// Cells hold what is shown: `−1,120`, `970 to 1,270`, `94%`, `£54,100`. `-` is what there is no figure for, an
/// empty cell what does not apply. A row whose first cell begins with two spaces belongs to the row above.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What the table shows; empty where the first header says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The names of the columns.
    pub header: Vec<String>,
    /// The rows, each as long as the header.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// What a reader calls it.
    pub fn caption(&self) -> &str {
        if self.title.is_empty() { self.header.first().map_or("", String::as_str) } else { &self.title }
    }
}

/// A paragraph, as a list of one block.
pub(super) fn text(words: &str) -> Vec<Block> {
    vec![Block::Text(words.to_owned())]
}
