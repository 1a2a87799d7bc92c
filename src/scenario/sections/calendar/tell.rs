//! The days of the run, in sentences.

use crate::scenario::explain::teller::Teller;
use crate::scenario::explain::words::{count, date, dates, later};

/// What is simulated, and when.
pub fn days(teller: &mut Teller<'_>) -> Vec<String> {
    let calendar = teller.plan.calendar.clone();
    let (start, days, warm_up) = (calendar.start(), calendar.measured_days(), calendar.warm_up_days());
    let mut items = Vec::new();
    if !teller.names.description.is_empty() {
        items.push(teller.names.description.clone());
    }
    let mark = teller.cite(&["calendar"]);
    let mut text = format!(
        "Measured: {}, {}{mark}.",
        count(f64::from(days), "days"),
        dates(start, later(start, i64::from(days) - 1))
    );
    if warm_up > 0 {
        text += &format!(
            " Before that, {} from {} on are simulated but not counted, so that queues can build up.",
            count(f64::from(warm_up), "days"),
            date(calendar.day(calendar.first_day()).date)
        );
    }
    let holidays = calendar
        .days()
        .iter()
        .take(calendar.days_to_end() as usize)
        .skip(calendar.first_day() as usize)
        .filter(|day| day.bank_holiday)
        .count();
    text += &format!(
        " Of all these days, {} are bank holidays.",
        if holidays == 0 { "none".to_owned() } else { holidays.to_string() }
    );
    items.push(text);
    items.push(
        "A figure without a date holds as if it had always been so, from the first simulated day; a change with a date is \
         introduced on that date."
            .to_owned(),
    );
    items
}
