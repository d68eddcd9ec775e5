//! Agencies and one-stop centres.

use chrono::NaiveDate;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{ids::AgencyCode, status::keyed};

keyed! {
    /// What kind of agency.
    AgencyLevel {
        /// The province itself.
        Province = "province",
        /// Sở, ban, ngành.
        Department = "department",
        /// Trung tâm PVHCC tỉnh.
        Centre = "centre",
        /// UBND xã, phường, đặc khu.
        Commune = "commune",
        /// Trung tâm PVHCC xã.
        CommuneCentre = "commune-centre",
        /// Chi nhánh, đơn vị trực thuộc.
        Branch = "branch",
        /// Công an.
        Police = "police",
    }
}

impl AgencyLevel {
    /// Whether agencies of this kind settle dossiers or can be asked. One-stop centres only receive, and the province stands for
    /// all of them; police and branches may do both.
    #[must_use]
    pub const fn settles(self) -> bool {
        match self {
            Self::Department | Self::Commune | Self::Branch | Self::Police => true,
            Self::Province | Self::Centre | Self::CommuneCentre => false,
        }
    }
}

impl Agency {
    /// Whether it settles dossiers or can be asked on `day`.
    #[must_use]
    pub fn settles(&self, day: NaiveDate) -> bool {
        AgencyLevel::parse(&self.level).is_some_and(AgencyLevel::settles)
            && self.valid_from <= day
            && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// An agency as stored.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Agency {
    /// Code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name for lists.
    pub short_name: String,
    /// Key of [`AgencyLevel`].
    pub level: String,
    /// Code of the parent.
    pub parent: Option<String>,
    /// Official code of the commune.
    pub ward_code: Option<String>,
    /// Whether it is a one-stop.
    pub receives: bool,
    /// Key of its calendar.
    pub calendar: String,
    /// Address.
    pub address: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
}

/// Stores or replaces an agency; says whether anything changed.
/// # Errors
/// [`Error::Sql`] when parent or calendar do not exist.
pub async fn put(tx: &mut Tx, a: &Agency) -> Result<bool, Error> {
    let changed = sqlx::query!(
        r#"
        INSERT INTO agency AS x (code, name, short_name, level, parent, ward_code, receives, calendar, address,
                                 phone, valid_from, valid_to)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (code) DO UPDATE
        SET name = excluded.name, short_name = excluded.short_name, level = excluded.level,
            parent = excluded.parent, ward_code = excluded.ward_code, receives = excluded.receives,
            calendar = excluded.calendar, address = excluded.address, phone = excluded.phone,
            valid_from = excluded.valid_from, valid_to = excluded.valid_to
        WHERE (x.name, x.short_name, x.level, x.parent, x.ward_code, x.receives, x.calendar, x.address, x.phone,
               x.valid_from, x.valid_to)
              IS DISTINCT FROM
              (excluded.name, excluded.short_name, excluded.level, excluded.parent, excluded.ward_code,
               excluded.receives, excluded.calendar, excluded.address, excluded.phone, excluded.valid_from,
               excluded.valid_to)
        "#,
        a.code,
        a.name,
        a.short_name,
        a.level,
        a.parent,
        a.ward_code,
        a.receives,
        a.calendar,
        a.address,
        a.phone,
        a.valid_from,
        a.valid_to,
    )
    .execute(tx.conn())
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Every agency, valid or not, by code.
/// # Errors
/// [`Error::Unavailable`].
pub async fn all(db: &Db) -> Result<Vec<Agency>, Error> {
    Ok(sqlx::query_as!(
        Agency,
        r#"
        SELECT code, name, short_name, level, parent, ward_code, receives, calendar, address, phone, valid_from,
               valid_to
        FROM agency
        ORDER BY code
        "#
    )
    .fetch_all(db.pool())
    .await?)
}

/// Key and version in force of the calendar by which an agency works; `None` where there is no such agency.
/// # Errors
/// [`Error::Sql`].
pub async fn calendar(tx: &mut Tx, code: &AgencyCode) -> Result<Option<(String, i32)>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT k.key, k.revision
        FROM agency a
        JOIN calendar k ON k.key = a.calendar
        WHERE a.code = $1
        "#,
        code.as_str(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.key, row.revision)))
}

/// Whether `code` is an agency that can settle or be consulted on `day`: valid, and not a mere one-stop.
/// # Errors
/// [`Error::Sql`].
pub async fn settles(tx: &mut Tx, code: &AgencyCode, day: NaiveDate) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT EXISTS (SELECT FROM agency
                       WHERE code = $1
                         AND level NOT IN ('province', 'centre', 'commune-centre')
                         AND valid_from <= $2
                         AND (valid_to IS NULL OR valid_to >= $2)) AS "yes!"
        "#,
        code.as_str(),
        day,
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Locks an agency and reads it.
/// # Errors
/// [`Error::Sql`].
pub async fn lock(tx: &mut Tx, code: &str) -> Result<Option<Agency>, Error> {
    Ok(sqlx::query_as!(
        Agency,
        r#"
        SELECT code, name, short_name, level, parent, ward_code, receives, calendar, address, phone, valid_from,
               valid_to
        FROM agency
        WHERE code = $1
        FOR UPDATE
        "#,
        code,
    )
    .fetch_optional(tx.conn())
    .await?)
}
