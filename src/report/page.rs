//! A page while it is written: parts with an empty line between, no line longer than it is wide. Plain text
//! without colours. Knows nothing of terminals or files.

use super::differences::NCTR;
use super::words::wrapped;

/// What every sentence of an answer begins with.
pub(super) const POINT: &str = "  * ";

/// A page.
pub struct Page {
    lines: Vec<String>,
    /// How many characters a line may have.
    pub width: usize,
}

impl Page {
    /// A page with a title and nothing else yet.
    pub fn of(title: &str, width: usize) -> Self {
        Self { lines: wrapped(title, "", width), width }
    }

    /// The same with what was run, and what the letters stand for that every study uses.
    pub(super) fn of_study(title: &str, ran: &str, width: usize) -> Self {
        let mut page = Self::of(title, width);
        page.say(ran);
        page.say(NCTR);
        page
    }

    /// A text that goes on with what stands there.
    pub fn say(&mut self, text: &str) {
        self.lines.extend(wrapped(text, "", self.width));
    }

    /// A part of its own; nothing where it has no lines.
    pub fn part(&mut self, lines: Vec<String>) {
        if !lines.is_empty() {
            self.lines.push(String::new());
            self.lines.extend(lines);
        }
    }

    /// A line as it is, right below what stands there.
    pub fn raw(&mut self, line: String) {
        self.lines.push(line);
    }

    /// A text as a part of its own.
    pub fn paragraph(&mut self, text: &str) {
        self.part(wrapped(text, "", self.width));
    }

    /// Sentences as a part of its own, each with a point before it.
    pub fn points(&mut self, sentences: impl IntoIterator<Item = String>) {
        let width = self.width;
        self.part(sentences.into_iter().flat_map(|text| wrapped(&text, POINT, width)).collect());
    }

    /// The whole as text; `written` says last where the files are.
    pub fn ended(mut self, written: &str) -> String {
        self.paragraph(written);
        self.lines.join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_an_empty_line_between_and_what_has_no_lines_is_no_part() {
        let mut page = Page::of("a b", 9);
        page.say("one two three");
        page.part(Vec::new());
        page.points(["x".to_owned(), "y y y y".to_owned()]);
        page.points([]);
        page.paragraph("end");
        assert_eq!(page.ended("to c"), "a b\none two\nthree\n\n  * x\n  * y y y\n    y\n\nend\n\nto c\n");
    }
}
