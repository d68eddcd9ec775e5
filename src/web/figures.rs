//! What the macros of `templates/macros/figure.html` draw: numbers with their words, and where each stands in the picture.
//! Geometry is whole units of the picture's viewBox. Every figure carries the same numbers as rows of a table.

use std::fmt::Write as _;

/// Width of a chart's picture.
const WIDTH: i64 = 640;
/// Height of one bar with its words.
const BAR: i64 = 48;
/// Left edge, right edge, top and bottom of the plane of a line chart.
const PLANE: (i64, i64, i64, i64) = (52, 632, 12, 208);

/// One number with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datum {
    /// What it is the number of.
    pub label: String,
    /// The number, in thousandths: 92.94 % is 92 940.
    pub thousandths: i64,
    /// The number as people read it.
    pub shown: String,
    /// Class of colour: `1` good … `5` weak, `none` unknown.
    pub tone: &'static str,
    /// What it is made of, further cells of the table.
    pub made_of: Vec<String>,
    /// The list behind it; empty for none.
    pub href: String,
}

/// A row of a figure's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Head of the row.
    pub name: String,
    /// The list behind it; empty for none.
    pub href: String,
    /// Cells.
    pub cells: Vec<String>,
}

fn row(datum: &Datum) -> Row {
    let mut cells = vec![datum.shown.clone()];
    cells.extend(datum.made_of.iter().cloned());
    Row { name: datum.label.clone(), href: datum.href.clone(), cells }
}

/// `part` of `whole` of a length; nothing of nothing.
fn share(part: i64, whole: i64, length: i64) -> i64 {
    part.saturating_mul(length).checked_div(whole).unwrap_or(0).clamp(0, length)
}

/// Bars under each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// Id on the page.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// What the picture says, in a sentence.
    pub summary: String,
    /// Heads of the table.
    pub columns: Vec<String>,
    /// The whole that a full bar stands for, in thousandths; 0 = the largest number.
    pub full: i64,
    /// The numbers.
    pub data: Vec<Datum>,
}

/// A bar in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedBar {
    /// Top.
    pub y: i64,
    /// Length.
    pub width: i64,
    /// Words over it.
    pub label: String,
    /// Number.
    pub shown: String,
    /// Colour.
    pub tone: &'static str,
}

impl Bars {
    /// Height of the picture.
    #[must_use]
    pub fn height(&self) -> i64 {
        BAR * i64::try_from(self.data.len()).unwrap_or(1)
    }

    /// The bars in their places. Long words are cut: the table has them whole.
    #[must_use]
    pub fn placed(&self) -> Vec<PlacedBar> {
        let largest = self.data.iter().map(|d| d.thousandths).max().unwrap_or(0);
        let full = if self.full > 0 { self.full } else { largest };
        let place = |(at, datum): (i64, &Datum)| PlacedBar {
            y: at * BAR,
            width: share(datum.thousandths, full, WIDTH),
            label: cut(&datum.label, 52),
            shown: datum.shown.clone(),
            tone: datum.tone,
        };
        (0..).zip(&self.data).map(place).collect()
    }

    /// The same as a table.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        self.data.iter().map(row).collect()
    }
}

/// At most `most` characters, with a sign that there is more.
fn cut(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let mut short: String = words.chars().take(most).collect();
    short.push('…');
    short
}

/// A line through time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Id on the page.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// What the picture says, in a sentence.
    pub summary: String,
    /// Heads of the table.
    pub columns: Vec<String>,
    /// Lowest and highest of the scale, in thousandths.
    pub scale: (i64, i64),
    /// Lines of the scale: number in thousandths, as people read it.
    pub rules: Vec<(i64, String)>,
    /// The target, in thousandths.
    pub target: Option<i64>,
    /// The numbers, oldest first.
    pub data: Vec<Datum>,
}

/// A point of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dot {
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
    /// What it is the number of.
    pub label: String,
    /// Whether there is room for its words.
    pub named: bool,
}

/// A line of the scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// From the top.
    pub y: i64,
    /// As people read it.
    pub shown: String,
}

impl Line {
    fn y(&self, thousandths: i64) -> i64 {
        let (_, _, top, bottom) = PLANE;
        let (low, high) = self.scale;
        bottom - share(thousandths - low, high - low, bottom - top)
    }

    /// The lines of the scale.
    #[must_use]
    pub fn rules(&self) -> Vec<Rule> {
        self.rules.iter().map(|(at, shown)| Rule { y: self.y(*at), shown: shown.clone() }).collect()
    }

    /// Where the target lies.
    #[must_use]
    pub fn target_y(&self) -> Option<i64> {
        self.target.map(|t| self.y(t))
    }

    /// The points of the line; at most six are named, the last always.
    #[must_use]
    pub fn dots(&self) -> Vec<Dot> {
        let (left, right, _, _) = PLANE;
        let steps = i64::try_from(self.data.len()).unwrap_or(1).saturating_sub(1);
        let every = (steps / 6).max(0) + 1;
        let dot = |(at, datum): (i64, &Datum)| Dot {
            x: left + share(at, steps, right - left - 20) + 10,
            y: self.y(datum.thousandths),
            label: datum.label.clone(),
            named: (steps - at) % every == 0,
        };
        (0..).zip(&self.data).map(dot).collect()
    }

    /// The line as `points` of a polyline.
    #[must_use]
    pub fn points(&self) -> String {
        points(&self.dots())
    }

    /// The same as a table.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        self.data.iter().map(row).collect()
    }
}

fn points(dots: &[Dot]) -> String {
    dots.iter().fold(String::new(), |mut all, dot| {
        // Writing to a String cannot fail.
        let written = write!(all, "{},{} ", dot.x, dot.y);
        debug_assert!(written.is_ok());
        all
    })
}

/// A line small enough for text: only its way is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spark(pub Vec<i64>);

impl Spark {
    fn dots(&self) -> Vec<Dot> {
        let (low, high) =
            (self.0.iter().min().copied().unwrap_or(0), self.0.iter().max().copied().unwrap_or(0));
        let steps = i64::try_from(self.0.len()).unwrap_or(1).saturating_sub(1);
        let dot = |(at, value): (i64, &i64)| Dot {
            x: 4 + share(at, steps, 88),
            y: if high == low { 12 } else { 20 - share(value - low, high - low, 16) },
            label: String::new(),
            named: false,
        };
        (0..).zip(&self.0).map(dot).collect()
    }

    /// The line as `points` of a polyline.
    #[must_use]
    pub fn points(&self) -> String {
        points(&self.dots())
    }

    /// Where it stands now.
    #[must_use]
    pub fn last(&self) -> Option<Dot> {
        self.dots().pop()
    }
}

/// A map in classes of colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map {
    /// Id on the page.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// What the picture says, in a sentence.
    pub summary: String,
    /// Heads of the table.
    pub columns: Vec<String>,
    /// `viewBox` of the picture.
    pub view_box: String,
    /// The areas.
    pub areas: Vec<MapArea>,
    /// The classes, best first.
    pub legend: Vec<LegendClass>,
}

/// One area of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapArea {
    /// Name on the picture.
    pub name: String,
    /// Outline, as the `d` of a path.
    pub path: String,
    /// Where its name stands.
    pub x: i64,
    /// Where its name stands.
    pub y: i64,
    /// Whether its name has room.
    pub is_large: bool,
    /// Colour.
    pub tone: &'static str,
    /// Its number.
    pub datum: Datum,
}

/// One class of a legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendClass {
    /// Colour.
    pub tone: &'static str,
    /// From where to where, in words.
    pub words: String,
}

impl Map {
    /// The same as a table.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        self.areas.iter().map(|a| row(&a.datum)).collect()
    }
}

/// A tile of a board: one figure with everything that makes it honest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// What it counts.
    pub label: String,
    /// The figure.
    pub value: String,
    /// Numerator and denominator, in words.
    pub counted: String,
    /// The target; empty for none.
    pub target: String,
    /// Where it is going, in words.
    pub trend: String,
    /// Where it is going.
    pub spark: Spark,
    /// The list behind it.
    pub href: String,
    /// Look: ok, warn, err, info, neutral.
    pub tone: &'static str,
}

/// A row of a ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rank {
    /// Place.
    pub place: u32,
    /// Who.
    pub name: String,
    /// Which component moved it.
    pub why: String,
    /// Score.
    pub score: String,
    /// Places gained or lost, in words.
    pub moved: String,
    /// Look of `moved`.
    pub tone: &'static str,
    /// The way of the score.
    pub spark: Spark,
    /// Its page.
    pub href: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn datum(label: &str, thousandths: i64) -> Datum {
        Datum {
            label: label.to_owned(),
            thousandths,
            shown: format!("{thousandths}"),
            tone: "1",
            made_of: vec!["9/10".to_owned()],
            href: String::new(),
        }
    }

    #[test]
    fn the_longest_bar_fills_the_picture_and_nothing_leaves_it() {
        let mut bars = Bars {
            id: "b",
            title: String::new(),
            summary: String::new(),
            columns: Vec::new(),
            full: 0,
            data: vec![datum("a", 50), datum("b", 100), datum(&"x".repeat(90), -5)],
        };
        let widths = |bars: &Bars| bars.placed().iter().map(|b| b.width).collect::<Vec<_>>();
        assert_eq!(widths(&bars), [320, 640, 0]);
        assert_eq!(bars.height(), 144);
        assert_eq!(bars.placed()[2].label.chars().count(), 53);
        assert_eq!(bars.rows()[2].name.chars().count(), 90);
        bars.full = 200;
        assert_eq!(widths(&bars), [160, 320, 0]);
        bars.data = vec![datum("a", 0)];
        bars.full = 0;
        assert_eq!(widths(&bars), [0]);
    }

    #[test]
    fn a_line_stays_in_its_plane_and_names_its_last_point() {
        let line = Line {
            id: "l",
            title: String::new(),
            summary: String::new(),
            columns: Vec::new(),
            scale: (80_000, 100_000),
            rules: vec![(80_000, "80 %".to_owned()), (100_000, "100 %".to_owned())],
            target: Some(95_000),
            data: (0..12).map(|m| datum(&format!("T{m}"), 70_000 + m * 4_000)).collect(),
        };
        assert_eq!(line.rules().iter().map(|r| r.y).collect::<Vec<_>>(), [208, 12]);
        let dots = line.dots();
        assert!(dots.iter().all(|d| (52..=632).contains(&d.x) && (12..=208).contains(&d.y)));
        assert!(dots[11].named && dots.iter().filter(|d| d.named).count() <= 7);
        assert_eq!(line.target_y(), Some(61));
    }

    #[test]
    fn a_spark_of_one_or_of_equal_numbers_is_level() {
        assert_eq!(Spark(vec![5]).points(), "4,12 ");
        assert_eq!(Spark(vec![5, 5]).points(), "4,12 92,12 ");
        assert_eq!(Spark(vec![1, 3]).points(), "4,20 92,4 ");
        assert_eq!(Spark::default().last(), None);
    }
}
