//! What stands in a pack.
