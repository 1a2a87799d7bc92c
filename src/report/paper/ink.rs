//! Pages as a PDF: ink, tags, bookmarks and what the file says of itself; the one place that draws with krilla, which
//! checks what it is given against PDF/UA-1. Next: `mod.rs`.

use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{Path, PathBuilder, Point as At, Rect};
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use super::PaperError;
use super::flow::{Flow, Ink, Of, Row};
use super::letters::Letters;
use super::pages::Placed;
use super::style::{ABOVE, PAGE_HEIGHT, PAGE_WIDTH, RUNNING, SIDE, WIDTH};
use super::tags::{LANGUAGE, short};
use crate::report::charts::{ChartError, Colour, Face, Point};

/// What the file says of itself and what stands at the edge of its pages.
pub struct About {
    /// The title.
    pub title: String,
    /// The answer.
    pub answer: String,
    /// What made it: `wardflow 0.1.0`.
    pub maker: String,
    /// The day on which it was made, where it is to be said: year, month, day.
    pub made: Option<(u16, u8, u8)>,
}

/// The PDF.
pub fn pdf(mut flow: Flow, pages: &[Vec<Placed>], about: &About) -> Result<Vec<u8>, PaperError> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PaperError::Pdf(format!("{error:?}")))?;
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let pens = Pens::new(flow.letters)?;
    let mut marks = Vec::new();
    for (number, placed) in pages.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE_WIDTH as f32, PAGE_HEIGHT as f32);
        let mut page = document.start_page_with(size.unwrap_or_default());
        let mut surface = page.surface();
        if number > 0 {
            running_head(&mut surface, &pens, &about.title);
        }
        for place in placed {
            let row = if place.again { &flow.heads[place.row] } else { &flow.rows[place.row] };
            let origin = (SIDE, ABOVE + place.top);
            for group in row.ink.chunk_by(|one, other| one.0 == other.0) {
                let Of::Part(part) = group[0].0 else {
                    let kind = if place.again { ArtifactType::PaginationOther } else { ArtifactType::Layout };
                    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
                    pens.draw_all(&mut surface, group, origin);
                    surface.end_tagged();
                    continue;
                };
                let words = group.iter().all(|(_, ink)| matches!(ink, Ink::Text { .. }));
                let tag = if words { ContentTag::Span(SpanTag::empty()) } else { ContentTag::Other };
                let mark = surface.start_tagged(tag);
                pens.draw_all(&mut surface, group, origin);
                surface.end_tagged();
                flow.tree.mark(part, mark);
            }
            if let (Some(part), Some(area)) = (row.figure, area(row, origin)) {
                flow.tree.place(part, number, area);
            }
            if let Some((level, words)) = &row.bookmark {
                let at = At::from_xy(origin.0 as f32, (origin.1 - 6.0) as f32);
                marks.push((*level, short(words), XyzDestination::new(number, at)));
            }
        }
        foot(&mut surface, &pens, &about.maker, &format!("{} of {}", number + 1, pages.len()));
        surface.finish();
        page.finish();
    }
    document.set_outline(outline(&marks));
    document.set_tag_tree(flow.tree.tags());
    document.set_metadata(metadata(about));
    document.finish().map_err(|error| fault(&error))
}

fn area(row: &Row, (left, top): Point) -> Option<Rect> {
    Rect::from_ltrb(left as f32, top as f32, (left + WIDTH) as f32, (top + row.height) as f32)
}

fn fault(error: &KrillaError) -> PaperError {
    PaperError::Pdf(match error {
        KrillaError::Validation(found) => {
            let first: Vec<String> = found.iter().take(3).map(|(fault, _)| format!("{fault:?}")).collect();
            format!("{error}: {}", first.join(", "))
        }
        _ => error.to_string(),
    })
}

fn metadata(about: &About) -> Metadata {
    let metadata = Metadata::new()
        .title(short(&about.title))
        .description(short(&about.answer))
        .language(LANGUAGE.to_owned())
        .creator(short(&about.maker))
        .producer(short(&about.maker))
        .text_direction(TextDirection::LeftToRight);
    match about.made {
        Some((year, month, day)) => metadata.creation_date(DateTime::new(year).month(month).day(day)),
        None => metadata,
    }
}

/// Bookmarks one inside the other, as their levels say; the title stands beside the second level.
fn outline(marks: &[(u16, String, XyzDestination)]) -> Outline {
    let mut outline = Outline::new();
    for (first, last) in inside(marks, 2) {
        outline.push_child(node(&marks[first..last], 2));
    }
    outline
}

fn node(marks: &[(u16, String, XyzDestination)], level: u16) -> OutlineNode {
    let (_, words, destination) = &marks[0];
    let mut found = OutlineNode::new(words.clone(), destination.clone()).with_open(level < 3);
    let below = &marks[1..];
    for (first, last) in inside(below, level + 1) {
        found.push_child(node(&below[first..last], level + 1));
    }
    found
}

/// Where the marks of a level begin and end, with those inside them.
fn inside(marks: &[(u16, String, XyzDestination)], level: u16) -> Vec<(usize, usize)> {
    let starts: Vec<usize> = (0..marks.len()).filter(|&at| at == 0 || marks[at].0 <= level).collect();
    let ends = starts.iter().skip(1).copied().chain([marks.len()]);
    starts.iter().copied().zip(ends).collect()
}

fn running_head(surface: &mut Surface<'_>, pens: &Pens, title: &str) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Header)));
    for text in pens.letters.at_most(title, WIDTH, RUNNING.face, 1) {
        pens.text(surface, &text, (SIDE, ABOVE - 22.0), RUNNING.face, RUNNING.colour);
    }
    surface.end_tagged();
}

fn foot(surface: &mut Surface<'_>, pens: &Pens, maker: &str, number: &str) {
    let line = PAGE_HEIGHT - 28.0;
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    for text in pens.letters.at_most(maker, WIDTH / 2.0, RUNNING.face, 1) {
        pens.text(surface, &text, (SIDE, line), RUNNING.face, RUNNING.colour);
    }
    let left = SIDE + WIDTH - pens.letters.width(number, RUNNING.face);
    pens.text(surface, number, (left, line), RUNNING.face, RUNNING.colour);
    surface.end_tagged();
}

/// What is drawn with.
struct Pens {
    letters: Letters,
    regular: Font,
    bold: Font,
}

impl Pens {
    fn new(letters: Letters) -> Result<Self, ChartError> {
        let font = |bytes: &'static [u8]| Font::new(bytes.into(), 0).ok_or(ChartError::Font);
        Ok(Self { letters, regular: font(notosans::REGULAR_TTF)?, bold: font(notosans::BOLD_TTF)? })
    }

    fn draw_all(&self, surface: &mut Surface<'_>, group: &[(Of, Ink)], origin: Point) {
        for (_, ink) in group {
            self.draw(surface, ink, origin);
        }
    }

    fn draw(&self, surface: &mut Surface<'_>, ink: &Ink, (left, top): Point) {
        let to = |at: &Point| (left + at.0, top + at.1);
        match ink {
            Ink::Text { at, text, face, colour } => self.text(surface, text, to(at), *face, *colour),
            Ink::Block { area, colour } => {
                let corners = [
                    (area.left, area.top),
                    (area.right, area.top),
                    (area.right, area.bottom),
                    (area.left, area.bottom),
                ];
                fill(surface, path(&corners.map(|at| to(&at)), true), *colour, 1.0);
            }
            Ink::Shape { around, colour, opacity } => {
                let around: Vec<Point> = around.iter().map(to).collect();
                fill(surface, path(&around, true), *colour, *opacity);
            }
            Ink::Line { points, colour, width } => {
                let points: Vec<Point> = points.iter().map(to).collect();
                stroke(surface, path(&points, false), *colour, *width);
            }
            Ink::Disc { at, radius, colour } => fill(surface, circle(to(at), *radius), *colour, 1.0),
        }
    }

    fn text(&self, surface: &mut Surface<'_>, text: &str, at: Point, face: Face, ink: Colour) {
        let glyphs: Vec<KrillaGlyph> = text
            .char_indices()
            .map(|(start, letter)| {
                let (glyph, wide) = self.letters.glyph(letter, face.bold);
                let range = start..start + letter.len_utf8();
                KrillaGlyph::new(GlyphId::new(glyph.into()), wide as f32, 0.0, 0.0, 0.0, range, None)
            })
            .collect();
        let font = if face.bold { &self.bold } else { &self.regular };
        surface.set_stroke(None);
        surface.set_fill(Some(filling(ink, 1.0)));
        surface.draw_glyphs(point(at), &glyphs, font.clone(), text, face.size as f32, false);
    }
}

fn point(at: Point) -> At {
    At::from_xy(at.0 as f32, at.1 as f32)
}

fn colour(of: Colour) -> rgb::Color {
    rgb::Color::new(of.0, of.1, of.2)
}

fn filling(of: Colour, opacity: f64) -> Fill {
    let opacity = NormalizedF32::new(opacity as f32).unwrap_or(NormalizedF32::ONE);
    Fill { paint: colour(of).into(), opacity, rule: FillRule::NonZero }
}

fn fill(surface: &mut Surface<'_>, path: Option<Path>, of: Colour, opacity: f64) {
    let Some(path) = path else { return };
    surface.set_stroke(None);
    surface.set_fill(Some(filling(of, opacity)));
    surface.draw_path(&path);
}

fn stroke(surface: &mut Surface<'_>, path: Option<Path>, of: Colour, width: f64) {
    let Some(path) = path else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: colour(of).into(),
        width: width as f32,
        line_join: LineJoin::Round,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
}

/// A path through points; none where there are too few or one is not finite.
fn path(points: &[Point], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (number, &(x, y)) in points.iter().enumerate() {
        if number == 0 { path.move_to(x as f32, y as f32) } else { path.line_to(x as f32, y as f32) }
    }
    if closed {
        path.close();
    }
    path.finish()
}

fn circle((x, y): Point, radius: f64) -> Option<Path> {
    // Four curves whose handles are this part of the radius make a circle.
    const HANDLE: f64 = 0.552_284_75;
    let at = |right: f64, down: f64| ((x + right * radius) as f32, (y + down * radius) as f32);
    let mut path = PathBuilder::new();
    let start = at(1.0, 0.0);
    path.move_to(start.0, start.1);
    // Each quarter begins where the last one ended.
    for (from, to) in [
        ((1.0, 0.0), (0.0, 1.0)),
        ((0.0, 1.0), (-1.0, 0.0)),
        ((-1.0, 0.0), (0.0, -1.0)),
        ((0.0, -1.0), (1.0, 0.0)),
    ] {
        let (from, to): (Point, Point) = (from, to);
        let one = at(from.0 + to.0 * HANDLE, from.1 + to.1 * HANDLE);
        let two = at(to.0 + from.0 * HANDLE, to.1 + from.1 * HANDLE);
        let end = at(to.0, to.1);
        path.cubic_to(one.0, one.1, two.0, two.1, end.0, end.1);
    }
    path.close();
    path.finish()
}
