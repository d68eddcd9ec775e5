//! # Một Cửa
//!
//! The portal on which a Vietnamese province receives, settles and returns its administrative-procedure dossiers
//! (hồ sơ thủ tục hành chính). One province runs one deployment. Citizens, one-stop officers, specialists, leaders, clerks,
//! postal staff and administrators all work on the same thing: a **dossier**. So the house is built in floors round its life.
//!
//! ## The map
//!
//! Floors are folders, features are file names: `ls src/**/*supplement*` *is* the supplement feature. Arrows go down only; rooms
//! on one floor never import each other; inside a room no two files import each other in a circle. `tests/portal/house.rs`
//! reads the sources and enforces it.
//!
//! | floor | room | what lives there | may import |
//! |---|---|---|---|
//! | 5 | `main`, `commands`, `dev` | subcommands; build the application; nothing else | everything |
//! | 4 | [`web`] | the door for people and programs: THE route table, pages, forms | app, store (reads), i18n, domain |
//! | 4 | [`jobs`] | the door for time: worker, schedule, one file a job | app, store, i18n, domain |
//! | 3 | [`app`] | use cases; the only room that opens a transaction; [`app::act`] is the one door through which a dossier changes | store, gateways, i18n, domain |
//! | 2 | [`store`] | Postgres in our words: all SQL, checked when compiled | domain |
//! | 2 | [`gateways`] | other systems: trait, real and fake side by side | domain, config |
//! | 2 | [`i18n`] | what the portal says, in Vietnamese and English | domain |
//! | 1 | [`domain`] | THE LAW: pure values; no database, no clock, no randomness | – |
//! | 1 | [`clock`], [`config`], [`postgres`] | the time, the options, the private database cluster | – |
//!
//! ## The rules
//!
//! 1. **One table.** [`domain::workflow::TRANSITIONS`] says who may do what from where, and what the clock does. Permission,
//!    decision, buttons, diagram, matrix and tests read it; nothing repeats it. Overdue is computed, never a status.
//! 2. **One door.** [`app::act::act`]: lock, permit, decide (pure), save with version, history, outbox; one transaction. History,
//!    deadline and notification cannot be forgotten by a handler. Its other half, [`app::recount`], does the same in batches when a
//!    published calendar moves dates, and changes nothing else. A draft is its filer's own paper until it is submitted.
//! 3. **Four locks.** A route cannot be mounted without [`web::access::Access`]; a change needs a [`domain::policy::Permit`]; a read
//!    needs a [`domain::policy::Scope`]; a change from another site is refused over the whole router.
//! 4. **Every rule of law is data** with validity and legal basis: time limits, fees, preferences, calendars. A published calendar is never edited, only
//!    superseded. A year that is not in the calendar is an error, never "no holidays". A dossier pins the procedure version it was submitted under.
//! 5. **The deadline is a ledger** ([`domain::ledger`]): append-only marks; the due date is a function of ledger and calendar, and can be
//!    explained day by day ([`domain::explain`], [`domain::strip`]). A quote ([`domain::reckon`]) is the same count. On-time is written once, at completion.
//! 6. **Time** is UTC inside and +07:00 outside; a use case asks the clock once. **Money** is whole đồng. **Names** are NFC and whole.
//!
//! ## The path of one dossier
//!
//! `web::routes` → `web::access` → `web::form` → the handler → `app::act` → `store::dossier` (lock) → `domain::policy` →
//! `domain::workflow` → `domain::decide` → `store::dossier` (save) → `store::history` → `app::outbox` → commit → redirect. To understand a
//! stage one opens three files: the handler, the arm of `decide`, the row of the table.
//!
//! ## Glossary
//!
//! | Vietnamese | here |
//! |---|---|
//! | hồ sơ, mã hồ sơ | dossier, dossier code |
//! | thủ tục hành chính, trường hợp | procedure, case |
//! | thành phần hồ sơ, giấy tờ nộp kèm | required document, document |
//! | cơ quan, bộ phận Một cửa | agency, one-stop (receiving agency); settling agency; holding agency |
//! | tiếp nhận; giấy tiếp nhận và hẹn trả | accept (intake); appointment slip |
//! | quy trình nội bộ, bước | route, step |
//! | ngày hẹn trả, thời hạn giải quyết | `due_at`, time limit (statutory, promised) |
//! | yêu cầu bổ sung, phiếu yêu cầu bổ sung | request supplement, supplement sheet |
//! | từ chối, dừng giải quyết, rút | reject, stop, withdraw |
//! | phối hợp, lấy ý kiến | consult, opinion |
//! | phí, lệ phí; miễn, giảm; ưu đãi | charge, fee; exemption, reduction; preference |
//! | nghĩa vụ tài chính | payment request |
//! | biên lai; ký hiệu mẫu biên lai, ký hiệu biên lai; đơn vị thu | receipt; form symbol, receipt symbol; collector |
//! | khoản chưa rõ; ghép, để riêng, gạch trùng; rút lại | money in the inbox; match, set aside, strike off; take back: each a `finding` |
//! | đối chiếu, khóa ngày; ca thu | reconciliation (balance of the day), day close; shift |
//! | hoàn phí; nơi nhận tiền hoàn; thu hồi yêu cầu nộp phí | refund; its payee; recall of a payment request |
//! | trả kết quả | return |
//! | văn thư ban hành | clerk issues |
//! | bưu chính công ích | postal |

// Floor 1
pub mod clock;
pub mod config;
pub mod domain;
pub mod postgres;
// Floor 2
pub mod gateways;
pub mod i18n;
pub mod store;
// Floor 3
pub mod app;
// Floor 4
pub mod jobs;
pub mod web;
