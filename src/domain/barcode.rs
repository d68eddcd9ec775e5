//! Codes that a machine reads from paper or a screen, drawn as SVG: QR for links and payment texts, Code 128 for the dossier
//! code. Always black on a white ground with the quiet zone inside the picture, so that they scan in a dark interface too;
//! no inline style, so that they stand in a page under a strict content policy. Sources: ISO/IEC 18004, ISO/IEC 15417;
//! TT 01/2018/TT-VPCP Art.19 allows both on the papers of the one-stop.

use std::fmt::Write;

use barcoders::sym::code128::Code128;
use fast_qr::{ECL, QRBuilder};

/// White modules around a QR code (ISO/IEC 18004: 4).
pub const QR_QUIET: usize = 4;
/// White modules on each side of a Code 128 (ISO/IEC 15417: 10).
pub const BARS_QUIET: usize = 10;
const BARS_HEIGHT: usize = 32;
/// Pixels of one module of a picture, each way: a payment's code is some 600 pixels wide then, sharp on any phone and below 3 KB.
const PIXELS: usize = 12;

/// A drawn code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// One `<svg role="img">` element; scales to the width its place gives it.
    pub svg: String,
    /// Width in modules, quiet zone included: a printer needs at least 0.25 mm a module.
    pub modules: usize,
}

/// The text cannot be drawn as this code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDrawable {
    /// More text than the largest QR code holds (2,331 bytes).
    #[error("too long for a QR code")]
    TooLong,
    /// Code 128 takes printable ASCII only.
    #[error("not printable ASCII")]
    NotAscii,
}

/// `text` as a QR code of medium error correction; `label` is what a screen reader says.
/// # Errors
/// [`NotDrawable::TooLong`].
pub fn qr(text: &str, label: &str) -> Result<Symbol, NotDrawable> {
    let rows = qr_rows(text)?;
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        draw_runs(&mut path, row.iter().copied(), (QR_QUIET, y + QR_QUIET), 1);
    }
    let side = rows.len() + 2 * QR_QUIET;
    Ok(Symbol { svg: frame(&path, (side, side), label), modules: side })
}

/// `text` as a picture of a QR code of medium error correction: a black and white PNG that a phone keeps among its pictures, from
/// where a bank's app reads it.
/// # Errors
/// [`NotDrawable::TooLong`].
pub fn qr_png(text: &str) -> Result<Vec<u8>, NotDrawable> {
    let rows = qr_rows(text)?;
    let side = (rows.len() + 2 * QR_QUIET) * PIXELS;
    let white = vec![u8::MAX; side.div_ceil(8)];
    let mut pixels = white.repeat(QR_QUIET * PIXELS);
    for row in &rows {
        let mut line = white.clone();
        for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
            for pixel in (x + QR_QUIET) * PIXELS..(x + QR_QUIET + 1) * PIXELS {
                if let Some(byte) = line.get_mut(pixel / 8) {
                    *byte &= !(0x80 >> (pixel % 8));
                }
            }
        }
        pixels.extend(line.repeat(PIXELS));
    }
    pixels.extend(white.repeat(QR_QUIET * PIXELS));
    let width = u32::try_from(side).map_err(|_| NotDrawable::TooLong)?;
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, width, width);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels));
    written.map_err(|_| NotDrawable::TooLong)?;
    Ok(png)
}

/// The modules of a QR code, row by row, dark ones true, without the quiet zone.
fn qr_rows(text: &str) -> Result<Vec<Vec<bool>>, NotDrawable> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| NotDrawable::TooLong)?;
    let rows = code.data.chunks(code.size).take(code.size);
    Ok(rows.map(|row| row.iter().map(|module| module.value()).collect()).collect())
}

/// `text` as Code 128, digits in pairs (subset C) where that is shorter; `label` is what a screen reader says.
/// # Errors
/// [`NotDrawable::NotAscii`], also for an empty text.
pub fn code128(text: &str, label: &str) -> Result<Symbol, NotDrawable> {
    let pattern = code128_pattern(text)?;
    let mut path = String::new();
    let dark = pattern.iter().map(|module| *module == 1);
    draw_runs(&mut path, dark, (BARS_QUIET, 0), BARS_HEIGHT);
    let modules = pattern.len() + 2 * BARS_QUIET;
    Ok(Symbol { svg: frame(&path, (modules, BARS_HEIGHT), label), modules })
}

/// The modules of a Code 128, 1 for dark, from the start symbol to the stop bar, without quiet zones.
fn code128_pattern(text: &str) -> Result<Vec<u8>, NotDrawable> {
    if text.is_empty() || !text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return Err(NotDrawable::NotAscii);
    }
    Code128::new(with_subsets(text)).map(|code| code.encode()).map_err(|_| NotDrawable::NotAscii)
}

/// Switches to character set B, and to C, as `barcoders` wants them written.
const SET_B: char = '\u{0181}';
const SET_C: char = '\u{0106}';

/// Puts the switches in: C pays from four digits at either end of the text and from six within (ISO/IEC 15417 annex E).
/// An odd digit stays in B: the last one of a run that opens the text, else the first.
fn with_subsets(text: &str) -> String {
    let mut out = String::new();
    let mut set = None;
    let mut rest = text;
    let mut switch = |out: &mut String, to: char| {
        if set != Some(to) {
            out.push(to);
            set = Some(to);
        }
    };
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (opens, closes) = (rest.len() == text.len(), rest.len() == digits);
        let pays = digits >= if opens || closes { 4 } else { 6 } || (opens && closes && digits == 2);
        let plain = if !pays {
            digits.max(1)
        } else if opens {
            0
        } else {
            digits % 2
        };
        let (single, after) = rest.split_at(plain);
        if !single.is_empty() {
            switch(&mut out, SET_B);
            out.push_str(single);
        }
        rest = after;
        if pays {
            let (pairs, after) = rest.split_at((digits - plain) / 2 * 2);
            switch(&mut out, SET_C);
            out.push_str(pairs);
            rest = after;
        }
    }
    out
}

/// Adds one row of modules to an SVG path, one rectangle for each run of dark ones.
fn draw_runs(path: &mut String, dark: impl Iterator<Item = bool>, at: (usize, usize), height: usize) {
    let mut run = 0;
    for (x, is_dark) in dark.chain([false]).enumerate() {
        if is_dark {
            run += 1;
        } else if run > 0 {
            let left = at.0 + x - run;
            // Writing into a String does not fail.
            write!(path, "M{left} {}h{run}v{height}h-{run}z", at.1).unwrap_or_default();
            run = 0;
        }
    }
}

fn frame(path: &str, (width, height): (usize, usize), label: &str) -> String {
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"{label}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_go_in_pairs_where_that_is_shorter() {
        for (text, written) in [
            ("H48.05-261123-0007", "ƁH48.05-Ć261123Ɓ-Ć0007"),
            ("H48.05-261123-12345", "ƁH48.05-Ć261123Ɓ-1Ć2345"),
            ("0007", "Ć0007"),
            ("12345", "Ć1234Ɓ5"),
            ("42", "Ć42"),
            ("427", "Ɓ427"),
            ("A1234B", "ƁA1234B"),
            ("A1234567B", "ƁA1Ć234567ƁB"),
        ] {
            assert_eq!(with_subsets(text), written, "{text}");
        }
    }

    /// Start C (105), 00, 07, check (105 + 0·1 + 7·2 = 119, mod 103 = 16), stop: the patterns are those of the table in
    /// ISO/IEC 15417, written as widths of bars and gaps.
    #[test]
    fn a_code_128_is_the_one_computed_by_hand() {
        let widths = ["211232", "212222", "122312", "123122", "2331112"];
        let mut by_hand = Vec::new();
        for (n, width) in widths.concat().bytes().enumerate() {
            let dark = u8::from(n % 2 == 0);
            by_hand.extend(std::iter::repeat_n(dark, usize::from(width - b'0')));
        }
        assert_eq!(code128_pattern("0007").unwrap(), by_hand);
    }

    #[test]
    fn the_barcode_of_a_dossier_code_fits_a_small_paper_and_keeps_its_quiet_zone() {
        let bars = code128("H48.05-261123-0007", "Mã vạch").unwrap();
        // 1 start, 7 in B, switch, 3 pairs, switch, 1 in B, switch, 2 pairs, check = 18 of 11 modules, stop of 13.
        assert_eq!(bars.modules, 18 * 11 + 13 + 20);
        assert!(bars.svg.contains("d=\"M10 0h2v32h-2z"), "{}", bars.svg);
    }

    #[test]
    fn only_printable_ascii_becomes_bars() {
        for text in ["", "Hồ sơ", "A\nB", "Ć1234"] {
            assert_eq!(code128(text, ""), Err(NotDrawable::NotAscii), "{text}");
        }
    }

    /// Read by another library, the picture has the modules of the drawing, each as a square, and nothing else.
    #[test]
    fn the_picture_of_a_qr_code_is_the_drawing_in_pixels() {
        let text = "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN6304";
        let rows = qr_rows(text).unwrap();
        let picture = qr_png(text).unwrap();
        assert!(picture.len() < 3000, "{}", picture.len());
        let mut reader = png::Decoder::new(std::io::Cursor::new(picture));
        reader.set_transformations(png::Transformations::EXPAND);
        let mut reader = reader.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        let side = (rows.len() + 2 * QR_QUIET) * PIXELS;
        assert_eq!(pixels.len(), side * side);
        for (at, pixel) in pixels.iter().enumerate() {
            let module = |pixel: usize| (pixel / PIXELS).checked_sub(QR_QUIET);
            let row = module(at / side).and_then(|y| rows.get(y));
            let dark = row.zip(module(at % side)).and_then(|(row, x)| row.get(x)).copied().unwrap_or(false);
            assert_eq!(*pixel, if dark { 0 } else { 255 }, "pixel {} of row {}", at % side, at / side);
        }
    }

    #[test]
    fn a_qr_code_has_four_white_modules_around_three_finders() {
        let code = QRBuilder::new("https://motcua.example/h/K7QX2M9P").ecl(ECL::M).build().unwrap();
        assert_eq!(code.size, 29, "33 bytes at medium correction need version 3");
        let qr = qr("https://motcua.example/h/K7QX2M9P", "QR").unwrap();
        assert_eq!(qr.modules, 29 + 8);
        assert!(qr.svg.contains("viewBox=\"0 0 37 37\""));
        // The top edge of the finders left and right, and the bottom edge of the third one.
        for edge in ["M4 4h7v1h-7z", "M26 4h7v1h-7z", "M4 32h7v1h-7z"] {
            assert!(qr.svg.contains(edge), "{edge}");
        }
        for (_, left) in runs(&qr.svg) {
            assert!((4..33).contains(&left));
        }
    }

    #[test]
    fn pictures_have_a_name_and_no_inline_style() {
        let svg = qr("x", "Mã \"QR\" <1>").unwrap().svg;
        assert!(svg.contains("role=\"img\" aria-label=\"Mã &quot;QR&quot; &lt;1>\""));
        assert!(!svg.contains("style"));
    }

    #[test]
    fn a_text_beyond_the_largest_qr_code_is_refused() {
        assert!(qr(&"a".repeat(2_331), "").is_ok());
        assert_eq!(qr(&"a".repeat(2_332), ""), Err(NotDrawable::TooLong));
    }

    /// Every rectangle of a path: (y, x).
    fn runs(svg: &str) -> Vec<(usize, usize)> {
        let path = svg.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        path.split('M')
            .skip(1)
            .map(|run| {
                let (at, _) = run.split_once('h').unwrap();
                let (x, y) = at.split_once(' ').unwrap();
                (y.parse().unwrap(), x.parse().unwrap())
            })
            .collect()
    }
}
