use crate::finding::Index;
use crate::links;
use crate::setting::{Frame, Setting};
use askama::Template;
use news::{SubjectKind, counted};
use store::SubjectLine;

/// `GET /topics`: all that stories can be found under.
#[derive(Template)]
#[template(path = "topics.html")]
pub(crate) struct TopicsPage {
    frame: Frame,
    groups: Vec<Group>,
}

/// The subjects of one kind.
struct Group {
    title: &'static str,
    what: &'static str,
    lines: Vec<IndexLine>,
}

struct IndexLine {
    address: String,
    title: String,
    /// None of a section, which may have none yet.
    stories: Option<String>,
}

impl TopicsPage {
    /// The page of what there is to find.
    pub(crate) fn new(index: &Index, setting: &Setting<'_>) -> TopicsPage {
        let sections = setting.sections().into_iter().map(|section| IndexLine {
            address: section.address,
            title: section.title,
            stories: None,
        });
        let topics = lines(&index.topics, |line| line.title.clone());
        let entities = lines(&index.entities, |line| line.title.clone());
        let outlets = lines(&index.outlets, |line| setting.outlet_name(&line.title));
        let mut groups = vec![
            Group {
                title: "Sections",
                what: "The parts of this edition.",
                lines: sections.collect(),
            },
            Group {
                title: "Topics",
                what: "What stories are about, told from their words.",
                lines: topics,
            },
            Group {
                title: "Names",
                what: "People, places, bodies and things that several reports of a story name, in at \
                       least two stories.",
                lines: entities,
            },
            Group { title: "Outlets", what: "Who reported.", lines: outlets },
        ];
        groups.retain(|group| !group.lines.is_empty());
        TopicsPage { frame: Frame::new(setting, Some("Topics and names"), Some("/topics")), groups }
    }
}

fn lines(subjects: &[SubjectLine], title: impl Fn(&SubjectLine) -> String) -> Vec<IndexLine> {
    let line = |line: &SubjectLine| IndexLine {
        address: links::subject_address(&line.subject),
        title: title(line),
        stories: Some(counted(line.stories, "story", "stories")),
    };
    let mut lines: Vec<IndexLine> = subjects.iter().map(line).collect();
    if subjects.first().is_some_and(|first| first.subject.kind == SubjectKind::Topic) {
        lines.sort_by(|a, b| a.title.cmp(&b.title));
    }
    lines
}
