import Testing

@testable import Spec

/// A text and what reading it gives: the canonical text, or the message.
private func read<Value: ScalarValue>(_ type: Value.Type, _ text: String) -> String {
    do throws(InvalidValue) {
        let value = try Value.parse(text)
        // Reading the canonical form again must give the same value.
        guard let again = try? Value.parse(value.text), again == value else { return "unstable: \(value.text)" }
        return value.text
    } catch {
        return "✗ \(error.message)"
    }
}

@Suite("Values cannot be wrong once they exist")
struct ValueTests {
    @Test(
        "ports",
        arguments: [
            ("1", "1"), ("65535", "65535"), ("0", "✗ port 0 is outside 1–65535"),
            ("65536", "✗ port 65536 is outside 1–65535"),
            ("80/tcp", "✗ `80/tcp` is not a port number"), ("", "✗ `` is not a port number"),
            ("99999999999999999999", "✗ `99999999999999999999` is not a port number"),
        ])
    func ports(text: String, expected: String) { #expect(read(Port.self, text) == expected) }

    @Test(
        "firewall ports",
        arguments: [
            ("443/udp", "443/udp"), ("53", "53/tcp"),
            ("53/icmp", "✗ `icmp` is not a protocol that a firewall rule can name"),
        ])
    func portRules(text: String, expected: String) { #expect(read(PortRule.self, text) == expected) }

    @Test(
        "sizes as Docker reads them",
        arguments: [
            ("256M", "256M"), ("256MB", "256M"), ("256MiB", "256M"), ("1024M", "1G"), ("1.5g", "1536M"), ("0", "0"),
            ("100b", "100B"),
            ("256", "✗ size `256` has no unit"), ("12X", "✗ `x` is not a unit of size"),
            ("-1M", "✗ `-1M` is not a size"),
            ("99999999T", "✗ size `99999999T` is too large"), ("1 M", "✗ `1 M` is not a size"),
        ])
    func sizes(text: String, expected: String) { #expect(read(ByteSize.self, text) == expected) }

    @Test(
        "durations",
        arguments: [
            ("60s", "1m"), ("90s", "90s"), ("30d", "30d"), ("24h", "1d"), ("5", "✗ duration `5` has no unit"),
            ("5w", "✗ `5w` is not a duration"), ("99999999d", "✗ `99999999d` is not a duration"),
        ])
    func durations(text: String, expected: String) { #expect(read(Duration.self, text) == expected) }

    @Test(
        "cores and percentages",
        arguments: [
            ("2", "2"), ("0.5", "0.5"), ("1.25", "1.25"), ("0", "✗ 0 cores are outside 0.01–1024"),
            ("1.2345", "✗ `1.2345` is not a number of cores"), ("two", "✗ `two` is not a number of cores"),
        ])
    func cores(text: String, expected: String) { #expect(read(CPUShare.self, text) == expected) }

    @Test(
        "percentages",
        arguments: [("80%", "80%"), ("101%", "✗ 101% is outside 1%–100%"), ("80", "✗ `80` is not a percentage")])
    func percentages(text: String, expected: String) { #expect(read(Percentage.self, text) == expected) }

    @Test(
        "host names",
        arguments: [
            ("VPS.Example.com", "vps.example.com"), ("a.b", "a.b"), ("xn--fsq.jp", "xn--fsq.jp"),
            ("localhost", "✗ host name `localhost` has no dot"), ("a..b", "✗ host name `a..b` has an empty label"),
            ("203.0.113.7", "✗ `203.0.113.7` is an address or ends in a number, not a host name"),
            ("https://a.b", "✗ `https://a.b` is a URL, not a host name"),
            ("-a.b", "✗ host name `-a.b` has the label `-a`, which is not letters, digits and inner hyphens"),
        ])
    func hostnames(text: String, expected: String) { #expect(read(Hostname.self, text) == expected) }

    @Test(
        "addresses in canonical form",
        arguments: [
            ("203.0.113.7", "203.0.113.7"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("::", "::"), ("::1", "::1"),
            ("1.2.3", "✗ `1.2.3` is not an IP address"), ("010.0.0.1", "✗ `010.0.0.1` is not an IP address"),
            ("1::2::3", "✗ `1::2::3` is not an IP address"), ("256.0.0.1", "✗ `256.0.0.1` is not an IP address"),
        ])
    func addresses(text: String, expected: String) { #expect(read(IPAddress.self, text) == expected) }

    @Test(
        "networks",
        arguments: [
            ("10.0.0.0/8", "10.0.0.0/8"), ("2001:db8::/32", "2001:db8::/32"),
            ("10.0.0.0/33", "✗ `/33` is not a prefix length from 0 to 32"),
        ])
    func networks(text: String, expected: String) { #expect(read(AddressRange.self, text) == expected) }

    @Test(
        "URL paths",
        arguments: [
            ("/", "/"), ("/api/editor/", "/api/editor/"), ("api", "✗ URL path `api` does not begin with `/`"),
            ("/a//b", "✗ URL path `/a//b` has an empty segment"),
            ("/a/../b", "✗ URL path `/a/../b` has the segment `..`"),
            ("/a b", "✗ URL path `/a b` has the character ` `"), ("/a;b", "/a;b"),
            ("/a\"b", "✗ URL path `/a\"b` has the character `\"`"),
        ])
    func urlPaths(text: String, expected: String) { #expect(read(URLPath.self, text) == expected) }

    @Test(
        "file paths",
        arguments: [
            ("./data", "data"), ("/opt//x/", "/opt/x"), (".", "."),
            ("../up", "✗ path `../up` leaves its directory by `..`"),
            ("/a b", "✗ path `/a b` has the character ` `"), ("$HOME/x", "✗ path `$HOME/x` has the character `$`"),
        ])
    func filePaths(text: String, expected: String) { #expect(read(FilePath.self, text) == expected) }

    @Test(
        "cron schedules as Debian's cron reads them",
        arguments: [
            ("0 2 * * *", "0 2 * * *"), ("*/15  1-5 1,15 jan-mar mon", "*/15 1-5 1,15 jan-mar mon"),
            ("0 0 * * 7", "0 0 * * 7"),
            ("61 * * * *", "✗ `61` is not a value for the minute field"),
            ("0 2 * *", "✗ schedule `0 2 * *` has 4 fields, not five"),
            ("@daily", "✗ schedule `@daily` names no time"),
            ("5-1 * * * *", "✗ `5-1` is not a value for the minute field"),
            ("*/0 * * * *", "✗ `*/0` is not a value for the minute field"),
            ("0 2 * foo *", "✗ `foo` is not a value for the month field"),
        ])
    func schedules(text: String, expected: String) { #expect(read(CronSchedule.self, text) == expected) }

    @Test(
        "knows schedules that never run",
        arguments: [
            ("0 2 30 2 *", false), ("0 2 29 2 *", true), ("0 2 31 4,6 *", false), ("0 2 30 2 mon", true),
            ("0 2 31 * *", true),
        ])
    func neverRuns(text: String, runs: Bool) throws { #expect(try CronSchedule.parse(text).everRuns == runs) }

    @Test(
        "prices",
        arguments: [
            ("968 JPY/month", "968 JPY/month"), ("12 EUR/year", "1 EUR/month"), ("9.99 USD/month", "9.99 USD/month"),
            ("968", "✗ `968` is not a price"), ("968 yen/month", "✗ `968 yen/month` is not a price"),
        ])
    func prices(text: String, expected: String) { #expect(read(Money.self, text) == expected) }

    @Test(
        "dates",
        arguments: [
            ("2026-05-31", "2026-05-31"), ("2026-02-29", "✗ the calendar has no day 2026-02-29"),
            ("May", "✗ `May` is not a date"),
        ])
    func dates(text: String, expected: String) { #expect(read(CalendarDate.self, text) == expected) }

    @Test(
        "images",
        arguments: [
            ("node:20-alpine", "node:20-alpine"), ("ghcr.io/o/n", "ghcr.io/o/n"),
            ("localhost:5000/x:1", "localhost:5000/x:1"),
            ("a@sha256:12", "✗ `a@sha256:12` is not an image reference"), ("-x", "✗ `-x` is not an image reference"),
            ("a:", "✗ `a:` is not an image reference"),
        ])
    func images(text: String, expected: String) { #expect(read(ImageReference.self, text) == expected) }

    @Test(
        "off-site targets, variables, mail and time zones",
        arguments: [
            ("sftp:backup@host:/backups", "sftp:backup@host:/backups"),
            ("sftp:host:/b", "✗ `sftp:host:/b` is not an off-site target"),
            ("s3:bucket", "✗ `s3:bucket` is not an off-site target"),
            ("sftp:a@-oProxy:/b", "✗ `sftp:a@-oProxy:/b` is not an off-site target"),
        ])
    func offsite(text: String, expected: String) { #expect(read(OffsiteTarget.self, text) == expected) }

    @Test("sums and products of absurd sizes stop instead of overflowing")
    func absurdSizes() throws {
        let size = try ByteSize.parse("8000T")
        #expect(size * 1_000_000 + size * 1_000_000 > size)
        #expect([size * 1_000_000, size * 1_000_000].total == size * 1_000_000)
        #expect(read(ByteSize.self, "9000000T") == "✗ size `9000000T` is too large")
    }

    @Test(
        "requests answer each other by method and segment",
        arguments: [
            ("GET /jobs/{id}", "GET /jobs/7", true), ("GET /jobs/{id}", "POST /jobs/7", false),
            ("/jobs", "POST /jobs", true),
            ("GET /jobs/{id}", "GET /jobs/7/8", false), ("GET /jobs", "GET /jobs/", false),
        ])
    func requests(own: String, asked: String, answers: Bool) throws {
        #expect(try RequestPattern.parse(own).answers(RequestPattern.parse(asked)) == answers)
    }
}
