#!/bin/bash
# Installs the Debian packages that building or testing Nagaya needs, and nothing when none is missing.
#
#   Scripts/setup.sh build          what `make build-config` and `make check` need
#   Scripts/setup.sh build test     the same, and what `make test` and `make verify` need
#
# Installs as root; as anyone else it prints the command to run and exits 1. A machine without dpkg is left alone:
# there the package lists below say what to provide. No service is started by an installation.
set -euo pipefail

# libyaml-dev and libssl-dev hold the archives that the release binary is linked with.
readonly BUILD=(libyaml-dev libssl-dev pkg-config)

# The real tools that read the artifacts (nginx to util-linux), what the tests of the server's programs use
# (curl to procps), and the independent readers of what is emitted (python3 and its modules).
readonly TEST=(
  nginx systemd cron logrotate ufw iptables iproute2 openssl openssh-server shellcheck util-linux
  curl sqlite3 rsync openssh-client procps
  python3 python3-yaml python3-jsonschema
)

readonly POLICY=/usr/sbin/policy-rc.d
readonly POLICY_MARK='# written by the setup of Nagaya, for the time of one installation'

# Prints those of the given packages that are not installed.
missing_packages() {
  local installed package
  # dpkg-query fails when it does not know a package at all, which is one way of being missing.
  installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    if [[ $'\n'$installed$'\n' != *$'\n'"installed $package"$'\n'* ]]; then printf '%s\n' "$package"; fi
  done
}

# Keeps package scripts from starting services: invoke-rc.d asks policy-rc.d, and 101 means "forbidden". A policy that
# the machine already has is set aside and put back.
forbid_services() {
  if [[ -e $POLICY ]] && ! grep -qF "$POLICY_MARK" "$POLICY"; then
    mv -- "$POLICY" "$POLICY.before-nagaya"
  fi
  trap restore_services EXIT
  trap 'exit 130' INT TERM HUP
  printf '#!/bin/sh\n%s\nexit 101\n' "$POLICY_MARK" >"$POLICY"
  chmod 0755 "$POLICY"
}

restore_services() {
  rm -f -- "$POLICY"
  if [[ -e $POLICY.before-nagaya ]]; then mv -- "$POLICY.before-nagaya" "$POLICY"; fi
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  forbid_services
  apt-get update --quiet --quiet
  apt-get install --quiet --yes --no-install-recommends "$@" </dev/null
}

check_swift() {
  if command -v swift >/dev/null; then return; fi
  echo 'setup: no swift on the PATH; install Swift 6.3 or newer from https://www.swift.org/install/linux/' >&2
  exit 1
}

main() {
  local wanted=() missing group
  for group in "$@"; do
    case $group in
      build) wanted+=("${BUILD[@]}") ;;
      test) wanted+=("${TEST[@]}") ;;
      *)
        echo "setup: unknown group '$group': the groups are build and test" >&2
        exit 2
        ;;
    esac
  done
  if ((${#wanted[@]} == 0)); then
    echo 'setup: name the groups to set up: build, test' >&2
    exit 2
  fi
  check_swift
  if ! command -v dpkg-query >/dev/null; then
    echo "setup: not a Debian system, so nothing is installed; needed are: ${wanted[*]}" >&2
    return
  fi

  mapfile -t missing < <(missing_packages "${wanted[@]}")
  if ((${#missing[@]} == 0)); then return; fi
  if ((EUID != 0)); then
    printf 'setup: packages are missing; as root, run\n\n  apt-get install --no-install-recommends %s\n\n' \
      "${missing[*]}" >&2
    exit 1
  fi
  echo "setup: installing ${missing[*]}"
  install_packages "${missing[@]}"
}

main "$@"
