//! Pages of the cash desk: what came and what it is for, statements, refunds, the balance of a day, shifts, figures.

pub mod asked;
pub mod balance;
pub mod day;
pub mod event;
pub mod figures;
pub mod finding;
pub mod findings;
pub mod inbox;
pub mod office;
pub mod payee;
pub mod refund;
pub mod refunds;
pub mod seat;
pub mod shift;
pub mod statement;
pub mod takings;
