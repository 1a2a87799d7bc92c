//! tuning, not for keeping
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use jiff::civil::{Date, date};
use wardflow::experiment::Silent;
use wardflow::experiment::backcast::rules::Rule;
use wardflow::experiment::backcast::score::{Case, Scores};
use wardflow::experiment::forecast::ensemble::Ensemble;
use wardflow::experiment::forecast::{Forecast, Method, clean::clean};
use wardflow::experiment::forecast::widen::{Off, Wider, off};
use wardflow::experiment::kept::Nowhere;
use wardflow::experiment::worlds::Worlds;
use wardflow::experiment::worlds::ensemble::{Over, Runs};
use wardflow::experiment::worlds::history::{History, week_from};
use wardflow::scenario::{Found, Variants};

fn read(path: &Path) -> History {
    let mut days: BTreeMap<Date, (f64, f64)> = BTreeMap::new();
    for line in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let c: Vec<&str> = line.split(',').collect();
        if let (Ok(d), Ok(n), Ok(x)) = (c[0].parse::<Date>(), c[1].parse::<f64>(), c[2].parse::<f64>()) { days.insert(d, (n, x)); }
    }
    let first = *days.keys().next().unwrap();
    let last = *days.keys().last().unwrap();
    let n = (last - first).get_days() as usize + 1;
    let mut h = History { first, remaining: vec![None; n], discharged: vec![None; n] };
    for (d, (n, x)) in days {
        let i = h.day(d).unwrap();
        if n > 0.0 && x > 0.0 && n - x > 0.0 { h.remaining[i] = Some(n - x); h.discharged[i] = Some(x); }
    }
    h
}
fn list(name: &str) -> Option<Vec<f64>> { std::env::var(name).ok().map(|t| t.split(',').map(|x| x.parse().unwrap()).collect()) }
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let (scen, data, cache, year) = (&a[1], &a[2], &a[3], a[4].parse::<i16>().unwrap());
    let only = a.get(5).cloned().unwrap_or_default();
    let members: usize = std::env::var("MEMBERS").map_or(200, |t| t.parse().unwrap());
    let mut m = Method::default();
    if let Some(v) = list("LEVEL") { m.level = v[0]; }
    if let Some(v) = list("MEM") { m.memory = v[0]; }
    if let Some(v) = list("WIDER") { m.wider = v; }
    if let Some(v) = list("LAST") { m.lasting = v; }
    if let Some(v) = list("DAILY") { m.daily = v; }
    if let Some(v) = list("TRUST") { m.trust = v[0]; }
    if let Some(v) = list("BACK") { m.back = v[0] as usize; }
    if let Some(v) = list("HALF") { m.half_believed = v[0]; }
    let verbose = std::env::var("V").is_ok();
    let leads = [1usize, 2, 4, 8];
    let mut rel: Vec<Vec<Case>> = vec![Vec::new(); 4];
    let mut rules: Vec<Vec<Vec<f64>>> = vec![vec![Vec::new(); 4]; 3];
    let mut pt: Vec<Vec<f64>> = vec![Vec::new(); 4];
    let mut files: Vec<_> = std::fs::read_dir(data).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "csv")).collect();
    files.sort();
    for f in files {
        let code = f.file_stem().unwrap().to_str().unwrap().to_owned();
        if !only.is_empty() && !only.contains(&code) { continue; }
        let raw = read(&f);
        let kept = Path::new(cache).join(format!("{code}-{members}.bin"));
        let days = raw.days() + 56;
        let runs: Vec<Vec<f32>> = if kept.exists() {
            let b = std::fs::read(&kept).unwrap();
            let all: Vec<f32> = b.chunks_exact(4).map(|c| f32::from_le_bytes(c.try_into().unwrap())).collect();
            all.chunks_exact(days).map(<[f32]>::to_vec).collect()
        } else {
            let path = scen.replace("CODE", &code.to_lowercase());
            let variants = Variants::of(Some(Path::new(&path)), Vec::new()).unwrap_or_else(|e| panic!("{e}"));
            let worlds = match std::fs::read(path.replace(".json", "-worlds.csv")) { Ok(b) => wardflow::report::worlds::read("w", &b, &mut Found::default()).unwrap(), Err(_) => Worlds::as_it_is() };
            let sets: Vec<_> = worlds.shared_out(members).into_iter().map(|w| worlds.settings(w)).collect();
            let stop = AtomicBool::new(false);
            let t = std::time::Instant::now();
            let found = Runs { variants: &variants, over: Over::of(&raw, 56), measures: &[], seed: 1, threads: 2, keep: &Nowhere, progress: &Silent, stop: &stop }.each(&sets, 0).unwrap_or_else(|e| panic!("{e}"));
            eprintln!("{code} {:.1}s", t.elapsed().as_secs_f64());
            let b: Vec<u8> = found.iter().flat_map(|m| m.remaining.iter().flat_map(|x| x.to_le_bytes())).collect();
            std::fs::create_dir_all(cache).unwrap();
            std::fs::write(&kept, b).unwrap();
            found.into_iter().map(|m| m.remaining).collect()
        };
        let e = Ensemble::of(&runs, m.memory, 430, 1);
        let truth = clean(&raw);
        let end = raw.days();
        let mut earlier: Vec<Off> = Vec::new();
        let mut offs = Vec::new();
        let wk = if m.half_believed < 1e6 { 1 } else { 1000 };
        let mut origin = end % 7;
        while origin < end {
            let f = Forecast::of(&e, &clean(&raw.before(origin)), origin, 56, &m);
            if let Some(f) = f { offs.extend(off(&f, &truth, 8)); }
            origin += 7 * wk;
        }
        earlier.append(&mut offs);
        let scale = { let v: Vec<f64> = (0..end).filter(|&d| truth.date(d) >= date(year, 4, 1) && truth.date(d) < date(year + 1, 4, 1)).filter_map(|d| truth.remaining[d]).collect(); if v.is_empty() { continue; } v.iter().sum::<f64>() / v.len() as f64 };
        let mut mine: Vec<Vec<f64>> = vec![Vec::new(); 4]; let mut best: Vec<Vec<Vec<f64>>> = vec![vec![Vec::new(); 4]; 3];
        let mut own: Vec<Vec<Case>> = vec![Vec::new(); 4];
        let mut wmean = [0.0; 8]; let mut wn = 0.0; let mut parts = Vec::new();
        for k in 0..12i8 {
            let mo = (3 + k) % 12 + 1; let y = year + i16::from(k > 8);
            let Some(o) = truth.day(date(y, mo, 1)) else { continue };
            let known = clean(&raw.before(o));
            let Some(mut f) = Forecast::of(&e, &known, o, 56, &m) else { continue };
            let w = Wider::of(&earlier, o, 8, m.half_believed);
            for (a, b) in wmean.iter_mut().zip(&w.0) { *a += b; } wn += 1.0;
            parts.push(f.parts);
            w.applied(&mut f);
            for (i, &h) in leads.iter().enumerate() {
                let Some(came) = week_from(&truth.remaining, o + 7 * (h - 1)) else { continue };
                let members: Vec<f64> = f.week(h).iter().map(|x| x / scale).collect();
                let c = Case::of(&members, came / scale).unwrap();
                mine[i].push((c.median() - c.came).abs());
                own[i].push(c);
                for (r, rule) in Rule::ALL.iter().enumerate() {
                    if let Some(x) = rule.week(&known, o, h) { best[r][i].push((x - came).abs() / scale); rules[r][i].push((x - came).abs() / scale); }
                }
            }
        }
        let mean = |v: &Vec<f64>| v.iter().sum::<f64>() / v.len().max(1) as f64;
        if verbose {
            print!("{code} {scale:6.0} ");
            for i in 0..4 { print!(" {:.3}", mean(&mine[i])); }
            print!(" | ");
            for i in 0..4 { print!(" {:.3}", best.iter().map(|b| mean(&b[i])).fold(9.0, f64::min)); }
            print!(" | c90");
            for i in 0..4 { let s = Scores::of(&own[i]); print!(" {}/{}", s.within90, s.n); }
            print!(" | f");
            for x in wmean { print!(" {:.2}", x / wn); }
            let p = parts.last().unwrap();
            println!(" | {} {} {} ens sd {:.3}", p.wider, p.lasting, p.daily, e.covariance[0].sqrt());
        }
        for i in 0..4 { pt[i].push(mean(&mine[i])); rel[i].extend(own[i].clone()); }
    }
    let mean = |v: &Vec<f64>| v.iter().sum::<f64>() / v.len().max(1) as f64;
    print!("mae ");
    let mut out = String::new();
    for i in 0..4 { let s = Scores::of(&rel[i]); print!(" {:.4}", s.mae); out += &format!("  h{} bias {:+.3} crps {:.4} c50 {:.2} c90 {:.3};", leads[i], s.bias, s.crps, s.coverage50().value().unwrap(), s.coverage90().value().unwrap()); }
    println!("{out}");
    if verbose { for (r, rule) in Rule::ALL.iter().enumerate() { print!("{:22}", rule.key()); for i in 0..4 { print!(" {:.4}", mean(&rules[r][i])); } println!(); } }
}
