extension FirewallProgram {
    static let introduction = lines(
        """
        # Sets UFW up for IPv4 and IPv6: what is listed here may come in, all else is dropped. A second run changes nothing.
        #
        # SSH comes first: its rule stands at the top before anything else is changed, what let it in before goes last, and
        # the program refuses to go on if it would lock out the port of sshd or everybody who is logged in. Rules of other
        # hands stay; those of this program carry its name in their comment and go when the spec no longer has them.
        #
        # Ports of containers are not here: Docker publishes past UFW, so they are bound to 127.0.0.1 instead.

        set -euo pipefail
        export LC_ALL=C
        export PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

        """)

    static let body = lines(
        #"""

        DEFAULTS=/etc/default/ufw

        die() {
          printf 'firewall: %s\n' "$*" >&2
          exit 1
        }

        # ENTRY is WORDS|PURPOSE. The comment holds both, so that equal comments are equal rules, however ufw writes them.
        comment_of() { printf 'nagaya: %s (%s)\n' "${1#*|}" "${1%%|*}"; }

        # Runs ufw for a change, and remembers what is there then: WORDS|COMMENT of each rule that this program has added.
        change() {
          ufw "$@"
          read_rules
        }

        read_rules() { OWN=$(ufw show added | sed -n "s/^ufw \(.*\) comment '\(nagaya: .*\)'\$/\1|\2/p"); }

        # has_rule ENTRY
        has_rule() {
          local line
          while IFS= read -r line; do
            if [[ ${line#*|} == "$(comment_of "$1")" ]]; then return 0; fi
          done <<<"$OWN"
          return 1
        }

        # add_rule ENTRY [prepend]
        add_rule() {
          local words
          if has_rule "$1"; then return 0; fi
          read -ra words <<<"${1%%|*}"
          change "${@:2}" "${words[@]}" comment "$(comment_of "$1")"
        }

        is_wanted() {
          local entry
          for entry in "${SSH_RULES[@]}" "${RULES[@]}"; do
            if [[ $1 == "$(comment_of "$entry")" ]]; then return 0; fi
          done
          return 1
        }

        is_active() { [[ $(ufw status) == 'Status: active'* ]]; }

        # An sshd that listens elsewhere would be closed off.
        check_port() {
          local ports
          ports=$(sshd -T 2>/dev/null | awk '$1 == "port" { print $2 }' || true)
          if [[ -z $ports ]] || grep -qx "$SSH_PORT" <<<"$ports"; then return 0; fi
          die "sshd listens on port ${ports//$'\n'/, }, the spec says $SSH_PORT; nothing was changed"
        }

        # Somebody who is logged in must still be let in.
        check_networks() {
          local peers
          if ((${#SSH_NETWORKS[@]} == 0)); then return 0; fi
          peers=$(ss -Htn state established "( sport = :$SSH_PORT )" | awk '{ print $4 }' || true)
          if [[ -z $peers ]]; then return 0; fi
          # ufw needs Python, so it is there.
          /usr/bin/python3 - "$peers" "${SSH_NETWORKS[@]}" <<'PYTHON' ||
        import ipaddress
        import sys

        networks = [ipaddress.ip_network(text, strict=False) for text in sys.argv[2:]]
        addresses = []
        for peer in sys.argv[1].split():
            address = ipaddress.ip_address(peer.rsplit(":", 1)[0].strip("[]").split("%")[0])
            addresses.append(getattr(address, "ipv4_mapped", None) or address)
        sys.exit(not any(address in network for address in addresses for network in networks))
        PYTHON
            die "SSH is open to ${SSH_NETWORKS[*]} alone, and nobody who is logged in comes from there: ${peers//$'\n'/, }; nothing was changed"
        }

        # With IPV6=no, ufw leaves IPv6 open. Rules cannot be added to a family that is not loaded, so it is loaded anew.
        cover_ipv6() {
          if grep -qx 'IPV6=yes' "$DEFAULTS"; then return 0; fi
          if is_active; then change disable; fi
          sed -i '/^IPV6=/d' "$DEFAULTS"
          printf 'IPV6=yes\n' >>"$DEFAULTS"
        }

        # Only what differs: each call loads all rules anew.
        set_defaults() {
          if ! grep -qx 'DEFAULT_INPUT_POLICY="DROP"' "$DEFAULTS"; then change default deny incoming; fi
          if ! grep -qx 'DEFAULT_OUTPUT_POLICY="ACCEPT"' "$DEFAULTS"; then change default allow outgoing; fi
        }

        remove_stale() {
          local line words
          while IFS= read -r line; do
            if [[ -z $line ]] || is_wanted "${line#*|}"; then continue; fi
            read -ra words <<<"${line%%|*}"
            change --force delete "${words[@]}"
          done <<<"$OWN"
        }

        ((EUID == 0)) || die 'must be run as root'
        type -P ufw >/dev/null || die 'ufw is not installed'
        check_port
        check_networks
        read_rules
        cover_ipv6
        for ((index = ${#SSH_RULES[@]} - 1; index >= 0; index--)); do add_rule "${SSH_RULES[index]}" prepend; done
        for entry in "${SSH_RULES[@]}"; do
          has_rule "$entry" || die "the rule for SSH could not be added: ${entry%%|*}; the firewall is as it was"
        done
        set_defaults
        for entry in "${RULES[@]}"; do add_rule "$entry"; done
        remove_stale
        if ! is_active; then change --force enable; fi
        is_active || die 'ufw did not come up'
        for entry in "${SSH_RULES[@]}"; do
          if ! has_rule "$entry"; then
            ufw disable
            die 'the rule for SSH is not there although it was added; the firewall is off'
          fi
        done
        """#)

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
