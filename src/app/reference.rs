//! Reference data that every page needs: agencies, calendars, policies, procedure versions. Kept in memory and looked at
//! anew after half a minute; a change of a dossier checks the calendar's revision and reads policies afresh.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, RwLock},
    time::{Duration, Instant},
};

use chrono::NaiveDate;
use uuid::Uuid;

use super::error::Error;
use crate::{
    domain::{
        calendar::WorkCalendar, clock_rules::ClockRules, ids::AgencyCode, limit::TimePolicy,
        preference::Schedule, procedure::Procedure, status::Channel, takings::Level,
    },
    store::{
        self,
        agency::{Agency, AgencyLevel},
        policy::PolicyRow,
        tx::Db,
    },
};

const FRESH: Duration = Duration::from_secs(30);
/// Versions are immutable, so a cached one is right for ever; this many fit (about 20 kB each).
const MOST_VERSIONS: usize = 500;
/// So many agencies stand above one another at most; a circle of parents ends here.
const MOST_ABOVE: usize = 8;

/// A snapshot of the reference data.
#[derive(Debug, Default)]
pub struct Reference {
    /// Agencies by code.
    pub agencies: BTreeMap<AgencyCode, Agency>,
    /// Calendars by key, with their revision.
    pub calendars: BTreeMap<String, (i32, Arc<WorkCalendar>)>,
    /// The preferences on fees in force.
    pub schedule: Schedule,
    /// Names of the calendars by key.
    pub calendar_names: BTreeMap<String, String>,
    /// Keys of the calendars that inherit another.
    pub heirs: BTreeSet<String>,
    /// Time policies.
    pub time_cuts: Vec<TimePolicy>,
    /// The rules of the clock, past and to come.
    pub clock_rules: Vec<ClockRules>,
}

impl Reference {
    /// The agency with this code.
    #[must_use]
    pub fn agency(&self, code: &str) -> Option<&Agency> {
        AgencyCode::parse(code).ok().and_then(|code| self.agencies.get(&code))
    }

    /// Short name of an agency, or its code when it is not known.
    #[must_use]
    pub fn short_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.agency(code).map_or(code, |a| &a.short_name)
    }

    /// Where an agency stands. Police and branches stand where the agency above them does; what is not known is the province's.
    #[must_use]
    pub fn level(&self, code: &AgencyCode) -> Level {
        let (mut at, mut steps) = (self.agencies.get(code), 0);
        while let Some(agency) = at {
            match AgencyLevel::parse(&agency.level) {
                Some(AgencyLevel::Commune | AgencyLevel::CommuneCentre) => return Level::Commune,
                Some(AgencyLevel::Province | AgencyLevel::Department | AgencyLevel::Centre) => break,
                Some(AgencyLevel::Branch | AgencyLevel::Police) | None => {}
            }
            steps += 1;
            at = agency.parent.as_deref().filter(|_| steps < MOST_ABOVE).and_then(|code| self.agency(code));
        }
        Level::Province
    }

    /// Name of a calendar, or its key when it is not known.
    #[must_use]
    pub fn calendar_name<'a>(&'a self, key: &'a str) -> &'a str {
        self.calendar_names.get(key).map_or(key, String::as_str)
    }

    /// The calendar by which `agency` works.
    /// # Errors
    /// [`Error::Internal`] when the agency or its calendar is not known.
    pub fn calendar_of(&self, agency: &AgencyCode) -> Result<Arc<WorkCalendar>, Error> {
        self.agencies
            .get(agency)
            .and_then(|a| self.calendars.get(&a.calendar))
            .map(|(_, calendar)| Arc::clone(calendar))
            .ok_or_else(|| Error::Internal(format!("no calendar for agency {agency}")))
    }

    /// The rules of the clock that hold on `day`.
    #[must_use]
    pub fn rules_on(&self, day: NaiveDate) -> ClockRules {
        ClockRules::on(&self.clock_rules, day)
    }

    async fn load(db: &Db) -> Result<Self, Error> {
        let agencies = store::agency::all(db).await?;
        let calendars = store::calendar::all(db).await?;
        let policies = store::policy::all(db).await?;
        Ok(Self {
            agencies: agencies
                .into_iter()
                .filter_map(|a| AgencyCode::parse(&a.code).ok().map(|code| (code, a)))
                .collect(),
            calendar_names: calendars.iter().map(|c| (c.key.clone(), c.name.clone())).collect(),
            heirs: calendars.iter().filter(|c| c.inherits.is_some()).map(|c| c.key.clone()).collect(),
            calendars: calendars
                .into_iter()
                .map(|c| Ok((c.key, (c.revision, Arc::new(WorkCalendar::new(c.data)?)))))
                .collect::<Result<_, Error>>()?,
            schedule: store::fee_schedule::in_force(db).await?,
            time_cuts: time_cuts(&policies)?,
            clock_rules: store::clock_rule::all(db).await?,
        })
    }
}

/// Policy rows as the domain wants them.
/// # Errors
/// [`Error::Internal`] when a row names an unknown channel or kind.
pub fn time_cuts(rows: &[PolicyRow]) -> Result<Vec<TimePolicy>, Error> {
    rows.iter()
        .map(|row| {
            let bad = || Error::Internal(format!("policy {} is unreadable", row.key));
            if row.kind != "time" {
                return Err(bad());
            }
            Ok(TimePolicy {
                key: row.key.clone(),
                percent: u8::try_from(row.percent).map_err(|_| bad())?,
                channel: Channel::parse(&row.channel).ok_or_else(bad)?,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                legal_basis: row.legal_basis.clone(),
            })
        })
        .collect()
}

/// Holds the snapshot and the versions seen.
#[derive(Debug, Default)]
pub struct Cache {
    snapshot: RwLock<Option<(Instant, Arc<Reference>)>>,
    versions: RwLock<BTreeMap<Uuid, Arc<Procedure>>>,
}

impl Cache {
    /// The reference data, at most half a minute old.
    /// # Errors
    /// [`Error::Store`] when it must be read and cannot.
    pub async fn reference(&self, db: &Db) -> Result<Arc<Reference>, Error> {
        let held = self.snapshot.read().ok().and_then(|s| s.clone());
        match held {
            Some((read_at, reference)) if read_at.elapsed() < FRESH => Ok(reference),
            Some(_) | None => self.reload(db).await,
        }
    }

    /// The reference data as last read, however old; none before the first reading.
    #[must_use]
    pub fn held(&self) -> Option<Arc<Reference>> {
        self.snapshot.read().ok().and_then(|s| s.as_ref().map(|(_, reference)| Arc::clone(reference)))
    }

    /// Reads the reference data anew: after an administrator's change, or when a revision moved.
    /// # Errors
    /// [`Error::Store`].
    pub async fn reload(&self, db: &Db) -> Result<Arc<Reference>, Error> {
        let fresh = Arc::new(Reference::load(db).await?);
        if let Ok(mut slot) = self.snapshot.write() {
            *slot = Some((Instant::now(), Arc::clone(&fresh)));
        }
        Ok(fresh)
    }

    /// A version seen before.
    #[must_use]
    pub fn version(&self, id: Uuid) -> Option<Arc<Procedure>> {
        self.versions.read().ok().and_then(|v| v.get(&id).cloned())
    }

    /// Keeps a version.
    pub fn keep(&self, id: Uuid, procedure: Arc<Procedure>) {
        if let Ok(mut versions) = self.versions.write() {
            if versions.len() >= MOST_VERSIONS {
                versions.clear();
            }
            versions.insert(id, procedure);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agency(code: &str, level: AgencyLevel, parent: Option<&str>) -> (AgencyCode, Agency) {
        let agency = Agency {
            code: code.to_owned(),
            name: code.to_owned(),
            short_name: code.to_owned(),
            level: level.key().to_owned(),
            parent: parent.map(ToOwned::to_owned),
            ward_code: None,
            receives: true,
            calendar: "province".to_owned(),
            address: None,
            phone: None,
            valid_from: NaiveDate::MIN,
            valid_to: None,
        };
        (AgencyCode::parse(code).unwrap(), agency)
    }

    #[test]
    fn police_and_branches_stand_where_the_agency_above_them_stands() {
        let reference = Reference {
            agencies: BTreeMap::from([
                agency("H48", AgencyLevel::Province, None),
                agency("H48.05", AgencyLevel::Centre, Some("H48")),
                agency("H48.16", AgencyLevel::Department, Some("H48")),
                agency("H48.16.01", AgencyLevel::Branch, Some("H48.16")),
                agency("H48.17", AgencyLevel::Police, Some("H48")),
                agency("H48.101", AgencyLevel::Commune, Some("H48")),
                agency("H48.101.01", AgencyLevel::CommuneCentre, Some("H48.101")),
                agency("H48.101.02", AgencyLevel::Police, Some("H48.101")),
                agency("H48.101.01.1", AgencyLevel::Branch, Some("H48.101.01")),
                agency("H48.900", AgencyLevel::Police, Some("H48.901")),
                agency("H48.901", AgencyLevel::Police, Some("H48.900")),
            ]),
            ..Reference::default()
        };
        let level = |code| reference.level(&AgencyCode::parse(code).unwrap());
        for code in ["H48", "H48.05", "H48.16", "H48.16.01", "H48.17", "H48.900", "H48.999"] {
            assert_eq!(level(code), Level::Province, "{code}");
        }
        for code in ["H48.101", "H48.101.01", "H48.101.02", "H48.101.01.1"] {
            assert_eq!(level(code), Level::Commune, "{code}");
        }
    }
}
