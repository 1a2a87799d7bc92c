//! Shapes that mark points, so that they are told apart without colour. Next: `grid.rs`.

use super::drawing::{Area, Drawing, Mark, Point};
use super::style::{Colour, GROUND};

/// The shape of a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A filled circle.
    Circle,
    /// A square on its corner.
    Diamond,
    /// A square on its side.
    Square,
    /// A triangle on its side.
    Triangle,
    /// The same on its corner.
    Wedge,
    /// A circle with a hole.
    Ring,
}

/// Draws a marker on a white ground somewhat larger than itself, so that it stands out from lines.
pub fn draw(drawing: &mut Drawing, shape: Shape, at: Point, radius: f64, colour: Colour) {
    plain(drawing, shape, at, radius + 1.2, GROUND);
    plain(drawing, shape, at, radius, colour);
    if shape == Shape::Ring {
        drawing.marks.push(Mark::Dot { at, radius: radius * 0.55, colour: GROUND });
    }
}

fn plain(drawing: &mut Drawing, shape: Shape, (x, y): Point, radius: f64, colour: Colour) {
    match shape {
        Shape::Circle | Shape::Ring => drawing.marks.push(Mark::Dot { at: (x, y), radius, colour }),
        Shape::Square => {
            // Of about the size of the circle.
            let half = radius * 0.9;
            let area = Area { left: x - half, top: y - half, right: x + half, bottom: y + half };
            drawing.marks.push(Mark::Block { area, colour });
        }
        Shape::Diamond => {
            let reach = radius * 1.3;
            drawing.marks.push(Mark::Band {
                upper: vec![(x - reach, y), (x, y - reach), (x + reach, y)],
                lower: vec![(x - reach, y), (x, y + reach), (x + reach, y)],
                colour,
            });
        }
        Shape::Wedge => {
            let (half, head) = (radius * 1.2, y - radius * 0.9);
            drawing.marks.push(Mark::Band {
                upper: vec![(x - half, head), (x, head), (x + half, head)],
                lower: vec![(x - half, head), (x, y + radius * 1.2), (x + half, head)],
                colour,
            });
        }
        Shape::Triangle => {
            let (half, foot) = (radius * 1.2, y + radius * 0.9);
            drawing.marks.push(Mark::Band {
                upper: vec![(x - half, foot), (x, y - radius * 1.2), (x + half, foot)],
                lower: vec![(x - half, foot), (x, foot), (x + half, foot)],
                colour,
            });
        }
    }
}
