//! What has no equilibrium (W01), beside each point of a study: a key of `results.json`, a column of tables
//! and a sign in charts. All three are there only where they say something.

use serde_json::Value;

use crate::scenario::Scenario;
use crate::scenario::unstable::Unstable;

/// The key, and the column.
pub(super) const NO_EQUILIBRIUM: &str = "no_equilibrium";
/// The sign in tables and charts.
pub(super) const SIGN: &str = "^";

/// The dotted keys of what has no equilibrium in a scenario.
pub(super) fn growing(scenario: &Scenario) -> Vec<String> {
    Unstable::of(scenario).growing().to_vec()
}

/// The same of an option, as far as it is not so in the scenario as it is.
pub(super) fn newly(base: &Unstable, option: &Unstable) -> Vec<String> {
    option.growing().iter().filter(|path| !base.growing().contains(path)).cloned().collect()
}

/// Tells it of a point.
pub(super) fn tell(point: &mut Value, paths: &[String]) {
    if !paths.is_empty() {
        point[NO_EQUILIBRIUM] = paths.into();
    }
}

/// For several points, the header of a column of its own and the cell of each; `None` where it applies to
/// none.
pub(super) fn column(points: Vec<Vec<String>>) -> Option<Vec<String>> {
    let any = points.iter().any(|paths| !paths.is_empty());
    any.then(|| points.into_iter().map(|paths| paths.join("; ")).collect())
}

/// What a sign of a chart means; nothing where it stands nowhere.
pub(super) fn note(sign: &str, any: bool) -> String {
    if any {
        format!("{sign} still growing: more is asked than can be given, so it depends on how long you look. ")
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_is_told_where_all_have_an_equilibrium() {
        let mut point = json!({ "runs": 3 });
        tell(&mut point, &[]);
        assert_eq!((&point, column(vec![Vec::new(); 2])), (&json!({ "runs": 3 }), None));
        let both = ["services.a".to_owned(), "hub".to_owned()];
        tell(&mut point, &both);
        assert_eq!(point["no_equilibrium"], json!(["services.a", "hub"]));
        let cells = column(vec![Vec::new(), both.to_vec()]).unwrap();
        assert_eq!(cells, ["", "services.a; hub"]);
        assert_eq!((note("^", false).as_str(), note("Rings:", true).starts_with("Rings: still")), ("", true));
    }
}
