//! How a command ends. Scripts rely on the numbers.

use std::process::ExitCode;

/// The end of every long help.
pub const EXIT_CODES: &str = "\
Exit codes:
  0   done
  1   the run failed
  2   wrong command or faulty scenario; nothing was run
  4   finished, but the asked precision or target was not reached
  130 interrupted";

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All was done.
    Done = 0,
    /// The run failed.
    Failed = 1,
    /// The command or the scenario is wrong; nothing was run.
    Wrong = 2,
    /// All was done, but the asked precision or target was not reached.
    Missed = 4,
    /// Interrupted from outside.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn the_numbers_are_those_that_the_help_names() {
        let all = [Exit::Done, Exit::Failed, Exit::Wrong, Exit::Missed, Exit::Interrupted];
        assert_eq!(all.map(|exit| exit as u8), [0, 1, 2, 4, 130]);
        for exit in all {
            assert!(super::EXIT_CODES.contains(&format!("\n  {} ", exit as u8)), "{exit:?}");
        }
    }
}
