//! Progress on stderr: a bar where a person looks on, else a line for each tenth and now and then between.

use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::messages::complain;
use crate::experiment::Progress;

/// A bar on a terminal.
struct Bar(ProgressBar);

/// Lines where nobody looks on.
struct Lines(Mutex<Told>);

/// What has been told so far.
struct Told {
    stage: (&'static str, bool),
    total: u64,
    /// The most that are done; counts come once each, though perhaps not in order.
    count: u64,
    /// The tenth that was told last.
    tenth: u64,
    /// When the first was counted, and how many were there before it.
    since: Option<(Instant, u64)>,
    last: Instant,
}

/// Longer without a word looks like standing still.
const SILENCE: Duration = Duration::from_secs(20);

/// What fits where stderr goes.
pub fn for_stderr(quiet: bool) -> Box<dyn Progress> {
    if quiet {
        return Box::new(crate::experiment::Silent);
    }
    if io::stderr().is_terminal() {
        return Box::new(Bar(ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())));
    }
    Box::new(Lines(Mutex::new(Told::new())))
}

fn word(at_most: bool) -> &'static str {
    if at_most { "at most" } else { "about" }
}

impl Bar {
    fn style(&self, at_most: bool) {
        let template =
            format!("{{prefix}}{{wide_bar}} {{pos}} of {{len}} runs, {} {{eta}} to go", word(at_most));
        if let Ok(style) = ProgressStyle::with_template(&template) {
            self.0.set_style(style.progress_chars("=> "));
        }
    }
}

impl Progress for Bar {
    fn started(&self, total: u64) {
        if self.0.length().is_none() {
            self.style(false);
            self.0.enable_steady_tick(Duration::from_millis(200));
        }
        self.0.set_length(total);
    }

    fn done(&self, count: u64) {
        // Counts may come out of order; a bar goes forward only.
        if count > self.0.position() {
            self.0.set_position(count);
        }
    }

    fn stage(&self, name: &'static str, at_most: bool) {
        self.0.set_prefix(format!("{name} "));
        self.style(at_most);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Told {
    fn new() -> Self {
        Self { stage: ("", false), total: 0, count: 0, tenth: 0, since: None, last: Instant::now() }
    }

    fn share(&self) -> u64 {
        self.count * 10 / self.total.max(1)
    }

    fn started(&mut self, total: u64) {
        self.total = total;
        // What may still follow grows and shrinks while it is looked for.
        self.tenth = self.share();
    }

    /// The line to be told after so many, if any.
    fn done(&mut self, count: u64, now: Instant) -> Option<String> {
        self.count = self.count.max(count);
        let (since, before) = *self.since.get_or_insert((now, count.saturating_sub(1)));
        let tenth = self.share();
        if tenth <= self.tenth && now.duration_since(self.last) < SILENCE {
            return None;
        }
        self.tenth = self.tenth.max(tenth);
        self.last = now;
        let (count, total, (stage, at_most)) = (self.count, self.total.max(self.count), self.stage);
        let passed = now.duration_since(since).as_secs_f64();
        let left = passed / (count - before).max(1) as f64 * (total - count) as f64;
        let stage = if stage.is_empty() { String::new() } else { format!("{stage}: ") };
        let to_go =
            if count < total { format!(", {} {left:.0} s to go", word(at_most)) } else { String::new() };
        Some(format!("{stage}{count} of {total} runs{to_go}"))
    }
}

impl Progress for Lines {
    fn started(&self, total: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).started(total);
    }

    fn done(&self, count: u64) {
        // Told before anybody else may tell, or lines come out of their order.
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = told.done(count, Instant::now()) {
            complain(&line);
        }
    }

    fn stage(&self, name: &'static str, at_most: bool) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).stage = (name, at_most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tenth_is_told_once_with_the_time_left() {
        let (mut told, start) = (Told::new(), Instant::now());
        told.last = start;
        told.started(20);
        let at = |count: u64| start + Duration::from_millis(100 * count);
        let lines: Vec<String> = (1..=20).filter_map(|count| told.done(count, at(count))).collect();
        assert_eq!(lines.len(), 10);
        assert_eq!(
            (lines[4].as_str(), lines[9].as_str()),
            ("10 of 20 runs, about 1 s to go", "20 of 20 runs")
        );
    }

    #[test]
    fn a_search_tells_how_long_it_may_take_at_most_and_moves_though_its_end_does() {
        let (mut told, start) = (Told::new(), Instant::now());
        told.last = start;
        told.stage = ("search", true);
        told.started(1000);
        // Between tenths a line comes when nothing has been said for long.
        assert_eq!(told.done(1, start), None);
        let line = told.done(11, start + Duration::from_secs(21)).expect("a line");
        assert_eq!(line, "search: 11 of 1000 runs, at most 1888 s to go");
        // Most mixes fall out: what is left is little, and its tenths are told from there on.
        told.started(20);
        let more: Vec<String> =
            (12..=20).filter_map(|count| told.done(count, start + Duration::from_secs(22))).collect();
        assert_eq!(more.len(), 5, "{more:?}");
    }
}
