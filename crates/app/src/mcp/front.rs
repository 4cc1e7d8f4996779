use super::story::address;
use super::{Mcp, Told, broken};
use jiff::civil::Date;
use serde_json::json;
use store::BriefState;

/// `list_front_page`. Stories that were withdrawn since are left out.
pub async fn list(mcp: &Mcp, day: Option<&str>) -> Told {
    let store = &mcp.site.store;
    let read = day.map(|text| {
        text.trim()
            .parse::<Date>()
            .map_err(|_| format!("{text:?} is not a day such as 2026-11-23."))
    });
    let day = read.transpose()?;
    let Some(page) = store.stories.front_page(day).await.map_err(broken)? else {
        return Err(match day {
            Some(day) => format!("There is no front page of {day}."),
            None => "There is no front page yet.".to_owned(),
        });
    };
    let mut stories = Vec::new();
    for (place, item) in (1..).zip(&page.items) {
        let record = store.briefs.version(&item.story, item.version).await.map_err(broken)?;
        let Some(record) = record.filter(|r| matches!(r.state, BriefState::Published(_))) else {
            continue;
        };
        let listed = store.directory.listed_story(&item.story).await.map_err(broken)?;
        let lede: Vec<&str> = record.brief.lede.iter().map(|said| said.statement.text()).collect();
        stories.push(json!({
            "place": place,
            "story": item.story.0,
            "headline": record.brief.headline.statement.text(),
            "lede": lede.join(" "),
            "section": item.section,
            "articles": item.articles,
            "independent_reports": item.independent_reports,
            "url": listed.map(|listed| address(mcp, &listed)),
        }));
    }
    Ok(json!({ "at": page.at.to_string(), "stories": stories }))
}
