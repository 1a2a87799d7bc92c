//! Which files of `scenarios/` are part of the binary: the baseline, whatever extends it, and what these name.
//! Made from the folder: `WARDFLOW_RENEW=catalogue cargo test --test it the_catalogue`. Read `built_in` next.

/// Files of `scenarios/` with what is in them.
macro_rules! files {
    ($($name:literal,)*) => {
        &[$(($name, include_str!(concat!("../../../scenarios/", $name))),)*]
    };
}

/// The baseline first, then what extends it, by name.
#[rustfmt::skip]
pub(super) const SCENARIOS: &[(&str, &str)] = files![
    "milton-keynes.json",
    "academy.json",
    "admission-avoidance.json",
    "bed-stock.json",
    "before-the-hub.json",
    "bridging.json",
    "care-home-outbreak.json",
    "carers-payment.json",
    "discharge-event-week.json",
    "domiciliary-flex.json",
    "due-times.json",
    "equipment.json",
    "faster-triage.json",
    "forecast-from-today.json",
    "growth-2028.json",
    "home-first.json",
    "hospital-first.json",
    "live-in-care.json",
    "milton-keynes-2023.json",
    "milton-keynes-year.json",
    "more-acute-beds.json",
    "more-recuperation-beds.json",
    "no-feedback.json",
    "no-same-day-care.json",
    "ot-triage.json",
    "out-of-area.json",
    "partly-pooled-p2-beds.json",
    "pooled-p2-beds.json",
    "reablement-80.json",
    "receiving-hours.json",
    "recuperation-hours.json",
    "right-sizing.json",
    "seven-day.json",
    "step-down.json",
    "step-up-ring-fenced.json",
    "transport.json",
    "trusted-assessor.json",
    "virtual-ward.json",
    "ward-therapy.json",
    "weekend-hub.json",
    "winter-replayed.json",
    "winter-severe.json",
    "winter.json",
];

/// What stands beside them: files that they name.
#[rustfmt::skip]
pub(super) const BESIDE: &[(&str, &str)] = files![
    "forecast-from-today.csv",
    "milton-keynes-found.csv",
    "milton-keynes-months.csv",
    "milton-keynes-worlds.csv",
];
