//! Who plays in the demo province: staff by role and agency, citizens with an account, people and companies without.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{dice::Dice, load};
use crate::{
    app::{context::App, error::Error},
    domain::{
        actor::Actor,
        ids::{AccountId, AgencyCode},
        party::{Party, Representative},
        procedure::Audience,
        status::Role,
    },
    store,
};

const FAMILY: &[&str] =
    &["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Phan", "Trương", "Đinh"];
const MIDDLE: &[&str] = &["Văn", "Thị", "Minh", "Thanh", "Ngọc", "Hữu", "Thị Kim", "Quốc", "Thu", "Đức"];
const GIVEN: &[&str] = &[
    "An", "Bảo", "Chi", "Dung", "Giang", "Hạnh", "Hiếu", "Khánh", "Liên", "Long", "My", "Nga", "Phúc",
    "Quân", "Sương", "Tâm", "Thảo", "Trung", "Uyên", "Vy", "Yến",
];
const COMPANIES: &[&str] = &[
    "Công ty TNHH Thương mại Trà Khúc",
    "Công ty cổ phần Xây dựng Thiên Ấn",
    "Hợp tác xã Nông nghiệp Nghĩa Hành",
    "Công ty TNHH Vận tải Sa Huỳnh",
    "Công ty TNHH Thủy sản Lý Sơn",
];

/// A citizen with an account.
#[derive(Clone, Debug)]
pub(super) struct Citizen {
    pub(super) actor: Actor,
    pub(super) party: Party,
}

/// Everybody who can act.
#[derive(Debug)]
pub(super) struct Cast {
    posts: BTreeMap<(Role, AgencyCode), Vec<Actor>>,
    /// The citizen whose sign-in is shown comes first.
    pub(super) citizens: Vec<Citizen>,
}

impl Cast {
    /// Reads who is there. Those whose sign-ins are shown come first wherever they work.
    /// # Errors
    /// [`Error::Store`].
    pub(super) async fn gather(app: &App) -> Result<Self, Error> {
        let shown: Vec<String> = load::logins()?.into_iter().map(|l| l.name).collect();
        let mut posts: BTreeMap<(Role, AgencyCode), Vec<Actor>> = BTreeMap::new();
        for actor in store::account::roster(&app.db).await? {
            for posting in &actor.postings {
                let key = (posting.role, posting.agency.clone());
                posts.entry(key).or_default().push(actor.clone());
            }
        }
        for actors in posts.values_mut() {
            actors.sort_by_key(|a| (!shown.contains(&a.name), a.name.clone()));
        }
        let mut citizens = Vec::new();
        for phone in load::citizens()? {
            if let Some(citizen) = citizen(app, &phone).await? {
                citizens.push(citizen);
            }
        }
        Ok(Self { posts, citizens })
    }

    /// Somebody with `role` at `agency`: the same one for the same dossier, the shown one more often than the others.
    pub(super) fn at(&self, role: Role, agency: &AgencyCode, dossier: usize) -> Option<&Actor> {
        let actors = self.posts.get(&(role, agency.clone()))?;
        let turn = if dossier % 5 < 3 { 0 } else { dossier % actors.len().max(1) };
        actors.get(turn)
    }

    /// The actor with this account.
    pub(super) fn by_id(&self, id: AccountId) -> Option<&Actor> {
        let citizens = self.citizens.iter().map(|c| &c.actor);
        self.posts.values().flatten().chain(citizens).find(|a| a.id == id)
    }
}

async fn citizen(app: &App, phone: &str) -> Result<Option<Citizen>, Error> {
    let Some(account) = store::account::find(&app.db, phone).await?.map(AccountId::new) else {
        return Ok(None);
    };
    let profile = store::account::profile(&app.db, account).await?;
    Ok(profile.map(|p| Citizen {
        actor: Actor { id: account, name: p.name.clone(), postings: Vec::new() },
        party: Party {
            kind: Audience::Citizen,
            name: p.name,
            number: p.personal_number,
            birth_date: p.birth_date,
            sex: None,
            phone: p.phone,
            email: p.email,
            address: p.address,
            ward_code: p.ward_code,
            representative: None,
        },
    }))
}

/// Somebody without an account.
pub(super) fn stranger(audiences: &[Audience], day: NaiveDate, dice: &mut Dice) -> Party {
    let person = full_name(dice);
    let mut party = Party {
        kind: Audience::Citizen,
        name: person.clone(),
        number: Some(personal_number(dice)),
        birth_date: day.checked_sub_days(Days::new(dice.between(8_000, 24_000).into())),
        sex: None,
        phone: Some(phone(dice)),
        email: None,
        address: Some(format!("Tổ dân phố {}, tỉnh Quảng Ngãi", dice.between(1, 14))),
        ward_code: None,
        representative: None,
    };
    if audiences.contains(&Audience::Enterprise) && dice.chance(35) {
        party.kind = Audience::Enterprise;
        dice.word(COMPANIES).clone_into(&mut party.name);
        party.number = Some(format!("43{:08}", dice.between(0, 99_999_999)));
        party.birth_date = None;
        party.representative = Some(Representative {
            name: person,
            relation: "Người đại diện theo pháp luật".to_owned(),
            number: None,
            phone: None,
        });
    }
    party
}

pub(super) fn full_name(dice: &mut Dice) -> String {
    format!("{} {} {}", dice.word(FAMILY), dice.word(MIDDLE), dice.word(GIVEN))
}

pub(super) fn personal_number(dice: &mut Dice) -> String {
    format!("051{}{:08}", dice.between(0, 1), dice.between(60_000_000, 99_999_999))
}

/// In the block `090 00…`, which the demo province has for itself.
pub(super) fn phone(dice: &mut Dice) -> String {
    format!("+849000{:05}", dice.between(10_000, 99_999))
}
