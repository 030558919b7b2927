# shellcheck shell=bash
# Which archives stay: grandfather, father, son over the timestamps in their names.

# The only names that rotation ever sees, and so can ever remove.
readonly ARCHIVE_NAME='^[0-9]{8}T[0-9]{6}Z\.tar\.gz$'

# archive_names DIRECTORY: the verified archives in it, oldest first. An archive counts when its checksum file lies
# beside it, which is put there before the archive gets its name.
archive_names() {
  local path name
  for path in "$1"/*.tar.gz; do
    name=${path##*/}
    if [[ $name =~ $ARCHIVE_NAME && -f $path && ! -L $path && -f $path.sha256 ]]; then printf '%s\n' "$name"; fi
  done
}

# retained DAILY WEEKLY MONTHLY: reads names, prints those to keep, newest first. Counts are of days, ISO weeks and
# months (UTC) that hold an archive, not of calendar days: when backups fail for a month nothing grows too old.
# The newest of each period is the one that stays, and the newest of all always does.
retained() {
  local -A seen=() left=([day]="$1" [week]="$2" [month]="$3")
  local -A of=()
  local name period keep
  while read -r name; do
    if [[ ! $name =~ $ARCHIVE_NAME ]]; then continue; fi
    # A name whose digits are no date belongs to no period, so nothing is decided about it.
    if ! read -r "of[day]" "of[week]" "of[month]" < <(date -u -d "${name:0:8}" '+%Y-%m-%d %G-%V %Y-%m' 2>/dev/null); then
      printf '%s\n' "$name"
      continue
    fi
    keep=0
    if ((${#seen[@]} == 0)); then keep=1; fi
    for period in day week month; do
      if [[ -n ${seen[$period.${of[$period]}]:-} ]]; then continue; fi
      seen[$period.${of[$period]}]=1
      if ((left[$period] > 0)); then
        left[$period]=$((left[$period] - 1))
        keep=1
      fi
    done
    if ((keep == 1)); then printf '%s\n' "$name"; fi
  done < <(sort -ru)
}

# rotate DIRECTORY NEWEST: removes from DIRECTORY what the counts of host.conf no longer keep. NEWEST is the archive
# that this run made and verified; without it nothing is removed.
rotate() {
  local directory=$1 newest=$2 name keep
  if [[ ! $newest =~ $ARCHIVE_NAME || ! -f $directory/$newest ]]; then return 1; fi
  keep=$(archive_names "$directory" |
    retained "$BACKUP_KEEP_DAILY" "$BACKUP_KEEP_WEEKLY" "$BACKUP_KEEP_MONTHLY")
  while read -r name; do
    if [[ $name == "$newest" || $'\n'$keep$'\n' == *$'\n'"$name"$'\n'* ]]; then continue; fi
    log "removes $directory/$name, which the retention no longer keeps"
    rm -f -- "$directory/$name" "$directory/$name.sha256"
  done < <(archive_names "$directory")
}
