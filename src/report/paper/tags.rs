//! What the parts of the paper are, for those who have it read to them: headings, paragraphs, lists, tables and
//! figures in the order of reading. Knows no page. Next: `flow.rs`.

use std::num::NonZeroU16;

use krilla::geom::Rect;
use krilla::tagging::{
    BBox, Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

use super::letters::tidy;

/// What the paper is written in.
pub const LANGUAGE: &str = "en-GB";
/// No string in a PDF may be longer than 32,767 bytes; nobody listens to so much.
const LONGEST: usize = 2_000;

/// What a part is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A heading with its level, from 1.
    Heading(u16, String),
    /// A paragraph.
    Paragraph,
    /// A list; its children are items, each with a point before it or without one.
    List { points: bool },
    /// An item of a list.
    Item,
    /// The sign before an item.
    Label,
    /// The text of an item.
    Body,
    /// A table with what it shows.
    Table(String),
    /// The words above a table.
    Caption,
    /// A row.
    Row,
    /// The head of a column.
    ColumnHead,
    /// The head of a row.
    RowHead,
    /// A cell.
    Cell,
    /// A figure with the words for those who do not see it.
    Figure(String),
}

struct Part {
    kind: Kind,
    parts: Vec<usize>,
    marks: Vec<Identifier>,
    place: Option<BBox>,
}

/// All parts.
#[derive(Default)]
pub struct Tree {
    parts: Vec<Part>,
    top: Vec<usize>,
}

impl Tree {
    /// Adds a part after those that are there; returns its number.
    pub fn add(&mut self, inside: Option<usize>, kind: Kind) -> usize {
        let number = self.parts.len();
        self.parts.push(Part { kind, parts: Vec::new(), marks: Vec::new(), place: None });
        inside.map_or(&mut self.top, |at| &mut self.parts[at].parts).push(number);
        number
    }

    /// Says that something on a page belongs to a part.
    pub fn mark(&mut self, part: usize, mark: Identifier) {
        self.parts[part].marks.push(mark);
    }

    /// Says where a part lies, on the page with this number from 0.
    pub fn place(&mut self, part: usize, page: usize, area: Rect) {
        self.parts[part].place = Some(BBox::new(page, area));
    }

    /// As the PDF has them.
    pub fn tags(&self) -> TagTree {
        TagTree::from(self.top.iter().map(|&part| self.node(part)).collect::<Vec<Node>>())
            .with_lang(Some(LANGUAGE.to_owned()))
    }

    fn node(&self, number: usize) -> Node {
        let part = &self.parts[number];
        let marks = part.marks.iter().map(|&mark| Node::from(mark));
        let inside = part.parts.iter().map(|&part| self.node(part));
        TagGroup::with_children(tag(&part.kind, part.place), marks.chain(inside).collect()).into()
    }
}

fn tag(kind: &Kind, place: Option<BBox>) -> TagKind {
    match kind {
        Kind::Heading(level, text) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(short(text))).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::List { points: true } => Tag::L(ListNumbering::Disc).into(),
        Kind::List { points: false } => Tag::L(ListNumbering::None).into(),
        Kind::Item => Tag::LI.into(),
        Kind::Label => Tag::Lbl.into(),
        Kind::Body => Tag::LBody.into(),
        Kind::Table(summary) => Tag::Table.with_summary(Some(short(summary))).into(),
        Kind::Caption => Tag::Caption.into(),
        Kind::Row => Tag::TR.into(),
        Kind::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Kind::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Kind::Cell => Tag::TD.into(),
        Kind::Figure(alt) => Tag::Figure(Some(short(alt))).with_bbox(place).into(),
    }
}

/// A text that a PDF can hold; never empty.
pub fn short(text: &str) -> String {
    let text = tidy(text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None if text.is_empty() => "-".to_owned(),
        None => text,
    }
}
