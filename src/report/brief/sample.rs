//! A brief made by hand, for the tests of what is made from one: a comparison with a better option, a worse one and
//! one without a clear difference, long names, and letters that HTML, PDF and spreadsheets could trip over.

use super::{Brief, Change, Figure, SCHEMA, Sentence, Tile};
use crate::report::block::{Block, Part, Table};
use crate::report::charts::{Bar, Bars, Chart, Dot, Dots, Frame};

fn text(words: &str) -> Block {
    Block::Text(words.to_owned())
}

fn table(header: &[&str], rows: &[&[&str]]) -> Table {
    let cells = |row: &&[&str]| row.iter().map(|&cell| cell.to_owned()).collect();
    Table {
        title: String::new(),
        header: header.iter().map(|&h| h.to_owned()).collect(),
        rows: rows.iter().map(cells).collect(),
    }
}

fn part(heading: &str, blocks: Vec<Block>, figures: &[&str]) -> Part {
    Part { heading: heading.to_owned(), blocks, figures: figures.iter().map(|&f| f.to_owned()).collect() }
}

fn frame(title: &str) -> Frame {
    Frame {
        title: title.to_owned(),
        subtitle: "Difference from “Riverside” with the same people, 182 days from 1 October 2024".to_owned(),
        source: "wardflow 0.1.0, Riverside, fingerprint 0a1b2c3d, 100 runs of each scenario, seed 1"
            .to_owned(),
        description: format!("{title}. Mean differences: Bridging: −1,120; Beds & “more” <acute>: −310."),
    }
}

fn figures() -> Vec<Figure> {
    let dot = |label: &str, value: f64, (low, high): (f64, f64), clear| Dot {
        label: label.to_owned(),
        value,
        interval: Some((low, high)),
        luck: Some((value - 90.0, value + 90.0)),
        clear,
    };
    let dots = Chart::Dots(Dots {
        frame: frame("Bed-days with NCTR: “Bridging care, ten places” makes the largest difference"),
        measure: "Bed-days with NCTR".to_owned(),
        unit: "bed-days".to_owned(),
        sides: ["less than the baseline".to_owned(), "more than the baseline".to_owned()],
        dots: vec![
            dot("Bridging care, ten places", -1120.0, (-1270.0, -970.0), true),
            dot("Beds & “more” <acute>", -310.0, (-700.0, 80.0), false),
            dot("Fewer therapists", 840.0, (520.0, 1160.0), true),
        ],
        note: "Lines: how sure the mean difference is (95%).".to_owned(),
    });
    let bar =
        |label: &str, value, interval| Bar { label: label.to_owned(), value, interval, ..Bar::default() };
    let bars = Chart::Bars(Bars {
        frame: frame("The largest part of bed-days is booked to therapy"),
        measure: "Bed-days".to_owned(),
        bars: vec![
            bar("Therapy", 5210.0, Some((5000.0, 5420.0))),
            bar("Waiting for reablement", 4100.0, None),
        ],
        ..Bars::default()
    });
    [("differences", dots), ("by-reason", bars)]
        .iter()
        .map(|(name, chart)| Figure::of(name, chart).expect("the font is built in"))
        .collect()
}

/// The brief.
pub fn sample() -> Brief {
    let tile = |label: &str, figure: &str, range: &str, beside: &str, change, of: &str| Tile {
        label: label.to_owned(),
        figure: figure.to_owned(),
        range: range.to_owned(),
        beside: beside.to_owned(),
        change,
        of: of.to_owned(),
    };
    let days = "/options/bridging/outcomes/nctr_bed_days";
    Brief {
        schema: SCHEMA,
        wardflow: "0.1.0".to_owned(),
        study: "compare".to_owned(),
        title: "Riverside and 3 options".to_owned(),
        ran: "182 days from 1 October 2024 to 31 March 2025, 100 runs of each".to_owned(),
        answer: Sentence::of(
            "“Bridging care, ten places” avoids most: about 1,120 fewer bed-days with no criteria to reside (people \
             well enough to leave hospital) in the half-year, 970 to 1,270, as if 6.2 beds were free on every day.",
            &[days],
        ),
        caveats: vec![
            Sentence::of("In 83 of 100 worlds that fit what was observed it is the best option.", &["/decision"]),
            Sentence::from("Nothing is known of what bridging care costs here, so it is not priced, which does not mean free.".to_owned()),
        ],
        points: vec![Sentence::from("“Beds & “more” <acute>” makes no clear difference.".to_owned())],
        tiles: vec![
            tile("Bed-days with no criteria to reside", "1,120 fewer", "95% sure: 970 to 1,270 fewer", "17,000 without it: 6.6% fewer", Change::Improvement, days),
            tile("People waiting to leave on a typical day", "6.2 fewer", "95% sure: 5.3 to 7.0 fewer", "93 without it: 6.7% fewer", Change::Improvement, "/options/bridging/outcomes/nctr_remaining"),
            tile("Spent more", "£54,100", "£51,000 to £57,200", "beside £389,000, the worth of the bed-days freed", Change::NoClearDifference, "/options/bridging/money/spent"),
        ],
        chart: Some("differences".to_owned()),
        options: vec![table(
            &["Change of: Bed-days with NCTR", "mean", "how sure of it", "single runs vary", "verdict", "£ for each bed-day avoided"],
            &[
                &["Bridging care, ten places", "−1,120", "−1,270 to −970", "−1,900 to −400", "clear", "£48"],
                &["Beds & “more” <acute>", "−310", "−700 to +80", "−1,400 to +800", "no clear difference", "-"],
                &["Fewer therapists", "+840", "+520 to +1,160", "−200 to +1,900", "clear", "not priced"],
            ],
        )],
        rests_on: vec![part(
            "What it rests on",
            vec![
                Block::Points(vec![
                    "Of 276 figures with a source, 14 are stated, 44 derived, 149 assumed and 69 fitted.".to_owned(),
                    "91% of days lie in the 90% band of forecasts made from past days.".to_owned(),
                ]),
                text("=HYPERLINK(\"x\") is only a text. Left out: what people do at home."),
            ],
            &[],
        )],
        detail: vec![
            part(
                "By pathway",
                vec![Block::Table(table(
                    &["Pathway", "left hospital", "NCTR bed-days", "9 in 10 within"],
                    &[&["Home with support (P1)", "1,234", "5,600", "9.9 days"], &["  of these, short", "12", "", "-"]],
                ))],
                &[],
            ),
            part("By reason", vec![text("Every delayed hour is booked to the first unfinished thing.")], &["by-reason"]),
        ],
        figures: figures(),
        replay: None,
        method: vec![part("How it was made", vec![text("Every scenario has the same people.")], &[])],
        commands: vec!["wardflow compare riverside.json bridging.json more-beds.json".to_owned()],
        made_of: [("Version", "wardflow 0.1.0"), ("Seed", "1"), ("Fingerprint", "0a1b2c3d"), ("Runs", "100 of each scenario")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
    }
}

#[test]
fn a_brief_that_is_written_reads_back_as_it_was() {
    let brief = sample();
    let text = serde_json::to_string(&brief).expect("only numbers and words");
    assert_eq!(serde_json::from_str::<Brief>(&text).expect("what was written"), brief);
    assert_eq!(
        brief.figure("by-reason").map(|figure| figure.title.as_str()),
        Some("The largest part of bed-days is booked to therapy")
    );
    assert!(brief.figure("none").is_none());
}
