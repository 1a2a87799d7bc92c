//! STUB (drop when `Scenario::from_json` is here): just enough of the vocabulary for these tests.
use serde_json::Value;
use wardflow::base::distribution::Family;
use wardflow::base::{Calendar, Distribution, NameHash, Span, Timetable, WorkingTime};
use wardflow::scenario::Plan;
use wardflow::scenario::plan::*;

fn dur(v: &Value) -> f64 {
    let t = v.as_str().unwrap();
    if let Some(x) = t.strip_suffix("min") {
        x.parse::<f64>().unwrap() / 1440.0
    } else if let Some(x) = t.strip_suffix('h') {
        x.parse::<f64>().unwrap() / 24.0
    } else {
        t.strip_suffix('d').unwrap().parse().unwrap()
    }
}
fn dist(v: &Value) -> Distribution {
    if v.is_null() {
        return Distribution::fixed(0.0);
    }
    let (k, x) = v.as_object().unwrap().iter().next().unwrap();
    Distribution::new(match k.as_str() {
        "fixed" => Family::Fixed(dur(x)),
        "exponential" => Family::Exponential { mean: dur(&x["mean"]) },
        "uniform" => Family::Uniform { min: dur(&x["min"]), max: dur(&x["max"]) },
        "gamma" => {
            let (m, s) = (dur(&x["mean"]), dur(&x["sd"]));
            Family::Gamma { shape: m * m / s / s, scale: s * s / m }
        }
        "lognormal" => {
            let m = dur(&x["mean"]);
            if x["sigma"].is_null() {
                let md = dur(&x["median"]);
                Family::Lognormal { mu: md.ln(), sigma: (2.0 * (m / md).ln()).sqrt() }
            } else {
                let s = x["sigma"].as_f64().unwrap();
                Family::Lognormal { mu: m.ln() - s * s / 2.0, sigma: s }
            }
        }
        _ => panic!("{k}"),
    })
}
fn n(v: &Value) -> u32 {
    v.as_u64().map_or(UNLIMITED, |x| x as u32)
}
fn by_hour(v: &Value) -> Vec<f64> {
    let Some(l) = v.as_array() else { return vec![] };
    let l: Vec<f64> = l.iter().map(|x| x.as_f64().unwrap()).collect();
    let all: f64 = l.iter().sum();
    let mut upto = 0.0;
    l.iter()
        .map(|x| {
            upto += x / all;
            upto
        })
        .collect()
}
pub fn plan(text: &str) -> Plan {
    let v: Value = serde_json::from_str(text).unwrap();
    let cal = &v["calendar"];
    let start: jiff::civil::Date = cal["start"].as_str().unwrap().parse().unwrap();
    let warm = if cal["warm_up"].is_null() { 0.0 } else { dur(&cal["warm_up"]) };
    let calendar = Calendar::new(start, warm as u32, n(&cal["days"]), &[]).unwrap();
    let e = serde_json::Map::new();
    let obj = |k: &str| v[k].as_object().unwrap_or(&e).clone();
    let mut svc: Vec<(String, Value)> = obj("services").into_iter().collect();
    svc.sort_by(|a, b| a.0.cmp(&b.0));
    let mut pw: Vec<(String, Value)> = obj("pathways").into_iter().collect();
    if !pw.iter().any(|p| p.0 == "p0") {
        pw.push(("p0".into(), serde_json::json!({"services": []})));
    }
    pw.sort_by(|a, b| a.0.cmp(&b.0));
    let mut gr: Vec<(String, Value)> = obj("groups").into_iter().collect();
    gr.sort_by(|a, b| a.0.cmp(&b.0));
    let find = |l: &[(String, Value)], k: &str| l.iter().position(|p| p.0 == k).unwrap();
    let groups: Vec<Group> = gr
        .iter()
        .map(|(k, g)| {
            let a = &g["arrivals"];
            let f = |key: &str, i: usize| a[key].as_array().map_or(1.0, |l| l[i].as_f64().unwrap());
            let per_day = calendar
                .days()
                .iter()
                .map(|d| {
                    let mut r = a["per_day"].as_f64().unwrap()
                        * f("by_weekday", d.weekday.into())
                        * f("by_month", usize::from(d.month) - 1);
                    for (_, ev) in obj("events") {
                        let (from, to): (jiff::civil::Date, jiff::civil::Date) = (
                            ev["from"].as_str().unwrap().parse().unwrap(),
                            ev["to"].as_str().unwrap().parse().unwrap(),
                        );
                        if d.date >= from && d.date <= to {
                            r *= 1.0 + ev["uplift"].as_f64().unwrap();
                        }
                    }
                    r
                })
                .collect();
            let law = match a["variance_over_mean"].as_f64() {
                None => CountLaw::Poisson,
                Some(x) if a["per_group"] == true => CountLaw::OverDispersed(x),
                Some(x) => CountLaw::SharedOverDispersed(x),
            };
            let mut sum = 0.0;
            let mut needs: Vec<(f64, u8)> = match g["needs"].as_object() {
                None => vec![(1.0, find(&pw, "p0") as u8)],
                Some(o) => o
                    .iter()
                    .map(|(k, x)| {
                        sum += x.as_f64().unwrap();
                        (sum, find(&pw, k) as u8)
                    })
                    .collect(),
            };
            needs.last_mut().unwrap().0 = 1.0;
            Group {
                name: NameHash::of(k),
                elective: false,
                enters: match g["enters"].as_str() {
                    Some("ready") => Enters::Ready,
                    Some("community") => Enters::Community,
                    _ => Enters::Admission,
                },
                arrivals: Arrivals { per_day, law, by_hour: by_hour(&a["by_hour"]) },
                stay: dist(&g["stay"]),
                stay_factor: Timetable::constant(1.0),
                needs,
                dies_in_hospital: 0.0,
                traits: vec![],
            }
        })
        .collect();
    let work = |staff: &Value| Work {
        staff: Timetable::constant(n(staff)),
        time: WorkingTime::always(),
        per_day: Timetable::constant(UNLIMITED),
    };
    let services = svc
        .iter()
        .map(|(k, s)| Service {
            name: NameHash::of(k),
            at_home: s["setting"] == "home",
            permanent: false,
            reablement: false,
            accepts: Who::EVERYBODY,
            people: Timetable::constant(n(&s["places"])),
            starts: Starts::Unlimited,
            load: Load::Unlimited,
            admits: Timetable::constant(true),
            stay: vec![dist(&s["stay"]); groups.len()],
            exits: vec![(1.0, Exit::Independent)],
            bridge: vec![],
            cost_per_day: 0.0,
        })
        .collect();
    let pathways: Vec<Pathway> = pw
        .iter()
        .map(|(k, p)| Pathway {
            name: NameHash::of(k),
            services: p["services"].as_array().unwrap().iter().map(|s| find(&svc, s.as_str().unwrap()) as u16).collect(),
            bridge: vec![],
        })
        .collect();
    let hub = &v["hub"];
    let mut sees = Set(0);
    for p in hub["sees"].as_array().unwrap_or(&vec![]) {
        sees = sees.with(find(&pw, p.as_str().unwrap()) as u8);
    }
    Plan {
        initial: Initial { services: vec![InitialService::default(); svc.len()], ..Initial::default() },
        hub: Hub {
            sees,
            ahead_share: 0.0,
            ahead_by: Span::ZERO,
            work: work(&hub["staff"]),
            assessment: dist(&hub["assessment"]),
            decides: (0..pathways.len()).map(|i| vec![(1.0, i as u8)]).collect(),
        },
        groups,
        pathways,
        services,
        steps: vec![],
        traits: vec![],
        hospital: Hospital {
            beds: Timetable::constant(n(&v["hospital"]["beds"])),
            rounds: vec![],
            round_spread: 0.0,
            discharge_hours: Timetable::constant(true),
        },
        costs: Costs::default(),
        calendar,
    }
}
