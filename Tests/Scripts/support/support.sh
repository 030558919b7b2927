# shellcheck shell=bash
# What the tests share: a scratch server with the programs installed as the compiler lays them out, its two
# configuration files, a recorded docker, a web server on loopback, and assertions.

fail() {
  printf 'assertion: %s\n' "$*"
  exit 1
}

skip() {
  printf '%s\n' "$*"
  exit 77
}

# equal WHAT EXPECTED ACTUAL
equal() { [[ $2 == "$3" ]] || fail "$1: expected <$2>, found <$3>"; }

# contains WHAT PART TEXT
contains() { [[ $3 == *"$2"* ]] || fail "$1: <$2> is not in <$3>"; }

lacks() { [[ $3 != *"$2"* ]] || fail "$1: <$2> is in <$3>"; }

# fails STATUS COMMAND…: the command must end with that status; its output goes to $SCRATCH/output.
fails() {
  local wanted=$1 status=0
  shift
  "$@" >"$SCRATCH/output" 2>&1 || status=$?
  if ((status != wanted)); then
    cat "$SCRATCH/output"
    fail "status $status instead of $wanted: $*"
  fi
}

# succeeds COMMAND…
succeeds() { fails 0 "$@"; }

output() { cat "$SCRATCH/output"; }

# until_true WHAT COMMAND…: polls for at most ten seconds.
until_true() {
  local what=$1 turn
  shift
  for ((turn = 0; turn < 500; turn++)); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.02
  done
  fail "never happened: $what"
}

# background COMMAND…: ended with the test.
background() {
  "$@" &
  STARTED+=($!)
}

# install_programs: /opt/nagaya below $SCRATCH, as the compiler emits it.
install_programs() {
  BIN=$SCRATCH/opt/nagaya/bin
  mkdir -p "$BIN" "$SCRATCH/opt/nagaya/lib"
  local file
  for file in "$SCRIPTS"/*; do
    case ${file##*/} in
      apply*) ;;
      *.sh) cp "$file" "$SCRATCH/opt/nagaya/lib/" ;;
      *) install -m 755 "$file" "$BIN/" ;;
    esac
  done
}

# server: a scratch server with one app `shop` (volumes index: online, notes: copy, logs: skip).
server() {
  install_programs
  export NAGAYA_ETC=$SCRATCH/etc/nagaya
  export FAKE_DOCKER=$SCRATCH/docker
  export HEALTH_POLL=0.05
  mkdir -p "$NAGAYA_ETC/apps" "$FAKE_DOCKER/containers" "$SCRATCH/shop"/{data,notes,logs} "$SCRATCH/fakes" "$SCRATCH/www"
  cp "$SUPPORT/fakes/docker" "$SCRATCH/fakes/docker"
  export PATH=$SCRATCH/fakes:$PATH
  : >"$FAKE_DOCKER/calls"
  : >"$SCRATCH/requests"
  start_receiver
  printf 'ALERTS=%s/alerts\nPING=%s/ping\n' "$URL" "$URL" >"$NAGAYA_ETC/secrets.env"
  host_conf ''
  app_conf shop
  database "$SCRATCH/shop/data/index.db" 200
  printf 'first\n' >"$SCRATCH/shop/notes/a note with spaces.md"
  container shop running
}

# host_conf [LINE…]: later lines override.
host_conf() {
  cat >"$NAGAYA_ETC/host.conf" <<CONF
HOST_NAME=row
TIME_ZONE=Asia/Tokyo
APPS=(shop)
STATE_DIRECTORY=$SCRATCH/state
RUN_DIRECTORY=$SCRATCH/run
BACKUP_DIRECTORY=$SCRATCH/backups
BACKUP_KEEP_DAILY=3
BACKUP_KEEP_WEEKLY=2
BACKUP_KEEP_MONTHLY=2
BACKUP_OFFSITE=
BACKUP_TIMEOUT=40
BACKUP_INTERVAL=86400
DRILL_INTERVAL=2678400
NOTIFY_WEBHOOK=ALERTS
NOTIFY_MAIL=
NOTIFY_HEARTBEAT=PING
MEMORY_THRESHOLD=80
CPU_THRESHOLD=70
DISK_THRESHOLD=100
MONITOR_UNITS=()
CERTIFICATE_NAMES=(row.example.com)
CERTIFICATE_FILE=$SCRATCH/certificate/fullchain.pem
CERTIFICATE_CONTACT=ops@example.com
ACME_WEBROOT=$SCRATCH/acme
LOCK_WAIT=1
CONF
  printf '%s\n' "$@" >>"$NAGAYA_ETC/host.conf"
}

# app_conf APP [LINE…]
app_conf() {
  local app=$1
  shift
  mkdir -p "$SCRATCH/$app"
  printf 'services: {%s: {image: registry.test/%s:1}}\n' "$app" "$app" >"$SCRATCH/$app/compose.yaml"
  cat >"$NAGAYA_ETC/apps/$app.conf" <<CONF
APP_TITLE='Shop & <Sons>'
APP_DIRECTORY=$SCRATCH/$app
APP_PROJECT=$app
APP_SERVICE=$app
APP_IMAGE=registry.test/$app:1
APP_SOURCE=image
APP_OWNER=$(id -u):$(id -g)
APP_HEALTH_URL=$URL/health
APP_ENVIRONMENT_FILE=
APP_ENVIRONMENT_NAMES=()
DEPLOY_TIMEOUT=2
DEPLOY_KEEP_IMAGES=1
VOLUME_NAMES=(index notes logs)
VOLUME_PATHS=($SCRATCH/$app/data $SCRATCH/$app/notes $SCRATCH/$app/logs)
VOLUME_METHODS=(online copy skip)
VOLUME_STORES=(sqlite files logs)
CONF
  printf '%s\n' "$@" >>"$NAGAYA_ETC/apps/$app.conf"
}

# database FILE ROWS: in write-ahead mode, as the services use it.
database() {
  mkdir -p "$(dirname "$1")"
  sqlite3 "$1" 'PRAGMA journal_mode=WAL; CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT);' \
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<$2)
     INSERT INTO t(body) SELECT hex(randomblob(200)) FROM n" >/dev/null
}

# container APP STATUS [EXIT RESTARTS HEALTH OOM IMAGE]: what the recorded docker says of it.
container() {
  printf '%s %s %s %s %s %s %s\n' "cid-$1" "$2" "${3:-0}" "${4:-0}" "${5:-healthy}" "${6:-false}" \
    "${7:-sha256:old}" >"$FAKE_DOCKER/containers/$1"
}

calls() { cat "$FAKE_DOCKER/calls"; }

# start_receiver: the web server. It appends `METHOD PATH BODY` to $SCRATCH/requests and answers the status that the
# file $SCRATCH/www/PATH holds, 200 without one.
start_receiver() {
  background python3 "$SUPPORT/receiver.py" "$SCRATCH"
  until_true 'the receiver listens' test -s "$SCRATCH/port"
  URL=http://127.0.0.1:$(<"$SCRATCH/port")
}

requests() { cat "$SCRATCH/requests"; }

# alerts: how many were posted.
alerts() { grep -c '^POST /alerts' "$SCRATCH/requests" || true; }

newest_archive() { find "$SCRATCH/backups/$1" -name '*.tar.gz' | sort | tail -n 1; }

archives() { find "$SCRATCH/backups/$1" -name '*.tar.gz' -printf '%f\n' | sort; }

# touch_archives APP NAME…: stand-ins of earlier archives.
touch_archives() {
  local app=$1 name
  shift
  mkdir -p "$SCRATCH/backups/$app"
  for name in "$@"; do
    printf 'old %s\n' "$name" >"$SCRATCH/backups/$app/$name"
    (cd "$SCRATCH/backups/$app" && sha256sum "$name" >"$name.sha256")
  done
}

# start_sshd: a real one on loopback, for the user root with a key of its own; $SCRATCH/ssh/config names it `far`. It
# knows the environment of the test, so that a session finds the recorded commands.
start_sshd() {
  local program subsystem=/usr/lib/openssh/sftp-server port
  program=$(type -P sshd || true)
  [[ -n $program ]] || skip 'sshd is not installed (openssh-server)'
  [[ $(id -u) == 0 ]] || skip 'sshd needs root'
  [[ -x $subsystem ]] || subsystem=internal-sftp
  mkdir -p "$SCRATCH/ssh" /run/sshd
  ssh-keygen -q -t ed25519 -N '' -f "$SCRATCH/ssh/host"
  ssh-keygen -q -t ed25519 -N '' -f "$SCRATCH/ssh/client"
  cp "$SCRATCH/ssh/client.pub" "$SCRATCH/ssh/authorized"
  # A port that was free a moment ago.
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  cat >"$SCRATCH/ssh/sshd.conf" <<CONF
ListenAddress 127.0.0.1:$port
HostKey $SCRATCH/ssh/host
AuthorizedKeysFile $SCRATCH/ssh/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
SetEnv PATH=$PATH SCRATCH=$SCRATCH SUPPORT=$SUPPORT FAKE_DOCKER=${FAKE_DOCKER:-}
KexAlgorithms curve25519-sha256
Subsystem sftp $subsystem
CONF
  cat >"$SCRATCH/ssh/config" <<CONF
Host far
  HostName 127.0.0.1
  Port $port
  IdentityFile $SCRATCH/ssh/client
  UserKnownHostsFile $SCRATCH/ssh/known
  StrictHostKeyChecking accept-new
CONF
  background "$program" -D -e -f "$SCRATCH/ssh/sshd.conf" 2>"$SCRATCH/ssh/log"
  until_true 'sshd listens' grep -q 'Server listening' "$SCRATCH/ssh/log"
}
