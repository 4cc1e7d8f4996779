/// How many there are, in words: "1 article", "2 articles", "0 articles".
pub fn counted(count: impl TryInto<u64>, one: &str, more: &str) -> String {
    match count.try_into() {
        Ok(1) => format!("1 {one}"),
        Ok(count) => format!("{count} {more}"),
        // Only a negative number or one beyond 64 bits, and neither counts anything.
        Err(_) => format!("no {more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        check(0, "0 pieces of work");
        check(1, "1 piece of work");
        check(2, "2 pieces of work");
    }

    #[track_caller]
    fn check(count: usize, expected: &str) {
        assert_eq!(counted(count, "piece of work", "pieces of work"), expected);
    }
}
