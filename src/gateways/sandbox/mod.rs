//! THE SANDBOX: a server that stands in for the payment platform and for a bank, so that every way to pay can be tried without
//! money. It speaks the messages of [`super::payment`] over real sockets, keeps everything in memory, and can be told to go wrong:
//! late, lost, repeated, forged and contradicting messages, wrong amounts, errors and silence. `motcua sandbox payments` starts it.

pub mod bank;
pub mod bill;
pub mod book;
pub mod control;
pub mod faults;
pub mod payer;
pub mod platform;
pub mod post;
pub mod qr;
pub mod server;
pub mod state;
