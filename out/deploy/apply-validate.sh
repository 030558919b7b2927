#!/bin/bash
# Checks a tree as it will stand on this server, without touching the server: run by apply.sh in a mount namespace of
# its own, it lays the tree over the server's root in memory and runs the server's tools inside.
#
#   TREE=… ROOT=… apply-validate.sh PATH… -- REMOVED…
#
# Prints every finding; status 1 when there is one. A tool that is not installed is named as not run.
set -euo pipefail
export LC_ALL=C

HERE=$(cd "$(dirname "$0")" && pwd)
NAGAYA_ETC=$TREE/etc/nagaya
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../opt/nagaya/lib source=common.sh
source "$TREE/opt/nagaya/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=apply-plan.sh
source "$HERE/apply-plan.sh"
# shellcheck source-path=SCRIPTDIR source=apply-certificate.sh
source "$HERE/apply-certificate.sh"
umask 022

FINDINGS=0
OUTPUT=''

finding() {
  printf 'not valid: %s\n' "$1"
  if [[ -n ${2:-} ]]; then printf '    %s\n' "${2//$'\n'/$'\n    '}"; fi
  FINDINGS=$((FINDINGS + 1))
}

# inside COMMAND…: in the laid-over root; sets OUTPUT, true when it succeeded.
inside() { OUTPUT=$(chroot "$MERGED" "$@" 2>&1); }

has() { chroot "$MERGED" which -- "$1" >/dev/null 2>&1; }

# not_run TOOL WHAT: true, after saying so, when TOOL is not there.
not_run() {
  if has "$1"; then return 1; fi
  printf 'not run: %s, which checks %s\n' "$1" "$2"
}

# The mounts end with the namespace, and the memory with them.
lay_over() {
  local memory
  memory=$(mktemp -d)
  mount -t tmpfs -o size=256m,mode=0755 none "$memory"
  mkdir "$memory/upper" "$memory/work" "$memory/merged"
  MERGED=$memory/merged
  # A root for tests lies within the server's own, which an overlay cannot stack; it is small, so it is copied.
  if [[ -n $ROOT ]]; then cp -a -- "$ROOT/." "$memory/upper/"; fi
  mount -t overlay overlay -o "lowerdir=/,upperdir=$memory/upper,workdir=$memory/work" "$MERGED"
  mount --bind /proc "$MERGED/proc"
  mount --rbind /dev "$MERGED/dev"
}

lay_out() {
  local path target
  for path in "${REMOVED[@]}"; do rm -f -- "$MERGED/$path"; done
  for path in "${PATHS[@]}"; do
    target=$MERGED/$path
    mkdir -p -- "$(dirname "$target")"
    rm -f -- "$target"
    install -m "$(mode_of "$path")" -- "$TREE/$path" "$target"
    if [[ $path == etc/nginx/sites-available/* ]]; then
      mkdir -p -- "$MERGED/etc/nginx/sites-enabled"
      ln -sfn -- "/$path" "$MERGED/etc/nginx/sites-enabled/${path##*/}"
    fi
  done
  rm -f -- "$MERGED/etc/nginx/sites-enabled/default"
}

check_scripts() {
  local path
  for path in "${PATHS[@]}"; do
    if [[ $path != *.sh && $(head -n 1 "$TREE/$path" | tr -d '\0') != '#!/bin/bash'* ]]; then continue; fi
    inside bash -n "/$path" || finding "/$path" "$OUTPUT"
  done
}

check_nginx() {
  if ! tree_has etc/nginx/ || not_run nginx 'its configuration'; then return 0; fi
  if [[ ! -e $MERGED$CERTIFICATE_FILE ]]; then
    make_placeholder "$MERGED$(dirname "$CERTIFICATE_FILE")"
  fi
  if lacks_catch_all "$MERGED"; then make_catch_all "$MERGED"; fi
  mkdir -p -- "$MERGED/var/log/nginx" "$MERGED/var/lib/nginx" "$MERGED$ACME_WEBROOT"
  inside nginx -t || finding 'nginx refuses its configuration' "$OUTPUT"
  grep -F '[warn]' <<<"$OUTPUT" || true
}

check_compose() {
  local app
  for app in "${APPS[@]}"; do
    load_app "$app"
    # The operator writes the env file; that it is missing is no fault of the tree.
    if [[ -n $APP_ENVIRONMENT_FILE && ! -e $MERGED$APP_ENVIRONMENT_FILE ]]; then
      mkdir -p -- "$(dirname "$MERGED$APP_ENVIRONMENT_FILE")"
      printf '%s=placeholder\n' "${APP_ENVIRONMENT_NAMES[@]}" >"$MERGED$APP_ENVIRONMENT_FILE"
    fi
    inside docker compose --file "$APP_DIRECTORY/compose.yaml" --project-directory "$APP_DIRECTORY" config --quiet ||
      finding "Compose refuses $APP_DIRECTORY/compose.yaml" "$OUTPUT"
  done
}

# systemd-analyze ends with 0 on unknown keys and bad values, so any line about a unit of the tree is a finding.
check_units() {
  local path name units=() names=() options=(--man=no) lines
  for path in "${PATHS[@]}"; do
    if [[ $path != etc/systemd/system/* ]]; then continue; fi
    name=${path#etc/systemd/system/}
    if [[ $name != *.d/* ]]; then
      units+=("/$path")
      names+=(-e "$name")
      continue
    fi
    # A drop-in is read with the unit that it changes, whose own faults are not ours.
    names+=(-e "/$path")
    name=${name%%.d/*}
    if [[ -n $(find "$MERGED"/{usr/lib,lib,etc}/systemd/system/"$name" 2>/dev/null) ]]; then units+=("$name"); fi
  done
  if ((${#units[@]} == 0)) || not_run systemd-analyze 'units'; then return 0; fi
  # Since systemd 250: without it, faults of units that ours only refer to are reported as well.
  inside systemd-analyze --help || true
  if [[ $OUTPUT == *--recursive-errors* ]]; then options+=(--recursive-errors=no); fi
  if inside systemd-analyze verify "${options[@]}" "${units[@]}"; then
    lines=$(grep -F "${names[@]}" <<<"$OUTPUT" || true)
    if [[ -n $lines ]]; then finding 'systemd complains about the units' "$lines"; fi
  else
    finding 'systemd refuses the units' "$OUTPUT"
  fi
}

# cron ignores a whole file, without a word, for a dot in its name, a missing newline at its end, an unknown user.
check_cron() {
  local path name
  for path in "${PATHS[@]}"; do
    if [[ $path != etc/cron.d/* ]]; then continue; fi
    name=${path##*/}
    if [[ ! $name =~ ^[A-Za-z0-9_-]+$ ]]; then finding "cron ignores a file named $name"; fi
    if [[ -n $(tail -c 1 "$TREE/$path") ]]; then finding "/$path lacks a newline at its end"; fi
    if grep -q $'\r' "$TREE/$path"; then finding "/$path has carriage returns"; fi
    check_cron_lines "$path"
  done
}

check_cron_lines() {
  local fields line user command
  while IFS= read -r line; do
    if [[ $line =~ ^[[:space:]]*(#|$) || $line =~ ^[A-Za-z_]+[[:space:]]*= ]]; then continue; fi
    # The asterisks must stay asterisks.
    set -f
    # shellcheck disable=SC2206 # split into the fields of a crontab
    fields=($line)
    set +f
    user=${fields[5]:-} command=${fields[6]:-}
    if [[ -z $command ]]; then
      finding "/$1 has a line with fewer than seven fields" "$line"
      continue
    fi
    chroot "$MERGED" id -u -- "$user" >/dev/null 2>&1 || finding "/$1 names a user that does not exist: $user"
    if ! [[ $command == /* && -x $MERGED$command ]] && ! has "$command"; then
      finding "/$1 names a program that is not there: $command"
    fi
    check_cron_time "$1" "${fields[*]:0:5}"
  done <"$TREE/$1"
}

# crontab -n knows the format without a user, so it sees the line without.
check_cron_time() {
  inside crontab -h || true
  if [[ $OUTPUT != *'(dry run'* ]]; then return 0; fi
  printf '%s /bin/true\n' "$2" >"$MERGED/tmp/crontab"
  inside crontab -n /tmp/crontab || finding "cron refuses the time in /$1" "$OUTPUT"
}

# logrotate, too, ends with 0 on a directive that it does not know.
check_logrotate() {
  local path lines
  for path in "${PATHS[@]}"; do
    if [[ $path != etc/logrotate.d/* ]] || not_run logrotate "/$path"; then continue; fi
    if ! inside logrotate --debug --state /tmp/logrotate.state "/$path"; then
      finding "logrotate refuses /$path" "$(grep -E '^error' <<<"$OUTPUT" || true)"
    else
      lines=$(grep -E '^error|ignoring|unknown' <<<"$OUTPUT" | grep -v 'Ignoring .* because of bad' || true)
      if [[ -n $lines ]]; then finding "logrotate complains about /$path" "$lines"; fi
    fi
  done
}

check_daemon_json() {
  if ! tree_has etc/docker/daemon.json; then return 0; fi
  # Offered since Docker Engine 23.
  inside dockerd --help || true
  if [[ $OUTPUT == *--validate* ]]; then
    inside dockerd --validate --config-file=/etc/docker/daemon.json ||
      finding 'Docker refuses /etc/docker/daemon.json' "$OUTPUT"
  else
    printf 'not run: dockerd --validate, which checks /etc/docker/daemon.json\n'
  fi
}

PATHS=() REMOVED=()
while (($# > 0)) && [[ $1 != -- ]]; do
  PATHS+=("$1")
  shift
done
shift
REMOVED=("$@")
read_host
lay_over
lay_out
check_scripts
check_nginx
check_compose
check_units
check_cron
check_logrotate
check_daemon_json
((FINDINGS == 0))
