#!/bin/bash
# Installs the tree that it lies in, or leaves the server as it was.
#
#   deploy/apply.sh [--dry-run]                                    as root on the server
#   deploy/apply.sh --to USER@HOST [--port N] [--ssh-config FILE] [--dry-run]
#                                                                  from the developer's machine
#
# Verifies the tree by its MANIFEST.sha256, checks what the server needs, validates the tree as it will stand with the
# server's own tools, keeps what it replaces, switches each file by a rename, removes what the version before installed
# and this one does not, and reloads only what changed. Anything that fails before the end puts everything back. A
# second run changes nothing and says so.
#
# Status: 0 installed or nothing to do; 1 failed, the server is as before; 2 wrong use; 3 installed, and something is
# left for the operator, which is listed.
#
# NAGAYA_NO_CERTBOT=1 does not contact the certificate authority. NAGAYA_ROOT=DIR installs below DIR (for tests:
# services are still those that the commands on PATH reach).

HERE=$(cd "$(dirname "$0")" && pwd)
TREE=$(dirname "$HERE")
# For this program alone: what it starts reads what was installed.
export -n NAGAYA_ETC
NAGAYA_ETC=$TREE/etc/nagaya
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../opt/nagaya/lib source=common.sh
source "$TREE/opt/nagaya/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=apply-plan.sh
source "$HERE/apply-plan.sh"
# shellcheck source-path=SCRIPTDIR source=apply-switch.sh
source "$HERE/apply-switch.sh"
# shellcheck source-path=SCRIPTDIR source=apply-activate.sh
source "$HERE/apply-activate.sh"
# shellcheck source-path=SCRIPTDIR source=apply-certificate.sh
source "$HERE/apply-certificate.sh"
umask 022

USAGE='usage: apply.sh [--to USER@HOST [--port N] [--ssh-config FILE]] [--dry-run]'

say() { printf '%s\n' "$*"; }

# left TEXT: something that the operator has to do.
left() { TO_DO+=("$*"); }

read_arguments() {
  DESTINATION='' SSH=() DRY_RUN=0
  while (($# > 0)); do
    case $1 in
      --to | --port | --ssh-config)
        (($# > 1)) || usage_error "$USAGE"
        case $1 in
          --to) DESTINATION=$2 ;;
          --port) SSH+=(-p "$2") ;;
          --ssh-config) SSH+=(-F "$2") ;;
        esac
        shift
        ;;
      --dry-run) DRY_RUN=1 ;;
      *) usage_error "$USAGE" ;;
    esac
    shift
  done
  [[ -n $DESTINATION || ${#SSH[@]} == 0 ]] || usage_error "$USAGE"
}

# Copies the files of the manifest into a directory of its own on the server, and runs this program there.
send() {
  local name value settings='' remote
  for name in NAGAYA_NO_CERTBOT NAGAYA_ROOT; do
    value=${!name:-}
    if [[ -n $value ]]; then settings+="$name=$(printf '%q' "$value") "; fi
  done
  if ((DRY_RUN == 1)); then value=--dry-run; else value=''; fi
  # shellcheck disable=SC2016 # for the shell on the server
  remote='set -e; d=$(mktemp -d /tmp/nagaya.XXXXXX); trap "rm -rf \"$d\"" EXIT; tar -C "$d" -xzf -
    as=; if [ "$(id -u)" != 0 ]; then as="sudo -n"; fi
    $as env '
  # shellcheck disable=SC2016
  remote+="$settings"'bash "$d/deploy/apply.sh" '"$value"
  {
    printf 'MANIFEST.sha256\n'
    printf '%s\n' "${ALL_PATHS[@]}"
  } | tar -C "$TREE" -czf - --files-from=- | ssh "${SSH[@]}" -- "$DESTINATION" "$remote"
}

# The package of each command that this tree needs, and the one line that installs what is missing.
check_prerequisites() {
  local needs=(curl:curl sqlite3:sqlite3 openssl:openssl flock:util-linux unshare:util-linux iconv:libc-bin docker:docker.io)
  local need missing=() compose_package=docker-compose-v2
  if tree_has etc/nginx/; then needs+=(nginx:nginx); fi
  if tree_has etc/logrotate.d/; then needs+=(logrotate:logrotate); fi
  if tree_has etc/cron.d/; then needs+=(cron:cron); fi
  if tree_has opt/nagaya/bin/firewall; then needs+=(ufw:ufw); fi
  if [[ -n $BACKUP_OFFSITE ]]; then needs+=(sftp:openssh-client); fi
  for need in "${needs[@]}"; do
    if ! type -P "${need%%:*}" >/dev/null; then missing+=("${need#*:}"); fi
  done
  if ! docker compose version >/dev/null 2>&1; then
    # Ubuntu and Debian 13 package Compose v2 under different names; Debian 12 has only the ended v1.
    if grep -qs '^ID=debian' "$ROOT/etc/os-release"; then compose_package=docker-compose; fi
    if grep -qs '^VERSION_ID="12"' "$ROOT/etc/os-release"; then compose_package=docker-compose-plugin; fi
    missing+=("$compose_package")
  fi
  if ((${#missing[@]} > 0)); then
    say "missing on this server, install with:"
    say "  apt-get install -y $(printf '%s\n' "${missing[@]}" | sort -u | paste -s -d ' ')"
    if [[ $compose_package == docker-compose-plugin ]]; then
      say "  (Debian 12 has no Compose v2: docker-compose-plugin comes from Docker's own package source)"
    fi
    die 'nothing was changed'
  fi
}

validate() {
  say 'validates the tree as it will stand'
  TREE=$TREE ROOT=$ROOT unshare --mount --propagation private \
    bash "$HERE/apply-validate.sh" "${PATHS[@]}" -- "${REMOVED[@]}" || die 'the tree is not valid here; nothing was changed'
}

install_tree() {
  [[ -n $ROOT || $(id -u) == 0 ]] || die 'only root can install; use sudo, or --to USER@HOST'
  if ((DRY_RUN == 0)); then
    mkdir -p -- "$RUN_DIRECTORY"
    make_state_directory
    take_lock "$LOCK_WAIT" || die "another run holds the lock: $(lock_holder)"
  fi
  make_plan
  check_prerequisites
  print_plan
  validate
  if ((DRY_RUN == 1)); then
    say 'dry run: nothing was changed'
    return 0
  fi
  trap 'roll_back $?' EXIT
  trap 'exit 143' TERM INT HUP
  switch_files
  activate
  trap - EXIT
  trap - TERM INT HUP
  record_manifest
  keep_newest_replaced
  obtain_certificate
  report
}

report() {
  local line
  if ((ACTIONS == 0)); then say 'nothing to do: the server is as the tree says'; else say 'installed'; fi
  if ((${#TO_DO[@]} == 0)); then return 0; fi
  say 'left to do:'
  for line in "${TO_DO[@]}"; do say "  - $line"; done
  exit 3
}

ROOT=${NAGAYA_ROOT:-}
ROOT=${ROOT%/}
TO_DO=()
ACTIONS=0
STARTED_APPS=() SWITCHED=() KEPT='' ROLLING_BACK=0
read_arguments "$@"
read_manifest
if [[ -n $DESTINATION ]]; then
  send
else
  read_host
  STATE_DIRECTORY=$ROOT$STATE_DIRECTORY
  RUN_DIRECTORY=$ROOT$RUN_DIRECTORY
  install_tree
fi
