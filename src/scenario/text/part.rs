//! A part of a document taken out, so that a setting looks at what it changes and not at everything:
//! with hundreds of settings on a long scenario the rest would be copied and compared each time.

use std::mem;

use super::node::{Entry, Node, Value};

/// Where a part was taken out: the index in each map on the way.
#[derive(Debug)]
pub struct Place(Vec<usize>);

/// Takes out what stands below these keys, in maps that hold nothing else. `None` where no map stands
/// there; then nothing is taken out.
pub fn take(root: &mut Node, keys: &[&str]) -> Option<(Node, Place)> {
    let (mut node, mut place) = (&*root, Vec::with_capacity(keys.len()));
    for key in keys {
        let entries = node.entries()?;
        let i = entries.iter().position(|e| e.key == *key)?;
        node = &entries[i].node;
        place.push(i);
    }
    node.entries()?;
    Some((taken(root, &place), Place(place)))
}

fn taken(node: &mut Node, place: &[usize]) -> Node {
    let origin = node.origin.clone();
    if let (Some((&i, below)), Value::Map(entries)) = (place.split_first(), &mut node.value) {
        let Entry { key, origin: typed, node: under } = &mut entries[i];
        let entry = Entry { key: key.clone(), origin: typed.clone(), node: taken(under, below) };
        return Node { origin, value: Value::Map(vec![entry]) };
    }
    Node { origin, value: mem::replace(&mut node.value, Value::Null) }
}

/// Puts a part back, as it is now.
pub fn put_back(node: &mut Node, part: Node, place: &Place) {
    put(node, part, &place.0);
}

fn put(node: &mut Node, part: Node, place: &[usize]) {
    node.origin = part.origin;
    match (place.split_first(), &mut node.value, part.value) {
        (Some((&i, below)), Value::Map(entries), Value::Map(mut only)) => {
            if let Some(entry) = only.pop() {
                entries[i].origin = entry.origin;
                put(&mut entries[i].node, entry.node, below);
            }
        }
        (_, value, now) => *value = now,
    }
}
