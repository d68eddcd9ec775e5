//! A province at work: dossiers in every status and a calendar being drafted, for tests that walk over everything.

use std::collections::BTreeMap;

use motcua::{
    app::{
        self,
        partial_upload::{self, Announcement},
    },
    domain::{
        calendar::{SpecialDay, SpecialKind},
        ids::{AgencyCode, DossierCode, DossierId},
        status::Status,
    },
    store::{self, dossier::Key},
};
use uuid::Uuid;

use super::{people::by_decision, portal::Portal};

/// What there is.
pub(crate) struct World {
    /// Lan's draft.
    pub(crate) draft: DossierId,
    /// Dossiers of Lan at Cẩm Thành, by a name of where they are.
    pub(crate) dossiers: BTreeMap<&'static str, DossierCode>,
}

impl World {
    /// Brings it about; all that happens, happens through `app::act`.
    pub(crate) async fn of(portal: &Portal) -> Self {
        let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
        let (hung, mai, hau) = (portal.hung().await, portal.mai().await, portal.hau().await);
        let mut dossiers = BTreeMap::new();

        let draft = lan.files("1.001193").drafted().await;
        dossiers.insert("submitted", lan.submits("1.004884").await);
        dossiers.insert("walked-in", hoa.files("1.004873").walk_in("Trần Văn Bảy").taken_in().await);

        let rejected = lan.submits("1.004873").await;
        hoa.rejects(&rejected, "Không thuộc thẩm quyền").await;
        dossiers.insert("rejected", rejected);

        let missing = lan.submits("1.004884").await;
        hoa.asks_for(&missing, "ban-sao-khai-sinh", "2026-12-20").await;
        dossiers.insert("supplement-requested", missing);

        let withdrawn = lan.submits("1.004873").await;
        lan.withdraws(&withdrawn).await;
        dossiers.insert("withdrawn", withdrawn);

        for name in [
            "accepted",
            "at-specialist",
            "at-leader",
            "at-clerk",
            "issued",
            "completed",
            "returned",
            "stopped",
            "payment-requested",
            "consulted",
            "missing-in-appraisal",
        ] {
            let code = lan.submits("1.001193").await;
            hoa.accepts(&code).await;
            dossiers.insert(name, code.clone());
            if name == "accepted" {
                continue;
            }
            hoa.forwards(&code).await;
            match name {
                "at-specialist" => continue,
                "stopped" => {
                    hung.stops(&code, "Người nộp đã chuyển nơi cư trú").await;
                    continue;
                }
                "payment-requested" => {
                    tuan.does(&code, by_decision(20_000, "Phí thẩm định")).await;
                    continue;
                }
                "consulted" => {
                    tuan.consults(&code, "H48.12").await;
                    hau.answers(&code, "H48.12").await;
                    tuan.consults(&code, "H48.10").await;
                    continue;
                }
                "missing-in-appraisal" => {
                    tuan.asks_for(&code, "giay-chung-sinh", "2026-12-20").await;
                    continue;
                }
                _ => tuan.forwards(&code).await,
            };
            if name == "at-leader" {
                continue;
            }
            hung.approves(&code).await;
            if name == "at-clerk" {
                continue;
            }
            mai.issues(&code, "21/2026").await;
            if name == "issued" {
                continue;
            }
            mai.completes(&code).await;
            if name == "returned" {
                hoa.hands_over(&code, "Nguyễn Thị Lan").await;
            }
        }
        drafts_a_calendar(portal).await;
        // Money that goes back, and money of which nobody knows what it is for.
        let paid = lan.submits("1.001612").await;
        hoa.takes(&paid, 50_000).await;
        lan.withdraws(&paid).await;
        dossiers.insert("given-back", paid);
        portal.hears("chuyen tien", 12_000).await;
        portal.hears("dong gop", 7_000).await;
        hoa.sets_aside("dong gop", "Không phải phí của hồ sơ").await;
        let online = lan.submits("1.001612").await;
        portal.hears(&format!("phi {}", portal.reference(&online).await), 50_000).await;
        let world = Self { draft, dossiers };
        world.has_every_status(portal).await;
        world
    }

    async fn has_every_status(&self, portal: &Portal) {
        let there = portal.texts("SELECT DISTINCT status FROM dossier").await;
        for status in Status::ALL {
            assert!(there.iter().any(|s| s == status.key()), "no dossier is {status}");
        }
    }

    /// An upload that Lan began for her draft.
    pub(crate) async fn partial_upload(&self, portal: &Portal) -> Uuid {
        let file = Announcement {
            heading: "giay-chung-sinh",
            file_name: "giay.pdf",
            sha256: &[7; 32],
            size: 700_000,
        };
        let lan = portal.lan().await;
        let begun = partial_upload::begin(&portal.app, &lan.actor, &Key::Id(self.draft), &file).await;
        begun.unwrap().unwrap().id
    }

    /// A receipt that Hoa's one-stop gave Lan.
    pub(crate) async fn receipt(&self, portal: &Portal) -> Uuid {
        // Several are written at once: the same one every time.
        const THERE: &str = "SELECT r.id::text FROM receipt r JOIN dossier d ON d.id = r.dossier_id
                             WHERE d.procedure_code = '1.012784' ORDER BY r.kind, r.amount LIMIT 1";
        if portal.texts(THERE).await.is_empty() {
            let (lan, hoa) = (portal.lan().await, portal.hoa().await);
            let code = lan.submits("1.012784").await;
            let outstanding = portal.dossier(&code).await.outstanding();
            hoa.takes(&code, outstanding.dong()).await;
            motcua::jobs::drain(&portal.app).await;
        }
        Uuid::parse_str(&portal.texts(THERE).await[0]).unwrap()
    }

    /// The dossier with this name.
    pub(crate) fn code(&self, name: &str) -> &DossierCode {
        &self.dossiers[name]
    }
}

/// The province's calendar with a closure that moves dates and a Saturday worked in return, not published yet; and a ward that
/// inherits it and drafts a closure of its own.
async fn drafts_a_calendar(portal: &Portal) {
    let khoa = portal.khoa().await;
    let ward = AgencyCode::parse("H48.102").unwrap();
    app::calendar::inherit(&portal.app, &khoa.actor, &ward).await.unwrap();
    for (key, days) in [
        (
            "province",
            vec![
                ("2026-11-26", SpecialKind::Closure, "Nghỉ vì ngập lụt"),
                ("2026-11-28", SpecialKind::MakeUp, "Làm bù ngày 26/11/2026"),
            ],
        ),
        ("H48.102", vec![("2026-12-01", SpecialKind::Closure, "Chuyển trụ sở")]),
    ] {
        app::calendar::begin(&portal.app, &khoa.actor, key).await.unwrap();
        let draft = store::calendar_version::draft(&portal.app.db, key).await.unwrap().unwrap();
        let mut data = draft.data.clone();
        data.special_days.extend(days.into_iter().map(|(date, kind, name)| SpecialDay {
            date: date.parse().unwrap(),
            kind,
            name: name.to_owned(),
            legal_basis: "Thông báo 12/TB-UBND".to_owned(),
            works_as: (kind == SpecialKind::MakeUp).then_some(4),
            sessions: Vec::new(),
        }));
        let seen = app::administer::mark(&draft.data);
        app::calendar::save(&portal.app, &khoa.actor, key, &seen, &data).await.unwrap();
    }
}
