//! Decodes what outlets send as pictures, and writes the copies that readers get.

use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Widths of the copies, pixels: a phone's column, a phone's whole screen or the page's column, a lead picture on
/// a fine screen. A picture of another width below the widest gets a copy of its own width instead of the wider ones.
pub const WIDTHS: [u32; 3] = [320, 640, 1280];

/// Pixels that a picture may have: what large cameras make. With [`MOST_BYTES`] it bounds the work, too.
const MOST_PIXELS: u64 = 40_000_000;

/// Bytes that its pixels may take once decoded: four for each.
const MOST_BYTES: u64 = MOST_PIXELS * 4;

/// Bytes that a decoder may take in all.
const MOST_MEMORY: u64 = 2 * MOST_BYTES;

/// Times that one side may be as long as the other; such strips are rulers and pixels that count readers.
const MOST_UNLIKE: u32 = 8;

/// Quality of the lossy copies, 0 to 100. Over the demonstration's pictures, 640 pixels wide, 80 keeps 38 dB of signal
/// to noise; 90 gains 1.6 dB for half as many bytes again, 70 saves a fifth of them and loses 1.3 dB.
const QUALITY: f32 = 80.0;

/// A picture that was decoded, with its copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Of the bytes as they came.
    pub media_type: &'static str,
    /// Pixels, turned as it is looked at.
    pub width: u32,
    /// Pixels, turned as it is looked at.
    pub height: u32,
    /// The narrowest first; one at least.
    pub copies: Vec<Copy>,
}

/// A copy: pixels alone, without what the camera or the outlet wrote beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// A lossy WebP image.
    pub webp: Vec<u8>,
}

/// Decodes a JPEG, PNG, GIF (its first frame) or WebP image and writes its copies, never enlarged. Of what is
/// too large nothing but the header is read. Else says why there are none.
pub fn copied(bytes: &[u8]) -> Result<Picture, String> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|cause| format!("unreadable: {cause}"))?;
    let media_type = match reader.format() {
        Some(ImageFormat::Jpeg) => "image/jpeg",
        Some(ImageFormat::Png) => "image/png",
        Some(ImageFormat::Gif) => "image/gif",
        Some(ImageFormat::WebP) => "image/webp",
        _ => return Err("not a JPEG, PNG, GIF or WebP image".to_owned()),
    };
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    fits(width, height, decoder.total_bytes())?;
    // What cannot be read of this is no reason against the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    image.apply_orientation(orientation);
    let (width, height) = (image.width(), image.height());
    Ok(Picture { media_type, width, height, copies: copies(plain(image))? })
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

fn damaged(error: ImageError) -> String {
    match error {
        ImageError::Limits(cause) => format!("too large an image: {cause}"),
        error => format!("a damaged image: {error}"),
    }
}

fn fits(width: u32, height: u32, size_bytes: u64) -> Result<(), String> {
    if u64::from(width) * u64::from(height) > MOST_PIXELS || size_bytes > MOST_BYTES {
        return Err(format!(
            "{width} by {height} pixels are too many; up to {MOST_PIXELS} are decoded"
        ));
    }
    let (long, short) = (width.max(height), width.min(height));
    if short == 0 || long / MOST_UNLIKE > short {
        return Err(format!("{width} by {height} pixels are a strip, not a picture"));
    }
    Ok(())
}

/// The picture as the encoder takes it; without transparency where all of it is opaque.
fn plain(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return image.into_rgb8().into();
    }
    let image = image.into_rgba8();
    if image.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
        return DynamicImage::from(image).into_rgb8().into();
    }
    image.into()
}

/// The widest from the picture, each other from the one before it.
fn copies(image: DynamicImage) -> Result<Vec<Copy>, String> {
    let own = (image.width(), image.height());
    let narrower = WIDTHS.into_iter().filter(|width| *width < own.0);
    let mut widths: Vec<u32> = narrower.chain([own.0.min(WIDTHS[WIDTHS.len() - 1])]).collect();
    widths.dedup();
    let (mut image, mut copies) = (image, Vec::new());
    for width in widths.into_iter().rev() {
        image = narrowed(image, width, height(own, width));
        copies.push(written(&image)?);
    }
    copies.reverse();
    Ok(copies)
}

/// The height at this width of what has this size, pixels.
fn height(own: (u32, u32), width: u32) -> u32 {
    let exact = f64::from(own.1) * f64::from(width) / f64::from(own.0);
    (exact.round() as u32).max(1)
}

/// Of what is much larger, pixels are averaged first to twice the size, which is quicker than weighing them all.
fn narrowed(image: DynamicImage, width: u32, height: u32) -> DynamicImage {
    if image.width() == width {
        return image;
    }
    let image = match width * 2 < image.width() {
        true => image.thumbnail_exact(width * 2, height * 2),
        false => image,
    };
    image.resize_exact(width, height, FilterType::Lanczos3)
}

fn written(image: &DynamicImage) -> Result<Copy, String> {
    let (width, height) = (image.width(), image.height());
    let encoder = match image.color().has_alpha() {
        true => webp::Encoder::from_rgba(image.as_bytes(), width, height),
        false => webp::Encoder::from_rgb(image.as_bytes(), width, height),
    };
    let webp = encoder.encode_simple(false, QUALITY);
    let webp = webp.map_err(|cause| format!("could not be written as WebP: {cause:?}"))?;
    Ok(Copy { width, height, webp: webp.to_vec() })
}

#[cfg(test)]
mod tests;
