import Spec

/// What the nginx and OpenSSL of an operating system understand.
///
/// A directive is used only where the packaged version has it: an unknown one keeps nginx from starting. Debian's security
/// updates bring single directives back to older versions, but nothing promises that an update is installed, so only the
/// versions that a release began with count.
struct NginxDialect: Sendable {
    /// A release of nginx.
    struct Version: Sendable, Comparable {
        let major: Int
        let minor: Int
        let patch: Int

        init(_ major: Int, _ minor: Int, _ patch: Int) {
            (self.major, self.minor, self.patch) = (major, minor, patch)
        }

        static func < (left: Version, right: Version) -> Bool {
            (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
        }
    }

    let nginx: Version
    /// The major and minor version of OpenSSL that nginx is linked with.
    let openSSL: (major: Int, minor: Int)

    /// Sources: the package lists of each release: `nginx` 1.18.0-6ubuntu14 and `libssl3` 3.0.2 in Ubuntu 22.04, 1.24.0-2ubuntu7
    /// and 3.0.13 in 24.04, 1.22.1-9 and 3.0 in Debian 12, 1.26.3-3 and 3.5 in Debian 13.
    init(_ os: Machine.OperatingSystem) {
        switch os {
        case .ubuntu2204: (nginx, openSSL) = (Version(1, 18, 0), (3, 0))
        case .debian12: (nginx, openSSL) = (Version(1, 22, 1), (3, 0))
        case .ubuntu2404: (nginx, openSSL) = (Version(1, 24, 0), (3, 0))
        case .debian13: (nginx, openSSL) = (Version(1, 26, 3), (3, 5))
        }
    }

    /// `http2 on;` instead of `listen … http2`, which is deprecated from then on (change log, 1.25.1).
    var hasHTTP2Directive: Bool { nginx >= Version(1, 25, 1) }
    /// `ssl_reject_handshake` (change log, 1.19.4).
    var rejectsHandshakes: Bool { nginx >= Version(1, 19, 4) }
    /// HTTP/2 takes its header and time limits from the directives for HTTP/1.1 (change log, 1.19.7).
    var sharesLimitsWithHTTP2: Bool { nginx >= Version(1, 19, 7) }
    /// Keys of session tickets are renewed while nginx runs, if sessions are cached in shared memory (change log, 1.23.2).
    var renewsTicketKeys: Bool { nginx >= Version(1, 23, 2) }
    /// The curves to offer; nil where OpenSSL's own list is better, because it begins with a post-quantum group (OpenSSL 3.5).
    ///
    /// OpenSSL 3.0 does not know that group, and nginx does not start with a list that names it.
    var curves: [String]? { openSSL >= (3, 5) ? nil : ["X25519", "prime256v1", "secp384r1"] }
}
