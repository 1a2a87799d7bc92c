//! Figures published for each acute trust in England that are part of the binary. What each column holds and where it
//! was published is told in `scenarios/england/README.md`.

/// A table in CSV: one trust a row, April 2024 to March 2025.
pub const TRUSTS: &str = include_str!("../../../scenarios/england/trusts-2024-25.csv");
