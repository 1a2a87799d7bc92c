//! Which version of the program this is, as everything that it writes names it.

/// The version: `0.1.0`.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The program with its version: `wardflow 0.1.0`.
pub const PROGRAM: &str = concat!("wardflow ", env!("CARGO_PKG_VERSION"));
