# shellcheck shell=bash
# The certificate: a placeholder that lets nginx start, then the real one.

# make_placeholder DIRECTORY: with the file names that certbot gives.
make_placeholder() {
  mkdir -p -- "$1"
  self_sign "$1/privkey.pem" "$1/fullchain.pem" || return 1
  cp -- "$1/fullchain.pem" "$1/chain.pem"
  cp -- "$1/fullchain.pem" "$1/cert.pem"
}

# self_sign KEY CERTIFICATE: the monitor knows such a certificate by its organisation, and reminds of it.
self_sign() {
  local names
  names=$(printf 'DNS:%s,' "${CERTIFICATE_NAMES[@]}")
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
    -subj "/O=Nagaya placeholder/CN=${CERTIFICATE_NAMES[0]}" -addext "subjectAltName=${names%,}" \
    -keyout "$1" -out "$2" 2>/dev/null || return 1
  chmod 0600 -- "$1"
}

# make_catch_all ROOT: the certificate for unknown names, under ROOT.
make_catch_all() {
  mkdir -p -- "$(dirname "$1$CATCH_ALL_CERTIFICATE")" "$(dirname "$1$CATCH_ALL_KEY")"
  self_sign "$1$CATCH_ALL_KEY" "$1$CATCH_ALL_CERTIFICATE"
}

# lacks_catch_all ROOT
lacks_catch_all() { [[ -n $CATCH_ALL_CERTIFICATE && (! -e $1$CATCH_ALL_CERTIFICATE || ! -e $1$CATCH_ALL_KEY) ]]; }

# is_placeholder FILE
is_placeholder() { openssl x509 -noout -subject -in "$1" | grep -q 'Nagaya placeholder'; }

# obtain_certificate: asks for the real one, as long as the placeholder is there and certbot is. Certbot wants to make
# the directory itself, so the placeholder steps aside meanwhile; nginx has it in memory.
obtain_certificate() {
  local directory names=() name
  directory=$(dirname "$ROOT$CERTIFICATE_FILE")
  if ! is_placeholder "$ROOT$CERTIFICATE_FILE"; then return 0; fi
  if [[ ${NAGAYA_NO_CERTBOT:-} == 1 ]]; then
    left 'the certificate is still the placeholder: run apply.sh again without NAGAYA_NO_CERTBOT'
    return 0
  fi
  if ! type -P certbot >/dev/null; then
    left 'the certificate is still the placeholder: apt-get install -y certbot, then run apply.sh again'
    return 0
  fi
  for name in "${CERTIFICATE_NAMES[@]}"; do names+=(--domain "$name"); done
  mv -- "$directory" "$directory.placeholder"
  trap 'restore_placeholder "$directory"' EXIT
  if certbot certonly --webroot --webroot-path "$ROOT$ACME_WEBROOT" --non-interactive --agree-tos \
    --email "$CERTIFICATE_CONTACT" --cert-name "${CERTIFICATE_NAMES[0]}" "${names[@]}" >&2 &&
    [[ -e $ROOT$CERTIFICATE_FILE ]]; then
    trap - EXIT
    rm -rf -- "$directory.placeholder"
    ACTIONS=$((ACTIONS + 1))
    say "has a certificate for ${CERTIFICATE_NAMES[*]}"
    if has_systemd; then systemctl reload nginx.service >&2; else nginx -s reload; fi
  else
    trap - EXIT
    restore_placeholder "$directory"
    left "no certificate was issued, see above: do ${CERTIFICATE_NAMES[*]} point to this server? Then run apply.sh again"
  fi
}

restore_placeholder() {
  if [[ -e $1.placeholder ]]; then
    rm -rf -- "$1"
    mv -- "$1.placeholder" "$1"
  fi
}
