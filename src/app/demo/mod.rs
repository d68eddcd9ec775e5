//! The demo province: Quảng Ngãi with invented people, loaded into an empty database, so that everything can be tried. `load`
//! brings what it stands on, `fill` its dossiers, `reset` empties the database.

mod answers;
mod bank;
mod cast;
mod dice;
mod filing;
mod history;
mod load;
mod papers;
mod play;
mod plot;
mod reset;
mod stage;
mod story;
mod words;

pub use history::{fill, history};
pub use load::{DEMO_PASSWORD, Login, is_loaded, load, logins};
pub use reset::reset;
