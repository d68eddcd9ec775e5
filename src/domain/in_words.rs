//! Amounts in words, as receipts carry them: "Một triệu không trăm linh năm nghìn đồng", "One million, five thousand đồng".
//! Source: the contents of a receipt by NĐ 254/2026 Art.23; the way Vietnamese reads numbers (mốt, tư, lăm, mươi, linh).

use super::money::Vnd;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const SCALES: [&str; 3] = ["", " nghìn", " triệu"];
const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const LARGE: [&str; 5] = ["", " thousand", " million", " billion", " trillion"];

/// In Vietnamese, with a capital and the unit: `Mười nghìn đồng`.
#[must_use]
pub fn vietnamese(amount: Vnd) -> String {
    sentence(&vietnamese_number(amount.dong().unsigned_abs()))
}

/// In English, with a capital and the unit: `Ten thousand đồng`.
#[must_use]
pub fn english(amount: Vnd) -> String {
    sentence(&english_number(amount.dong().unsigned_abs()))
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{} đồng", letters.as_str())
}

/// Groups of three digits, the last group first.
fn groups(mut number: u64) -> Vec<u64> {
    let mut groups = Vec::new();
    while number > 0 {
        groups.push(number % 1_000);
        number /= 1_000;
    }
    groups
}

/// Above a milliard the number is read as so many milliards ("tỷ") and the rest.
fn vietnamese_number(number: u64) -> String {
    const MILLIARD: u64 = 1_000_000_000;
    if number == 0 {
        return word(&DIGITS, 0).to_owned();
    }
    let (high, low) = (number / MILLIARD, number % MILLIARD);
    let mut words = Vec::new();
    if high > 0 {
        words.push(format!("{} tỷ", vietnamese_number(high)));
    }
    let groups = groups(low);
    for (scale, group) in groups.iter().enumerate().rev().filter(|(_, group)| **group > 0) {
        let leads = high == 0 && scale + 1 == groups.len();
        words.push(format!("{}{}", hundreds(*group, leads), word(&SCALES, scale)));
    }
    words.join(" ")
}

/// Three digits; a group that does not lead names its hundreds even when there are none.
fn hundreds(group: u64, leads: bool) -> String {
    let (hundred, ten, unit) = (group / 100, group / 10 % 10, group % 10);
    let mut words = Vec::new();
    if hundred > 0 || !leads {
        words.push(format!("{} trăm", digit(hundred)));
    }
    match (ten, unit) {
        (0, 0) => {}
        (0, _) if words.is_empty() => words.push(digit(unit).to_owned()),
        (0, _) => words.push(format!("linh {}", digit(unit))),
        (1, _) => words.push(with_unit("mười", unit, false)),
        (_, _) => words.push(with_unit(&format!("{} mươi", digit(ten)), unit, true)),
    }
    words.join(" ")
}

fn with_unit(tens: &str, unit: u64, after_twenty: bool) -> String {
    match unit {
        0 => tens.to_owned(),
        1 if after_twenty => format!("{tens} mốt"),
        4 if after_twenty => format!("{tens} tư"),
        5 => format!("{tens} lăm"),
        _ => format!("{tens} {}", digit(unit)),
    }
}

fn digit(number: u64) -> &'static str {
    word(&DIGITS, usize::try_from(number).unwrap_or(usize::MAX))
}

fn english_number(number: u64) -> String {
    if number == 0 {
        return word(&SMALL, 0).to_owned();
    }
    let groups = groups(number);
    let words: Vec<String> = groups
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, group)| **group > 0)
        .map(|(scale, group)| format!("{}{}", english_hundreds(*group), word(&LARGE, scale)))
        .collect();
    match words.split_last() {
        // What is less than a hundred at the end is said as within a hundred: ten thousand and five.
        Some((last, before)) if !before.is_empty() && (1..100).contains(&(number % 1_000)) => {
            format!("{} and {last}", before.join(", "))
        }
        _ => words.join(", "),
    }
}

fn english_hundreds(group: u64) -> String {
    let (hundred, rest) = (group / 100, group % 100);
    let small = |n: u64| word(&SMALL, usize::try_from(n).unwrap_or(usize::MAX));
    let tens = |n: u64| word(&TENS, usize::try_from(n).unwrap_or(usize::MAX));
    let rest_words = match (rest / 10, rest % 10) {
        (0, 0) => String::new(),
        (0 | 1, _) => small(rest).to_owned(),
        (ten, 0) => tens(ten).to_owned(),
        (ten, unit) => format!("{}-{}", tens(ten), small(unit)),
    };
    match (hundred, rest) {
        (0, _) => rest_words,
        (_, 0) => format!("{} hundred", small(hundred)),
        _ => format!("{} hundred and {rest_words}", small(hundred)),
    }
}

fn word<'a>(words: &[&'a str], at: usize) -> &'a str {
    words.get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_reads_mot_tu_lam_muoi_and_linh() {
        for (dong, words) in [
            (0, "Không đồng"),
            (5, "Năm đồng"),
            (10, "Mười đồng"),
            (11, "Mười một đồng"),
            (14, "Mười bốn đồng"),
            (15, "Mười lăm đồng"),
            (20, "Hai mươi đồng"),
            (21, "Hai mươi mốt đồng"),
            (24, "Hai mươi tư đồng"),
            (55, "Năm mươi lăm đồng"),
            (101, "Một trăm linh một đồng"),
            (110, "Một trăm mười đồng"),
            (999, "Chín trăm chín mươi chín đồng"),
            (4_500, "Bốn nghìn năm trăm đồng"),
            (10_000, "Mười nghìn đồng"),
            (20_005, "Hai mươi nghìn không trăm linh năm đồng"),
            (100_000, "Một trăm nghìn đồng"),
            (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
            (1_000_010, "Một triệu không trăm mười đồng"),
            (337_000_000, "Ba trăm ba mươi bảy triệu đồng"),
            (17_000_000_000, "Mười bảy tỷ đồng"),
            (1_000_000_000_001, "Một nghìn tỷ không trăm linh một đồng"),
            (10_000_000_000_000, "Mười nghìn tỷ đồng"),
            (
                2_345_678_901_234,
                "Hai nghìn ba trăm bốn mươi lăm tỷ sáu trăm bảy mươi tám triệu chín trăm linh một nghìn hai trăm ba mươi tư đồng",
            ),
        ] {
            assert_eq!(vietnamese(Vnd::new(dong).unwrap()), words, "{dong}");
        }
    }

    #[test]
    fn english_reads_hundreds_with_and() {
        for (dong, words) in [
            (0, "Zero đồng"),
            (13, "Thirteen đồng"),
            (45, "Forty-five đồng"),
            (90, "Ninety đồng"),
            (100, "One hundred đồng"),
            (1, "One đồng"),
            (21, "Twenty-one đồng"),
            (101, "One hundred and one đồng"),
            (1_001, "One thousand and one đồng"),
            (1_100, "One thousand, one hundred đồng"),
            (4_500, "Four thousand, five hundred đồng"),
            (10_005, "Ten thousand and five đồng"),
            (123_000, "One hundred and twenty-three thousand đồng"),
            (1_000_099, "One million and ninety-nine đồng"),
            (1_005_000, "One million, five thousand đồng"),
            (1_250_110, "One million, two hundred and fifty thousand, one hundred and ten đồng"),
            (10_000_000_000_000, "Ten trillion đồng"),
        ] {
            assert_eq!(english(Vnd::new(dong).unwrap()), words, "{dong}");
        }
    }

    /// Reads the words of English back.
    fn read_english(words: &str) -> u64 {
        let (mut total, mut part) = (0_u64, 0_u64);
        let words = words.to_lowercase().replace([',', '-'], " ");
        for word in words.trim_end_matches(" đồng").split_whitespace().filter(|word| *word != "and") {
            let small = SMALL.iter().position(|one| *one == word);
            let tens = TENS.iter().position(|one| *one == word).map(|ten| ten * 10);
            if let Some(one) = small.or(tens) {
                part += u64::try_from(one).unwrap();
            } else if word == "hundred" {
                part *= 100;
            } else {
                let scale = LARGE.iter().position(|large| large.trim() == word).unwrap();
                total += part * 1_000_u64.pow(u32::try_from(scale).unwrap());
                part = 0;
            }
        }
        total + part
    }

    /// Reads the words back: another way round than they are written.
    fn read(words: &str) -> u64 {
        let (mut total, mut part, mut last) = (0_u64, 0_u64, 0_u64);
        for word in words.to_lowercase().trim_end_matches(" đồng").split(' ') {
            match word {
                "tỷ" => {
                    total = (total + part + last) * 1_000_000_000;
                    (part, last) = (0, 0);
                }
                "triệu" => {
                    total += (part + last) * 1_000_000;
                    (part, last) = (0, 0);
                }
                "nghìn" => {
                    total += (part + last) * 1_000;
                    (part, last) = (0, 0);
                }
                "trăm" => {
                    part += last * 100;
                    last = 0;
                }
                "mươi" => {
                    part += last * 10;
                    last = 0;
                }
                "mười" => {
                    part += 10;
                    last = 0;
                }
                "linh" => last = 0,
                "mốt" => last = 1,
                "tư" => last = 4,
                "lăm" => last = 5,
                digit => last = u64::try_from(DIGITS.iter().position(|d| *d == digit).unwrap()).unwrap(),
            }
        }
        total + part + last
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_number() {
        let mut seed = 7_u64;
        for step in 0..20_000_u64 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let number = if step < 2_000 {
                step
            } else {
                (seed >> 20) % 10_u64.pow(1 + u32::try_from(step % 12).unwrap())
            };
            let amount = Vnd::new(i64::try_from(number).unwrap()).unwrap();
            let words = vietnamese(amount);
            assert_eq!(read(&words), number, "{words}");
            let words = english(amount);
            assert_eq!(read_english(&words), number, "{words}");
        }
    }
}
