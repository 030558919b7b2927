# shellcheck shell=bash
# The archive of one app: TIMESTAMP.tar.gz with
#   about             `KEY VALUE…` lines: format, app, taken, bytes, and one `volume NAME METHOD STORE` a volume
#   manifest.sha256   checksums of all files, in the format of sha256sum, relative to volumes/
#   volumes/NAME/…    the copies, with owners, modes and times
# and its own checksum in TIMESTAMP.tar.gz.sha256 beside it.

readonly ARCHIVE_FORMAT=1

# stage_volume SOURCE COPY METHOD: copies a directory as it stands. A database that may be written meanwhile goes
# through SQLite, whatever the method says: a plain copy of one is damaged more often than not.
stage_volume() {
  local source=$1 copy=$2 method=$3 tree=$STAGING/tree listing=$STAGING/listing file suffix
  local -A apart=()
  local -a databases=()
  mkdir -p -- "$copy"
  list_tree "$source" >"$tree"
  if [[ $method != stop ]]; then
    while IFS= read -r -d '' file; do
      if [[ $file == f* ]] && is_database "$source/${file:1}"; then databases+=("${file:1}"); fi
    done <"$tree"
  fi
  for file in "${databases[@]}"; do
    for suffix in '' -wal -shm -journal; do apart[$file$suffix]=1; done
    if [[ $method == copy ]]; then log "note: $source/$file is a SQLite database; its store should say so"; fi
  done
  while IFS= read -r -d '' file; do
    if [[ $file == d || -z ${apart[${file:1}]:-} ]]; then printf './%s\0' "${file:1}"; fi
  done <"$tree" >"$listing"
  copy_listed "$source" "$copy" "$listing"
  for file in "${databases[@]}"; do
    copy_database "$source/$file" "$STAGING/copy.db" || die "$source/$file could not be copied through SQLite"
    mv -f -- "$STAGING/copy.db" "$copy/$file"
    # Moving it in changed the time of its directory.
    touch --reference="$(dirname "$source/$file")" -- "$(dirname "$copy/$file")"
  done
  rm -f -- "$tree" "$listing"
}

# What find and tar say of a file that vanished or grew between being listed and being read.
readonly LIVE_TREE='No such file or directory$|Exiting with failure status|: file (changed as we read it|removed before)'

# only_live_tree ERRORS WHAT: ends the program when a file of messages tells of anything else.
only_live_tree() {
  if grep -vE "$LIVE_TREE" "$1" >&2; then die "reading $2 failed"; fi
}

# list_tree DIRECTORY: its directories, files and links, each as its type letter and path, ended by NUL. Sockets,
# pipes and devices are no state and cannot be archived.
list_tree() {
  find "$1" \( -type d -o -type f -o -type l \) -printf '%y%P\0' 2>"$STAGING/errors" ||
    only_live_tree "$STAGING/errors" "$1"
}

# copy_listed SOURCE COPY LISTING
copy_listed() {
  local status=()
  tar -C "$1" --null --no-recursion --files-from="$3" --format=posix --sparse -cf - 2>"$STAGING/errors" |
    tar -C "$2" --numeric-owner --same-owner -xpf - || status=("${PIPESTATUS[@]}")
  if ((${status[1]:-0} != 0)); then die "copying $1 to $2 failed"; fi
  if ((${status[0]:-0} != 0)); then only_live_tree "$STAGING/errors" "$1"; fi
}

# describe STAGING: writes about and manifest.sha256 for what lies in STAGING/volumes.
describe() {
  local index bytes
  bytes=$(du -sb --apparent-size -- "$1/volumes" | cut -f 1)
  {
    printf 'format %s\napp %s\ntaken %s\nbytes %s\n' "$ARCHIVE_FORMAT" "$APP" "$TAKEN" "$bytes"
    for ((index = 0; index < VOLUME_COUNT; index++)); do
      if [[ ${VOLUME_METHODS[index]} == skip ]]; then continue; fi
      printf 'volume %s %s %s\n' "${VOLUME_NAMES[index]}" "${VOLUME_METHODS[index]}" "${VOLUME_STORES[index]}"
    done
  } >"$1/about"
  (cd "$1/volumes" && find . -type f -print0 | sort -z | xargs -0 -r sha256sum --) >"$1/manifest.sha256"
}

# pack STAGING PARTIAL: writes the archive and proves that it holds what was staged: as many entries, each equal in
# content, owner and mode. A later check against manifest.sha256 then proves the same without the staged copy.
pack() {
  local staged packed
  tar -C "$1" --format=posix --sort=name --numeric-owner --sparse -czf "$2" about manifest.sha256 volumes ||
    die "writing $2 failed"
  sync -- "$2"
  packed=$(tar --quoting-style=escape -tzf "$2" | wc -l) || die "$2 cannot be read back"
  staged=$(find "$1/about" "$1/manifest.sha256" "$1/volumes" -printf 'x\n' | wc -l)
  if ((packed != staged)); then die "$2 holds $packed entries and not $staged"; fi
  tar -C "$1" --compare -zf "$2" >&2 || die "$2 differs from what was staged"
}

# publish PARTIAL ARCHIVE: gives a verified archive its name. The checksum file comes first, so that an archive under
# its final name always has one.
publish() {
  local sum
  sum=$(sha256sum <"$1")
  printf '%s  %s\n' "${sum%% *}" "${2##*/}" | write_whole "$2.sha256" 0640
  mv -- "$1" "$2"
  sync -- "$2" "$2.sha256" "$(dirname "$2")"
}

# check_archive ARCHIVE: true when its bytes are those that were verified when it was made.
check_archive() {
  local name=${1##*/}
  if [[ ! -f $1.sha256 ]]; then
    log "error: $1.sha256 is missing"
    return 1
  fi
  if [[ $(wc -l <"$1.sha256") != 1 || $(cut -d ' ' -f 3- "$1.sha256") != "$name" ]]; then
    log "error: $1.sha256 is not the checksum of $name"
    return 1
  fi
  (cd "$(dirname "$1")" && sha256sum --quiet --strict -c -- "$name.sha256" >&2)
}

# archive_fact ARCHIVE KEY: a value of its about file, empty when there is none.
archive_fact() {
  tar --occurrence=1 -xzOf "$1" about 2>/dev/null | sed -n "s/^$2 //p"
}

# check_contents DIRECTORY: true when an unpacked archive holds exactly the files of its manifest, unchanged, and
# every database among them is whole.
check_contents() {
  local listed found
  listed=$(wc -l <"$1/manifest.sha256") || return 1
  found=$(find "$1/volumes" -type f -printf 'x\n' | wc -l)
  if ((listed != found)); then
    log "error: the manifest lists $listed files, the archive holds $found"
    return 1
  fi
  if ((listed > 0)); then
    (cd "$1/volumes" && sha256sum --quiet --strict -c ../manifest.sha256 >&2) || return 1
  fi
  check_databases "$1/volumes"
}

# require_space DIRECTORY BYTES WHAT: ends the program before a disk is filled. A tenth and 8 MiB stay free on top.
require_space() {
  local needed=$(($2 + $2 / 10 + 8 * 1024 * 1024)) free
  free=$(free_bytes "$1")
  if ((free >= needed)); then return 0; fi
  die "$3 needs $(human_size "$needed") in $1, and $(human_size "$free") are free"
}
