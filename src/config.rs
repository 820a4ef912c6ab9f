//! Environment to one typed struct; secrets are redacted, an error names its variable.

use std::net::{IpAddr, SocketAddr};

use clap::Args;
use secrecy::{ExposeSecret, SecretString};

use crate::kernel::{
    depot::{Bucket, Depot, Scanner},
    outgoing::{Network, Outgoing},
    vault::Vault,
};

/// Settings of `luwes serve` and `luwes work`.
#[derive(Args, Clone, Debug)]
pub struct ServeConfig {
    /// The application's database, as luwes_app: postgres://luwes_app:…@host/luwes?sslmode=verify-full
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<SecretString>,
    /// Use the private PostgreSQL of this folder instead (trying things out on one machine).
    #[arg(long, value_name = "DIR", env = "LUWES_DATA")]
    pub data: Option<std::path::PathBuf>,
    /// The ministry's database user (luwes_platform); without it the ministry's table is closed.
    #[arg(long, env = "LUWES_PLATFORM_DATABASE_URL", hide_env_values = true)]
    pub platform_database_url: Option<SecretString>,
    /// The address people type, such as https://luwes.example.go.id; on a loopback listener the listener itself.
    #[arg(long, env = "LUWES_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Where to listen; put a TLS proxy in front.
    #[arg(long, env = "LUWES_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Addresses of proxies whose X-Forwarded-For is believed, separated by commas.
    #[arg(long, env = "LUWES_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpAddr>,
    /// The mail server: smtp://user:password@host:587?tls=required; without it messages wait in the outbox.
    #[arg(long, env = "LUWES_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<SecretString>,
    /// The sender of every message: Luwes <luwes@example.go.id>
    #[arg(long, env = "LUWES_MAIL_FROM", requires = "smtp_url")]
    pub mail_from: Option<String>,
    /// Keeps the signing secrets of webhooks: 32 random bytes in base64 (openssl rand -base64 32); without it webhooks are off.
    #[arg(long, env = "LUWES_SECRET_KEY", hide_env_values = true)]
    pub secret_key: Option<SecretString>,
    /// Networks besides the public internet that webhooks may reach, such as 10.20.0.0/16, separated by commas.
    #[arg(long, env = "LUWES_WEBHOOK_ALLOW", value_delimiter = ',')]
    pub webhook_allow: Vec<Network>,
    /// A file with further certificate authorities (PEM) that webhooks trust.
    #[arg(long, value_name = "FILE", env = "LUWES_WEBHOOK_CA")]
    pub webhook_ca: Option<std::path::PathBuf>,
    /// Where files of delivered work lie: a folder, or s3://bucket; without it (and without --data) work is delivered without files.
    #[arg(long, value_name = "PLACE", env = "LUWES_FILES")]
    pub files: Option<String>,
    /// The S3-compatible store of LUWES_FILES=s3://…: https://s3.example.go.id
    #[arg(long, env = "LUWES_S3_ENDPOINT")]
    pub s3_endpoint: Option<String>,
    /// Its region.
    #[arg(long, env = "LUWES_S3_REGION", default_value = "us-east-1")]
    pub s3_region: String,
    /// The name of the key to it.
    #[arg(long, env = "LUWES_S3_ACCESS_KEY")]
    pub s3_access_key: Option<String>,
    /// The key to it.
    #[arg(long, env = "LUWES_S3_SECRET_KEY", hide_env_values = true)]
    pub s3_secret_key: Option<SecretString>,
    /// A file with further certificate authorities (PEM) that its connection trusts.
    #[arg(long, value_name = "FILE", env = "LUWES_S3_CA")]
    pub s3_ca: Option<std::path::PathBuf>,
    /// Who looks at files that are handed in: unix:/run/clamav/clamd.ctl, tcp:127.0.0.1:3310 or command:/path; without it nobody does.
    #[arg(long, env = "LUWES_ANTIVIRUS")]
    pub antivirus: Option<String>,
    /// Database connections of this process.
    #[arg(long, env = "LUWES_DATABASE_CONNECTIONS", default_value_t = 10)]
    pub connections: u32,
    /// Client connections at once.
    #[arg(long, env = "LUWES_MAX_CONNECTIONS", default_value_t = 2_000)]
    pub max_connections: usize,
    /// Client connections at once from one address (offices share one; a proxy is one).
    #[arg(
        long,
        env = "LUWES_MAX_CONNECTIONS_PER_ADDRESS",
        default_value_t = 1_000
    )]
    pub max_per_address: usize,
    /// Seconds a request may take before it is answered 503 (with files six times as long).
    #[arg(long, env = "LUWES_REQUEST_SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub request_seconds: u64,
    /// Run the worker (mail, sealing, daily work) in this process too.
    #[arg(long, env = "LUWES_WORKER", default_value_t = true, action = clap::ArgAction::Set)]
    pub worker: bool,
    /// Log filter, such as info or luwes=debug.
    #[arg(long, env = "LUWES_LOG", default_value = "info")]
    pub log: String,
    /// Logs as JSON lines.
    #[arg(long, env = "LUWES_LOG_JSON", default_value_t = false, action = clap::ArgAction::Set)]
    pub log_json: bool,
}

impl ServeConfig {
    /// The operator's key, when there is one.
    pub fn vault(&self) -> Result<Option<Vault>, String> {
        let key = self.secret_key.as_ref().map(|key| key.expose_secret());
        let key = key.filter(|text| !text.trim().is_empty());
        key.map(Vault::read).transpose()
    }

    /// Where webhooks may go.
    pub fn outgoing(&self) -> Result<Outgoing, String> {
        let pem = match &self.webhook_ca {
            Some(path) => Some(
                std::fs::read(path)
                    .map_err(|error| format!("LUWES_WEBHOOK_CA, {}: {error}", path.display()))?,
            ),
            None => None,
        };
        Outgoing::new(self.webhook_allow.clone(), pem.as_deref())
            .map_err(|sentence| format!("LUWES_WEBHOOK_CA: {sentence}"))
    }

    /// Where files of delivered work lie; beside the data of a private PostgreSQL unless something else is said.
    pub fn depot(&self) -> Result<Option<Depot>, String> {
        let beside = self.data.as_ref().map(|data| data.join("files"));
        let named = self.antivirus.as_deref().map(str::trim);
        let scanner = named.filter(|name| !name.is_empty());
        let scanner = scanner
            .map(str::parse::<Scanner>)
            .transpose()
            .map_err(|sentence| format!("LUWES_ANTIVIRUS: {sentence}"))?;
        let place = self.files.as_deref();
        let wrong = |sentence: String| format!("LUWES_FILES: {sentence}");
        match place.map(str::trim).filter(|place| !place.is_empty()) {
            None => match beside {
                Some(folder) => Depot::folder(&folder, scanner).map(Some).map_err(wrong),
                None => Ok(None),
            },
            Some(place) => match place.strip_prefix("s3://") {
                Some(bucket) => Depot::bucket(&self.bucket(bucket)?, scanner)
                    .map(Some)
                    .map_err(wrong),
                None => Depot::folder(place.as_ref(), scanner)
                    .map(Some)
                    .map_err(wrong),
            },
        }
    }

    fn bucket(&self, name: &str) -> Result<Bucket, String> {
        let missing = |name: &str| format!("{name} is missing: LUWES_FILES names a bucket");
        let authorities = match &self.s3_ca {
            Some(path) => Some(
                std::fs::read(path)
                    .map_err(|error| format!("LUWES_S3_CA, {}: {error}", path.display()))?,
            ),
            None => None,
        };
        let endpoint = self.s3_endpoint.clone();
        let access_key = self.s3_access_key.clone();
        let secret_key = self.s3_secret_key.clone();
        Ok(Bucket {
            name: name.trim_end_matches('/').to_owned(),
            endpoint: endpoint.ok_or_else(|| missing("LUWES_S3_ENDPOINT"))?,
            region: self.s3_region.clone(),
            access_key: access_key.ok_or_else(|| missing("LUWES_S3_ACCESS_KEY"))?,
            secret_key: secret_key.ok_or_else(|| missing("LUWES_S3_SECRET_KEY"))?,
            authorities,
        })
    }

    /// The address people type, without a slash at the end. Plain http only on loopback: sign-in cookies need TLS.
    pub fn public_url(&self) -> Result<String, String> {
        let url = match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None if self.listen.ip().is_loopback() => format!("http://{}", self.listen),
            None => return Err("LUWES_PUBLIC_URL is missing: set it to the address people type, such as https://luwes.example.go.id".into()),
        };
        let loopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
            .iter()
            .any(|start| url.starts_with(start));
        if !url.starts_with("https://") && !loopback {
            return Err(format!(
                "LUWES_PUBLIC_URL must start with https:// (it is {url}): sign-in cookies are sent over TLS only"
            ));
        }
        Ok(url)
    }
}
