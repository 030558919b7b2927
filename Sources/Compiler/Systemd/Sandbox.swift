/// The settings that take from a unit what it does not need (systemd.exec(5)).
///
/// A unit that talks to Docker's socket can still become root through it; what is taken here bounds what a fault in the
/// unit's own programs can do.
struct Sandbox {
    /// What of the network a unit uses.
    enum Network {
        /// Sockets of the file system alone.
        case local
        case internet
    }

    let network: Network
    /// Whether it may start programs with other rights, as mail programs need to leave a message in their queue.
    let startsMailer: Bool
    /// How home directories look: `tmpfs` for none, `read-only` where an app lies in one.
    let homes: String

    var lines: [SystemdUnit.Line] {
        common + rights + networkLines
    }

    private var common: [SystemdUnit.Line] {
        [
            .setting("ProtectHome", homes), .setting("PrivateTmp", "yes"), .setting("PrivateDevices", "yes"),
            .setting("DevicePolicy", "closed"), .setting("ProtectClock", "yes"), .setting("ProtectHostname", "yes"),
            .setting("ProtectControlGroups", "yes"), .setting("ProtectKernelLogs", "yes"),
            .setting("ProtectKernelModules", "yes"), .setting("ProtectKernelTunables", "yes"),
            .setting("ProtectProc", "invisible"), .setting("RestrictNamespaces", "yes"),
            .setting("RestrictRealtime", "yes"), .setting("RestrictSUIDSGID", "yes"),
            .setting("LockPersonality", "yes"),
            .setting("MemoryDenyWriteExecute", "yes"), .setting("KeyringMode", "private"),
            .setting("SystemCallArchitectures", "native"), .setting("SystemCallErrorNumber", "EPERM"),
            .setting("SystemCallFilter", "@system-service"), .setting("UMask", "0027"),
        ]
    }

    private var rights: [SystemdUnit.Line] {
        if startsMailer {
            return [
                .comment("A mailer changes its user, and writes to its queue below /var."),
                .setting("ProtectSystem", "full"),
                .setting(
                    "CapabilityBoundingSet",
                    "CAP_CHOWN CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER CAP_FSETID CAP_KILL CAP_SETGID CAP_SETUID"
                ),
            ]
        }
        return [
            .setting("ProtectSystem", "strict"), .setting("NoNewPrivileges", "yes"),
            .setting("SystemCallFilter", "~@privileged @resources"),
            .comment("Root without its capabilities still owns its files; it reads those of an app's own user."),
            .setting("CapabilityBoundingSet", "CAP_DAC_READ_SEARCH"),
        ]
    }

    private var networkLines: [SystemdUnit.Line] {
        switch network {
        case .local:
            [
                .setting("RestrictAddressFamilies", "AF_UNIX"), .setting("PrivateNetwork", "yes"),
                .setting("IPAddressDeny", "any"),
            ]
        case .internet:
            [.setting("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6 AF_NETLINK")]
        }
    }
}
