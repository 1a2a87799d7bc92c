//! The program: hands the command line over and ends with its code.

use std::process::ExitCode;

fn main() -> ExitCode {
    wardflow::cli::main(std::env::args_os()).into()
}
