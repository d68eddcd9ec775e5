//! Contents of documents, kept under their SHA-256: in a local folder, or in an S3-compatible store (feature `s3`).

use std::{
    future::Future,
    path::Path,
    pin::Pin,
    sync::{Arc, Mutex},
};

use futures_util::StreamExt;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, path::Path as Key};

use super::error::{Error, Kind};

/// A promise, so that the trait can be used behind `dyn`.
pub type Promise<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// A store of contents.
pub trait Files: Send + Sync {
    /// Keeps what stands in `temporary` under `sha256`. Keeping the same content twice is harmless.
    fn keep<'a>(&'a self, sha256: &'a [u8], temporary: &'a Path) -> Promise<'a, ()>;
    /// The content under `sha256`.
    fn read<'a>(&'a self, sha256: &'a [u8]) -> Promise<'a, Vec<u8>>;
    /// Whether the store can be reached and written.
    fn check(&self) -> Promise<'_, ()>;
}

/// `ab/cd/abcd…`: never more than 256 entries in a folder.
fn key(sha256: &[u8]) -> Key {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in sha256 {
        // Writing to a String cannot fail.
        if write!(hex, "{byte:02x}").is_err() {
            break;
        }
    }
    let (a, b) = (hex.get(..2).unwrap_or("00"), hex.get(2..4).unwrap_or("00"));
    Key::from(format!("{a}/{b}/{hex}"))
}

fn failed(kind: Kind) -> impl FnOnce(object_store::Error) -> Error {
    move |e| Error { system: "files", kind, source: Box::new(e) }
}

fn unreadable(e: std::io::Error) -> Error {
    Error { system: "files", kind: Kind::Retry, source: Box::new(e) }
}

/// The real store.
#[derive(Clone, Debug)]
pub struct Store(Arc<dyn ObjectStore>);

impl Store {
    /// A local folder, made when missing.
    /// # Errors
    /// [`Error`] when the folder cannot be made.
    pub fn folder(path: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(path).map_err(unreadable)?;
        let store = object_store::local::LocalFileSystem::new_with_prefix(path).map_err(failed(Kind::Fail))?;
        Ok(Self(Arc::new(store.with_fsync(true))))
    }

    /// An S3-compatible bucket, `s3://BUCKET/PREFIX`; endpoint, region and keys from the settings, else from the usual
    /// `AWS_…` variables.
    /// # Errors
    /// [`Error`] when the address cannot be used.
    #[cfg(feature = "s3")]
    pub fn bucket(url: &str, settings: &crate::config::Uploads) -> Result<Self, Error> {
        use secrecy::ExposeSecret as _;
        // A provider may be installed already: then that one is used.
        drop(rustls::crypto::ring::default_provider().install_default());
        let mut builder = object_store::aws::AmazonS3Builder::from_env().with_url(url).with_region(&settings.s3_region);
        if let Some(endpoint) = &settings.s3_endpoint {
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        if let (Some(key), Some(secret)) = (&settings.s3_access_key, &settings.s3_secret_key) {
            builder = builder.with_access_key_id(key.expose_secret()).with_secret_access_key(secret.expose_secret());
        }
        Ok(Self(Arc::new(builder.build().map_err(failed(Kind::Fail))?)))
    }
}

impl Files for Store {
    fn keep<'a>(&'a self, sha256: &'a [u8], temporary: &'a Path) -> Promise<'a, ()> {
        Box::pin(async move {
            let key = key(sha256);
            if self.0.head(&key).await.is_ok() {
                return Ok(());
            }
            let bytes = tokio::fs::read(temporary).await.map_err(unreadable)?;
            self.0.put(&key, PutPayload::from(bytes)).await.map_err(failed(Kind::Retry))?;
            Ok(())
        })
    }

    fn read<'a>(&'a self, sha256: &'a [u8]) -> Promise<'a, Vec<u8>> {
        Box::pin(async move {
            let got = self.0.get(&key(sha256)).await.map_err(failed(Kind::Retry))?;
            let mut bytes = Vec::new();
            let mut stream = got.into_stream();
            while let Some(chunk) = stream.next().await {
                bytes.extend_from_slice(&chunk.map_err(failed(Kind::Retry))?);
            }
            Ok(bytes)
        })
    }

    fn check(&self) -> Promise<'_, ()> {
        Box::pin(async move {
            let probe = Key::from("probe");
            self.0.put(&probe, PutPayload::from_static(b"ok")).await.map_err(failed(Kind::Retry))?;
            self.0.delete(&probe).await.map_err(failed(Kind::Retry))?;
            Ok(())
        })
    }
}

/// A store in memory, for tests; it can be told to fail.
#[derive(Debug, Default)]
pub struct Fake {
    kept: Mutex<std::collections::BTreeMap<Vec<u8>, Vec<u8>>>,
    broken: Mutex<bool>,
}

impl Fake {
    /// From now on every call fails (or works again).
    pub fn break_down(&self, broken: bool) {
        if let Ok(mut slot) = self.broken.lock() {
            *slot = broken;
        }
    }

    /// How many contents are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.lock().map_or(0, |kept| kept.len())
    }

    /// Whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn works(&self) -> Result<(), Error> {
        if self.broken.lock().is_ok_and(|b| *b) {
            let source = std::io::Error::other("told to fail");
            return Err(Error { system: "files", kind: Kind::Retry, source: Box::new(source) });
        }
        Ok(())
    }
}

impl Files for Fake {
    fn keep<'a>(&'a self, sha256: &'a [u8], temporary: &'a Path) -> Promise<'a, ()> {
        Box::pin(async move {
            self.works()?;
            let bytes = std::fs::read(temporary).map_err(unreadable)?;
            if let Ok(mut kept) = self.kept.lock() {
                kept.insert(sha256.to_vec(), bytes);
            }
            Ok(())
        })
    }

    fn read<'a>(&'a self, sha256: &'a [u8]) -> Promise<'a, Vec<u8>> {
        Box::pin(async move {
            self.works()?;
            let found = self.kept.lock().ok().and_then(|kept| kept.get(sha256).cloned());
            found.ok_or_else(|| unreadable(std::io::Error::from(std::io::ErrorKind::NotFound)))
        })
    }

    fn check(&self) -> Promise<'_, ()> {
        Box::pin(async move { self.works() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contract that both stores keep.
    async fn keeps_and_gives_back(files: &dyn Files) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("upload");
        std::fs::write(&path, b"giay chung sinh").unwrap();
        let sha = [7_u8; 32];
        files.keep(&sha, &path).await.unwrap();
        files.keep(&sha, &path).await.unwrap();
        assert_eq!(files.read(&sha).await.unwrap(), b"giay chung sinh");
        assert!(files.read(&[8_u8; 32]).await.is_err());
        files.check().await.unwrap();
    }

    #[tokio::test]
    async fn the_folder_keeps_the_contract() {
        let dir = tempfile::tempdir().unwrap();
        keeps_and_gives_back(&Store::folder(dir.path()).unwrap()).await;
    }

    #[tokio::test]
    async fn the_fake_keeps_the_contract_and_can_fail() {
        let fake = Fake::default();
        keeps_and_gives_back(&fake).await;
        fake.break_down(true);
        assert!(fake.check().await.is_err());
    }
}
