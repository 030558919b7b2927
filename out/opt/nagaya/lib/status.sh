# shellcheck shell=bash
# The status page and status.json in STATE_DIRECTORY/status, written whole after each pass.

# raised_alarms: their keys, sorted.
raised_alarms() {
  local key
  for key in "${!SEEN[@]}"; do
    if [[ ${RAISED[$key]} == 1 ]]; then printf '%s\n' "$key"; fi
  done | sort
}

write_status() {
  status_json | valid_utf8 | write_whole "$STATE_DIRECTORY/status/status.json" 0644
  status_page | valid_utf8 | write_whole "$STATE_DIRECTORY/status/index.html" 0644
}

# pair NAME VALUE…: `"NAME":` and strings, or with a name that ends in = one value as it is. Printed piece by piece:
# a subshell for each string would cost more than all the rest of a pass.
pair() {
  printf '"%s":' "${1%=}"
  if [[ $1 == *= ]]; then printf '%s' "$2"; else json_string "$2"; fi
}

# object NAME VALUE [NAME VALUE]…
object() {
  printf '{'
  pair "$1" "$2"
  shift 2
  while (($# > 1)); do
    printf ','
    pair "$1" "$2"
    shift 2
  done
  printf '}'
}

status_json() {
  local key index line app title state health restarts separator=''
  printf '{"version":1,"time":%s,' "$NOW"
  pair host "$HOST_NAME"
  printf ',"gauges":['
  for index in "${!GAUGE_NAMES[@]}"; do
    printf '%s' "$separator"
    object name "${GAUGE_NAMES[index]}" percent= "${GAUGE_VALUES[index]}" threshold= "${GAUGE_LIMITS[index]}"
    separator=','
  done
  printf '],"apps":['
  separator=''
  for line in "${CONTAINERS[@]}"; do
    IFS='|' read -r app state health restarts title <<<"$line"
    printf '%s' "$separator"
    object app "$app" title "$title" state "$state" health "$health" restarts= "$restarts"
    separator=','
  done
  printf '],"alarms":['
  separator=''
  while read -r key; do
    printf '%s' "$separator"
    object key "$key" since= "${SINCE[$key]}" text "${TEXT[$key]}"
    separator=','
  done < <(raised_alarms)
  printf ']}\n'
}

# The page needs nothing from elsewhere: no script, no font, no image. It follows the reader's light or dark setting.
page_head() {
  cat <<HTML
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="60">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>$(html_text "$HOST_NAME"): $1</title>
<style>
:root { color-scheme: light dark; --line: #8886; --good: #1a7f37; --bad: #cf222e; --fill: #0969da; }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #ff7b72; --fill: #58a6ff; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
td.bar { width: 40%; }
meter { width: 100%; }
.good { color: var(--good); }
.bad { color: var(--bad); }
</style>
</head>
<body>
HTML
}

# when EPOCH: in the zone of the spec.
when() { TZ=$TIME_ZONE date -d "@$1" '+%Y-%m-%d %H:%M:%S %Z'; }

status_page() {
  local alarms count
  alarms=$(raised_alarms)
  count=$(grep -c . <<<"$alarms" || true)
  if ((count == 0)); then
    page_head 'all is well'
    printf '<h1>%s</h1>\n<p class="good">All is well.</p>\n' "$(html_text "$HOST_NAME")"
  else
    page_head "$count alarms"
    printf '<h1>%s</h1>\n<ul>\n' "$(html_text "$HOST_NAME")"
    page_alarms <<<"$alarms"
    printf '</ul>\n'
  fi
  page_gauges
  page_apps
  page_facts
  printf '<p>Measured %s.</p>\n</body>\n</html>\n' "$(html_text "$(when "$NOW")")"
}

# element TAG-AND-ATTRIBUTES TEXT
element() {
  printf '<%s>' "$1"
  html_text "$2"
  printf '</%s>' "${1%% *}"
}

page_alarms() {
  local key
  while read -r key; do
    printf '<li class="bad">'
    html_text "${TEXT[$key]} "
    element small "since $(when "${SINCE[$key]}")"
    printf '</li>\n'
  done
}

page_gauges() {
  local index value limit
  printf '<h2>Machine</h2>\n<table>\n'
  for index in "${!GAUGE_NAMES[@]}"; do
    value=${GAUGE_VALUES[index]} limit=${GAUGE_LIMITS[index]}
    printf '<tr>'
    element td "${GAUGE_TEXTS[index]}"
    printf '<td class="bar"><meter min="0" max="100" high="%s" value="%s">%s %%</meter></td>' "$limit" "$value" "$value"
    printf '<td>alert at %s %%</td></tr>\n' "$limit"
  done
  printf '</table>\n'
}

page_apps() {
  local line app title state health restarts class
  printf '<h2>Apps</h2>\n<table>\n<tr><th>App</th><th>State</th><th>Health</th><th>Restarts</th></tr>\n'
  for line in "${CONTAINERS[@]}"; do
    IFS='|' read -r app state health restarts title <<<"$line"
    class=good
    if [[ $state != running || $health == unhealthy ]]; then class=bad; fi
    printf '<tr><td>'
    html_text "$title "
    element small "$app"
    printf '</td>'
    element "td class=\"$class\"" "$state"
    element td "$health"
    element td "$restarts"
    printf '</tr>\n'
  done
  printf '</table>\n'
}

# The last word on certificate, backups and drills, good or bad.
page_facts() {
  local key class
  printf '<h2>Certificate and recovery</h2>\n<ul>\n'
  while read -r key; do
    class=good
    if [[ ${RAISED[$key]} == 1 ]]; then class=bad; fi
    element "li class=\"$class\"" "${TEXT[$key]}"
    printf '\n'
  done < <(printf '%s\n' "${!SEEN[@]}" | grep -E '^(certificate$|backup:|offsite:|drill:)' | sort)
  printf '</ul>\n'
}
