//! The operator's antivirus: clamd over its socket, or a command that reads a file from its standard input.

use std::{fs::File, io::Seek, path::PathBuf, process::Stdio, str::FromStr, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UnixStream},
    process::Command,
};

/// How long a scanner may look at a file.
const PATIENCE: Duration = Duration::from_secs(120);
/// What is sent to clamd at once.
const PIECE: usize = 64 << 10;
/// What is read of its answer.
const ANSWER: u64 = 1024;

/// Who looks at files. As the operator writes it: `unix:/run/clamav/clamd.ctl`, `tcp:127.0.0.1:3310` or `command:/path`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    /// clamd on a socket of this machine.
    Unix(PathBuf),
    /// clamd at an address.
    Tcp(String),
    /// A program that is given the file on its standard input, and exits 0 (nothing found) or 1 (found).
    Command(PathBuf),
}

impl FromStr for Scanner {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim().split_once(':') {
            Some(("unix", path)) if path.starts_with('/') => Ok(Self::Unix(path.into())),
            Some(("command", path)) if path.starts_with('/') => Ok(Self::Command(path.into())),
            Some(("tcp", address)) if address.contains(':') => Ok(Self::Tcp(address.to_owned())),
            _ => Err(format!(
                "{text} is no scanner: write unix:/run/clamav/clamd.ctl, tcp:127.0.0.1:3310 or command:/path/to/program"
            )),
        }
    }
}

/// What a scanner says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Clean,
    Found,
    /// It is away, too slow, or says something else: nobody knows.
    Unknown,
}

impl Scanner {
    /// Has it look at a file. What it found is told to the operator's log only.
    pub(super) async fn look(&self, file: &File) -> Verdict {
        let looked = async {
            let mut file = file.try_clone()?;
            file.rewind()?;
            match self {
                Self::Unix(path) => ask(UnixStream::connect(path).await?, file).await,
                Self::Tcp(address) => ask(TcpStream::connect(address).await?, file).await,
                Self::Command(path) => run(path, file).await,
            }
        };
        match tokio::time::timeout(PATIENCE, looked).await {
            Ok(Ok(verdict)) => verdict,
            Ok(Err(error)) => {
                tracing::error!(%error, "the scanner (LUWES_ANTIVIRUS) is away");
                Verdict::Unknown
            }
            Err(_) => {
                tracing::error!("the scanner (LUWES_ANTIVIRUS) is too slow");
                Verdict::Unknown
            }
        }
    }
}

/// clamd's INSTREAM: pieces with their length before them, an empty one at the end.
async fn ask<S>(mut to: S, file: File) -> std::io::Result<Verdict>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let sent = async {
        let mut file = tokio::fs::File::from_std(file);
        let mut piece = vec![0; PIECE];
        to.write_all(b"zINSTREAM\0").await?;
        loop {
            let n = file.read(&mut piece).await?;
            to.write_all(&u32::try_from(n).unwrap_or(0).to_be_bytes())
                .await?;
            if n == 0 {
                return to.flush().await;
            }
            to.write_all(&piece[..n]).await?;
        }
    };
    // whoever hangs up early (its own limit of size) may have said why
    let sent: std::io::Result<()> = sent.await;
    let mut answer = Vec::new();
    to.take(ANSWER).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer.trim_end_matches('\0').trim();
    match answer {
        _ if answer.ends_with(" FOUND") => {
            tracing::warn!(answer, "a file was refused");
            Ok(Verdict::Found)
        }
        _ if answer.ends_with(": OK") && sent.is_ok() => Ok(Verdict::Clean),
        _ => {
            tracing::error!(
                answer,
                "the scanner (LUWES_ANTIVIRUS) says neither yes nor no"
            );
            Ok(Verdict::Unknown)
        }
    }
}

async fn run(program: &PathBuf, file: File) -> std::io::Result<Verdict> {
    let done = Command::new(program)
        .stdin(Stdio::from(file))
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await?;
    let answer: String = String::from_utf8_lossy(&done.stdout)
        .chars()
        .take(300)
        .collect();
    match done.status.code() {
        Some(0) => Ok(Verdict::Clean),
        Some(1) => {
            tracing::warn!(answer, "a file was refused");
            Ok(Verdict::Found)
        }
        code => {
            tracing::error!(?code, answer, "the scanner (LUWES_ANTIVIRUS) failed");
            Ok(Verdict::Unknown)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use tokio::net::TcpListener;

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    /// A clamd that finds what holds a word, and says something odd about what holds another.
    async fn clamd() -> Scanner {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        #[expect(clippy::disallowed_methods, reason = "a clamd of the test's own")]
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut hello = [0; 10];
                stream.read_exact(&mut hello).await.unwrap();
                assert_eq!(&hello, b"zINSTREAM\0");
                let mut bytes = Vec::new();
                loop {
                    let n = stream.read_u32().await.unwrap() as usize;
                    if n == 0 {
                        break;
                    }
                    let start = bytes.len();
                    bytes.resize(start + n, 0);
                    stream.read_exact(&mut bytes[start..]).await.unwrap();
                }
                let text = String::from_utf8_lossy(&bytes);
                let answer: &[u8] = if text.contains("EICAR") {
                    b"stream: Eicar-Test-Signature FOUND\0"
                } else if text.contains("odd") {
                    b"INSTREAM size limit exceeded. ERROR\0"
                } else {
                    b"stream: OK\0"
                };
                stream.write_all(answer).await.unwrap();
            }
        });
        format!("tcp:{address}").parse().unwrap()
    }

    #[tokio::test]
    async fn clamd_is_asked_and_what_it_does_not_say_is_not_known() {
        let scanner = clamd().await;
        let long = "a".repeat(PIECE * 2 + 5);
        assert_eq!(scanner.look(&file(long.as_bytes())).await, Verdict::Clean);
        assert_eq!(scanner.look(&file(b"an EICAR file")).await, Verdict::Found);
        assert_eq!(scanner.look(&file(b"odd")).await, Verdict::Unknown);
        let away: Scanner = "unix:/nowhere/clamd.ctl".parse().unwrap();
        assert_eq!(away.look(&file(b"a")).await, Verdict::Unknown);
    }

    #[tokio::test]
    async fn a_command_says_it_by_how_it_ends() {
        let home = tempfile::tempdir().unwrap();
        let script = |name: &str, text: &str| {
            use std::os::unix::fs::PermissionsExt;
            let path = home.path().join(name);
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
            format!("command:{}", path.display())
                .parse::<Scanner>()
                .unwrap()
        };
        let grep = script("grep", "#!/bin/sh\n! grep -q EICAR\n");
        assert_eq!(grep.look(&file(b"fine")).await, Verdict::Clean);
        assert_eq!(grep.look(&file(b"EICAR")).await, Verdict::Found);
        let broken = script("broken", "#!/bin/sh\nexit 2\n");
        assert_eq!(broken.look(&file(b"fine")).await, Verdict::Unknown);
        for odd in ["", "clamd", "unix:clamd", "tcp:here", "command:clamscan"] {
            assert!(odd.parse::<Scanner>().is_err(), "{odd}");
        }
    }
}
