//! What cashiers do with receipts that are wrong, through the real pages; and the table of a period.

use motcua::{
    app::{
        error::Error,
        receipt_change::{self, Change},
        secrets,
    },
    domain::receipt_chain::{NotAllowed, State},
    jobs,
};

use super::receipts::{holding, of, paid};
use crate::support::portal::Portal;

#[tokio::test]
async fn a_wrong_name_is_mended_by_another_receipt_in_its_place() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = paid(&portal, &lan, &hoa).await;
    let before = of(&portal, &code).await;
    let old = &before[0];
    let cashier = hoa.browser();
    cashier.get("/mot-cua/bien-lai").await.is(200).says("26TAA 00000001").says("Còn hiệu lực");
    let page = cashier.get(&format!("/mot-cua/bien-lai/{}", old.id)).await.is(200);
    assert!(page.text.contains("/thay-the") && page.text.contains("/huy"));

    let form = cashier.get(&format!("/mot-cua/bien-lai/{}/thay-the", old.id)).await.is(200).form("/thay-the");
    cashier.submit(&form.clone().with("reason", "sai tên")).await.is(422).says("Sửa ít nhất một thông tin");
    let form = form.with("name", "Nguyễn Thị Lan Anh");
    cashier.submit(&form).await.is(422).says("Nhập lý do");
    let form = form.with("reason", "sai tên người nộp");
    let done = cashier.submit(&form).await.is(303);
    cashier.follow(&done).await.is(200).says("Nguyễn Thị Lan Anh").says("26TAA 00000002");
    // the second click
    cashier.submit(&form).await.is(303);
    jobs::drain(&portal.app).await;

    let after = of(&portal, &code).await;
    assert_eq!(after.len(), 3);
    let new = after.iter().find(|receipt| receipt.about.is_some()).unwrap();
    assert_eq!(
        (new.name.number.get(), new.amount, &new.contents.lines),
        (2, old.amount, &old.contents.lines)
    );
    assert!(new.paper.is_some());
    assert_eq!(holding(&after), holding(&before));
    let old_now = after.iter().find(|receipt| receipt.id == old.id).unwrap();
    assert_eq!(
        (old_now.link().state(), &old_now.contents),
        (State::Replaced, &old.contents),
        "it says what it said"
    );
    let back = cashier.get(&format!("/mot-cua/bien-lai/{}/huy", old.id)).await.is(303);
    cashier.follow(&back).await.is(200).says("EBL01 26TAA 00000002");
    portal
        .browser()
        .get(&format!("/bien-lai?ma={}", old.check.grouped()))
        .await
        .is(200)
        .says("đã được thay thế")
        .says("26TAA 00000002")
        .does_not_say("sai tên");
    lan.browser().get(&format!("/ho-so/{code}")).await.is(200).says("(đã được thay thế)");
}

#[tokio::test]
async fn money_given_back_is_taken_off_by_an_adjustment_and_all_of_it_by_cancelling() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = paid(&portal, &lan, &hoa).await;
    let before = of(&portal, &code).await;
    let (charge, fee) = (&before[0], &before[1]);
    let cashier = hoa.browser();
    let path = format!("/mot-cua/bien-lai/{}/dieu-chinh", charge.id);
    let form = cashier
        .get(&path)
        .await
        .is(200)
        .form("/dieu-chinh")
        .with("reason", "hoàn một phần")
        .with("line", "0");
    for (off, said) in [
        ("0", "lớn hơn 0"),
        (charge.amount.dong().to_string().as_str(), "hủy biên lai thay vì điều chỉnh"),
        ("999.999.999", "không lớn hơn phần còn lại"),
        ("x", "Nhập"),
    ] {
        cashier.submit(&form.clone().with("off", off)).await.is(422).says(said);
    }
    cashier.submit(&form.with("off", "10.000")).await.is(303);
    let form = cashier.get(&format!("/mot-cua/bien-lai/{}/huy", fee.id)).await.is(200).form("/huy");
    cashier.submit(&form.with("reason", "ghi nhầm hồ sơ")).await.is(303);
    jobs::drain(&portal.app).await;

    let after = of(&portal, &code).await;
    assert_eq!(holding(&after), charge.amount.dong() - 10_000);
    let states: Vec<(i32, State)> = after.iter().map(|r| (r.name.number.get(), r.link().state())).collect();
    assert_eq!(states, [(1, State::Adjusted), (2, State::Issued), (1, State::Cancelled)]);
    let page = cashier.get(&format!("/mot-cua/bien-lai/{}", charge.id)).await.is(200);
    assert!(
        page.text.contains("/dieu-chinh")
            && !page.text.contains("/huy\"")
            && !page.text.contains("/thay-the")
    );

    // the table of the month adds up to what holds
    let table = cashier.get("/mot-cua/bien-lai/tong-hop").await.is(200).says("26TAA").says("26TAB");
    let csv = cashier.get(&table.link_named("Tải tệp CSV")).await.is(200);
    let sum: i64 = csv
        .text
        .lines()
        .skip(1)
        .map(|line| line.split(',').rev().nth(2).unwrap().parse::<i64>().unwrap())
        .sum();
    assert_eq!(sum, holding(&after), "{}", csv.text);
    let xlsx = cashier.get(&table.link_named("Tải tệp Excel (XLSX)")).await.is(200);
    assert!(xlsx.text.starts_with("PK"));
    cashier.get("/mot-cua/bien-lai/tong-hop?tu=2026-12-01&den=2026-11-01").await.is(422).says("theo thứ tự");
    cashier.get("/mot-cua/bien-lai/tong-hop.csv?co-quan=H48.102.01").await.is(404);
    cashier.get("/mot-cua/bien-lai?ngay=2026-11-22").await.is(200).says("không có biên lai nào");
}

#[tokio::test]
async fn only_a_cashier_of_the_agency_changes_a_receipt() {
    let portal = Portal::new().await;
    let (lan, hoa, nhan, trang) =
        (portal.lan().await, portal.hoa().await, portal.nhan().await, portal.trang().await);
    let code = paid(&portal, &lan, &hoa).await;
    let receipt = of(&portal, &code).await.remove(0);
    let path = format!("/mot-cua/bien-lai/{}/huy", receipt.id);
    let form = hoa.browser().get(&path).await.is(200).form("/huy").with("reason", "ghi nhầm hồ sơ");
    nhan.browser().submit(&form).await.is(403);
    lan.browser().submit(&form).await.is(403);
    trang.browser().submit(&form).await.is(404);
    assert_eq!(of(&portal, &code).await[0].link().state(), State::Issued);
}

#[tokio::test]
async fn of_two_who_change_a_receipt_at_once_one_wins() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = paid(&portal, &lan, &hoa).await;
    let receipt = of(&portal, &code).await.remove(0);
    let cashier = hoa.browser();
    let cancel = cashier.get(&format!("/mot-cua/bien-lai/{}/huy", receipt.id)).await.form("/huy");
    let thin = cashier.submit(&cancel.clone().with("reason", "a")).await.is(422).says("ít nhất hai từ");
    assert_eq!(thin.form("/huy").value("reason"), Some("a"));
    let cancel = cancel.with("reason", "ghi nhầm hồ sơ");
    let replace = cashier.get(&format!("/mot-cua/bien-lai/{}/thay-the", receipt.id)).await.form("/thay-the");
    let replace = replace.with("name", "Trần Thị Ba").with("reason", "sai tên người nộp");
    let (one, other) = tokio::join!(cashier.submit(&cancel), cashier.submit(&replace));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    assert_eq!(portal.texts("SELECT count(*)::text FROM receipt_mark").await, ["1"]);
}

#[tokio::test]
async fn a_wrong_name_of_what_was_paid_for_is_mended_and_its_amount_stays() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = paid(&portal, &lan, &hoa).await;
    let old = of(&portal, &code).await.remove(1);
    let cashier = hoa.browser();
    let form = cashier.get(&format!("/mot-cua/bien-lai/{}/thay-the", old.id)).await.is(200).form("/thay-the");
    let form = form.with("reason", "sai tên khoản thu");
    cashier.submit(&form).await.is(422).says("hoặc tên khoản thu");
    cashier.submit(&form.clone().with("what-0", "  ")).await.is(422);
    cashier.submit(&form.with("what-0", "Lệ phí cấp lại, mục 2")).await.is(303);
    jobs::drain(&portal.app).await;
    let new = of(&portal, &code).await.into_iter().find(|receipt| receipt.about.is_some()).unwrap();
    let (was, is) = (&old.contents.lines[0], &new.contents.lines[0]);
    assert_eq!((is.name.as_str(), &is.fee, is.amount), ("Lệ phí cấp lại, mục 2", &was.fee, was.amount));
    assert_eq!((new.contents.kind, &new.contents.payer), (old.contents.kind, &old.contents.payer));
    assert_eq!(holding(&of(&portal, &code).await), portal.dossier(&code).await.fee_paid.dong());
}

#[tokio::test]
async fn what_was_cancelled_in_error_is_given_again_once_and_each_leads_to_the_other() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = paid(&portal, &lan, &hoa).await;
    let before = of(&portal, &code).await;
    let old = &before[1];
    let cashier = hoa.browser();
    let here = format!("/mot-cua/bien-lai/{}", old.id);
    let page = cashier.get(&here).await.is(200);
    assert!(!page.text.contains("/lap-lai"), "nothing is missing");
    let early = cashier.get(&format!("{here}/lap-lai")).await.is(303);
    cashier.follow(&early).await.is(200).says("chưa hủy nên không cần lập lại");
    let cancel = cashier.get(&format!("{here}/huy")).await.is(200).form("/huy");
    cashier.submit(&cancel.with("reason", "bấm nhầm")).await.is(303);
    jobs::drain(&portal.app).await;
    assert_eq!(of(&portal, &code).await.len(), 2, "nobody gives another one by himself");

    cashier.get(&here).await.is(200).says("Lập lại biên lai");
    let form = cashier.get(&format!("{here}/lap-lai")).await.is(200).form("/lap-lai");
    cashier.submit(&form).await.is(422).says("Nhập lý do");
    let form = form.with("reason", "hủy nhầm");
    // Two clicks at once, and one from another window.
    let (one, two) = tokio::join!(cashier.submit(&form), cashier.submit(&form));
    assert_eq!((one.status, two.status), (303, 303));
    let other = cashier.get(&format!("{here}/lap-lai")).await.is(303);
    cashier.follow(&other).await.is(200).says("đã được lập lại");
    jobs::drain(&portal.app).await;

    let after = of(&portal, &code).await;
    assert_eq!(after.len(), 3);
    let new = after.iter().find(|receipt| receipt.about.is_some()).unwrap();
    assert_eq!((new.name.number.get(), &new.contents), (2, &old.contents));
    assert!(new.paper.is_some(), "and it is signed");
    assert_eq!(holding(&after), holding(&before));
    let old_now = after.iter().find(|receipt| receipt.id == old.id).unwrap();
    assert_eq!(old_now.link().state(), State::Cancelled, "it stays cancelled");
    cashier.get(&here).await.is(200).says("Được lập lại bằng").says(&new.name.to_string());
    cashier
        .get(&format!("/mot-cua/bien-lai/{}", new.id))
        .await
        .is(200)
        .says("Lập lại cho biên lai đã hủy")
        .says(&old.name.to_string());
    let check = format!("/bien-lai?ma={}", old.check.grouped());
    portal.browser().get(&check).await.is(200).says(&new.name.to_string());
    // The list of the day shows the old one as cancelled, and the table of the month tells what holds.
    cashier.get("/mot-cua/bien-lai").await.is(200).says("Đã hủy");
    let csv = cashier.get("/mot-cua/bien-lai/tong-hop.csv").await.is(200);
    let sum: i64 = csv
        .text
        .lines()
        .skip(1)
        .map(|line| line.split(',').rev().nth(2).unwrap().parse::<i64>().unwrap())
        .sum();
    assert_eq!(sum, holding(&after), "{}", csv.text);
    // The new one can be wrong too.
    let cancel = cashier.get(&format!("/mot-cua/bien-lai/{}/huy", new.id)).await.is(200).form("/huy");
    cashier.submit(&cancel.with("reason", "lại nhầm")).await.is(303);
    let form = cashier.get(&format!("/mot-cua/bien-lai/{}/lap-lai", new.id)).await.is(200).form("/lap-lai");
    cashier.submit(&form.with("reason", "hủy nhầm")).await.is(303);
    assert_eq!(holding(&of(&portal, &code).await), holding(&before));
}

#[tokio::test]
async fn what_was_cancelled_because_the_money_went_back_is_not_given_again() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let code = paid(&portal, &lan, &hoa).await;
    hoa.accepts(&code).await;
    let fee = of(&portal, &code).await.remove(1);
    let cashier = hoa.browser();
    let form = cashier.get(&format!("/mot-cua/ho-so/{code}/hoan-phi")).await.is(200).form("/hoan-phi");
    cashier
        .submit(&form.with("note", "Thu nhầm").with("amount", &fee.amount.dong().to_string()))
        .await
        .is(303);
    let refund = portal.texts("SELECT id::text FROM refund WHERE state = 'requested'").await.remove(0);
    let leader = hung.browser();
    let approve = leader.get(&format!("/mot-cua/thu-phi/hoan/{refund}")).await.is(200).form("/phe-duyet");
    leader.submit(&approve).await.is(303);
    let here = format!("/mot-cua/bien-lai/{}", fee.id);
    let cancel = cashier.get(&format!("{here}/huy")).await.is(200).form("/huy");
    cashier.submit(&cancel.with("reason", "đã hoàn tiền")).await.is(303);
    let page = cashier.get(&here).await.is(200);
    assert!(!page.text.contains("/lap-lai"));
    let refused = cashier.get(&format!("{here}/lap-lai")).await.is(303);
    cashier.follow(&refused).await.is(200).says("đã hoàn lại");
    // Nor by a form of before.
    let again = ("hủy nhầm", secrets::form_key());
    let again = receipt_change::change(&portal.app, &hoa.actor, fee.id, &Change::Again, again).await;
    assert!(matches!(again, Err(Error::Receipt(NotAllowed::MoneyWentBack))), "{again:?}");
}
