//! What the counter needs before there is a dossier: whether the person is known.

use uuid::Uuid;

use super::{account::Profile, error::Error, tx::Tx};
use crate::domain::ids::AccountId;

/// A citizen's account with what it says of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The account.
    pub id: AccountId,
    /// What it says.
    pub profile: Profile,
}

struct Row {
    id: Uuid,
    name: String,
    phone: Option<String>,
    personal_number: Option<String>,
    birth_date: Option<chrono::NaiveDate>,
    email: Option<String>,
    address: Option<String>,
    ward_code: Option<String>,
}

impl From<Row> for Known {
    fn from(r: Row) -> Self {
        Self {
            id: AccountId::new(r.id),
            profile: Profile {
                name: r.name,
                phone: r.phone,
                personal_number: r.personal_number,
                birth_date: r.birth_date,
                email: r.email,
                address: r.address,
                ward_code: r.ward_code,
            },
        }
    }
}

/// The account of a person, by personal number or else by phone. A phone is often shared in a family: it only counts
/// together with the name on the account (`name` empty: whoever has the phone, to fill in the form).
/// # Errors
/// [`Error::Sql`].
pub async fn known(tx: &mut Tx, number: Option<&str>, phone: Option<&str>, name: &str) -> Result<Option<Known>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"
        SELECT id, full_name AS name, phone, personal_number, birth_date, email, address, ward_code
        FROM account
        WHERE active
          AND kind = 'citizen'
          AND (personal_number = $1
               OR (phone = $2 AND ($3 = '' OR vn_fold(full_name) = vn_fold($3))
                   AND (personal_number = $1) IS NOT FALSE))
        ORDER BY (personal_number = $1) DESC NULLS LAST
        LIMIT 1
        "#,
        number,
        phone,
        name,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(Known::from))
}
