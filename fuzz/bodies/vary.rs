//! What is varied: the first line as a design, each other as an axis; designs become points.

use wardflow::experiment::vary::{Axis, Design, MOST_POINTS};

/// Text that is not UTF-8 is left out.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (first, rest) = text.split_once('\n').unwrap_or(("grid", text));
    let axes: Vec<Axis> = rest.lines().take(6).filter_map(|line| Axis::parse(line).ok()).collect();
    for axis in &axes {
        assert!(axis.values.len() <= text.len().max(MOST_POINTS), "{axis:?}");
        assert!(axis.name().starts_with(&axis.path));
        let _ = (axis.ends(), axis.numbers());
    }
    let Ok(design) = first.parse::<Design>() else { return };
    match design.points(&axes, 1) {
        Ok(points) => {
            assert!(points.len() <= MOST_POINTS);
            assert!(points.iter().all(|point| point.len() == axes.len()));
        }
        Err(wrong) => assert!(!wrong.to_string().is_empty()),
    }
}
