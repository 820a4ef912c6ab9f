#!/bin/bash
# Run once by the database image when its volume is empty: the roles of script/roles.sql, with passwords from the environment.
set -euo pipefail
run() { psql -X -q -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"; }
run -f "${LUWES_ROLES:-/luwes/roles.sql}"
run -v migrator="$LUWES_MIGRATOR_PASSWORD" -v app="$LUWES_APP_PASSWORD" \
    -v platform="$LUWES_PLATFORM_PASSWORD" -v backup="$LUWES_BACKUP_PASSWORD" -f - <<'SQL'
set log_statement = 'none';
alter role luwes_migrator password :'migrator';
alter role luwes_app password :'app';
alter role luwes_platform password :'platform';
alter role luwes_backup password :'backup';
SQL
