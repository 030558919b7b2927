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

status_json() {
  local key index line app title state health restarts separator=''
  printf '{"version":1,"host":%s,"time":%s,"gauges":[' "$(json_string "$HOST_NAME")" "$NOW"
  for index in "${!GAUGE_NAMES[@]}"; do
    printf '%s{"name":%s,"percent":%s,"threshold":%s}' "$separator" "$(json_string "${GAUGE_NAMES[index]}")" \
      "${GAUGE_VALUES[index]}" "${GAUGE_LIMITS[index]}"
    separator=','
  done
  printf '],"apps":['
  separator=''
  for line in "${CONTAINERS[@]}"; do
    IFS='|' read -r app title state health restarts <<<"$line"
    printf '%s{"app":%s,"title":%s,"state":%s,"health":%s,"restarts":%s}' "$separator" "$(json_string "$app")" \
      "$(json_string "$title")" "$(json_string "$state")" "$(json_string "$health")" "$restarts"
    separator=','
  done
  printf '],"alarms":['
  separator=''
  while read -r key; do
    if [[ -z $key ]]; then continue; fi
    printf '%s{"key":%s,"since":%s,"text":%s}' "$separator" "$(json_string "$key")" "${SINCE[$key]}" \
      "$(json_string "${TEXT[$key]}")"
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

page_alarms() {
  local key
  while read -r key; do
    printf '<li class="bad">%s <small>since %s</small></li>\n' "$(html_text "${TEXT[$key]}")" \
      "$(html_text "$(when "${SINCE[$key]}")")"
  done
}

page_gauges() {
  local index
  printf '<h2>Machine</h2>\n<table>\n'
  for index in "${!GAUGE_NAMES[@]}"; do
    printf '<tr><td>%s</td><td class="bar"><meter min="0" max="100" high="%s" value="%s">%s %%</meter></td><td>alert at %s %%</td></tr>\n' \
      "$(html_text "${GAUGE_TEXTS[index]}")" "${GAUGE_LIMITS[index]}" "${GAUGE_VALUES[index]}" \
      "${GAUGE_VALUES[index]}" "${GAUGE_LIMITS[index]}"
  done
  printf '</table>\n'
}

page_apps() {
  local line app title state health restarts class
  printf '<h2>Apps</h2>\n<table>\n<tr><th>App</th><th>State</th><th>Health</th><th>Restarts</th></tr>\n'
  for line in "${CONTAINERS[@]}"; do
    IFS='|' read -r app title state health restarts <<<"$line"
    class=good
    if [[ $state != running || $health == unhealthy ]]; then class=bad; fi
    printf '<tr><td>%s <small>%s</small></td><td class="%s">%s</td><td>%s</td><td>%s</td></tr>\n' \
      "$(html_text "$title")" "$(html_text "$app")" "$class" "$(html_text "$state")" "$(html_text "$health")" \
      "$(html_text "$restarts")"
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
    printf '<li class="%s">%s</li>\n' "$class" "$(html_text "${TEXT[$key]}")"
  done < <(printf '%s\n' "${!SEEN[@]}" | grep -E '^(certificate$|backup:|offsite:|drill:)' | sort)
  printf '</ul>\n'
}
