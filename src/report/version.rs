//! Which version of the program this is, as everything that it writes names it.

/// The version: `0.1.0`.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The program with its version: `wardflow 0.1.0`.
pub const PROGRAM: &str = concat!("wardflow ", env!("CARGO_PKG_VERSION"));

/// The program with its licences, and each crate that it is built with.
pub fn in_full() -> String {
    let list = include_str!("../../THIRD-PARTY.md");
    let rows = list.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.split('|').map(str::trim).collect();
        let [name, version, licence, ..] = cells[..] else { return None };
        (name != "crate").then(|| format!("  {name:<28} {version:<12} {licence}\n"))
    });
    let rows: String = rows.collect();
    format!(
        "{PROGRAM}\nLicence: {}, as you choose.\nThe font Noto Sans inside it: SIL Open Font License 1.1.\n\nBuilt with (some of it only on some systems, or with the feature parquet):\n{rows}",
        env!("CARGO_PKG_LICENSE")
    )
}
