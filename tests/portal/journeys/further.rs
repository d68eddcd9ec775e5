//! A further amount names the rule it comes from: more of a fee, counted by the engine, or a paper of an authority. What it rests on
//! is read by whoever pays, and each part has the receipt that is its own.

use motcua::{
    domain::{
        command::Command,
        further::{Further, More, Unit},
        ids::DossierCode,
        procedure::FeeKind,
        refusal::Refusal,
        status::Status,
    },
    jobs,
};

use super::receipts::{holding, of};
use crate::support::{
    form::Form,
    page::{Page, css},
    people::{Person, decision, dong, refusal},
    portal::Portal,
};

const ASK: &str = "/yeu-cau-nop-phi";
const TAX: &str = "Văn bản số 12/TB-TCS1 ngày 20/11/2026 của Thuế cơ sở 1 tỉnh Quảng Ngãi";

/// Two certified copies of a birth record, asked for online, paid and accepted.
async fn two_copies(lan: &Person<'_>, hoa: &Person<'_>) -> DossierCode {
    let code = lan.files("2.000635").answer("copies", "2").submitted().await;
    hoa.takes(&code, 16_000).await;
    hoa.accepts(&code).await;
    code
}

async fn ask(officer: &Person<'_>, code: &DossierCode) -> Form {
    officer.browser().get(&format!("/mot-cua/ho-so/{code}{ASK}")).await.is(200).form(ASK)
}

/// By the tax authority's notice, which is neither a charge nor a fee.
fn by_tax_notice(form: Form, amount: &str) -> Form {
    form.with("further", "notice")
        .with("kind", "neither")
        .with("amount", amount)
        .with("number", "12/TB-TCS1")
        .with("date-day", "20")
        .with("date-month", "11")
        .with("date-year", "2026")
        .with("issuer", "Thuế cơ sở 1 tỉnh Quảng Ngãi")
        .with("reason", "Tiền sử dụng đất phải nộp")
}

fn lines_of(page: &Page) -> Vec<String> {
    let plain = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let html = page.html();
    let rows = css("table.fees tbody tr");
    html.select(&rows).map(|row| plain(row.text().collect::<Vec<_>>().join(" "))).collect()
}

#[tokio::test]
async fn more_of_a_fee_is_chosen_counted_looked_at_paid_and_on_its_receipt() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = two_copies(&lan, &hoa).await;
    let desk = hoa.browser();
    let form = ask(&hoa, &code).await;
    assert_eq!(form.choices("further"), ["fee", "notice"], "nothing is outstanding");
    assert_eq!((form.value("further"), form.value("item")), (None, Some("ban-sao-trich-luc")));
    let open = desk.submit(&form.clone().with("reason", "Thêm ba bản sao")).await.is(422);
    let form = open.says("Chọn yêu cầu nộp khoản nào").form(ASK);
    let none = form.with("further", "fee").with("quantity", "0");
    let kept = desk.submit(&none).await.is(422).says("Nhập số từ 1 đến 9.999").form(ASK);
    assert_eq!((kept.value("further"), kept.value("quantity")), (Some("fee"), Some("0")));
    assert_eq!(kept.value("reason"), Some("Thêm ba bản sao"));

    // The amount is nobody's but the rule's, and is looked at before it is asked for; another number is looked at again.
    let look = desk.submit(&kept.with("quantity", "4")).await.is(200).says("Ba mươi hai nghìn đồng");
    let look = desk.submit(&look.form(ASK).with("quantity", "3")).await.is(200);
    let look = look.says("Yêu cầu nộp thêm 24.000").says("Hai mươi tư nghìn đồng");
    let look = look.says("hộ tịch, thêm 3").says("5 × 8.000").says("trước đó 16.000").says("Thông tư");
    assert_eq!(portal.dossier(&code).await.status, Status::Accepted, "nothing is asked for yet");
    desk.submit(&look.form(ASK)).await.is(303);
    let asked = portal.dossier(&code).await;
    assert_eq!((asked.status, asked.outstanding()), (Status::PaymentRequested, dong(24_000)));

    let citizen = lan.browser();
    let page = citizen.get(&format!("/ho-so/{code}")).await.is(200);
    let lines = lines_of(&page);
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert!(line.contains("5 × 8.000") && line.contains("Thông tư") && line.contains("40.000"), "{line}");
    page.says("thêm 3").says("Thêm ba bản sao").says("Còn phải nộp 24.000");
    citizen.get(&format!("/ho-so/{code}/nop-phi")).await.is(200).says("thêm 3").says("24.000");
    citizen.get(&format!("/giay-hen/{code}")).await.is(200).says("thêm 3").says("Thông tư");
    desk.get(&format!("/mot-cua/ho-so/{code}")).await.is(200).says("thêm 3: 24.000");
    hoa.takes(&code, 24_000).await;
    jobs::drain(&portal.app).await;
    let all = of(&portal, &code).await;
    let mut told: Vec<_> =
        all.iter().map(|r| (r.contents.kind, r.amount.dong(), r.contents.what_for())).collect();
    // Which of two payments gets its receipt first is nobody's rule.
    told.sort_by_key(|(_, amount, _)| *amount);
    let name = "Phí cấp bản sao trích lục hộ tịch".to_owned();
    assert_eq!(told, [(FeeKind::Charge, 16_000, name.clone()), (FeeKind::Charge, 24_000, name)]);
}

#[tokio::test]
async fn what_an_authority_asks_for_is_read_with_its_paper_and_has_no_receipt_of_fees() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let code = two_copies(&lan, &hoa).await;
    let desk = hoa.browser();
    let whole = by_tax_notice(ask(&hoa, &code).await, "1.500.000");
    for (field, value, said) in [
        ("number", " ", "Điền mục này"),
        ("issuer", "", "Điền mục này"),
        ("date-day", "27", "Chọn ngày không sau hôm nay"),
        ("date-day", "", "Nhập đủ ngày, tháng, năm"),
        ("amount", "0", "Nhập một số"),
        ("amount", "12,5", "Nhập một số"),
    ] {
        let refused = desk.submit(&whole.clone().with(field, value)).await.is(422).says(said).form(ASK);
        let kept =
            ["further", "kind", "date-year", "reason"].map(|name| refused.value(name).map(str::to_owned));
        let typed =
            ["further", "kind", "date-year", "reason"].map(|name| whole.value(name).map(str::to_owned));
        assert_eq!(kept, typed, "{field}");
    }
    let look = desk.submit(&whole).await.is(200);
    let look = look.says("Một triệu năm trăm nghìn đồng").says(TAX).says("không có biên lai ở đây");
    assert_eq!(portal.dossier(&code).await.status, Status::Accepted, "nothing is asked for yet");
    desk.submit(&look.form(ASK)).await.is(303);

    let citizen = lan.browser();
    for page in ["", "/nop-phi"] {
        let page = citizen.get(&format!("/ho-so/{code}{page}")).await.is(200);
        let lines = lines_of(&page);
        let [_, line] = &lines[..] else { panic!("{lines:?}") };
        assert!(line.starts_with("Tiền sử dụng đất phải nộp"), "{line}");
        assert!(line.contains(TAX) && line.contains("1.500.000 ₫"), "{line}");
    }
    citizen.get(&format!("/en/ho-so/{code}")).await.is(200).says(TAX).says("Neither a charge nor a fee");
    citizen.get(&format!("/giay-hen/{code}")).await.is(200).says(TAX);
    desk.get(&format!("/mot-cua/ho-so/{code}")).await.is(200).says(&format!("{TAX}: 1.500.000"));
    jobs::drain(&portal.app).await;
    citizen.get("/thong-bao").await.is(200).says(TAX);

    hoa.takes(&code, 1_500_000).await;
    jobs::drain(&portal.app).await;
    let all = of(&portal, &code).await;
    assert_eq!((all.len(), holding(&all)), (1, 16_000), "a tax is on no receipt of fees");
    let missing = async || portal.texts("SELECT reason FROM unreceipted").await;
    assert_eq!(missing().await, [""; 0], "and none is missing");

    // It goes back by the agency's error: the receipt of the fees stays as it is.
    let form = desk.get(&format!("/mot-cua/ho-so/{code}/hoan-phi")).await.is(200).form("/hoan-phi");
    let form = form.with("note", "Cơ quan thuế đã hủy thông báo").with("amount", "1.500.000");
    desk.submit(&form).await.is(303);
    let refund = portal.texts("SELECT id::text FROM refund").await.concat();
    let refund = format!("/mot-cua/thu-phi/hoan/{refund}");
    let leader = hung.browser();
    leader.submit(&leader.get(&refund).await.is(200).form("/phe-duyet")).await.is(303);
    desk.submit(&desk.get(&refund).await.is(200).form("/chi").with("reference", "FT900")).await.is(303);
    jobs::drain(&portal.app).await;
    assert_eq!(holding(&of(&portal, &code).await), 16_000);
    assert_eq!(missing().await, [""; 0]);
}

#[tokio::test]
async fn a_decision_that_makes_it_a_charge_has_a_receipt_of_charges_that_cites_it() {
    let portal = Portal::new().await;
    let (hoa, tuan) = (portal.hoa().await, portal.tuan().await);
    let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
    hoa.forwards(&code).await;
    // Together with what is outstanding: a fee of 100,000.
    let notice = decision(Some(FeeKind::Charge));
    let further = Some(Further::Notice { amount: dong(20_000), notice });
    tuan.does(&code, Command::RequestPayment { further, reason: "Phí thẩm định".to_owned() }).await;
    hoa.takes(&code, 120_000).await;
    jobs::drain(&portal.app).await;
    let all = of(&portal, &code).await;
    let mut told: Vec<_> =
        all.iter().map(|r| (r.contents.kind, r.amount.dong(), r.contents.what_for())).collect();
    told.sort();
    assert_eq!(told[0].0, FeeKind::Charge);
    assert_eq!(told[0].2, "Phí thẩm định (Văn bản số 15/QĐ-UBND ngày 01/12/2025 của UBND tỉnh Quảng Ngãi)");
    assert_eq!((told[0].1, told[1].1, told.len()), (20_000, 100_000, 2));
}

#[tokio::test]
async fn tiers_count_on_and_the_form_offers_what_can_be_asked_for() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let filed = hoa.files("2.000815").walk_in("Trần Văn Bảy").answer("pages", "2").answer("copies", "2");
    let code = filed.taken_in().await;
    let desk = hoa.browser();
    let form = ask(&hoa, &code).await;
    assert_eq!(form.choices("further"), ["outstanding", "fee", "notice"]);
    assert_eq!(form.choices("item"), ["phi-chung-thuc", "phi-chung-thuc:copies"]);
    assert_eq!((form.value("further"), form.value("item")), (None, None), "nothing is chosen for anybody");
    let form = form.with("further", "fee").with("reason", "Bản chính có ba trang");
    let form = form.with("item", "phi-chung-thuc").with("quantity", "1");
    // The third page costs 1,000 in each of the two copies; with 8,000 that are outstanding.
    let look = desk.submit(&form).await.is(200).says("Yêu cầu nộp thêm 2.000").says("tất cả 10.000");
    let copies = look.form(ASK).with("item", "phi-chung-thuc:copies");
    desk.submit(&copies).await.is(200).says("Yêu cầu nộp thêm 4.000").says("thêm 1 bản");

    // A fee that is the same for every dossier is not offered a second time, and is refused; values stay.
    let flat = hoa.files("1.001612").walk_in("Trần Văn Tám").taken_in().await;
    let form = ask(&hoa, &flat).await;
    assert!(!form.asks("item"), "{:?}", form.choices("item"));
    assert_eq!(form.choices("further"), ["outstanding", "notice"]);
    let more = More { unit: Unit::Quantity, count: 1 };
    let further = Some(Further::Fee { fee: "le-phi-hkd".to_owned(), more });
    let again = Command::RequestPayment { further, reason: "Thu thêm một lần".to_owned() };
    let refused = refusal(hoa.tries(&flat, again).await);
    assert_eq!(refused, Refusal::NothingMore { fee: "Lệ phí đăng ký hộ kinh doanh".to_owned() });
}

#[tokio::test]
async fn a_fee_of_another_case_costs_what_the_preferences_of_the_day_of_filing_leave() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    // A birth that turns out to be registered late: 8,000, half of it as it was filed online.
    let code = lan.submits("1.001193").await;
    let more = More { unit: Unit::Quantity, count: 1 };
    let further = Some(Further::Fee { fee: "le-phi-khai-sinh".to_owned(), more });
    let late = Command::RequestPayment { further, reason: "Đăng ký sau 60 ngày".to_owned() };
    let asked = hoa.does(&code, late).await;
    assert_eq!(asked.outstanding(), dong(4_000));
    let line = asked.quote.unwrap().lines.remove(0);
    assert_eq!((line.full, line.amount), (dong(8_000), dong(4_000)));
    assert!(line.all_bases().contains("11/2022"), "{}", line.all_bases());
}

#[tokio::test]
async fn of_a_payment_for_fees_and_a_tax_only_the_fees_have_a_receipt() {
    let portal = Portal::new().await;
    let (hoa, tuan) = (portal.hoa().await, portal.tuan().await);
    let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
    hoa.forwards(&code).await;
    let further = Some(Further::Notice { amount: dong(1_000_000), notice: decision(None) });
    tuan.does(&code, Command::RequestPayment { further, reason: "Thuế môn bài".to_owned() }).await;
    hoa.takes(&code, 1_100_000).await;
    jobs::drain(&portal.app).await;
    let all = of(&portal, &code).await;
    let told: Vec<_> =
        all.iter().map(|r| (r.contents.kind, r.amount.dong(), r.contents.what_for())).collect();
    assert_eq!(told, [(FeeKind::Fee, 100_000, "Lệ phí đăng ký hộ kinh doanh".to_owned())]);
    assert_eq!(portal.texts("SELECT reason FROM unreceipted").await, [""; 0]);
}
