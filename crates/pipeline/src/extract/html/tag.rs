//! The elements that matter to reading a page.

/// The kind of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs, reason = "they are named as in HTML")]
pub enum Tag {
    /// Not an element.
    Text,
    /// An element of no other kind here, such as `b` or `span`.
    Inline,
    /// An element that the page invented: `news-card`.
    Custom,
    A,
    Address,
    Article,
    Aside,
    Blockquote,
    Body,
    Br,
    Button,
    Caption,
    Center,
    Cite,
    Dd,
    Details,
    Dialog,
    Div,
    Dl,
    Dt,
    Fieldset,
    Figcaption,
    Figure,
    Footer,
    Form,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    Head,
    Header,
    Hr,
    Html,
    Img,
    Li,
    Link,
    Main,
    Meta,
    Nav,
    Option,
    P,
    Pre,
    Script,
    Section,
    /// Controls and media whose inside is not text: select, svg, object, audio, …
    Sealed,
    Summary,
    Table,
    Tbody,
    Td,
    Time,
    Title,
    Tr,
    List,
    /// Elements without an inside that say nothing to us.
    Void,
    /// Elements whose inside is text to the tokenizer and nothing to the reader.
    Raw,
}

impl Tag {
    /// How many kinds there are.
    pub const COUNT: usize = Tag::Raw as usize + 1;

    /// The kind of the element called `name`, in any case.
    pub fn of(name: &str) -> Tag {
        let mut lower = [0_u8; 10];
        let Some(lower) = lower.get_mut(..name.len()) else { return Tag::unlisted(name) };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        Tag::text_element(lower)
            .or_else(|| Tag::section_element(lower))
            .or_else(|| Tag::quiet_element(lower))
            .unwrap_or_else(|| Tag::unlisted(name))
    }

    fn unlisted(name: &str) -> Tag {
        if name.contains('-') { Tag::Custom } else { Tag::Inline }
    }

    fn text_element(name: &[u8]) -> Option<Tag> {
        Some(match name {
            b"a" => Tag::A,
            b"p" => Tag::P,
            b"br" => Tag::Br,
            b"li" => Tag::Li,
            b"ul" | b"ol" | b"menu" | b"dir" => Tag::List,
            b"h1" => Tag::H1,
            b"h2" => Tag::H2,
            b"h3" => Tag::H3,
            b"h4" => Tag::H4,
            b"h5" => Tag::H5,
            b"h6" => Tag::H6,
            b"blockquote" => Tag::Blockquote,
            b"cite" => Tag::Cite,
            b"pre" | b"listing" => Tag::Pre,
            b"dl" => Tag::Dl,
            b"dt" => Tag::Dt,
            b"dd" => Tag::Dd,
            b"table" => Tag::Table,
            b"thead" | b"tbody" | b"tfoot" => Tag::Tbody,
            b"tr" => Tag::Tr,
            b"td" | b"th" => Tag::Td,
            b"time" => Tag::Time,
            b"summary" => Tag::Summary,
            _ => return None,
        })
    }

    fn section_element(name: &[u8]) -> Option<Tag> {
        Some(match name {
            b"div" => Tag::Div,
            b"section" | b"hgroup" | b"search" => Tag::Section,
            b"article" => Tag::Article,
            b"main" => Tag::Main,
            b"header" => Tag::Header,
            b"footer" => Tag::Footer,
            b"aside" => Tag::Aside,
            b"nav" => Tag::Nav,
            b"figure" => Tag::Figure,
            b"figcaption" => Tag::Figcaption,
            b"caption" => Tag::Caption,
            b"form" => Tag::Form,
            b"fieldset" => Tag::Fieldset,
            b"address" => Tag::Address,
            b"center" => Tag::Center,
            b"details" => Tag::Details,
            b"dialog" => Tag::Dialog,
            b"html" => Tag::Html,
            b"head" => Tag::Head,
            b"body" => Tag::Body,
            _ => return None,
        })
    }

    fn quiet_element(name: &[u8]) -> Option<Tag> {
        Some(match name {
            b"img" => Tag::Img,
            b"meta" => Tag::Meta,
            b"link" => Tag::Link,
            b"title" => Tag::Title,
            b"script" => Tag::Script,
            b"button" => Tag::Button,
            b"option" => Tag::Option,
            b"hr" => Tag::Hr,
            b"style" | b"noscript" | b"iframe" | b"noembed" | b"noframes" | b"textarea"
            | b"xmp" => Tag::Raw,
            b"select" | b"svg" | b"math" | b"object" | b"audio" | b"video" | b"canvas"
            | b"template" | b"map" | b"datalist" | b"applet" | b"frameset" | b"progress"
            | b"meter" | b"rp" | b"rt" => Tag::Sealed,
            b"area" | b"base" | b"col" | b"embed" | b"input" | b"param" | b"source" | b"track"
            | b"wbr" | b"frame" | b"keygen" | b"basefont" | b"bgsound" => Tag::Void,
            _ => return None,
        })
    }

    /// Whether the element has no inside.
    pub fn is_void(self) -> bool {
        matches!(self, Tag::Void | Tag::Br | Tag::Hr | Tag::Img | Tag::Meta | Tag::Link)
    }

    /// Whether its inside is taken as it stands up to its end tag.
    pub fn is_raw(self) -> bool {
        matches!(self, Tag::Raw | Tag::Script | Tag::Title)
    }

    /// Whether it is a heading.
    pub fn is_heading(self) -> bool {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
    }

    /// Whether text before it and text in it never stand on one line.
    pub fn is_block(self) -> bool {
        !matches!(
            self,
            Tag::Text
                | Tag::Inline
                | Tag::Custom
                | Tag::A
                | Tag::Br
                | Tag::Button
                | Tag::Cite
                | Tag::Img
                | Tag::Link
                | Tag::Meta
                | Tag::Raw
                | Tag::Script
                | Tag::Sealed
                | Tag::Time
                | Tag::Title
                | Tag::Void
                | Tag::Option
        )
    }

    /// Whether its start tag ends an open paragraph (HTML standard, 13.2.6.4.7).
    pub fn ends_paragraph(self) -> bool {
        self.is_block() && !matches!(self, Tag::Tbody | Tag::Tr | Tag::Td | Tag::Caption)
    }

    /// Whether an end tag outside of it cannot close what is open inside.
    pub fn is_scope(self) -> bool {
        matches!(self, Tag::Td | Tag::Table | Tag::Caption | Tag::Html | Tag::Sealed)
    }
}
