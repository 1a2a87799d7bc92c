//! The scenario that is written: one shape for all trusts, small and smooth. Lengths that stand beside `hours` from
//! Monday to Friday are of open days: five sevenths of calendar days.

use serde_json::{Map, Value, json};

use super::balance::{Balance, FOUND_AFTER, Followed, GROUPS};
use super::bands::Lognormal;
use super::dates::{ALWAYS, BANK_HOLIDAYS, winters};
use super::delays::{Crew, Delays, SERVICE_STAYS, Step};
use super::filled::From;
use super::sources::Sources;
use super::table::Trust;

/// Open days in a calendar day.
const OPEN: f64 = 5.0 / 7.0;
/// Why a figure without a local source is what it is.
const ELSEWHERE: &str = "National value, as fitted for another hospital; no local figure published";
/// Where the daily return was published.
const RETURN: &str = "NHS England, acute discharge situation report, April 2024 to March 2025";
/// Where pathways and reasons were published.
const REASONS: &str = "NHS England, acute discharge situation report, June 2024 to March 2025";
/// Where ready dates were published.
const DATES: &str = "NHS England, discharge ready date statistics 2024/25";
/// Where beds were published.
const BEDS: &str = "NHS England, urgent and emergency care situation report 2024/25";

/// A figure with four digits, as people write it.
pub fn rounded(x: f64) -> f64 {
    if x.abs() <= 0.0 {
        return 0.0;
    }
    let digits = 3 - libm::log10(x.abs()).floor() as i32;
    format!("{x:.*}", digits.clamp(0, 8) as usize).parse().unwrap_or(x)
}

fn days(x: f64) -> String {
    format!("{}d", rounded(x))
}

fn lognormal(of: Lognormal, times: f64) -> Value {
    json!({ "lognormal": { "mean": days(of.mean * times), "sigma": rounded(of.sigma) } })
}

/// The whole scenario.
pub fn scenario(trust: &Trust, balance: &Balance, delays: &Delays) -> Value {
    let mut sources = Sources::default();
    let steps = steps(delays, balance, &mut sources);
    let decided: Vec<&str> =
        ["referral", "wellbeing", "out_of_area", "arrange_p1", "arrange_p2", "arrange_p3"]
            .into_iter()
            .filter(|key| steps.contains_key(*key))
            .collect();
    let lengths: Vec<&str> = ["hospital_process"].into_iter().chain(decided.iter().copied()).collect();
    let mut events = always(&lengths, &mut sources);
    events.extend(winters(&decided, &["reablement", "care_home"], &mut sources));
    sources.assumed(
        "calendar",
        "A choice: April 2024 to March 2025 after a year of warm-up; bank holidays of England from GOV.UK",
    );
    let groups = groups(balance, delays, &mut sources);
    let hospital = hospital(trust, balance, &mut sources);
    let services = services(delays, &mut sources);
    let pathways = pathways(delays, &mut sources);
    json!({
        "name": format!("{} 2024/25", trust.name),
        "description": format!("How many people wait in an acute bed of {} without needing one, for how long, and for what?", trust.name),
        "notes": notes(trust, balance),
        "calendar": { "start": "2024-04-01", "days": 365, "warm_up": "365d", "bank_holidays": BANK_HOLIDAYS.as_slice() },
        "groups": groups,
        "events": events,
        "hospital": hospital,
        "hub": hub(&delays.hub, &mut sources),
        "steps": steps,
        "pathways": pathways,
        "services": services,
        "costs": costs(&mut sources),
        "provenance": sources.finished(),
    })
}

fn notes(trust: &Trust, balance: &Balance) -> Value {
    let mut all = vec![format!(
        "Solved by arithmetic from what NHS England published for {} ({}); nothing in it was fitted. Contains public sector information licensed under the Open Government Licence v3.0.",
        trust.name, trust.code
    )];
    all.extend(balance.contradicts.iter().cloned());
    json!(all)
}

fn always(steps: &[&str], sources: &mut Sources) -> Map<String, Value> {
    let [from, to] = ALWAYS;
    let mut all = Map::new();
    let mut add = |key: &str, label: &str, effect: &str, value: f64, range: Value| {
        let mut event = json!({ "label": label, "from": from, "to": to });
        event[effect] = json!(value);
        if effect == "step_factor" {
            event["steps"] = json!(steps);
        }
        all.insert(key.to_owned(), event);
        sources.assumed(&format!("events.{key}"), "Always on: one figure on which many hang, so that fitting moves few. 1, or 0 more, leaves all as solved");
        let path = format!("events.{key}.{effect}");
        sources.ranged(
            &path,
            "Leaves all as solved until it is fitted. Range assumed: what is possible",
            range,
        );
        sources.moves(&path);
    };
    add("all_steps", "All work on the way out but that of crews", "step_factor", 1.0, json!([0.4, 2.5]));
    add("all_admissions", "All admissions", "uplift", 0.0, json!([-0.15, 0.15]));
    all.insert(
        "slow_change".to_owned(),
        json!({ "label": "Slow change nobody has named", "steps": steps, "drifts": { "memory": "140d" }, "step_factor": 1.25 }),
    );
    sources.ranged(
        "events.slow_change.drifts.memory",
        "National value, as found in the daily returns of other trusts",
        json!(["60d", "300d"]),
    );
    sources.ranged(
        "events.slow_change.step_factor",
        "National value, as found in the daily returns of other trusts. Range assumed: none to twice as much",
        json!([1.0, 1.6]),
    );
    sources.moves("events.slow_change.step_factor");
    all
}

fn groups(balance: &Balance, delays: &Delays, sources: &mut Sources) -> Map<String, Value> {
    let labels = ["Short-stay emergencies", "Older and frail emergencies", "Planned surgery"];
    let area = delays.elsewhere.map(|step| rounded(step.share));
    let mut all = Map::new();
    for (i, group) in GROUPS.iter().enumerate() {
        let planned = group.key == "planned";
        let mut arrivals = json!({ "per_day": rounded(balance.arrivals[i]) });
        if planned {
            arrivals["by_weekday"] = json!([1.4, 1.4, 1.4, 1.4, 1.4, 0, 0]);
            arrivals["by_hour"] =
                json!([0, 0, 0, 0, 0, 0, 0, 9, 4, 2, 1, 3, 3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            arrivals["by_bank_holiday"] = json!(0);
        } else {
            arrivals["by_weekday"] = json!([1.06, 1.03, 1.01, 1.0, 1.02, 0.94, 0.94]);
            arrivals["by_hour"] = json!([
                0.75, 0.65, 0.6, 0.5, 0.45, 0.4, 0.4, 0.45, 0.5, 0.7, 1.0, 1.2, 1.35, 1.45, 1.5, 1.55, 1.6,
                1.6, 1.5, 1.4, 1.3, 1.2, 1.05, 0.9
            ]);
        }
        arrivals["variance_over_mean"] = json!(1.3);
        arrivals["per_group"] = json!(true);
        let [p1, p2, p3] =
            [1, 2, 3].map(|k| format!("{:.6}", balance.needs[i][k]).parse::<f64>().unwrap_or(0.0));
        let p0 = format!("{:.6}", 1.0 - p1 - p2 - p3).parse::<f64>().unwrap_or(0.0);
        let mut one = json!({
            "label": labels[i],
            "kind": if planned { "elective" } else { "emergency" },
            "arrivals": arrivals,
            "stay": { "lognormal": { "mean": days(balance.stays[i]), "sigma": group.sigma } },
            "needs": { "p0": p0, "p1": p1, "p2": p2, "p3": p3 },
            "dies_in_hospital": group.dies,
        });
        if planned {
            one["elective"] = json!({ "before_emergencies": true });
        }
        if let Some(share) = area {
            one["traits"] = json!({ "out_of_area": share });
        }
        sources_of_group(group.key, balance, delays, sources);
        all.insert(group.key.to_owned(), one);
    }
    all
}

fn sources_of_group(key: &str, balance: &Balance, delays: &Delays, sources: &mut Sources) {
    let at = |path: &str| format!("groups.{key}.{path}");
    let counted = match balance.followed {
        Followed::Return => RETURN.to_owned(),
        Followed::ReadyDates => format!("{DATES} (the daily return is not believed)"),
        Followed::Spells => format!(
            "Adult beds in use over the mean spell; {BEDS}; NHS England, hospital admitted patient care activity 2024/25"
        ),
    };
    let discharges = balance.discharges;
    let [low, high] = balance.discharges_range.map(|n| n / discharges);
    let index = GROUPS.iter().position(|group| group.key == key).unwrap_or(0);
    let of = balance.arrivals[index];
    sources.derived(
        &at("arrivals.per_day"),
        &format!("{discharges:.2} discharges a day and those who die in hospital; {counted}. How it divides among groups is a national value"),
        Some(json!([rounded(of * low.min(0.95)), rounded(of * high.max(1.05))])),
    );
    for profile in ["by_weekday", "by_hour"] {
        sources.assumed(&at(&format!("arrivals.{profile}")), ELSEWHERE);
    }
    sources.ranged(&at("arrivals.variance_over_mean"), ELSEWHERE, json!([1.0, 2.0]));
    let mean = balance.stays[index];
    sources.derived(
        &at("stay.lognormal.mean"),
        &format!(
            "Little's law: {:.1} adults in beds ({BEDS}), less {:.1} remaining and those not found yet ({FOUND_AFTER} days for each discharge), over those who come; how stays of groups differ is a national value",
            balance.occupied, balance.remaining
        ),
        Some(json!([days(0.8 * mean), days(1.25 * mean)])),
    );
    sources.assumed(&at("stay.lognormal.sigma"), ELSEWHERE);
    let from = balance.pathways.from.words().filter(|_| !balance.pathways_own);
    let pathways = from.map_or_else(|| REASONS.to_owned(), |from| format!("{REASONS}: {from}"));
    sources.derived(
        &at("needs"),
        &format!("Discharges by pathway, {pathways}. Totals are exact; that those who stay long need more, by fixed odds, is a national value"),
        None,
    );
    sources.assumed(&at("dies_in_hospital"), ELSEWHERE);
    if key == "planned" {
        sources.assumed(
            &at("elective"),
            "Has its beds before the night's emergencies and is not cancelled; no local rule published",
        );
        sources.assumed(&at("arrivals.by_bank_holiday"), "No planned surgery on bank holidays");
    }
    if delays.elsewhere.is_some() {
        sources.derived(&at("traits.out_of_area"), &format!("People delayed by other areas ({REASONS}) over people on pathways 1 to 3 and 14 days each, which is assumed"), None);
    }
}

fn hospital(trust: &Trust, balance: &Balance, sources: &mut Sources) -> Value {
    let full = rounded(balance.occupied / f64::from(balance.beds));
    if balance.beds_raised {
        sources.derived("hospital.beds", &format!("Adult beds in use ({BEDS}) over 95.5%, or fewer where beds are few: more than the beds published as available, which were so full that the queue at the door would have no end"), None);
    } else {
        sources.stated("hospital.beds", &format!("Adult general and acute beds available, mean; {BEDS}"));
    }
    let escalation = (0.04 * f64::from(balance.beds)).ceil();
    sources.ranged("hospital.escalation.beds", "Not published: one bed in 25 opens when all others are full, so that the queue at the door has an end", json!([0, 2.0 * escalation]));
    sources.assumed("hospital.escalation", "Not published");
    sources.assumed("hospital.pressure", "A full hospital discharges faster: 1% more beds in use went with 0.49% more discharges in 136 English trusts (Friebel and others, Health Policy 2019;123:765-772). The reference is the published share of beds in use");
    sources.ranged("hospital.pressure.rounds", ELSEWHERE, json!([2, 6]));
    sources.ranged("hospital.pressure.stays", ELSEWHERE, json!([0, 1]));
    sources.ranged(
        "hospital.turnaround",
        "Cleaning and making ready. Range assumed: half of it to twice as long",
        json!(["1h", "4h"]),
    );
    sources.assumed("hospital.board_rounds", ELSEWHERE);
    sources.ranged("hospital.board_rounds.spread", ELSEWHERE, json!([0.2, 0.4]));
    sources.assumed("hospital.discharge_hours", ELSEWHERE);
    sources.ranged("hospital.daily_return.spread", "Single days of a daily return lie above or below their neighbours by more than people move; national value. Range assumed", json!([0.01, 0.2]));
    sources.moves("hospital.daily_return.spread");
    json!({
        "label": trust.name,
        "beds": balance.beds,
        "escalation": { "beds": escalation, "open_above": 0.99, "close_below": 0.96 },
        "turnaround": "2h",
        "pressure": { "reference": full, "rounds": 4, "stays": 0.5 },
        "board_rounds": {
            "mon": { "at": ["09:30", "13:00"], "reach": 0.3144 },
            "tue": { "at": ["09:30", "13:00"], "reach": 0.4 },
            "wed": { "at": ["09:30", "13:00"], "reach": 0.4804 },
            "thu": { "at": ["09:30", "13:00"], "reach": 0.5204 },
            "fri": { "at": ["09:30", "13:00"], "reach": 0.6838 },
            "sat": { "at": ["10:30"], "reach": 0.62 },
            "sun": { "at": ["10:30"], "reach": 0.38 },
            "bank_holiday": { "at": ["10:30"], "reach": 0.36 },
            "spread": 0.32,
        },
        "discharge_hours": "08:00-23:00",
        "daily_return": { "spread": 0.06 },
    })
}

fn hours(crew: &Crew) -> Value {
    json!({ "gamma": { "mean": format!("{}h", rounded(crew.hours)), "sd": format!("{}h", rounded(crew.hours * 0.6)) } })
}

fn staff(crew: &Crew, hours: &str) -> Value {
    json!({ "mon-fri": crew.weekdays, "sat-sun": crew.weekends, "hours": hours })
}

fn hub(crew: &Crew, sources: &mut Sources) -> Value {
    sources.ranged("hub.staff.mon-fri", "Not published: whole people for the published number on pathways 1 to 3, of whose time three quarters are used", json!([crew.weekdays, crew.weekdays + 2]));
    sources.assumed("hub.staff.sat-sun", "Not published: two fifths of the weekdays");
    sources.assumed(
        "hub.assessment",
        "Three quarters of the time on duty over the people seen; about three hours each",
    );
    sources.derived("hub.cost_per_hour", "Social worker for adults £48, hospital nurse of band 6 £56 (Unit Costs of Health and Social Care 2024, 2023/24), half of each, × 1.0402 (NHS Cost Inflation Index to 2024/25)", Some(json!([47, 70])));
    json!({
        "label": "Care transfer hub",
        "sees": ["p1", "p2", "p3"],
        "staff": staff(crew, "08:00-18:00"),
        "assessment": hours(crew),
        "referred_ahead": { "share": 0.3, "by": "1d" },
        "cost_per_hour": 54,
    })
}

fn steps(delays: &Delays, balance: &Balance, sources: &mut Sources) -> Map<String, Value> {
    let complex = json!(["p1", "p2", "p3"]);
    let (crew, reviewed) = delays.therapists;
    let mut all = Map::new();
    all.insert(
        "therapy_review".to_owned(),
        json!({
            "label": "Therapy review", "concerns": { "pathways": ["p1", "p2"], "share": rounded(reviewed) },
            "starts": "ready", "order": 1, "staff": staff(&crew, "08:00-16:30"), "cost_per_hour": 57,
            "takes": hours(&crew), "national_group": "hospital process",
        }),
    );
    sources.assumed("steps.therapy_review", "Not published: up to a third of the people delayed by the hospital wait for therapists, of whose time three quarters are used");
    sources.ranged(
        "steps.therapy_review.staff.mon-fri",
        "Not published. Range assumed: two more",
        json!([crew.weekdays, crew.weekdays + 2]),
    );
    sources.derived("steps.therapy_review.cost_per_hour", "Hospital therapist of band 6 £55 (Unit Costs of Health and Social Care 2024, 2023/24) × 1.0402 (NHS Cost Inflation Index to 2024/25); the band is assumed", Some(json!([45, 69])));
    all.insert("hospital_process".to_owned(), json!({
        "label": "Hold-ups in the hospital", "concerns": { "share": rounded(delays.hospital.share) },
        "starts": "ready", "order": 2, "takes": lognormal(delays.hospital.takes, 1.0), "national_group": "hospital process",
    }));
    let mut decided = |key: &str, label: &str, order: u32, group: &str, concerns: Value, step: &Step| {
        all.insert(key.to_owned(), json!({
            "label": label, "concerns": concerns, "starts": "decision", "order": order,
            "hours": { "mon-fri": "09:00-17:00" }, "takes": lognormal(step.takes, OPEN), "national_group": group,
        }));
    };
    if let Some(step) = &delays.referral {
        decided(
            "referral",
            "Referral onwards by the hub",
            3,
            "care transfer hub process",
            json!({ "pathways": complex, "share": rounded(step.share) }),
            step,
        );
    }
    if let Some(step) = &delays.wellbeing {
        decided(
            "wellbeing",
            "Destination, safeguarding or mental capacity",
            4,
            "wellbeing concerns",
            json!({ "pathways": complex, "share": rounded(step.share) }),
            step,
        );
    }
    if let Some(step) = &delays.elsewhere {
        decided(
            "out_of_area",
            "Arrangements with the person's own area",
            5,
            "interface process",
            json!({ "pathways": complex, "traits": ["out_of_area"] }),
            step,
        );
    }
    let labels = ["Arranging support at home", "Arranging a recuperation bed", "Arranging a care home"];
    for (i, step) in delays.arranging.iter().enumerate() {
        let pathway = format!("p{}", i + 1);
        decided(
            &format!("arrange_{pathway}"),
            labels[i],
            6,
            "interface process",
            json!({ "pathways": [pathway], "share": rounded(step.share) }),
            step,
        );
    }
    sources_of_steps(delays, balance, sources);
    all
}

fn sources_of_steps(delays: &Delays, balance: &Balance, sources: &mut Sources) {
    let from = |from: &From| from.words().map_or_else(String::new, |from| format!(" ({from})"));
    let of = [
        ("hospital_process", 0, &Some(delays.hospital)),
        ("wellbeing", 1, &delays.wellbeing),
        ("referral", 2, &delays.referral),
        ("arrange_p1", 3, &Some(delays.arranging[0])),
        ("arrange_p2", 3, &Some(delays.arranging[1])),
        ("arrange_p3", 3, &Some(delays.arranging[2])),
    ];
    let reasons = from(&delays.reasons.from);
    for (key, reason, step) in of {
        let Some(step) = step else { continue };
        let people = delays.people[reason];
        let share = delays.reasons.values[reason] * 100.0;
        let wide = |factor: f64| (step.share * factor).min(1.0);
        sources.derived(
            &format!("steps.{key}.concerns.share"),
            &format!("{people:.1} people, {share:.1}% of the reasons for delay{reasons} ({REASONS}) of {:.1} remaining, over people a day and days each, less what other work hides", balance.remaining),
            Some(json!([rounded(wide(0.5)), rounded(wide(2.0))])),
        );
        sources.derived(
            &format!("steps.{key}.takes"),
            &format!("Bands of delay and the mean of those delayed{} ({DATES}): lognormal of mean {:.2} days and sigma {:.2}, each piece of work shortened so that those delayed have the published mean; in open days where the step has hours", from(&delays.bands[0]), delays.lengths.mean, delays.lengths.sigma),
            None,
        );
    }
    if delays.elsewhere.is_some() {
        sources.assumed("steps.out_of_area", "Two calendar weeks each, as derived for another hospital");
    }
}

fn pathways(delays: &Delays, sources: &mut Sources) -> Value {
    let area: Vec<&str> = delays.elsewhere.iter().map(|_| "elsewhere").collect();
    let with = |service: &str| area.iter().copied().chain([service]).map(str::to_owned).collect::<Vec<_>>();
    let rates = [delays.room[0].per_day, delays.room[1].per_day, delays.care_home.1];
    let paths = [
        "pathways.p1.gives_way.home_care_instead",
        "pathways.p2.gives_way.home_care_instead",
        "pathways.p3.gives_way.interim_bed",
    ];
    for (i, (path, rate)) in paths.iter().zip(rates).enumerate() {
        sources
            .assumed(path, "Who waits too long is looked after otherwise, in place of waiting without end");
        let at = format!("{path}.per_day");
        sources.derived(
            &at,
            &format!("So that with these places as many wait as the reason capacity says ({REASONS}), {:.1} for all pathways: Erlang's queue with abandonment", delays.people[4]),
            Some(json!([rounded(rate * 0.4), rounded(rate * 2.5)])),
        );
        if i == 0 {
            sources.moves(&at);
        }
    }
    let rate = rates.map(rounded);
    json!({
        "p0": { "label": "Pathway 0: home without new support", "services": [] },
        "p1": {
            "label": "Pathway 1: home with support", "services": with("reablement"), "bridge": "bridging",
            "gives_way": { "home_care_instead": { "label": "Home care instead", "per_day": rate[0], "to": "home_care" } },
        },
        "p2": {
            "label": "Pathway 2: a bed for recuperation", "services": with("recuperation_beds"),
            "gives_way": { "home_care_instead": { "label": "Home care instead", "per_day": rate[1], "to": "home_care", "stay_factor": 1.25 } },
        },
        "p3": {
            "label": "Pathway 3: a care home", "services": with("care_home"),
            "gives_way": { "interim_bed": { "label": "A bought interim bed", "per_day": rate[2], "to": "interim_beds" } },
        },
    })
}

fn services(delays: &Delays, sources: &mut Sources) -> Map<String, Value> {
    let local = |mut service: Value| {
        if delays.elsewhere.is_some() {
            service["accepts"] = json!({ "not_traits": ["out_of_area"] });
        }
        service
    };
    let [reablement, beds] = delays.room;
    let starts = starts_of(delays);
    let mut all = Map::new();
    let mut add = |key: &str, service: Value| all.insert(key.to_owned(), service);
    add(
        "reablement",
        local(json!({
            "label": "Reablement", "setting": "home", "reablement": true, "places": reablement.places,
            "starts_per_week": starts, "spread": "free", "admits": { "mon-sun": "08:00-18:00" },
            "stay": { "lognormal": { "mean": days(SERVICE_STAYS[0]), "sigma": 0.88 } }, "cost_per_day": 125, "paid_by": "council",
        })),
    );
    add(
        "recuperation_beds",
        local(json!({
            "label": "Recuperation beds", "setting": "bed", "places": beds.places, "admits": { "mon-sun": "09:00-18:00" },
            "stay": { "lognormal": { "mean": days(SERVICE_STAYS[1]), "sigma": 0.55 } }, "cost_per_place": 172, "paid_by": "nhs",
        })),
    );
    add(
        "care_home",
        local(json!({
            "label": "Care home", "setting": "bed", "permanent": true, "starts_per_week": rounded(delays.care_home.0),
            "spread": "free", "admits": { "mon-sun": "09:00-18:00" },
        })),
    );
    add(
        "bridging",
        local(json!({
            "label": "Bridging care", "setting": "home", "bridge": true, "places": 0, "respond_within": "4h", "skips": ["arrange_p1"],
            "falls_back_to": "home_care", "admits": { "mon-sun": "08:00-20:00" }, "longest_stay": "14d", "cost_per_place": 57, "paid_by": "council",
        })),
    );
    add(
        "home_care",
        json!({
            "label": "Home care", "setting": "home", "places": "unlimited",
            "stay": { "lognormal": { "mean": "42d", "sigma": 0.6 } }, "cost_per_day": 57, "paid_by": "council",
        }),
    );
    add(
        "interim_beds",
        json!({
            "label": "Bought interim beds", "setting": "bed", "places": "unlimited",
            "stay": { "lognormal": { "mean": "28d", "sigma": 0.6 } }, "cost_per_day": 172, "paid_by": "nhs",
        }),
    );
    if delays.elsewhere.is_some() {
        add(
            "elsewhere",
            json!({
                "label": "Services of other areas", "setting": "bed", "places": "unlimited", "accepts": { "traits": ["out_of_area"] },
                "stay": { "lognormal": { "mean": "28d", "sigma": 0.6 } },
            }),
        );
    }
    sources_of_services(delays, sources);
    all
}

fn sources_of_services(delays: &Delays, sources: &mut Sources) {
    let [p1, p2, p3] = delays.demand;
    let room = |who: f64, days: f64, places: u32| {
        (
            format!(
                "Little's law: {who:.2} people a day ({REASONS}) for {days} days each, less those who give way; no number of places is published"
            ),
            json!([(0.8 * f64::from(places)).floor(), (1.25 * f64::from(places)).ceil()]),
        )
    };
    let (source, range) = room(p1, SERVICE_STAYS[0], delays.room[0].places);
    sources.derived("services.reablement.places", &source, Some(range));
    sources.moves("services.reablement.places");
    let (source, range) = room(p2, SERVICE_STAYS[1], delays.room[1].places);
    sources.derived("services.recuperation_beds.places", &source, Some(range));
    let starts = delays.care_home.0;
    sources.derived(
        "services.care_home.starts_per_week",
        &format!("{p3:.2} people a day ({REASONS}), less those who give way"),
        Some(json!([rounded(0.7 * starts), rounded(1.4 * starts)])),
    );
    sources.ranged(
        "services.reablement.starts_per_week",
        "A third more than places allow, so that it binds only where starts are fewer; not published",
        json!([0.8 * starts_of(delays), 1.5 * starts_of(delays)].map(f64::round)),
    );
    sources.ranged(
        "services.reablement.stay",
        "Published means of home-based pathways in England are 12 to 19 days (IPACS), 16 to 28 elsewhere",
        json!(["12d", "28d"]),
    );
    sources.ranged(
        "services.recuperation_beds.stay",
        "Community beds in England: 30.9 days with the wait to leave (community bed audit, March 2026)",
        json!(["21d", "43d"]),
    );
    for (path, source) in [
        ("services.reablement.admits", ELSEWHERE),
        ("services.recuperation_beds.admits", ELSEWHERE),
        ("services.care_home.admits", ELSEWHERE),
        ("services.care_home.spread", "No number for the day is known"),
        ("services.reablement.spread", "No number for the day is known"),
        ("services.bridging", "Not part of the baseline: 0 places, so that the question can be asked"),
        ("services.home_care", "Not limited; the stay binds nobody"),
        ("services.interim_beds", "Not limited: bought by the day; the stay binds nobody"),
    ] {
        sources.assumed(path, source);
    }
    if delays.elsewhere.is_some() {
        sources.assumed("services.elsewhere", "Not limited: what other areas have is not known");
    }
    for (path, source, range) in [
        (
            "services.reablement.cost_per_day",
            "£1,900 an episode (2022/23) over 16.25 days, × 1.0659 (NHS Cost Inflation Index to 2024/25); who pays is assumed",
            [99, 155],
        ),
        (
            "services.recuperation_beds.cost_per_place",
            "£150 a day in 2021, published model of bed-based pathways, × 1.1439 (NHS Cost Inflation Index to 2024/25); who pays is assumed",
            [137, 229],
        ),
        (
            "services.interim_beds.cost_per_day",
            "As a recuperation bed; that it costs as much is assumed",
            [137, 229],
        ),
        (
            "services.bridging.cost_per_place",
            "2 hours a day (assumed) at £28.53 an hour (Homecare Association minimum price 2024/25); who pays is assumed",
            [40, 120],
        ),
        (
            "services.home_care.cost_per_day",
            "2 hours a day (assumed) at £28.53 an hour (Homecare Association minimum price 2024/25); who pays is assumed",
            [29, 86],
        ),
    ] {
        sources.derived(path, source, Some(json!(range)));
    }
}

fn starts_of(delays: &Delays) -> f64 {
    (1.35 * f64::from(delays.room[0].places) / SERVICE_STAYS[0] * 7.0).ceil().max(2.0)
}

fn costs(sources: &mut Sources) -> Value {
    sources.derived("costs.acute_bed_day", "A delayed night in hospital, £395 at 2022/23 prices (The King's Fund, March 2023), × 1.0659 (NHS Cost Inflation Index to 2024/25)", Some(json!([404, 562])));
    sources.derived("costs.open_acute_bed_day", "£344.60 a day in 2020/21, staff and building (Department of Health and Social Care, written answer of 1 March 2023), × 1.1734 (NHS Cost Inflation Index to 2024/25)", Some(json!([344, 562])));
    sources.assumed("costs.price_year", "A choice: the year of the published figures");
    sources.ranged(
        "costs.escalation_bed_day",
        "As a core bed; what beds that open at peaks cost more is not published",
        json!([404, 700]),
    );
    json!({ "price_year": "2024/25", "acute_bed_day": 421, "open_acute_bed_day": 404, "escalation_bed_day": 421 })
}
