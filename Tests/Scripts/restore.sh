# shellcheck shell=bash
# restore and restore-drill: byte for byte back, never from a damaged archive, and nothing lost on the way.

# A server with one archive, whose live data then changed.
server_with_archive() {
  server
  head -c 300000 /dev/urandom >"$SCRATCH/shop/notes/random"
  ln -s random "$SCRATCH/shop/notes/link"
  chmod 640 "$SCRATCH/shop/notes/random"
  touch -d '2026-01-02 03:04:05' "$SCRATCH/shop/notes/random"
  cp -a "$SCRATCH/shop/notes" "$SCRATCH/before"
  NAGAYA_NOW=1800000000 succeeds "$BIN/backup"
  printf 'changed\n' >"$SCRATCH/shop/notes/random"
  rm "$SCRATCH/shop/notes/link"
  sqlite3 "$SCRATCH/shop/data/index.db" 'DELETE FROM t'
}

# Changes one byte in the middle of the newest archive.
damage_archive() {
  local archive size
  archive=$(newest_archive shop)
  size=$(stat -c %s "$archive")
  printf 'X' | dd of="$archive" bs=1 seek=$((size / 2)) conv=notrunc status=none
}

owners() { (cd "$1" && find . -printf '%P %y %m %U %G %T@\n' | sort); }

test_restores_byte_for_byte_and_keeps_the_previous_data() {
  server_with_archive
  NAGAYA_NOW=1800000100 succeeds "$BIN/restore" shop --yes
  succeeds diff -r "$SCRATCH/before" "$SCRATCH/shop/notes"
  equal owners "$(owners "$SCRATCH/before")" "$(owners "$SCRATCH/shop/notes")"
  equal rows 200 "$(sqlite3 "$SCRATCH/shop/data/index.db" 'SELECT count(*) FROM t')"
  equal aside changed "$(cat "$SCRATCH/shop/notes.before-20270115T080140Z/random")"
  contains calls ' stop' "$(calls)"
  contains container running "$(cat "$FAKE_DOCKER/containers/shop")"
  equal leftovers '' "$(find "$SCRATCH/shop" "$SCRATCH/backups" -name '*.restoring')"
}

test_without_yes_nothing_is_replaced() {
  server_with_archive
  fails 2 "$BIN/restore" shop
  contains output '--yes' "$(output)"
  equal file changed "$(cat "$SCRATCH/shop/notes/random")"
}

test_restores_into_a_directory_without_touching_the_app() {
  server_with_archive
  : >"$FAKE_DOCKER/calls"
  succeeds "$BIN/restore" shop --into "$SCRATCH/look" --volume notes
  succeeds diff -r "$SCRATCH/before" "$SCRATCH/look/notes"
  equal volumes notes "$(ls -A "$SCRATCH/look")"
  equal calls '' "$(calls)"
  equal file changed "$(cat "$SCRATCH/shop/notes/random")"
  fails 1 "$BIN/restore" shop --into "$SCRATCH/look"
  contains output 'is not empty' "$(output)"
}

test_restores_one_volume_of_a_named_archive() {
  server_with_archive
  local name
  name=$(archives shop)
  NAGAYA_NOW=1800086400 succeeds "$BIN/backup"
  succeeds "$BIN/restore" shop "$name" --volume notes --yes
  succeeds diff -r "$SCRATCH/before" "$SCRATCH/shop/notes"
  equal rows 0 "$(sqlite3 "$SCRATCH/shop/data/index.db" 'SELECT count(*) FROM t')"
}

test_damaged_archive_is_refused_before_the_app_stops() {
  server_with_archive
  damage_archive
  : >"$FAKE_DOCKER/calls"
  fails 1 "$BIN/restore" shop --yes
  contains output 'nothing was changed' "$(output)"
  equal calls '' "$(calls)"
  equal file changed "$(cat "$SCRATCH/shop/notes/random")"
}

# Its checksum file was made again, so only the manifest inside tells.
test_archive_that_contradicts_its_manifest_is_refused() {
  server_with_archive
  local archive
  archive=$(newest_archive shop)
  mkdir "$SCRATCH/forged"
  tar -C "$SCRATCH/forged" -xpzf "$archive"
  printf 'other\n' >"$SCRATCH/forged/volumes/notes/random"
  tar -C "$SCRATCH/forged" -czf "$archive" about manifest.sha256 volumes
  (cd "$SCRATCH/backups/shop" && sha256sum "${archive##*/}" >"${archive##*/}.sha256")
  fails 1 "$BIN/restore" shop --yes
  contains output 'does not hold what its manifest says' "$(output)"
  equal file changed "$(cat "$SCRATCH/shop/notes/random")"
}

test_archive_of_another_app_is_refused() {
  server_with_archive
  host_conf 'APPS=(shop desk)'
  app_conf desk
  fails 1 "$BIN/restore" desk "$(newest_archive shop)" --yes
  contains output 'is not an archive of desk' "$(output)"
}

test_failure_in_mid_swap_puts_the_previous_data_back() {
  server_with_archive
  # A mv that fails at the second volume's swap.
  cat >"$SCRATCH/fakes/mv" <<'FAKE'
#!/bin/bash
if [[ $* == *notes.restoring*/notes && ! -e $SCRATCH/refused ]]; then touch "$SCRATCH/refused"; exit 1; fi
exec /bin/mv "$@"
FAKE
  chmod +x "$SCRATCH/fakes/mv"
  export SCRATCH
  fails 1 "$BIN/restore" shop --yes
  [[ -e $SCRATCH/refused ]] || fail 'the swap was never reached'
  contains output 'the previous data is back' "$(output)"
  equal file changed "$(cat "$SCRATCH/shop/notes/random")"
  equal rows 0 "$(sqlite3 "$SCRATCH/shop/data/index.db" 'SELECT count(*) FROM t')"
  contains container running "$(cat "$FAKE_DOCKER/containers/shop")"
}

test_app_that_is_unhealthy_with_the_restored_data_is_reported() {
  server_with_archive
  echo 503 >"$SCRATCH/www/health"
  app_conf shop DEPLOY_TIMEOUT=0
  fails 1 "$BIN/restore" shop --yes
  contains output 'is not healthy with the restored data' "$(output)"
}

test_restores_on_a_new_server_where_nothing_runs_yet() {
  server_with_archive
  rm -r "$SCRATCH/shop/notes" "$SCRATCH/shop/data" "$FAKE_DOCKER/containers/shop"
  succeeds "$BIN/restore" shop --yes
  succeeds diff -r "$SCRATCH/before" "$SCRATCH/shop/notes"
  lacks calls ' up' "$(calls)"
}

test_drill_passes_on_a_good_archive_and_leaves_nothing() {
  server_with_archive
  : >"$FAKE_DOCKER/calls"
  NAGAYA_NOW=1800000300 succeeds "$BIN/restore-drill"
  equal record '1800000300 ok 20270115T080000Z.tar.gz' "$(cat "$SCRATCH/state/drill/shop")"
  equal alerts 0 "$(alerts)"
  equal calls '' "$(calls)"
  [[ ! -e $SCRATCH/backups/.drill ]] || fail 'the scratch directory was left'
}

test_drill_alerts_on_a_damaged_archive() {
  server_with_archive
  damage_archive
  NAGAYA_NOW=1800000300 fails 1 "$BIN/restore-drill"
  equal record '1800000300 failed 20270115T080000Z.tar.gz' "$(cat "$SCRATCH/state/drill/shop")"
  contains alert 'restore drill failed' "$(requests)"
}

test_drill_alerts_when_there_is_no_archive_or_a_volume_is_missing() {
  server
  fails 1 "$BIN/restore-drill"
  contains alert 'there is no archive' "$(requests)"
  NAGAYA_NOW=1800000000 succeeds "$BIN/backup"
  mkdir "$SCRATCH/shop/files"
  app_conf shop 'VOLUME_NAMES=(index notes files)' 'VOLUME_METHODS=(online copy copy)'
  fails 1 "$BIN/restore-drill"
  contains alert 'the archive lacks volume files' "$(requests)"
}
