//! Small cases with fixed lengths, worked out by hand and checked to the minute.
//!
//! People are there at the start: `initial.hospital` with a fixed residual ends an acute stay at a
//! known time on the first day, a Monday. Each case also passes through the laws.

mod bridging;
mod capacity;
mod care;
mod census;
mod coming;
mod counts;
mod daily_return;
mod diverting;
mod early;
mod entering;
mod giving_way;
mod growing;
mod hours;
mod hub;
mod instant;
mod leaving_queue;
mod loads;
mod long_run;
mod matching;
mod on_duty;
mod opening;
mod returning;
mod rosters;
mod rounds;
mod starts;
mod steps;
mod waiting;
