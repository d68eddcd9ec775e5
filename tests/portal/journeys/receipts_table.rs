//! The table 01/TH-BLĐT: a period that is over stays as it was told.

use motcua::jobs;

use super::receipts::of;
use crate::support::portal::Portal;

#[tokio::test]
async fn a_receipt_belongs_to_the_period_in_which_it_was_written_and_its_end_to_that_of_the_end() {
    let portal = Portal::at("2026-10-30 16:00").await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.012784").await;
    hoa.takes(&code, portal.dossier(&code).await.outstanding().dong()).await;
    // Paid in October; its receipts are written in November.
    portal.it_is("2026-11-02 08:00");
    jobs::drain(&portal.app).await;
    let month = async |from: &str, to: &str| -> Vec<String> {
        let path = format!("/mot-cua/bien-lai/tong-hop.csv?tu={from}&den={to}");
        let file = hoa.browser().get(&path).await.is(200);
        file.text.lines().skip(1).map(ToOwned::to_owned).collect()
    };
    assert_eq!(month("2026-10-01", "2026-10-31").await, [""; 0], "October was told already");
    let november = month("2026-11-01", "2026-11-30").await;
    assert_eq!(november.len(), 2);
    assert!(november.iter().all(|line| line.contains(",30/10/2026,02/11/2026,Mới,")), "{november:?}");

    portal.it_is("2026-12-01 08:00");
    let all = of(&portal, &code).await;
    let (charge, fee) = (&all[0], &all[1]);
    let cashier = hoa.browser();
    let form = cashier.get(&format!("/mot-cua/bien-lai/{}/huy", fee.id)).await.is(200).form("/huy");
    cashier.submit(&form.with("reason", "ghi nhầm hồ sơ")).await.is(303);
    assert_eq!(month("2026-11-01", "2026-11-30").await, november, "what was told of November stays");
    let december = month("2026-12-01", "2026-12-31").await;
    assert_eq!(december.len(), 1, "{december:?}");
    let expected = ",30/10/2026,01/12/2026,Bị hủy,Nguyễn Thị Lan,";
    assert!(december[0].contains(expected) && december[0].contains(&format!(",-{},", fee.amount.dong())));
    let page = cashier.get("/mot-cua/bien-lai/tong-hop?tu=2026-12-01&den=2026-12-31").await.is(200);
    page.says("Biên lai thuộc kỳ có ngày lập");

    // The paper stays as it was signed; what became of it stands in the name of its file.
    let named = async |id| {
        let pdf = cashier.get(&format!("/bien-lai/{id}/pdf")).await.is(200);
        pdf.header("content-disposition").to_owned()
    };
    assert_eq!(named(charge.id).await, "inline; filename=\"bien-lai-26TAA-00000001.pdf\"");
    assert_eq!(named(fee.id).await, "inline; filename=\"bien-lai-26TAB-00000001-da-huy.pdf\"");
    let path = format!("/mot-cua/bien-lai/{}/thay-the", charge.id);
    let form = cashier.get(&path).await.is(200).form("/thay-the");
    cashier.submit(&form.with("name", "Trần Thị Ba").with("reason", "sai tên người nộp")).await.is(303);
    assert_eq!(named(charge.id).await, "inline; filename=\"bien-lai-26TAA-00000001-bi-thay-the.pdf\"");
}
