//! The forms of Kite's contract.

use serde::{Deserialize, Serialize};

/// An edition at a moment.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BatchInfo {
    pub id: String,
    pub created_at: String,
    pub date_slug: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_read_count: Option<u32>,
    pub language: String,
    pub total_categories: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_clusters: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_articles: Option<u32>,
}

/// Editions of a time.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct BatchList {
    pub batches: Vec<BatchInfo>,
}

/// The parts of an edition.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CategoryList {
    pub batch_id: String,
    pub created_at: String,
    pub has_on_this_day: bool,
    pub categories: Vec<Category>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Category {
    pub id: String,
    pub category_id: String,
    pub category_name: String,
    pub timestamp: i64,
    pub read_count: u32,
    pub cluster_count: usize,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CategoryMetadata {
    pub category_id: String,
    pub category_type: &'static str,
    pub is_core: bool,
    pub display_name: String,
    pub source_language: String,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct CategoryMetadataList {
    pub categories: Vec<CategoryMetadata>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LanguageList {
    pub batch_id: String,
    pub languages: Vec<Language>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Language {
    pub language_code: String,
    pub is_complete: bool,
    pub total_categories: u32,
    pub total_clusters: usize,
    pub total_articles: u32,
}

/// The stories of a part of an edition, in the order in which they are shown.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoryList {
    pub batch_id: String,
    pub category_id: String,
    pub category_name: String,
    pub timestamp: i64,
    pub stories: Vec<Story>,
    pub total_stories: usize,
    pub domains: Vec<Domain>,
    pub read_count: u32,
}

/// A story. What a story does not have is left out.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Story {
    pub cluster_number: u32,
    pub id: String,
    pub title: String,
    pub category: String,
    pub short_summary: String,
    pub articles: Vec<Article>,
    pub domains: Vec<Domain>,
    pub unique_domains: usize,
    pub number_of_titles: usize,
    #[serde(rename = "sourceLanguage")]
    pub source_language: String,
    #[serde(rename = "selectedLanguage")]
    pub selected_language: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub talking_points: Vec<String>,
    #[serde(flatten)]
    pub quote: Option<Quote>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub perspectives: Vec<Perspective>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub historical_background: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_angle_text: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub technical_details: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_image: Option<Image>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secondary_image: Option<Image>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Article {
    pub title: String,
    pub link: String,
    pub domain: String,
    pub date: String,
    pub image: String,
    pub image_caption: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Domain {
    pub name: String,
    pub favicon: String,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Quote {
    pub quote: String,
    pub quote_author: String,
    pub quote_attribution: String,
    pub quote_source_url: String,
    pub quote_source_domain: String,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Perspective {
    pub text: String,
    pub sources: Vec<PerspectiveSource>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct PerspectiveSource {
    pub name: String,
    pub url: String,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Moment {
    pub date: String,
    pub date_iso: String,
    pub content: String,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Image {
    pub url: String,
    pub caption: String,
    pub credit: String,
    pub link: String,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct MediaInfo {
    pub country: String,
    pub organization: String,
    pub domains: Vec<String>,
    pub description: String,
    pub owner: String,
    pub typology: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OneMedia {
    pub media_info: MediaInfo,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AllMedia {
    pub media_data: Vec<MediaInfo>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchResults {
    pub results: Vec<SearchResult>,
    pub has_more: bool,
    pub total_count: usize,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchResult {
    pub story: Story,
    pub category_id: String,
    pub category_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch_date: Option<String>,
}

/// What a reader wants to pass on.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Share {
    pub batch_id: String,
    pub category_id: String,
    #[serde(default)]
    pub cluster_id: Option<u32>,
    #[serde(default)]
    pub story_index: Option<usize>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shared {
    pub short_url: String,
}

/// What a reader finds wrong.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub cluster_id: String,
    pub issue_type: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub source_urls: Vec<String>,
}
