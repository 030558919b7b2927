# shellcheck shell=bash
# Switching files one rename at a time, with the way back.

# beside PATH: the name of what will be renamed to PATH. Should a killed run leave it, nginx skips it for its first
# character, logrotate for its last, cron for its dots.
beside() { printf '%s/.%s.new~\n' "$ROOT/$(dirname "$1")" "${1##*/}"; }

# switch_files: what is replaced or removed is copied to STATE_DIRECTORY/replaced/TIMESTAMP first. The list of what is
# about to be installed is on disk before the first rename: a run that is killed half-way leaves no file behind that
# the next one does not know.
switch_files() {
  local path
  if ! touches ''; then return 0; fi
  KEPT=$STATE_DIRECTORY/replaced/$(timestamp "$(now)")
  mkdir -p -- "$KEPT"
  chmod 0700 -- "$STATE_DIRECTORY/replaced"
  for path in "${CHANGED[@]}" "${REMOVED[@]}" "${UNLINKED[@]}" "${LINKED[@]}"; do
    if [[ ! -e $ROOT/$path && ! -L $ROOT/$path ]]; then continue; fi
    mkdir -p -- "$KEPT/$(dirname "$path")"
    cp -a -- "$ROOT/$path" "$KEPT/$path"
  done
  { cat -- "$TREE/MANIFEST.sha256" "$STATE_DIRECTORY"/installed.sha256{,.pending} 2>/dev/null || true; } |
    sort -u | only_installed | write_whole "$STATE_DIRECTORY/installed.sha256.pending" 0600
  for path in "${REMOVED[@]}"; do disable_unit "$path"; done
  for path in "${CREATED[@]}" "${CHANGED[@]}"; do
    SWITCHED+=("$path")
    put "$TREE/$path" "$path" "$(mode_of "$path")"
  done
  for path in "${LINKED[@]}"; do
    SWITCHED+=("$path")
    mkdir -p -- "$(dirname "$ROOT/$path")"
    ln -sfn -- "/etc/nginx/sites-available/${path##*/}" "$(beside "$path")"
    mv -fT -- "$(beside "$path")" "$ROOT/$path"
  done
  for path in "${REMOVED[@]}" "${UNLINKED[@]}"; do
    SWITCHED+=("$path")
    rm -f -- "$ROOT/$path"
  done
  ACTIONS=$((ACTIONS + ${#SWITCHED[@]}))
}

# put SOURCE PATH MODE: PATH is the old file or the new one, never a part of it.
put() {
  local partial
  partial=$(beside "$2")
  mkdir -p -- "$(dirname "$partial")"
  install -m "$3" -- "$1" "$partial"
  if [[ $(id -u) == 0 ]]; then chown 0:0 -- "$partial"; fi
  mv -fT -- "$partial" "$ROOT/$2"
}

# disable_unit PATH: before a unit file goes, systemd must forget it.
disable_unit() {
  if [[ $1 != etc/systemd/system/* || $1 == *.d/* ]]; then return 0; fi
  if type -P systemctl >/dev/null; then systemctl disable --now -- "${1##*/}" >&2 || true; fi
}

# roll_back STATUS: the end of a run that did not reach its own.
roll_back() {
  local path failed=0
  trap - EXIT
  trap '' TERM INT HUP
  say 'failed; puts everything back'
  for path in "${CREATED[@]}"; do disable_unit "$path"; done
  for path in "${SWITCHED[@]}"; do
    rm -f -- "$(beside "$path")"
    if [[ -e $KEPT/$path || -L $KEPT/$path ]]; then
      { cp -a -- "$KEPT/$path" "$(beside "$path")" && mv -fT -- "$(beside "$path")" "$ROOT/$path"; } || failed=1
    else
      rm -f -- "$ROOT/$path" || failed=1
    fi
  done
  if ! activate_previous; then failed=1; fi
  if ((failed == 1)); then
    say "not everything could be put back; what was replaced is in $KEPT"
  else
    rm -f -- "$STATE_DIRECTORY/installed.sha256.pending"
    say 'the server is as before'
  fi
  exit $(($1 == 0 ? 1 : $1))
}

# Of a manifest: the lines of files that are installed.
only_installed() { grep -E '^[0-9a-f]{64}  [^/]+/' | grep -vE '^[0-9a-f]{64}  deploy/' || true; }

record_manifest() {
  if only_installed <"$TREE/MANIFEST.sha256" | cmp -s - "$STATE_DIRECTORY/installed.sha256"; then return 0; fi
  only_installed <"$TREE/MANIFEST.sha256" | write_whole "$STATE_DIRECTORY/installed.sha256" 0600
  rm -f -- "$STATE_DIRECTORY/installed.sha256.pending"
}

# Of what earlier runs replaced, the newest five stay, and the first: it holds the server as it was before us.
keep_newest_replaced() {
  local path names=()
  for path in "$STATE_DIRECTORY"/replaced/*; do
    if [[ ${path##*/} =~ ^[0-9]{8}T[0-9]{6}Z$ ]]; then names+=("${path##*/}"); fi
  done
  names=("${names[@]:1}")
  while ((${#names[@]} > 5)); do
    rm -rf -- "$STATE_DIRECTORY/replaced/${names[0]}"
    names=("${names[@]:1}")
  done
}
