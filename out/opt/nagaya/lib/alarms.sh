# shellcheck shell=bash
# Alarms with memory: raised after enough bad samples in a row, cleared after as many good ones, told once each.
#
# monitor/alarms holds one line an alarm: KEY RAISED STREAK SINCE TOLD TEXT. RAISED is 0 or 1; STREAK counts the
# samples in a row that speak for a change; SINCE and TOLD are epochs, TOLD 0 when no message was delivered yet.

# Samples in a row that raise or clear, when the observation does not say otherwise.
readonly ALARM_SAMPLES=3
# A raised alarm is told again after this time, in seconds, and at most so often.
readonly REMINDER_AFTER=86400

declare -A RAISED=() STREAK=() SINCE=() TOLD=() TEXT=() SEEN=()
NEW_ALARMS=() OLD_ALARMS=() CLEARED_ALARMS=()

load_alarms() {
  local key raised streak since told text
  if [[ ! -r $STATE_DIRECTORY/monitor/alarms ]]; then return 0; fi
  while read -r key raised streak since told text; do
    RAISED[$key]=$raised STREAK[$key]=$streak SINCE[$key]=$since TOLD[$key]=$told TEXT[$key]=$text
  done <"$STATE_DIRECTORY/monitor/alarms"
}

# save_alarms: what was not observed in this pass, such as an app that is gone, is forgotten.
save_alarms() {
  local key
  for key in "${!SEEN[@]}"; do
    printf '%s %s %s %s %s %s\n' "$key" "${RAISED[$key]}" "${STREAK[$key]}" "${SINCE[$key]}" "${TOLD[$key]}" \
      "${TEXT[$key]}"
  done | sort | write_whole "$STATE_DIRECTORY/monitor/alarms"
}

# observe KEY VERDICT TEXT [SAMPLES]: one sample. VERDICT is bad, ok, or between, which keeps an alarm as it is: a
# value between the bound that raises and the lower one that clears, or one that cannot be had now.
observe() {
  local key=$1 verdict=$2 text=${3//$'\n'/ } samples=${4:-$ALARM_SAMPLES} wanted=bad
  SEEN[$key]=1
  RAISED[$key]=${RAISED[$key]:-0} STREAK[$key]=${STREAK[$key]:-0} SINCE[$key]=${SINCE[$key]:-0}
  TOLD[$key]=${TOLD[$key]:-0}
  if [[ $verdict != between || -z ${TEXT[$key]:-} ]]; then TEXT[$key]=$text; fi
  if [[ ${RAISED[$key]} == 1 ]]; then wanted=ok; fi
  if [[ $verdict == "$wanted" ]]; then STREAK[$key]=$((${STREAK[$key]} + 1)); else STREAK[$key]=0; fi
  if [[ ${RAISED[$key]} == 0 ]] && ((${STREAK[$key]} >= samples)); then
    RAISED[$key]=1 STREAK[$key]=0 SINCE[$key]=$NOW TOLD[$key]=0
  fi
  if [[ ${RAISED[$key]} == 0 ]]; then return 0; fi
  if ((${STREAK[$key]} >= samples)); then
    CLEARED_ALARMS+=("$key")
  elif [[ ${TOLD[$key]} == 0 ]]; then
    NEW_ALARMS+=("$key")
  elif ((NOW - ${TOLD[$key]} >= REMINDER_AFTER)); then
    OLD_ALARMS+=("$key")
  fi
}

# judge VALUE THRESHOLD: the verdict on a share in percent; it clears five points below the threshold.
judge() {
  if (($1 >= $2)); then
    echo bad
  elif (($1 < $2 - 5)); then
    echo ok
  else
    echo between
  fi
}

# count_up KEY COUNTER TEXT: an event that a counter reports, such as a restart: bad for an hour after it moved.
# The first sight of a counter, and a counter that starts again, is no event.
count_up() {
  local key=$1 counter=$2 text=$3 file=$STATE_DIRECTORY/monitor/counter.${1//\//_} before='' moved=0
  if [[ -r $file ]]; then read -r before moved <"$file"; fi
  if [[ -n $before ]] && ((counter > before)); then moved=$NOW; fi
  printf '%s %s\n' "$counter" "$moved" | write_whole "$file"
  if ((moved > 0 && NOW - moved < 3600)); then observe "$key" bad "$text" 1; else observe "$key" ok "$text" 1; fi
}

# tell_alarms: one message for all that was raised in this pass, one for all that cleared, one reminder. What could
# not be delivered is tried again in the next pass.
tell_alarms() {
  local key
  if ((${#NEW_ALARMS[@]} > 0)) && tell alert '' "${NEW_ALARMS[@]}"; then
    for key in "${NEW_ALARMS[@]}"; do TOLD[$key]=$NOW; done
  fi
  if ((${#OLD_ALARMS[@]} > 0)) && tell alert 'still: ' "${OLD_ALARMS[@]}"; then
    for key in "${OLD_ALARMS[@]}"; do TOLD[$key]=$NOW; done
  fi
  if ((${#CLEARED_ALARMS[@]} > 0)) && tell clear '' "${CLEARED_ALARMS[@]}"; then
    for key in "${CLEARED_ALARMS[@]}"; do RAISED[$key]=0 STREAK[$key]=0 SINCE[$key]=$NOW TOLD[$key]=0; done
  fi
}

# tell LEVEL PREFIX KEY…: true when the message was delivered.
tell() {
  local level=$1 prefix=$2 key body='' subject
  shift 2
  for key in "$@"; do body+="${TEXT[$key]}"$'\n'; done
  subject=$prefix${TEXT[$1]}
  if (($# > 1)); then subject="$prefix$# alarms: $*"; fi
  log "$level: $subject"
  "$PROGRAM_DIRECTORY/notify" "$level" "$subject" "$body"
}
