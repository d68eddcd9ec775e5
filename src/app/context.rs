//! What every use case works with.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use secrecy::SecretString;
use uuid::Uuid;

use super::{
    error::Error,
    reference::{Cache, Reference},
    secrets::Passwords,
};
use crate::{
    clock::Clock,
    domain::procedure::Procedure,
    gateways::{files::Files, payment::gateway::Payment, signing::Signing},
    store::{
        self,
        tx::{Db, Tx},
    },
};

/// The application: cheap to clone, one for each process.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Contents of documents.
    pub files: Arc<dyn Files>,
    /// The payment platform; without one, that way to pay is not offered.
    pub payment: Option<Arc<dyn Payment>>,
    /// With what the bank signs its messages; without it they are not listened to.
    pub bank_secret: Option<SecretString>,
    /// Signatures on papers.
    pub signing: Arc<dyn Signing>,
    /// Password hashing.
    pub passwords: Passwords,
    /// Address under which people reach the portal, without a slash at the end.
    pub public_url: Arc<str>,
    /// Whether this is the demo province: the sign-in page then shows the demo accounts.
    pub demo: bool,
    /// Reference data.
    pub cache: Arc<Cache>,
}

impl App {
    /// The reference data.
    /// # Errors
    /// [`Error::Store`].
    pub async fn reference(&self) -> Result<Arc<Reference>, Error> {
        self.cache.reference(&self.db).await
    }

    /// A procedure version, from memory when it was seen before.
    /// # Errors
    /// [`Error::NotFound`] when there is no such version.
    pub async fn version_in(&self, tx: &mut Tx, id: Uuid) -> Result<Arc<Procedure>, Error> {
        if let Some(known) = self.cache.version(id) {
            return Ok(known);
        }
        let stored = store::procedure::version(tx, id).await?.ok_or(Error::NotFound)?;
        let procedure = Arc::new(stored.procedure);
        self.cache.keep(id, Arc::clone(&procedure));
        Ok(procedure)
    }

    /// The same outside a transaction, for pages.
    /// # Errors
    /// [`Error::NotFound`] when there is no such version.
    pub async fn version(&self, id: Uuid) -> Result<Arc<Procedure>, Error> {
        if let Some(known) = self.cache.version(id) {
            return Ok(known);
        }
        let mut tx = self.db.begin().await?;
        self.version_in(&mut tx, id).await
    }

    /// Several versions for a list: those not seen before are read in one go.
    /// # Errors
    /// [`Error::Store`].
    pub async fn versions(
        &self,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<BTreeMap<Uuid, Arc<Procedure>>, Error> {
        let mut found = BTreeMap::new();
        let mut missing = BTreeSet::new();
        for id in ids {
            match self.cache.version(id) {
                Some(known) => drop(found.insert(id, known)),
                None => drop(missing.insert(id)),
            }
        }
        if !missing.is_empty() {
            let missing: Vec<Uuid> = missing.into_iter().collect();
            for (id, procedure) in store::procedure::versions(&self.db, &missing).await? {
                let procedure = Arc::new(procedure);
                self.cache.keep(id, Arc::clone(&procedure));
                found.insert(id, procedure);
            }
        }
        Ok(found)
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("public_url", &self.public_url).finish_non_exhaustive()
    }
}
