/// Whether an article goes on, and why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screening {
    /// It goes on.
    Kept {
        /// What it is besides a report: "roundup", "opinion"; sorted.
        labels: Vec<String>,
    },
    /// It stops here, but stays stored and can be restored.
    Dropped {
        /// In words for an editor, naming the rule.
        reason: String,
    },
}
