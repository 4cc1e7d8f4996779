//! The pages of an entry's article, out of the object store.

use news::{Page, PageForm};
use pipeline::extract::{Further, Paper, Rules, gather, wanted};
use store::{FurtherPage, Objects, PageOutcome, PageRecord, StoreError};

/// A page with its bytes.
struct Loaded {
    bytes: Vec<u8>,
    url: String,
    charset: Option<String>,
}

/// The first page of an article and those that were asked for after it.
pub struct Papers {
    first: Loaded,
    further: Vec<(FurtherPage, Option<Loaded>)>,
}

impl Papers {
    /// Loads them; nothing when the first page has no bytes.
    pub fn load(
        objects: &Objects,
        first: &PageRecord,
        further: &[FurtherPage],
    ) -> Result<Option<Papers>, StoreError> {
        let Some(first) = loaded(objects, first)? else { return Ok(None) };
        let further = further.iter().map(|page| Ok((page.clone(), loaded(objects, &page.page)?)));
        Ok(Some(Papers { first, further: further.collect::<Result<_, StoreError>>()? }))
    }

    /// What is to be asked for next.
    pub fn wanted(&self, rules: &Rules) -> Option<(PageForm, String)> {
        wanted(self.first.paper(), &self.further(), rules)
    }

    /// The article that they make.
    pub fn read(&self, rules: &Rules) -> Page {
        let mut page = gather(self.first.paper(), &self.further(), rules);
        page.url.get_or_insert_with(|| self.first.url.clone());
        page
    }

    fn further(&self) -> Vec<Further<'_>> {
        let further = self.further.iter().map(|(page, loaded)| Further {
            form: page.form,
            asked: &page.asked,
            paper: loaded.as_ref().map(Loaded::paper),
        });
        further.collect()
    }
}

impl Loaded {
    fn paper(&self) -> Paper<'_> {
        Paper { bytes: &self.bytes, url: &self.url, charset: self.charset.as_deref() }
    }
}

fn loaded(objects: &Objects, page: &PageRecord) -> Result<Option<Loaded>, StoreError> {
    let PageOutcome::Fetched { object, url, content_type, .. } = &page.outcome else {
        return Ok(None);
    };
    let charset = content_type.as_deref().and_then(|kind| kind.split_once("charset="));
    let charset = charset.map(|(_, name)| name.to_owned());
    let bytes = objects.get(object)?;
    Ok(bytes.map(|bytes| Loaded { bytes, url: url.clone(), charset }))
}
