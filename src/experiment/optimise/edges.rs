//! Where a chosen mix lies at an end of what was offered, so that a better one may lie beyond it.

use crate::experiment::sweep::Point;
use crate::experiment::vary::Axis;
use crate::scenario::{Figure, Setting, Variants};

/// A value at an end of its axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Which axis.
    pub axis: usize,
    /// Whether it is the largest value offered, or the smallest.
    pub largest: bool,
}

/// The axes at whose ends a point lies. An end beyond which no scenario is sound, as fewer than no
/// places, is a bound and no edge.
pub fn edges(variants: &Variants, axes: &[Axis], point: &Point) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (i, axis) in axes.iter().enumerate() {
        let Some(mut values) = axis.numbers() else { continue };
        values.sort_by(f64::total_cmp);
        values.dedup();
        let Some(Figure { number: at, unit }) = Figure::of(&point.settings[i].value) else { continue };
        let (Some(first), Some(last)) = (values.first(), values.last()) else { continue };
        if values.len() < 2 || (at > *first && at < *last) {
            continue;
        }
        let largest = at >= *last;
        let neighbour = if largest { values[values.len() - 2] } else { values[1] };
        let (gap, way) = ((at - neighbour).abs(), if largest { 1.0 } else { -1.0 });
        // As far again as the last step, one, or a little: whatever kind of number it is.
        let goes_on = [gap, 1.0, gap / 100.0].into_iter().any(|by| {
            let beyond = Figure { number: at + way * by, unit: unit.clone() }.to_string();
            let mut settings: Vec<Setting> = point.settings.clone();
            settings[i].value = beyond;
            variants.with(&settings).is_ok()
        });
        if goes_on {
            edges.push(Edge { axis: i, largest });
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::sweep::points;
    use crate::experiment::vary::Design;

    const WARD: &str = r#"{
      "name": "Ward", "calendar": { "start": "2025-01-06", "days": 7 },
      "groups": { "all": { "arrivals": { "per_day": 3 }, "enters": "ready", "needs": { "p2": 1 } } },
      "hub": { "sees": ["p2"], "staff": 2, "assessment": { "fixed": "3h" } },
      "pathways": { "p2": { "services": ["beds"] } },
      "services": { "beds": { "places": 20, "stay": { "fixed": "6d" } } }
    }"#;

    /// For each point of the grid, its edges as axis and whether it is the largest.
    fn found(vary: &[&str]) -> Vec<Vec<(usize, bool)>> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("ward.json");
        std::fs::write(&file, WARD).expect("written");
        let variants = Variants::of(Some(&file), Vec::new()).expect("a scenario");
        let axes: Vec<Axis> = vary.iter().map(|text| Axis::parse(text).expect("an axis")).collect();
        let grid = points(&variants, Design::Grid.points(&axes, 1).expect("a grid")).expect("points");
        let of = |point| edges(&variants, &axes, point).iter().map(|e| (e.axis, e.largest)).collect();
        grid.iter().map(of).collect()
    }

    #[test]
    fn the_largest_and_the_smallest_are_edges_and_what_lies_between_is_none() {
        assert_eq!(found(&["services.beds.places=2,4,6"]), [vec![(0, false)], vec![], vec![(0, true)]]);
        // In whatever order they are typed, added or multiplied, or as lengths of time.
        assert_eq!(found(&["services.beds.places+=4,2"]), [vec![(0, true)], vec![(0, false)]]);
        assert_eq!(found(&["hub.assessment.fixed=2h..4h:1h"]), [vec![(0, false)], vec![], vec![(0, true)]]);
        assert_eq!(found(&["hub.staff=2"]), [vec![]], "only one was offered");
        assert_eq!(
            found(&["hub.staff=1,2", "services.beds.places=5,6"])[3],
            [(0, true), (1, true)],
            "each by itself"
        );
    }

    #[test]
    fn no_places_and_all_of_a_share_are_bounds_and_no_edges() {
        assert_eq!(found(&["services.beds.places=0,5"]), [vec![], vec![(0, true)]]);
        assert_eq!(found(&["services.beds.places+=-20,0"]), [vec![], vec![(0, true)]]);
        // An end of three or seven leaves one place and less between.
        assert_eq!(found(&["services.beds.places=3,9"])[0], [(0, false)]);
    }
}
