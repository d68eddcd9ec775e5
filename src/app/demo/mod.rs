//! The demo province: Quảng Ngãi with invented people, loaded into an empty database, so that everything can be tried.

mod load;

pub use load::{DEMO_PASSWORD, Login, is_loaded, load, logins};
