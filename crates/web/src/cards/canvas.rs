//! Paper to set words on: every pixel is one of three inks in so many strengths, so a card is small.

use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont, point};
use std::sync::OnceLock;

/// Source Serif 4 Bold, as its makers give it (`assets/fonts/OFL.txt`).
const FONT: &[u8] = include_bytes!("../../assets/fonts/SourceSerif4-Bold.ttf");

/// What words and bars are drawn in; the colours of the site in light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Strong,
    Soft,
    Thread,
}

const PAPER: [u8; 3] = [0xfd, 0xfc, 0xf8];
const INKS: [[u8; 3]; 3] = [[0x1a, 0x17, 0x14], [0x5c, 0x55, 0x4c], [0x8a, 0x1c, 0x23]];
/// Steps from paper to full ink: edges look smooth from some 16 on.
const STRENGTHS: u8 = 24;

/// The paper, its pixels row by row: 0 for paper, else an ink in a strength.
pub(super) struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Canvas {
    pub(super) fn new(width: u32, height: u32) -> Canvas {
        Canvas { width, height, pixels: vec![0; (width * height) as usize] }
    }

    /// A filled rectangle.
    pub(super) fn bar(&mut self, x: i32, y: i32, width: i32, height: i32, ink: Ink) {
        for row in y..y + height {
            for column in x..x + width {
                self.dab(column, row, 1.0, ink);
            }
        }
    }

    /// A line of text that begins at `x` and stands on `baseline`, letters of `size` pixels to the em.
    pub(super) fn text(
        &mut self,
        text: &str,
        x: f32,
        baseline: f32,
        size: f32,
        apart: f32,
        ink: Ink,
    ) {
        let scale = scale(size);
        for (glyph, at) in set(text, size, apart) {
            let glyph = glyph.with_scale_and_position(scale, point(x + at, baseline));
            let Some(outline) = font().outline_glyph(glyph) else { continue };
            let bounds = outline.px_bounds();
            outline.draw(|column, row, cover| {
                let (x, y) =
                    (bounds.min.x as i32 + column as i32, bounds.min.y as i32 + row as i32);
                self.dab(x, y, cover, ink);
            });
        }
    }

    fn dab(&mut self, x: i32, y: i32, cover: f32, ink: Ink) {
        let strength = (cover.clamp(0.0, 1.0) * f32::from(STRENGTHS)).round() as u8;
        let inside = (0..self.width as i32).contains(&x) && (0..self.height as i32).contains(&y);
        if strength == 0 || !inside {
            return;
        }
        let pixel = &mut self.pixels[y as usize * self.width as usize + x as usize];
        *pixel = (*pixel).max(ink as u8 * STRENGTHS + strength);
    }

    /// The paper as a PNG.
    pub(super) fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(palette());
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(bytes)
    }
}

/// The colour of every pixel's number.
fn palette() -> Vec<u8> {
    let mut colours = PAPER.to_vec();
    for ink in INKS {
        for strength in 1..=STRENGTHS {
            let part = f32::from(strength) / f32::from(STRENGTHS);
            let mixed = |(paper, ink): (u8, u8)| {
                f32::from(paper) + (f32::from(ink) - f32::from(paper)) * part
            };
            colours.extend(PAPER.into_iter().zip(ink).map(|pair| mixed(pair).round() as u8));
        }
    }
    colours
}

/// Whether the font has letters for all of it, and none that must be put over another.
pub(super) fn can_draw(text: &str) -> bool {
    let is_drawn = |letter: char| {
        let combines = matches!(letter, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
        letter.is_whitespace() || (!combines && font().glyph_id(letter) != GlyphId(0))
    };
    text.chars().all(is_drawn)
}

/// How wide a line of text is, in pixels.
pub(super) fn width_of(text: &str, size: f32, apart: f32) -> f32 {
    let advance = |glyph| font().as_scaled(scale(size)).h_advance(glyph);
    set(text, size, apart).last().map_or(0.0, |(glyph, at)| at + advance(*glyph))
}

/// The glyphs of a line with their places from its start.
fn set(text: &str, size: f32, apart: f32) -> Vec<(GlyphId, f32)> {
    let scaled = font().as_scaled(scale(size));
    let mut at = 0.0;
    let mut last: Option<GlyphId> = None;
    let mut glyphs = Vec::new();
    for letter in text.chars() {
        let glyph = scaled.glyph_id(if letter.is_whitespace() { ' ' } else { letter });
        at += last.map_or(0.0, |last| scaled.kern(last, glyph));
        glyphs.push((glyph, at));
        at += scaled.h_advance(glyph) + apart;
        last = Some(glyph);
    }
    glyphs
}

/// The font counts its size from the lowest to the highest letter; type is set by the em.
fn scale(size: f32) -> PxScale {
    let em = font().units_per_em().unwrap_or(1000.0);
    PxScale::from(size * font().height_unscaled() / em)
}

fn font() -> &'static FontRef<'static> {
    static READ: OnceLock<FontRef<'static>> = OnceLock::new();
    READ.get_or_init(|| {
        FontRef::try_from_slice(FONT).expect("it is compiled in, and a test reads it")
    })
}
