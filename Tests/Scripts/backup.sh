# shellcheck shell=bash
# backup: consistent copies while apps write, verified before they count, and never at the cost of earlier ones.

unpacked() {
  rm -rf "$SCRATCH/unpacked"
  mkdir "$SCRATCH/unpacked"
  tar -C "$SCRATCH/unpacked" -xpzf "$(newest_archive "$1")"
}

test_archive_holds_every_volume_that_is_not_skipped() {
  server
  printf 'x\n' >"$SCRATCH/shop/logs/app.log"
  ln -s 'a note with spaces.md' "$SCRATCH/shop/notes/link"
  mkdir -p "$SCRATCH/shop/notes/empty"
  printf 'odd\n' >"$SCRATCH/shop/notes/"$'new\nline'
  chmod 600 "$SCRATCH/shop/notes/a note with spaces.md"
  succeeds "$BIN/backup"
  unpacked shop
  succeeds diff -r "$SCRATCH/shop/notes" "$SCRATCH/unpacked/volumes/notes"
  equal mode 600 "$(stat -c %a "$SCRATCH/unpacked/volumes/notes/a note with spaces.md")"
  equal link 'a note with spaces.md' "$(readlink "$SCRATCH/unpacked/volumes/notes/link")"
  [[ -d $SCRATCH/unpacked/volumes/notes/empty ]] || fail 'the empty directory is missing'
  [[ ! -e $SCRATCH/unpacked/volumes/logs ]] || fail 'a skipped volume is in the archive'
  equal rows 200 "$(sqlite3 "$SCRATCH/unpacked/volumes/index/index.db" 'SELECT count(*) FROM t')"
  [[ ! -e $SCRATCH/unpacked/volumes/index/index.db-wal ]] || fail 'a write-ahead log was archived'
  (cd "$SCRATCH/backups/shop" && succeeds sha256sum -c ./*.sha256)
  equal heartbeats 1 "$(grep -c '^GET /ping' "$SCRATCH/requests")"
  equal alerts 0 "$(alerts)"
  [[ ! -e $SCRATCH/backups/.staging ]] || fail 'the staging directory was left'
}

# Ten copies while a writer keeps the sum of two tables constant: any torn copy breaks integrity or the sum.
test_copy_of_a_database_under_a_writer_is_consistent() {
  server
  local file=$SCRATCH/shop/data/index.db run mode
  for mode in WAL DELETE; do
    rm -f "$file"*
    database "$file" 3000
    sqlite3 "$file" "PRAGMA journal_mode=$mode; CREATE TABLE a(v); CREATE TABLE b(v); INSERT INTO a VALUES(1000); INSERT INTO b VALUES(0)" >/dev/null
    background bash -c "while [[ -e '$SCRATCH/shop/compose.yaml' ]]; do
      sqlite3 '$file' '.timeout 5000' 'BEGIN IMMEDIATE; UPDATE a SET v=v-1; UPDATE t SET body=hex(randomblob(200)) WHERE id%7=abs(random())%7; UPDATE b SET v=v+1; COMMIT' || true; done" 2>/dev/null
    until_true 'the writer writes' test "$(sqlite3 "$file" '.timeout 5000' 'SELECT v FROM b')" -ge 0
    for run in 1 2 3 4 5; do
      NAGAYA_NOW=$((1800000000 + 100 * run + ${#mode})) succeeds "$BIN/backup" shop
      unpacked shop
      equal integrity ok "$(sqlite3 "$SCRATCH/unpacked/volumes/index/index.db" 'PRAGMA integrity_check')"
      equal sum 1000 "$(sqlite3 "$SCRATCH/unpacked/volumes/index/index.db" 'SELECT (SELECT v FROM a)+(SELECT v FROM b)')"
    done
    [[ $(sqlite3 "$file" '.timeout 5000' 'SELECT v FROM b') -gt 0 ]] || fail 'the writer never wrote'
    kill "${STARTED[-1]}"
    wait "${STARTED[-1]}" || true
  done
}

test_stop_method_stops_copies_and_starts_again() {
  server
  app_conf shop 'VOLUME_METHODS=(stop copy skip)' 'VOLUME_STORES=(chroma files logs)'
  succeeds "$BIN/backup"
  local stop_call start_call
  stop_call=$(grep -n ' stop$' "$FAKE_DOCKER/calls" | cut -d : -f 1)
  start_call=$(grep -n ' start$' "$FAKE_DOCKER/calls" | cut -d : -f 1)
  ((stop_call < start_call)) || fail "stopped at call $stop_call, started at $start_call"
  contains container running "$(cat "$FAKE_DOCKER/containers/shop")"
  [[ -z $(ls "$SCRATCH/state/stopped") ]] || fail 'the mark was left'
}

test_app_that_was_stopped_by_hand_stays_stopped() {
  server
  app_conf shop 'VOLUME_METHODS=(stop copy skip)'
  container shop exited
  succeeds "$BIN/backup"
  lacks calls ' start' "$(calls)"
}

test_failure_while_stopped_starts_the_app_again_and_alerts() {
  server
  app_conf shop 'VOLUME_METHODS=(stop copy skip)'
  printf '#!/bin/bash\nexit 9\n' >"$SCRATCH/fakes/tar"
  chmod +x "$SCRATCH/fakes/tar"
  fails 1 "$BIN/backup"
  contains container running "$(cat "$FAKE_DOCKER/containers/shop")"
  equal alerts 1 "$(alerts)"
  contains alert 'backup failed: shop' "$(requests)"
  lacks heartbeat /ping "$(requests)"
  equal archives '' "$(archives shop)"
}

# A program in the middle of an archive: tar that waits for a file to appear, then works.
slow_tar() {
  printf '#!/bin/bash\ncase " $* " in *" -czf "*) touch %q; while [[ ! -e %q ]]; do /bin/sleep 0.02; done;; esac\nexec /bin/tar "$@"\n' \
    "$SCRATCH/reached" "$SCRATCH/go" >"$SCRATCH/fakes/tar"
  chmod +x "$SCRATCH/fakes/tar"
}

test_terminated_in_mid_copy_starts_the_app_again() {
  server
  app_conf shop 'VOLUME_METHODS=(stop copy skip)'
  printf '#!/bin/bash\ntouch %q; exec /bin/sleep 60\n' "$SCRATCH/reached" >"$SCRATCH/fakes/tar"
  chmod +x "$SCRATCH/fakes/tar"
  background "$BIN/backup"
  until_true 'the copy begins' test -e "$SCRATCH/reached"
  contains container exited "$(cat "$FAKE_DOCKER/containers/shop")"
  kill -TERM "${STARTED[-1]}"
  fails 143 wait "${STARTED[-1]}"
  contains container running "$(cat "$FAKE_DOCKER/containers/shop")"
  contains alert 'backup interrupted' "$(requests)"
}

session_is_empty() { ! ps -o pid= -s "$1"; }

test_kill_9_in_mid_backup_leaves_nothing_that_counts_and_the_next_run_is_right() {
  server
  app_conf shop 'VOLUME_METHODS=(stop copy skip)'
  NAGAYA_NOW=1800000000 succeeds "$BIN/backup"
  local first
  first=$(archives shop)
  printf '#!/bin/bash\ntouch %q; exec /bin/sleep 60\n' "$SCRATCH/reached" >"$SCRATCH/fakes/tar"
  chmod +x "$SCRATCH/fakes/tar"
  setsid "$BIN/backup" 2>/dev/null &
  local leader=$! pid
  until_true 'the copy begins' test -e "$SCRATCH/reached"
  # timeout makes a process group of its own, so the whole session is what has to die at once.
  for pid in $(ps -o pid= -s "$leader"); do kill -9 "$pid"; done
  until_true 'all are dead' session_is_empty "$leader"
  wait "$leader" 2>/dev/null || true
  rm "$SCRATCH/fakes/tar"
  touch "$SCRATCH/backups/shop/20270115T080000Z.tar.gz.partial"
  contains container exited "$(cat "$FAKE_DOCKER/containers/shop")"
  equal archives "$first" "$(archives shop)"
  succeeds "$BIN/backup"
  contains container running "$(cat "$FAKE_DOCKER/containers/shop")"
  equal count 2 "$(archives shop | wc -l)"
  equal leftovers '' "$(find "$SCRATCH/backups" -name '*.partial' -o -name .staging)"
}

test_hung_step_ends_by_the_time_limit() {
  server
  host_conf BACKUP_TIMEOUT=1
  printf '#!/bin/bash\nexec /bin/sleep 60\n' >"$SCRATCH/fakes/tar"
  chmod +x "$SCRATCH/fakes/tar"
  fails 1 "$BIN/backup"
  contains alert 'not finished within 1 seconds' "$(requests)"
}

test_one_app_failing_does_not_keep_the_next_from_its_backup() {
  server
  host_conf 'APPS=(shop desk)'
  app_conf desk 'VOLUME_NAMES=(notes)' "VOLUME_PATHS=($SCRATCH/shop/notes)" 'VOLUME_METHODS=(copy)' 'VOLUME_STORES=(files)'
  rm -r "$SCRATCH/shop/data"
  fails 1 "$BIN/backup"
  contains alert 'backup failed: shop' "$(requests)"
  contains alert 'is not a directory' "$(requests)"
  equal archives 1 "$(archives desk | wc -l)"
}

test_damaged_database_is_not_archived() {
  server
  sqlite3 "$SCRATCH/shop/data/index.db" 'PRAGMA journal_mode=DELETE' >/dev/null
  printf 'garbage that is long enough to matter' |
    dd of="$SCRATCH/shop/data/index.db" bs=1 seek=4096 conv=notrunc status=none
  touch_archives shop 20260101T170000Z.tar.gz
  fails 1 "$BIN/backup"
  contains alert 'a copied database of shop is damaged' "$(requests)"
  equal archives 20260101T170000Z.tar.gz "$(archives shop)"
}

test_archive_that_differs_from_what_was_staged_is_not_published() {
  server
  # A tar that archives another byte than was staged.
  cat >"$SCRATCH/fakes/tar" <<'FAKE'
#!/bin/bash
if [[ " $* " != *' -czf '* ]]; then exec /bin/tar "$@"; fi
note="$2/volumes/notes/a note with spaces.md"
sed -i s/first/fir5t/ "$note"
/bin/tar "$@"
sed -i s/fir5t/first/ "$note"
FAKE
  chmod +x "$SCRATCH/fakes/tar"
  touch_archives shop 20260101T170000Z.tar.gz
  fails 1 "$BIN/backup"
  contains alert 'differs from what was staged' "$(requests)"
  equal archives 20260101T170000Z.tar.gz "$(archives shop)"
}

test_full_disk_keeps_earlier_archives() {
  [[ $(id -u) == 0 ]] || skip 'mounting needs root'
  server
  export BIN NAGAYA_ETC SCRATCH
  touch_archives shop 20260101T170000Z.tar.gz
  head -c 6000000 /dev/urandom >"$SCRATCH/shop/notes/large"
  # 12 MB are refused before a byte is written; in the second case tar itself meets the end of the disk.
  cat >"$SCRATCH/full" <<'SCRIPT'
set -euo pipefail
mount -t tmpfs -o "size=$1" none "$SCRATCH/disk"
cp -a "$SCRATCH/backups/." "$SCRATCH/disk/"
status=0
"$BIN/backup" || status=$?
find "$SCRATCH/disk" -type f -printf '%P\n' | sort >"$SCRATCH/left"
exit "$status"
SCRIPT
  mkdir "$SCRATCH/disk"
  host_conf "BACKUP_DIRECTORY=$SCRATCH/disk"
  fails 1 unshare -m bash "$SCRATCH/full" 12m
  contains output 'are free' "$(output)"
  equal left $'shop/20260101T170000Z.tar.gz\nshop/20260101T170000Z.tar.gz.sha256' "$(cat "$SCRATCH/left")"
  printf '#!/bin/bash\nprintf "Avail\\n999999999999\\n"\n' >"$SCRATCH/fakes/df"
  chmod +x "$SCRATCH/fakes/df"
  fails 1 unshare -m bash "$SCRATCH/full" 10m
  contains output 'No space left on device' "$(output)"
  equal left $'shop/20260101T170000Z.tar.gz\nshop/20260101T170000Z.tar.gz.sha256' "$(cat "$SCRATCH/left")"
  equal alerts 2 "$(alerts)"
}

test_second_run_does_not_start_while_the_first_holds_the_lock() {
  server
  slow_tar
  background "$BIN/backup"
  until_true 'the first is archiving' test -e "$SCRATCH/reached"
  fails 1 "$BIN/backup"
  contains alert 'backup did not start' "$(requests)"
  touch "$SCRATCH/go"
  succeeds wait "${STARTED[-1]}"
  equal archives 1 "$(archives shop | wc -l)"
}

test_alert_that_cannot_be_sent_changes_nothing_else() {
  server
  printf 'ALERTS=http://127.0.0.1:1/\n' >"$NAGAYA_ETC/secrets.env"
  host_conf NOTIFY_HEARTBEAT=
  succeeds "$BIN/backup"
  equal archives 1 "$(archives shop | wc -l)"
}
