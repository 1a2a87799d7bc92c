//! How many wait for a service that gets slightly more people than it can take, where those who wait give way at a rate:
//! the stationary queue of Erlang's model with abandonment (Palm 1946; M/M/n+M), exact for memoryless stays. With many
//! places and more demand than room it is (demand − room) ÷ rate of giving way.

/// Rates a day at which people give way: from a memory of some two months to half a day.
const RATES: [f64; 2] = [0.02, 2.0];
/// People in the queue at most, for the sums.
const MOST: u32 = 4000;

/// People in the queue on average: `demand` people a day, `places` with stays of `stay` days, giving way at `rate` a day.
pub fn waiting(demand: f64, places: u32, stay: f64, rate: f64) -> f64 {
    // Weights of states against that with all places taken and nobody waiting.
    let (mut weight, mut all) = (1.0, 1.0);
    for n in (1..=places).rev() {
        weight *= f64::from(n) / (demand * stay);
        all += weight;
    }
    let (mut weight, mut people) = (1.0, 0.0);
    for n in 1..=MOST {
        weight *= demand / (f64::from(places) / stay + f64::from(n) * rate);
        all += weight;
        people += weight * f64::from(n);
        if weight < all * 1e-12 {
            break;
        }
    }
    people / all
}

/// Places and the rate of giving way that go with so many waiting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// Whole places.
    pub places: u32,
    /// The rate a day at which those who wait give way.
    pub per_day: f64,
}

/// Places for `demand` people a day who stay `stay` days, so that `target` wait: for less than all of them, so that
/// luck moves the queue little; the rate follows.
pub fn solved(demand: f64, stay: f64, target: f64) -> Room {
    let target = target.max(1e-3);
    // Who waits long must give way in larger numbers, or the queue would remember for a year.
    let short = (target / demand / 45.0).clamp(0.08, 0.4);
    let mut places = ((1.0 - short) * demand * stay).round().max(1.0) as u32;
    while places > 1 && waiting(demand, places, stay, RATES[0]) < target {
        places -= 1;
    }
    while f64::from(places) < 3.0 * demand * stay + 3.0 && waiting(demand, places, stay, RATES[1]) > target {
        places += 1;
    }
    Room { places, per_day: rate(target, |rate| waiting(demand, places, stay, rate)) }
}

/// The same where only starts bind: so many a day, for a service in which people stay for good.
pub fn solved_starts(demand: f64, target: f64) -> (f64, f64) {
    let target = target.max(1e-3);
    let short = (target / demand / 45.0).clamp(0.1, 0.4);
    let starts = (1.0 - short) * demand;
    (starts, rate(target, |rate| waiting(demand, 1, 1.0 / starts, rate)))
}

fn rate(target: f64, waiting: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (RATES[0], RATES[1]);
    for _ in 0..50 {
        let middle = (low * high).sqrt();
        if waiting(middle) > target { low = middle } else { high = middle }
    }
    (low * high).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_in_overload_is_demand_less_room_over_the_rate_of_giving_way() {
        let of = waiting(100.0, 800, 10.0, 0.5);
        assert!((of - 20.0 / 0.5).abs() < 0.3, "{of}");
    }

    #[test]
    fn one_place_and_people_who_give_way_as_fast_as_they_are_served_is_poisson() {
        // With one place and rates alike the people there are Poisson of mean 2: waiting is 2 less the place in use.
        let of = waiting(2.0, 1, 1.0, 1.0);
        assert!((of - (2.0 - (1.0 - libm::exp(-2.0)))).abs() < 1e-9, "{of}");
    }

    #[test]
    fn what_is_solved_has_the_queue_that_was_asked() {
        for (demand, stay, target) in
            [(5.0, 18.0, 6.0), (1.4, 28.0, 9.0), (0.3, 28.0, 0.5), (20.0, 18.0, 60.0)]
        {
            let room = solved(demand, stay, target);
            let of = waiting(demand, room.places, stay, room.per_day);
            assert!((of / target - 1.0).abs() < 0.01, "{demand} {stay} {target}: {room:?} {of}");
            assert!(f64::from(room.places) < demand * stay * 1.2 + 1.0, "{room:?}");
        }
        let (starts, per_day) = solved_starts(0.9, 5.0);
        assert!(starts < 0.9 && (waiting(0.9, 1, 1.0 / starts, per_day) / 5.0 - 1.0).abs() < 0.01);
    }
}
