# shellcheck shell=bash
# Shared ground of the server's programs: strict mode, the facts of the spec, log lines, the lock, files written
# whole, alerts. Every program of /opt/nagaya/bin sources it first.
#
# The facts come from two kinds of bash assignment files that the compiler emits and nobody edits. The directory
# that holds them is ${NAGAYA_ETC:-/etc/nagaya}; every other path comes out of them. Durations are whole seconds,
# sizes bytes, shares whole percent of the machine's total, paths absolute. A key without a default must be there;
# "may be empty" means that the feature is then off.
#
# host.conf
#   HOST_NAME               word      name of the machine in alerts and on the status page
#   TIME_ZONE               zone      IANA name, set by apply.sh
#   APPS                    array     ids of the apps, in the order in which they are backed up and started
#   STATE_DIRECTORY         path      what must outlive a reboot (/var/lib/nagaya)
#   RUN_DIRECTORY           path      what must not (/run/nagaya): the lock
#   BACKUP_DIRECTORY        path      local archives: BACKUP_DIRECTORY/APP/TIMESTAMP.tar.gz; empty: no backups, and the
#                                     other keys of backups and drills are then 0 or empty
#   BACKUP_KEEP_DAILY       count     newest archive of each of so many days that have one; at least 1
#   BACKUP_KEEP_WEEKLY      count     the same for ISO weeks; may be 0
#   BACKUP_KEEP_MONTHLY     count     the same for months; may be 0
#   BACKUP_OFFSITE          address   sftp:USER@HOST:/PATH; may be empty
#   BACKUP_TIMEOUT          seconds   longest run of one backup of all apps
#   BACKUP_INTERVAL         seconds   longest time between two scheduled runs
#   DRILL_INTERVAL          seconds   longest time between two scheduled restore drills; 0 is none
#   NOTIFY_WEBHOOK          variable  its value in secrets.env is the URL that alerts are posted to; may be empty
#   NOTIFY_MAIL             address   alerts are mailed to it where the server can send mail; may be empty
#   NOTIFY_HEARTBEAT        variable  its value is the URL that is fetched after each successful run; may be empty
#   MEMORY_THRESHOLD        percent   alert when MemTotal less MemAvailable reaches it
#   CPU_THRESHOLD           percent   alert when the busy share of all cores reaches it
#   DISK_THRESHOLD          percent   alert when a file system in use reaches it
#   MONITOR_UNITS           array     systemd units that must be active
#   CERTIFICATE_NAMES       array     host names of the certificate, the first one names its directory
#   CERTIFICATE_FILE        path      full chain that nginx serves; the key is privkey.pem beside it
#   CERTIFICATE_CONTACT     address   mail address of the ACME account
#   ACME_WEBROOT            path      directory that nginx serves /.well-known/acme-challenge/ from
#   CATCH_ALL_CERTIFICATE   path      self-signed, shown to unknown names by an nginx that cannot refuse them; may be
#                                     empty
#   CATCH_ALL_KEY           path      its key; may be empty
#   PROC_DIRECTORY          path      default /proc
#   LOCK_WAIT               seconds   longest wait for another run to end; default 600
#
# apps/APP.conf
#   APP_TITLE               text      name for people
#   APP_DIRECTORY           path      directory of compose.yaml
#   APP_PROJECT             word      project name of Compose
#   APP_SERVICE             word      its one service
#   APP_IMAGE               image     what compose.yaml names as image, pulled or built
#   APP_SOURCE              word      `image`: it is pulled; `build`: compose.yaml builds it
#   APP_OWNER               uid:gid   numbers, owner of the directories that are mounted; empty: root
#   APP_HEALTH_URL          URL       answers 2xx on loopback when the app is well
#   APP_ENVIRONMENT_FILE    path      env file written by the operator; may be empty
#   APP_ENVIRONMENT_NAMES   array     variables that the file must set
#   DEPLOY_TIMEOUT          seconds   longest time from start to healthy
#   DEPLOY_KEEP_IMAGES      count     images kept besides the running one, for a way back; at least 1
#   VOLUME_NAMES            array     the four arrays run in parallel
#   VOLUME_PATHS            array     directory on the server
#   VOLUME_METHODS          array     copy, online, stop or skip
#   VOLUME_STORES           array     files, logs, sqlite or chroma
#
# secrets.env is the operator's (mode 0600): lines NAME=VALUE, read by notify and never executed.
# ssh_config, if the operator makes one there, is the OpenSSH client configuration for the off-site copy.
#
# State: backup/APP, offsite/APP and drill/APP hold `EPOCH RESULT ARCHIVE` of the last success (drill: last run);
# stopped/APP exists while a program holds the app stopped; image/APP holds the image before the current one.

set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C
export PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
umask 027

NAGAYA_ETC=${NAGAYA_ETC:-/etc/nagaya}
PROGRAM=${0##*/}
PROGRAM_DIRECTORY=$(dirname "$(readlink -f "$0")")

# Seconds since 1970. A test sets NAGAYA_NOW to move time without waiting.
now() { printf '%s\n' "${NAGAYA_NOW:-$EPOCHSECONDS}"; }

# timestamp [EPOCH]: the UTC form that sorts as text and names archives and images.
timestamp() { date -u -d "@${1:-$(now)}" +%Y%m%dT%H%M%SZ; }

log() { printf '%s %s: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$PROGRAM" "$*" >&2; }

# die MESSAGE: ends the program. NAGAYA_REASON, when set, is a file that carries the message to the parent.
die() {
  log "error: $*"
  if [[ -n ${NAGAYA_REASON:-} ]]; then printf '%s\n' "$*" >"$NAGAYA_REASON"; fi
  exit 1
}

# Ends with status 2: wrong use of a program.
usage_error() {
  printf '%s: %s\n' "$PROGRAM" "$*" >&2
  exit 2
}

# load_host: reads host.conf and makes the directories that programs write to.
load_host() {
  read_host
  mkdir -p -- "$RUN_DIRECTORY"
  make_state_directory
}

# make_state_directory: others may pass through it, as nginx's workers do to the challenges of the certificate
# authority, but not list it; what is secret in it has modes of its own.
make_state_directory() {
  if [[ -d $STATE_DIRECTORY ]]; then return 0; fi
  mkdir -p -- "$STATE_DIRECTORY"
  chmod 0711 -- "$STATE_DIRECTORY"
}

read_host() {
  [[ -r $NAGAYA_ETC/host.conf ]] || die "$NAGAYA_ETC/host.conf cannot be read"
  PROC_DIRECTORY=/proc
  LOCK_WAIT=600
  # shellcheck source=/dev/null
  source "$NAGAYA_ETC/host.conf"
  : "${HOST_NAME:?}" "${TIME_ZONE:?}" "${APPS?}" "${STATE_DIRECTORY:?}" "${RUN_DIRECTORY:?}" "${BACKUP_DIRECTORY?}"
  : "${BACKUP_KEEP_DAILY:?}" "${BACKUP_KEEP_WEEKLY:?}" "${BACKUP_KEEP_MONTHLY:?}" "${BACKUP_TIMEOUT:?}"
  : "${PROC_DIRECTORY:?}" "${LOCK_WAIT:?}" "${BACKUP_OFFSITE?}"
  : "${NOTIFY_WEBHOOK?}" "${NOTIFY_MAIL?}" "${NOTIFY_HEARTBEAT?}"
}

# require_backups: ends a program that has nothing to do on a machine without backups.
require_backups() { [[ -n $BACKUP_DIRECTORY ]] || die 'the spec of this machine has no backups'; }

# load_app APP: reads the facts of one app. Those of an app read before are gone, and with them every variable whose
# name begins with APP_, DEPLOY_ or VOLUME_.
load_app() {
  local app=$1
  is_app "$app" || die "no app is called $app; there are: ${APPS[*]}"
  [[ -r $NAGAYA_ETC/apps/$app.conf ]] || die "$NAGAYA_ETC/apps/$app.conf cannot be read"
  unset "${!APP_@}" "${!DEPLOY_@}" "${!VOLUME_@}"
  # shellcheck source=/dev/null
  source "$NAGAYA_ETC/apps/$app.conf"
  APP=$app
  : "${APP:?}" "${APP_DIRECTORY:?}" "${APP_PROJECT:?}" "${APP_SERVICE:?}" "${APP_IMAGE:?}" "${APP_HEALTH_URL:?}"
  VOLUME_COUNT=${#VOLUME_NAMES[@]}
  ((${#VOLUME_PATHS[@]} == VOLUME_COUNT && ${#VOLUME_METHODS[@]} == VOLUME_COUNT &&
    ${#VOLUME_STORES[@]} == VOLUME_COUNT)) || die "the volume arrays of $app differ in length"
}

is_app() {
  local app
  for app in "${APPS[@]}"; do
    if [[ $app == "$1" ]]; then return 0; fi
  done
  return 1
}

# take_lock SECONDS: the one lock of backup, restore, deploy and apply; false when another run keeps it that long.
# Children inherit the descriptor, so a killed parent's unfinished child still keeps others out.
take_lock() {
  if [[ -n ${NAGAYA_LOCKED:-} ]]; then return 0; fi
  exec {LOCK}>>"$RUN_DIRECTORY/lock"
  if ! flock -w "$1" "$LOCK"; then
    exec {LOCK}>&-
    return 1
  fi
  printf '%s, process %s\n' "$PROGRAM" "$$" >"$RUN_DIRECTORY/lock"
  export NAGAYA_LOCKED=1
}

lock_holder() { tail -n 1 "$RUN_DIRECTORY/lock" 2>/dev/null || true; }

# write_whole FILE [MODE]: standard input becomes FILE, which is never seen half-written. MODE defaults to 0640.
write_whole() {
  local file=$1 mode=${2:-0640} partial
  if [[ ! -d ${file%/*} ]]; then mkdir -p -- "${file%/*}"; fi
  partial=$(mktemp -- "$file.XXXXXX")
  if cat >"$partial" && chmod "$mode" "$partial" && mv -f -- "$partial" "$file"; then return 0; fi
  rm -f -- "$partial"
  return 1
}

# record KIND APP RESULT ARCHIVE: remembers when something last ended, for the monitor.
record() { printf '%s %s %s\n' "$(now)" "$3" "$4" | write_whole "$STATE_DIRECTORY/$1/$2"; }

# alert SUBJECT BODY: tells the operator. An alert that cannot be sent must not stop the work that raised it.
alert() {
  "$PROGRAM_DIRECTORY/notify" alert "$1" "$2" || log "warning: this alert was not delivered: $1"
}

# free_bytes DIRECTORY: what an ordinary process could still write there.
free_bytes() { df --output=avail -B1 -- "$1" | tail -n 1 | tr -d ' '; }

# human_size BYTES
human_size() { numfmt --to=iec-i --suffix=B --format=%.1f "$1"; }
