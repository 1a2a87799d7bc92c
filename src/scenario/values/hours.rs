//! Times of the day and opening hours: `"08:00-18:00"`, `"08:00-12:00, 13:00-17:00"`, `"20:00-08:00"`.
//!
//! What they mean on a calendar is for `build::hours`.

use super::table::Decode;
use super::week::{ByDay, Comes, Laid, Week, named_days};
use crate::base::Span;
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::{Node, Value};
use crate::scenario::text::path::Path;

/// A time of day; 24:00 is the end of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockTime(pub Span);

/// Reads `HH:MM`, from 00:00 to 24:00.
pub fn clock_time(text: &str) -> Option<ClockTime> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u64, u64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let good = minutes < 60 && (hours < 24 || hours == 24 && minutes == 0);
    good.then_some(ClockTime(Span((hours * 60 + minutes) * Span::MINUTE.0)))
}

impl Decode for ClockTime {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let time = node.text().and_then(clock_time).filter(|t| t.0 < Span::DAY);
        if time.is_none() {
            let what = format!("{} is not a time of day", node.shown());
            found.wrong(node, path, what, "a time from \"00:00\" to \"23:59\"");
        }
        time
    }
}

/// From one time of day to a later one, of this day or the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HoursText {
    /// Opens.
    pub from: ClockTime,
    /// Closes; not after it opens: on the next day.
    pub to: ClockTime,
}

impl HoursText {
    /// When it closes, from the midnight of the day on which it opens on.
    pub fn closes(self) -> Span {
        if self.to > self.from { self.to.0 } else { self.to.0 + Span::DAY }
    }

    /// Whether it closes on the day after.
    pub fn passes_midnight(self) -> bool {
        self.closes() > Span::DAY
    }

    /// How long it is open.
    pub fn length(self) -> Span {
        self.closes() - self.from.0
    }

    fn read(text: &str, node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let read = text.split_once('-');
        let Some((Some(from), Some(to))) =
            read.map(|(from, to)| (clock_time(from.trim()), clock_time(to.trim())))
        else {
            let what = format!("{} are not hours", node.shown());
            found.wrong(node, path, what, "hours as in \"08:00-18:00\"");
            return None;
        };
        if from == to || from.0 >= Span::DAY {
            let what = format!("{} never opens", node.shown());
            found.wrong(node, path, what, "an end after the start, on the same day or the next");
            return None;
        }
        Some(Self { from, to })
    }
}

/// The hours of a day, in order: as many stretches as there are, none where it is closed. Only the last may
/// close on the next day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayHours(pub Vec<HoursText>);

/// The most stretches of a day.
pub const MOST_STRETCHES: usize = 12;
/// A day on which something is closed.
pub const CLOSED: &str = "closed";

impl Laid for DayHours {
    fn over(&self, _: Option<&Self>) -> Self {
        self.clone()
    }
}

impl Decode for DayHours {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let stretches: Vec<Option<HoursText>> = match &node.value {
            Value::Text(text) if text.trim() == CLOSED => Vec::new(),
            Value::Text(text) => {
                let parts = text.split(',').take(MOST_STRETCHES + 1);
                parts.map(|part| HoursText::read(part, node, path, found)).collect()
            }
            Value::List(list) if !list.is_empty() => {
                let parts = list.iter().enumerate().take(MOST_STRETCHES + 1);
                let read = |(i, node): (usize, &Node)| {
                    let at = path.index(i);
                    if node.text().is_none() {
                        let what = format!("{} are not hours", node.shown());
                        found.wrong(node, &at, what, "hours as in \"08:00-18:00\"");
                    }
                    HoursText::read(node.text()?, node, &at, found)
                };
                parts.map(read).collect()
            }
            _ => {
                let what = format!("{} are not hours", node.shown());
                found.wrong(node, path, what, "hours as in \"08:00-18:00\" or \"08:00-12:00, 13:00-17:00\"");
                return None;
            }
        };
        let stretches: Vec<HoursText> = stretches.into_iter().collect::<Option<_>>()?;
        if stretches.len() > MOST_STRETCHES {
            let what = format!("there are more than {MOST_STRETCHES} stretches on a day");
            found.wrong(node, path, what, format!("at most {MOST_STRETCHES}"));
            return None;
        }
        if stretches.windows(2).any(|pair| pair[0].closes() > pair[1].from.0) {
            let what = format!("{} are not in order", node.shown());
            found.wrong(node, path, what, "each stretch to begin when the one before it has ended");
            return None;
        }
        Some(Self(stretches))
    }
}

/// Opening hours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hours {
    /// By day; days not named are closed.
    pub week: Week<DayHours>,
    /// Whether they were typed once for every day, bank holidays included.
    pub every_day: bool,
}

impl ByDay<DayHours> {
    /// The same every day.
    fn every_day(hours: &DayHours) -> Self {
        Self { week: std::array::from_fn(|_| Some(hours.clone())), bank_holiday: None }
    }

    /// Days with their hours, or hours for every day.
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Self {
        if node.entries().is_some() {
            return named_days(node, path, found);
        }
        let hours = DayHours::decode(node, path, found);
        let closed = || Self { week: [const { None }; 7], bank_holiday: None };
        // Bank holidays too, whatever they were.
        hours.map_or_else(closed, |hours| Self {
            bank_holiday: Some(hours.clone()),
            ..Self::every_day(&hours)
        })
    }
}

impl Decode for Hours {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let hours = if node.entries().is_some() {
            let week = Week::read(node, &[], Comes::AtOnce, ByDay::<DayHours>::decode, path, found);
            Self { week, every_day: false }
        } else if matches!(node.value, Value::Text(_) | Value::List(_)) {
            let hours = DayHours::decode(node, path, found)?;
            let days = ByDay::<DayHours>::every_day(&hours);
            Self { week: Week { days, changes: Vec::new() }, every_day: true }
        } else {
            let what = format!("{} are not hours", node.shown());
            found.wrong(node, path, what, "hours as in \"08:00-18:00\", or a map by days");
            return None;
        };
        if hours.week.values().all(|day| day.0.is_empty()) && !found.is_faulty(path) {
            found.wrong(node, path, "these hours never open", "hours on at least one day");
        }
        Some(hours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_24_and_has_60_minutes_an_hour() {
        let minutes = |text: &str| clock_time(text).map(|t| t.0.0 / Span::MINUTE.0);
        assert_eq!((minutes("00:00"), minutes("08:30"), minutes("24:00")), (Some(0), Some(510), Some(1440)));
        for text in ["24:01", "8:30", "08:60", "0830", "+8:00", "08:30:00"] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }

    fn read(json: &str) -> Option<Vec<(u64, u64)>> {
        let mut found = Found::default();
        let node = crate::scenario::text::parse::parse("hours", json.as_bytes(), &mut found)?;
        let hours = DayHours::decode(&node, &Path::root(), &mut found)?;
        let minutes = |span: Span| span.0 / Span::MINUTE.0;
        Some(hours.0.iter().map(|h| (minutes(h.from.0), minutes(h.closes()))).collect())
    }

    #[test]
    fn a_day_may_have_breaks_and_its_last_hours_may_pass_midnight() {
        assert_eq!(read(r#""08:00-12:00, 13:00-17:00""#), Some(vec![(480, 720), (780, 1020)]));
        assert_eq!(read(r#"["08:00-12:00", "13:00-17:00"]"#), Some(vec![(480, 720), (780, 1020)]));
        assert_eq!(read(r#""20:00-08:00""#), Some(vec![(1200, 1440 + 480)]));
        assert_eq!(read(r#""06:00-09:00, 22:00-06:00""#), Some(vec![(360, 540), (1320, 1440 + 360)]));
        assert_eq!((read(r#""20:00-00:00""#), read(r#""closed""#)), (Some(vec![(1200, 1440)]), Some(vec![])));
        for wrong in [
            r#""13:00-17:00, 08:00-12:00""#,
            r#""08:00-12:00, 11:00-17:00""#,
            r#""20:00-08:00, 21:00-22:00""#,
            r#""08:00-08:00""#,
            r#""24:00-08:00""#,
            r#""08:00-12:00,""#,
            "[]",
            "[8]",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
