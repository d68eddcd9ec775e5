//! Which dossiers the demo province has: for each, what it is about, whose it is, where it goes and where it stands today.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    cast::{self, Cast},
    dice::Dice,
    story::{self, Ending, Story, Twist},
};
use crate::{
    app::{error::Error, reference::Reference},
    domain::{
        calendar::{WorkCalendar, instant, local},
        ids::{AgencyCode, ProcedureVersionId},
        party::Party,
        procedure::{Case, Procedure, Settler},
        status::{Channel, ReturnMethod, Role},
    },
};

/// How many dossiers of which kind.
const ENDINGS: &[(Ending, Twist, usize)] = &[
    (Ending::Returned, Twist::None, 60),
    (Ending::Returned, Twist::Late, 16),
    (Ending::Returned, Twist::IntakeSupplement, 16),
    (Ending::Returned, Twist::AppraisalSupplement, 14),
    (Ending::Returned, Twist::SentBack, 10),
    (Ending::Returned, Twist::Consulted, 10),
    (Ending::Returned, Twist::PaidLater, 8),
    (Ending::Returned, Twist::Corrected, 3),
    (Ending::Completed, Twist::None, 22),
    (Ending::Completed, Twist::Late, 4),
    (Ending::Submitted, Twist::None, 26),
    (Ending::Accepted, Twist::None, 12),
    (Ending::Step(Role::Specialist, false), Twist::None, 22),
    (Ending::Step(Role::Specialist, true), Twist::None, 10),
    (Ending::Step(Role::Leader, false), Twist::None, 14),
    (Ending::Step(Role::Leader, true), Twist::None, 4),
    (Ending::Step(Role::Clerk, false), Twist::None, 10),
    (Ending::Consulting, Twist::None, 6),
    (Ending::IntakeSupplement, Twist::None, 9),
    (Ending::AppraisalSupplement, Twist::None, 8),
    (Ending::Payment, Twist::None, 8),
    (Ending::Rejected, Twist::None, 9),
    (Ending::Withdrawn, Twist::None, 7),
    (Ending::Stopped, Twist::None, 6),
    (Ending::Draft, Twist::None, 6),
];

/// The dossiers of the citizen whose sign-in is shown: procedure, where it stands, what happened.
const OWN: &[(&str, Ending, Twist)] = &[
    ("1.001612", Ending::Draft, Twist::None),
    ("1.001193", Ending::Submitted, Twist::None),
    ("1.004873", Ending::IntakeSupplement, Twist::None),
    ("1.013225", Ending::Step(Role::Specialist, false), Twist::None),
    ("1.004859", Ending::Step(Role::Leader, true), Twist::None),
    ("2.000635", Ending::Completed, Twist::None),
    ("1.004194", Ending::Returned, Twist::AppraisalSupplement),
    ("1.012784", Ending::Payment, Twist::None),
    ("3.000333", Ending::Returned, Twist::Late),
    ("2.000720", Ending::Rejected, Twist::None),
];

/// Its one-stop and its officers are those whose sign-ins are shown.
const HOME: &str = "H48.101.01";
const PROVINCE_CENTRE: &str = "H48.05";

/// A published procedure.
#[derive(Clone, Debug)]
pub(super) struct Published {
    pub(super) id: ProcedureVersionId,
    pub(super) procedure: Arc<Procedure>,
}

/// One dossier to be.
#[derive(Clone, Debug)]
pub(super) struct Plot {
    /// Its number; everything that must be the same at the next try follows from it.
    pub(super) index: usize,
    pub(super) published: Published,
    pub(super) case: Case,
    pub(super) channel: Channel,
    pub(super) receiving: AgencyCode,
    pub(super) settling: AgencyCode,
    /// Which of the citizens owns it; absent: somebody without an account.
    pub(super) owner: Option<usize>,
    pub(super) applicant: Party,
    pub(super) return_method: ReturnMethod,
    pub(super) is_draft: bool,
    pub(super) story: Story,
    pub(super) begins: DateTime<Utc>,
    pub(super) dice: Dice,
}

/// Makes the plots, oldest first.
/// # Errors
/// [`Error::Refused`] when the calendar does not reach back far enough.
pub(super) fn all(
    cast: &Cast,
    reference: &Reference,
    procedures: &[Published],
    today: DateTime<Utc>,
) -> Result<Vec<Plot>, Error> {
    let mut plotter = Plotter {
        cast,
        reference,
        today,
        centres: reference
            .agencies
            .values()
            .filter(|a| a.level == "commune-centre")
            .filter_map(|a| AgencyCode::parse(&a.code).ok())
            .collect(),
        dice: Dice::new(48),
    };
    let mut plots = Vec::new();
    for (code, ending, twist) in OWN {
        let published = procedures.iter().find(|p| p.procedure.code.as_str() == *code);
        if let Some(published) = published {
            plots.extend(plotter.plot(plots.len(), published, (*ending, *twist), true)?);
        }
    }
    let kinds = ENDINGS.iter().flat_map(|(ending, twist, count)| std::iter::repeat_n((*ending, *twist), *count));
    // A step of 7 through the procedures gives each kind of ending others.
    for (number, kind) in kinds.enumerate() {
        if let Some(published) = procedures.get(number * 7 % procedures.len().max(1)) {
            plots.extend(plotter.plot(OWN.len() + number, published, kind, false)?);
        }
    }
    plots.sort_by_key(|plot| plot.begins);
    Ok(plots)
}

struct Plotter<'a> {
    cast: &'a Cast,
    reference: &'a Reference,
    today: DateTime<Utc>,
    centres: Vec<AgencyCode>,
    dice: Dice,
}

impl Plotter<'_> {
    fn plot(
        &mut self,
        index: usize,
        published: &Published,
        kind: (Ending, Twist),
        own: bool,
    ) -> Result<Option<Plot>, Error> {
        let procedure = &published.procedure;
        let Some((receiving, settling)) = self.agencies(procedure, own) else {
            return Ok(None);
        };
        let channel = self.channel(procedure, &receiving, index, own);
        let Some(case) = self.dice.pick(&procedure.cases).cloned() else {
            return Ok(None);
        };
        let day = local(self.today).date();
        let (owner, applicant) = self.applicant(procedure, channel, day, own);
        let story = story::tell(procedure, channel, kind, &mut self.dice);
        let calendar = self.reference.calendar_of(&settling)?;
        let begins = before(&calendar, self.today, story.age())?;
        Ok(Some(Plot {
            index,
            published: published.clone(),
            case,
            channel,
            receiving,
            settling,
            owner,
            applicant,
            return_method: self.return_method(channel),
            is_draft: kind.0 == Ending::Draft,
            story,
            begins,
            dice: Dice::new(u64::try_from(index).unwrap_or(0) + 4800),
        }))
    }

    /// Where it is received and who settles it. Any centre takes dossiers in for any agency of the province.
    fn agencies(&mut self, procedure: &Procedure, own: bool) -> Option<(AgencyCode, AgencyCode)> {
        let home = AgencyCode::parse(HOME).ok()?;
        match (procedure.settler, procedure.agency.as_ref()) {
            (Settler::Commune, _) => {
                let near = own || self.dice.chance(48);
                let centre = if near { home } else { self.dice.pick(&self.centres).cloned()? };
                let commune = self.reference.agencies.get(&centre)?.parent.as_deref()?;
                Some((centre, AgencyCode::parse(commune).ok()?))
            }
            (Settler::Agency, Some(agency)) => {
                let takes_in_itself = self.reference.agencies.get(agency)?.receives;
                let receiving = if own || self.dice.chance(35) {
                    home
                } else if takes_in_itself && self.dice.chance(50) {
                    agency.clone()
                } else {
                    AgencyCode::parse(PROVINCE_CENTRE).ok()?
                };
                Some((receiving, agency.clone()))
            }
            (Settler::Agency, None) => None,
        }
    }

    fn channel(&mut self, procedure: &Procedure, receiving: &AgencyCode, index: usize, own: bool) -> Channel {
        let open = |channel: Channel| procedure.channels.iter().any(|t| t.channel == channel);
        let posted = self.cast.at(Role::Postal, receiving, index).is_some();
        let rolled = self.dice.between(1, 100);
        if open(Channel::Online) && (own || rolled <= 55) {
            Channel::Online
        } else if open(Channel::Postal) && posted && rolled > 86 {
            Channel::Postal
        } else if open(Channel::Direct) {
            Channel::Direct
        } else {
            Channel::Online
        }
    }

    fn applicant(
        &mut self,
        procedure: &Procedure,
        channel: Channel,
        day: NaiveDate,
        own: bool,
    ) -> (Option<usize>, Party) {
        let known = own || channel == Channel::Online || self.dice.chance(30);
        let last = u32::try_from(self.cast.citizens.len()).unwrap_or(0).saturating_sub(1);
        let who = if own { 0 } else { self.dice.between(1, last.max(1)) };
        let who = usize::try_from(who).unwrap_or(0);
        match self.cast.citizens.get(who).filter(|_| known) {
            Some(citizen) => (Some(who), citizen.party.clone()),
            None => (None, cast::stranger(&procedure.audiences, day, &mut self.dice)),
        }
    }

    fn return_method(&mut self, channel: Channel) -> ReturnMethod {
        let rolled = self.dice.between(1, 100);
        match channel {
            Channel::Online if rolled <= 40 => ReturnMethod::Electronic,
            Channel::Online if rolled <= 65 => ReturnMethod::Postal,
            Channel::Direct if rolled <= 20 => ReturnMethod::Postal,
            Channel::Postal => ReturnMethod::Postal,
            Channel::Online | Channel::Direct => ReturnMethod::Counter,
        }
    }
}

/// The moment so many working minutes before `moment`.
fn before(calendar: &WorkCalendar, moment: DateTime<Utc>, minutes: u32) -> Result<DateTime<Utc>, Error> {
    let mut day = local(moment).date();
    let mut worked = calendar.minutes_between(midnight(day), moment)?;
    while worked <= i64::from(minutes) {
        day = calendar.working_day_before(day)?;
        worked += calendar.minutes_of(day)?;
    }
    let rest = u32::try_from(worked - i64::from(minutes)).unwrap_or(0);
    Ok(calendar.add_minutes(calendar.next_opening(midnight(day))?, rest)?)
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    instant(day.and_time(chrono::NaiveTime::MIN))
}
