//! `wardflow completions`: a script that completes commands and flags, made of the same definition as the help.

use clap::Args;
use clap_complete::{Shell, generate};

use super::messages::{complain, say};
use super::study::Call;
use super::{Does, Exit, help, terminal};

/// What `completions` is told.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

impl Does for Completions {
    const EXAMPLES: &str = "\
Examples:
  wardflow completions bash > ~/.local/share/bash-completion/completions/wardflow
  wardflow completions zsh > ~/.zfunc/_wardflow
  wardflow completions fish > ~/.config/fish/completions/wardflow.fish
  wardflow completions powershell >> $PROFILE";

    fn does(&self, _: &Call) -> Result<Exit, Exit> {
        let mut script = Vec::new();
        generate(self.shell, &mut help::command(terminal::USUAL), "wardflow", &mut script);
        let text = String::from_utf8(script).map_err(|error| {
            complain(&format!("error: cannot make the script: {error}"));
            Exit::Failed
        })?;
        Ok(say(&text))
    }
}
