//! The pack while it is written: headings, paragraphs, lists, tables and blanks in Markdown. What is given to it is
//! Markdown already; texts that are not ours go through `report::markdown` before.

use crate::report::markdown::BLANK;

/// What is written so far.
#[derive(Default)]
pub(super) struct Paper(pub(super) String);

impl Paper {
    pub(super) fn say(&mut self, text: &str) {
        self.0 += text;
        self.0 += "\n";
    }

    pub(super) fn section(&mut self, title: &str) {
        self.say(&["\n## ", title, "\n"].concat());
    }

    pub(super) fn item(&mut self, title: &str) {
        // Right behind the heading of a section, or after something else.
        let gap = if self.0.ends_with("\n\n") { "" } else { "\n" };
        self.say(&[gap, "### ", title, "\n"].concat());
    }

    pub(super) fn bullets(&mut self, items: impl IntoIterator<Item = String>) {
        for item in items {
            self.say(&format!("- {item}"));
        }
    }

    /// What only people know.
    pub(super) fn blank(&mut self, what: &str) {
        self.say(&format!("\n{BLANK}{what}]**"));
    }

    /// A table; cells must hold no line's end.
    pub(super) fn table(&mut self, header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        self.say(&format!("| {} |", header.join(" | ")));
        self.say(&format!("|{}", "---|".repeat(header.len())));
        for row in rows {
            self.say(&format!("| {} |", row.join(" | ")));
        }
    }
}
