/// Where the certificate's files are, for nginx, certbot and the scripts that set both up.
extension Host {
    /// The directory whose `.well-known/acme-challenge/` nginx serves over HTTP, and into which certbot writes (`--webroot`).
    package static let acmeRoot = "/var/www/acme"
    /// A self-signed certificate, for the nginx that cannot refuse a handshake for an unknown name.
    package static let placeholderCertificate = "/etc/nagaya/placeholder/fullchain.pem"
    /// The key of ``placeholderCertificate``.
    package static let placeholderKey = "/etc/nagaya/placeholder/privkey.pem"

    package var certificate: String { "\(certificateDirectory)/fullchain.pem" }
    package var certificateKey: String { "\(certificateDirectory)/privkey.pem" }
    /// All names that the certificate covers, the domain first.
    package var certificateNames: [Hostname] { [spec.domain] + spec.aliases }
}
