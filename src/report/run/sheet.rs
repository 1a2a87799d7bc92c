//! The checklist while it is written: headings, paragraphs, lists, blanks, and parts of what is explained of
//! the scenario, in Markdown.

use super::Run;
use crate::report::markdown::{self, BLANK};
use crate::scenario::explain::Explanation;

/// What is written so far, and of what.
pub(super) struct Sheet<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) told: &'a Explanation,
    pub(super) text: String,
}

impl Sheet<'_> {
    pub(super) fn section(&mut self, title: &str) {
        self.say(&["\n## ", title].concat());
    }

    pub(super) fn item(&mut self, title: &str) {
        self.say(&["\n### ", title, "\n"].concat());
    }

    pub(super) fn say(&mut self, text: &str) {
        self.text += text;
        self.text += "\n";
    }

    pub(super) fn bullets(&mut self, items: impl IntoIterator<Item = String>) {
        for item in items {
            self.say(&format!("- {item}"));
        }
    }

    pub(super) fn blank(&mut self, what: &str) {
        self.say(&format!("\n{BLANK}{what}]**"));
    }

    /// A part of the scenario in sentences.
    pub(super) fn part(&mut self, title: &str) {
        let told = self.told;
        let items = told.parts.iter().find(|part| part.title == title).map(|part| &part.items[..]);
        self.bullets(items.unwrap_or_default().iter().map(|item| markdown::text(item)));
    }

    /// The same under its title; nothing where there is nothing in it.
    pub(super) fn titled(&mut self, title: &str) {
        if self.told.parts.iter().any(|part| part.title == title && !part.items.is_empty()) {
            self.say(&format!("\n**{title}**\n"));
            self.part(title);
        }
    }
}
