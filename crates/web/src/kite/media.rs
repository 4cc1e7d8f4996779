//! Who stands behind a domain, an icon for it, and our own pictures.

use super::shape::{AllMedia, MediaInfo, OneMedia};
use super::{Answer, Refused, Served, json, parameter};
use crate::answer::{Document, Kind};
use crate::api::Named;
use crate::site;
use axum::extract::{RawQuery, State};
use news::Outlet;

/// `GET /api/media/{host}`.
pub(crate) async fn one(State(served): State<Served>, Named(host): Named<String>) -> Answer {
    let outlet = served.site.registry.known(&host);
    let outlet = outlet.ok_or_else(|| Refused::not_found("Nothing is known of this outlet."))?;
    json(&OneMedia { media_info: info(outlet) })
}

/// `GET /api/media`.
pub(crate) async fn all(State(served): State<Served>) -> Answer {
    let outlets = served.site.registry.outlets().iter().filter(|o| !o.domains.is_empty());
    json(&AllMedia { media_data: outlets.map(info).collect() })
}

/// What the registry knows. Its kinds are not the client's ownership types, so that field stays empty.
fn info(outlet: &Outlet) -> MediaInfo {
    let memory = if outlet.is_from_memory { " Written down from memory." } else { "" };
    MediaInfo {
        country: outlet.country.clone().unwrap_or_default(),
        organization: outlet.name.clone(),
        domains: outlet.domains.clone(),
        description: format!("Kind of outlet: {}.{memory}", outlet.kind.word()),
        owner: outlet.owner.clone().unwrap_or_else(|| outlet.name.clone()),
        typology: String::new(),
    }
}

/// Colours on which white letters can be read (a contrast of at least 4.5).
const COLOURS: [&str; 8] =
    ["#1f5a8a", "#8a3b1f", "#2f6b3a", "#6b2f66", "#7a5a00", "#3f4a8a", "#8a1f4d", "#1f6b6b"];

/// `GET /api/favicon-proxy?domain=`: an icon drawn here, with the first letter of the outlet's name. Nothing is fetched
/// for a reader.
pub(crate) async fn icon(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let domain = parameter(query.as_deref(), "domain").unwrap_or_default().to_lowercase();
    if domain.is_empty() || domain.len() > 253 {
        return Err(Refused::bad("Give a domain."));
    }
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if !domain.contains('.') || !domain.chars().all(is_host) {
        return Err(Refused::not_found("There is no icon for this."));
    }
    let outlet = served.site.registry.find(&domain);
    let name = outlet.name.strip_prefix("The ").unwrap_or(&outlet.name);
    let name = name.strip_prefix("www.").unwrap_or(name);
    let letter = name.chars().find(char::is_ascii_alphanumeric).unwrap_or('?');
    let digest = news::short_digest(&[b"icon", outlet.id.0.as_bytes()]);
    let colour = usize::from_str_radix(&digest[..4], 16).unwrap_or(0) % COLOURS.len();
    Ok(Document::new(Kind::Svg, drawn(letter.to_ascii_uppercase(), COLOURS[colour])))
}

fn drawn(letter: char, colour: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\"><rect width=\"64\" height=\"64\" rx=\"12\" \
         fill=\"{colour}\"/><text x=\"32\" y=\"46\" font-family=\"sans-serif\" font-size=\"40\" font-weight=\"700\" \
         text-anchor=\"middle\" fill=\"#ffffff\">{letter}</text></svg>"
    )
}

/// `GET /api/images/{name}`: a picture of ours.
pub(crate) async fn ours(State(served): State<Served>, Named(name): Named<String>) -> Answer {
    Ok(site::media(&served.site, &name).await?)
}

/// `GET /api/image-proxy?url=`: a picture of ours by its whole address; nobody else's.
pub(crate) async fn ours_by_address(
    State(served): State<Served>,
    RawQuery(query): RawQuery,
) -> Answer {
    let address = parameter(query.as_deref(), "url").filter(|url| !url.is_empty());
    let address = address.ok_or_else(|| Refused::bad("Give an url."))?;
    let bases = [&served.site.look.base_url, &served.kite.base_url];
    let bases = bases.map(|base| base.trim_end_matches('/')).into_iter().chain([""]);
    let paths = bases.filter_map(|base| address.strip_prefix(base));
    let mut names =
        paths.filter_map(|path| path.strip_prefix("/media/").or(path.strip_prefix("/api/images/")));
    let name = names.next();
    let name = name.ok_or_else(|| Refused::not_found("Only pictures of this site are served."))?;
    Ok(site::media(&served.site, name).await?)
}
