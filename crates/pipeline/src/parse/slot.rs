/// A field that several elements can fill: the lowest rank wins, of equal ones the first.
#[derive(Debug)]
pub struct Slot<T> {
    rank: u8,
    value: Option<T>,
}

impl<T> Default for Slot<T> {
    fn default() -> Slot<T> {
        Slot { rank: u8::MAX, value: None }
    }
}

impl<T> Slot<T> {
    /// Takes a value unless a better one is there; it is only read when it is wanted.
    pub fn offer(&mut self, rank: u8, value: impl FnOnce() -> Option<T>) {
        if rank < self.rank
            && let Some(value) = value()
        {
            *self = Slot { rank, value: Some(value) };
        }
    }

    /// Takes a value that is as good as the one that is there, too: the last one stands.
    pub fn renew(&mut self, rank: u8, value: impl FnOnce() -> Option<T>) {
        self.rank = self.rank.saturating_add(u8::from(self.rank == rank));
        self.offer(rank, value);
    }

    /// The rank of what is kept.
    pub fn rank(&self) -> Option<u8> {
        self.value.as_ref().map(|_| self.rank)
    }

    /// What was kept.
    pub fn take(self) -> Option<T> {
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renewed_slots_keep_the_last() {
        let mut slot = Slot::default();
        for (rank, value) in
            [(1, Some("a")), (0, Some("b")), (0, None), (0, Some("c")), (1, Some("d"))]
        {
            slot.renew(rank, || value);
        }
        assert_eq!(slot.take(), Some("c"));
    }

    #[test]
    fn the_lowest_rank_wins_and_then_the_first() {
        let mut slot = Slot::default();
        for (rank, value) in
            [(5, Some("e")), (2, None), (3, Some("c")), (3, Some("d")), (4, Some("x"))]
        {
            slot.offer(rank, || value);
        }
        assert_eq!(slot.take(), Some("c"));
    }
}
