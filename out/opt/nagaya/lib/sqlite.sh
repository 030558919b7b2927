# shellcheck shell=bash
# SQLite databases: found by their content, copied while they are written, checked.

# is_database FILE: by the first bytes of the file format (sqlite.org/fileformat2.html, section 1.3), not by its name.
is_database() {
  local magic=''
  IFS= read -r -N 15 magic <"$1" 2>/dev/null || true
  [[ $magic == 'SQLite format 3' ]]
}

# find_databases DIRECTORY: their paths below it, each ended by NUL.
find_databases() {
  local file
  while IFS= read -r -d '' file; do
    if is_database "$1/$file"; then printf '%s\0' "$file"; fi
  done < <(find "$1" -type f -printf '%P\0')
}

# copy_database SOURCE COPY: a copy as of one moment, while other processes write. The read transaction around
# .backup keeps its snapshot, so that a steady writer cannot make the copy start again for ever; and unlike VACUUM
# INTO it copies page by page and keeps every rowid. COPY must be a path without quotes: it is one we made.
copy_database() {
  sqlite3 -batch -bail "$1" '.timeout 60000' 'BEGIN' 'SELECT count(*) FROM sqlite_schema' \
    ".backup main '$2'" 'COMMIT' >/dev/null || return 1
  chown --reference="$1" -- "$2" || return 1
  chmod --reference="$1" -- "$2" || return 1
  touch --reference="$1" -- "$2"
}

# check_database FILE: true when SQLite finds it whole. A file alone is opened as immutable, so that looking at it
# leaves it and its directory as they were; one with a write-ahead log or journal is recovered first.
check_database() {
  local path=$1 answer
  if [[ ! -e $1-wal && ! -e $1-journal ]]; then
    path=${path//%/%25}
    path=${path//\?/%3f}
    path="file:${path//#/%23}?immutable=1"
  fi
  answer=$(sqlite3 -batch -bail "$path" 'PRAGMA integrity_check' 2>&1) || true
  if [[ $answer == ok ]]; then return 0; fi
  log "error: integrity check of $1: ${answer:0:500}"
  return 1
}

# check_databases DIRECTORY: checks every database below it; false when one is damaged.
check_databases() {
  local file damaged=0
  while IFS= read -r -d '' file; do
    check_database "$1/$file" || damaged=1
  done < <(find_databases "$1")
  ((damaged == 0))
}
