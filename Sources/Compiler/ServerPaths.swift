/// Places on the server that several artifacts name.
enum ServerPaths {
    /// The programs.
    static let programs = "/opt/nagaya/bin"
    /// What must outlive a reboot, below `/var/lib`.
    static let state = "nagaya"
    /// What must not, below `/run`.
    static let runtime = "nagaya"
    /// The operator's secrets, mode 0600.
    static let secrets = "/etc/nagaya/secrets.env"
    static let docker = "/usr/bin/docker"
}
