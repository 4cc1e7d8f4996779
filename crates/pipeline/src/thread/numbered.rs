//! Things that are numbered as they come, most of which leave in about that order.

use std::collections::VecDeque;

/// Things by number. Finding one costs an addition, and an empty place 8 bytes where `T` is a box.
#[derive(Debug, PartialEq)]
pub struct Numbered<T> {
    /// Number of the first place.
    first: u32,
    places: VecDeque<Option<T>>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Numbered<T> {
        Numbered { first: 0, places: VecDeque::new() }
    }
}

impl<T> Numbered<T> {
    /// No things; the next gets the number `first`, and `places` follow from there.
    pub fn starting_at(first: u32, places: VecDeque<Option<T>>) -> Numbered<T> {
        Numbered { first, places }
    }

    /// Number of the first place.
    pub fn first(&self) -> u32 {
        self.first
    }

    /// The number that the next one gets. After 4 billion it starts again from 0.
    pub fn next(&self) -> u32 {
        // A window never holds as many as a u32 counts.
        self.first.wrapping_add(self.places.len() as u32)
    }

    /// Every place from the first on, with what is there.
    pub fn places(&self) -> impl ExactSizeIterator<Item = Option<&T>> {
        self.places.iter().map(Option::as_ref)
    }

    /// All that are there, with their numbers, ascending.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, &T)> {
        let places = self.places.iter().enumerate();
        // A window never holds as many as a u32 counts.
        places.filter_map(|(place, thing)| {
            Some((self.first.wrapping_add(place as u32), thing.as_ref()?))
        })
    }

    /// Gives a number to a thing, or to nothing.
    pub fn push(&mut self, thing: Option<T>) -> u32 {
        let number = self.next();
        self.places.push_back(thing);
        number
    }

    /// What has this number and has not left.
    pub fn get(&self, number: u32) -> Option<&T> {
        self.places.get(self.place(number))?.as_ref()
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        let place = self.place(number);
        self.places.get_mut(place)?.as_mut()
    }

    /// Takes one out; its number is not given again.
    pub fn remove(&mut self, number: u32) -> Option<T> {
        let place = self.place(number);
        let taken = self.places.get_mut(place).and_then(Option::take);
        while self.places.front().is_some_and(Option::is_none) {
            self.places.pop_front();
            self.first = self.first.wrapping_add(1);
        }
        taken
    }

    fn place(&self, number: u32) -> usize {
        number.wrapping_sub(self.first) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_while_others_leave() {
        let mut letters = Numbered::starting_at(u32::MAX - 1, VecDeque::new());
        let numbers: Vec<u32> = ["a", "b", "c"].map(|letter| letters.push(Some(letter))).to_vec();
        assert_eq!(numbers, [u32::MAX - 1, u32::MAX, 0]);
        assert_eq!(letters.remove(u32::MAX), Some("b"));
        assert_eq!(
            (letters.get(u32::MAX), letters.get(0), letters.get(1)),
            (None, Some(&"c"), None)
        );
        assert_eq!(letters.remove(u32::MAX - 1), Some("a"));
        assert_eq!((letters.first(), letters.next(), letters.remove(7)), (0, 1, None));
    }
}
