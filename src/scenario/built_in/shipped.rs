//! Which files of `scenarios/` are part of the binary: the baseline, whatever extends it, and what these name.
//! Made from the folder: `WARDFLOW_RENEW=catalogue cargo test --test it the_catalogue`. Read `built_in` next.

/// Files of `scenarios/` with what is in them.
macro_rules! files {
    ($($name:literal,)*) => {
        &[$(($name, include_str!(concat!("../../../scenarios/", $name))),)*]
    };
}

/// The baseline first, then what extends it, by name.
pub(super) const SCENARIOS: &[(&str, &str)] = files![
    "milton-keynes.json",
    "bridging.json",
    "forecast-from-today.json",
    "milton-keynes-2023.json",
    "milton-keynes-year.json",
    "more-acute-beds.json",
    "more-recuperation-beds.json",
    "seven-day.json",
    "weekend-hub.json",
    "winter.json",
];

/// What stands beside them: files that they name.
pub(super) const BESIDE: &[(&str, &str)] = files!["forecast-from-today.csv", "milton-keynes-months.csv",];
