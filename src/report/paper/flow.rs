//! What stands on the paper, from the top down and not yet on pages: rows of ink, each with the part that it belongs
//! to. Headings, paragraphs and lists are made here; tables and figures have files of their own. Knows nothing of
//! PDF. Next: `table.rs`.

use super::letters::{Letters, tidy};
use super::style::{BODY, HEADINGS, Look, TITLE, WIDTH};
use super::tags::{Kind, Tree};
use crate::report::charts::{Area, Colour, Face, Point};

/// Something to see. Places are counted from the left edge of the text and from the top of its row.
#[derive(Clone, Debug, PartialEq)]
pub enum Ink {
    /// A line of text from a place on its baseline.
    Text { at: Point, text: String, face: Face, colour: Colour },
    /// A filled rectangle.
    Block { area: Area, colour: Colour },
    /// A filled shape, of a colour that may let what lies below shine through.
    Shape { around: Vec<Point>, colour: Colour, opacity: f64 },
    /// A line through points.
    Line { points: Vec<Point>, colour: Colour, width: f64 },
    /// A filled circle.
    Disc { at: Point, radius: f64, colour: Colour },
}

/// What a piece of ink belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A part that is read.
    Part(usize),
    /// Nothing that is read: rules, grounds, what is said in words beside it.
    Nothing,
}

/// A row: what is never broken over two pages.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// White space above it, unless it is the first of its page.
    pub before: f64,
    /// Its own height.
    pub height: f64,
    /// Its ink, in the order of reading.
    pub ink: Vec<(Of, Ink)>,
    /// Whether it has to stand on the page of the next row.
    pub stays: bool,
    /// Whether it begins a page.
    pub begins_page: bool,
    /// The row that is shown again above it where it begins a page, by its number among `heads`.
    pub head: Option<usize>,
    /// A place to jump to: level and words.
    pub bookmark: Option<(u16, String)>,
    /// The figure that it is.
    pub figure: Option<usize>,
}

/// How the lines of a text keep together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// No line stands alone at the foot or the head of a page.
    Text,
    /// All lines stand with what follows.
    WithNext,
}

/// All rows.
pub struct Flow {
    /// The letters that they are written with.
    pub letters: Letters,
    /// The rows.
    pub rows: Vec<Row>,
    /// Heads of tables, to be shown again.
    pub heads: Vec<Row>,
    /// What the parts are.
    pub tree: Tree,
    gap: f64,
    new_page: bool,
}

impl Flow {
    /// With nothing on it.
    pub fn new(letters: Letters) -> Self {
        Self {
            letters,
            rows: Vec::new(),
            heads: Vec::new(),
            tree: Tree::default(),
            gap: 0.0,
            new_page: false,
        }
    }

    /// At least so much white space before the next row.
    pub fn gap(&mut self, space: f64) {
        self.gap = self.gap.max(space);
    }

    /// The next row begins a page.
    pub fn new_page(&mut self) {
        self.new_page = true;
    }

    /// Adds a row.
    pub fn push(&mut self, mut row: Row) {
        row.before += std::mem::take(&mut self.gap);
        row.begins_page |= std::mem::take(&mut self.new_page);
        self.rows.push(row);
    }

    /// A heading: the title of the paper is the first level.
    pub fn heading(&mut self, level: u16, text: &str) {
        let text = tidy(text);
        if text.is_empty() {
            return;
        }
        let look = if level == 1 { TITLE } else { HEADINGS[usize::from(level - 2).min(HEADINGS.len() - 1)] };
        let part = self.tree.add(None, Kind::Heading(level, text.clone()));
        self.gap(look.line * 0.9);
        let first = self.rows.len();
        self.lines(part, &text, 0.0, WIDTH, look, Keep::WithNext);
        if let Some(row) = self.rows.get_mut(first) {
            row.bookmark = Some((level, text));
        }
        self.gap(3.0);
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str, look: Look) {
        self.kept(text, look, Keep::Text);
    }

    /// A paragraph that stands with what follows.
    pub fn lead(&mut self, text: &str, look: Look) {
        self.kept(text, look, Keep::WithNext);
    }

    fn kept(&mut self, text: &str, look: Look, keep: Keep) {
        if tidy(text).is_empty() {
            return;
        }
        let part = self.tree.add(None, Kind::Paragraph);
        self.lines(part, text, 0.0, WIDTH, look, keep);
        self.gap(look.line * 0.4);
    }

    /// Sentences with a point before each.
    pub fn points<'a>(&mut self, points: impl IntoIterator<Item = &'a str>) {
        const INDENT: f64 = 12.0;
        let mut list = None;
        for text in points {
            if tidy(text).is_empty() {
                continue;
            }
            let list = *list.get_or_insert_with(|| self.tree.add(None, Kind::List { points: true }));
            let item = self.tree.add(Some(list), Kind::Item);
            let (label, body) =
                (self.tree.add(Some(item), Kind::Label), self.tree.add(Some(item), Kind::Body));
            let first = self.rows.len();
            self.lines(body, text, INDENT, WIDTH - INDENT, BODY, Keep::Text);
            let point = Ink::Text {
                at: (1.0, baseline(BODY)),
                text: "•".to_owned(),
                face: BODY.face,
                colour: BODY.colour,
            };
            if let Some(row) = self.rows.get_mut(first) {
                row.ink.insert(0, (Of::Part(label), point));
            }
            self.gap(3.0);
        }
        self.gap(6.0);
    }

    /// A text as rows.
    pub fn lines(&mut self, part: usize, text: &str, left: f64, room: f64, look: Look, keep: Keep) {
        let lines = self.letters.wrapped(text, room, look.face);
        let count = lines.len();
        for (number, text) in lines.into_iter().enumerate() {
            let stays = match keep {
                Keep::WithNext => true,
                Keep::Text => number + 1 < count && (number == 0 || number + 2 == count),
            };
            let ink = Ink::Text { at: (left, baseline(look)), text, face: look.face, colour: look.colour };
            self.push(Row { height: look.line, ink: vec![(Of::Part(part), ink)], stays, ..Row::default() });
        }
    }
}

/// Where the baseline of a line lies, from its top.
pub fn baseline(look: Look) -> f64 {
    // The middle of a small letter lies in the middle of the line.
    look.line / 2.0 + look.face.size * 0.34
}
