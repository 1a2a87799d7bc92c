//! Room for the names of points in a plot: beside the point, above, below, at a small distance with a
//! line to it, on one line or more; never over another name or a point, over lines only where there is no
//! better. Knows nothing of what the points are. Next: `mod.rs`.

use super::drawing::{Anchor, Area, Drawing, Point};
use super::style::{AXIS, Face, QUIET_TEXT, SMALL, TEXT};
use super::text;

/// A point that wishes for a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wish {
    /// Where it is.
    pub at: Point,
    /// Radius of its marker.
    pub radius: f64,
    /// Whether its name is to stand out.
    pub strong: bool,
}

/// What is taken in a plot, and what should be kept clear.
#[derive(Clone, Debug)]
pub struct Labels {
    within: Area,
    taken: Vec<Area>,
    /// Lines with what it costs to lie over them.
    lines: Vec<(Point, Point, f64)>,
}

/// A place for a name.
struct Place {
    area: Area,
    anchor: Anchor,
    lines: Vec<String>,
    /// What its lines cost that it lies over, and its distance from the point.
    cost: f64,
    /// A line from the point to the name.
    leader: Option<(Point, Point)>,
}

const FACE: Face = SMALL;
/// Distances from the edge of a marker.
const NEAR: f64 = 4.0;
const FAR: [f64; 6] = [14.0, 24.0, 36.0, 52.0, 72.0, 96.0];
/// How far names go that are not to stand out, and numbers.
const NOT_SO_FAR: usize = 4;
const CLOSE: usize = 1;
/// Widths to which a name is broken.
const WIDTHS: [f64; 4] = [230.0, 150.0, 105.0, 75.0];
/// What each narrower width costs.
const NARROWER: f64 = 0.3;
/// A name that is not to stand out is rather left out than put at this cost.
const TOO_DEAR: f64 = 4.0;
/// Right, left, above, below, and between.
const WAYS: [(f64, f64); 16] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, -1.0),
    (0.0, 1.0),
    (0.8, -0.8),
    (-0.8, -0.8),
    (0.8, 0.8),
    (-0.8, 0.8),
    (0.4, -0.95),
    (-0.4, -0.95),
    (0.4, 0.95),
    (-0.4, 0.95),
    (0.95, -0.4),
    (0.95, 0.4),
    (-0.95, -0.4),
    (-0.95, 0.4),
];

impl Labels {
    /// Nothing is taken yet.
    pub fn new(within: Area) -> Self {
        Self { within, taken: Vec::new(), lines: Vec::new() }
    }

    /// No name lies over this point.
    pub fn avoid_point(&mut self, (x, y): Point, radius: f64) {
        self.taken.push(Area { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius });
    }

    /// Names lie over this line only where there is no better: a cost of 1 is worth 20 pixels of distance.
    pub fn avoid_line(&mut self, from: Point, to: Point, cost: f64) {
        self.lines.push((from, to, cost));
    }

    /// Draws a name where there is room; says whether there was.
    pub fn name(&mut self, drawing: &mut Drawing, wish: Wish, label: &str) -> bool {
        let mut blocks: Vec<Vec<String>> = WIDTHS.map(|room| text::balanced(label, room, FACE, 3)).into();
        blocks.dedup();
        // A narrow name that loses its end is worse than none.
        let mut first = true;
        blocks.retain(|lines| {
            let whole = !lines.last().is_some_and(|line| line.ends_with('…'));
            std::mem::take(&mut first) || whole
        });
        self.put(drawing, wish, &blocks, if wish.strong { &FAR } else { &FAR[..NOT_SO_FAR] })
    }

    /// Draws a number close to its point, where there is room; says whether there was.
    pub fn number(&mut self, drawing: &mut Drawing, wish: Wish, number: &str) -> bool {
        self.put(drawing, wish, &[vec![number.to_owned()]], &FAR[..CLOSE])
    }

    fn put(&mut self, drawing: &mut Drawing, wish: Wish, blocks: &[Vec<String>], far: &[f64]) -> bool {
        // No place lies under this, so nothing is gained by going further.
        let cheapest = |distance: f64, i: usize| distance / 20.0 + NARROWER * i as f64;
        let mut best: Option<Place> = None;
        for (i, lines) in blocks.iter().enumerate() {
            let wide = lines.iter().map(|line| text::width(line, FACE)).fold(0.0, f64::max);
            for &distance in [NEAR].iter().chain(far) {
                if best.as_ref().is_some_and(|best| best.cost <= cheapest(distance, i)) {
                    break;
                }
                for way in WAYS {
                    let place = self.place(wish, (lines, wide), distance, way);
                    let cost = |place: &Place| place.cost + NARROWER * i as f64;
                    let better =
                        place.filter(|place| best.as_ref().is_none_or(|best| cost(place) < best.cost));
                    if let Some(place) = better {
                        best = Some(Place { cost: cost(&place), ..place });
                    }
                }
            }
        }
        let Some(place) = best else { return false };
        if let Some((from, to)) = place.leader {
            drawing.rule(from, to, AXIS, 1.0);
            self.lines.push((from, to, 2.0));
        }
        let x = match place.anchor {
            Anchor::Start => place.area.left,
            Anchor::Middle => f64::midpoint(place.area.left, place.area.right),
            Anchor::End => place.area.right,
        };
        let colour = if wish.strong { TEXT } else { QUIET_TEXT };
        drawing.lines(&place.lines, (x, place.area.top + FACE.size), place.anchor, FACE, colour);
        self.taken.push(place.area);
        true
    }

    /// The place in one direction, unless it is taken or outside the plot.
    fn place(
        &self,
        wish: Wish,
        (lines, wide): (&[String], f64),
        distance: f64,
        way: (f64, f64),
    ) -> Option<Place> {
        let high = lines.len() as f64 * FACE.line();
        let reach = wish.radius + distance;
        let (x, y) = (wish.at.0 + way.0 * reach, wish.at.1 + way.1 * reach);
        let (left, anchor) = match way.0 {
            w if w > 0.0 => (x, Anchor::Start),
            w if w < 0.0 => (x - wide, Anchor::End),
            _ => (x - wide / 2.0, Anchor::Middle),
        };
        let top = match way.1 {
            w if w > 0.0 => y,
            w if w < 0.0 => y - high,
            _ => y - high / 2.0,
        };
        let area = Area { left, top, right: left + wide, bottom: top + high };
        let inside = area.left >= self.within.left + 2.0
            && area.right <= self.within.right - 2.0
            && area.top >= self.within.top
            && area.bottom <= self.within.bottom - 2.0;
        // The leader starts at the marker and ends at the name, which may stand on more lines than one.
        let leader = (distance > NEAR).then(|| {
            let from = (wish.at.0 + way.0 * (wish.radius + 2.0), wish.at.1 + way.1 * (wish.radius + 2.0));
            (from, (x - way.0 * 2.0, y - way.1 * 2.0))
        });
        let leader_free = || {
            leader.is_none_or(|(from, to)| {
                !self.taken.iter().any(|taken| around(wish, *taken) && crosses(*taken, from, to))
            })
        };
        if !inside || self.taken.iter().any(|taken| overlap(*taken, area)) || !leader_free() {
            return None;
        }
        let crossed: f64 =
            self.lines.iter().filter(|line| crosses(area, line.0, line.1)).map(|line| line.2).sum();
        let order = WAYS.iter().position(|&other| other == way).unwrap_or(0) as f64;
        let cost = crossed + distance / 20.0 + order / 100.0;
        if cost >= TOO_DEAR && !wish.strong {
            return None;
        }
        Some(Place { area, anchor, lines: lines.to_vec(), cost, leader })
    }
}

/// Whether an area is not that of the wish's own marker.
fn around(wish: Wish, taken: Area) -> bool {
    let middle = (f64::midpoint(taken.left, taken.right), f64::midpoint(taken.top, taken.bottom));
    (middle.0 - wish.at.0).abs() > 0.5 || (middle.1 - wish.at.1).abs() > 0.5
}

fn overlap(one: Area, other: Area) -> bool {
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}

/// Whether a line runs through an area: what is left of it after cutting at each edge (Liang and Barsky).
fn crosses(area: Area, from: Point, to: Point) -> bool {
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    for (way, room) in [
        (-dx, from.0 - area.left),
        (dx, area.right - from.0),
        (-dy, from.1 - area.top),
        (dy, area.bottom - from.1),
    ] {
        if way.abs() < 1e-12 {
            if room < 0.0 {
                return false;
            }
        } else if way < 0.0 {
            enters = enters.max(room / way);
        } else {
            leaves = leaves.min(room / way);
        }
    }
    enters <= leaves
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: Area = Area { left: 0.0, top: 0.0, right: 400.0, bottom: 300.0 };

    #[test]
    fn lines_cross_what_lies_in_their_way_only() {
        let area = Area { left: 10.0, top: 10.0, right: 20.0, bottom: 20.0 };
        assert!(crosses(area, (0.0, 0.0), (30.0, 30.0)));
        assert!(crosses(area, (15.0, 15.0), (16.0, 15.0)));
        assert!(crosses(area, (15.0, 0.0), (15.0, 40.0)));
        assert!(!crosses(area, (0.0, 0.0), (9.0, 9.0)));
        assert!(!crosses(area, (0.0, 25.0), (40.0, 25.0)));
        assert!(!crosses(area, (0.0, 30.0), (30.0, 21.0)));
    }

    #[test]
    fn a_name_stands_right_of_its_point_where_nothing_is_in_the_way() {
        let mut drawing = Drawing::new(400.0, 300.0);
        let mut labels = Labels::new(PLOT);
        let wish = Wish { at: (100.0, 100.0), radius: 5.0, strong: true };
        labels.avoid_point(wish.at, 8.0);
        assert!(labels.name(&mut drawing, wish, "Today"));
        assert!(labels.taken[1].left > 105.0 && labels.taken[1].left < 112.0);
        assert!((f64::midpoint(labels.taken[1].top, labels.taken[1].bottom) - 100.0).abs() < 1.0);
    }

    #[test]
    fn names_that_find_no_room_are_refused() {
        let mut drawing = Drawing::new(400.0, 300.0);
        let mut labels = Labels::new(PLOT);
        let wish = Wish { at: (200.0, 150.0), radius: 5.0, strong: false };
        let fitted = (0..60).take_while(|_| labels.name(&mut drawing, wish, "Ten more places")).count();
        assert!((4..32).contains(&fitted), "{fitted}");
        assert!(!labels.name(&mut drawing, wish, "Ten more places"));
    }
}
