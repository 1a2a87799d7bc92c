//! Funds: what each pays in a year, counted by hand; what is left beside each option; and as a bound of a search.

use serde_json::{Value, json};

use crate::place::Place;

/// Ten places at £100 a day and £5,000 to set them up, of which the fund pays half, and one person on duty in the
/// hub day and night at £1 an hour, whom it pays: 0.5 × (365,250 + 5,000) + 8,766 = £193,891 a year.
fn town() -> Value {
    json!({
        "name": "Town", "calendar": { "start": "2025-01-06", "days": 50, "warm_up": "30d" },
        "groups": { "all": { "arrivals": { "per_day": 1.3 }, "enters": "ready", "needs": { "p1": 1 } } },
        "hub": { "sees": ["p1"], "staff": 1, "assessment": { "fixed": "1h" }, "cost_per_hour": 1 },
        "pathways": { "p1": { "services": ["team"] } },
        "services": { "team": { "label": "The team", "places": 10, "stay": { "exponential": { "mean": "7d" } },
                                "cost_per_place": 100, "set_up_cost": 5000 } },
        "funds": { "discharge": { "label": "Discharge fund", "per_year": 200_000,
                                  "pays_for": { "services": { "team": 0.5 }, "hub": 1 } } }
    })
}

fn with(pointer: &str, value: Value) -> String {
    let mut text = town();
    *text.pointer_mut(pointer).unwrap() = value;
    text.to_string()
}

fn close(found: &Value, expected: f64) {
    assert!((found.as_f64().unwrap() - expected).abs() < 1e-6, "{found} instead of {expected}");
}

#[test]
fn a_fund_pays_its_share_of_the_measured_days_as_a_year_and_what_is_set_up_once() {
    let place = Place::with(&[("town.json", &town().to_string())]);
    let page = place.done("run town.json --runs 3 --out o --charts none");
    let results = place.json("o/results.json");
    let fund = &results["funds"]["discharge"];
    close(&fund["cost_per_year"]["mean"], 193_891.0);
    close(&fund["left_per_year"]["mean"], 6_109.0);
    for part in ["Discharge fund", "£200,000", "£193,900", "+£6,109", "50 measured days times 365.25/50"] {
        assert!(page.split_whitespace().collect::<Vec<_>>().join(" ").contains(part), "{part} in\n{page}");
    }
    let runs = place.text("o/runs.csv");
    assert!(runs.lines().next().unwrap().contains("discharge.cost_per_year,discharge.left_per_year"));
    // Without funds nothing is said of any, and all else is the same.
    let mut without = town();
    without.as_object_mut().unwrap().remove("funds");
    place.write("town.json", without.to_string());
    let page = place.done("run town.json --runs 3 --out p --charts none");
    let plain = place.json("p/results.json");
    assert!(plain.get("funds").is_none() && !page.contains("for a year"), "{page}");
    assert_eq!(plain["outcomes"], results["outcomes"]);
}

#[test]
fn a_fund_pays_for_programmes_by_name_or_for_all_that_it_does_not_name() {
    let mut text = town();
    text["costs"] = json!({ "programmes": {
        "course": { "cost_per_year": 1000, "set_up_cost": 70, "paid_by": "council" },
        "team": { "cost_per_year": 300 } } });
    text["funds"]["discharge"]["pays_for"] =
        json!({ "programmes": { "course": 0.5 }, "other_programmes": 1 });
    let place = Place::with(&[("town.json", &text.to_string())]);
    place.done("run town.json --runs 2 --out o --charts none");
    let fund = &place.json("o/results.json")["funds"]["discharge"];
    // Half of 1,000 and of 70 once, and all of 300.
    close(&fund["cost_per_year"]["mean"], 535.0 + 300.0);
    // An overlay's programme is one of the others.
    place.write(
        "more.json",
        json!({ "extends": "town.json", "costs": { "programmes": { "third": { "cost_per_year": 40 } } } })
            .to_string(),
    );
    place.done("run more.json --runs 2 --out p --charts none");
    close(&place.json("p/results.json")["funds"]["discharge"]["cost_per_year"]["mean"], 875.0);
    text["funds"]["discharge"]["pays_for"] = json!({ "programmes": { "cours": 0.5 } });
    place.write("town.json", text.to_string());
    let told = place.refused("check town.json");
    assert!(
        told.contains("there is no programme \"cours\" in \"costs\"; did you mean \"course\"?"),
        "{told}"
    );
}

#[test]
fn an_option_that_costs_more_than_is_there_overspends_and_one_without_a_price_is_not_priced() {
    let place = Place::with(&[("town.json", &town().to_string())]);
    place.write("more.json", with("/services/team/places", json!(12)).replace("\"Town\"", "\"More places\""));
    place.write(
        "quick.json",
        with("/services/team/stay", json!({ "exponential": { "mean": "6d" } }))
            .replace("\"Town\"", "\"Shorter stays\""),
    );
    let page = place.done("compare town.json more.json quick.json --runs 20 --out o --charts none");
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("“Discharge fund” is overspent in a year with “More places” by £30,400"),
        "{page}"
    );
    assert!(
        words.contains("With “Shorter stays” it is not priced what this takes: stays in “The team”"),
        "{page}"
    );
    let results = place.json("o/results.json");
    close(&results["differences"]["more"]["funds"]["discharge"]["cost_per_year"]["mean"], 2.0 * 18_262.5);
    close(&results["scenarios"]["more"]["funds"]["discharge"]["left_per_year"]["mean"], 6_109.0 - 36_525.0);
    let table = place.text("o/differences.csv");
    assert!(
        table.lines().any(|line| line.starts_with("more,fund,discharge,left_per_year,£,-36525")),
        "{table}"
    );

    let mut unpriced = town();
    unpriced["hub"].as_object_mut().unwrap().remove("cost_per_hour");
    place.write("unpriced.json", unpriced.to_string());
    let page = place.done("run unpriced.json --runs 2 --out p --charts none");
    assert!(page.contains("not priced") && page.contains("pays for what has no price"), "{page}");
    assert_eq!(place.json("p/results.json")["funds"]["discharge"]["cost_per_year"]["mean"], Value::Null);
}

#[test]
fn a_search_within_a_fund_takes_the_most_that_the_fund_pays_for() {
    let place = Place::with(&[("town.json", &town().to_string())]);
    let line = "optimise town.json --vary services.team.places=9..12:1 --within-fund discharge \
                --minimise nctr_bed_days --tolerance 9 --runs 20 --most-runs 400 --out o --charts none --no-repeat";
    let page = place.done(line);
    let results = place.json("o/results.json");
    assert_eq!(results["chosen"]["settings"]["services.team.places"], "10", "{page}");
    assert!(page.contains("Its cost in a year"), "{page}");
    let told =
        place.refused("optimise town.json --vary services.team.places=9,10 --within-fund discharg --out p");
    assert!(told.contains("there is no such fund; did you mean \"discharge\"?"), "{told}");
    let mut unpriced = town();
    unpriced["hub"].as_object_mut().unwrap().remove("cost_per_hour");
    place.write("unpriced.json", unpriced.to_string());
    let told = place
        .refused("optimise unpriced.json --vary services.team.places=9,10 --within-fund discharge --out p");
    assert!(told.contains("this has no price: hub"), "{told}");
}

#[test]
fn funds_that_pay_for_nothing_for_what_is_not_there_or_twice_are_faults() {
    let place = Place::with(&[]);
    let told = |text: String| {
        place.write("wrong.json", text);
        place.refused("check wrong.json")
    };
    let at = "/funds/discharge/pays_for";
    assert!(
        told(with(at, json!({}))).contains("funds.discharge: it pays for nothing; expected \"pays_for\"")
    );
    let unknown = told(with(at, json!({ "services": { "teem": 1 } })));
    assert!(
        unknown.contains("funds.discharge.pays_for.services.teem: there is no service \"teem\""),
        "{unknown}"
    );
    let over = told(with(at, json!({ "services": { "team": 1.5 } })));
    assert!(over.contains("funds.discharge.pays_for.services.team: 1.5"), "{over}");
    let second = json!({ "per_year": 1000, "pays_for": { "services": { "team": 0.6 } } });
    let mut both = town();
    both["funds"]["other"] = second;
    let twice = told(both.to_string());
    assert!(twice.contains("services.team is paid for 1.1 times, by discharge and other; expected shares that sum to at most 1"), "{twice}");
    both["funds"]["other"]["pays_for"]["services"]["team"] = json!(0.5);
    place.write("sound.json", both.to_string());
    place.done("check sound.json --explain");
    let mut none = town();
    none["funds"]["discharge"].as_object_mut().unwrap().remove("per_year");
    assert!(told(none.to_string()).contains("\"per_year\" is left out; expected the pounds for a year"));
}
