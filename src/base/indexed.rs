//! Numbers for the things of a list, a kind of number for each list, so that none is taken for another.

use std::marker::PhantomData;
use std::ops::{Deref, Index, IndexMut};

/// The number of a thing in a list of its kind.
pub trait Position: Copy {
    /// Of the thing at this position.
    fn at(position: usize) -> Self;
    /// The position.
    fn position(self) -> usize;
}

/// Makes a kind of number.
macro_rules! position {
    ($($(#[doc = $doc:literal])+ $name:ident($number:ty);)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        #[repr(transparent)]
        pub struct $name(pub $number);

        impl $crate::base::indexed::Position for $name {
            #[inline]
            fn at(position: usize) -> Self {
                Self(position as $number)
            }

            #[inline]
            fn position(self) -> usize {
                self.0 as usize
            }
        }

        impl From<$name> for usize {
            #[inline]
            fn from(it: $name) -> Self {
                it.0 as Self
            }
        }

        impl From<$name> for $number {
            #[inline]
            fn from(it: $name) -> Self {
                it.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}
pub(crate) use position;

/// A list of things that are found by their kind of number; and, as a slice, by position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed<I, T> {
    list: Vec<T>,
    by: PhantomData<I>,
}

impl<I: Position, T> Indexed<I, T> {
    /// Every number with its thing, in order.
    #[inline]
    pub fn numbered(&self) -> impl Iterator<Item = (I, &T)> + Clone {
        self.list.iter().enumerate().map(|(i, thing)| (I::at(i), thing))
    }

    /// Every number, in order.
    #[inline]
    pub fn numbers(&self) -> impl Iterator<Item = I> + use<I, T> {
        (0..self.list.len()).map(I::at)
    }

    /// For each of these a thing of another kind, as new.
    pub fn beside<U: Default>(&self) -> Indexed<I, U> {
        self.list.iter().map(|_| U::default()).collect()
    }

    /// Every thing, in order.
    pub fn as_slice(&self) -> &[T] {
        &self.list
    }

    /// The thing with this number, if there is one.
    #[inline]
    pub fn with(&self, number: I) -> Option<&T> {
        self.list.get(number.position())
    }

    /// As long as that, with these at the end where it is shorter.
    pub fn resize(&mut self, length: usize, with: T)
    where
        T: Clone,
    {
        self.list.resize(length, with);
    }

    /// One more, at the end.
    pub fn push(&mut self, thing: T) {
        self.list.push(thing);
    }

    /// Every thing, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.list.iter_mut()
    }

    /// Every thing, in order, to be changed.
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.list
    }
}

impl<I, T> Default for Indexed<I, T> {
    fn default() -> Self {
        Self { list: Vec::new(), by: PhantomData }
    }
}

impl<I, T> Deref for Indexed<I, T> {
    type Target = [T];
    #[inline]
    fn deref(&self) -> &[T] {
        &self.list
    }
}

impl<I: Position, T> Index<I> for Indexed<I, T> {
    type Output = T;
    #[inline]
    fn index(&self, number: I) -> &T {
        &self.list[number.position()]
    }
}

impl<I: Position, T> IndexMut<I> for Indexed<I, T> {
    #[inline]
    fn index_mut(&mut self, number: I) -> &mut T {
        &mut self.list[number.position()]
    }
}

/// By position, for tables that go through all.
impl<I, T> Index<usize> for Indexed<I, T> {
    type Output = T;
    #[inline]
    fn index(&self, position: usize) -> &T {
        &self.list[position]
    }
}

impl<I, T> IndexMut<usize> for Indexed<I, T> {
    #[inline]
    fn index_mut(&mut self, position: usize) -> &mut T {
        &mut self.list[position]
    }
}

impl<I, T> From<Vec<T>> for Indexed<I, T> {
    fn from(list: Vec<T>) -> Self {
        Self { list, by: PhantomData }
    }
}

impl<I, T> FromIterator<T> for Indexed<I, T> {
    fn from_iter<L: IntoIterator<Item = T>>(list: L) -> Self {
        Self { list: list.into_iter().collect(), by: PhantomData }
    }
}

impl<'a, I, T> IntoIterator for &'a Indexed<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl<'a, I, T> IntoIterator for &'a mut Indexed<I, T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;
    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.list.iter_mut()
    }
}
