#!/bin/bash
# Runs a command beside a real nginx that reads the emitted files at their real paths, in namespaces of its own:
# the machine's own nginx, certificates, logs and ports are neither seen nor touched, and everything ends with the command.
#
# usage: namespace.sh ROOT DOMAINS CERTIFICATE_DIRECTORY COMMAND [ARGUMENT…]
#   ROOT                    the emitted tree, which mirrors the server's root
#   DOMAINS                 subjectAltName of the self-signed certificate, such as DNS:vps.example.com
#   CERTIFICATE_DIRECTORY   where the emitted site looks for fullchain.pem and privkey.pem
# NGINX_BINARY names another nginx. The first line on standard output is `configuration: ` and what `nginx -t` said.
set -euo pipefail

if [[ ${1-} != --inside ]]; then
    exec unshare --mount --net --pid --fork --kill-child --mount-proc "$0" --inside "$@"
fi
shift
root=$1 domains=$2 certificate=$3
shift 3
nginx=${NGINX_BINARY:-nginx}

mount --make-rprivate /
ip link set lo up
for address in 2001:db8:0:1::1 2001:db8:0:1:ffff::2 2001:db8:0:2::1; do # documentation addresses (RFC 3849), for clients
    ip -6 address add "$address/128" dev lo nodad
done
mount -t tmpfs tmpfs /run
scratch=/run/scratch

# What is written below /etc and /var goes to memory and ends with the namespace.
for directory in etc var; do
    mkdir -p "$scratch/$directory/upper" "$scratch/$directory/work"
    mount -t overlay overlay -o "lowerdir=/$directory,upperdir=$scratch/$directory/upper,workdir=$scratch/$directory/work" "/$directory"
done

# Debian's own files stay, because the emitted ones include some of them; its default site does not.
rm -f /etc/nginx/sites-enabled/*
cp -r "$root/etc/nginx/." /etc/nginx/
ln -s ../sites-available/nagaya.conf /etc/nginx/sites-enabled/nagaya.conf
[[ -z ${NGINX_BINARY-} ]] || rm -f /etc/nginx/modules-enabled/* # built for Debian's own binary

self_signed() { # self_signed KEY CERTIFICATE SUBJECT_ALTERNATIVE_NAMES
    mkdir -p "$(dirname "$1")" "$(dirname "$2")"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test \
        -addext "subjectAltName=$3" -keyout "$1" -out "$2" 2>"$scratch/openssl"
}
self_signed "$certificate/privkey.pem" "$certificate/fullchain.pem" "$domains"
self_signed /etc/nagaya/placeholder/privkey.pem /etc/nagaya/placeholder/fullchain.pem DNS:invalid

configuration=$("$nginx" -t 2>&1) || true
printf 'configuration: %s\n' "${configuration//$'\n'/ | }"
"$nginx"
"$@"
