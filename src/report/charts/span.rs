//! Numeric axes that may cross zero or begin far from it: how far they reach, their round ticks, and
//! where an amount lies. Knows nothing of what is drawn along them. Next: `grid.rs`.

/// Numbers are drawn between this and its negative.
const GREATEST: f64 = 1e15;

/// A number that can be drawn, on either side of zero; `None` for what is not finite.
pub fn finite(amount: f64) -> Option<f64> {
    amount.is_finite().then(|| amount.clamp(-GREATEST, GREATEST))
}

/// The same, with zero in the place of what is not finite.
pub fn bound(amount: f64) -> f64 {
    finite(amount).unwrap_or(0.0)
}

/// A low end and a high end; one that is `None` is open.
pub type Interval = (Option<f64>, Option<f64>);

/// How far an axis must reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// The least amount that is drawn.
    pub least: f64,
    /// The greatest.
    pub greatest: f64,
    /// Whether an interval reaches further.
    pub cut: bool,
}

impl Extent {
    /// Over all values, and over intervals as far as these do not dwarf the values: one that is very wide
    /// would press all others flat. `None` where there is nothing.
    pub fn of(values: &[f64], intervals: &[Interval], with_zero: bool) -> Option<Self> {
        let ends = || intervals.iter().flat_map(|&(low, high)| [low, high]).flatten();
        let zero = with_zero.then_some(0.0);
        let range = |amounts: &mut dyn Iterator<Item = f64>| {
            amounts.fold(None, |range: Option<(f64, f64)>, x| {
                Some(range.map_or((x, x), |(least, greatest)| (least.min(x), greatest.max(x))))
            })
        };
        let (outer_least, outer_greatest) = range(&mut values.iter().copied().chain(ends()))?;
        let (least, greatest) = range(&mut values.iter().copied().chain(zero))
            .or_else(|| range(&mut ends()))
            .unwrap_or((outer_least, outer_greatest));
        let mut widths: Vec<f64> =
            intervals.iter().filter_map(|&(low, high)| Some((high? - low?).abs())).collect();
        widths.sort_by(f64::total_cmp);
        let usual = widths.get(widths.len() / 2).copied().unwrap_or(0.0);
        let room = 2.0 * (greatest - least).max(least.abs()).max(greatest.abs()).max(usual);
        let (least, greatest) =
            (outer_least.min(least).max(least - room), outer_greatest.max(greatest).min(greatest + room));
        Some(Self { least, greatest, cut: outer_least < least || outer_greatest > greatest })
    }
}

/// A stretch of an axis and its round ticks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Amount where the axis begins.
    pub least: f64,
    /// Amount where it ends.
    pub greatest: f64,
    /// From one tick to the next.
    pub step: f64,
    first: f64,
    end: f64,
}

impl Span {
    /// From tick to tick, so far that both amounts lie between; at most `most` steps (at least two).
    pub fn over(least: f64, greatest: f64, most: usize, whole: bool) -> Self {
        let (least, greatest) = apart(least, greatest, whole);
        let (first, end, step) = ticks(least, greatest, most, whole, f64::floor, f64::ceil);
        Self { least: first * step, greatest: end * step, step, first, end }
    }

    /// Exactly from one amount to the other, with the ticks between them; steps of at least one where
    /// only whole numbers count.
    pub fn within(least: f64, greatest: f64, most: usize, whole: bool) -> Self {
        let (least, greatest) = apart(least, greatest, whole);
        let (first, end, step) = ticks(least, greatest, most, whole, f64::ceil, f64::floor);
        Self { least, greatest, step, first, end }
    }

    /// The ticks, in order.
    pub fn ticks(&self) -> impl Iterator<Item = f64> + use<> {
        let Self { step, first, end, .. } = *self;
        (0..=(end - first).max(0.0) as u32).map(move |i| (first + f64::from(i)) * step)
    }

    /// The span as places from one to another.
    pub fn along(&self, from: f64, to: f64) -> Along {
        Along { least: self.least, greatest: self.greatest, from, to }
    }
}

/// Two amounts in order and so far apart that an axis can be drawn between them.
fn apart(least: f64, greatest: f64, whole: bool) -> (f64, f64) {
    let (one, other) = (bound(least), bound(greatest));
    let (least, greatest) = (one.min(other), one.max(other));
    let size = least.abs().max(greatest.abs());
    if greatest - least > (1e-6 * size).max(1e-9) {
        (least, greatest)
    } else if size <= 1e-9 {
        (0.0, 1.0)
    } else {
        let by = (0.1 * size).max(if whole { 1.0 } else { 0.0 });
        (least - by, greatest + by)
    }
}

/// First and last tick, counted in steps from zero, and the step.
fn ticks(
    least: f64,
    greatest: f64,
    most: usize,
    whole: bool,
    down: impl Fn(f64) -> f64,
    up: impl Fn(f64) -> f64,
) -> (f64, f64, f64) {
    let most = most.max(2) as f64;
    let mut exponent = libm::log10((greatest - least) / most).floor() as i32 - 1;
    if whole {
        exponent = exponent.max(0);
    }
    // Amounts that stand on a tick but for rounding do not ask for another.
    let down = |x: f64| if (x - x.round()).abs() < 1e-6 { x.round() } else { down(x) };
    let up = |x: f64| if (x - x.round()).abs() < 1e-6 { x.round() } else { up(x) };
    loop {
        // Steps of 25 are easy to read, steps of 2.5 are not.
        let digits: &[f64] = if exponent > 0 { &[1.0, 2.0, 2.5, 5.0] } else { &[1.0, 2.0, 5.0] };
        for digit in digits {
            let power = libm::pow(10.0, f64::from(exponent.abs()));
            let step = if exponent < 0 { digit / power } else { digit * power };
            let (first, end) = (down(least / step), up(greatest / step));
            if end - first <= most {
                return (first, end, step);
            }
        }
        exponent += 1;
    }
}

/// Turns amounts into places along a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Along {
    /// Amount at the beginning.
    pub least: f64,
    /// Amount at the end.
    pub greatest: f64,
    /// Place of the beginning.
    pub from: f64,
    /// Place of the end.
    pub to: f64,
}

impl Along {
    /// Where an amount lies, never beyond the ends.
    pub fn at(self, amount: f64) -> f64 {
        let share = (amount - self.least) / (self.greatest - self.least);
        self.from + share.clamp(0.0, 1.0) * (self.to - self.from)
    }

    /// Whether an amount lies between the ends.
    pub fn holds(self, amount: f64) -> bool {
        let slack = 1e-9 * (self.greatest - self.least);
        (self.least - slack..=self.greatest + slack).contains(&amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(least: f64, greatest: f64, most: usize) -> Vec<f64> {
        Span::over(least, greatest, most, false).ticks().collect()
    }

    #[test]
    fn ticks_are_round_and_hold_both_ends() {
        assert_eq!(over(-30.0, 112.0, 6), [-50.0, 0.0, 50.0, 100.0, 150.0]);
        assert_eq!(over(16.2, 17.9, 4), [16.0, 16.5, 17.0, 17.5, 18.0]);
        assert_eq!(over(0.0, 100.0, 5), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(over(0.0, 0.0, 2), [0.0, 0.5, 1.0]);
    }

    #[test]
    fn ticks_within_stay_within_and_can_be_whole() {
        let ticks: Vec<f64> = Span::within(10.0, 12.0, 8, true).ticks().collect();
        assert_eq!(ticks, [10.0, 11.0, 12.0]);
        let ticks: Vec<f64> = Span::within(0.0, 182.0, 6, true).ticks().collect();
        assert_eq!(ticks, [0.0, 50.0, 100.0, 150.0]);
        let one: Vec<f64> = Span::within(16.0, 16.0, 6, true).ticks().collect();
        assert_eq!(one, [15.0, 16.0, 17.0]);
    }

    #[test]
    fn spans_hold_for_any_two_numbers() {
        let numbers = [
            f64::NEG_INFINITY,
            f64::MIN,
            -1e15,
            -7.3,
            -1e-300,
            0.0,
            1e-300,
            1e-9,
            0.03,
            16.0,
            16.000_000_1,
            1e15,
            f64::MAX,
            f64::INFINITY,
            f64::NAN,
        ];
        for least in numbers {
            for greatest in numbers {
                for most in [0, 2, 5, 12] {
                    for whole in [false, true] {
                        let span = Span::over(least, greatest, most, whole);
                        assert!(
                            (2..=most.max(2) + 1).contains(&span.ticks().count()),
                            "{least} {greatest} {span:?}"
                        );
                        assert!(span.greatest > span.least && span.step > 0.0);
                        let span = Span::within(least, greatest, most, whole);
                        assert!(span.ticks().count() <= most.max(2) + 1, "{least} {greatest} {span:?}");
                        assert!(span.along(0.0, 100.0).at(least).is_finite() || least.is_nan());
                    }
                }
            }
        }
    }

    #[test]
    fn one_very_wide_interval_does_not_press_the_others_flat() {
        let narrow = [(Some(0.9), Some(1.1)), (Some(1.0), Some(1.4))];
        let extent = Extent::of(&[1.0, 1.2], &narrow, false);
        assert_eq!(extent, Some(Extent { least: 0.9, greatest: 1.4, cut: false }));
        let wide = [narrow[0], narrow[1], (Some(-400.0), Some(1e9))];
        let extent = Extent::of(&[1.0, 1.2, 2.0], &wide, false).unwrap();
        assert!(extent.cut && extent.least > -5.0 && extent.greatest < 7.0, "{extent:?}");
        assert_eq!(Extent::of(&[], &[], true), None);
    }
}
