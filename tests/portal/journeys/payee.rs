//! Where the money of a refund goes: the owner says it or an officer notes it, a leader agrees to what they saw, and a cashier pays it
//! out there and nowhere else.

use motcua::{
    app::{
        pay::{self, Heard},
        payee,
        refund::{self, Asked},
    },
    domain::{
        ids::DossierCode,
        payee::{Basis, Payee, Typed},
        refund::Cause,
    },
    store::dossier::Key,
};

use crate::support::{
    browser::Origin,
    form::Form,
    page::{Page, css},
    people::{Person, dong, not_found},
    portal::Portal,
};

const WHOLE: &str = "0071001234567";

/// A dossier of Lan that was paid in cash and withdrawn in time, and the page of its refund.
async fn withdrawn(portal: &Portal) -> (DossierCode, String) {
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    lan.withdraws(&code).await;
    (code, page_of(portal).await)
}

async fn page_of(portal: &Portal) -> String {
    let sql = "SELECT '/mot-cua/thu-phi/hoan/' || id FROM refund WHERE state IN ('requested', 'approved')";
    portal.texts(sql).await.remove(0)
}

async fn state(portal: &Portal) -> String {
    portal.texts("SELECT concat_ws(' ', state, method, reference) FROM refund").await.remove(0)
}

/// What was said of where the money goes, in order.
async fn words(portal: &Portal) -> Vec<String> {
    let sql = "SELECT concat_ws(' ', turn, way, bank, number, name, basis, CASE WHEN undid_by IS NOT NULL THEN 'undid' END)
               FROM refund_payee ORDER BY refund_id, turn";
    portal.texts(sql).await
}

fn to_account(form: Form, bank: &str, number: &str, name: &str) -> Form {
    form.with("way", "account").with("bank", bank).with("number", number).with("name", name)
}

/// Says on the owner's page, and once more after having looked at it, that the money goes to this account.
async fn says(person: &Person<'_>, code: &DossierCode, number: &str) -> Page {
    let browser = person.browser();
    let form = browser.get(&format!("/ho-so/{code}/nhan-hoan")).await.is(200).form("/nhan-hoan");
    let look = browser.submit(&to_account(form, "970436", number, "Nguyễn Thị LAN")).await.is(200);
    browser.submit(&look.form("/nhan-hoan").pressing("step", "save")).await
}

async fn agrees(leader: &Person<'_>, page: &str) -> Page {
    let browser = leader.browser();
    browser.submit(&browser.get(page).await.is(200).form("/phe-duyet")).await
}

#[tokio::test]
async fn the_owner_says_where_it_goes_a_leader_agrees_and_a_cashier_transfers_it() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let (code, page) = withdrawn(&portal).await;
    let (owner, desk, leader) = (lan.browser(), hoa.browser(), hung.browser());
    let own = format!("/ho-so/{code}");
    assert!(owner.get(&own).await.is(200).says("50.000 ₫ chờ hoàn lại").text.contains("/nhan-hoan\""));

    // Nothing is chosen for her, and what she typed is shown as it was understood before it counts.
    let form = owner.get(&format!("{own}/nhan-hoan")).await.is(200).form("/nhan-hoan");
    assert_eq!((form.value("way"), form.value("number")), (None, Some("")));
    assert_eq!(form.choices("way"), ["account", "cash"], "no bank said from where the money came");
    let look = owner.submit(&to_account(form, "970436", " 0071 001.234567", "Nguyễn  Thị LAN")).await.is(200);
    let look = look.says("Vietcombank").says("0071 0012 3456 7").says("Nguyễn Thị LAN");
    assert_eq!(words(&portal).await, [""; 0], "it was only looked at");
    let edit = owner.submit(&look.form("/nhan-hoan").pressing("step", "edit")).await.is(200);
    assert_eq!(edit.form("/nhan-hoan").value("number"), Some(" 0071 001.234567"));
    let saved = owner.submit(&look.form("/nhan-hoan").pressing("step", "save")).await.is(303);
    let told = owner.follow(&saved).await.is(200).says("Đã ghi nơi nhận tiền hoàn");
    told.says("Nếu được duyệt, tiền chuyển về tài khoản …4567 Vietcombank").does_not_say(WHOLE);
    assert_eq!(words(&portal).await, [format!("1 account 970436 {WHOLE} Nguyễn Thị LAN owner")]);
    assert_eq!(portal.texts("SELECT ending FROM refund_payee").await, ["4567"]);

    // The leader agrees to what is on the page; whole it is only for whoever pays.
    let seen = leader.get(&page).await.is(200).says("…4567").says("Nguyễn Thị LAN");
    assert!(!seen.text.contains(WHOLE) && !seen.words().contains("0071 0012"), "{}", seen.words());
    leader.submit(&seen.form("/phe-duyet")).await.is(303);
    let pays = desk
        .get(&page)
        .await
        .is(200)
        .says("0071 0012 3456 7")
        .says("50000")
        .says(&format!("HOAN {}", code.as_str().replace(['.', '-'], "")));
    assert_eq!(pays.html().select(&css(".pay-qr svg")).count(), 1, "to be scanned with the agency's app");
    desk.submit(&pays.form("/chi").with("reference", "FT9")).await.is(303);
    assert_eq!(state(&portal).await, "paid-out transfer FT9");
    let told = "Đã chuyển ngày 23/11/2026 về tài khoản …4567 Vietcombank, mã FT9";
    owner.get(&own).await.is(200).says(told);
    owner.get(&format!("{own}/nop-phi")).await.is(200).says(told);
    owner.get(&format!("/en{own}")).await.is(200).says("Sent on 23/11/2026 to account …4567 Vietcombank");

    // No list, no file and no other page has the whole number.
    let list = "/mot-cua/thu-phi/hoan?loc=da-xong";
    desk.get(list).await.is(200).says("…4567 Vietcombank");
    for place in [list, "/mot-cua/thu-phi/so-lieu/giao-dich.csv", &format!("/mot-cua/ho-so/{code}")] {
        assert!(!desk.get(place).await.is(200).text.contains(WHOLE), "{place}");
    }
    for place in [own.as_str(), "/thong-bao"] {
        assert!(!owner.get(place).await.is(200).text.contains(WHOLE), "{place}");
    }
    // Nothing more is to be said about it.
    let late = owner.get(&format!("{own}/nhan-hoan")).await.is(303);
    owner.follow(&late).await.is(200).says("không có khoản hoàn nào đang chờ");
    for sql in ["UPDATE refund_payee SET name = 'Khác'", "DELETE FROM refund_payee"] {
        assert!(portal.sql(sql).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn another_account_takes_the_agreement_back_and_is_agreed_to_anew() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let (code, page) = withdrawn(&portal).await;
    says(&lan, &code, WHOLE).await.is(303);
    let (leader, desk) = (hung.browser(), hoa.browser());
    let approve = leader.get(&page).await.is(200).form("/phe-duyet");
    leader.submit(&approve).await.is(303);
    let pays = desk.get(&page).await.is(200).form("/chi").with("reference", "FT9");

    // The same again changes nothing; another account does, whoever notes it.
    says(&lan, &code, "0071-001-234567").await.is(303);
    assert_eq!(state(&portal).await, "approved");
    let form =
        desk.get(&format!("{page}/noi-nhan")).await.is(200).says("phải được duyệt lại").form("/noi-nhan");
    let form = to_account(form, "970418", "1234 5678 90", "LE THI HOA").with("basis", "word");
    let look = desk.submit(&form).await.is(200);
    desk.submit(&look.form("/noi-nhan").pressing("step", "save")).await.is(303);
    assert_eq!(state(&portal).await, "requested");
    assert_eq!(words(&portal).await[1], "2 account 970418 1234567890 LE THI HOA word undid");

    // What the cashier had on the screen is not paid out, and what the leader had there is not agreed to.
    let kept = desk.submit(&pays).await.is(422).says("đã chuyển sang bước khác").form("/chi");
    assert_eq!(kept.value("reference"), Some("FT9"), "the money may have left: its number stays to be read");
    let refused = leader.submit(&approve).await.is(303);
    leader.follow(&refused).await.is(200).says("Nơi nhận tiền vừa thay đổi").says("thay đổi sau khi duyệt");
    assert_eq!(state(&portal).await, "requested");
    leader.get("/thong-bao").await.is(200).says("đã thay đổi sau khi ông/bà duyệt");
    // The owner hears of it, by the last signs only.
    let told = lan.browser().get("/thong-bao").await.is(200);
    told.says("tài khoản …7890 BIDV").does_not_say("1234567890");

    agrees(&hung, &page).await.is(303);
    // Agreed to anew, it is still not the account that was on that page.
    let kept = desk.submit(&pays).await.is(422).says("Nơi nhận tiền vừa thay đổi").form("/chi");
    assert_eq!((state(&portal).await.as_str(), kept.value("reference")), ("approved", Some("FT9")));
    desk.submit(&desk.get(&page).await.is(200).form("/chi").with("reference", "FT9")).await.is(303);
    assert_eq!(state(&portal).await, "paid-out transfer FT9");
    let way = hung.browser().get(&page).await.is(200).says("Lần duyệt trước không còn giá trị");
    way.says("tài khoản …4567 Vietcombank").says("tài khoản …7890 BIDV");
}

#[tokio::test]
async fn an_officer_notes_it_on_the_word_of_whoever_has_no_account() {
    let portal = Portal::new().await;
    let (hoa, nhan, hung) = (portal.hoa().await, portal.nhan().await, portal.hung().await);
    let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
    portal.hears(&format!("phi {}", portal.reference(&code).await), 105_000).await;
    let page = page_of(&portal).await;
    let officer = nhan.browser();
    let link = officer.get(&format!("/mot-cua/ho-so/{code}")).await.is(200);
    assert!(link.text.contains(&format!("{page}/noi-nhan\"")), "the way there is on the dossier");
    let form = officer.get(&format!("{page}/noi-nhan")).await.is(200).form("/noi-nhan");
    assert_eq!(form.value("name"), Some("Trần Văn Bảy"));

    // What is wrong is said, and what was typed stays.
    let card = to_account(form.clone(), "970436", "9704 3611 2233 4455", "TRAN VAN BAY");
    let again = officer.submit(&card).await.is(422).says("số in trên thẻ").says("Chọn một mục");
    let again = again.form("/noi-nhan");
    assert_eq!((again.value("number"), again.value("way")), (Some("9704 3611 2233 4455"), Some("account")));
    assert_eq!((again.value("bank"), again.value("name")), (Some("970436"), Some("TRAN VAN BAY")));
    officer.submit(&form.clone().with("basis", "paper")).await.is(422);

    let cash = form.with("way", "cash").with("name", "Trần Thị Tám").with("basis", "paper");
    let look = officer.submit(&cash).await.is(200).says("Trần Thị Tám").says("Giấy đề nghị có chữ ký");
    let saved = officer.submit(&look.form("/noi-nhan").pressing("step", "save")).await.is(303);
    officer.follow(&saved).await.is(200).says("Nhận tiền mặt tại quầy, người nhận “Trần Thị Tám”");
    assert_eq!(words(&portal).await, ["1 cash Trần Thị Tám paper"]);
    hung.browser().get(&page).await.is(200).says("Phạm Thanh Nhân ghi theo giấy đề nghị có chữ ký");
    agrees(&hung, &page).await.is(303);
    let desk = hoa.browser();
    let pays = desk.get(&page).await.is(200).says("Chi tiền mặt cho “Trần Thị Tám”");
    assert_eq!(pays.html().select(&css(".pay-qr")).count(), 0);
    desk.submit(&pays.form("/chi").with("reference", "PC 7")).await.is(303);
    assert_eq!(state(&portal).await, "paid-out cash PC 7");
}

#[tokio::test]
async fn where_nobody_said_it_goes_out_in_cash_to_whom_the_dossier_is_for() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let (code, page) = withdrawn(&portal).await;
    hung.browser().get(&page).await.is(200).says("chỉ được chi bằng tiền mặt tại quầy cho “Nguyễn Thị Lan”");
    agrees(&hung, &page).await.is(303);
    lan.browser()
        .get(&format!("/ho-so/{code}"))
        .await
        .is(200)
        .says("Nhận tiền mặt tại quầy. Mang theo giấy tờ");
    let desk = hoa.browser();
    let mut pays = desk.get(&page).await.is(200).says("Chi tiền mặt cho “Nguyễn Thị Lan”").form("/chi");
    pays.values.push(("method".to_owned(), "transfer".to_owned()));
    desk.submit(&pays.with("reference", "PC 1")).await.is(303);
    assert_eq!(state(&portal).await, "paid-out cash PC 1", "a transfer needs an account that was agreed to");
    lan.browser()
        .get(&format!("/ho-so/{code}"))
        .await
        .is(200)
        .says("Đã chi tiền mặt ngày 23/11/2026, chứng từ PC 1");
}

#[tokio::test]
async fn nobody_else_reads_or_says_where_a_refund_goes() {
    let portal = Portal::new().await;
    let (lan, vinh, trang, tuan, hung) = (
        portal.lan().await,
        portal.vinh().await,
        portal.trang().await,
        portal.tuan().await,
        portal.hung().await,
    );
    let (code, page) = withdrawn(&portal).await;
    let own = format!("/ho-so/{code}/nhan-hoan");
    let (theirs, noted) = (own.as_str(), format!("{page}/noi-nhan"));
    let sent: Vec<(String, String)> = [
        ("way", "account"),
        ("bank", "970436"),
        ("number", "99990001"),
        ("name", "LE QUANG VINH"),
        ("basis", "word"),
        ("seen", "0"),
        ("step", "save"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    for (who, place, status) in [
        (&vinh, theirs, 404),
        (&trang, theirs, 404),
        (&hung, theirs, 404),
        (&vinh, &noted, 403),
        (&lan, &noted, 403),
        (&tuan, &noted, 403),
        (&hung, &noted, 403),
        (&trang, &noted, 404),
    ] {
        who.browser().get(place).await.is(status);
        who.browser().post(place, &sent, Origin::Own).await.is(status);
    }
    // Nor by another door.
    let typed = Typed { way: "account", bank: "970436", number: "99990001", name: "LE QUANG VINH" };
    let thief = Payee::parse(&typed).unwrap();
    let key = Key::Code(code.clone());
    let id = portal.texts("SELECT id::text FROM refund").await.remove(0).parse().unwrap();
    for who in [&vinh, &trang, &hung] {
        not_found(payee::by_owner(&portal.app, &who.actor, &key, (thief.clone(), 0)).await);
    }
    for who in [&vinh, &lan, &tuan, &hung, &trang] {
        let noted = payee::at_the_counter(&portal.app, &who.actor, id, (thief.clone(), 0), Basis::Word);
        not_found(noted.await);
    }
    assert_eq!(words(&portal).await, [""; 0]);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_or_too_late_changes_nothing() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let (code, page) = withdrawn(&portal).await;
    let owner = lan.browser();
    let form = owner.get(&format!("/ho-so/{code}/nhan-hoan")).await.is(200).form("/nhan-hoan");
    let look = owner.submit(&to_account(form.clone(), "970436", WHOLE, "NGUYEN THI LAN")).await.is(200);
    let save = look.form("/nhan-hoan").pressing("step", "save");
    owner.submit(&save).await.is(303);
    owner.submit(&save).await.is(303);
    assert_eq!(words(&portal).await.len(), 1);

    // Hoa notes another one meanwhile; what Lan had on the screen before that does not undo it unseen.
    let desk = hoa.browser();
    let note = desk.get(&format!("{page}/noi-nhan")).await.is(200).form("/noi-nhan");
    assert_eq!(note.value("number"), Some(""), "the number is not read here");
    let note = to_account(note, "970418", "1234567890", "NGUYEN THI LAN").with("basis", "word");
    let look = desk.submit(&note).await.is(200);
    desk.submit(&look.form("/noi-nhan").pressing("step", "save")).await.is(303);
    let late = owner.submit(&save).await.is(422).says("Nơi nhận tiền vừa thay đổi").says("…7890 BIDV");
    let late = late.form("/nhan-hoan");
    assert_eq!(
        (late.value("number"), late.value("bank")),
        (Some(WHOLE), Some("970436")),
        "what was typed stays"
    );
    assert_eq!(words(&portal).await.len(), 2);
    let look = owner.submit(&late).await.is(200);
    owner.submit(&look.form("/nhan-hoan").pressing("step", "save")).await.is(303);
    assert_eq!(words(&portal).await[2], format!("3 account 970436 {WHOLE} NGUYEN THI LAN owner"));
}

#[tokio::test]
async fn the_account_that_paid_is_offered_and_never_chosen_by_itself() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001612").await;
    let told = Heard {
        payer: Some("NGUYEN THI LAN".to_owned()),
        payer_account: Some("1903 4567 8901 2345".to_owned()),
        ..portal.transfer(&portal.reference(&code).await, 60_000).await
    };
    pay::hear(&portal.app, &told).await.unwrap();
    let owner = lan.browser();
    let page = owner.get(&format!("/ho-so/{code}/nhan-hoan")).await.is(200).says("số cuối …2345");
    assert!(!page.text.contains("1903"), "it may be somebody else's");
    let form = page.form("/nhan-hoan");
    assert_eq!(
        (form.choices("way"), form.value("way")),
        (&["back", "account", "cash"].map(str::to_owned)[..], None)
    );
    let back = form.with("way", "back");
    // The bank did not say of which bank it is.
    let asked = owner.submit(&back).await.is(422).form("/nhan-hoan");
    assert_eq!(asked.value("way"), Some("back"));
    let look = owner.submit(&asked.with("bank", "970407")).await.is(200).says("Techcombank").says("…2345");
    assert!(!look.text.contains("1903"));
    let save = look.form("/nhan-hoan").pressing("step", "save");
    // Before it is kept, the money that came last is another one's: nobody looked at that account.
    for sql in [
        "ALTER TABLE bank_event DISABLE TRIGGER USER",
        "UPDATE bank_event SET payer = 'TRAN VAN BAY', payer_account = '0987654321'",
    ] {
        portal.sql(sql).await.unwrap();
    }
    let again = owner.submit(&save).await.is(422).says("Nơi nhận tiền vừa thay đổi").says("số cuối …4321");
    assert_eq!(words(&portal).await, [""; 0]);
    let look = owner.submit(&again.form("/nhan-hoan")).await.is(200).says("…4321");
    owner.submit(&look.form("/nhan-hoan").pressing("step", "save")).await.is(303);
    assert_eq!(words(&portal).await, ["1 account 970407 0987654321 TRAN VAN BAY owner"]);
    // What the bank said of somebody else is not to be read by looking again.
    let form = owner.get(&format!("/ho-so/{code}/nhan-hoan")).await.is(200).does_not_say("TRAN VAN BAY");
    assert_eq!(form.form("/nhan-hoan").value("name"), Some("Nguyễn Thị Lan"));
}

#[tokio::test]
async fn nobody_is_shown_an_account_to_send_money_to_that_could_not_be_paid_out() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let (code, page) = withdrawn(&portal).await;
    says(&lan, &code, WHOLE).await.is(303);
    agrees(&hung, &page).await.is(303);
    let desk = hoa.browser();
    desk.get(&page).await.is(200).says("0071 0012 3456 7");
    // Whoever agreed does not pay.
    let by = format!("UPDATE refund SET decided_by = '{}'", hoa.actor.id.uuid());
    assert_eq!(portal.sql(&by).await.unwrap(), 1);
    let seen = desk.get(&page).await.is(200).says("cần một người khác thực hiện").says("…4567");
    assert!(!seen.has_form("/chi") && !seen.words().contains("0071 0012"), "{}", seen.words());
}

#[tokio::test]
async fn what_was_said_of_a_proposal_counts_for_the_request_that_takes_its_place() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let (code, proposal) = withdrawn(&portal).await;
    says(&lan, &code, WHOLE).await.is(303);
    let asked = Asked {
        cause: Cause::AgencyError,
        amount: dong(20_000),
        note: "Thu nhầm mức phí của năm trước".to_owned(),
    };
    refund::request(&portal.app, &hoa.actor, &Key::Code(code.clone()), &asked).await.unwrap().unwrap();
    let page = page_of(&portal).await;
    assert_ne!(page, proposal);
    hung.browser().get(&page).await.is(200).says("…4567").says("Nguyễn Thị Lan, tự khai trên trang hồ sơ");
    agrees(&hung, &page).await.is(303);
    lan.browser().get(&format!("/ho-so/{code}")).await.is(200).says("Sẽ chuyển về tài khoản …4567");
    // Declined and asked for anew, it need not be said again.
    let leader = hung.browser();
    let no = leader.get(&page).await.is(200).form("/tu-choi").with("reason", "Sai số tiền hoàn");
    leader.submit(&no).await.is(303);
    let asked = Asked { amount: dong(30_000), ..asked };
    refund::request(&portal.app, &hoa.actor, &Key::Code(code.clone()), &asked).await.unwrap().unwrap();
    leader.get(&page_of(&portal).await).await.is(200).says("…4567");
}
