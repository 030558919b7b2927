# shellcheck shell=bash
# Rotation: counts by day, week and month, exact names only, and never the last good archive.

# kept DAILY WEEKLY MONTHLY, names on standard input: what stays, as dates in one line.
kept() {
  install_programs
  # shellcheck source=/dev/null
  (source "$SCRATCH/opt/nagaya/lib/retention.sh" && retained "$@") | cut -c 1-8 | tr '\n' ' '
}

# one_a_day FIRST-EPOCH DAYS: a name for each day.
one_a_day() {
  local day
  for ((day = 0; day < $2; day++)); do date -u -d "@$(($1 + day * 86400))" +%Y%m%dT170000Z.tar.gz; done
}

test_keeps_so_many_days_weeks_and_months() {
  # 2026-01-01 to 2026-06-30, of which the last is a Tuesday.
  local start
  start=$(date -u -d 2026-01-01 +%s)
  equal kept '20260630 20260629 20260628 20260621 20260614 20260531 20260430 ' \
    "$(one_a_day "$start" 181 | kept 3 4 3)"
}

test_year_end_belongs_to_one_iso_week() {
  # 2026-12-31 and 2027-01-01 lie in ISO week 2026-53.
  equal kept '20270101 20261227 ' \
    "$(printf '%sT170000Z.tar.gz\n' 20270101 20261231 20261227 20261226 | kept 1 2 1)"
}

test_newest_of_a_day_stays_and_the_others_go() {
  equal kept '20260102 20260101 ' \
    "$(printf '%s.tar.gz\n' 20260101T010000Z 20260101T230000Z 20260102T120000Z | kept 5 0 0)"
}

test_gap_of_months_removes_nothing_by_age() {
  equal kept '20260103 20260102 20260101 ' \
    "$(printf '%sT170000Z.tar.gz\n' 20260101 20260102 20260103 | kept 3 0 0)"
}

test_newest_stays_even_when_all_counts_are_zero() {
  equal kept '20260102 ' "$(printf '%sT170000Z.tar.gz\n' 20260101 20260102 | kept 0 0 0)"
}

test_names_that_are_no_dates_are_kept_and_foreign_names_ignored() {
  equal kept '20260102 20251399 ' \
    "$(printf '%s\n' 20251399T170000Z.tar.gz 20260102T170000Z.tar.gz 20260101T170000Z.tar.gz notes.tar.gz | kept 1 0 0)"
}

# Two months of real runs of the program, the clock moved.
test_runs_of_two_months_leave_what_the_counts_say() {
  server
  app_conf shop 'VOLUME_METHODS=(skip copy skip)'
  local day start
  start=$(date -u -d '2026-03-01 17:00' +%s)
  for ((day = 0; day < 12; day++)); do
    printf 'day %s\n' "$day" >"$SCRATCH/shop/notes/day"
    NAGAYA_NOW=$((start + day * 5 * 86400)) "$BIN/backup" shop 2>/dev/null
  done
  # Daily 3: 25, 20 and 15 April; weekly 2: week 17 (25 April) and 16 (15 April); monthly 2: 25 April and 31 March.
  equal archives $'20260331T170000Z.tar.gz\n20260415T170000Z.tar.gz\n20260420T170000Z.tar.gz\n20260425T170000Z.tar.gz' \
    "$(archives shop)"
  (cd "$SCRATCH/backups/shop" && succeeds sha256sum -c ./*.sha256)
}

test_failed_run_rotates_nothing() {
  server
  touch_archives shop 2026010{1,2,3,4,5,6,7,8,9}T170000Z.tar.gz
  rm -r "$SCRATCH/shop/data"
  fails 1 "$BIN/backup"
  equal count 9 "$(archives shop | wc -l)"
}

test_rotation_touches_only_names_of_its_own() {
  server
  touch_archives shop 2026010{1,2,3,4,5,6,7,8,9}T170000Z.tar.gz
  touch "$SCRATCH/backups/shop/20260101.tar.gz" "$SCRATCH/backups/shop/mine.tar.gz"
  rm "$SCRATCH/backups/shop/20260102T170000Z.tar.gz.sha256"
  mkdir -p "$SCRATCH/backups/shop/20260103T170001Z.tar.gz" "$SCRATCH/backups/other"
  touch "$SCRATCH/backups/other/20200101T170000Z.tar.gz"
  NAGAYA_NOW=$(date -u -d '2026-01-10 17:00' +%s) succeeds "$BIN/backup"
  equal left "$(printf '%s\n' other/20200101T170000Z.tar.gz shop/20260101.tar.gz shop/20260102T170000Z.tar.gz \
    shop/20260104T170000Z.tar.gz shop/20260108T170000Z.tar.gz shop/20260109T170000Z.tar.gz \
    shop/20260110T170000Z.tar.gz shop/mine.tar.gz)" \
    "$(cd "$SCRATCH/backups" && find . -type f -name '*.tar.gz' -printf '%P\n' | sort)"
  [[ -d $SCRATCH/backups/shop/20260103T170001Z.tar.gz ]] || fail 'a directory was removed'
}
