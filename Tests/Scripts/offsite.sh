# shellcheck shell=bash
# The off-site copy, against a real sshd with its SFTP subsystem on loopback.

server_with_offsite() {
  server
  mkdir -p "$SCRATCH/far away"
  start_sshd
  cp "$SCRATCH/ssh/config" "$NAGAYA_ETC/ssh_config"
  host_conf "BACKUP_OFFSITE='sftp:root@far:$SCRATCH/far away'"
}

far() { (cd "$SCRATCH/far away" && find . -type f -printf '%P\n' | sort); }

test_copy_arrives_whole_with_its_checksum() {
  server_with_offsite
  NAGAYA_NOW=1800000000 succeeds "$BIN/backup"
  equal far $'shop/20270115T080000Z.tar.gz\nshop/20270115T080000Z.tar.gz.sha256' "$(far)"
  (cd "$SCRATCH/far away/shop" && succeeds sha256sum -c ./*.sha256)
  equal record '1800000000 ok 20270115T080000Z.tar.gz' "$(cat "$SCRATCH/state/offsite/shop")"
}

test_retention_holds_there_too_and_missed_days_are_caught_up() {
  server_with_offsite
  local address day
  address=$(grep BACKUP_OFFSITE "$NAGAYA_ETC/host.conf" | tail -n 1)
  host_conf "BACKUP_OFFSITE='sftp:root@far:/proc/nowhere'"
  for day in 0 2; do NAGAYA_NOW=$((1800000000 + day * 86400)) fails 1 "$BIN/backup" shop; done
  equal far '' "$(far)"
  mkdir -p "$SCRATCH/far away/shop"
  touch "$SCRATCH/far away/shop/20200101T000000Z.tar.gz" "$SCRATCH/far away/shop/mine.tar.gz"
  host_conf "$address"
  for day in 3 4; do NAGAYA_NOW=$((1800000000 + day * 86400)) succeeds "$BIN/backup" shop; done
  # Daily 3; of the two missed days one was caught up and has aged out, and the other is the last of its week. The
  # month before is the one of 2020.
  equal far "$(printf '%s\n' 20200101T000000Z.tar.gz 20270117T080000Z.tar.gz 20270117T080000Z.tar.gz.sha256 \
    20270118T080000Z.tar.gz 20270118T080000Z.tar.gz.sha256 20270119T080000Z.tar.gz 20270119T080000Z.tar.gz.sha256 \
    mine.tar.gz)" "$(cd "$SCRATCH/far away/shop" && ls)"
}

test_failure_there_is_told_and_the_local_archive_stays() {
  server_with_offsite
  kill "${STARTED[-1]}"
  wait "${STARTED[-1]}" || true
  fails 1 "$BIN/backup"
  equal local 1 "$(archives shop | wc -l)"
  contains alert 'off-site copy of shop' "$(requests)"
  contains alert 'the local archive' "$(requests)"
  lacks heartbeat /ping "$(requests)"
  [[ -e $SCRATCH/state/backup/shop ]] || fail 'the local success was not recorded'
}

test_short_upload_never_gets_its_name() {
  server_with_offsite
  # An sftp after which the other side holds one byte less, as on a disk that filled up unnoticed.
  cat >"$SCRATCH/fakes/sftp" <<'FAKE'
#!/bin/bash
batch=$(cat)
/usr/bin/sftp "$@" <<<"${batch/ls -ln/pwd
ls -ln}" | if [[ $batch == *'ls -ln'* ]]; then awk '/^-/ { $5 = $5 - 1 } { print }'; else cat; fi
FAKE
  chmod +x "$SCRATCH/fakes/sftp"
  fails 1 "$BIN/backup"
  contains output 'bytes there and' "$(output)"
  lacks far $'tar.gz\n' "$(far | grep -v partial || true)"$'\n'
}

test_restores_from_the_other_machine_when_this_one_lost_its_archives() {
  server_with_offsite
  succeeds "$BIN/backup"
  rm -r "$SCRATCH/backups"
  mv "$SCRATCH/shop/notes" "$SCRATCH/lost"
  succeeds "$BIN/restore" shop --offsite --volume notes --yes
  succeeds diff -r "$SCRATCH/lost" "$SCRATCH/shop/notes"
}
