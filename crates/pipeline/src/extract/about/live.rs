//! Live blogs: posts with their times, as the page tells search engines, or else as it shows them.

use super::linked_data::Post;
use crate::extract::body::LiveBlog;
use crate::extract::dates;
use crate::extract::plain_text;
use news::SourceTime;

/// Posts below which a page is no live blog.
const POSTS: usize = 2;
/// Words that all posts together must have: headlines alone are not the blog.
const WORDS: usize = 80;

/// The posts as text, each under its time and headline, in the order of the page.
pub fn text(posts: &[Post]) -> Option<String> {
    let words: usize = posts.iter().map(|post| post.body.split_whitespace().count()).sum();
    if posts.len() < POSTS || words < WORDS {
        return None;
    }
    let shown: Vec<String> = posts.iter().map(post_text).filter(|post| !post.is_empty()).collect();
    Some(shown.join("\n\n"))
}

/// The same of posts that are only shown, under what stands before them.
pub fn shown(blog: &LiveBlog) -> String {
    let posts = blog
        .posts
        .iter()
        .map(|post| dated(Some(post.time), post.headline.clone(), post.body.clone()));
    let parts = std::iter::once(blog.introduction.clone()).chain(posts);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn post_text(post: &Post) -> String {
    let time = post.published.as_deref().and_then(|time| dates::read(time, true));
    let body = plain_text(&post.body);
    // Many posts' bodies begin with their headline.
    let headline = post.headline.clone().filter(|headline| !body.starts_with(headline.as_str()));
    dated(time, headline, body)
}

fn dated(time: Option<SourceTime>, headline: Option<String>, body: String) -> String {
    let time = time.map(|time| time.local().strftime("%Y-%m-%d %H:%M").to_string());
    let above: Vec<String> = time.into_iter().chain(headline).collect();
    let parts = [above.join(" · "), body];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}
