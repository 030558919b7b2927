# shellcheck shell=bash
# What one pass of the monitor measures on the machine. Each sample is observed as an alarm and, where it is a share,
# added to the gauges of the status page.

GAUGE_NAMES=() GAUGE_VALUES=() GAUGE_LIMITS=() GAUGE_TEXTS=()

# gauge NAME PERCENT LIMIT TEXT
gauge() {
  GAUGE_NAMES+=("$1") GAUGE_VALUES+=("$2") GAUGE_LIMITS+=("$3") GAUGE_TEXTS+=("$4")
}

# In use is what programs cannot get without taking it from others: MemTotal less MemAvailable (proc(5)).
sample_memory() {
  local key value rest total=0 available=0 percent text
  while read -r key value rest; do
    case $key in
      MemTotal:) total=$value ;;
      MemAvailable:) available=$value ;;
    esac
  done <"$PROC_DIRECTORY/meminfo"
  if ((total == 0)); then
    observe memory between "memory cannot be read${rest:+}"
    return 0
  fi
  percent=$(((total - available) * 100 / total))
  text="memory: $percent % in use, $(human_size $((available * 1024))) available of $(human_size $((total * 1024)))"
  gauge memory "$percent" "$MEMORY_THRESHOLD" "$text"
  observe memory "$(judge "$percent" "$MEMORY_THRESHOLD")" "$text"
}

# Processes that the kernel killed for memory, anywhere on the machine. Docker's own flag misses those that died
# because the whole machine was short.
sample_kills() {
  local kills
  kills=$(awk '$1 == "oom_kill" { print $2 }' "$PROC_DIRECTORY/vmstat")
  if [[ -n $kills ]]; then count_up oom-kills "$kills" "the kernel killed a process for memory ($kills since boot)"; fi
}

# Busy is all time that is not idle or waiting for disks, since the pass before.
sample_cpu() {
  local file=$STATE_DIRECTORY/monitor/cpu fields=() total=0 idle before_total='' before_idle percent index text
  read -r -a fields <"$PROC_DIRECTORY/stat"
  for ((index = 1; index <= 8; index++)); do total=$((total + ${fields[index]:-0})); done
  idle=$((fields[4] + fields[5]))
  if [[ -r $file ]]; then read -r before_total before_idle <"$file"; fi
  printf '%s %s\n' "$total" "$idle" | write_whole "$file"
  if [[ -z $before_total ]] || ((total <= before_total)); then
    observe cpu between 'CPU is measured from the next pass on'
    return 0
  fi
  percent=$((100 - (idle - before_idle) * 100 / (total - before_total)))
  text="CPU: $percent % busy"
  gauge cpu "$percent" "$CPU_THRESHOLD" "$text"
  observe cpu "$(judge "$percent" "$CPU_THRESHOLD")" "$text"
}

# Every file system that apps, archives, logs and images lie on, by space and by inodes, whichever is fuller.
sample_disks() {
  local paths=(/) path app target percent inodes avail text verdict
  for path in "$BACKUP_DIRECTORY" "$STATE_DIRECTORY" /var/lib/docker /var/log; do
    if [[ -n $path && -d $path ]]; then paths+=("$path"); fi
  done
  for app in "${APPS[@]}"; do
    load_app "$app"
    for path in "${VOLUME_PATHS[@]}"; do
      if [[ -d $path ]]; then paths+=("$path"); fi
    done
  done
  while read -r percent inodes avail target; do
    percent=${percent%\%} inodes=${inodes%\%}
    if [[ ! $percent =~ ^[0-9]+$ ]]; then continue; fi
    text="disk $target: $percent % in use, $(human_size "$avail") free"
    if [[ $inodes =~ ^[0-9]+$ ]] && ((inodes > percent)); then
      percent=$inodes
      text="disk $target: $percent % of the inodes in use"
    fi
    gauge "disk $target" "$percent" "$DISK_THRESHOLD" "$text"
    verdict=$(judge "$percent" "$DISK_THRESHOLD")
    observe "disk:${target// /_}" "$verdict" "$text"
  done < <(df --output=pcent,ipcent,avail,target -B1 -- "${paths[@]}" 2>/dev/null | tail -n +2 | sort -u -k 4)
}

sample_units() {
  local states=() index unit state failed
  if ! type -P systemctl >/dev/null; then return 0; fi
  if ((${#MONITOR_UNITS[@]} > 0)); then
    mapfile -t states < <(systemctl is-active -- "${MONITOR_UNITS[@]}" 2>/dev/null || true)
  fi
  for index in "${!MONITOR_UNITS[@]}"; do
    unit=${MONITOR_UNITS[index]} state=${states[index]:-unknown}
    case $state in
      active) observe "unit:$unit" ok "unit $unit is active" ;;
      activating | deactivating | reloading | unknown) observe "unit:$unit" between "unit $unit is $state" ;;
      *) observe "unit:$unit" bad "unit $unit is $state" ;;
    esac
  done
  failed=$(systemctl list-units --failed --plain --no-legend --no-pager 2>/dev/null | awk '{ printf "%s ", $1 }' || true)
  if [[ -n $failed ]]; then
    observe failed-units bad "failed units: $failed"
  else
    observe failed-units ok 'no failed units'
  fi
}

# Two weeks before the end something is wrong: renewal starts a month before it.
sample_certificate() {
  local dates subject until days
  if [[ ! -r $CERTIFICATE_FILE ]] || ! dates=$(openssl x509 -noout -enddate -in "$CERTIFICATE_FILE" 2>/dev/null); then
    observe certificate bad "certificate: $CERTIFICATE_FILE cannot be read" 1
    return 0
  fi
  subject=$(openssl x509 -noout -subject -in "$CERTIFICATE_FILE")
  until=$(date -d "${dates#*=}" +%s)
  days=$(((until - NOW) / 86400))
  if [[ $subject == *'Nagaya placeholder'* ]]; then
    observe certificate bad 'certificate: still the self-signed placeholder, run apply.sh again or certbot' 1
  elif ((days < 14)); then
    observe certificate bad "certificate: ends in $days days, its renewal has failed" 1
  else
    observe certificate ok "certificate: valid for $days days" 1
  fi
}

# since_first_pass: what has never happened is as old as the monitor.
since_first_pass() {
  local file=$STATE_DIRECTORY/monitor/since
  if [[ ! -e $file ]]; then printf '%s\n' "$NOW" | write_whole "$file"; fi
  cat "$file"
}

# sample_age KIND APP LIMIT WHAT: alarms when the last success is older than LIMIT seconds.
sample_age() {
  local last='' result='' archive='' age word
  if [[ -r $STATE_DIRECTORY/$1/$2 ]]; then read -r last result archive <"$STATE_DIRECTORY/$1/$2"; fi
  word=$(duration_text $((NOW - ${last:-0})))
  age=$((NOW - ${last:-$(since_first_pass)}))
  if [[ $result == failed ]]; then
    observe "$1:$2" bad "$2: the last $4 failed, $word ago, with archive $archive" 1
  elif ((age > $3)); then
    observe "$1:$2" bad "$2: the last $4 that succeeded was ${last:+$word ago}${last:-never}" 1
  elif [[ -z $last ]]; then
    observe "$1:$2" ok "$2: no $4 yet" 1
  else
    observe "$1:$2" ok "$2: last $4 $word ago" 1
  fi
}

# A run may be late by its own longest time and an hour, a drill by two days.
sample_recovery() {
  local app limit=$((BACKUP_INTERVAL + BACKUP_TIMEOUT + 3600))
  if [[ -z $BACKUP_DIRECTORY ]]; then return 0; fi
  for app in "${APPS[@]}"; do
    load_app "$app"
    if [[ " ${VOLUME_METHODS[*]} " =~ \ (copy|online|stop)\  ]]; then
      sample_age backup "$app" "$limit" backup
      if [[ -n $BACKUP_OFFSITE ]]; then sample_age offsite "$app" "$limit" 'off-site copy'; fi
      if ((DRILL_INTERVAL > 0)); then sample_age drill "$app" $((DRILL_INTERVAL + 172800)) 'restore drill'; fi
    fi
  done
}

# duration_text SECONDS: in the two largest units.
duration_text() {
  local days=$(($1 / 86400)) hours=$(($1 % 86400 / 3600)) minutes=$(($1 % 3600 / 60))
  if ((days > 0)); then
    printf '%s d %s h' "$days" "$hours"
  elif ((hours > 0)); then
    printf '%s h %s min' "$hours" "$minutes"
  else
    printf '%s min' "$minutes"
  fi
}
