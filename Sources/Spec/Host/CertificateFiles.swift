/// Where the certificate's files are, for nginx, certbot and the scripts that set both up.
extension Host {
    /// The directory whose `.well-known/acme-challenge/` nginx serves over HTTP, and into which certbot writes (`--webroot`).
    public static let acmeRoot = "/var/lib/nagaya/acme"
    /// A self-signed certificate and its key, for the nginx that cannot refuse a handshake for an unknown name.
    public static let placeholderCertificate = "/etc/nagaya/placeholder.crt"
    public static let placeholderKey = "/etc/nagaya/placeholder.key"

    public var certificate: String { "\(certificateDirectory)/fullchain.pem" }
    public var certificateKey: String { "\(certificateDirectory)/privkey.pem" }
    /// All names that the certificate covers, the domain first.
    public var certificateNames: [Hostname] { [spec.domain] + spec.aliases }
}
