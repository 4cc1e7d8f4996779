//! The OpenAPI description, made from the very types that are sent.

use super::asked::{Asked, MOST, USUAL};
use super::problem::{Answer, Problem};
use super::{claims, corrections, events, fronts, search, shape, sources, stories, subjects};
use crate::answer::{Document, Kind};
use crate::{PageError, Site};
use axum::extract::{RawQuery, State};
use serde_json::{Map, Value, json};
use std::sync::OnceLock;
use utoipa::{IntoParams, OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(
    paths(
        fronts::index, fronts::editions, fronts::edition, fronts::days, fronts::front_page,
        stories::stories, stories::story, stories::versions, stories::version, claims::claims,
        sources::article, search::search,
        subjects::sections, subjects::topics, subjects::entities, subjects::outlets, subjects::outlet,
        corrections::corrections, events::publications, events::events, openapi,
    ),
    components(schemas(Problem, shape::Publication)),
    tags(
        (name = "edition", description = "The edition, its front pages and what was corrected"),
        (name = "stories", description = "Stories and what is written about them"),
        (name = "sources", description = "The reports that stories rest on"),
        (name = "subjects", description = "What stories are found under"),
        (name = "events", description = "What happens before readers, in order"),
    )
)]
struct Description;

/// Which stories a list holds.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "it describes what `Asked` reads")]
pub(crate) struct WhichStories {
    /// `newest` (the default): the story with the latest report first; `ranked`: today's front page in its order.
    #[param(inline)]
    order: Option<Order>,
    /// Only stories whose latest report appeared on this day (UTC).
    #[param(format = Date, example = "2026-11-23")]
    day: Option<String>,
    /// Only stories whose latest report appeared at this time or later.
    #[param(format = DateTime, example = "2026-11-23T18:00:00Z")]
    from: Option<String>,
    /// Only stories whose latest report appeared before this time.
    #[param(format = DateTime, example = "2026-11-24T00:00:00Z")]
    to: Option<String>,
    /// Only stories of this section: its key.
    section: Option<String>,
    /// Only stories of this topic: its key.
    topic: Option<String>,
    /// Only stories in which this name stands: its key.
    entity: Option<String>,
    /// Only stories that this outlet reported: its key.
    outlet: Option<String>,
}

/// The order of a list of stories.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[allow(dead_code, reason = "it describes what `Asked` reads")]
enum Order {
    Newest,
    Ranked,
}

/// A page of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "it describes what `Asked` reads")]
pub(crate) struct Paged {
    /// Items of the page; 20 when it is not given.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where to go on: taken from `next` of the page before, for the same list with the same choices.
    cursor: Option<String>,
}

/// How many items.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "it describes what `Asked` reads")]
pub(crate) struct Limited {
    /// Items of the page; 20 when it is not given.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Behind which event.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "it describes what `Asked` reads")]
pub(crate) struct After {
    /// The number of the last event that is known.
    #[param(minimum = 0)]
    after: Option<i64>,
}

const _: () = assert!(MOST == 100 && USUAL == 20, "the descriptions above name both");

/// This description.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "edition",
    responses((status = 200, description = "OpenAPI 3.1", body = Value)))]
pub(crate) async fn openapi(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    Asked::read(query.as_deref(), &[])?;
    let mut document = described()?.clone();
    document["servers"] = json!([{ "url": site.look.base_url.trim_end_matches('/') }]);
    document["info"]["title"] = json!(format!("{}: the API", site.look.title));
    let body = serde_json::to_vec(&document).map_err(PageError::from)?;
    Ok(Document::new(Kind::Json, body))
}

/// The description of every site.
fn described() -> Result<&'static Value, PageError> {
    static DESCRIBED: OnceLock<Value> = OnceLock::new();
    if let Some(known) = DESCRIBED.get() {
        return Ok(known);
    }
    let mut document = serde_json::to_value(Description::openapi())?;
    without_null(&mut document);
    document["info"] = json!({
        "title": "The API",
        "version": "1",
        "description": ABOUT,
    });
    if let Some(paths) = document["paths"].as_object_mut() {
        paths.values_mut().filter_map(Value::as_object_mut).for_each(complete);
    }
    Ok(DESCRIBED.get_or_init(|| document))
}

const ABOUT: &str = "What the site shows, for other programs. Times are RFC 3339 in UTC. What is absent is left out, \
    never null. Fields may be added at any time; none changes its meaning or goes within version 1. Every answer has a \
    strong ETag: send it back in If-None-Match. Any web page may read it (CORS). Failures are RFC 9457 problems. Requests are \
    counted per client and minute; the headers RateLimit-Policy and RateLimit say how many are left.";

/// The failures that every address has in common, and HEAD beside GET.
fn complete(path: &mut Map<String, Value>) {
    let Some(get) = path.get_mut("get") else { return };
    let problem = |description: &str| {
        json!({
            "description": description,
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        })
    };
    for (status, description) in [
        ("400", "A parameter or header cannot be used; `parameter` names it"),
        ("404", "Nothing stands at this address"),
        ("406", "Only JSON is served"),
        ("429", "Too many requests; `Retry-After` says when to come back"),
        ("500", "Something broke on our side"),
    ] {
        get["responses"][status] = problem(description);
    }
    get["responses"]["304"] = json!({ "description": "It is as If-None-Match knows it" });
}

/// Takes out that what may be absent may be null: it never is.
fn without_null(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(Value::Array(kinds)) = map.get_mut("type") {
                kinds.retain(|kind| kind != "null");
                if let [one] = &kinds[..] {
                    let one = one.clone();
                    map.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(choices)) = map.get_mut("oneOf") {
                choices.retain(|choice| choice["type"] != "null");
                if let [Value::Object(one)] = &choices[..] {
                    let one = one.clone();
                    map.remove("oneOf");
                    map.extend(one);
                }
            }
            map.values_mut().for_each(without_null);
        }
        Value::Array(values) => values.iter_mut().for_each(without_null),
        _ => {}
    }
}
