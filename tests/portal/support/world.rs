//! A province at work: dossiers in every status, for tests that walk over everything.

use std::collections::BTreeMap;

use motcua::{
    app::partial_upload::{self, Announcement},
    domain::{
        ids::{DossierCode, DossierId},
        status::Status,
    },
    store::dossier::Key,
};
use uuid::Uuid;

use super::{people::dong, portal::Portal};

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
                    let extra = motcua::domain::command::Command::RequestPayment {
                        extra: dong(20_000),
                        reason: "Phí thẩm định".to_owned(),
                    };
                    tuan.does(&code, extra).await;
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

    /// The dossier with this name.
    pub(crate) fn code(&self, name: &str) -> &DossierCode {
        &self.dossiers[name]
    }
}
