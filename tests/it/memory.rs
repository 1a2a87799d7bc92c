//! What commands with a point for each service need: memory that grows with the services and not with
//! their square.

#![cfg(target_os = "linux")]

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::place::PROGRAM;

/// So many services, of which several serve the same pathway.
fn town(services: usize) -> Value {
    let pathways = services.min(50);
    let on = |p: usize| -> Vec<String> { (p..services).step_by(pathways).map(|s| format!("s{s}")).collect() };
    let needs: Map<String, Value> =
        (0..pathways).map(|p| (format!("p{p}"), json!(1.0 / pathways as f64))).collect();
    let ways: Map<String, Value> =
        (0..pathways).map(|p| (format!("p{p}"), json!({ "services": on(p) }))).collect();
    let service = |s: usize| {
        json!({ "label": format!("Service {s}"), "places": 3, "stay": { "exponential": { "mean": "6d" } },
                "admits": { "mon-sun": "08:00-18:00" }, "cost_per_place": 90 })
    };
    let all: Map<String, Value> = (0..services).map(|s| (format!("s{s}"), service(s))).collect();
    json!({
        "name": "Town", "calendar": { "start": "2025-01-06", "days": 7, "warm_up": "7d" },
        "groups": { "all": { "arrivals": { "per_day": services as f64 * 0.45 }, "enters": "ready", "needs": needs } },
        "pathways": ways, "services": all, "costs": { "acute_bed_day": 400 }
    })
}

/// The most memory that a command had, in kilobytes.
fn most(words: &str, services: usize) -> u64 {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("town.json"), town(services).to_string()).unwrap();
    let mut child = Command::new(PROGRAM)
        .current_dir(place.path())
        .args(words.split_whitespace())
        .args(["town.json", "--runs", "4", "--threads", "1", "--charts", "none", "--quiet", "--out", "out"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    let status = loop {
        let told = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = most.max(line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(status.success(), "{words}");
    most
}

/// Takes some minutes.
#[test]
#[ignore = "long"]
fn causes_and_marginal_values_of_twice_the_services_need_about_twice_the_memory() {
    for words in ["causes", "marginal"] {
        let [some, more] = [100, 200].map(|services| most(words, services));
        println!("{words}: {some} kB for 100 services, {more} kB for 200");
        assert!((more as f64) < 2.6 * some as f64, "{words}: {some} and {more} kB");
        assert!(more < 300_000, "{words}: {more} kB");
    }
}
