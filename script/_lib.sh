# Shared by the scripts of this folder: where things are, what is missing, how to get it. Sourced, never run.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root
# One place for what is built, whatever the caller's environment says.
export CARGO_TARGET_DIR=$root/target
export SQLX_OFFLINE=true
readonly node_version=22.23.3 rust_wanted=1.95 postgres_wanted=15

say() { printf '\n== %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# --- what is there ------------------------------------------------------------------------------------
# The folder of the newest PostgreSQL that is new enough.
postgres_bin() {
    local bin major best='' best_major=0
    while IFS= read -r bin; do
        [ -x "$bin/initdb" ] && [ -x "$bin/postgres" ] && [ -x "$bin/pg_ctl" ] || continue
        major=$("$bin/postgres" --version | sed -E 's/[^0-9]*([0-9]+).*/\1/')
        if [ "$major" -ge "$postgres_wanted" ] && [ "$major" -gt "$best_major" ]; then
            best=$bin best_major=$major
        fi
    done < <(printf '%s\n' /usr/lib/postgresql/*/bin; tr ':' '\n' <<<"$PATH")
    [ -n "$best" ] && echo "$best"
}
has_postgres() { postgres_bin >/dev/null && has psql; }

find_chromium() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
        [ -n "$name" ] && command -v "$name" 2>/dev/null && return 0
    done
    return 1
}

node_is_new() { has "$1" && [ "$("$1" --version | sed -E 's/v([0-9]+).*/\1/')" -ge 20 ]; }

need_rust() {
    [ -f "${CARGO_HOME:-${HOME:-}/.cargo}/env" ] && ! has cargo && . "${CARGO_HOME:-${HOME:-}/.cargo}/env"
    local have
    have=$(cargo --version 2>/dev/null | sed -E 's/cargo ([0-9.]+).*/\1/') || true
    [ -n "$have" ] || die "no Rust toolchain: install one of $rust_wanted or newer from https://rustup.rs, then run this again"
    [ "$(printf '%s\n%s\n' "$rust_wanted" "$have" | sort -V | head -1)" = "$rust_wanted" ] ||
        die "Rust $have is too old, $rust_wanted or newer is needed: run 'rustup update stable', then this again"
}

# --- what is missing ----------------------------------------------------------------------------------
# Whether the clock of one process can be stepped.
has_faketime() { compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null; }

# need demo|drill|test: installs missing system packages as root, else says which.
need() {
    need_rust
    local packages=()
    has cc && printf 'int main(void){return 0;}' | cc -x c -o /dev/null - 2>/dev/null || packages+=(gcc libc6-dev)
    has_postgres || packages+=(postgresql)
    if [ "$1" = test ]; then
        find_chromium >/dev/null || packages+=(chromium fonts-dejavu-core)
        has npm || packages+=(npm)
        has git || packages+=(git)
    fi
    # the drill goes without it, and says so, where nobody can install it
    [ "$1" != demo ] && [ "$(id -u)" -eq 0 ] && has apt-get && ! has_faketime && packages+=(faketime)
    [ ${#packages[@]} -eq 0 ] && return 0
    local command="apt-get install --no-install-recommends ${packages[*]}"
    has apt-get || die "please install what Debian calls: ${packages[*]}"
    [ "$(id -u)" -eq 0 ] || die "some system packages are missing; run this as root, then start again: apt-get update && $command"
    say "installing ${packages[*]}"
    # Debian would create and start a cluster of its own; nothing here uses one.
    local quiet=/etc/postgresql-common/createcluster.d/luwes.conf
    if [[ " ${packages[*]} " == *" postgresql "* ]]; then
        mkdir -p "${quiet%/*}"
        echo 'create_main_cluster = false' >"$quiet"
    fi
    export DEBIAN_FRONTEND=noninteractive
    local done=0
    apt-get update -q >&2 && apt-get install -y -q --no-install-recommends "${packages[@]}" >&2 || done=$?
    rm -f "$quiet"
    [ "$done" -eq 0 ] || die "the packages could not be installed; try by hand: apt-get update && $command"
    has_postgres || die "PostgreSQL $postgres_wanted or newer is needed and this system's packages are older: add the repository of apt.postgresql.org"
}

# Puts a Node of 20 or newer first on PATH: the system's, else the npm package of it under var/.
need_node() {
    node_is_new node && return 0
    local arch folder=$root/var/node
    case $(uname -m) in
        x86_64) arch=x64 ;;
        aarch64) arch=arm64 ;;
        *) die "the browser tests need Node 20 or newer on PATH" ;;
    esac
    local bin=$folder/node_modules/node-linux-$arch/bin
    if ! node_is_new "$bin/node"; then
        say "fetching Node $node_version (the system's is too old)"
        mkdir -p "$folder"
        npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-fund "node-linux-$arch@$node_version" >&2
    fi
    export PATH=$bin:$PATH
    node_is_new node || die "Node $node_version could not be fetched: put Node 20 or newer on PATH"
}

# The debug program, built together with its tests: for the program alone cargo picks other features of other crates and would
# build nearly everything a second time.
debug_program() { cargo build --locked --all-targets; }

# --- small things -------------------------------------------------------------------------------------
# A port nobody listens on.
free_port() {
    local port
    for _ in $(seq 50); do
        port=$((20000 + RANDOM % 10000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return 0; }
    done
    die "no free port"
}

# answers PORT PATH: whether the server answers 200 there.
answers() {
    local line
    {
        exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
        printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3
        IFS= read -r -t 5 line <&3 || line=
        exec 3>&-
    } 2>/dev/null
    [[ $line == *" 200 "* ]]
}

# in_database COMMAND...: runs it with DATABASE_URL of a new, migrated, throw-away database. Needs nothing that is built, so that
# the program may lack the very statements that are being described.
in_database() (
    bin=$(postgres_bin)
    folder=$(mktemp -d /tmp/luwes-sqlx.XXXXXX)
    as=()
    if [ "$(id -u)" -eq 0 ]; then
        user=postgres
        id -u "$user" >/dev/null 2>&1 || user=nobody
        chown "$user" "$folder"
        as=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups)
    fi
    server() { (cd / && "${as[@]}" "$bin/pg_ctl" -D "$folder/pg" -s -w "$@"); }
    trap 'server -m fast stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
    (cd / && "${as[@]}" "$bin/initdb" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -D "$folder/pg") >/dev/null
    server -l "$folder/log" -o "-p 5432 -k $folder -c listen_addresses= -c fsync=off" start
    run() { psql -X -q -v ON_ERROR_STOP=1 -h "$folder" -p 5432 "$@"; }
    run -U postgres -d postgres -c 'create database luwes'
    run -U postgres -d luwes -f "$root/script/roles.sql"
    # The table of the migrator, which some rights name.
    run -U luwes_migrator -d luwes -c 'create table _sqlx_migrations (version bigint primary key, description text not null, installed_on timestamptz not null default now(), success boolean not null, checksum bytea not null, execution_time bigint not null)'
    for migration in "$root"/migrations/*.sql; do
        run -U luwes_migrator -d luwes -1 -f "$migration"
    done
    DATABASE_URL="postgresql:///luwes?host=$folder&port=5432&user=postgres" "$@"
)

# queries FOLDER COMMAND...: lets the compiler that COMMAND runs write what the checked SQL of the program looks like to the database at DATABASE_URL.
queries() {
    cd "$root"
    local done=0
    touch -r src/lib.rs "$1/.time"
    touch src/lib.rs
    SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$1 "${@:2}" || done=$?
    touch -r "$1/.time" src/lib.rs
    rm -f "$1/.time"
    return "$done"
}
