//! On whose account money came, and who may say what it is for: accounts that one-stops share, another one-stop's, and nobody's.

use motcua::{
    app::{
        error::Error,
        pay::{self, Became, Finding, Heard},
    },
    domain::{
        actor::{Actor, Posting},
        command::PayMethod,
        ids::DossierCode,
        money::Vnd,
        settlement::Source,
        status::Role,
    },
    store::{
        inbox::{self, Sight},
        queue::Cursor,
    },
};
use uuid::Uuid;

use crate::support::{
    page::Page,
    people::{Person, agency, day, dong, not_found},
    portal::{Portal, local},
};

const PAGE: &str = "/mot-cua/thu-phi/sao-ke";
const INBOX: &str = "/mot-cua/thu-phi/chua-ro";
/// The account of the centre of Cẩm Thành, and that of another one-stop.
const OWN: &str = "4800000010101";
const OTHER: &str = "4800000010201";

/// The bank tells of money on an account.
fn transfer_on(account: &str, number: &str, amount: i64, memo: &str) -> Heard {
    Heard {
        source: Source::Bank,
        key: format!("bank:{account}:{number}"),
        method: PayMethod::Transfer,
        account: Some(account.to_owned()),
        amount: dong(amount),
        success: true,
        code: None,
        at: local("2026-11-23 08:00"),
        number: Some(number.to_owned()),
        memo: Some(memo.to_owned()),
        payer: None,
        payer_account: None,
        attempt: None,
        by: None,
    }
}

async fn outstanding(portal: &Portal, code: &DossierCode) -> i64 {
    portal.dossier(code).await.outstanding().dong()
}

/// What is pasted is looked at.
async fn looks_at(person: &Person<'_>, lines: &str) -> Page {
    let text = format!("Ngày giao dịch,Số giao dịch,Ghi có,Nội dung\n{lines}");
    let desk = person.browser();
    let form = desk.get(PAGE).await.is(200).form("/sao-ke/xem-truoc").with("text", &text);
    desk.submit(&form).await.is(200)
}

/// What is pasted is taken in; gives back the page that one comes to.
async fn pastes(person: &Person<'_>, lines: &str) -> Page {
    let desk = person.browser();
    let done = desk.submit(&looks_at(person, lines).await.form(PAGE)).await.is(303);
    desk.follow(&done).await
}

/// Somebody who is cashier of this agency and no other.
fn cashier(who: &Person<'_>, of: &str) -> Actor {
    let postings = vec![Posting { role: Role::Cashier, agency: agency(of) }];
    Actor { postings, ..who.actor.clone() }
}

async fn waiting(portal: &Portal, of: &str) -> usize {
    let sight = Sight::of(&portal.app.db, &[agency(of)]).await.unwrap();
    let page = inbox::waiting(&portal.app.db, &sight, Cursor::parse("")).await.unwrap();
    assert_eq!(inbox::length(&portal.app.db, &sight).await.unwrap(), i64::try_from(page.rows.len()).unwrap());
    page.rows.len()
}

#[tokio::test]
async fn nobody_pays_the_dossiers_of_another_one_stop_by_a_line_of_their_own_statement() {
    let portal = Portal::new().await;
    let (lan, hoa, trang) = (portal.lan().await, portal.hoa().await, portal.trang().await);
    let code = lan.submits("1.001612").await;
    let reference = portal.reference(&code).await;
    // Trang's one-stop has another account; the reference is one of Hoa's.
    let inbox_page = pastes(&trang, &format!("23/11/2026,FT1,50000,phi {reference}\n")).await;
    inbox_page.says("1 khoản chưa rõ");
    assert_eq!(outstanding(&portal, &code).await, 50_000);
    let event = portal.texts("SELECT id::text || ' ' || agency FROM bank_event").await.remove(0);
    let (event, of) = event.split_once(' ').unwrap();
    assert_eq!(of, "H48.102.01", "the money is where it came");
    let page = trang.browser().get(&format!("{INBOX}/{event}")).await.is(200);
    page.says("thu vào tài khoản khác").does_not_say(code.as_str());
    hoa.browser().get(&format!("{INBOX}/{event}")).await.is(404);
    let intent = portal.texts("SELECT id::text FROM payment_intent").await.remove(0).parse().unwrap();
    let tries =
        pay::find_out(&portal.app, &trang.actor, event.parse().unwrap(), &Finding::Belongs(intent)).await;
    assert!(matches!(tries, Err(Error::Forbidden)), "{tries:?}");

    // The bank itself is believed: the dossier is paid, and the money went over from one account to the other's dossier.
    let became = pay::hear(&portal.app, &transfer_on(OTHER, "FT2", 50_000, &reference)).await.unwrap();
    assert!(matches!(became, Became::Booked(_)), "{became:?}");
    let on = day("2026-11-23");
    let mut sums = Vec::new();
    for code in ["H48.101.01", "H48.102.01"] {
        let table = motcua::app::balance::day(&portal.app, &agency(code), on).await.unwrap().table().unwrap();
        assert_eq!(table.difference, 0, "{code}");
        sums.push([table.came().unwrap(), table.moved_in.amount, table.moved_out.amount].map(Vnd::dong));
    }
    assert_eq!(sums, [[0, 50_000, 0], [100_000, 0, 50_000]]);
}

#[tokio::test]
async fn unclear_money_on_a_shared_account_is_seen_and_matched_by_all_who_collect_there() {
    let portal = Portal::new().await;
    let (lan, hoa, trang) = (portal.lan().await, portal.hoa().await, portal.trang().await);
    // The centre gives up its account and collects on that of its commune.
    portal.sql("UPDATE bank_account SET agency = 'H48.101' WHERE agency = 'H48.101.01'").await.unwrap();
    let (one, two) = (lan.submits("1.001612").await, lan.submits("1.001612").await);
    let reference = portal.reference(&one).await;
    let page =
        pastes(&hoa, &format!("23/11/2026,FT1,50000,{reference}\n23/11/2026,FT2,50000,nop phi\n")).await;
    page.says("1 khoản đủ phí").says("1 khoản chưa rõ").says("nop phi");
    assert_eq!(outstanding(&portal, &one).await, 0);
    assert_eq!((waiting(&portal, "H48.101.01").await, waiting(&portal, "H48.101").await), (1, 1));
    assert_eq!((waiting(&portal, "H48.102.01").await, waiting(&portal, "H48.05").await), (0, 0));
    let event: Uuid = portal.texts("SELECT event_id::text FROM inbox").await.remove(0).parse().unwrap();
    trang.browser().get(&format!("{INBOX}/{event}")).await.is(404);

    // Whoever is cashier where the account is matches it as well as who is where the dossier is; nobody else.
    let sql = format!(
        "SELECT i.id::text FROM payment_intent i JOIN dossier d ON d.id = i.dossier_id WHERE d.code = '{two}'"
    );
    let intent = portal.texts(&sql).await.remove(0).parse().unwrap();
    let owner = cashier(&hoa, "H48.101");
    let elsewhere = pay::find_out(&portal.app, &trang.actor, event, &Finding::Belongs(intent)).await;
    not_found(elsewhere);
    let served = motcua::store::bank_account::served(&portal.app.db, &[agency("H48.101")]).await.unwrap();
    assert!(served.contains(&agency("H48.101.01")), "{served:?}");
    let became = pay::find_out(&portal.app, &owner, event, &Finding::Belongs(intent)).await.unwrap();
    assert!(matches!(became, Became::Booked(_)), "{became:?}");
    assert_eq!(outstanding(&portal, &two).await, 0);
    let again = pay::find_out(&portal.app, &hoa.actor, event, &Finding::Belongs(intent)).await;
    assert!(matches!(again, Err(Error::Changed)), "{again:?}");

    let on = day("2026-11-23");
    for (code, expected) in
        [("H48.101.01", [50_000, 50_000, 0, 100_000]), ("H48.101", [50_000, 0, 50_000, 0])]
    {
        let day = motcua::app::balance::day(&portal.app, &agency(code), on).await.unwrap();
        let table = day.table().unwrap();
        let sums =
            [table.came().unwrap(), table.moved_in.amount, table.moved_out.amount, table.booked.amount];
        assert_eq!(
            (sums.map(Vnd::dong), table.difference, day.breaks().unwrap()),
            (expected, 0, vec![]),
            "{code}"
        );
    }
}

#[tokio::test]
async fn money_on_nobodys_account_is_seen_at_the_top_of_the_province_and_where_the_account_turns_out_to_be() {
    let portal = Portal::new().await;
    let (hoa, khoa) = (portal.hoa().await, portal.person("0900000008").await);
    pay::hear(&portal.app, &transfer_on("4899", "FT1", 7_000, "la ai")).await.unwrap();
    hoa.browser().get(INBOX).await.is(200).does_not_say("la ai");
    assert_eq!(
        [
            waiting(&portal, "H48").await,
            waiting(&portal, "H48.101.01").await,
            waiting(&portal, "H48.05").await
        ],
        [1, 0, 0]
    );

    let account = "/quan-tri/co-quan/H48.101.01/tai-khoan";
    let admin = khoa.browser();
    let form = admin.get(account).await.is(200).says("4899 (1)").form("/tai-khoan").with("number", "48.99");
    admin.submit(&form).await.is(303);
    admin.get(account).await.is(200).does_not_say("4899 (1)");
    hoa.browser().get(INBOX).await.is(200).says("la ai");
}

#[tokio::test]
async fn an_account_is_the_same_however_the_bank_writes_it() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    let reference = portal.reference(&code).await;
    let mut app = portal.app.clone();
    app.bank_secret = Some("ngan-hang".into());
    let body = format!(
        r#"{{"account":"4800 0000.10101","transaction":"ft 1","amount":50000,"at":"2026-11-23T08:00:00+07:00","memo":"{reference}"}}"#
    );
    let signature = motcua::gateways::payment::bank_hook::sign(
        body.as_bytes(),
        app.clock.now(),
        app.bank_secret.as_ref().unwrap(),
    );
    let (_, taken) =
        motcua::app::bank_message::take_in(&app, Some(&signature), body.as_bytes()).await.unwrap();
    assert!(taken);
    assert_eq!(outstanding(&portal, &code).await, 0);
    let page = looks_at(&hoa, &format!("23/11/2026,FT1,50000,{reference}\n")).await;
    page.says("Đã ghi nhận").says("không có dòng nào mới");
    assert_eq!(
        portal.texts("SELECT key || ' ' || account FROM bank_event").await,
        [format!("bank:{OWN}:FT1 {OWN}")]
    );
}
