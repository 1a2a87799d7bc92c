//! Turns a drawing into the bytes of an SVG or a PNG, by plotters; the one place that knows its
//! backends, so that another library may take over. Knows nothing of charts. Next: `mod.rs`.

use plotters::backend::{BitMapBackend, DrawingBackend};
use plotters::prelude::{Color, FontDesc, FontFamily, FontStyle, RGBColor, SVGBackend, ShapeStyle};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::ChartError;
use super::drawing::{Anchor, Drawing, Mark, Point, Tip, dashes};
use super::frame::Frame;
use super::style::{
    Colour, Face, GROUND, LABEL, NARROW_TITLE, NUMBER, PANEL_TITLE, SMALL, SOURCE, SUBTITLE, TITLE, VEIL,
};
use super::text;
use crate::base::visible::visible;

/// The library counts in whole units: so many make a logical pixel.
const FINE: u32 = 4;
/// The vector backend takes heights and writes ems.
const HEIGHT_PER_EM: f64 = 1.24;
/// Pixels of a PNG to a logical pixel.
const PNG_SCALE: u32 = 2;

/// What a picture says of itself to those who do not see it.
pub struct Words {
    title: String,
    description: String,
    source: String,
}

impl Words {
    /// As a chart's frame has them.
    pub fn of(frame: &Frame) -> Self {
        let clean = |words: &str| text::clean(words);
        Self {
            title: clean(&frame.title),
            description: clean(&frame.description),
            source: frame.source_line(),
        }
    }
}

/// Who reads what stands at a place of an SVG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tips {
    /// A viewer shows it beside the pointer: `<title>`.
    Viewer,
    /// The script of a page: `data-tip`. A viewer shows nothing, so that it is not said twice.
    Page,
}

/// The drawing as an SVG that names and describes itself, and says from what it was made. Marks of a series stand in
/// a group with `data-series`, and so do the tips that belong to one.
pub fn svg(drawing: &Drawing, words: &Words, tips: Tips) -> Result<Vec<u8>, ChartError> {
    let mut marks = String::new();
    let mut drawn = 0;
    for group in &drawing.groups {
        marks += &vector_marks(drawing, drawn, group.from)?;
        let inked = vector_marks(drawing, group.from, group.to)?;
        marks.extend(["<g data-series=\"", &escape(&group.series), "\">\n", &inked, "</g>\n"]);
        drawn = group.to;
    }
    marks += &vector_marks(drawing, drawn, drawing.marks.len())?;
    for alike in drawing.tips.chunk_by(|one, other| one.series == other.series) {
        let areas: String = alike.iter().map(|tip| tip_area(tip, tips)).collect();
        let series = match alike {
            [Tip { series, .. }, ..] if !series.is_empty() => format!(" data-series=\"{}\"", escape(series)),
            _ => String::new(),
        };
        marks.extend(["<g", &series, " fill=\"none\" pointer-events=\"all\">\n", &areas, "</g>\n"]);
    }
    let (width, height) = (drawing.width, drawing.height);
    let title = escape(&words.title);
    // A long description is cut before the source is added, not with it.
    let description = escape(format!("{} {}", words.description, words.source).trim());
    let name = blake3::hash(format!("{title}\n{description}").as_bytes()).to_hex();
    let name = name.get(..8).unwrap_or_default();
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
         role=\"img\" aria-labelledby=\"title-{name} description-{name}\" stroke-linejoin=\"round\">\n\
         <title id=\"title-{name}\">{title}</title>\n<desc id=\"description-{name}\">{description}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n{marks}</svg>\n",
        size(drawing).0,
        size(drawing).1,
    )
    .into_bytes())
}

/// Some of the marks, one after the other.
fn vector_marks(drawing: &Drawing, from: usize, to: usize) -> Result<String, ChartError> {
    let mut page = String::new();
    let mut backend = SVGBackend::with_string(&mut page, size(drawing));
    for mark in drawing.marks.get(from..to).unwrap_or_default() {
        vector_mark(&mut backend, mark)?;
    }
    backend.present().map_err(fault)?;
    drop(backend);

    // Line breaks inside a text element would be read as spaces.
    let marks: String = page
        .split_inclusive('\n')
        .skip(1)
        .filter(|line| !line.starts_with("</svg>"))
        .map(|line| if line.starts_with("<text") { line.trim_end() } else { line })
        .collect();
    let mut marks = marks.replace("\n</text>", "</text>").replace(" opacity=\"1\"", "");
    // The backend's division leaves sizes such as 52.00000000000001.
    for face in [TITLE, NARROW_TITLE, SUBTITLE, PANEL_TITLE, LABEL, NUMBER, SMALL, SOURCE] {
        let em = face.size * f64::from(FINE);
        let written = format!("font-size=\"{}\"", em * HEIGHT_PER_EM / HEIGHT_PER_EM);
        marks = marks.replace(&written, &format!("font-size=\"{em}\""));
    }
    // What no XML may hold; names of files have not been through here before.
    Ok(visible(&marks).into_owned())
}

/// Where something is to be read, without ink.
fn tip_area(tip: &Tip, tips: Tips) -> String {
    let ((left, top), (right, bottom)) =
        (place((tip.area.left, tip.area.top)), place((tip.area.right, tip.area.bottom)));
    let (width, height, text) = (right - left, bottom - top, escape(&tip.text));
    let area = format!("<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"");
    match tips {
        Tips::Viewer => format!("{area}><title>{text}</title></rect>\n"),
        Tips::Page => format!("{area} data-tip=\"{text}\"/>\n"),
    }
}

/// The drawing as a PNG of twice its logical size. It is drawn finer still and then averaged, because
/// the library smooths only some of its edges.
///
/// Title, description and source stand in it as text chunks.
pub fn png(drawing: &Drawing, words: &Words) -> Result<Vec<u8>, ChartError> {
    let (width, height) = size(drawing);
    let mut fine = [GROUND.0, GROUND.1, GROUND.2].repeat(width as usize * height as usize);
    let mut backend = BitMapBackend::with_buffer(&mut fine, (width, height));
    for mark in &drawing.marks {
        bitmap_mark(&mut backend, mark)?;
    }
    backend.present().map_err(fault)?;
    drop(backend);

    let (pixels, width, height) = averaged(&fine, width as usize, height as usize);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // The highest takes three times as long for files that are a few percent smaller.
    encoder.set_compression(png::Compression::Balanced);
    // Flat colours pack best as they are.
    encoder.set_filter(png::Filter::NoFilter);
    // 96 logical pixels to the inch, in pixels to the metre.
    let density = 3780 * PNG_SCALE;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: density,
        yppu: density,
        unit: png::Unit::Meter,
    }));
    for (keyword, words) in
        [("Title", &words.title), ("Description", &words.description), ("Source", &words.source)]
    {
        if !words.is_empty() {
            encoder.add_itxt_chunk(keyword.to_owned(), words.clone())?;
        }
    }
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(bytes)
}

/// Each pixel the mean of a square of finer ones.
fn averaged(fine: &[u8], width: usize, height: usize) -> (Vec<u8>, u32, u32) {
    const SIDE: usize = 2;
    const { assert!((FINE / PNG_SCALE) as usize == SIDE) };
    let mut pixels = Vec::with_capacity(fine.len() / (SIDE * SIDE));
    for rows in fine.chunks_exact(SIDE * width * 3) {
        let (above, below) = rows.split_at(width * 3);
        for (a, b) in above.chunks_exact(SIDE * 3).zip(below.chunks_exact(SIDE * 3)) {
            let sum =
                |part: usize| [a[part], a[part + 3], b[part], b[part + 3]].map(u32::from).iter().sum::<u32>();
            pixels.extend_from_slice(&[0, 1, 2].map(|part| (sum(part) / 4) as u8));
        }
    }
    (pixels, (width / SIDE) as u32, (height / SIDE) as u32)
}

/// Size in the library's units.
fn size(drawing: &Drawing) -> (u32, u32) {
    (drawing.width.ceil() as u32 * FINE, drawing.height.ceil() as u32 * FINE)
}

fn units(length: f64) -> i32 {
    (length * f64::from(FINE)).round() as i32
}

fn place(point: Point) -> (i32, i32) {
    (units(point.0), units(point.1))
}

fn colour(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

fn stroke(line: Colour, width: f64) -> ShapeStyle {
    ShapeStyle { color: colour(line).into(), filled: false, stroke_width: units(width).max(1).unsigned_abs() }
}

fn fault(error: impl std::fmt::Display) -> ChartError {
    ChartError::Drawing(error.to_string())
}

fn escape(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn vector_mark(backend: &mut SVGBackend<'_>, mark: &Mark) -> Result<(), ChartError> {
    match mark {
        Mark::Line { points, colour, width, dashed: true } => {
            return dashes(points).into_iter().try_for_each(|points| {
                let dash = Mark::Line { points, colour: *colour, width: *width, dashed: false };
                vector_mark(backend, &dash)
            });
        }
        Mark::Line { points, colour, width, dashed: false } => {
            backend.draw_path(points.iter().map(|&point| place(point)), &stroke(*colour, *width))
        }
        Mark::Band { upper, lower, colour: fill } => {
            let around = upper.iter().chain(lower.iter().rev()).map(|&point| place(point));
            backend.fill_polygon(around, &colour(*fill))
        }
        Mark::Veil { upper, lower, colour: fill } => {
            let around = upper.iter().chain(lower.iter().rev()).map(|&point| place(point));
            backend.fill_polygon(around, &colour(*fill).mix(VEIL))
        }
        Mark::Block { area, colour: fill } => backend.draw_rect(
            place((area.left, area.top)),
            place((area.right, area.bottom)),
            &colour(*fill),
            true,
        ),
        Mark::Dot { at, radius, colour: fill } => {
            backend.draw_circle(place(*at), units(*radius).unsigned_abs(), &colour(*fill), true)
        }
        Mark::Text { at, anchor, text, face, colour: fill } => {
            let side = match anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            };
            let weight = if face.bold { FontStyle::Bold } else { FontStyle::Normal };
            let em = face.size * f64::from(FINE);
            let style = FontDesc::new(FontFamily::Name(text::FAMILY), em * HEIGHT_PER_EM, weight)
                .color(&colour(*fill))
                .pos(Pos::new(side, VPos::Top));
            // The backend puts the baseline 0.76 em below the place.
            backend.draw_text(text, &style, (units(at.0), units(at.1) - (0.76 * em).round() as i32))
        }
    }
    .map_err(fault)
}

fn bitmap_mark(backend: &mut BitMapBackend<'_>, mark: &Mark) -> Result<(), ChartError> {
    match mark {
        Mark::Line { points, colour, width, dashed: true } => {
            dashes(points).iter().try_for_each(|dash| thick_line(backend, dash, *colour, *width))
        }
        Mark::Line { points, colour, width, dashed: false } => thick_line(backend, points, *colour, *width),
        Mark::Band { upper, lower, colour: fill } => filled_band(backend, upper, lower, *fill, 1.0),
        Mark::Veil { upper, lower, colour: fill } => filled_band(backend, upper, lower, *fill, VEIL),
        Mark::Block { area, colour: fill } => backend
            .draw_rect(place((area.left, area.top)), place((area.right, area.bottom)), &colour(*fill), true)
            .map_err(fault),
        Mark::Dot { at, radius, colour: fill } => backend
            .draw_circle(place(*at), units(*radius).unsigned_abs(), &colour(*fill), true)
            .map_err(fault),
        Mark::Text { at, anchor, text, face, colour } => letters(backend, text, *at, *anchor, *face, *colour),
    }
}

/// One line of text. The library's own letters stand unevenly, so the outlines come from the font.
fn letters(
    backend: &mut BitMapBackend<'_>,
    text: &str,
    at: Point,
    anchor: Anchor,
    face: Face,
    ink: Colour,
) -> Result<(), ChartError> {
    let fonts = text::fonts()?;
    let em = face.size * f64::from(FINE);
    let width = fonts.advance(text, face, em);
    let back = match anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    let start = (at.0 * f64::from(FINE) - back, at.1 * f64::from(FINE));
    for letter in fonts.outlines(text, face, em, start) {
        let corner = letter.px_bounds().min;
        let (left, top) = (corner.x as i32, corner.y as i32);
        let mut failed = None;
        letter.draw(|x, y, share| {
            let place = (left + x.cast_signed(), top + y.cast_signed());
            let drawn = backend.draw_pixel(place, colour(ink).mix(f64::from(share)).to_backend_color());
            if let Err(error) = drawn {
                failed = Some(fault(error));
            }
        });
        failed.map_or(Ok(()), Err)?;
    }
    Ok(())
}

/// A line with round joints: the backend's own joints of thick lines run to spikes.
fn thick_line(
    backend: &mut BitMapBackend<'_>,
    points: &[Point],
    line: Colour,
    width: f64,
) -> Result<(), ChartError> {
    let style = stroke(line, width);
    for pair in points.windows(2) {
        let (from, to) = (place(pair[0]), place(pair[1]));
        if from.0 == to.0 || from.1 == to.1 {
            let (less, more) = (style.stroke_width / 2, style.stroke_width.div_ceil(2));
            let (less, more) = (less.cast_signed(), more.cast_signed());
            let along = if from.0 == to.0 { (1, 0) } else { (0, 1) };
            let corner = (from.0.min(to.0) - less * along.0, from.1.min(to.1) - less * along.1);
            let other = (from.0.max(to.0) + more * along.0, from.1.max(to.1) + more * along.1);
            backend.draw_rect(corner, other, &colour(line), true).map_err(fault)?;
        } else {
            backend.draw_line(from, to, &style).map_err(fault)?;
        }
    }
    let straight =
        |at: &[Point]| at[0].1.to_bits() == at[1].1.to_bits() && at[1].1.to_bits() == at[2].1.to_bits();
    for joint in points.windows(3).filter(|at| !straight(at)) {
        backend
            .draw_circle(place(joint[1]), (style.stroke_width - 1) / 2, &colour(line), true)
            .map_err(fault)?;
    }
    Ok(())
}

/// A band, column by column: the backend's filling leaves streaks where an outline is ragged.
fn filled_band(
    backend: &mut BitMapBackend<'_>,
    upper: &[Point],
    lower: &[Point],
    fill: Colour,
    share_of_colour: f64,
) -> Result<(), ChartError> {
    let fill = colour(fill).mix(share_of_colour);
    for (above, below) in upper.windows(2).zip(lower.windows(2)) {
        let (from, to) = (units(above[0].0), units(above[1].0));
        for column in from..to {
            let share = f64::from(column - from) / f64::from(to - from);
            let height = |ends: &[Point]| units(ends[0].1 + share * (ends[1].1 - ends[0].1));
            let ends = ((column, height(above)), (column + 1, height(below)));
            backend.draw_rect(ends.0, ends.1, &fill, true).map_err(fault)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::drawing::Area;
    use super::super::style::{MEDIAN, TEXT};
    use super::*;

    fn drawing(label: &str) -> Drawing {
        let mut drawing = Drawing::new(200.0, 100.0);
        drawing.rule((10.0, 80.0), (190.0, 20.5), MEDIAN, 2.5);
        drawing.text(label, (100.0, 50.0), Anchor::Middle, LABEL, TEXT);
        drawing
    }

    #[test]
    fn text_of_an_svg_is_escaped_and_has_no_spaces_round_it() {
        let words = Frame {
            title: "a < b & c".to_owned(),
            description: "from <i> & on.".to_owned(),
            source: "us & them".to_owned(),
            ..Frame::default()
        };
        let page = svg(&drawing("beds < 10 & \"more\""), &Words::of(&words), Tips::Viewer).unwrap();
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains(">beds &lt; 10 &amp; &quot;more&quot;</text>"), "{page}");
        assert!(page.contains(">a &lt; b &amp; c</title>"));
        assert!(page.contains(">from &lt;i&gt; &amp; on. Source: us &amp; them</desc>"), "{page}");
        assert!(page.contains("role=\"img\""));
        assert_eq!(page.matches("<svg").count(), 1);
        assert!(page.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn what_is_to_be_read_at_a_place_has_no_ink_and_is_a_title_for_viewers_and_data_for_pages() {
        let mut with = drawing("beds");
        let plain = png(&with, &Words::of(&Frame::default())).unwrap();
        with.series("One \"&\" two", |drawing| drawing.rule((10.0, 10.0), (20.0, 10.0), MEDIAN, 1.0));
        let ruled = png(&with, &Words::of(&Frame::default())).unwrap();
        let area = Area { left: 10.0, top: 5.0, right: 14.0, bottom: 90.5 };
        with.tip(area, "6 January: <93>", "");
        with.tip(area, "6 January: 90", "One \"&\" two");
        assert_eq!(png(&with, &Words::of(&Frame::default())).unwrap(), ruled);
        assert_ne!(ruled, plain);
        let page =
            |tips| String::from_utf8(svg(&with, &Words::of(&Frame::default()), tips).unwrap()).unwrap();
        let viewer = page(Tips::Viewer);
        let rect = "<rect x=\"40\" y=\"20\" width=\"16\" height=\"342\"";
        assert!(viewer.contains(&format!("{rect}><title>6 January: &lt;93&gt;</title></rect>")), "{viewer}");
        let own = page(Tips::Page);
        assert!(own.contains(&format!("{rect} data-tip=\"6 January: &lt;93&gt;\"/>")), "{own}");
        assert!(!own.contains("<title>6"));
        // The marks of the series, and the tip that belongs to it.
        assert_eq!(own.matches("<g data-series=\"One &quot;&amp;&quot; two\"").count(), 2);
        assert_eq!((own.matches("<g").count(), own.matches("</g>").count()), (3, 3));
        assert!(own.trim_end().ends_with("</svg>") && own.matches("</svg>").count() == 1);
    }

    #[test]
    fn a_png_has_twice_the_logical_size_and_ink_of_every_mark() {
        let bytes = png(&drawing("beds"), &Words::of(&Frame::default())).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (400, 200));
        let ink = |colour: Colour| {
            pixels.chunks_exact(3).filter(|pixel| pixel == &[colour.0, colour.1, colour.2]).count()
        };
        // The line is 5 pixels wide and about 380 long; the letters are thin.
        assert!((1_000..2_500).contains(&ink(MEDIAN)), "{}", ink(MEDIAN));
        assert!(ink(TEXT) > 50, "{}", ink(TEXT));
        assert!(ink(GROUND) > 70_000);
    }

    #[test]
    fn a_png_says_what_it_shows_and_from_what_it_was_made() {
        let words =
            Frame {
                title: "95 people · “wait”".to_owned(), source: "us".to_owned(), ..Frame::default()
            };
        let bytes = png(&drawing("beds"), &Words::of(&words)).unwrap();
        let reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let said = |keyword: &str| {
            let chunks = &reader.info().utf8_text;
            chunks.iter().find(|chunk| chunk.keyword == keyword).map(|chunk| chunk.get_text().unwrap())
        };
        assert_eq!(said("Title").as_deref(), Some("95 people · “wait”"));
        assert_eq!(said("Source").as_deref(), Some("Source: us"));
        assert_eq!(said("Description"), None);
    }

    #[test]
    fn text_stands_where_it_was_put() {
        let mut drawing = Drawing::new(100.0, 100.0);
        drawing.text("HHH", (20.0, 60.0), Anchor::Start, Face { size: 20.0, bold: true }, TEXT);
        let bytes = png(&drawing, &Words::of(&Frame::default())).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        let rows = pixels.chunks_exact(600).enumerate();
        let inked: Vec<usize> =
            rows.filter(|(_, row)| row.iter().any(|&v| v < 128)).map(|(y, _)| y).collect();
        // Capitals of 0.714 em stand on the baseline at 60: rows 91 to 119 of the doubled picture.
        assert!(inked.first().is_some_and(|&y| (90..=93).contains(&y)), "{inked:?}");
        assert!(inked.last().is_some_and(|&y| (118..=121).contains(&y)), "{inked:?}");
    }
}
