#!/bin/bash
# Reads the compiled nginx configuration with both living successors of gixy, and fails on any finding that is not
# listed here with its reason.
#
#   Tests/Tools/gixy.sh [OUT]      OUT is out/ unless given
#
# GIXY_NG and GIXY_NEXT name the two programs (PyPI: gixy-ng, gixy-next; both are called `gixy`, so each wants a virtual
# environment of its own). One that is not named is not run, and this is said; with neither the exit code is 77.
set -euo pipefail

readonly OUT=${1:-out}

# proxy_pass_normalized: where the spec replaces a public prefix, nginx decodes and normalises the path. That is asked
#   for: the location was chosen by the same normalised path, so the app cannot be shown another one. Routes without
#   `to` pass their bytes on and are not found.
readonly NG_EXCEPTION=proxy_pass_normalized
# proxy_buffering_off: routes that the spec declares as streams of events must not be buffered. The connections that slow
#   readers can hold there are limited by limit_conn, and the memory bound counts them.
readonly NEXT_EXCEPTION=proxy_buffering_off

# One text of both files, as `nginx -T` prints it, so that includes are followed without installing anything.
dump() {
  local file
  for file in nginx.conf sites-available/nagaya.conf; do
    printf '# configuration file /etc/nginx/%s:\n' "${file/sites-available/sites-enabled}"
    cat -- "$OUT/etc/nginx/$file"
  done
}

# run NAME PROGRAM EXCEPTION: everything but the exception must be silent, and a fault put into a copy must be found.
# The second half is no formality: gixy-ng says "No issues found" of a file that it could not read.
run() {
  local name=$1 program=$2 exception=$3 output
  if [[ -z $program ]]; then
    echo "$name: not run, no program is named"
    return
  fi
  ran=1
  if ! output=$("$program" --skips "$exception" "$scratch/nginx.conf" 2>&1); then
    printf '%s: findings beyond %s:\n%s\n' "$name" "$exception" "$output" >&2
    failed=1
  elif output=$("$program" "$scratch/faulty.conf" 2>&1) || [[ $output != *'[version_disclosure]'* ]]; then
    printf '%s: does not find the fault put into a copy, so it did not read the configuration\n' "$name" >&2
    failed=1
  else
    echo "$name: nothing beyond the documented $exception"
  fi
}

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
dump >"$scratch/nginx.conf"
sed 's/server_tokens off;/server_tokens on;/' "$scratch/nginx.conf" >"$scratch/faulty.conf"
ran=0
failed=0
run gixy-ng "${GIXY_NG-}" "$NG_EXCEPTION"
run Gixy-Next "${GIXY_NEXT-}" "$NEXT_EXCEPTION"
if ((failed)); then exit 1; fi
((ran)) || exit 77
