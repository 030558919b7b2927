/// Every emitter, in the order in which files are listed.
enum EmitterRegistry {
    static let all: [any Emitter.Type] = [
        NginxEmitter.self,
        ComposeEmitter.self,
        AppUnitEmitter.self,
        HostUnitEmitter.self,
        JournalEmitter.self,
        CronEmitter.self,
        FirewallEmitter.self,
        DaemonEmitter.self,
        LogrotateEmitter.self,
        EnvironmentEmitter.self,
        ServerEmitter.self,
        RunbookEmitter.self,
    ]
}
