//! What all plays share, and the keys that are the same at every try.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{cast::Cast, papers::Paper};
use crate::{app::reference::Reference, domain::ids::AgencyCode};

/// People, papers and places.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) cast: Cast,
    pub(super) papers: Vec<Paper>,
    pub(super) reference: Arc<Reference>,
    /// Official codes of the communes.
    pub(super) wards: Vec<String>,
    /// Agencies that can be asked for an opinion.
    pub(super) advisers: Vec<AgencyCode>,
    /// Nothing happens after it.
    pub(super) today: DateTime<Utc>,
}

/// The form key of the plot with this number.
pub(super) fn form_key(index: usize) -> Uuid {
    derived(index, "dossier", 0)
}

/// A key for the `number`-th `what` of a plot.
pub(super) fn derived(index: usize, what: &str, number: usize) -> Uuid {
    let digest = Sha256::digest(format!("demo:{index}:{what}:{number}").as_bytes());
    let mut bytes = [0_u8; 16];
    for (to, from) in bytes.iter_mut().zip(digest) {
        *to = from;
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
