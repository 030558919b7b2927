# shellcheck shell=bash
# Putting what was installed into effect: only what changed is reloaded, and nothing that runs is stopped.

# act TEXT COMMAND…: a step that changes something.
act() {
  say "$1"
  ACTIONS=$((ACTIONS + 1))
  "${@:2}" >&2
}

# Directories, the placeholder and the file of secrets stay when the run fails later: they are new and change nothing.
activate() {
  make_directories
  check_secrets
  if [[ ! -e $ROOT$CERTIFICATE_FILE ]]; then
    act 'makes a placeholder certificate, so that nginx can start before the first one is issued' \
      make_placeholder "$ROOT$(dirname "$CERTIFICATE_FILE")"
  fi
  if lacks_catch_all "$ROOT"; then act 'makes the certificate for unknown names' make_catch_all "$ROOT"; fi
  reload_services
  enable_units
  start_apps
  set_time_zone
}

# activate_previous: after a roll-back, the same services see the same files as before.
activate_previous() {
  local failed=0 app
  ROLLING_BACK=1
  reload_services || failed=1
  for app in "${STARTED_APPS[@]}"; do
    "$ROOT/opt/nagaya/bin/deploy" "$app" --keep-image >&2 || failed=1
  done
  return "$failed"
}

# directory PATH MODE [OWNER]: made when missing. One that is there belongs to somebody: it is not touched.
directory() {
  if [[ -d $ROOT$1 ]]; then return 0; fi
  act "makes $1" mkdir -p -- "$ROOT$1"
  chmod "$2" -- "$ROOT$1"
  if [[ -n ${3:-} ]]; then chown "$3" -- "$ROOT$1"; fi
}

# Docker would make a missing directory of a mount itself, owned by root, and the app could not write to it.
make_directories() {
  local app index path owner
  if [[ -n $BACKUP_DIRECTORY ]]; then directory "$BACKUP_DIRECTORY" 0700; fi
  directory "$ACME_WEBROOT" 0755
  for app in "${APPS[@]}"; do
    load_app "$app"
    for ((index = 0; index < VOLUME_COUNT; index++)); do
      path=${VOLUME_PATHS[index]}
      directory "$path" 0750 "$APP_OWNER"
      owner=$(stat -c %u:%g -- "$ROOT$path")
      if [[ -n $APP_OWNER && ${owner%%:*} != "${APP_OWNER%%:*}" ]]; then
        left "$path belongs to $owner, and $app runs as $APP_OWNER: chown -R $APP_OWNER $path"
      fi
    done
  done
}

# The file of secrets is the operator's. It is made once, from the example, so that only values have to be filled in.
check_secrets() {
  local file=$ROOT/etc/nagaya/secrets.env name
  if [[ ! -e $file && -e $file.example ]]; then
    act 'makes /etc/nagaya/secrets.env from its example' install -m 0600 -- "$file.example" "$file"
  fi
  if [[ -e $file && $(stat -c %a -- "$file") != 600 ]]; then
    act '/etc/nagaya/secrets.env was readable by others' chmod 0600 -- "$file"
  fi
  for name in "$NOTIFY_WEBHOOK" "$NOTIFY_HEARTBEAT"; do
    if [[ -n $name ]] && ! is_set "$file" "$name"; then left "set $name in /etc/nagaya/secrets.env"; fi
  done
}

# is_set FILE NAME: whether a line of an env file gives NAME a value.
is_set() { grep -qsE "^(export )?$2=.*[^'\"[:space:]]" "$1"; }

set_time_zone() {
  local zone
  zone=$(readlink -- "$ROOT/etc/localtime" || true)
  if [[ ${zone##*/zoneinfo/} == "$TIME_ZONE" ]]; then return 0; fi
  [[ -e $ROOT/usr/share/zoneinfo/$TIME_ZONE || -e /usr/share/zoneinfo/$TIME_ZONE ]] ||
    die "the time zone $TIME_ZONE is not installed (package tzdata)"
  act "sets the time zone to $TIME_ZONE" ln -sfn -- "/usr/share/zoneinfo/$TIME_ZONE" "$ROOT/etc/localtime"
  printf '%s\n' "$TIME_ZONE" | write_whole "$ROOT/etc/timezone" 0644
  # cron reads the zone when it starts.
  if has_systemd && is_active cron.service; then systemctl restart cron.service >&2; fi
}

has_systemd() { type -P systemctl >/dev/null; }

is_active() { systemctl is-active --quiet -- "$1"; }

# reload_services: called after the switch and again after a roll-back, so every step must bear to be repeated.
reload_services() {
  if touches etc/systemd/system/ && has_systemd; then act 'reloads systemd' systemctl daemon-reload || return 1; fi
  restart_readers || return 1
  if touches etc/docker/daemon.json && has_systemd && is_active docker.service; then
    act 'reloads Docker (what it takes up only at a start waits for the next one)' \
      systemctl reload docker.service || return 1
  fi
  if touches opt/nagaya/bin/firewall && [[ -x $ROOT/opt/nagaya/bin/firewall ]]; then
    act 'sets up the firewall' "$ROOT/opt/nagaya/bin/firewall" || return 1
  fi
  reload_nginx
}

# Neither the journal nor a timer reads its configuration again by itself.
restart_readers() {
  local place unit
  if ! has_systemd; then return 0; fi
  while read -r place unit; do
    if touches "$place" && is_active "$unit"; then act "restarts $unit" systemctl restart -- "$unit" || return 1; fi
  done <<'READERS'
etc/systemd/journald.conf.d/ systemd-journald.service
etc/systemd/system/logrotate.timer.d/ logrotate.timer
READERS
}

reload_nginx() {
  if ! tree_has etc/nginx/; then return 0; fi
  if has_systemd; then
    if ! is_active nginx.service; then
      # A roll-back starts nothing that did not run before.
      if ((ROLLING_BACK == 1)); then return 0; fi
      act 'starts nginx' systemctl enable --now nginx.service || return 1
    elif touches etc/nginx/; then
      act 'reloads nginx' systemctl reload nginx.service || return 1
    fi
  elif touches etc/nginx/; then
    act 'reloads nginx' nginx -s reload || return 1
  fi
}

# A unit says itself that it is to be enabled, by its [Install] section. Apps are enabled, and started by deploy.
enable_units() {
  local path unit options
  if ! has_systemd; then return 0; fi
  for path in "${PATHS[@]}"; do
    unit=${path#etc/systemd/system/}
    if [[ $path == "$unit" || $unit == */* ]] || ! grep -qx '\[Install\]' "$TREE/$path"; then continue; fi
    options=()
    if [[ $unit == *.timer ]]; then options=(--now); fi
    if ! systemctl is-enabled --quiet -- "$unit" 2>/dev/null || { [[ $unit == *.timer ]] && ! is_active "$unit"; }; then
      act "enables $unit" systemctl enable "${options[@]}" -- "$unit"
    elif [[ $unit == *.timer ]] && touches "$path"; then
      act "restarts $unit" systemctl restart -- "$unit"
    fi
  done
}

# missing_variables: of the app's env file.
missing_variables() {
  local name
  for name in "${APP_ENVIRONMENT_NAMES[@]}"; do
    if ! is_set "$ROOT$APP_ENVIRONMENT_FILE" "$name"; then printf '%s ' "$name"; fi
  done
}

# An app that runs must run as well with what changed, or everything is put back. One that has never run is started
# when it has all it needs; if that fails there is nothing to put back, and the operator is told.
start_apps() {
  local app container missing
  for app in "${APPS[@]}"; do
    load_app "$app"
    if [[ -n $APP_ENVIRONMENT_FILE && ! -e $ROOT$APP_ENVIRONMENT_FILE ]]; then
      left "write $APP_ENVIRONMENT_FILE (mode 0600, see $APP_ENVIRONMENT_FILE.example), then run apply.sh again: $app is not started"
      continue
    fi
    missing=$(missing_variables)
    if [[ -n $missing ]]; then
      left "set ${missing% } in $APP_ENVIRONMENT_FILE, then run apply.sh again: $app is not started"
      continue
    fi
    container=$(docker compose --project-name "$APP_PROJECT" --file "$ROOT$APP_DIRECTORY/compose.yaml" ps --all --quiet)
    if [[ -z $container ]]; then
      act "deploys $app for the first time" "$ROOT/opt/nagaya/bin/deploy" "$app" ||
        left "$app does not start, see above; then: /opt/nagaya/bin/deploy $app"
    elif touches "${APP_DIRECTORY#/}/compose.yaml"; then
      STARTED_APPS+=("$app")
      act "recreates $app" "$ROOT/opt/nagaya/bin/deploy" "$app" --keep-image || die "$app is not healthy with its new compose.yaml"
    fi
    mark_started "$app"
  done
}

# The app's unit only knows that its containers run after it was started itself, which then changes nothing.
mark_started() {
  local unit=nagaya-$1.service
  if ! has_systemd || [[ ! -e $ROOT/etc/systemd/system/$unit ]] || is_active "$unit"; then return 0; fi
  act "starts $unit" systemctl start -- "$unit" || left "$unit does not start: systemctl status $unit"
}
