/// Every check, by area and in the order of the catalogue.
package enum CheckRegistry {
    package static let all: [any Check.Type] = [
        LiteralSecret.self,
        // Ports and names
        PortClash.self,
        ProjectNameClash.self,
        UnitNameClash.self,
        DirectoryClash.self,
        // Fit
        MemoryOvercommit.self,
        MemoryHeadroom.self,
        MemoryLimitMissing.self,
        LimitNeverReached.self,
        SystemReserveTooSmall.self,
        BuildOnServerOverMemory.self,
        NginxMemoryLimit.self,
        CPUOvercommit.self,
        DiskOvercommit.self,
        RetentionOverDisk.self,
        LogRotationMissing.self,
        ScheduleNeverRuns.self,
        // Reach
        RouteClash.self,
        RouteUnreachable.self,
        UpstreamLocalhost.self,
        DomainClash.self,
        // Exposure
        PortPublishedPublicly.self,
        FirewallRuleWithoutEffect.self,
        SSHLockout.self,
        // Recovery
        VolumeWithoutBackup.self,
        LiveCopyOfDatabase.self,
        BackupSameDiskOnly.self,
        BackupWithoutNotification.self,
        // Images and processes
        HealthCommandNotInImage.self,
    ]
}
