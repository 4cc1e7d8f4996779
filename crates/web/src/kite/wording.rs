//! Text as the client reads it: brackets are citations, and the first colon divides a label from what it labels.

/// `text` without square brackets, which the client takes for citations.
pub(crate) fn plain(text: &str) -> String {
    text.replace('[', "(").replace(']', ")")
}

/// "Label: text", in such a form that the client divides it there and nowhere else.
pub(crate) fn labelled(label: &str, text: &str) -> String {
    let label = plain(label).replace(':', " –").replace('\'', "’");
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    let quiet = label.replace(['"', '“', '‘', '«', '‹', '「', '『'], "");
    // Behind a mark of quotation that never closes, the client looks for no colon.
    let label = if divides(&label) { label } else { quiet };
    format!("{label}: {text}")
}

/// Whether the client is outside of all quotations at the end of `label`. It looks only for the end of the innermost one.
fn divides(label: &str) -> bool {
    let mut open: Vec<char> = Vec::new();
    for letter in label.chars() {
        if open.last() == Some(&letter) {
            open.pop();
            continue;
        }
        let end = match letter {
            '"' => '"',
            '‘' => '’',
            '“' => '”',
            '「' => '」',
            '『' => '』',
            '«' => '»',
            '‹' => '›',
            _ => continue,
        };
        open.push(end);
    }
    open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_divided_where_they_end() {
        for (label, expected) in [
            ("Background", "Background: x"),
            ("What Ada said: more", "What Ada said – more: x"),
            ("People's Daily", "People’s Daily: x"),
            ("Notes from the \"Quay\"", "Notes from the \"Quay\": x"),
            ("Evil \"Times", "Evil Times: x"),
            ("The “open", "The open: x"),
            ("[sic] at 10:30", "(sic) at 10 –30: x"),
        ] {
            assert_eq!(labelled(label, "x"), expected);
        }
    }
}
