internal import Spec

/// The rules that the decoder itself reports; without them a spec cannot be read, so nothing waives them.
enum ShapeRules {
    static let all = text + keys + values

    private static func rule(
        _ id: RuleID, _ summary: String, _ reason: String, bad: Example, good: Example
    ) -> CheckDescription {
        CheckDescription(
            id: id, area: .shape, isWaivable: false, summary: summary, reason: reason, bad: bad, good: good)
    }

    /// The shortest spec, for rules about the text itself.
    private static let shortest = """
        version: 1
        host: { name: vps, address: 203.0.113.7, os: debian-12, timezone: UTC, cpus: 2, memory: 1G, disk: 100G }
        domain: vps.example.com
        certificate: { contact: ops@example.com }
        apps: {}

        """

    private static let text = [
        rule(
            "invalid-yaml", "The spec is one YAML document without tags.",
            """
            A text that is not YAML cannot be read at all. Tags, further documents and undefined aliases are refused too, \
            because readers disagree about them.
            """,
            bad: .whole(shortest + "proxy: { memory: 50M\n"), good: .whole(shortest + "proxy: { memory: 50M }\n")),
        rule(
            "duplicate-key", "Every key stands once in its mapping.",
            """
            YAML forbids a repeated key, but most readers silently take the last one, and some the first. Whoever changes \
            the other one changes nothing.
            """,
            bad: .whole(shortest + "proxy: { memory: 50M }\nproxy: { memory: 40M }\n"),
            good: .whole(shortest + "proxy: { memory: 40M }\n")),
        rule(
            "alias-expansion-limit", "Aliases bring in a bounded number of nodes.",
            """
            Aliases of aliases grow tenfold with every line: ten lines are enough to fill the memory of any reader. The \
            bound is 10,000 nodes and ten times the nodes that stand in the file, far above what a person writes.
            """,
            bad: .whole(
                shortest + """
                    x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
                    x-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
                    x-c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
                    x-d: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]

                    """),
            good: .whole(
                shortest + """
                    x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
                    x-b: [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]

                    """)),
    ]

    private static let keys = [
        rule(
            "unknown-key", "Every key is one that the language knows; own keys begin with `x-`.",
            """
            A misspelt key would silently leave its default in force. Known keys are listed in the message, and in the \
            editor by the schema.
            """,
            bad: .fragment("apps:\n  voice: { memroy: 128M }"), good: .fragment("apps:\n  voice: { memory: 128M }")),
        rule(
            "missing-key", "Every required key is there.",
            """
            What cannot be guessed has no default: where an app lives, its port, how one sees that it works.
            """,
            bad: .fragment("apps:\n  voice: { directory: ~ }"),
            good: .fragment("apps:\n  voice: { directory: /opt/voice }")),
        rule(
            "wrong-type", "Every value is of the type that its key takes.",
            """
            A list where a mapping is expected, or a text where a number is, is never converted: a converted value is one \
            that nobody wrote.
            """,
            bad: .fragment("aliases: www.example.com"), good: .fragment("aliases: [www.example.com]")),
        rule(
            "ambiguous-scalar", "An unquoted value means the same to every YAML reader.",
            """
            To YAML 1.1 readers `no` is false, `010` is eight and `22:22` is 1342; to YAML 1.2 readers they are text or \
            decimal. Both kinds are in use, so such a value must be quoted or written otherwise.
            """,
            bad: .fragment("apps:\n  voice:\n    environment: { set: { DEBUG: no } }"),
            good: .fragment("apps:\n  voice:\n    environment: { set: { DEBUG: \"no\" } }")),
    ]

    private static let values = [
        rule(
            "value-out-of-range", "Every number and word is within the range of its key.",
            """
            Ranges come from what the artifacts accept: Docker's smallest processor share, cron's fields, the systems whose \
            dialects are known.
            """,
            bad: .fragment("host: { os: debian-11 }"), good: .fragment("host: { os: debian-12 }")),
        rule(
            "invalid-size", "A size is a number with a unit: `256M`, `2G`.",
            """
            Units are powers of 1024, as Docker reads them: `M`, `MB` and `MiB` are the same. A number without a unit would \
            be bytes to Docker and megabytes to its author.
            """,
            bad: .fragment("apps:\n  voice: { memory: 128 }"), good: .fragment("apps:\n  voice: { memory: 128M }")),
        rule(
            "invalid-duration", "A duration is a whole number with a unit: `60s`, `20m`, `12h`, `30d`.",
            """
            nginx, systemd, Docker and cron each read bare numbers in another unit.
            """,
            bad: .fragment("apps:\n  voice: { stop_grace: 10 }"), good: .fragment("apps:\n  voice: { stop_grace: 10s }")
        ),
        rule(
            "invalid-port", "A port is a number from 1 to 65535, in a firewall rule with an optional protocol.",
            """
            Port 0 means any port to a program that listens, and nothing above 65535 exists.
            """,
            bad: .fragment("apps:\n  voice: { port: 80020 }"), good: .fragment("apps:\n  voice: { port: 8002 }")),
        rule(
            "invalid-hostname", "A host name is fully qualified, of letters, digits and inner hyphens.",
            """
            The name goes into certificates, nginx and mail addresses, which take the form of RFC 1123 only. International \
            names are written in their `xn--` form.
            """,
            bad: .fragment("domain: vps_1.example.com"), good: .fragment("domain: vps-1.example.com")),
        rule(
            "invalid-path",
            "A path is absolute where it must be, normalised, and of characters that need no quoting anywhere.",
            """
            A path appears in shell scripts, units, nginx and Compose, each with its own rules of quoting. Plain characters \
            mean the same in all of them; `..` and `//` mean something else after each program's own clean-up.
            """,
            bad: .fragment("apps:\n  voice: { directory: opt/voice }"),
            good: .fragment("apps:\n  voice: { directory: /opt/voice }")),
        rule(
            "invalid-cron-schedule", "A schedule has the five fields of cron, each within its range.",
            """
            cron ignores a file with a line that it cannot read, all other lines included, and says so only in its log.
            """,
            bad: .fragment("backups: { schedule: \"0 24 * * *\" }"),
            good: .fragment("backups: { schedule: \"0 2 * * *\" }")),
        rule(
            "invalid-timezone", "A time zone is an IANA name such as `Asia/Tokyo`, or `UTC`.",
            """
            Abbreviations are ambiguous (`IST` is three zones), and an unknown name is read as UTC without a word.
            """,
            bad: .fragment("host: { timezone: JST }"), good: .fragment("host: { timezone: Asia/Tokyo }")),
        rule(
            "invalid-name",
            "A name is of lower-case letters, digits and hyphens; a variable's of capitals, digits and underscores.",
            """
            Names become parts of unit, container and file names, and hold only what all of these allow. Where the name of \
            a variable is expected, a value in its place would be a secret in the spec.
            """,
            bad: .fragment("host: { name: VPS_1 }"), good: .fragment("host: { name: vps-1 }")),
        rule(
            "invalid-address", "An address is an IPv4 or IPv6 address, a network in CIDR form, or a mail address.",
            """
            Leading zeros are refused: `010` is eight to some readers and ten to others.
            """,
            bad: .fragment("host: { address: 203.0.113.256 }"), good: .fragment("host: { address: 203.0.113.7 }")),
        rule(
            "invalid-image", "An image is `name:tag` or `name@sha256:…`, with its registry.",
            """
            What Docker cannot read as a reference is noticed only when it is pulled, in the middle of a deployment.
            """,
            bad: .fragment("apps:\n  voice:\n    source: { image: \"ghcr.io/owner/voice:\" }"),
            good: .fragment("apps:\n  voice:\n    source: { image: \"ghcr.io/owner/voice:1.0.0\" }")),
        rule(
            "invalid-date", "A date is a day of the calendar: `2026-05-31`.",
            """
            The last day of a waiver must exist, or it would never come.
            """,
            bad: .fragment(
                "backups: { offsite: ~ }\nwaivers:\n  - { rule: backup-same-disk-only, reason: a second VPS is ordered, until: 2027-02-30 }"
            ),
            good: .fragment(
                "backups: { offsite: ~ }\nwaivers:\n  - { rule: backup-same-disk-only, reason: a second VPS is ordered, until: 2027-02-28 }"
            )),
        rule(
            "invalid-text", "A text is one line, and not empty.",
            """
            A line break or control character would need another quoting in every file that the text goes into.
            """,
            bad: .fragment("apps:\n  voice: { title: \"\" }"),
            good: .fragment("apps:\n  voice: { title: VoiceSales AI }")),
    ]
}
