//! A browser reduced to what a measurement needs: one connection kept open, forms and pages, no copy more than necessary. It
//! shares the machine with what it measures, so it must be cheap.

use std::{fmt::Write as _, net::SocketAddr, time::Duration};

use anyhow::{Context as _, bail};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

const PATIENCE: Duration = Duration::from_secs(30);

/// What came back.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) status: u16,
    /// Where a redirect leads.
    pub(crate) location: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Page {
    /// Whether the page says `words`.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.body.windows(words.len()).any(|part| part == words.as_bytes())
    }
}

/// One connection to the portal.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    address: SocketAddr,
    request: String,
    buffer: Vec<u8>,
    compressed: bool,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr, compressed: bool) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, address, request: String::new(), buffer: Vec::with_capacity(128 * 1024), compressed })
    }

    /// Opens a page, signed in with `token`.
    pub(crate) async fn get(&mut self, path: &str, token: Option<&str>) -> anyhow::Result<Page> {
        self.head("GET", path, token, "")?;
        self.request.push_str("\r\n");
        self.send().await
    }

    /// Sends a form.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        token: Option<&str>,
        client: &str,
        form: &str,
    ) -> anyhow::Result<Page> {
        self.head("POST", path, token, client)?;
        write!(
            self.request,
            "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Length: {}\r\n\r\n{form}",
            form.len()
        )?;
        self.send().await
    }

    fn head(&mut self, method: &str, path: &str, token: Option<&str>, client: &str) -> anyhow::Result<()> {
        self.request.clear();
        write!(self.request, "{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.address)?;
        if let Some(token) = token {
            write!(self.request, "Cookie: sid={token}\r\n")?;
        }
        if !client.is_empty() {
            write!(self.request, "X-Forwarded-For: {client}\r\n")?;
        }
        if self.compressed {
            self.request.push_str("Accept-Encoding: gzip, br\r\n");
        }
        Ok(())
    }

    async fn send(&mut self) -> anyhow::Result<Page> {
        let page = timeout(PATIENCE, self.exchange()).await;
        match page {
            Ok(Ok(page)) => Ok(page),
            Ok(Err(error)) => self.again(error).await,
            Err(_) => self.again(anyhow::anyhow!("no answer within {} s", PATIENCE.as_secs())).await,
        }
    }

    /// The connection cannot be trusted any more: a new one, and the error stays an error.
    async fn again(&mut self, error: anyhow::Error) -> anyhow::Result<Page> {
        self.stream = TcpStream::connect(self.address).await?;
        self.stream.set_nodelay(true)?;
        Err(error)
    }

    async fn exchange(&mut self) -> anyhow::Result<Page> {
        self.stream.write_all(self.request.as_bytes()).await?;
        self.buffer.clear();
        let end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n", 0) {
                break end;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(self.buffer.get(..end).unwrap_or_default()).into_owned();
        let body_at = end + 4;
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|l| l.split(' ').nth(1)).and_then(|n| n.parse().ok());
        let status = status.context("not an HTTP answer")?;
        let (mut length, mut chunked, mut location) = (0_usize, false, None);
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "transfer-encoding" => chunked = value == "chunked",
                "location" => location = Some(value.to_owned()),
                _ => {}
            }
        }
        let body = if chunked {
            self.chunks(body_at).await?
        } else {
            while self.buffer.len() < body_at + length {
                self.more().await?;
            }
            self.buffer.get(body_at..).unwrap_or_default().to_vec()
        };
        Ok(Page { status, location, body })
    }

    async fn chunks(&mut self, mut at: usize) -> anyhow::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = loop {
                match find(&self.buffer, b"\r\n", at) {
                    Some(line) => break line,
                    None => self.more().await?,
                }
            };
            let size = std::str::from_utf8(self.buffer.get(at..line).unwrap_or_default())?;
            let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16)?;
            let (from, to) = (line + 2, line + 2 + size);
            while self.buffer.len() < to + 2 {
                self.more().await?;
            }
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(self.buffer.get(from..to).unwrap_or_default());
            at = to + 2;
        }
    }

    async fn more(&mut self) -> anyhow::Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the portal closed the connection");
        }
        Ok(())
    }
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(what.len()).position(|part| part == what).map(|at| at + from)
}
