/// The sound spec that the examples of the rules are laid over.
package enum ReferenceSpec {
    /// A machine with 1 GB and the apps `editor` and `voice`, free of findings.
    package static let text = """
        version: 1
        host:
          name: vps
          address: 203.0.113.7
          os: ubuntu-24.04
          timezone: Asia/Tokyo
          cpus: 2
          memory: 1G
          disk: 100G
        domain: vps.example.com
        certificate: { contact: ops@example.com }
        apps:
          editor:
            directory: /opt/editor
            source: { image: ghcr.io/owner/editor:1.0.0, base: debian:12-slim }
            port: 8001
            routes:
              - { path: /api/editor/, to: /api/ }
            serves: [POST /api/search, GET /api/status]
            calls: [POST /api/editor/search]
            memory: 256M
            cpus: 0.7
            disk: 20G
            health: { path: /health }
            environment: { file: .env.prod, requires: [RAG_API_KEY] }
            volumes:
              index: { path: ./data, mount: /data, size: 2G, store: sqlite }
          voice:
            directory: /opt/voice
            source: { image: ghcr.io/owner/voice:1.0.0, base: node:22-alpine }
            port: 8002
            routes:
              - { path: /api/voice/, to: /api/ }
            serves: [POST /api/chat]
            memory: 128M
            cpus: 0.5
            disk: 5G
            health: { path: /health }
            volumes:
              customers: { path: ./data, mount: /data, size: 500M, store: sqlite }
              logs: { path: ./logs, mount: /app/logs, size: 200M, store: logs, rotate: { keep: 7, size: 20M }, backup: { skip: not needed after a loss } }
        backups:
          schedule: "0 2 * * *"
          keep: { daily: 7, weekly: 4, monthly: 3 }
          offsite: sftp:backup@backup.example.com:/backups
        notify: { webhook: ALERT_WEBHOOK_URL }

        """
}
