# shellcheck shell=bash
# What one pass of the monitor sees of the apps, and the one thing it does: restart a container that its own health
# check calls unhealthy, which Docker never does.

# Restarts of one app that an hour allows: more would only hide a fault that a restart does not mend.
readonly RESTARTS_PER_HOUR=3

# `APP|STATE|HEALTH|RESTARTS|TITLE` of each app.
CONTAINERS=()

# A daemon that hangs must not hang the monitor.
docker() { timeout --kill-after=5 60 "$(type -P docker)" "$@" </dev/null; }

# sample_apps: while another run holds the lock an app may be stopped on purpose, so nothing is judged then. A mark
# without a holder is what a killed run left: the app is started.
sample_apps() {
  local app free=0
  if ! docker info >/dev/null 2>&1; then
    observe docker bad 'Docker does not answer'
    for app in "${APPS[@]}"; do
      load_app "$app"
      observe "app:$app" between "$app: unknown, Docker does not answer"
      observe "unhealthy:$app" between "$app: unknown, Docker does not answer" 1
      observe "restarts:$app" between "$app: restarts unknown" 1
      CONTAINERS+=("$app|unknown|unknown|0|$APP_TITLE")
    done
    return 0
  fi
  observe docker ok 'Docker answers'
  if take_lock 0; then
    free=1
    start_left_stopped || log 'warning: an app that a killed run left stopped does not start'
  fi
  for app in "${APPS[@]}"; do
    load_app "$app"
    sample_app "$free"
  done
}

# sample_app FREE: FREE is 1 when no other run holds the lock.
sample_app() {
  local id='' status='' exit_code='' restarts='' health='' oom='' verdict=ok text
  read -r id status exit_code restarts health oom < <(container_state) || true
  CONTAINERS+=("$APP|${status:-none}|${health:-none}|${restarts:-0}|$APP_TITLE")
  if [[ -z $id ]]; then
    verdict=bad text="$APP: has no container"
  elif [[ $status != running ]]; then
    verdict=bad text="$APP: is $status, exit code $exit_code"
    # 137 is 128 + SIGKILL. Docker says OOMKilled only of the container's own limit, not of a machine that was full.
    if [[ $exit_code == 137 ]]; then text+=', killed, most likely for memory'; fi
  elif answers; then
    text="$APP: answers"
  else
    verdict=bad text="$APP: $APP_HEALTH_URL does not answer 2xx"
  fi
  if (($1 == 0)); then verdict=between; fi
  observe "app:$APP" "$verdict" "$text"
  sample_health "$1" "${status:-none}" "${health:-none}" "$id"
  if [[ -n $id ]]; then
    count_up "restarts:$APP" "$restarts" "$APP: Docker restarted it ($restarts times since it was made, killed for memory: $oom)"
  fi
}

# sample_health FREE STATUS HEALTH ID
sample_health() {
  local count=0
  if [[ $2 != running || $3 == starting ]]; then
    observe "unhealthy:$APP" between "$APP: health is not known" 1
  elif [[ $3 != unhealthy ]]; then
    observe "unhealthy:$APP" ok "$APP: its health check passes" 1
  elif (($1 == 0)); then
    observe "unhealthy:$APP" between "$APP: is unhealthy while another run works on it" 1
  else
    if restart_allowed; then
      log "restarts $APP, which is unhealthy"
      docker restart "$4" >&2 || log "warning: $APP could not be restarted"
    fi
    count=$(wc -l <"$STATE_DIRECTORY/monitor/restarted.$APP")
    observe "unhealthy:$APP" bad \
      "$APP: its health check fails; restarted $count times in the last hour, at most $RESTARTS_PER_HOUR" 1
  fi
}

# restart_allowed: true, and counted, unless the hour's restarts are used up.
restart_allowed() {
  local file=$STATE_DIRECTORY/monitor/restarted.$APP times='' count
  if [[ -r $file ]]; then times=$(awk -v after="$((NOW - 3600))" '$1 > after' "$file"); fi
  count=$(grep -c . <<<"$times" || true)
  if ((count < RESTARTS_PER_HOUR)); then
    printf '%s\n' ${times:+"$times"} "$NOW" | write_whole "$file"
    return 0
  fi
  printf '%s\n' "$times" | write_whole "$file"
  return 1
}
