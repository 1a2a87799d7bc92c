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

/// So many lines are on one screen.
const SCREEN: usize = 40;

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
        self.whole(width)
    }

    /// The same without where the files are.
    pub fn whole(&self, width: usize) -> String {
        let parts = self.parts.iter().flat_map(|part| part_shown(part, width));
        self.head(width).into_iter().chain(parts).collect::<Vec<_>>().join("\n") + "\n"
    }

    /// What of it fits on one screen: its sentences, then tables from the first on as long as there is room, and at
    /// the end where the rest is. The whole, where it fits.
    pub fn screen(self, width: usize, written: &str, rest: &str) -> String {
        let is_table = |block: &Block| matches!(block, Block::Table(_));
        let parts: Vec<Vec<String>> = self.parts.iter().map(|part| part_shown(part, width)).collect();
        let end = |words: &str| part_shown(&text(words), width);
        let mut lines = self.head(width);
        let all: usize = parts.iter().map(Vec::len).sum();
        if lines.len() + all + end(written).len() <= SCREEN {
            return self.ended(width, written);
        }
        let more = [end(rest), end(written)].concat();
        let first = self.parts.iter().position(|part| part.iter().any(is_table)).unwrap_or(parts.len());
        for (i, part) in parts.into_iter().enumerate() {
            if i >= first && lines.len() + part.len() + more.len() > SCREEN {
                break;
            }
            lines.extend(part);
        }
        lines.into_iter().chain(more).collect::<Vec<_>>().join("\n") + "\n"
    }

    /// Title and what was run.
    fn head(&self, width: usize) -> Vec<String> {
        let head = std::iter::once(&self.title).chain(&self.ran);
        head.flat_map(|words| wrapped(words, "", width)).collect()
    }
}

/// A part in lines of text, with an empty line before it.
fn part_shown(part: &[Block], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut before: Option<&Block> = None;
    for block in part {
        // Two tables do not touch.
        if matches!((before, block), (None, _) | (Some(Block::Table(_)), Block::Table(_))) {
            lines.push(String::new());
        }
        lines.extend(shown(block, width));
        before = Some(block);
    }
    lines
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
    use super::super::grid::Grid;
    use super::*;

    #[test]
    fn a_screen_holds_every_sentence_and_as_many_tables_as_fit() {
        let page = |rows: usize| {
            let mut page = Page::of("title");
            page.points(["one".to_owned(), "two".to_owned()]);
            for name in ["first", "second"] {
                let mut grid = Grid::new(&[name, "n"]);
                grid.rows((0..rows).map(|row| vec![format!("{name} {row}"), row.to_string()]));
                page.part(grid.blocks());
            }
            page
        };
        let screen = |rows| page(rows).screen(80, "written", "more elsewhere");
        assert_eq!(screen(5), page(5).ended(80, "written"), "all of it fits");
        let cut = screen(20);
        assert!(cut.contains("two") && cut.contains("first 19") && !cut.contains("second"), "{cut}");
        assert!(cut.ends_with("\nmore elsewhere\n\nwritten\n") && cut.lines().count() <= SCREEN, "{cut}");
        let none = screen(60);
        assert!(none.contains("two") && !none.contains("first 0"), "{none}");
    }

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
