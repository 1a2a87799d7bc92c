//! What could be changed: `levers` are the capacities that could be added to, `vary` are the axes that are
//! typed.

pub mod levers;
pub mod vary;
