//! The one table of the workflow. Policy, `decide`, buttons, worklists, the README's diagram and the tests read it;
//! nothing repeats it. Content: the ten national statuses and the transitions between them (NĐ 61/2018 and 118/2025 for the
//! stages; the national portal for the codes). What needs facts ("fee unpaid") is a named `Refusal` in `decide`.

use super::{
    refusal::Refusal,
    status::{Action, Role, Status},
};

/// Where an action leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// To this status.
    To(Status),
    /// The status stays; the place inside it may change.
    Stay,
    /// To the status that was left for a supplement or a payment.
    Resume,
    /// To the previous step; from the first one, back to the one-stop (Accepted).
    Back,
}

/// Who may act, as the dossier sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The person whose dossier it is.
    Owner,
    /// Whoever filled it in: the owner, a representative, an officer at the counter.
    Filer,
    /// Somebody with this role at the agency where the role belongs: one-stop, cashier and post at the receiving agency,
    /// a leader at the settling one.
    Has(Role),
    /// Whoever has the present step: its role at its agency, and the step is free or theirs.
    Holder,
    /// The holder, and the step is of this role.
    HolderAs(Role),
    /// A specialist or leader of an agency with an open consultation.
    Consulted,
    /// The portal itself, in the name of whoever published a calendar; no person.
    Publication,
}

/// What an action does to the deadline clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Nothing: it does not run yet, or no more.
    Idle,
    /// It starts.
    Starts,
    /// It keeps running.
    Runs,
    /// It stands still (when it was running).
    Pauses,
    /// It runs on (when it had started).
    Resumes,
    /// It ends for good.
    Ends,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    /// What is done.
    pub action: Action,
    /// From where.
    pub from: &'static [Status],
    /// To where.
    pub to: Next,
    /// By whom: any of these.
    pub who: &'static [Who],
    /// What the clock does.
    pub clock: Clock,
}

const fn row(
    action: Action,
    from: &'static [Status],
    to: Next,
    who: &'static [Who],
    clock: Clock,
) -> Transition {
    Transition { action, from, to, who, clock }
}

/// The table.
#[rustfmt::skip]
pub const TRANSITIONS: &[Transition] = {
    use {Action::*, Clock::*, Next::*, Role::{Cashier, Clerk, Leader, OneStopOfficer, Postal, Specialist}, Status::*, Who::*};
    &[
    //  action            from                                        to                       who                                  clock
    row(Submit,            &[Draft],                                   To(Submitted),           &[Owner, Filer],                     Idle),
    row(Accept,            &[Submitted],                               To(Accepted),            &[Has(OneStopOfficer)],              Starts),
    row(Reject,            &[Submitted],                               To(Rejected),            &[Has(OneStopOfficer)],              Idle),
    row(Reject,            &[SupplementRequested],                     To(Rejected),            &[Has(OneStopOfficer)],              Ends),
    row(RequestSupplement, &[Submitted],                               To(SupplementRequested), &[Has(OneStopOfficer)],              Idle),
    row(RequestSupplement, &[Accepted],                                To(SupplementRequested), &[Has(OneStopOfficer)],              Pauses),
    row(RequestSupplement, &[Processing],                              To(SupplementRequested), &[Holder],                           Pauses),
    row(Supplement,        &[SupplementRequested],                     Resume,                  &[Owner, Filer, Has(OneStopOfficer)],Resumes),
    row(RequestPayment,    &[Submitted],                               To(PaymentRequested),    &[Has(OneStopOfficer)],              Idle),
    row(RequestPayment,    &[Accepted],                                To(PaymentRequested),    &[Has(OneStopOfficer)],              Pauses),
    row(RequestPayment,    &[Processing],                              To(PaymentRequested),    &[Holder],                           Pauses),
    row(RecallPayment,     &[PaymentRequested],                        Resume,                  &[Holder, Has(OneStopOfficer)],      Resumes),
    row(Pay,               &[PaymentRequested],                        Resume,                  &[Has(Cashier)],                     Resumes),
    row(Pay,               &[Submitted, SupplementRequested, Completed], Stay,                  &[Has(Cashier)],                     Idle),
    row(Pay,               &[Accepted, Processing],                    Stay,                    &[Has(Cashier)],                     Runs),
    row(Forward,           &[Accepted],                                To(Processing),          &[Has(OneStopOfficer)],              Runs),
    row(Forward,           &[Processing],                              Stay,                    &[HolderAs(Specialist)],             Runs),
    row(SendBack,          &[Processing],                              Back,                    &[Holder],                           Runs),
    row(Consult,           &[Processing],                              Stay,                    &[Holder],                           Runs),
    row(GiveOpinion,       &[Processing],                              Stay,                    &[Consulted],                        Runs),
    row(GiveOpinion,       &[SupplementRequested, PaymentRequested],   Stay,                    &[Consulted],                        Idle),
    row(Approve,           &[Processing],                              Stay,                    &[HolderAs(Leader)],                 Runs),
    row(Issue,             &[Processing],                              Stay,                    &[HolderAs(Clerk)],                  Runs),
    row(Complete,          &[Processing],                              To(Completed),           &[HolderAs(Clerk)],                  Ends),
    row(Return,            &[Completed],                               To(Returned),            &[Has(OneStopOfficer), Has(Postal)], Idle),
    row(Withdraw,          &[Submitted],                               To(Withdrawn),           &[Owner, Has(OneStopOfficer)],       Idle),
    row(Withdraw,          &[Accepted, Processing, SupplementRequested, PaymentRequested], To(Withdrawn), &[Owner, Has(OneStopOfficer)], Ends),
    row(Stop,              &[Accepted, Processing, PaymentRequested],  To(Stopped),             &[Has(Leader)],                      Ends),
    row(Stop,              &[SupplementRequested],                     To(Stopped),             &[Has(OneStopOfficer), Has(Leader)], Ends),
    row(Reassign,          &[Submitted],                               Stay,                    &[Has(OneStopOfficer)],              Idle),
    row(Reassign,          &[Accepted],                                Stay,                    &[Has(OneStopOfficer)],              Runs),
    row(Reassign,          &[Processing],                              Stay,                    &[Holder, Has(Leader)],              Runs),
    row(Reschedule,        &[Accepted, Processing],                    Stay,                    &[Has(Leader)],                      Runs),
    row(CheckExemption,    &[Submitted],                               Stay,                    &[Has(OneStopOfficer)],              Idle),
    row(CheckExemption,    &[Accepted, Processing],                    Stay,                    &[Has(OneStopOfficer)],              Runs),
    row(Correct,           &[Completed],                               To(Processing),          &[Has(OneStopOfficer), Has(Leader)], Resumes),
    row(Refund,            &[Submitted, SupplementRequested, PaymentRequested, Completed, Rejected, Withdrawn, Stopped, Returned], Stay, &[Has(Cashier)], Idle),
    row(Refund,            &[Accepted, Processing],                    Stay,                    &[Has(Cashier)],                     Runs),
    row(Recount,           &[Submitted],                               Stay,                    &[Publication],                      Idle),
    row(Recount,           &[Accepted, Processing, SupplementRequested, PaymentRequested], Stay, &[Publication],                    Runs),
    ]
};

/// The row for `action` from `from`.
/// # Errors
/// [`Refusal::NotFromHere`] when the table has none.
pub fn find(from: Status, action: Action) -> Result<&'static Transition, Refusal> {
    TRANSITIONS
        .iter()
        .find(|t| t.action == action && t.from.contains(&from))
        .ok_or(Refusal::NotFromHere { status: from, action })
}

/// The statuses to which `row` can lead from `from`.
#[must_use]
pub fn targets(row: &Transition, from: Status) -> Vec<Status> {
    match row.to {
        Next::To(status) => vec![status],
        Next::Stay => vec![from],
        Next::Back => vec![Status::Processing, Status::Accepted],
        Next::Resume => TRANSITIONS
            .iter()
            .filter(|t| t.to == Next::To(from))
            .flat_map(|t| t.from.iter().copied())
            .fold(Vec::new(), |mut seen, s| {
                if !seen.contains(&s) {
                    seen.push(s);
                }
                seen
            }),
    }
}

/// The table as a Mermaid state diagram, for the README.
#[must_use]
pub fn mermaid() -> String {
    let mut edges: Vec<(Status, Status, Vec<Action>)> = Vec::new();
    for t in TRANSITIONS {
        for from in t.from {
            for to in targets(t, *from) {
                match edges.iter_mut().find(|(f, o, _)| f == from && *o == to) {
                    Some((_, _, actions)) => actions.push(t.action),
                    None => edges.push((*from, to, vec![t.action])),
                }
            }
        }
    }
    let id = |s: Status| s.key().replace('-', "_");
    let mut out = String::from("stateDiagram-v2\n    [*] --> draft\n");
    for (from, to, actions) in &edges {
        let names: Vec<&str> = actions.iter().map(|a| a.key()).collect();
        out.extend([
            "    ",
            &id(*from),
            " --> ",
            &id(*to),
            ": ",
            &names.join(", "),
            "
",
        ]);
    }
    for status in Status::ALL.iter().filter(|s| s.is_terminal()) {
        out.extend(["    ", &id(*status), " --> [*]\n"]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_per_status_and_action() {
        for status in Status::ALL {
            for action in Action::ALL {
                let rows =
                    TRANSITIONS.iter().filter(|t| t.action == *action && t.from.contains(status)).count();
                assert!(rows <= 1, "{status} {action}: {rows} rows");
            }
        }
    }

    #[test]
    fn every_status_is_reached() {
        for status in Status::ALL.iter().filter(|s| **s != Status::Draft) {
            assert!(TRANSITIONS.iter().any(|t| t.to == Next::To(*status)), "{status}");
        }
    }

    #[test]
    fn terminal_statuses_have_no_row_but_for_money_that_goes_back_and_all_others_have_one() {
        for status in Status::ALL {
            let leads_on = |t: &Transition| t.from.contains(status) && t.action != Action::Refund;
            assert_eq!(TRANSITIONS.iter().any(leads_on), !status.is_terminal(), "{status}");
        }
    }

    #[test]
    fn every_action_has_a_row_and_everyone_a_say() {
        for action in Action::ALL {
            assert!(TRANSITIONS.iter().any(|t| t.action == *action), "{action}");
        }
        assert!(TRANSITIONS.iter().all(|t| !t.who.is_empty() && !t.from.is_empty()));
    }

    #[test]
    fn the_clock_pauses_only_into_waiting_and_ends_only_at_the_end() {
        for t in TRANSITIONS {
            if t.clock == Clock::Pauses {
                assert!(
                    matches!(t.to, Next::To(Status::SupplementRequested | Status::PaymentRequested)),
                    "{}",
                    t.action
                );
            }
            if t.clock == Clock::Ends {
                assert!(
                    matches!(
                        t.to,
                        Next::To(Status::Completed | Status::Rejected | Status::Withdrawn | Status::Stopped)
                    ),
                    "{}",
                    t.action
                );
            }
        }
    }

    #[test]
    fn a_supplement_leads_back_to_where_it_was_asked() {
        let row = find(Status::SupplementRequested, Action::Supplement).unwrap();
        let back = targets(row, Status::SupplementRequested);
        assert_eq!(back, vec![Status::Submitted, Status::Accepted, Status::Processing]);
    }
}
