//! The table of receipts of a period, form 01/TH-BLĐT, as the sheets of a file. The form is Vietnamese in every language of the portal.

use chrono::{Duration, NaiveDate};

use super::{context::App, error::Error};
use crate::{
    domain::{
        calendar,
        ids::AgencyCode,
        period::Period,
        receipt::{Collector, ReceiptName},
        receipt_chain::{Origin, Step},
        receipt_summary::{self, Entry, Series, Summary},
    },
    gateways::table::{self, Cell, Table},
    store,
};

/// The longest period of one table, in days: a year and a day.
pub const LONGEST: i64 = 367;

/// The table of an agency, and in whose name it gives receipts.
/// # Errors
/// [`Error::Store`].
pub async fn of(
    app: &App,
    agency: &AgencyCode,
    period: Period,
) -> Result<(Summary, Option<Collector>), Error> {
    let begin = |day: NaiveDate| calendar::instant(day.and_time(chrono::NaiveTime::MIN));
    let span = (begin(period.from), begin(period.to + Duration::days(1)));
    let rows = store::receipt_list::rows(&app.db, agency.as_str(), span).await?;
    let before = store::receipt_list::before(&app.db, agency.as_str(), span).await?;
    let gaps = store::receipt_list::gaps(&app.db, agency.as_str()).await?;
    let summary = receipt_summary::summary(period, &rows, &before, &gaps)
        .map_err(|e| Error::Internal(e.to_string()))?;
    Ok((summary, store::receipt_range::collector(&app.db, agency.as_str()).await?))
}

/// The table as a workbook of two sheets.
/// # Errors
/// [`Error::Gateway`] when it is larger than a sheet can be.
pub fn xlsx(summary: &Summary, collector: Option<&Collector>) -> Result<Vec<u8>, Error> {
    let title = title(summary, collector);
    Ok(table::xlsx(&[
        Table { title: title.clone(), ..series_table(summary) },
        Table { title, ..entries_table(summary) },
    ])?)
}

/// The receipts one by one, as CSV.
/// # Errors
/// [`Error::Gateway`] never happens in practice.
pub fn csv(summary: &Summary) -> Result<Vec<u8>, Error> {
    Ok(table::csv(&entries_table(summary))?)
}

/// What the sheets are called in a browser.
pub const XLSX: &str = table::XLSX;

fn title(summary: &Summary, collector: Option<&Collector>) -> Vec<String> {
    let day = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
    let mut lines = vec!["Bảng tổng hợp dữ liệu biên lai điện tử (mẫu 01/TH-BLĐT)".to_owned()];
    if let Some(Collector { name, tax_code }) = collector {
        lines.push(format!("Đơn vị thu: {name}. Mã số thuế: {tax_code}"));
    }
    lines.push(format!(
        "Kỳ: từ {} đến {}. Đơn vị tiền: đồng",
        day(summary.period.from),
        day(summary.period.to)
    ));
    lines
}

fn heads(all: &[(&str, u16)]) -> Vec<(String, u16)> {
    all.iter().map(|(name, width)| ((*name).to_owned(), *width)).collect()
}

fn series_table(summary: &Summary) -> Table {
    Table {
        name: "Tổng hợp".to_owned(),
        title: Vec::new(),
        heads: heads(&[
            ("Mẫu số", 10),
            ("Ký hiệu", 10),
            ("Đã lập trước kỳ", 12),
            ("Từ số", 12),
            ("Đến số", 12),
            ("Lập trong kỳ", 12),
            ("Bị thay thế", 12),
            ("Bị điều chỉnh", 12),
            ("Bị hủy", 12),
            ("Số tiền đã lập", 18),
            ("Số tiền giảm", 18),
            ("Còn lại", 18),
            ("Số bị thiếu", 16),
        ]),
        rows: summary.series.iter().map(series_row).collect(),
    }
}

fn series_row(series: &Series) -> Vec<Cell> {
    let number = |n: Option<i32>| n.map_or(Cell::Empty, |n| Cell::text(format!("{n:08}")));
    vec![
        Cell::text(series.form.key()),
        Cell::text(series.symbol.to_string()),
        Cell::Number(i64::from(series.before)),
        number(series.numbers.map(|(first, _)| first)),
        number(series.numbers.map(|(_, last)| last)),
        Cell::Number(i64::from(series.issued)),
        Cell::Number(i64::from(series.replaced)),
        Cell::Number(i64::from(series.adjusted)),
        Cell::Number(i64::from(series.cancelled)),
        Cell::Number(series.amount.dong()),
        Cell::Number(series.off.dong()),
        Cell::Number(series.net()),
        if series.missing.is_empty() { Cell::Empty } else { Cell::text(series.missing.said()) },
    ]
}

fn entries_table(summary: &Summary) -> Table {
    Table {
        name: "Chi tiết".to_owned(),
        title: Vec::new(),
        heads: heads(&[
            ("STT", 6),
            ("Mẫu số", 10),
            ("Ký hiệu", 10),
            ("Số", 12),
            ("Ngày trên biên lai", 12),
            ("Ngày lập/xử lý", 12),
            ("Trạng thái", 16),
            ("Người nộp", 30),
            ("Số định danh/Mã số thuế", 18),
            ("Khoản thu", 40),
            ("Số tiền", 16),
            ("Biên lai liên quan", 26),
            ("Lý do", 40),
        ]),
        rows: (1..).zip(&summary.entries).map(|(n, entry)| entry_row(n, entry)).collect(),
    }
}

fn entry_row(n: i64, entry: &Entry) -> Vec<Cell> {
    let Entry { row, done } = entry;
    let optional = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
    // What an adjustment says is taken off already where the adjusted one stands in the table.
    let (state, amount) = match (done.as_ref().map(|done| done.step), row.origin) {
        (Some(Step::Replace), _) => ("Bị thay thế", -row.amount.dong()),
        (Some(Step::Cancel), _) => ("Bị hủy", -row.amount.dong()),
        // It stands in the table as the receipt that was given again.
        (Some(Step::Again), _) => ("Được lập lại", 0),
        (Some(Step::Adjust), _) => ("Bị điều chỉnh", -done.as_ref().map_or(0, |done| done.off.dong())),
        (None, Origin::First) => ("Mới", row.amount.dong()),
        (None, Origin::Replaces) => ("Thay thế", row.amount.dong()),
        (None, Origin::Again) => ("Lập lại", row.amount.dong()),
        (None, Origin::Adjusts) => ("Điều chỉnh giảm", 0),
    };
    vec![
        Cell::Number(n),
        Cell::text(row.name.form.key()),
        Cell::text(row.name.symbol.to_string()),
        Cell::text(row.name.number.to_string()),
        Cell::text(row.issued_on.format("%d/%m/%Y").to_string()),
        Cell::text(entry.on().format("%d/%m/%Y").to_string()),
        Cell::text(state),
        Cell::text(row.payer.clone()),
        optional(row.payer_number.clone()),
        Cell::text(row.what_for.clone()),
        Cell::Number(amount),
        optional(row.about.filter(|_| done.is_none()).map(|about: ReceiptName| about.to_string())),
        optional(done.as_ref().map(|done| done.reason.clone())),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::receipt_summary::samples;

    #[test]
    fn the_lines_add_up_to_what_the_series_say() {
        let summary = samples::table(samples::quarter(), &samples::rows());
        let amount = |row: &Vec<Cell>| match row.get(10) {
            Some(Cell::Number(dong)) => *dong,
            other => panic!("{other:?}"),
        };
        let sum: i64 = entries_table(&summary).rows.iter().map(amount).sum();
        assert_eq!(sum, summary.net());
        assert_eq!(series_table(&summary).rows.len(), 2);
    }

    #[test]
    fn the_file_says_whose_it_is_and_of_when() {
        let summary = samples::table(samples::quarter(), &samples::rows());
        let collector = crate::domain::receipt_paper::samples::paper().contents.collector;
        let title = title(&summary, Some(&collector)).join("\n");
        for said in ["01/TH-BLĐT", "Mã số thuế: 0100109106", "từ 01/10/2026 đến 31/12/2026"] {
            assert!(title.contains(said), "{said}: {title}");
        }
        assert!(xlsx(&summary, Some(&collector)).unwrap().starts_with(b"PK"));
        let text = String::from_utf8(csv(&summary).unwrap()).unwrap();
        assert!(text.contains("26TAA,00000002,01/10/2026,05/10/2026,Bị thay thế,Nguyễn Thị Lan"), "{text}");
        assert!(text.contains("'=1+1 sai tên"), "{text}");
    }
}
