use super::*;
use image::{ExtendedColorType, ImageEncoder, Rgba, RgbaImage};
use proptest::prelude::*;

/// A picture whose left half is red and whose right half is blue.
fn halves(width: u32, height: u32) -> DynamicImage {
    let colour =
        |x: u32| if x * 2 < width { Rgba([220, 20, 20, 255]) } else { Rgba([20, 20, 220, 255]) };
    RgbaImage::from_fn(width, height, |x, _| colour(x)).into()
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = match format {
        ImageFormat::Jpeg => image.to_rgb8().into(),
        _ => image.clone(),
    };
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn sizes(picture: &Picture) -> Vec<(u32, u32)> {
    picture.copies.iter().map(|copy| (copy.width, copy.height)).collect()
}

#[track_caller]
fn decoded(copy: &Copy) -> DynamicImage {
    let image = image::load_from_memory_with_format(&copy.webp, ImageFormat::WebP).unwrap();
    assert_eq!((image.width(), image.height()), (copy.width, copy.height));
    image
}

/// `r` or `b` by what is stronger at a place.
fn colour(image: &DynamicImage, x: u32, y: u32) -> char {
    let pixel = image.to_rgb8().get_pixel(x, y).0;
    if pixel[0] > pixel[2] { 'r' } else { 'b' }
}

#[test]
fn each_sort_gets_copies_of_each_width_that_it_reaches() {
    for (size, expected) in [
        ((1600, 800), vec![(320, 160), (640, 320), (1280, 640)]),
        ((1280, 720), vec![(320, 180), (640, 360), (1280, 720)]),
        ((960, 640), vec![(320, 213), (640, 427), (960, 640)]),
        ((640, 480), vec![(320, 240), (640, 480)]),
        ((321, 200), vec![(320, 199), (321, 200)]),
        ((100, 150), vec![(100, 150)]),
        ((1, 1), vec![(1, 1)]),
    ] {
        for (format, media_type) in [
            (ImageFormat::Jpeg, "image/jpeg"),
            (ImageFormat::Png, "image/png"),
            (ImageFormat::Gif, "image/gif"),
            (ImageFormat::WebP, "image/webp"),
        ] {
            let picture = copied(&encoded(&halves(size.0, size.1), format)).unwrap();
            assert_eq!(picture.media_type, media_type);
            assert_eq!((picture.width, picture.height), size, "{media_type}");
            assert_eq!(sizes(&picture), expected, "{media_type} of {size:?}");
            for copy in picture.copies.iter().filter(|copy| copy.width > 1) {
                let image = decoded(copy);
                let (right, middle) = (copy.width - 1, copy.height / 2);
                assert_eq!([colour(&image, 0, middle), colour(&image, right, middle)], ['r', 'b']);
            }
        }
    }
}

#[test]
fn transparency_is_kept_where_there_is_some() {
    let mut image = halves(40, 40).into_rgba8();
    assert!(
        !decoded(&copied(&encoded(&image.clone().into(), ImageFormat::Png)).unwrap().copies[0])
            .color()
            .has_alpha()
    );
    image.put_pixel(0, 0, Rgba([0, 0, 0, 0]));
    let copies = copied(&encoded(&image.into(), ImageFormat::Png)).unwrap().copies;
    assert!(decoded(&copies[0]).color().has_alpha());
}

#[test]
fn sixteen_bits_and_grey_become_plain_pictures() {
    for image in [
        DynamicImage::from(halves(50, 40).into_luma8()),
        halves(50, 40).into_luma_alpha8().into(),
        halves(50, 40).into_rgb16().into(),
        halves(50, 40).into_rgba16().into(),
    ] {
        let picture = copied(&encoded(&image, ImageFormat::Png)).unwrap();
        assert_eq!(sizes(&picture), [(50, 40)]);
        decoded(&picture.copies[0]);
    }
}

/// EXIF with one entry: how the picture is to be turned (1 to 8).
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif
}

fn jpeg_turned(orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
    let mut beside = exif(orientation);
    beside.extend_from_slice(b"Camera of Ines Vale, 54.1N 7.9E");
    encoder.set_exif_metadata(beside).unwrap();
    let image = halves(64, 32).into_rgb8();
    encoder.encode(&image, 64, 32, ExtendedColorType::Rgb8).unwrap();
    bytes
}

#[test]
fn pictures_stand_as_the_camera_held_them_and_carry_nothing_else() {
    // Where the red half comes to lie: (place, place of the blue one).
    for (orientation, size, red, blue) in [
        (1, (64, 32), (4, 16), (60, 16)),
        (2, (64, 32), (60, 16), (4, 16)),
        (3, (64, 32), (60, 16), (4, 16)),
        (6, (32, 64), (16, 4), (16, 60)),
        (8, (32, 64), (16, 60), (16, 4)),
        (9, (64, 32), (4, 16), (60, 16)),
    ] {
        let bytes = jpeg_turned(orientation);
        assert!(bytes.windows(9).any(|some| some == b"Ines Vale"));
        let picture = copied(&bytes).unwrap();
        assert_eq!((picture.width, picture.height), size, "{orientation}");
        let image = decoded(&picture.copies[0]);
        assert_eq!(colour(&image, red.0, red.1), 'r', "{orientation}");
        assert_eq!(colour(&image, blue.0, blue.1), 'b', "{orientation}");
        let copy = &picture.copies[0].webp;
        assert!(!copy.windows(9).any(|some| some == b"Ines Vale"));
        assert!(!copy.windows(4).any(|some| some == b"EXIF" || some == b"Exif"));
    }
}

/// A PNG image that says to have this size, with a single byte of pixels.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(name);
        crc.update(data);
        let length = (data.len() as u32).to_be_bytes();
        [&length[..], name, data, &crc.sum().to_be_bytes()].concat()
    };
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = chunk(b"IHDR", &[&size[..], &[8, 2, 0, 0, 0]].concat());
    let pixels = chunk(b"IDAT", &[0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1]);
    [b"\x89PNG\r\n\x1a\n", &header[..], &pixels[..], &chunk(b"IEND", &[])[..]].concat()
}

fn gif_of(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = encoded(&halves(16, 16), ImageFormat::Gif);
    bytes[6..8].copy_from_slice(&width.to_le_bytes());
    bytes[8..10].copy_from_slice(&height.to_le_bytes());
    bytes
}

/// A WebP image of the extended form that says to have this size.
fn webp_of(width: u32, height: u32) -> Vec<u8> {
    let side = |pixels: u32| (pixels - 1).to_le_bytes()[..3].to_vec();
    let head = [&b"VP8X\x0a\0\0\0\0\0\0\0"[..], &side(width), &side(height)].concat();
    let size = (head.len() as u32 + 4).to_le_bytes();
    [&b"RIFF"[..], &size, b"WEBP", &head].concat()
}

fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = encoded(&halves(16, 16), ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

#[test]
fn what_would_fill_the_memory_is_refused_by_its_header() {
    for (bytes, expected) in [
        (png_of(50_000, 50_000), "50000 by 50000 pixels are too many"),
        (png_of(i32::MAX as u32, i32::MAX as u32), "large"),
        (png_of(8_000, 8_000), "8000 by 8000 pixels are too many"),
        (gif_of(65_535, 65_535), "65535 by 65535 pixels are too many"),
        (webp_of(16_384, 16_384), ""),
        (jpeg_of(65_000, 65_000), "65000 by 65000 pixels are too many"),
        (png_of(9_000, 2), "9000 by 2 pixels are a strip"),
        (png_of(1, 65_000), "1 by 65000 pixels are a strip"),
    ] {
        let begun = std::time::Instant::now();
        let reason = copied(&bytes).unwrap_err();
        assert!(reason.contains(expected), "{expected}: {reason}");
        assert!(begun.elapsed().as_secs() < 1, "{reason}");
    }
}

#[test]
fn what_is_broken_is_refused_with_its_reason() {
    let whole = encoded(&halves(64, 64), ImageFormat::Png);
    for (bytes, expected) in [
        (Vec::new(), "not a JPEG, PNG, GIF or WebP image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "not a JPEG"),
        (b"<html>404".to_vec(), "not a JPEG"),
        (b"BM\0\0\0\0".to_vec(), "not a JPEG"),
        (whole[..whole.len() / 2].to_vec(), "a damaged image: "),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "a damaged image: "),
        (png_of(64, 64), "a damaged image: "),
        (gif_of(64, 64)[..20].to_vec(), "a damaged image: "),
        (b"\xff\xd8\xff\xe0".to_vec(), "a damaged image: "),
        (b"RIFF\x04\0\0\0WEBP".to_vec(), "a damaged image: "),
    ] {
        let reason = copied(&bytes).unwrap_err();
        assert!(reason.contains(expected), "{expected}: {reason}");
    }
}

#[test]
fn the_first_frame_stands_for_what_moves() {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    let blue = RgbaImage::from_pixel(40, 30, Rgba([20, 20, 220, 255]));
    let red = RgbaImage::from_pixel(40, 30, Rgba([220, 20, 20, 255]));
    encoder.encode_frames([red, blue].map(image::Frame::new)).unwrap();
    drop(encoder);
    let picture = copied(&bytes).unwrap();
    assert_eq!(colour(&decoded(&picture.copies[0]), 20, 15), 'r');
}

/// How the size of the copies hangs on their quality, and how near they stay to the picture, over a folder of
/// pictures: `PICTURES=fixtures/demo/images cargo test -p newsloom --bin newsloom -- --ignored --nocapture qualities`.
#[test]
#[ignore = "measures; prints"]
fn qualities_are_measured() {
    let folder = std::env::var("PICTURES").expect("PICTURES names a folder");
    let files =
        std::fs::read_dir(folder).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    let files: Vec<Vec<u8>> = files.filter(|bytes| image::guess_format(bytes).is_ok()).collect();
    let (begun, mut sums, mut before) = (std::time::Instant::now(), [0; 3], 0);
    for bytes in &files {
        let copies = copied(bytes).unwrap().copies;
        before += bytes.len();
        copies.iter().enumerate().for_each(|(place, copy)| sums[place] += copy.webp.len());
    }
    let each = begun.elapsed().as_millis() as usize / files.len();
    println!(
        "{} pictures, {before} bytes, {each} ms each; copies, narrowest first: {sums:?} bytes",
        files.len()
    );
    for quality in [60.0, 70.0, 75.0, 80.0, 85.0, 90.0] {
        let (mut size_bytes, mut worst, mut sum) = (0, f64::INFINITY, 0.0);
        for bytes in &files {
            let image = {
                let image = plain(image::load_from_memory(bytes).unwrap());
                let height = height((image.width(), image.height()), 640);
                narrowed(image, 640, height).into_rgb8()
            };
            let webp =
                webp::Encoder::from_rgb(&image, image.width(), image.height()).encode(quality);
            let again = image::load_from_memory(&webp).unwrap().into_rgb8();
            let errors =
                image.iter().zip(again.iter()).map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2));
            let error = errors.sum::<f64>() / image.len() as f64;
            let signal_db = 10.0 * (255.0_f64.powi(2) / error.max(0.001)).log10();
            (size_bytes, worst, sum) =
                (size_bytes + webp.len(), signal_db.min(worst), sum + signal_db);
        }
        println!(
            "quality {quality}: {size_bytes} bytes, {:.1} dB, worst {worst:.1} dB",
            sum / files.len() as f64
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_come_to_a_picture_or_a_reason(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), sort in 0..5_usize) {
        let start: &[u8] = [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff", b"GIF89a", b"RIFF\xff\0\0\0WEBPVP8 ", b""][sort];
        bounded(&[start, &bytes].concat())?;
    }

    #[test]
    fn pictures_with_changed_bytes_come_to_a_picture_or_a_reason(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        sort in 0..4_usize,
    ) {
        let format = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP][sort];
        let mut bytes = encoded(&halves(48, 32), format);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bounded(&bytes)?;
    }
}

fn bounded(bytes: &[u8]) -> Result<(), TestCaseError> {
    match copied(bytes) {
        Ok(picture) => {
            prop_assert!(u64::from(picture.width) * u64::from(picture.height) <= MOST_PIXELS);
            prop_assert!((1..=WIDTHS.len()).contains(&picture.copies.len()));
            let widest = picture.copies.iter().all(|copy| copy.width <= picture.width.min(1280));
            prop_assert!(widest);
        }
        Err(reason) => prop_assert!(!reason.is_empty()),
    }
    Ok(())
}
