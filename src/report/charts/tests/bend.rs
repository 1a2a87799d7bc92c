//! The same charts with other numbers and other words.

use super::super::*;

/// Every number of every chart multiplied.
pub fn scaled(chart: &Chart, by: f64) -> Chart {
    let series = |series: &mut Series| {
        let others = series.other.iter_mut().flat_map(|other| &mut other.days);
        for day in series.days.iter_mut().chain(others) {
            for part in [&mut day.p5, &mut day.p25, &mut day.p50, &mut day.p75, &mut day.p95] {
                *part *= by;
            }
        }
        series.capacity.iter_mut().flat_map(|steps| &mut steps.changes).for_each(|change| change.1 *= by);
        series.second.iter_mut().flat_map(|line| &mut line.days).for_each(|day| day.1 *= by);
    };
    let mut chart = chart.clone();
    match &mut chart {
        Chart::Fan(fan) => series(&mut fan.series),
        Chart::Panels(panels) => panels.panels.iter_mut().for_each(|panel| series(&mut panel.series)),
        Chart::Dots(dots) => {
            for dot in &mut dots.dots {
                dot.value *= by;
                for interval in [&mut dot.interval, &mut dot.luck] {
                    *interval = interval.map(|(low, high)| (low * by, high * by));
                }
            }
        }
        Chart::Strip(_) => {}
        Chart::Flow(flow) => {
            for amount in flow.ways.iter_mut().flat_map(|way| &mut way.amount) {
                *amount *= by;
            }
            for waiting in flow.places.iter_mut().flat_map(|place| &mut place.waiting) {
                *waiting *= by;
            }
        }
        Chart::Curve(curve) => {
            for point in curve.lines.iter_mut().flat_map(|line| &mut line.points) {
                point.across *= by;
                for part in [&mut point.value, &mut point.low, &mut point.high] {
                    *part = part.map(|amount| amount * by);
                }
            }
            curve.mark.iter_mut().for_each(|mark| mark.0 *= by);
        }
        Chart::Heat(heat) => heat.cells.iter_mut().flatten().flatten().for_each(|number| *number *= by),
        Chart::Tornado(tornado) => {
            for end in tornado.rows.iter_mut().flat_map(|row| [&mut row.low, &mut row.high]) {
                end.value *= by;
                end.interval = end.interval.map(|(low, high)| (low * by, high * by));
            }
        }
        Chart::Plane(plane) => {
            for point in &mut plane.points {
                point.across *= by;
                point.up *= by;
                for interval in [&mut point.across_interval, &mut point.up_interval] {
                    *interval = interval.map(|(low, high)| (low * by, high * by));
                }
            }
        }
        Chart::Bars(bars) => {
            for bar in &mut bars.bars {
                bar.value *= by;
                bar.interval = bar.interval.map(|(low, high)| (low * by, high * by));
                bar.marker = bar.marker.map(|marker| marker * by);
            }
        }
    }
    chart
}

/// Every text of every chart replaced.
pub fn reworded(chart: &Chart, word: &str) -> Chart {
    let mut chart = chart.clone();
    let word = || word.to_owned();
    let frame = Frame { title: word(), subtitle: word(), source: word(), description: word() };
    let names = BandNames { median: word(), half: word(), nine_in_ten: word() };
    let series = |series: &mut Series| {
        series.capacity.iter_mut().for_each(|steps| steps.label = word());
        series.second.iter_mut().for_each(|line| line.label = word());
        series.other.iter_mut().for_each(|other| other.label = word());
    };
    match &mut chart {
        Chart::Fan(fan) => {
            (fan.frame, fan.names, fan.measure) = (frame, names, word());
            series(&mut fan.series);
        }
        Chart::Panels(panels) => {
            (panels.frame, panels.names, panels.note) = (frame, names, word());
            (panels.capacity_name, panels.second_name) = (word(), word());
            for panel in &mut panels.panels {
                (panel.title, panel.measure) = (word(), word());
                series(&mut panel.series);
            }
        }
        Chart::Dots(dots) => {
            (dots.frame, dots.measure, dots.note) = (frame, word(), word());
            dots.sides = [word(), word()];
            dots.dots.iter_mut().for_each(|dot| dot.label = word());
        }
        Chart::Curve(curve) => {
            (curve.frame, curve.measure, curve.note) = (frame, word(), word());
            curve.across = word();
            curve.mark.iter_mut().for_each(|mark| mark.1 = word());
            curve.lines.iter_mut().for_each(|line| line.label = word());
        }
        Chart::Heat(heat) => {
            (heat.frame, heat.unit, heat.note) = (frame, word(), word());
            (heat.across, heat.down, heat.mark) = (word(), word(), word());
            heat.rows.iter_mut().chain(&mut heat.columns).for_each(|name| *name = word());
        }
        Chart::Tornado(tornado) => {
            (tornado.frame, tornado.measure, tornado.note) = (frame, word(), word());
            tornado.sides = [word(), word()];
            for row in &mut tornado.rows {
                (row.label, row.low.words, row.high.words) = (word(), word(), word());
            }
        }
        Chart::Strip(strip) => {
            (strip.frame, strip.measure, strip.note) = (frame, word(), word());
            strip.rows.iter_mut().for_each(|row| (row.label, row.told) = (word(), word()));
        }
        Chart::Flow(flow) => {
            (flow.frame, flow.measure, flow.waiting, flow.note) = (frame, word(), word(), word());
            flow.columns.iter_mut().for_each(|name| *name = word());
            for place in &mut flow.places {
                (place.label, place.waiting_told) = (word(), word());
                place.told.iter_mut().for_each(|line| *line = word());
            }
        }
        Chart::Plane(plane) => {
            (plane.frame, plane.measure, plane.note) = (frame, word(), word());
            plane.across = word();
            plane.points.iter_mut().for_each(|point| point.label = word());
        }
        Chart::Bars(bars) => {
            (bars.frame, bars.measure, bars.note) = (frame, word(), word());
            (bars.value_name, bars.interval_name, bars.marker_name) = (word(), word(), word());
            bars.bars.iter_mut().for_each(|bar| bar.label = word());
        }
    }
    chart
}
