//! A page while it is written: what was run, sentences, tables and notes, as blocks that know no width. The terminal
//! shows it as plain text in lines that are no longer than it is wide; a `Brief` is made of the same blocks. Knows
//! nothing of terminals or files.

use super::block::{Block, text};
use super::differences::NCTR;
use super::grid::lines;
use super::words::wrapped;

/// The heading of texts that explain tables.
pub(super) const HOW_TO_READ: &str = "How to read it";
/// What every sentence of an answer begins with.
pub(super) const POINT: &str = "  * ";

/// A page.
pub struct Page {
    /// What the page is about.
    pub title: String,
    /// What was run, right below the title.
    pub ran: Vec<String>,
    /// Everything else: each part has an empty line before it, its blocks have none between them.
    pub parts: Vec<Vec<Block>>,
    /// The headings of parts, by their numbers: not shown in a terminal, where the first header of a table says as
    /// much.
    pub headings: Vec<(usize, String)>,
}

impl Page {
    /// A page with a title and nothing else yet.
    pub fn of(title: &str) -> Self {
        Self { title: title.to_owned(), ran: Vec::new(), parts: Vec::new(), headings: Vec::new() }
    }

    /// The same with what was run, and what the letters stand for that every study uses.
    pub(super) fn of_study(title: &str, ran: &str) -> Self {
        let mut page = Self::of(title);
        page.say(ran);
        page.say(NCTR);
        page
    }

    /// A text that goes on with what stands there.
    pub fn say(&mut self, words: &str) {
        match self.parts.last_mut() {
            Some(part) => part.extend(text(words)),
            None => self.ran.push(words.to_owned()),
        }
    }

    /// A part of its own; nothing where it has no blocks.
    pub fn part(&mut self, blocks: Vec<Block>) {
        if !blocks.is_empty() {
            self.parts.push(blocks);
        }
    }

    /// A heading for the parts that come next.
    pub fn under(&mut self, heading: &str) {
        self.headings.push((self.parts.len(), heading.to_owned()));
    }

    /// The heading of a part, if it has one.
    pub fn heading(&self, part: usize) -> Option<&str> {
        self.headings.iter().rev().find(|(from, _)| *from <= part).map(|(_, heading)| heading.as_str())
    }

    /// A text as a part of its own.
    pub fn paragraph(&mut self, words: &str) {
        self.part(text(words));
    }

    /// Sentences as a part of its own, each with a point before it.
    pub fn points(&mut self, sentences: impl IntoIterator<Item = String>) {
        let all: Vec<String> = sentences.into_iter().collect();
        if !all.is_empty() {
            self.part(vec![Block::Points(all)]);
        }
    }

    /// The whole as text in lines of at most `width` characters; `written` says last where the files are.
    pub fn ended(mut self, width: usize, written: &str) -> String {
        self.paragraph(written);
        let head = std::iter::once(&self.title).chain(&self.ran);
        let mut all: Vec<String> = head.flat_map(|words| wrapped(words, "", width)).collect();
        for part in &self.parts {
            let mut before: Option<&Block> = None;
            for block in part {
                // Two tables do not touch.
                if matches!((before, block), (None, _) | (Some(Block::Table(_)), Block::Table(_))) {
                    all.push(String::new());
                }
                all.extend(shown(block, width));
                before = Some(block);
            }
        }
        all.join("\n") + "\n"
    }
}

/// A block in lines of text.
fn shown(block: &Block, width: usize) -> Vec<String> {
    match block {
        Block::Text(words) => wrapped(words, "", width),
        Block::Points(all) => all.iter().flat_map(|words| wrapped(words, POINT, width)).collect(),
        Block::Table(table) => {
            let title = if table.title.is_empty() { Vec::new() } else { wrapped(&table.title, "", width) };
            title.into_iter().chain(lines(table, width)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_an_empty_line_between_and_what_has_no_blocks_is_no_part() {
        let mut page = Page::of("a b");
        page.say("one two three");
        page.part(Vec::new());
        page.points(["x".to_owned(), "y y y y".to_owned()]);
        page.points([]);
        page.say("on it goes");
        page.paragraph("end");
        assert_eq!(
            page.ended(9, "to c"),
            "a b\none two\nthree\n\n  * x\n  * y y y\n    y\non it\ngoes\n\nend\n\nto c\n"
        );
    }
}
