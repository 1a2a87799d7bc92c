use super::*;
use crate::report::block::{Block, Part, Table};
use crate::report::brief::replay::{self as replay_of, Kind};
use crate::report::brief::sample::sample;
use crate::report::brief::{Change, Replay, Sentence};

fn made() -> String {
    page(&sample()).unwrap()
}

/// Where a text stands on a page.
fn at(page: &str, text: &str) -> usize {
    page.find(text).unwrap_or_else(|| panic!("{text:?} is not on the page"))
}

#[test]
fn the_same_brief_gives_the_same_bytes() {
    assert_eq!(made(), made());
}

#[test]
fn what_is_asked_first_stands_first() {
    let page = made();
    let order = [
        "class=\"skip\"",
        "<h1>",
        "id=\"answer\"",
        ">1,120 fewer<",
        "In 83 of 100 worlds",
        "<svg",
        "id=\"options-1\"",
        "id=\"rests-on\"",
        "makes no clear difference.",
        "By pathway",
        "Every scenario has the same people.",
        "class=\"commands\"",
        "id=\"made-of\"",
    ];
    let places: Vec<usize> = order.iter().map(|text| at(&page, text)).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let page = made();
    for from in
        ["src=", "@import", "url(", "<link", "<iframe", "fetch(", "XMLHttpRequest", "http://", "https://"]
    {
        assert!(!page.contains(from), "{from}");
    }
    assert!(page.contains("default-src &#39;none&#39;"));
}

#[test]
fn labels_of_a_scenario_never_become_markup() {
    let page = made();
    assert!(!page.contains("<acute>"));
    assert!(page.contains("“Beds &amp; “more” &lt;acute&gt;”"));
}

#[test]
fn the_policy_names_the_script_as_it_is() {
    let found = blake3::hash(SCRIPT.as_bytes()).to_hex();
    assert_eq!(
        &found[..16],
        "0fcd68c7a41a62cc",
        "script.js has changed: renew SCRIPT_SHA256 in mod.rs as its comment says, then this line"
    );
}

#[test]
fn the_policy_names_the_script_of_a_replay_where_there_is_one() {
    let found = blake3::hash(replay::SCRIPT.as_bytes()).to_hex();
    assert_eq!(
        &found[..16],
        "fde9f48e7c388319",
        "replay.js has changed: renew SCRIPT_SHA256 in replay.rs as that of script.js, then this line"
    );
    assert!(page(&wide()).unwrap().contains(replay::SCRIPT_SHA256));
    assert!(!made().contains(replay::SCRIPT_SHA256) && !made().contains(replay::SCRIPT));
}

#[test]
fn a_run_day_by_day_stands_after_the_details_with_its_weeks_as_a_table() {
    let page = page(&wide()).unwrap();
    let order = [
        "id=\"detail\"",
        "id=\"replay\"",
        "run 1 of 100",
        "data-replay=",
        "id=\"replay-table\"",
        "id=\"method\"",
    ];
    let places: Vec<usize> = order.iter().map(|text| at(&page, text)).collect();
    assert!(places.is_sorted(), "{places:?}");
    at(&page, "<th scope=\"row\">8 October 2024</th>");
    // Labels are escaped within the days, too.
    assert!(page.contains("Home &lt;care&gt;") && !page.contains("Home <care>"));
}

#[test]
fn the_script_is_small() {
    assert!(SCRIPT.len() < 10_000, "{}", SCRIPT.len());
    assert!(replay::SCRIPT.len() < 10_000, "{}", replay::SCRIPT.len());
}

#[test]
fn every_picture_says_what_it_shows_and_has_its_numbers_beside_it() {
    let page = made();
    let brief = sample();
    // Each for a wide window and for a narrow one, of which one is shown.
    assert_eq!(page.matches("<svg class=\"wide\"").count(), brief.figures.len());
    assert_eq!(page.matches("<svg class=\"narrow\"").count(), brief.figures.len());
    assert_eq!(page.matches("role=\"img\"").count(), 2 * brief.figures.len());
    for (n, figure) in brief.figures.iter().enumerate() {
        let id = figure::id(n + 1);
        at(&page, &format!("<title id=\"{id}-title\">{}</title>", figure.title.replace('"', "&quot;")));
        at(&page, &format!("<desc id=\"{id}-description\">{}", figure.title.replace('"', "&quot;")));
    }
    let with_rows = brief.figures.iter().filter(|figure| !figure.table.rows.is_empty()).count();
    assert_eq!(page.matches("<details").count(), with_rows);
}

#[test]
fn no_id_stands_twice_and_every_link_and_label_leads_to_one() {
    let page = made();
    let of = |attribute: &str| -> Vec<String> {
        let before = format!(" {attribute}=\"");
        let parts = page.split(&before).skip(1);
        parts.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    let ids = of("id");
    for id in &ids {
        assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id}");
    }
    for named in of("aria-labelledby").iter().flat_map(|names| names.split(' ')) {
        assert!(ids.iter().any(|id| id == named), "{named}");
    }
    for link in of("href") {
        let to = link.strip_prefix('#').unwrap_or_else(|| panic!("{link} leads elsewhere"));
        assert!(ids.iter().any(|id| id == to), "{link}");
    }
}

#[test]
fn every_table_has_a_caption_and_every_element_closes() {
    let page = made();
    assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
    for element in
        ["section", "table", "div", "ul", "li", "figure", "details", "p", "h2", "h3", "svg", "td", "th"]
    {
        let opened =
            [" ", ">"].iter().map(|end| page.matches(&format!("<{element}{end}")).count()).sum::<usize>();
        assert_eq!(opened, page.matches(&format!("</{element}>")).count(), "{element}");
    }
}

#[test]
fn a_change_is_said_in_a_word_and_a_shape() {
    let page = made();
    at(&page, "<span aria-hidden=\"true\">●</span> better");
    at(&page, "<span aria-hidden=\"true\">◆</span> no clear difference");
    let mut brief = sample();
    brief.tiles[2].figure = "no clear difference".to_owned();
    let unclear = super::page(&brief).unwrap();
    assert_eq!(unclear.matches("</span> no clear difference</p>").count(), 1);
    brief.tiles.iter_mut().for_each(|tile| tile.change = Change::Level);
    let page = super::page(&brief).unwrap();
    assert!(!page.contains("class=\"change\""));
}

#[test]
fn the_first_page_holds_three_caveats_and_the_others_stand_below() {
    let mut brief = sample();
    brief.caveats = (1..=5).map(|n| Sentence::from(format!("Caveat number {n}."))).collect();
    let page = page(&brief).unwrap();
    let rests = at(&page, "id=\"rests-on\"");
    for n in 1..=5 {
        assert_eq!(at(&page, &format!("Caveat number {n}.")) < rests, n <= 3, "{n}");
    }
}

#[test]
fn a_figure_that_no_part_names_stands_under_more_charts_and_one_named_twice_stands_once() {
    let mut brief = sample();
    let again = Part { figures: vec!["differences".to_owned(), "none".to_owned()], ..Part::default() };
    brief.detail = vec![again];
    let page = page(&brief).unwrap();
    assert_eq!(page.matches("id=\"figure-1\"").count(), 1);
    at(&page, "href=\"#figure-1\"");
    assert!(at(&page, "id=\"charts\"") < at(&page, "id=\"figure-2\""));
}

#[test]
fn a_part_named_as_its_section_has_one_heading() {
    assert_eq!(made().matches(">What it rests on</h").count(), 1);
}

#[test]
fn a_brief_of_nothing_makes_a_page() {
    let page = page(&Brief::default()).unwrap();
    assert!(!page.contains("<svg") && !page.contains("<table") && page.contains("<h1>"));
}

/// A brief that shows what the sample does not: a second table of options, a long table, tiles of every kind, a run
/// day by day.
fn wide() -> Brief {
    let mut brief = sample();
    let mut second = brief.options[0].clone();
    second.title = "Change of days from ready to left, for those who go home with support".to_owned();
    brief.options.push(second);
    brief.tiles[1].change = Change::Concern;
    let row = |n: usize| {
        vec![format!("2024-10-{n:02}"), format!("{}", 90 + n), format!("{} to {}", 80 + n, 110 + n)]
    };
    brief.figures[1].table = Table {
        title: String::new(),
        header: ["Day", "Median", "90% band"].map(str::to_owned).to_vec(),
        rows: (1..=31).map(row).collect(),
    };
    let text = "Long words such as services.recuperation_beds.hours_per_week_of_therapists_who_come_at_the_weekend_too break.";
    brief.detail.push(Part {
        heading: "Words".to_owned(),
        blocks: vec![Block::Text(text.to_owned())],
        figures: Vec::new(),
    });
    brief.replay = Some(days());
    brief
}

/// A run of 182 days.
fn days() -> Replay {
    let place = |label: &str, kind, least: u32, beds: u32, waits: bool| replay_of::Place {
        label: label.to_owned(),
        key: label.to_lowercase(),
        kind,
        people: (0..182).map(|day| least + day * 7 % 13 + day / 9).collect(),
        waiting: if waits { (0..182).map(|day| day % 11).collect() } else { Vec::new() },
        capacity: if beds > 0 { vec![(0, beds), (90, beds + 4)] } else { Vec::new() },
    };
    let places = vec![
        place("In acute beds", Kind::Hospital, 470, 500, false),
        place("Of these, ready to leave (NCTR)", Kind::Ready, 80, 0, false),
        place("Waiting at the door for an acute bed", Kind::Door, 0, 0, false),
        place("Home <care>", Kind::Service, 20, 40, true),
        place("A bed in a recuperation unit that has a long name", Kind::Service, 9, 20, true),
    ];
    let row = |week: usize| vec![format!("{} October 2024", 1 + 7 * week), format!("{}", 470 + week)];
    Replay {
        start: "2024-10-01".to_owned(),
        note: "One simulated winter, run 1 of 100: single winters differ.".to_owned(),
        places,
        weeks: Table {
            title: "One simulated winter: people on one day of each week of run 1".to_owned(),
            header: ["Day", "In acute beds"].map(str::to_owned).to_vec(),
            rows: (0..4).map(row).collect(),
        },
    }
}

/// With `WARDFLOW_PAGES=FOLDER` it writes the pages of briefs made by hand, for `.ci/browser`.
#[test]
fn pages_of_made_briefs_are_small() {
    let folder = std::env::var_os("WARDFLOW_PAGES").map(std::path::PathBuf::from);
    for (name, brief) in [("sample", sample()), ("wide", wide())] {
        let page = page(&brief).unwrap();
        assert!(page.len() < 200_000, "{name}: {}", page.len());
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("{name}.html")), page).unwrap();
        }
    }
}
