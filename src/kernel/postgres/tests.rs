//! The private cluster through what happens to it: killed, orphaned, shared, moved, upgraded.

use std::{
    io::{BufRead, BufReader},
    process::Command as StdCommand,
};

use rustix::process::{Pid, Signal, kill_process};

use super::*;

/// A data folder of its own, gone with its cluster at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("luwes test {name} {}", rustix::process::getpid()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    async fn remove(self) {
        Cluster::wipe(&self.0).await.unwrap();
        fs::remove_dir_all(&self.0).unwrap();
    }
}

async fn connect(cluster: &Cluster) -> PgConnection {
    cluster
        .options(SUPERUSER, "postgres")
        .connect()
        .await
        .unwrap()
}

async fn write_row(cluster: &Cluster) {
    let mut conn = connect(cluster).await;
    conn.execute("create table if not exists kept (n int); insert into kept values (1)")
        .await
        .unwrap();
}

async fn rows(cluster: &Cluster) -> i64 {
    let mut conn = connect(cluster).await;
    sqlx::query_scalar("select count(*) from kept")
        .fetch_one(&mut conn)
        .await
        .unwrap()
}

async fn gone(place: &Place) -> bool {
    for _ in 0..600 {
        if process::postmaster(place).is_none() {
            return true;
        }
        sleep(TICK).await;
    }
    false
}

fn kill(pid: Pid) {
    kill_process(pid, Signal::KILL).unwrap();
}

fn keeper(cluster: &Cluster) -> Pid {
    let id = cluster.keeper.as_ref().and_then(Child::id).unwrap();
    Pid::from_raw(i32::try_from(id).unwrap()).unwrap()
}

#[tokio::test]
async fn a_cluster_keeps_its_rows_and_listens_on_its_socket_only() {
    let folder = Folder::new("plain");
    let cluster = Cluster::start(&folder.0, Durability::Full).await.unwrap();
    write_row(&cluster).await;
    let mut conn = connect(&cluster).await;
    for (setting, wanted) in [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("listen_addresses", ""),
    ] {
        let value: String = sqlx::query_scalar("select current_setting($1)")
            .bind(setting)
            .fetch_one(&mut conn)
            .await
            .unwrap();
        assert_eq!(value, wanted, "{setting}");
    }
    conn.close().await.unwrap();
    let place = cluster.place.clone();
    cluster.stop().await.unwrap();
    assert!(process::postmaster(&place).is_none());
    let again = Cluster::start(&folder.0, Durability::Full).await.unwrap();
    assert!(!again.is_guest());
    assert_eq!(rows(&again).await, 1);
    let url: PgConnectOptions = again.url("postgres", "postgres").parse().unwrap();
    url.connect().await.unwrap().close().await.unwrap();
    again.stop().await.unwrap();
    folder.remove().await;
}

#[tokio::test]
async fn acknowledged_rows_outlive_a_killed_server() {
    let folder = Folder::new("killed");
    let cluster = Cluster::start(&folder.0, Durability::Full).await.unwrap();
    write_row(&cluster).await;
    kill(process::postmaster(&cluster.place).unwrap());
    drop(cluster);
    let again = Cluster::start(&folder.0, Durability::Full).await.unwrap();
    assert_eq!(rows(&again).await, 1);
    again.stop().await.unwrap();
    folder.remove().await;
}

#[tokio::test]
async fn a_pid_file_naming_a_stranger_is_no_hindrance() {
    let folder = Folder::new("stale");
    let cluster = Cluster::start(&folder.0, Durability::Tests).await.unwrap();
    write_row(&cluster).await;
    let place = cluster.place.clone();
    cluster.stop().await.unwrap();
    let stranger = rustix::process::getpid();
    let text = format!("{stranger}\n{}\n1\n5432\n", place.pg.display());
    place
        .write(&place.pg.join("postmaster.pid"), &text)
        .unwrap();
    let again = Cluster::start(&folder.0, Durability::Tests).await.unwrap();
    assert_eq!(rows(&again).await, 1);
    again.stop().await.unwrap();
    folder.remove().await;
}

#[tokio::test]
async fn an_orphan_is_taken_over() {
    let folder = Folder::new("orphan");
    let cluster = Cluster::start(&folder.0, Durability::Full).await.unwrap();
    write_row(&cluster).await;
    let orphan = process::postmaster(&cluster.place).unwrap();
    kill(keeper(&cluster));
    drop(cluster);
    let again = Cluster::start(&folder.0, Durability::Full).await.unwrap();
    assert!(!again.is_guest());
    assert_ne!(process::postmaster(&again.place), Some(orphan));
    assert_eq!(rows(&again).await, 1);
    again.stop().await.unwrap();
    folder.remove().await;
}

#[tokio::test]
async fn a_guest_keeps_the_cluster_up_when_the_starter_leaves() {
    let folder = Folder::new("guest");
    let (one, two) = tokio::join!(
        Cluster::start(&folder.0, Durability::Tests),
        Cluster::start(&folder.0, Durability::Tests)
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert!(one.is_guest() != two.is_guest(), "exactly one starts it");
    let (starter, guest) = if one.is_guest() {
        (two, one)
    } else {
        (one, two)
    };
    write_row(&starter).await;
    starter.stop().await.unwrap();
    assert_eq!(rows(&guest).await, 1);
    let place = guest.place.clone();
    guest.stop().await.unwrap();
    assert!(process::postmaster(&place).is_none());
    folder.remove().await;
}

const CHILD: &str = "LUWES_TEST_STARTER";

/// Not a test: the process that the next one kills.
#[tokio::test]
#[ignore = "run by a_cluster_stops_when_its_starter_is_killed"]
async fn starter() {
    let Some(data) = std::env::var_os(CHILD) else {
        return;
    };
    let cluster = Cluster::start(Path::new(&data), Durability::Full)
        .await
        .unwrap();
    write_row(&cluster).await;
    println!("up");
    sleep(Duration::from_secs(600)).await;
}

#[tokio::test]
async fn a_cluster_stops_when_its_starter_is_killed() {
    let folder = Folder::new("starter");
    let mut child = StdCommand::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "kernel::postgres::tests::starter",
            "--ignored",
            "--nocapture",
        ])
        .env(CHILD, &folder.0)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    assert!(said.lines().map_while(Result::ok).any(|line| line == "up"));
    let place = Place::of(&folder.0).unwrap();
    assert!(process::postmaster(&place).is_some());
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(gone(&place).await, "it runs on without anybody");
    let again = Cluster::start(&folder.0, Durability::Full).await.unwrap();
    assert_eq!(rows(&again).await, 1);
    again.stop().await.unwrap();
    folder.remove().await;
}

#[tokio::test]
async fn another_major_version_is_named_with_the_remedy() {
    let folder = Folder::new("major");
    let place = Place::of(&folder.0).unwrap();
    place.private_folder(&place.pg).unwrap();
    place.write(&place.pg.join("PG_VERSION"), "9\n").unwrap();
    let error = Cluster::start(&folder.0, Durability::Tests)
        .await
        .unwrap_err();
    assert!(matches!(error, PostgresError::OtherMajor { made: 9, .. }));
    assert!(error.to_string().contains("postgresql-9"));
    folder.remove().await;
}

#[tokio::test]
async fn a_folder_behind_a_closed_door_is_served_from_elsewhere() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let folder = Folder::new("door");
    let closed = folder.0.join("closed");
    fs::create_dir_all(closed.join("data")).unwrap();
    std::os::unix::fs::chown(&closed, Some(0), Some(0)).unwrap();
    fs::set_permissions(&closed, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let data = closed.join("data");
    let cluster = Cluster::start(&data, Durability::Tests).await.unwrap();
    assert!(cluster.pg_data().starts_with("/var/lib/luwes"));
    write_row(&cluster).await;
    cluster.stop().await.unwrap();
    let again = Cluster::start(&data, Durability::Tests).await.unwrap();
    assert_eq!(rows(&again).await, 1);
    let home = again.place.home.clone();
    again.stop().await.unwrap();
    Cluster::wipe(&data).await.unwrap();
    assert!(!home.exists());
    folder.remove().await;
}

#[tokio::test]
async fn roles_may_be_created_twice_and_none_can_bypass_tenancy() {
    let folder = Folder::new("roles");
    let cluster = Cluster::start(&folder.0, Durability::Tests).await.unwrap();
    assert!(cluster.ensure_database("luwes").await.unwrap());
    assert!(!cluster.ensure_database("luwes").await.unwrap());
    let mut migrator = cluster
        .options("luwes_migrator", "luwes")
        .connect()
        .await
        .unwrap();
    migrator.execute("create table mine (n int)").await.unwrap();
    let owner: String =
        sqlx::query_scalar("select tableowner from pg_tables where tablename = 'mine'")
            .fetch_one(&mut migrator)
            .await
            .unwrap();
    assert_eq!(owner, "luwes_owner");
    let strong: i64 = sqlx::query_scalar(
        "select count(*) from pg_roles where rolname like 'luwes%' and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole)",
    )
    .fetch_one(&mut migrator)
    .await
    .unwrap();
    assert_eq!(strong, 0);
    migrator.close().await.unwrap();
    let mut app = cluster
        .options("luwes_app", "luwes")
        .connect()
        .await
        .unwrap();
    assert!(app.execute("create table theirs (n int)").await.is_err());
    assert!(
        app.execute("create temp table theirs (n int)")
            .await
            .is_err()
    );
    let limit: String = sqlx::query_scalar("show statement_timeout")
        .fetch_one(&mut app)
        .await
        .unwrap();
    assert_eq!(limit, "5s");
    app.close().await.unwrap();
    assert!(
        cluster
            .options("luwes_owner", "luwes")
            .connect()
            .await
            .is_err()
    );
    cluster.stop().await.unwrap();
    folder.remove().await;
}
