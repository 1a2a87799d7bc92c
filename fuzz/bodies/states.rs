//! Any bytes as what is kept of an unfinished study: they are points that can be asked, or none.

use wardflow::experiment::points::Points;

/// Tries these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(kept) = serde_json::from_slice::<Vec<Points>>(bytes) else { return };
    for points in &kept {
        assert_eq!(points.runs().count() > 0 || points.replications().count() > 0, points.total() > 0);
        assert!(points.of(super::every_word()).len() as u64 <= points.total());
    }
    let again = serde_json::to_vec(&kept).expect("points are JSON");
    assert_eq!(serde_json::from_slice::<Vec<Points>>(&again).ok().as_ref(), Some(&kept));
}
