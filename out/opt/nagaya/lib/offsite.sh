# shellcheck shell=bash
# The copy on another machine, by SFTP in batch mode: BACKUP_OFFSITE is sftp:USER@HOST:/PATH.

# sftp_batch: runs the commands of standard input. A shared connection is refused, as it would outlive this program
# and keep the lock's descriptor.
sftp_batch() {
  local address=${BACKUP_OFFSITE#sftp:} options=()
  if [[ -r $NAGAYA_ETC/ssh_config ]]; then options=(-F "$NAGAYA_ETC/ssh_config"); fi
  sftp -q "${options[@]}" -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=15 -o ServerAliveCountMax=4 \
    -o ControlMaster=no -o ControlPath=none -b - "${address%%:*}"
}

# offsite_directory: of the current app.
offsite_directory() {
  local path=${BACKUP_OFFSITE#sftp:}
  path=${path#*:}
  printf '%s/%s\n' "${path%/}" "$APP"
}

# quoted PATH: one word of a batch.
quoted() {
  local path=${1//\\/\\\\}
  printf '"%s"' "${path//\"/\\\"}"
}

# offsite_names: the archives there, oldest first; false when the other machine cannot be asked.
offsite_names() {
  local directory listing name
  directory=$(offsite_directory)
  listing=$(printf -- '-mkdir %s\n-mkdir %s\nls -1 %s\n' "$(quoted "$(dirname "$directory")")" \
    "$(quoted "$directory")" "$(quoted "$directory/")" | sftp_batch 2>&1) || {
    log "error: ${listing:0:500}"
    return 1
  }
  while read -r name; do
    name=${name##*/}
    if [[ $name =~ $ARCHIVE_NAME ]]; then printf '%s\n' "$name"; fi
  done <<<"$listing" | sort
}

# upload ARCHIVE: under a temporary name first; it gets its own only when its size there is right.
upload() {
  local directory name=${1##*/} target size there listing
  directory=$(offsite_directory)
  target=$directory/$name
  size=$(stat -c %s -- "$1")
  listing=$(printf 'put %s %s\nput %s %s\nls -ln %s\n' \
    "$(quoted "$1.sha256")" "$(quoted "$target.sha256.partial")" "$(quoted "$1")" "$(quoted "$target.partial")" \
    "$(quoted "$target.partial")" | sftp_batch 2>&1) || {
    log "error: ${listing:0:500}"
    return 1
  }
  there=$(awk -v end="$name.partial" 'substr($0, length($0) - length(end) + 1) == end && /^-/ { print $5 }' <<<"$listing")
  if [[ $there != "$size" ]]; then
    log "error: $target.partial has ${there:-no} bytes there and $size here"
    return 1
  fi
  printf -- '-rm %s\nrename %s %s\nrename %s %s\n' "$(quoted "$target.sha256")" \
    "$(quoted "$target.sha256.partial")" "$(quoted "$target.sha256")" \
    "$(quoted "$target.partial")" "$(quoted "$target")" | sftp_batch >/dev/null
}

# synchronise LOCAL-DIRECTORY: uploads what the retention wants there and is missing, also from earlier days when
# the other machine did not answer, then removes there what it no longer keeps.
synchronise() {
  local there here keep name directory removals=''
  directory=$(offsite_directory)
  there=$(offsite_names) || return 1
  here=$(archive_names "$1") || return 1
  keep=$(printf '%s\n' "$there" "$here" |
    retained "$BACKUP_KEEP_DAILY" "$BACKUP_KEEP_WEEKLY" "$BACKUP_KEEP_MONTHLY") || return 1
  if [[ -z $keep ]]; then return 1; fi
  while read -r name; do
    if [[ -z $name || $'\n'$there$'\n' == *$'\n'"$name"$'\n'* || ! -f $1/$name ]]; then continue; fi
    log "uploads $name to $BACKUP_OFFSITE"
    upload "$1/$name" || return 1
  done < <(sort <<<"$keep")
  while read -r name; do
    if [[ -z $name || $'\n'$keep$'\n' == *$'\n'"$name"$'\n'* ]]; then continue; fi
    removals+="rm $(quoted "$directory/$name")"$'\n'"-rm $(quoted "$directory/$name.sha256")"$'\n'
  done <<<"$there"
  if [[ -z $removals ]]; then return 0; fi
  printf '%s' "$removals" | sftp_batch >/dev/null
}

# download NAME LOCAL-DIRECTORY: NAME empty is the newest. Prints the name; the file is verified by the caller.
download() {
  local name=$1 directory
  directory=$(offsite_directory)
  if [[ -z $name ]]; then name=$(offsite_names | tail -n 1); fi
  if [[ ! $name =~ $ARCHIVE_NAME ]]; then return 1; fi
  mkdir -p -- "$2"
  printf 'get %s %s\nget %s %s\n' "$(quoted "$directory/$name")" "$(quoted "$2/$name.partial")" \
    "$(quoted "$directory/$name.sha256")" "$(quoted "$2/$name.sha256")" | sftp_batch >/dev/null || return 1
  mv -- "$2/$name.partial" "$2/$name"
  printf '%s\n' "$name"
}
