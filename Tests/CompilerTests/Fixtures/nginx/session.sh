#!/bin/bash
# Starts the apps behind nginx, waits until they listen, and becomes the client; run by namespace.sh.
#
# usage: session.sh ACME_ROOT PORT...
set -euo pipefail
here=$(dirname "$0")
challenges=$1/.well-known/acme-challenge
shift

mkdir -p "$challenges"
printf 'token.thumbprint' >"$challenges/token"
python3 "$here/upstream.py" "$@" &
for port in "$@"; do
    for _ in $(seq 100); do
        if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
        sleep 0.05
    done
done
exec python3 "$here/probe.py"
