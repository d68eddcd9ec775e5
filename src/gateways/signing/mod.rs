//! Signing of papers: a standard signature inside the PDF, made with the certificate of the agency or, for a demonstration, with one
//! that the portal made itself. `port` says what signing is, `certificate` and `demonstration` where the key comes from, `cms` and
//! `embed` how the signature is built and put into the file. Source: ISO 32000-1, 12.8 (adbe.pkcs7.detached); RFC 5652; RFC 5035.

pub mod certificate;
mod cms;
pub mod demonstration;
mod embed;
pub mod port;

#[cfg(test)]
mod tests;

pub use certificate::Certificate;
pub use port::{Fake, Said, Signing, Subject};
