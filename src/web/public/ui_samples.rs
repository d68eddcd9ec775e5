//! What `/_ui` shows in the parts that no page uses yet: made up, and said to be.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};

use crate::{
    domain::money::Vnd,
    web::{
        assets::asset,
        figures::{Bars, Datum, LegendClass, Line, Map, MapArea, Rank, Spark, Tile},
        parts::{DayMark, FeeLine, Place, Receipt, Signature, Ticket, Viewer},
        paths,
    },
};

const HERE: &str = "/_ui";

/// Days of a time limit, some of them not counted.
#[must_use]
pub fn days() -> Vec<DayMark> {
    let first = NaiveDate::from_ymd_opt(2024, 12, 17).unwrap_or_default();
    first
        .iter_days()
        .take(15)
        .enumerate()
        .map(|(i, date)| {
            let weekend = date.weekday().number_from_monday() > 5;
            let paused = (1..=3).contains(&i);
            DayMark {
                date,
                counted: !weekend && !paused,
                due: i == 14,
                note: if weekend {
                    "cuối tuần".to_owned()
                } else if paused {
                    "chờ bổ sung".to_owned()
                } else {
                    String::new()
                },
            }
        })
        .collect()
}

/// The longest name of a procedure in the national list has 1,094 characters.
#[must_use]
pub fn long_name() -> String {
    let one = "Cấp giấy phép xây dựng mới, giấy phép sửa chữa, cải tạo, giấy phép di dời đối với công trình và nhà ở riêng lẻ ";
    one.repeat(11).trim_end().chars().take(1094).collect()
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|w| (*w).to_owned()).collect()
}

fn datum(label: &str, thousandths: i64, tone: &'static str, made_of: &str) -> Datum {
    let shown = format!("{},{:02} %", thousandths / 1000, thousandths % 1000 / 10);
    Datum {
        label: label.to_owned(),
        thousandths,
        shown,
        tone,
        made_of: words(&[made_of]),
        href: HERE.to_owned(),
    }
}

/// Bars of five agencies.
#[must_use]
pub fn bars() -> Bars {
    Bars {
        id: "bars",
        title: "Tỷ lệ đúng hạn theo cơ quan, tháng 11 (số mẫu)".to_owned(),
        summary: "Cao nhất 99,12 %, thấp nhất 71,43 %.".to_owned(),
        columns: words(&["Cơ quan", "Đúng hạn", "Hồ sơ"]),
        full: 100_000,
        data: vec![
            datum("Sở Xây dựng", 99_120, "1", "1.126/1.136"),
            datum("Phường Cẩm Thành", 96_400, "1", "723/750"),
            datum("Xã Bình Sơn", 91_250, "1", "292/320"),
            datum("Sở Nông nghiệp và Môi trường", 84_030, "1", "2.210/2.630"),
            datum("Xã Sơn Tây Thượng", 71_430, "1", "20/28"),
        ],
    }
}

/// A year of months.
#[must_use]
pub fn line() -> Line {
    let rates =
        [93_100, 92_400, 94_800, 95_200, 94_100, 96_300, 95_900, 97_000, 96_200, 97_400, 98_000, 98_310];
    let data = (1..).zip(rates).map(|(month, rate)| datum(&format!("T{month}"), rate, "1", "1.204/1.240"));
    Line {
        id: "line",
        title: "Tỷ lệ đúng hạn theo tháng (số mẫu)".to_owned(),
        summary: "Tăng từ 93,10 % lên 98,31 %; chỉ tiêu 95 %.".to_owned(),
        columns: words(&["Tháng", "Đúng hạn", "Hồ sơ"]),
        scale: (90_000, 100_000),
        rules: vec![(90_000, "90 %".to_owned()), (95_000, "95 %".to_owned()), (100_000, "100 %".to_owned())],
        target: Some(95_000),
        data: data.collect(),
    }
}

/// Six squares in the place of areas.
#[must_use]
pub fn map() -> Map {
    let area = |name: &str, (x, y): (i64, i64), tone: &'static str, rate: i64, made_of: &str| MapArea {
        name: name.to_owned(),
        path: format!("M{x} {y}h140v90h-140z"),
        x: x + 70,
        y: y + 50,
        is_large: true,
        tone,
        datum: datum(name, rate, tone, made_of),
    };
    let class = |tone, words: &str| LegendClass { tone, words: words.to_owned() };
    Map {
        id: "map",
        title: "Bản đồ tỷ lệ đúng hạn (hình mẫu, không phải địa giới)".to_owned(),
        summary: "Năm nơi có số liệu, một nơi chưa có; cao nhất 99,10 %.".to_owned(),
        columns: words(&["Nơi", "Đúng hạn", "Hồ sơ"]),
        view_box: "0 0 440 190".to_owned(),
        areas: vec![
            area("Nơi A", (0, 0), "1", 99_100, "991/1.000"),
            area("Nơi B", (145, 0), "2", 96_200, "481/500"),
            area("Nơi C", (290, 0), "3", 92_000, "230/250"),
            area("Nơi D", (0, 95), "4", 85_000, "170/200"),
            area("Nơi E", (145, 95), "5", 70_000, "21/30"),
            area("Nơi G", (290, 95), "none", 0, "0/0"),
        ],
        legend: vec![
            class("1", "Từ 98 %"),
            class("2", "95 – 98 %"),
            class("3", "90 – 95 %"),
            class("4", "80 – 90 %"),
            class("5", "Dưới 80 %"),
            class("none", "Chưa có số liệu"),
        ],
    }
}

/// Three tiles with their way.
#[must_use]
pub fn measures() -> Vec<Tile> {
    let tile = |label: &str, value: &str, counted: &str, trend: &str, spark: &[i64], tone| Tile {
        label: label.to_owned(),
        value: value.to_owned(),
        counted: counted.to_owned(),
        target: "95 %".to_owned(),
        trend: trend.to_owned(),
        spark: Spark(spark.to_vec()),
        href: HERE.to_owned(),
        tone,
    };
    vec![
        tile("Đúng hạn", "98,31 %", "12.903/13.125 hồ sơ", "tăng 0,31 điểm", &[93, 94, 95, 96, 97, 98], "ok"),
        tile(
            "Nộp trực tuyến",
            "61,20 %",
            "8.032/13.125 hồ sơ",
            "tăng 2,4 điểm",
            &[52, 51, 55, 58, 59, 61],
            "warn",
        ),
        tile(
            "Số hóa kết quả",
            "40,05 %",
            "5.257/13.125 hồ sơ",
            "giảm 1,1 điểm",
            &[45, 44, 42, 43, 41, 40],
            "err",
        ),
    ]
}

/// Two rows of a ranking.
#[must_use]
pub fn ranking() -> Vec<Rank> {
    let rank =
        |place, name: &str, why: &str, score: &str, (moved, tone): (&str, &'static str), spark: &[i64]| {
            Rank {
                place,
                name: name.to_owned(),
                why: why.to_owned(),
                score: score.to_owned(),
                moved: moved.to_owned(),
                tone,
                spark: Spark(spark.to_vec()),
                href: HERE.to_owned(),
            }
        };
    vec![
        rank(
            1,
            "Sở Xây dựng",
            "Tiến độ giải quyết tăng",
            "92,4",
            ("Tăng 2 bậc", "ok"),
            &[80, 84, 83, 90, 92],
        ),
        rank(
            2,
            "Phường Cẩm Thành",
            "Số hóa hồ sơ giảm",
            "91,0",
            ("Giảm 1 bậc", "warn"),
            &[93, 92, 92, 91, 91],
        ),
    ]
}

fn vnd(dong: i64) -> Vnd {
    Vnd::new(dong).unwrap_or_default()
}

/// A paid fee.
#[must_use]
pub fn receipt(now: DateTime<Utc>) -> Receipt {
    Receipt {
        number: "1C26TQN-0000123".to_owned(),
        payer: "Nguyễn Thị Thảo".to_owned(),
        paid_at: now,
        method: "Chuyển khoản".to_owned(),
        lines: vec![FeeLine {
            name: "Lệ phí cấp giấy phép xây dựng nhà ở riêng lẻ".to_owned(),
            amount: vnd(75_000),
            basis: "Nghị quyết của HĐND tỉnh".to_owned(),
            ..FeeLine::default()
        }],
        total: vnd(75_000),
        in_words: "bảy mươi lăm nghìn đồng".to_owned(),
        check_code: "K7QX-2M9P".to_owned(),
    }
}

/// One place that is signed, one that is not.
#[must_use]
pub fn signatures(now: DateTime<Utc>) -> Vec<Signature> {
    let place = |role: &str, name: &str, signed_at| Signature {
        role: role.to_owned(),
        name: name.to_owned(),
        signed_at,
    };
    vec![place("Người tiếp nhận", "Lê Thị Hoa", Some(now)), place("Người nộp hồ sơ", "Nguyễn Thị Thảo", None)]
}

/// The second of three pages.
#[must_use]
pub fn viewer() -> Viewer {
    Viewer {
        name: "Giấy chứng sinh.pdf".to_owned(),
        page: 2,
        pages: 3,
        previous: HERE.to_owned(),
        next: HERE.to_owned(),
        image: asset("img/sample-page.svg"),
        frame: String::new(),
        zoom: 100,
        zooms: vec![
            Place { current: true, ..Place::new("100 %", HERE) },
            Place::new("150 %", HERE),
            Place::new("200 %", HERE),
        ],
        download: HERE.to_owned(),
    }
}

/// A document that the browser shows itself.
#[must_use]
pub fn framed() -> Viewer {
    Viewer {
        name: "Quyết định.pdf".to_owned(),
        frame: paths::STORY_DOCUMENT.to_owned(),
        download: paths::STORY_DOCUMENT.to_owned(),
        ..unseen()
    }
}

/// A document of which there is no picture.
#[must_use]
pub fn unseen() -> Viewer {
    Viewer {
        name: "Bản vẽ thiết kế.docx".to_owned(),
        page: 1,
        pages: 1,
        previous: String::new(),
        next: String::new(),
        image: String::new(),
        frame: String::new(),
        zoom: 100,
        zooms: Vec::new(),
        download: HERE.to_owned(),
    }
}

/// A drawn number.
#[must_use]
pub fn ticket(now: DateTime<Utc>) -> Ticket {
    Ticket {
        number: "A027".to_owned(),
        counter: "3".to_owned(),
        ahead: 4,
        what: "Hộ tịch".to_owned(),
        drawn_at: now,
    }
}
