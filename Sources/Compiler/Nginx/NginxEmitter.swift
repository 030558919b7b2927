package import Spec

/// The reverse proxy: nginx.conf, and one file with all its servers.
///
/// The whole configuration is written, so that nothing depends on what a distribution's own file says; of the
/// distribution's files only its list of dynamic modules is included.
package enum NginxEmitter: Emitter {
    package static func artifacts(for host: Host) -> [Artifact] {
        [
            artifact("etc/nginx/nginx.conf", NginxMain.config(for: host)),
            artifact("etc/nginx/sites-available/nagaya.conf", NginxSite.config(for: host)),
        ]
    }

    private static func artifact(_ path: String, _ config: [NginxConfig]) -> Artifact {
        Artifact(path: path, contents: Array((Artifact.header + "\n\n" + NginxPrinter.text(of: config)).utf8))
    }
}
