//! Charts: pure functions from plain numbers, words and dates to the bytes of a picture. They know no
//! findings and no files. A chart ([`Fan`], [`Bars`], [`Dots`], [`Panels`], [`Curve`], [`Heat`],
//! [`Tornado`], [`Plane`], [`Strip`], [`Flow`]) becomes a `Drawing` of marks in logical pixels, and ink makes an SVG or a PNG of
//! it; the same chart gives the same bytes.
//!
//! Read `style.rs` (colours, sizes), `text.rs` (letters), `drawing.rs` (marks), `axis.rs`, `span.rs` and
//! `figures.rs` (ticks and numbers), `cells.rs` (numbers in the table behind a chart), `frame.rs` (headline, key, source), `days.rs`, `sides.rs` and `grid.rs`
//! (axes), `marker.rs`, `ribbon.rs`, `gutter.rs` and `labels.rs` (parts of charts), then the charts, then
//! `ink.rs`; `many.rs` makes several pictures at a time.

mod axis;
mod bars;
mod between;
mod cells;
mod curve;
mod days;
mod dots;
mod drawing;
mod fan;
mod fan_lines;
mod fan_table;
mod figures;
mod flow;
mod flow_layout;
mod frame;
mod grid;
mod gutter;
mod heat;
mod ink;
mod labels;
mod many;
mod marker;
mod panels;
mod plane;
mod ribbon;
mod sides;
mod span;
mod strip;
pub(super) mod style;
pub(super) mod text;
mod tornado;

#[cfg(test)]
mod tests;

pub use bars::{Bar, Bars, longest_first};
pub use between::between;
pub use curve::{Curve, CurveLine, CurvePoint};
pub use dots::{Dot, Dots};
pub(super) use dots::{NOT_CLEAR, NOT_CLEAR_AMONG};
pub use drawing::{Anchor, Area, Drawing, Group, Mark, Point, Tip, dashes};
pub use fan::{BandNames, Before, Fan, FanDay, Flag, Level, Line, Other, Series, Steps};
pub use flow::{Flow, FlowPlace, FlowWay};
pub use frame::Frame;
pub use heat::Heat;
pub use many::render_all;
pub use panels::{Panel, Panels};
pub use plane::{Plane, PlaneKind, PlanePoint};
pub use strip::{Strip, StripDays, StripRow};
pub use style::{Colour, Face, Sheet};
pub use tornado::{Tornado, TornadoEnd, TornadoRow};

use super::block::Table;

/// Why a picture could not be made. None of these depends on the numbers in a chart.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The font that travels with the program could not be read.
    #[error("the built-in font for charts could not be read")]
    Font,
    /// The drawing library failed.
    #[error("a chart could not be drawn: {0}")]
    Drawing(String),
    /// The picture could not be packed.
    #[error("a chart could not be written as PNG: {0}")]
    Png(#[from] png::EncodingError),
}

/// A chart of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    /// A measure by day.
    Fan(Fan),
    /// Horizontal bars.
    Bars(Bars),
    /// Differences on both sides of zero.
    Dots(Dots),
    /// Many measures by day.
    Panels(Panels),
    /// Amounts along a numeric axis.
    Curve(Curve),
    /// A grid of numbers.
    Heat(Heat),
    /// Inputs moved over their ranges.
    Tornado(Tornado),
    /// Points between two numeric axes.
    Plane(Plane),
    /// Shares of equal parts, part by part.
    Strip(Strip),
    /// Places and the ways between them.
    Flow(Flow),
}

/// The form of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Vector graphic with a title and a description inside.
    Svg,
    /// Bitmap of twice the logical size.
    Png,
}

impl Format {
    /// How names of its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

impl Chart {
    /// The chart with this source line in the place of its own.
    #[must_use]
    pub fn with_source(&self, source: &str) -> Self {
        let mut chart = self.clone();
        source.clone_into(&mut chart.frame_mut().source);
        chart
    }

    fn frame_mut(&mut self) -> &mut Frame {
        match self {
            Self::Fan(chart) => &mut chart.frame,
            Self::Bars(chart) => &mut chart.frame,
            Self::Dots(chart) => &mut chart.frame,
            Self::Panels(chart) => &mut chart.frame,
            Self::Curve(chart) => &mut chart.frame,
            Self::Heat(chart) => &mut chart.frame,
            Self::Tornado(chart) => &mut chart.frame,
            Self::Plane(chart) => &mut chart.frame,
            Self::Strip(chart) => &mut chart.frame,
            Self::Flow(chart) => &mut chart.frame,
        }
    }

    /// The numbers that are drawn, as a reader sees them at its marks; dates as `2024-10-01`, `-` where nothing
    /// is drawn. What the chart has no room for stands here too.
    pub fn table(&self) -> Table {
        match self {
            Self::Fan(chart) => fan::table(chart),
            Self::Bars(chart) => bars::table(chart),
            Self::Dots(chart) => dots::table(chart),
            Self::Panels(chart) => panels::table(chart),
            Self::Curve(chart) => curve::table(chart),
            Self::Heat(chart) => heat::table(chart),
            Self::Tornado(chart) => tornado::table(chart),
            Self::Plane(chart) => plane::table(chart),
            Self::Strip(chart) => strip::table(chart),
            Self::Flow(chart) => flow::table(chart),
        }
    }

    /// The words round it.
    pub fn frame(&self) -> &Frame {
        match self {
            Self::Fan(chart) => &chart.frame,
            Self::Bars(chart) => &chart.frame,
            Self::Dots(chart) => &chart.frame,
            Self::Panels(chart) => &chart.frame,
            Self::Curve(chart) => &chart.frame,
            Self::Heat(chart) => &chart.frame,
            Self::Tornado(chart) => &chart.frame,
            Self::Plane(chart) => &chart.frame,
            Self::Strip(chart) => &chart.frame,
            Self::Flow(chart) => &chart.frame,
        }
    }
}

/// The picture of a chart: 960 logical pixels wide, 540 high or higher where its rows need it. Any
/// numbers and words can be drawn; what is not finite is left out, what is too long is cut with "…".
///
/// # Errors
/// Where the font or a library fails, whatever the chart.
///
/// ```
/// use wardflow::report::charts::{Bar, Bars, Chart, Format, Frame, render};
///
/// let bar = Bar { label: "Home with support".into(), value: 6.2, interval: Some((5.8, 6.7)), ..Bar::default() };
/// let frame = Frame { title: "Leaving with support takes 6 days longer".into(), ..Frame::default() };
/// let chart = Chart::Bars(Bars { frame, measure: "Days".into(), bars: vec![bar], ..Bars::default() });
/// let svg = render(&chart, Format::Svg)?;
/// assert!(svg.starts_with(b"<svg"));
/// # Ok::<(), wardflow::report::charts::ChartError>(())
/// ```
pub fn render(chart: &Chart, format: Format) -> Result<Vec<u8>, ChartError> {
    let drawing = draw(chart)?;
    let words = ink::Words::of(chart.frame());
    match format {
        Format::Svg => ink::svg(&drawing, &words, ink::Tips::Viewer),
        Format::Png => ink::png(&drawing, &words),
    }
}

/// The SVG of marks that were drawn before, with the words that it says of itself, for a page with a script: what is
/// to be read at a place stands in `data-tip`, marks of a series in a group with `data-series`.
///
/// # Errors
/// Where a library fails.
pub fn svg(drawing: &Drawing, frame: &Frame) -> Result<Vec<u8>, ChartError> {
    ink::svg(drawing, &ink::Words::of(frame), ink::Tips::Page)
}

/// The marks of a chart, each on a quarter of a pixel.
///
/// # Errors
/// Where the font cannot be read.
pub fn drawn(chart: &Chart) -> Result<Drawing, ChartError> {
    Ok(draw(chart)?.settled())
}

/// The same 736 logical pixels wide, for a report on a screen or on paper.
///
/// # Errors
/// Where the font cannot be read.
pub fn drawn_for_page(chart: &Chart) -> Result<Drawing, ChartError> {
    Ok(draw_on(chart, Sheet::PAGE)?.settled())
}

/// The same 420 logical pixels wide, for a telephone: names stand above what they name.
///
/// # Errors
/// Where the font cannot be read.
pub fn drawn_narrow(chart: &Chart) -> Result<Drawing, ChartError> {
    Ok(draw_on(chart, Sheet::NARROW)?.settled())
}

fn draw(chart: &Chart) -> Result<Drawing, ChartError> {
    draw_on(chart, Sheet::WIDE)
}

fn draw_on(chart: &Chart, sheet: Sheet) -> Result<Drawing, ChartError> {
    text::fonts()?;
    Ok(match chart {
        Chart::Fan(chart) => fan::draw(chart, sheet),
        Chart::Bars(chart) => bars::draw(chart, sheet),
        Chart::Dots(chart) => dots::draw(chart, sheet),
        Chart::Panels(chart) => panels::draw(chart, sheet),
        Chart::Curve(chart) => curve::draw(chart, sheet),
        Chart::Heat(chart) => heat::draw(chart, sheet),
        Chart::Tornado(chart) => tornado::draw(chart, sheet),
        Chart::Plane(chart) => plane::draw(chart, sheet),
        Chart::Strip(chart) => strip::draw(chart, sheet),
        Chart::Flow(chart) => flow::draw(chart, sheet),
    })
}
