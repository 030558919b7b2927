# shellcheck shell=bash
# One app's containers. All functions speak of the app that load_app read last.
#
# deploy pins the image it switched to in APP_DIRECTORY/compose.override.yaml, which Compose reads beside
# compose.yaml on its own: whoever starts the app, also at boot, starts exactly the image that was found healthy.

compose() {
  local files=(--file "$APP_DIRECTORY/compose.yaml")
  if [[ -f $APP_DIRECTORY/compose.override.yaml ]]; then files+=(--file "$APP_DIRECTORY/compose.override.yaml"); fi
  docker compose --project-name "$APP_PROJECT" --project-directory "$APP_DIRECTORY" "${files[@]}" "$@"
}

# container_state: `ID STATUS EXIT-CODE RESTARTS HEALTH OOM` of the app's container; nothing when it has none.
# HEALTH is none when the container has no health check.
container_state() {
  local id
  id=$(compose ps --all --quiet "$APP_SERVICE") || return 1
  if [[ -z $id ]]; then return 0; fi
  docker inspect --format '{{.Id}} {{.State.Status}} {{.State.ExitCode}} {{.RestartCount}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}} {{.State.OOMKilled}}' "${id%%$'\n'*}"
}

# stop_app: stops a running app and leaves a mark, by which whoever comes next starts it again if this program is
# killed before it can. An app that was not running is left alone.
stop_app() {
  local id status rest
  read -r id status rest < <(container_state) || true
  if [[ ${status:-} != running ]]; then
    log "$APP is not running (${status:-no container}), so it is not stopped${rest:+}"
    return 0
  fi
  : >"$(stop_mark)"
  log "stops $APP (container ${id:0:12})"
  compose stop >&2
}

# start_app: starts what stop_app stopped.
start_app() {
  local mark
  mark=$(stop_mark)
  if [[ ! -e $mark ]]; then return 0; fi
  log "starts $APP"
  compose start >&2 || return 1
  rm -f -- "$mark"
}

stop_mark() {
  mkdir -p -- "$STATE_DIRECTORY/stopped"
  printf '%s\n' "$STATE_DIRECTORY/stopped/$APP"
}

# start_left_stopped: with the lock held no app may be stopped, so a mark is what a killed program left behind.
# False when an app does not start.
start_left_stopped() {
  local mark app failed=0
  for mark in "$STATE_DIRECTORY"/stopped/*; do
    app=${mark##*/}
    if [[ ! -e $mark ]] || ! is_app "$app"; then continue; fi
    log "$app was left stopped by a program that was killed"
    (load_app "$app" && start_app) || failed=1
  done
  return "$failed"
}

# answers: true when the health URL answers 2xx.
answers() { curl --silent --fail --max-time 5 --output /dev/null -- "$APP_HEALTH_URL"; }

# health_gate SECONDS: true as soon as the container runs, its own health check passes, and the health URL answers;
# false at the time limit, or before it when the container ends or restarts. Says why on standard error.
health_gate() {
  local deadline=$((SECONDS + $1)) id status exit_code restarts health oom first='' why='no container'
  while :; do
    read -r id status exit_code restarts health oom < <(container_state) || id=''
    if [[ -n ${id:-} ]]; then
      first=${first:-$restarts}
      why="container ${id:0:12} is $status, health $health"
      if [[ $status == exited || $status == dead ]] || ((restarts > first)); then
        why="container ${id:0:12} ended with exit code $exit_code (killed for memory: $oom)"
        break
      elif [[ $status == running && ($health == healthy || $health == none) ]]; then
        if answers; then return 0; fi
        why="$APP_HEALTH_URL does not answer 2xx"
      fi
    fi
    if ((SECONDS >= deadline)); then break; fi
    sleep "${HEALTH_POLL:-1}"
  done
  log "error: $APP is not healthy: $why"
  return 1
}
