//! What is varied: axes as typed, and the points of a design over them.
//!
//! Read [`Axis`] first, then [`Design`]. Knows no scenario: a point is a list of settings.

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::scenario::{Figure, Operation, Setting};

/// More points than these are refused.
pub const MOST_POINTS: usize = 2000;

/// Why an axis or a design cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotVaried(String);

/// One path and the values it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The dotted key.
    pub path: String,
    /// What each value does there.
    pub operation: Operation,
    /// The values, as typed or stepped, in their order.
    pub values: Vec<String>,
    /// The ends of a range without steps, and their unit; for designs that choose values between.
    between: Option<(f64, f64, String)>,
}

impl Axis {
    /// From `PATH=LIST` or `PATH=A..B:STEP`; `PATH=A..B` where values between are chosen.
    ///
    /// # Errors
    /// Where it is none of these.
    pub fn parse(text: &str) -> Result<Self, NotVaried> {
        let wrong = |what: &str| {
            NotVaried(format!(
                "--vary {text}: {what}; expected PATH=LIST or PATH=A..B:STEP, as in services.x.places=0,5,10 or services.x.places=0..20:5"
            ))
        };
        let (path, rest) = text.split_once('=').ok_or_else(|| wrong("there is no \"=\""))?;
        let ((path, operation), rest) = (Operation::split(path), rest.trim());
        if path.is_empty() || path.split('.').any(str::is_empty) {
            return Err(wrong("the path is not complete"));
        }
        if Setting::is_too_deep(path) {
            return Err(NotVaried("--vary: the path leads deeper than any scenario".to_owned()));
        }
        let axis = |values, between| Self { path: path.to_owned(), operation, values, between };
        let Some((from, to)) = rest.split_once("..") else {
            let values: Vec<String> = list(rest);
            if values.iter().any(String::is_empty) {
                return Err(wrong("a value is missing"));
            }
            return Ok(axis(values, None));
        };
        let (to, step) = to.split_once(':').map_or((to, None), |(to, step)| (to, Some(step)));
        let read = |text: &str| Figure::of(text).ok_or_else(|| wrong(&format!("\"{text}\" is not a number")));
        let (Figure { number: from, unit }, Figure { number: to, unit: unit_to }) = (read(from)?, read(to)?);
        let step = step.map(read).transpose()?;
        if unit != unit_to || step.as_ref().is_some_and(|step| step.unit != unit) {
            return Err(wrong("its numbers have different units"));
        }
        if to < from {
            return Err(wrong("it runs downwards"));
        }
        let between = Some((from, to, unit.clone()));
        let Some(Figure { number: step, .. }) = step else { return Ok(axis(Vec::new(), between)) };
        if step <= 0.0 {
            return Err(wrong("the step is not above 0"));
        }
        let steps = ((to - from) / step + 1e-9).floor();
        if steps >= MOST_POINTS as f64 {
            return Err(wrong(&format!("these are more than {MOST_POINTS} values")));
        }
        let values = (0..=steps as usize).map(|i| shown(from + i as f64 * step, &unit)).collect();
        Ok(axis(values, between))
    }

    /// Whether it has each value once, and a range more than one.
    fn is_varied(&self) -> Result<(), NotVaried> {
        let name = self.name();
        if let (true, Some((from, to, unit))) = (self.values.is_empty(), &self.between)
            && from >= to
        {
            let from = shown(*from, unit);
            return Err(NotVaried(format!(
                "--vary {name}={from}..{from}: both ends are the same; expected A..B with A below B"
            )));
        }
        let alike = |a: &str, b: &str| a == b || Figure::of(a).is_some_and(|a| Figure::of(b) == Some(a));
        let twice =
            self.values.iter().enumerate().find(|(i, a)| self.values[..*i].iter().any(|b| alike(a, b)));
        match twice {
            Some((_, value)) => Err(NotVaried(format!(
                "--vary {name}: the value {value} appears twice; expected each value once"
            ))),
            None => Ok(()),
        }
    }

    /// The setting of its value with this index.
    pub fn setting(&self, i: usize) -> Setting {
        self.of(&self.values[i])
    }

    fn of(&self, value: &str) -> Setting {
        Setting { path: self.path.clone(), operation: self.operation, value: value.to_owned(), beneath: None }
    }

    /// The ends of its range, where it has one.
    pub fn ends(&self) -> Option<[Figure; 2]> {
        let (from, to, unit) = self.between.clone()?;
        Some([Figure { number: from, unit: unit.clone() }, Figure { number: to, unit }])
    }

    /// Its values as numbers, where all are.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        self.values.iter().map(|value| Figure::of(value).map(|figure| figure.number)).collect()
    }

    /// How the axis is named: the path, with `+=` or `*=` if it changes what stands there.
    pub fn name(&self) -> String {
        match self.operation {
            Operation::Replace => self.path.clone(),
            other => format!("{}{}", self.path, &other.sign()[..1]),
        }
    }
}

/// Whether each axis moves something of its own: of two that move one thing the last would win, unseen.
///
/// # Errors
/// Where two have the same path, or one lies in the other; where a value stands twice, or a range has none
/// between its ends.
pub fn apart(axes: &[Axis]) -> Result<(), NotVaried> {
    axes.iter().try_for_each(Axis::is_varied)?;
    let keys = |axis: &Axis| axis.path.split('.').map(|key| key.trim().to_owned()).collect::<Vec<_>>();
    for (i, one) in axes.iter().enumerate() {
        for other in &axes[i + 1..] {
            let (a, b) = (keys(one), keys(other));
            if a == b {
                return Err(NotVaried(format!(
                    "--vary {}: this path is varied twice; expected one --vary of it, with all its values",
                    other.path
                )));
            }
            if a.starts_with(&b) || b.starts_with(&a) {
                return Err(NotVaried(format!(
                    "--vary {}: this and --vary {} move the same thing, one lies in the other; expected one of them",
                    other.path, one.path
                )));
            }
        }
    }
    Ok(())
}

/// Which points of the axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// Every value of each with every value of the others.
    Grid,
    /// So many points, spread so that each axis is covered evenly (`McKay`,
    /// Beckman and Conover, A comparison of three methods for selecting values of input variables, Technometrics
    /// 21, 1979).
    LatinHypercube(usize),
}

impl std::str::FromStr for Design {
    type Err = NotVaried;

    fn from_str(text: &str) -> Result<Self, NotVaried> {
        let wrong = || {
            NotVaried(format!(
                "--design {text}: this is not a design; expected grid, or lhs:N with N from 2 to {MOST_POINTS}"
            ))
        };
        if text == "grid" {
            return Ok(Self::Grid);
        }
        let number = text.strip_prefix("lhs:").and_then(|n| n.parse().ok());
        number.filter(|n| (2..=MOST_POINTS).contains(n)).map(Self::LatinHypercube).ok_or_else(wrong)
    }
}

impl Design {
    /// The points: for each, one setting of each axis, in the order of the axes. A Latin hypercube
    /// takes its luck from the seed; axes of whole numbers get whole numbers.
    ///
    /// # Errors
    /// Where there are too many points, or an axis has no values.
    pub fn points(self, axes: &[Axis], seed: u64) -> Result<Vec<Vec<Setting>>, NotVaried> {
        match self {
            Self::Grid => grid(axes),
            Self::LatinHypercube(n) => Ok(latin_hypercube(axes, n, seed)),
        }
    }
}

fn grid(axes: &[Axis]) -> Result<Vec<Vec<Setting>>, NotVaried> {
    if let Some(axis) = axes.iter().find(|axis| axis.values.is_empty()) {
        return Err(NotVaried(format!(
            "--vary {}: a range without a step; expected A..B:STEP, or --design lhs:N",
            axis.path
        )));
    }
    let total = axes.iter().try_fold(1_usize, |n, axis| n.checked_mul(axis.values.len()));
    if total.is_none_or(|total| total > MOST_POINTS) {
        return Err(NotVaried(format!(
            "these are more than {MOST_POINTS} points; expected fewer values, or --design lhs:N"
        )));
    }
    let mut points: Vec<Vec<Setting>> = vec![Vec::new()];
    for axis in axes {
        points = points
            .into_iter()
            .flat_map(|point| {
                (0..axis.values.len()).map(move |i| point.iter().cloned().chain([axis.setting(i)]).collect())
            })
            .collect();
    }
    Ok(points)
}

fn latin_hypercube(axes: &[Axis], n: usize, seed: u64) -> Vec<Vec<Setting>> {
    let mut luck = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut points: Vec<Vec<Setting>> = vec![Vec::new(); n];
    for axis in axes {
        let mut strata: Vec<usize> = (0..n).collect();
        strata.shuffle(&mut luck);
        for (point, stratum) in points.iter_mut().zip(strata) {
            let share = (stratum as f64 + luck.random::<f64>()) / n as f64;
            let value = match &axis.between {
                Some((from, to, unit)) => {
                    let whole = from.fract() == 0.0 && to.fract() == 0.0;
                    // Each whole number has an equal part of the range.
                    let x = if whole {
                        (from + share * (to - from + 1.0)).floor().min(*to)
                    } else {
                        from + share * (to - from)
                    };
                    shown(x, unit)
                }
                None => axis.values[((share * axis.values.len() as f64) as usize).min(axis.values.len() - 1)]
                    .clone(),
            };
            point.push(axis.of(&value));
        }
    }
    points
}

/// Values between commas; commas in brackets and quotes belong to their value.
fn list(text: &str) -> Vec<String> {
    let (mut all, mut depth, mut quoted) = (vec![String::new()], 0_i32, false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '{' | '[' if !quoted => depth += 1,
            '}' | ']' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                all.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = all.last_mut() {
            last.push(c);
        }
    }
    all.into_iter().map(|value| value.trim().to_owned()).collect()
}

fn shown(x: f64, unit: &str) -> String {
    // Steps of 0.1 would end in noughts and a 4.
    let number: f64 = format!("{x:.9e}").parse().unwrap_or(x);
    Figure { number, unit: unit.to_owned() }.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        Axis::parse(text).expect("an axis").values
    }

    #[test]
    fn an_axis_is_a_list_or_a_stepped_range() {
        assert_eq!(values("a.b=0,5, 10"), ["0", "5", "10"]);
        assert_eq!(values("a.b=0..20:5"), ["0", "5", "10", "15", "20"]);
        assert_eq!(values("a.b=0.1..0.4:0.1"), ["0.1", "0.2", "0.3", "0.4"]);
        assert_eq!(values("a.b=3d..5d:1d"), ["3d", "4d", "5d"]);
        assert_eq!(
            values(r#"a.b={"x": 1, "y": [1,2]},"a,b",unlimited"#),
            [r#"{"x": 1, "y": [1,2]}"#, "\"a,b\"", "unlimited"]
        );
        let added = Axis::parse("a.b+=-1..1:1").expect("an axis");
        assert_eq!(
            (added.operation, added.values, added.path.as_str()),
            (Operation::Add, vec!["-1".to_owned(), "0".to_owned(), "1".to_owned()], "a.b")
        );
    }

    #[test]
    fn what_is_no_axis_says_what_is_expected() {
        for (text, what) in [
            ("a.b", "there is no \"=\""),
            ("a..b=1", "the path is not complete"),
            ("a.b=1,,2", "a value is missing"),
            ("a.b=5..1:1", "it runs downwards"),
            ("a.b=1..5:0", "the step is not above 0"),
            ("a.b=1d..5h:1d", "its numbers have different units"),
            ("a.b=1..many:1", "\"many\" is not a number"),
            ("a.b=0..999999:1", "these are more than 2000 values"),
        ] {
            let error = Axis::parse(text).expect_err(text).to_string();
            assert!(error.contains(what) && error.contains("expected PATH=LIST"), "{error}");
        }
    }

    #[test]
    fn two_axes_move_two_things() {
        let told = |texts: &[&str]| {
            let axes: Vec<Axis> = texts.iter().map(|text| Axis::parse(text).expect("an axis")).collect();
            apart(&axes).err().map(|error| error.to_string())
        };
        assert_eq!(told(&["a.b=1,2", "a.c=1,2", "a.bb=1,2"]), None);
        for twice in
            [["a.b=1,2", "a.b=3,4"], ["a.b=1,2", "a.b+=1,2"], ["a.b+=1,2", "a.b*=1,2"], ["a.b=1", "a. b=2"]]
        {
            let told = told(&twice).expect("refused");
            assert!(told.contains("varied twice") && told.contains("expected one --vary"), "{told}");
        }
        for inside in [["a=1,2", "a.base=1,2"], ["a.base+=1,2", "a*=1,2"]] {
            assert!(told(&inside).expect("refused").contains("one lies in the other"), "{inside:?}");
        }
    }

    #[test]
    fn a_value_that_stands_twice_and_an_empty_range_are_refused() {
        let told = |text: &str| apart(&[Axis::parse(text).expect("an axis")]).err().map(|e| e.to_string());
        for twice in ["a=330,330", "a=1,2,1.0", "a=x,y,x", "a=2d,2.0d"] {
            assert!(told(twice).expect("refused").contains("appears twice"), "{twice}");
        }
        for empty in ["a=320..320", "a+=0..0", "a=2d..2d"] {
            assert!(told(empty).expect("refused").contains("both ends are the same"), "{empty}");
        }
        for sound in ["a=1", "a=1,2", "a=1d,1", "a=3..3:1", "a=0..1"] {
            assert_eq!(told(sound), None, "{sound}");
        }
    }

    #[test]
    fn a_path_deeper_than_any_scenario_is_refused() {
        let told = Axis::parse(&format!("{}b=1,2", "a.".repeat(20_000))).expect_err("refused").to_string();
        assert!(told.contains("deeper than any scenario") && told.len() < 200, "{told}");
    }

    #[test]
    fn a_grid_has_every_combination_once() {
        let axes = [Axis::parse("a=1,2,3").expect("an axis"), Axis::parse("b=x,y").expect("an axis")];
        let points = Design::Grid.points(&axes, 1).expect("a grid");
        let shown: Vec<String> =
            points.iter().map(|p| p.iter().map(|s| s.value.as_str()).collect()).collect();
        assert_eq!(shown, ["1x", "1y", "2x", "2y", "3x", "3y"]);
        let open = [Axis::parse("a=1..3").expect("an axis")];
        assert!(Design::Grid.points(&open, 1).expect_err("no step").to_string().contains("without a step"));
    }

    #[test]
    fn a_latin_hypercube_covers_each_axis_evenly() {
        let axes = [
            Axis::parse("a=0.0..1.5").expect("an axis"),
            Axis::parse("b=0..9").expect("an axis"),
            Axis::parse("c=x,y").expect("an axis"),
        ];
        let points = Design::LatinHypercube(20).points(&axes, 7).expect("points");
        assert_eq!(
            points,
            Design::LatinHypercube(20).points(&axes, 7).expect("points"),
            "same seed, same points"
        );
        assert_ne!(points, Design::LatinHypercube(20).points(&axes, 8).expect("points"));
        let mut a: Vec<usize> =
            points.iter().map(|p| (p[0].value.parse::<f64>().expect("a number") / 0.075) as usize).collect();
        a.sort_unstable();
        assert_eq!(a, (0..20).collect::<Vec<_>>(), "one in each twentieth");
        for whole in 0..10 {
            assert_eq!(points.iter().filter(|p| p[1].value == whole.to_string()).count(), 2, "{whole}");
        }
        assert_eq!(points.iter().filter(|p| p[2].value == "x").count(), 10);
        assert_eq!("lhs:20".parse(), Ok(Design::LatinHypercube(20)));
        assert!("lhs:1".parse::<Design>().is_err() && "sobol".parse::<Design>().is_err());
    }
}
