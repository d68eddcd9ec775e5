//! The colours of `static/css/tokens.css`, measured: every pair that meets on a page, by day, by night and in high contrast.
//! Source: WCAG 2.2, 1.4.3 (4.5:1 for text), 1.4.11 (3:1 for what a part is known by), 1.4.6 (7:1, what high contrast promises).

use std::collections::BTreeMap;

type Tokens = BTreeMap<String, String>;

/// Text, and the grounds it stands on.
const TEXT: &[(&str, &[&str])] = &[
    (
        "ink",
        &["bg", "surface", "surface-2", "ok-bg", "warn-bg", "err-bg", "info-bg", "wait-bg", "neutral-bg"],
    ),
    ("ink-2", &["bg", "surface", "surface-2"]),
    ("muted", &["bg", "surface", "surface-2", "info-bg", "ok-bg"]),
    ("link", &["bg", "surface", "surface-2", "info-bg", "ok-bg", "warn-bg"]),
    ("link-hover", &["bg", "surface", "surface-2", "info-bg"]),
    ("visited", &["bg", "surface", "info-bg", "ok-bg", "warn-bg", "err-bg"]),
    ("on-brand", &["brand", "brand-strip"]),
    ("on-action", &["action", "action-hover"]),
    ("on-halo", &["focus-halo"]),
    ("ok", &["bg", "ok-bg"]),
    ("warn", &["bg", "warn-bg"]),
    ("err", &["bg", "err-bg"]),
    ("info", &["bg", "info-bg"]),
    ("wait", &["bg", "wait-bg"]),
    ("neutral", &["bg", "neutral-bg"]),
    ("on-scale-1", &["scale-1"]),
    ("on-scale-2", &["scale-2"]),
    ("on-scale-3", &["scale-3"]),
    ("on-scale-4", &["scale-4"]),
    ("on-scale-5", &["scale-5"]),
    ("on-scale-none", &["scale-none"]),
];

/// Edges and marks by which a part is known.
const PARTS: &[(&str, &[&str])] = &[
    ("field", &["bg", "surface"]),
    ("focus-ring", &["bg", "surface", "surface-2"]),
    ("link", &["surface-2"]),
];

/// What high contrast changes.
const MORE: &[&str] =
    &["ink", "ink-2", "muted", "link", "visited", "ok", "warn", "err", "info", "wait", "neutral"];

fn css() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/static/css/tokens.css")).unwrap()
}

/// The declarations of the block that begins with `selector`, the `nth` time it stands there.
fn block(css: &str, selector: &str) -> Tokens {
    let (_, rest) = css.split_once(selector).unwrap_or_else(|| panic!("{selector} is not in tokens.css"));
    let (inside, _) = rest.split_once('}').unwrap();
    inside
        .split(';')
        .filter_map(|line| {
            let (name, value) = line.split("*/").last()?.trim().strip_prefix("--")?.split_once(':')?;
            Some((name.to_owned(), value.trim().to_owned()))
        })
        .collect()
}

/// By day and by night, plain and in high contrast.
fn modes() -> Vec<(String, Tokens)> {
    let css = css();
    let day = block(&css, ":root {");
    let mut night = day.clone();
    night.extend(block(&css, ":root[data-theme=\"dark\"] {"));
    let more = block(&css, ":root[data-contrast=\"more\"] {");
    let mut all = Vec::new();
    for (name, tokens) in [("day", day), ("night", night)] {
        let mut strong = tokens.clone();
        for (token, value) in &more {
            let other = value.strip_prefix("var(--").and_then(|v| v.strip_suffix(')')).unwrap();
            strong.insert(token.clone(), tokens[other].clone());
        }
        all.push((name.to_owned(), tokens));
        all.push((format!("{name}, high contrast"), strong));
    }
    all
}

/// Relative luminance of `#rrggbb`.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_pair_that_meets_contrasts_as_wcag_asks_in_every_mode() {
    let mut weak = Vec::new();
    for (mode, tokens) in modes() {
        for (pairs, least) in [(TEXT, 4.5), (PARTS, 3.0)] {
            for (front, ground) in pairs.iter().flat_map(|(f, grounds)| grounds.iter().map(move |g| (*f, *g)))
            {
                let found = contrast(&tokens[front], &tokens[ground]);
                if found < least {
                    weak.push(format!("{mode}: {front} on {ground} {found:.2} < {least}"));
                }
            }
        }
    }
    assert!(weak.is_empty(), "{}", weak.join("\n"));
    assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 0.01);
}

#[test]
fn high_contrast_keeps_what_it_promises() {
    let mut weak = Vec::new();
    for (mode, tokens) in modes().into_iter().filter(|(mode, _)| mode.contains("high")) {
        for token in MORE {
            let found = contrast(&tokens[*token], &tokens["bg"]);
            if found < 7.0 {
                weak.push(format!("{mode}: {token} {found:.2}"));
            }
        }
    }
    assert!(weak.is_empty(), "{}", weak.join("\n"));
}

/// What stands once in the file holds in both ways in what browsers get, and what the person chose has the last word.
#[test]
fn what_the_device_chooses_is_what_the_person_can_choose() {
    let css = String::from_utf8(super::assets::read("css/site.css").unwrap()).unwrap();
    for (wish, chosen) in [
        (
            "@media (prefers-color-scheme: dark) {\n:root:not([data-theme=\"light\"]) {",
            ":root[data-theme=\"dark\"] {",
        ),
        ("@media (prefers-contrast: more) {\n:root[data-contrast] {", ":root[data-contrast=\"more\"] {"),
    ] {
        let by_device = block(&css, wish);
        assert!(by_device.len() > 10, "{wish}");
        assert_eq!(by_device, block(&css, chosen));
        assert!(css.find(wish) < css.find(chosen));
        assert_eq!(css.matches(chosen).count(), 1, "{chosen}");
    }
    assert_eq!(self::css().matches("#10151c").count(), 1, "each colour stands in one place");
}

/// A colour that no token has cannot follow day and night. What is printed or photographed is black on white everywhere.
#[test]
fn no_other_style_sheet_names_a_colour() {
    const PAPER: &[&str] = &["slip.css", "print.css", "papers.css", "tokens.css"];
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/static/css");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if PAPER.contains(&name.as_str()) {
            continue;
        }
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let hex = line.split(['#']).skip(1).any(|rest| {
                rest.chars().take_while(char::is_ascii_hexdigit).count() >= 3 && line.contains(':')
            });
            if hex && line.trim().ends_with(';') {
                found.push(format!("{name}: {}", line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
