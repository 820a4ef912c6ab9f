//! `luwes bench upload`: large files through a running server, as a browser sends them, and back; what that costs the server in
//! memory; and what is left when it is killed in the middle of one.

use std::{
    io::Write,
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use clap::Args;
use hyper::body::Bytes;
use luwes::kernel::{
    crypto,
    postgres::Cluster,
    time::{Clock, local_date},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio::{io::AsyncWriteExt, net::TcpStream};

use super::{
    Place,
    calls::Cast,
    client::{Call, Client},
    machine,
    server::{Launch, Server},
    store,
};

/// What the server may grow by while a file passes, in MiB.
const TARGET: f64 = 20.0;
const EDGE: &str = "luwes-bench-edge";
const FORM: &str = "multipart/form-data; boundary=luwes-bench-edge";

/// Options of upload.
#[derive(Args, Debug)]
pub struct Upload {
    #[command(flatten)]
    place: Place,
    /// MiB of the file
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(2..=100))]
    mib: u32,
    /// How often
    #[arg(long, default_value_t = 3)]
    rounds: u32,
}

/// Measures; fails where the server grew by more than it may, or something was left of what was broken off.
pub async fn run(options: Upload) -> Result<ExitCode> {
    let cluster = options.place.open().await?;
    let files = options.place.data.join("upload-files");
    let done = measure(&cluster, &options, &files).await;
    std::fs::remove_dir_all(&files).ok();
    cluster.stop().await?;
    let grown = done?;
    if grown > TARGET {
        bail!("the server grew by {grown:.1} MiB; {TARGET} are allowed");
    }
    Ok(ExitCode::SUCCESS)
}

async fn measure(cluster: &Cluster, options: &Upload, files: &Path) -> Result<f64> {
    let name = &options.place.database;
    let mut conn = store::connect(cluster, name).await?;
    let members = store::members(&mut conn, 1).await?;
    let person = members.iter().find(|one| !one.head);
    let person = person.context("this database holds nobody: luwes bench seed")?;
    let (token, hash) = crypto::token()?;
    let open = [(hash.to_vec(), person.identity, person.agency)];
    store::sessions(&mut conn, &open).await?;
    store::close(conn).await?;
    std::fs::remove_dir_all(files).ok();
    let launch = Launch::on(cluster, name)?
        .with("LUWES_FILES", files.display())
        .with("LUWES_WORKER", false);
    let server = Server::launch(&launch).await?;
    let mut client = Client::new(server.port);
    // what the first requests need once
    client.send(&Call::get("/work/new", &token)).await?;
    sent(&mut client, &token, form("kecil.pdf", &pdf(1 << 20))).await?;
    let bytes = (options.mib as usize) << 20;
    let mut most: f64 = 0.0;
    for (name, content) in [("besar.pdf", pdf(bytes)), ("besar.zip", zip(bytes)?)] {
        let body = form(name, &content);
        for _ in 0..options.rounds {
            let before = machine::memory(server.pid).0;
            machine::forget_peak_of(server.pid);
            let began = Instant::now();
            let page = sent(&mut client, &token, body.clone()).await?;
            let up = began.elapsed().as_secs_f64();
            let grown = machine::memory(server.pid).1 - before;
            let began = Instant::now();
            let back = download(&mut client, &token, &page).await?;
            let down = began.elapsed().as_secs_f64();
            let grown_back = machine::memory(server.pid).1 - before;
            if back != content {
                bail!("{name} came back altered");
            }
            most = most.max(grown).max(grown_back);
            println!(
                "{name}, {} MiB: up {up:.2} s, the server {grown:.1} MiB more at most; back {down:.2} s, {grown_back:.1} MiB",
                options.mib
            );
        }
    }
    killed(server, &token, files, &pdf(bytes)).await?;
    Ok(most)
}

/// Breaks a file off by killing the server, and looks what is left of it.
async fn killed(server: Server, token: &str, files: &Path, content: &[u8]) -> Result<()> {
    let before = objects(files)?;
    let body = form("putus.pdf", content);
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).await?;
    stream
        .write_all(head(server.port, token, body.len()).as_bytes())
        .await?;
    stream.write_all(&body[..body.len() / 2]).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    server.kill().await?;
    let left = objects(files)?.saturating_sub(before);
    println!("killed (-9) in the middle of a file: {left} files left of it");
    if left > 0 {
        bail!("a kill left {left} files");
    }
    Ok(())
}

/// What a delivery begins with, up to its body.
pub fn head(port: u16, token: &str, length: usize) -> String {
    format!(
        "POST /work HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncookie: sid={token}\r\nsec-fetch-site: same-origin\r\ncontent-type: {FORM}\r\ncontent-length: {length}\r\n\r\n"
    )
}

/// Files in a folder and those below it.
pub fn objects(folder: &Path) -> Result<usize> {
    Ok(sizes(folder)?.len())
}

/// Their bytes together.
pub fn bytes(folder: &Path) -> Result<u64> {
    Ok(sizes(folder)?.iter().sum())
}

fn sizes(folder: &Path) -> Result<Vec<u64>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.extend(sizes(&entry.path())?);
        } else {
            found.push(entry.metadata()?.len());
        }
    }
    Ok(found)
}

/// Delivers a form; gives the page of the work.
pub async fn sent(client: &mut Client, token: &str, body: Bytes) -> Result<String> {
    let answer = client.send(&Call::post("/work", token, FORM, body)).await?;
    if answer.status != 303 {
        let text: String = String::from_utf8_lossy(&answer.body)
            .chars()
            .take(600)
            .collect();
        bail!("/work answered {}: {text}", answer.status);
    }
    Ok(answer.location)
}

/// The bytes of the file that a page of work shows.
pub async fn download(client: &mut Client, token: &str, page: &str) -> Result<Bytes> {
    let shown = client.send(&Call::get(page, token)).await?;
    let text = String::from_utf8_lossy(&shown.body).into_owned();
    let link = text
        .split('"')
        .find(|part| part.starts_with(page) && part.contains("/files/"));
    let link = link.context("the page shows no file")?;
    Ok(client.send(&Call::get(link, token)).await?.body)
}

/// A delivery with one file.
pub fn form(name: &str, content: &[u8]) -> Bytes {
    let today = local_date(Clock::system().now(), chrono_tz::Asia::Jakarta);
    let due = Cast::days_after(today, 1)[0].to_string();
    let mut body = Vec::with_capacity(content.len() + 1_024);
    for (field, value) in [
        ("title", "Berkas besar"),
        ("due_on", due.as_str()),
        ("act", "deliver"),
    ] {
        let part = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
        );
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--{EDGE}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
    body.into()
}

/// Bytes that nothing packs any smaller.
fn noise(bytes: usize) -> Vec<u8> {
    let mut all = vec![0; bytes];
    StdRng::seed_from_u64(7).fill(&mut all[..]);
    all
}

/// A file that begins as a PDF does.
pub fn pdf(bytes: usize) -> Vec<u8> {
    let mut all = noise(bytes);
    all[..9].copy_from_slice(b"%PDF-1.7\n");
    all
}

fn zip(bytes: usize) -> Result<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    // what cannot be packed grows a little by packing
    let content = noise(bytes - (1 << 20));
    for (n, part) in content.chunks(content.len().div_ceil(20)).enumerate() {
        writer.start_file(
            format!("lampiran {n}.bin"),
            zip::write::SimpleFileOptions::default(),
        )?;
        writer.write_all(part)?;
    }
    Ok(writer.finish()?.into_inner())
}
