# shellcheck shell=bash
# monitor: alarms by hysteresis, told once, and a page that is always whole.

# A server whose machine is what the test writes below $SCRATCH/proc, and time what it puts into NAGAYA_NOW.
watched_server() {
  server
  mkdir -p "$SCRATCH/proc" "$SCRATCH/certificate"
  host_conf "PROC_DIRECTORY=$SCRATCH/proc" "$@"
  NOW=1800000000
  BUSY=0 IDLE=1000
  memory 50
  kills 0
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=row.example.com -days 36500 \
    -keyout "$SCRATCH/certificate/privkey.pem" -out "$SCRATCH/certificate/fullchain.pem" 2>/dev/null
  mkdir -p "$SCRATCH/state"/{backup,drill}
  fresh
}

fresh() {
  echo "$NOW 1 x.tar.gz" >"$SCRATCH/state/backup/shop"
  echo "$NOW ok x.tar.gz" >"$SCRATCH/state/drill/shop"
}

# memory PERCENT: in use.
memory() { printf 'MemTotal: 1000000 kB\nMemFree: 1 kB\nMemAvailable: %s kB\n' $((1000000 - $1 * 10000)) >"$SCRATCH/proc/meminfo"; }

kills() { printf 'nr_free_pages 1\noom_kill %s\n' "$1" >"$SCRATCH/proc/vmstat"; }

# pass [CPU-PERCENT]: one pass, a minute after the one before.
pass() {
  BUSY=$((BUSY + ${1:-10})) IDLE=$((IDLE + 100 - ${1:-10})) NOW=$((NOW + 60))
  printf 'cpu  %s 0 0 %s 0 0 0 0 0 0\n' "$BUSY" "$IDLE" >"$SCRATCH/proc/stat"
  NAGAYA_NOW=$NOW succeeds "$BIN/monitor"
}

raised() { python3 -c 'import json, sys; print(*[a["key"] for a in json.load(open(sys.argv[1]))["alarms"]])' "$SCRATCH/state/status/status.json"; }

clears() { grep -c '"level":"clear"' "$SCRATCH/requests" || true; }

test_calm_server_raises_nothing() {
  watched_server
  pass && pass && pass && pass
  equal raised '' "$(raised)"
  equal alerts 0 "$(alerts)"
}

test_memory_alarm_needs_three_samples_and_clears_below_a_lower_bound() {
  watched_server
  memory 85 && pass && pass
  equal raised '' "$(raised)"
  memory 79 && pass
  memory 85 && pass && pass
  equal alerts 0 "$(alerts)"
  pass
  equal raised memory "$(raised)"
  contains alert 'memory: 85 % in use' "$(requests)"
  # Between 75 and 80 nothing changes, however long; nor does one good sample.
  memory 77 && pass && pass && pass && pass
  memory 60 && pass
  memory 85 && pass
  memory 60 && pass && pass
  equal raised memory "$(raised)"
  equal alerts 1 "$(alerts)"
  pass
  equal raised '' "$(raised)"
  equal clears 1 "$(clears)"
}

test_cpu_is_the_difference_between_passes() {
  watched_server
  pass 90 && pass 90 && pass 90
  # The first pass had nothing to compare with, so that was two samples.
  equal raised '' "$(raised)"
  pass 90
  equal raised cpu "$(raised)"
  pass 10 && pass 10 && pass 10
  equal raised '' "$(raised)"
}

test_reminder_comes_once_a_day() {
  watched_server
  memory 90 && pass && pass && pass && pass
  equal alerts 1 "$(alerts)"
  NOW=$((NOW + 86400)) && fresh && pass && pass
  equal alerts 2 "$(alerts)"
  contains reminder 'still: memory' "$(requests)"
}

test_alarm_that_was_not_delivered_is_sent_again() {
  watched_server
  echo 500 >"$SCRATCH/www/alerts"
  memory 90 && pass && pass && pass
  : >"$SCRATCH/requests"
  rm "$SCRATCH/www/alerts"
  pass && pass
  equal alerts 1 "$(alerts)"
}

test_alarms_of_one_pass_are_one_message() {
  watched_server
  memory 90
  container shop exited 137
  pass && pass && pass
  equal alerts 1 "$(alerts)"
  contains alert '2 alarms: memory app:shop' "$(requests)"
  contains text 'killed, most likely for memory' "$(requests)"
}

test_dead_container_and_silent_app_are_alarms() {
  watched_server
  container shop exited 1
  pass && pass && pass
  equal raised app:shop "$(raised)"
  container shop running 0 0 none
  echo 503 >"$SCRATCH/www/health"
  pass && pass && pass
  equal raised app:shop "$(raised)"
  rm "$SCRATCH/www/health"
  pass && pass && pass
  equal raised '' "$(raised)"
  rm "$FAKE_DOCKER/containers/shop"
  pass && pass && pass
  equal raised app:shop "$(raised)"
}

test_restart_count_and_kernel_kills_are_told_for_an_hour() {
  watched_server
  kills 4 && container shop running 0 7
  pass
  equal 'the first sight' '' "$(raised)"
  kills 5 && container shop running 0 8
  pass
  equal raised 'oom-kills restarts:shop' "$(raised)"
  NOW=$((NOW + 3600)) && pass
  equal raised '' "$(raised)"
  container shop running 0 0
  pass
  equal 'a new container' '' "$(raised)"
}

test_unhealthy_container_is_restarted_three_times_an_hour_at_most() {
  watched_server
  echo unhealthy >"$FAKE_DOCKER/health-after-restart"
  container shop running 0 0 unhealthy
  pass && pass && pass && pass && pass && pass
  equal restarts 3 "$(grep -c '^restart cid-shop' "$FAKE_DOCKER/calls")"
  contains raised unhealthy:shop "$(raised)"
  equal alerts 1 "$(alerts)"
  NOW=$((NOW + 3600)) && fresh && pass
  equal restarts 4 "$(grep -c '^restart cid-shop' "$FAKE_DOCKER/calls")"
}

test_nothing_is_restarted_or_judged_while_another_run_holds_the_lock() {
  watched_server
  mkdir -p "$SCRATCH/run"
  exec {HELD}>>"$SCRATCH/run/lock"
  flock -n "$HELD"
  container shop running 0 0 unhealthy
  pass && pass && pass
  container shop exited
  pass && pass && pass
  equal restarts 0 "$(grep -c '^restart' "$FAKE_DOCKER/calls" || true)"
  equal raised '' "$(raised)"
}

test_app_that_a_killed_backup_left_stopped_is_started() {
  watched_server
  container shop exited
  mkdir -p "$SCRATCH/state/stopped"
  touch "$SCRATCH/state/stopped/shop"
  pass
  contains container running "$(cat "$FAKE_DOCKER/containers/shop")"
  [[ ! -e $SCRATCH/state/stopped/shop ]] || fail 'the mark was left'
}

test_docker_that_does_not_answer_is_one_alarm() {
  watched_server
  echo . >"$FAKE_DOCKER/failing"
  pass && pass && pass
  equal raised docker "$(raised)"
}

test_old_backup_failed_drill_and_ending_certificate_are_alarms() {
  watched_server
  pass
  echo "$((NOW - 86400 - 3600 - 100)) 1 x.tar.gz" >"$SCRATCH/state/backup/shop"
  echo "$NOW failed x.tar.gz" >"$SCRATCH/state/drill/shop"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/O=Nagaya placeholder/CN=x' -days 365 \
    -keyout "$SCRATCH/key" -out "$SCRATCH/certificate/fullchain.pem" 2>/dev/null
  pass
  equal raised 'backup:shop certificate drill:shop' "$(raised)"
  rm "$SCRATCH/certificate/fullchain.pem"
  pass
  contains raised certificate "$(raised)"
}

test_backup_that_never_was_is_late_only_after_its_time() {
  watched_server
  rm "$SCRATCH/state/backup/shop"
  pass
  equal raised '' "$(raised)"
  NOW=$((NOW + 86400 + 3600 + 100))
  echo "$NOW ok x" >"$SCRATCH/state/drill/shop"
  pass
  equal raised backup:shop "$(raised)"
  contains text 'was never' "$(requests)"
}

test_units_that_are_not_active_are_alarms() {
  watched_server 'MONITOR_UNITS=(nginx.service docker.service)'
  cat >"$SCRATCH/fakes/systemctl" <<'FAKE'
#!/bin/bash
case $1 in
  is-active) printf 'active\nfailed\n'; exit 3 ;;
  list-units) printf 'docker.service loaded failed failed Docker\n' ;;
esac
FAKE
  chmod +x "$SCRATCH/fakes/systemctl"
  pass && pass && pass
  equal raised 'failed-units unit:docker.service' "$(raised)"
}

test_page_is_escaped_self_contained_and_well_formed() {
  watched_server
  pass && pass
  python3 - "$SCRATCH/state/status/index.html" <<'PYTHON'
import html.parser, sys

class Page(html.parser.HTMLParser):
    VOID = {"meta", "br", "link"}
    def __init__(self):
        super().__init__()
        self.open, self.text = [], ""
    def handle_starttag(self, tag, attributes):
        assert tag not in ("script", "img", "link", "sons"), tag
        assert not any(name in ("src", "href") for name, _ in attributes), attributes
        if tag not in self.VOID:
            self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
    def handle_data(self, data):
        self.text += data

page = Page()
source = open(sys.argv[1], encoding="utf-8").read()
page.feed(source)
assert not page.open, page.open
assert "Shop & <Sons>" in page.text
assert "prefers-color-scheme: dark" in source
PYTHON
  equal mode 644 "$(stat -c %a "$SCRATCH/state/status/index.html")"
  equal files $'index.html\nstatus.json' "$(ls -A "$SCRATCH/state/status")"
}
