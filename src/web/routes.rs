//! THE route table: method, path, who may open it, handler; one line each. A route cannot be mounted without its `Access`,
//! and what was mounted is recorded, so that the matrix can walk it with every role.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    middleware,
    routing::{MethodFilter, MethodRouter, on},
};

use super::{
    access::{Access, Doors, Guard, guard},
    admin, api, assets, cash, citizen, counter,
    desk::{self, place},
    documents, hooks,
    limit::{Limiter, limit, limit_person},
    paths::Both,
    print, public, upload,
};
use crate::{
    app::context::App,
    domain::{policy, status::Role},
};

/// A route as it was mounted.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Method.
    pub method: &'static str,
    /// Pattern.
    pub path: &'static str,
    /// Who may open it.
    pub access: Access,
}

/// Builds the router and keeps the record.
#[derive(Debug)]
pub struct Routes {
    app: App,
    limiter: Limiter,
    pieces: Limiter,
    router: Router<App>,
    listed: Vec<Listed>,
    doors: Doors,
}

impl Routes {
    fn new(app: App) -> Self {
        Self {
            app,
            limiter: Limiter::default(),
            pieces: Limiter::for_pieces(),
            router: Router::new(),
            listed: Vec::new(),
            doors: Doors::default(),
        }
    }

    fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.mount(("GET", MethodFilter::GET), path, access, handler)
    }

    fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.mount(("POST", MethodFilter::POST), path, access, handler)
    }

    /// A POST that may carry one document.
    fn upload<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let wide = on(MethodFilter::POST, handler).layer(DefaultBodyLimit::max(upload::MOST_REQUEST));
        self.add("POST", path, access, wide)
    }

    /// One method of an upload that comes in pieces, of which one person sends only so many.
    fn piece<H, T>(
        self,
        (method, filter): (&'static str, MethodFilter),
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let paced = on(filter, handler)
            .layer(DefaultBodyLimit::max(upload::MOST_PIECE))
            .layer(middleware::from_fn_with_state(self.pieces.clone(), limit_person));
        self.add(method, path, access, paced)
    }

    /// The same resource of a dossier at the counter and at the desk: its form, and what the form does.
    fn both<G, T, P, U>(self, paths: Both, access: Access, ask: G, act: P) -> Self
    where
        G: Handler<T, App>,
        T: 'static,
        P: Handler<U, App>,
        U: 'static,
    {
        let [counter, desk] = paths;
        self.get(counter, access, ask.clone())
            .post(counter, access, act.clone())
            .get(desk, access, ask)
            .post(desk, access, act)
    }

    fn mount<H, T>(
        self,
        (method, filter): (&'static str, MethodFilter),
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(method, path, access, on(filter, handler))
    }

    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        access: Access,
        handler: MethodRouter<App>,
    ) -> Self {
        let lock = Guard { app: self.app.clone(), access, doors: self.doors.clone() };
        let mut guarded = handler.layer(middleware::from_fn_with_state(lock, guard));
        if path.starts_with("/api/") {
            guarded = guarded.layer(middleware::from_fn_with_state(self.limiter.clone(), limit));
        }
        self.router = self.router.route(path, guarded);
        self.listed.push(Listed { method, path, access });
        self
    }

    /// The router and the record of what it opens to whom.
    pub fn finish(self) -> (Router<App>, Vec<Listed>) {
        let pages = self.listed.iter().filter(|r| r.method == "GET");
        self.doors.close(pages.map(|r| (r.path, r.access)).collect());
        (self.router, self.listed)
    }
}

/// Every route of the portal.
#[rustfmt::skip]
#[expect(clippy::too_many_lines, reason = "it is a table: one line a route")]
pub fn all(app: App) -> Routes {
    use Access::{Any, Open, Public, Right, SignedIn};
    use Role::{Cashier, Leader, OneStopOfficer, Postal, ProcedureAdmin, SystemAdmin};
    use policy::Right::{ManageAgencies, ManageCalendars, ManageClock, ManageFees, ManageJobs, ManageProcedures, ManageUsers, SeeAgencies, SeeCalendars, SeeFigures, SeeProcedures};
    use super::paths as p;
    use {counter as c, desk as d};
    const COUNTER: Access = Any(place::COUNTER);
    const DESK: Access = Any(place::DESK);
    const STAFF: Access = Any(place::STAFF);
    const CASHIER: Access = Any(&[Cashier]);
    const MONEY: Access = Any(&[Cashier, Leader]);
    const GET: (&str, MethodFilter) = ("GET", MethodFilter::GET);
    const POST: (&str, MethodFilter) = ("POST", MethodFilter::POST);
    const PATCH: (&str, MethodFilter) = ("PATCH", MethodFilter::PATCH);
    const DELETE: (&str, MethodFilter) = ("DELETE", MethodFilter::DELETE);
    Routes::new(app)
        .get(assets::ROUTE, Open, assets::serve)
        .get(p::LIVE, Open, hooks::health::live)
        .get(p::READY, Open, hooks::health::ready)
        // for everybody
        .get(p::HOME, Public, public::home::show)
        .get(p::PROCEDURES, Public, public::procedures::show)
        .get(p::PROCEDURE, Public, public::procedure::show)
        .get(p::AGENCIES, Public, public::agencies::show)
        .get(p::AGENCY, Public, public::agency::show)
        .get(p::LOOKUP, Public, public::lookup::show)
        .post(p::LOOKUP, Public, public::lookup::find)
        .get(p::SHORT_LINK, Public, public::tracking::show)
        .get(p::PAYMENT_RETURN, Public, public::payment_return::show)
        .get(p::SIGN_IN, Public, public::sign_in::show)
        .post(p::SIGN_IN, Public, public::sign_in::enter)
        .post(p::SIGN_OUT, Public, public::sign_in::leave)
        .get(p::REGISTER, Public, public::register::show)
        .post(p::REGISTER, Public, public::register::enter)
        .get(p::DISPLAY, Public, public::display::show)
        .post(p::DISPLAY, Public, public::display::choose)
        .get(p::KEYS, Public, public::keys::show)
        .get(p::HELD, SignedIn, public::held::show)
        .get(p::HELP, Public, public::help::show)
        .get(p::CONTACT, Public, public::contact::show)
        .get(p::ACCESSIBILITY, Public, public::accessibility::show)
        .get(p::PRIVACY, Public, public::privacy::show)
        .get(p::STORIES, Public, public::ui::show)
        .get(p::STORY_DOCUMENT, Public, public::ui::document)
        .get(p::RECEIPT_CHECK, Public, public::receipt::show)
        // for programs
        .post(p::PLATFORM_HOOK, Open, hooks::payments::platform)
        .post(p::BANK_HOOK, Open, hooks::payments::bank)
        .get(p::API_DOCUMENT, Open, api::openapi::show)
        .get(p::API_PROCEDURES, Open, api::procedures::list)
        .get(p::API_PROCEDURE, Open, api::procedures::one)
        .post(p::API_LOOKUPS, Open, api::lookups::find)
        .post(p::API_QUOTES, Open, api::quotes::quote)
        // Papers
        .get(p::SLIP, SignedIn, print::slip::show)
        .get(p::SLIP_PDF, SignedIn, print::pdf::slip)
        .post(p::SLIP_PRINTING, Any(&[OneStopOfficer, Cashier, Postal]), print::slip::print)
        .get(p::SUPPLEMENT_PDF, SignedIn, print::pdf::supplement)
        .get(p::REFUSAL_PDF, SignedIn, print::pdf::refusal)
        .get(p::RECEIPT_PDF, SignedIn, print::pdf::receipt)
        .get(p::PLATFORM_BILL, SignedIn, print::bill::show)
        // the one-stop
        .get(p::COUNTER, COUNTER, c::day::show)
        .get(p::SCAN, COUNTER, c::day::scan)
        .get(p::COUNTER_QUEUE, COUNTER, c::queue::show)
        .post(p::BULK_ACCEPTANCE, COUNTER, c::bulk::accept)
        .get(p::INTAKE, COUNTER, c::choose::show)
        .get(p::INTAKE_FORM, COUNTER, c::intake::show)
        .post(p::INTAKE_FORM, COUNTER, c::intake::take_in)
        .get(p::COUNTER_DOSSIER, COUNTER, d::dossier::show)
        .get(p::RECEIPTS, Any(&[Cashier]), c::receipts::show)
        .get(p::RECEIPTS_WAITING, MONEY, c::receipts_waiting::show)
        .post(p::RECEIPTS_WAITING, Any(&[Cashier]), c::receipts_waiting::again)
        .get(p::RECEIPTS_TABLE, Any(&[Cashier]), c::receipts_table::show)
        .get(p::RECEIPTS_XLSX, Any(&[Cashier]), c::receipts_table::xlsx)
        .get(p::RECEIPTS_CSV, Any(&[Cashier]), c::receipts_table::csv)
        .get(p::RECEIPT, Any(&[Cashier]), c::receipt::show)
        .get(p::RECEIPT_REPLACEMENT, Any(&[Cashier]), c::receipt_change::ask)
        .post(p::RECEIPT_REPLACEMENT, Any(&[Cashier]), c::receipt_change::change)
        .get(p::RECEIPT_ADJUSTMENT, Any(&[Cashier]), c::receipt_change::ask)
        .post(p::RECEIPT_ADJUSTMENT, Any(&[Cashier]), c::receipt_change::change)
        .get(p::RECEIPT_CANCELLATION, Any(&[Cashier]), c::receipt_change::ask)
        .post(p::RECEIPT_CANCELLATION, Any(&[Cashier]), c::receipt_change::change)
        .get(p::RECEIPT_AGAIN, Any(&[Cashier]), c::receipt_change::ask)
        .post(p::RECEIPT_AGAIN, Any(&[Cashier]), c::receipt_change::change)
        // the cash desk
        .get(p::CASH, MONEY, cash::day::show)
        .get(p::BALANCE, MONEY, cash::balance::show)
        .post(p::BALANCE_CLOSING, MONEY, cash::balance::close)
        .get(p::BALANCE_FILE, MONEY, cash::balance::export)
        .get(p::FIGURES[0], MONEY, cash::figures::show)
        .get(p::FIGURES[1], Any(&[Leader]), cash::figures::show)
        .get(p::FIGURES[2], Right(SeeFigures), cash::figures::show)
        .get(p::TAKINGS[0], MONEY, cash::takings::show)
        .get(p::TAKINGS[1], Any(&[Leader]), cash::takings::show)
        .get(p::TAKINGS[2], Right(SeeFigures), cash::takings::show)
        .get(p::TAKINGS_FILE[0], MONEY, cash::takings::export)
        .get(p::TAKINGS_FILE[1], Any(&[Leader]), cash::takings::export)
        .get(p::TAKINGS_FILE[2], Right(SeeFigures), cash::takings::export)
        .get(p::SHIFT, CASHIER, cash::shift::show)
        .post(p::SHIFT, CASHIER, cash::shift::open)
        .post(p::SHIFT_CLOSING, CASHIER, cash::shift::close)
        .get(p::REFUNDS, MONEY, cash::refunds::show)
        .get(p::REFUND, MONEY, cash::refund::show)
        .post(p::REFUND_APPROVAL, MONEY, cash::refund::approve)
        .post(p::REFUND_REFUSAL, MONEY, cash::refund::decline)
        .post(p::REFUND_PAYOUT, CASHIER, cash::refund::pay_out)
        .get(p::REFUND_PAYEE, Any(&[Cashier, OneStopOfficer]), cash::payee::show)
        .post(p::REFUND_PAYEE, Any(&[Cashier, OneStopOfficer]), cash::payee::note)
        .get(p::STATEMENT, CASHIER, cash::statement::show)
        .upload(p::STATEMENT_PREVIEW, CASHIER, cash::statement::preview)
        .upload(p::STATEMENT, CASHIER, cash::statement::take_in)
        .get(p::INBOX, CASHIER, cash::inbox::show)
        .get(p::FINDING, CASHIER, cash::finding::show)
        .post(p::FINDING, CASHIER, cash::finding::belongs)
        .post(p::SETTING_ASIDE, CASHIER, cash::finding::set_aside)
        .post(p::STRIKING_OFF, CASHIER, cash::finding::strike_off)
        .get(p::FINDINGS, CASHIER, cash::findings::show)
        .get(p::EVENT, CASHIER, cash::event::show)
        .post(p::TAKING_BACK, CASHIER, cash::event::take_back)
        // those who settle
        .get(p::DESK, DESK, d::worklist::show)
        .get(p::DESK_DOSSIER, DESK, d::dossier::show)
        // what is done to a dossier, from either side
        .both(p::ACCEPTANCE, STAFF, d::action::ask, d::action::act)
        .both(p::REJECTION, STAFF, d::action::ask, d::action::act)
        .both(p::SUPPLEMENT_REQUEST, STAFF, d::action::ask, d::action::act)
        .both(p::PAPER_SUPPLEMENT, STAFF, d::action::ask, d::uploads::supplement)
        .both(p::PAYMENT_REQUEST, STAFF, d::action::ask, d::action::act)
        .both(p::PAYMENT_RECALL, STAFF, d::action::ask, d::action::act)
        .both(p::PAYMENT, STAFF, d::action::ask, d::action::act)
        .both(p::HANDOVER, STAFF, d::action::ask, d::action::act)
        .both(p::SENDING_BACK, STAFF, d::action::ask, d::action::act)
        .both(p::CONSULTATION, STAFF, d::action::ask, d::action::act)
        .both(p::OPINION, STAFF, d::action::ask, d::action::act)
        .both(p::APPROVAL, STAFF, d::action::ask, d::action::act)
        .both(p::COMPLETION, STAFF, d::action::ask, d::action::act)
        .both(p::RETURN, STAFF, d::action::ask, d::action::act)
        .both(p::STAFF_WITHDRAWAL, STAFF, d::action::ask, d::action::act)
        .both(p::STOP, STAFF, d::action::ask, d::action::act)
        .both(p::ASSIGNMENT, STAFF, d::action::ask, d::action::act)
        .both(p::RESCHEDULING, STAFF, d::action::ask, d::action::act)
        .both(p::CORRECTION, STAFF, d::action::ask, d::action::act)
        .both(p::EXEMPTION_CHECK, STAFF, d::action::ask, d::action::act)
        .both(p::REFUND_REQUEST, STAFF, d::refund::show, d::refund::request)
        .get(p::ISSUE[0], STAFF, d::action::ask)
        .get(p::ISSUE[1], STAFF, d::action::ask)
        .upload(p::ISSUE[0], STAFF, d::uploads::issue)
        .upload(p::ISSUE[1], STAFF, d::uploads::issue)
        // Administrators
        .get(p::ADMIN, Any(&[ProcedureAdmin, SystemAdmin]), admin::overview::show)
        .get(p::ADMIN_PROCEDURES, Right(SeeProcedures), admin::procedures::show)
        .get(p::ADMIN_PROCEDURE, Right(SeeProcedures), admin::procedure::show)
        .post(p::ADMIN_PROCEDURE_PUBLICATION, Right(ManageProcedures), admin::procedure::publish)
        .post(p::ADMIN_PROCEDURE_DISCARD, Right(ManageProcedures), admin::procedure::discard)
        .post(p::ADMIN_PROCEDURE_SUSPENSION, Right(ManageProcedures), admin::procedure::suspend)
        .get(p::ADMIN_PROCEDURE_FACTS, Right(ManageProcedures), admin::facts::show)
        .post(p::ADMIN_PROCEDURE_FACTS, Right(ManageProcedures), admin::facts::save)
        .get(p::ADMIN_PROCEDURE_DOCUMENTS, Right(ManageProcedures), admin::documents::show)
        .post(p::ADMIN_PROCEDURE_DOCUMENTS, Right(ManageProcedures), admin::documents::save)
        .get(p::ADMIN_PROCEDURE_FEES, Right(ManageProcedures), admin::fees::show)
        .post(p::ADMIN_PROCEDURE_FEES, Right(ManageProcedures), admin::fees::save)
        .get(p::ADMIN_PROCEDURE_ROUTE, Right(ManageProcedures), admin::steps::show)
        .post(p::ADMIN_PROCEDURE_ROUTE, Right(ManageProcedures), admin::steps::save)
        .get(p::ADMIN_PROCEDURE_FORM, Right(ManageProcedures), admin::form_pages::show)
        .post(p::ADMIN_PROCEDURE_FORM, Right(ManageProcedures), admin::form_pages::save)
        .get(p::ADMIN_PROCEDURE_FORM_PAGE, Right(ManageProcedures), admin::form_fields::show)
        .post(p::ADMIN_PROCEDURE_FORM_PAGE, Right(ManageProcedures), admin::form_fields::save)
        .get(p::ADMIN_PROCEDURE_PREVIEW, Right(ManageProcedures), admin::preview::show)
        .get(p::ADMIN_PREFERENCES, Right(SeeProcedures), admin::preferences::show)
        .get(p::ADMIN_PREFERENCES_DRAFT, Right(ManageFees), admin::preferences_draft::show)
        .post(p::ADMIN_PREFERENCES_DRAFT, Right(ManageFees), admin::preferences_draft::save)
        .post(p::ADMIN_PREFERENCES_DISCARD, Right(ManageFees), admin::preferences::discard)
        .get(p::ADMIN_PREFERENCES_PUBLISH, Right(ManageFees), admin::preferences_publish::show)
        .post(p::ADMIN_PREFERENCES_PUBLISH, Right(ManageFees), admin::preferences_publish::publish)
        .get(p::ADMIN_TRIAL, Right(SeeProcedures), admin::trial::show)
        .get(p::ADMIN_AGENCIES, Right(SeeAgencies), admin::agencies::show)
        .get(p::ADMIN_AGENCY_NEW, Right(ManageAgencies), admin::agency_new::show)
        .post(p::ADMIN_AGENCY_NEW, Right(ManageAgencies), admin::agency_new::add)
        .get(p::ADMIN_AGENCY, Right(SeeAgencies), admin::agency::show)
        .post(p::ADMIN_AGENCY, Right(ManageAgencies), admin::agency::save)
        .get(p::ADMIN_AGENCY_ACCOUNT, Right(ManageAgencies), admin::bank_account::show)
        .post(p::ADMIN_AGENCY_ACCOUNT, Right(ManageAgencies), admin::bank_account::save)
        .post(p::ADMIN_AGENCY_CALENDAR, Right(ManageCalendars), admin::agency::inherit)
        .get(p::ADMIN_USERS, Right(ManageUsers), admin::users::show)
        .get(p::ADMIN_USER_NEW, Right(ManageUsers), admin::user_new::show)
        .post(p::ADMIN_USER_NEW, Right(ManageUsers), admin::user_new::add)
        .get(p::ADMIN_USER, Right(ManageUsers), admin::user::show)
        .post(p::ADMIN_USER, Right(ManageUsers), admin::user::save)
        .post(p::ADMIN_USER_ROLES, Right(ManageUsers), admin::user::save_roles)
        .post(p::ADMIN_USER_PASSWORD, Right(ManageUsers), admin::user::reset_password)
        .post(p::ADMIN_USER_CLOSURE, Right(ManageUsers), admin::user::close)
        .post(p::ADMIN_USER_REOPENING, Right(ManageUsers), admin::user::reopen)
        .get(p::ADMIN_CALENDAR, Right(SeeCalendars), admin::calendar::show)
        .get(p::ADMIN_CLOCK_RULES, Right(SeeCalendars), admin::clock_rules::show)
        .post(p::ADMIN_CLOCK_RULES, Right(ManageClock), admin::clock_rules::add)
        .get(p::ADMIN_CALENDAR_FILE, Right(SeeCalendars), admin::calendar_file::export)
        .get(p::ADMIN_CALENDAR_DRAFT, Right(ManageCalendars), admin::calendar_draft::show)
        .post(p::ADMIN_CALENDAR_DRAFT, Right(ManageCalendars), admin::calendar_draft::save)
        .post(p::ADMIN_CALENDAR_BEGIN, Right(ManageCalendars), admin::calendar_draft::begin)
        .post(p::ADMIN_CALENDAR_IMPORT, Right(ManageCalendars), admin::calendar_take::paste)
        .upload(p::ADMIN_CALENDAR_UPLOAD, Right(ManageCalendars), admin::calendar_take::file)
        .post(p::ADMIN_CALENDAR_PROPOSE, Right(ManageCalendars), admin::calendar_take::propose)
        .post(p::ADMIN_CALENDAR_DISCARD, Right(ManageCalendars), admin::calendar_draft::discard)
        .get(p::ADMIN_CALENDAR_PUBLISH, Right(ManageCalendars), admin::calendar_publish::show)
        .post(p::ADMIN_CALENDAR_PUBLISH, Right(ManageCalendars), admin::calendar_publish::publish)
        .get(p::ADMIN_CALENDAR_MOVES, Right(ManageCalendars), admin::calendar_moves::show)
        .get(p::ADMIN_CALENDAR_IMPACT, Right(ManageCalendars), admin::calendar_moves::export)
        .get(p::ADMIN_RECEIPTS, Right(ManageAgencies), admin::receipts::show)
        .get(p::ADMIN_RECEIPT_SETUP, Right(ManageAgencies), admin::receipt_setup::show)
        .post(p::ADMIN_RECEIPT_SETUP, Right(ManageAgencies), admin::receipt_setup::save)
        .post(p::ADMIN_RECEIPT_RANGES, Right(ManageAgencies), admin::receipt_setup::add)
        .get(p::ADMIN_JOBS, Right(ManageJobs), admin::jobs::show)
        .post(p::ADMIN_JOB_RETRY, Right(ManageJobs), admin::jobs::retry)
        // The citizen: the journey, the dossiers, the account
        .get(p::BEGIN, SignedIn, citizen::begin::show)
        .post(p::BEGIN, SignedIn, citizen::begin::begin)
        .get(p::DRAFT, SignedIn, citizen::hub::show)
        .post(p::DRAFT_DISCARD, SignedIn, citizen::hub::discard)
        .get(p::DRAFT_CHOICE, SignedIn, citizen::begin::show_choice)
        .post(p::DRAFT_CHOICE, SignedIn, citizen::begin::choose)
        .get(p::DRAFT_FORM, SignedIn, citizen::form::show)
        .post(p::DRAFT_FORM, SignedIn, citizen::form::save)
        .get(p::DRAFT_DOCUMENTS, SignedIn, citizen::document::show)
        .get(p::DRAFT_DOCUMENT, SignedIn, citizen::document::back)
        .upload(p::DRAFT_DOCUMENT, SignedIn, citizen::document::upload)
        .post(p::DRAFT_DOCUMENT_REMOVAL, SignedIn, citizen::document::remove)
        .piece(POST, p::DRAFT_PARTIAL, SignedIn, citizen::pieces::begin)
        .get(p::DRAFT_RETURN, SignedIn, citizen::return_method::show)
        .post(p::DRAFT_RETURN, SignedIn, citizen::return_method::save)
        .get(p::DRAFT_CHECK, SignedIn, citizen::check::show)
        .post(p::DRAFT_CHECK, SignedIn, citizen::check::submit)
        .get(p::MY_DOSSIERS, SignedIn, citizen::dossiers::show)
        .get(p::MY_DOSSIER, SignedIn, citizen::dossier::show)
        .get(p::MY_PAYMENT, SignedIn, citizen::payment::show)
        .get(p::MY_PAYMENT_PICTURE, SignedIn, citizen::payment::picture)
        .get(p::MY_PLATFORM_PAYMENT, SignedIn, citizen::payment::back)
        .post(p::MY_PLATFORM_PAYMENT, SignedIn, citizen::payment::begin)
        .get(p::CONFIRMATION, SignedIn, citizen::confirmation::show)
        .get(p::SUPPLEMENT, SignedIn, citizen::supplement::show)
        .post(p::SUPPLEMENT, SignedIn, citizen::supplement::send)
        .get(p::SUPPLEMENT_DOCUMENT, SignedIn, citizen::supplement::back)
        .upload(p::SUPPLEMENT_DOCUMENT, SignedIn, citizen::supplement::upload)
        .post(p::SUPPLEMENT_DOCUMENT_REMOVAL, SignedIn, citizen::supplement::remove)
        .piece(POST, p::SUPPLEMENT_PARTIAL, SignedIn, citizen::pieces::begin_supplement)
        .piece(GET, p::PARTIAL, SignedIn, citizen::pieces::show)
        .piece(PATCH, p::PARTIAL, SignedIn, citizen::pieces::add)
        .piece(DELETE, p::PARTIAL, SignedIn, citizen::pieces::give_up)
        .get(p::WITHDRAWAL, SignedIn, citizen::withdrawal::show)
        .post(p::WITHDRAWAL, SignedIn, citizen::withdrawal::withdraw)
        .get(p::MY_PAYEE, SignedIn, citizen::payee::show)
        .post(p::MY_PAYEE, SignedIn, citizen::payee::say)
        .get(p::DOCUMENT, SignedIn, documents::show)
        .get(p::DOCUMENT_VIEW, SignedIn, public::document::show)
        .get(p::ACCOUNT, SignedIn, citizen::account::show)
        .post(p::ACCOUNT, SignedIn, citizen::account::save)
        .get(p::PASSWORD, SignedIn, citizen::account::show)
        .post(p::PASSWORD, SignedIn, citizen::account::password)
        .post(p::PREFERENCES, SignedIn, citizen::account::prefer)
        .get(p::MESSAGES, SignedIn, citizen::messages::show)
        .post(p::MESSAGES_READ, SignedIn, citizen::messages::read)
}
