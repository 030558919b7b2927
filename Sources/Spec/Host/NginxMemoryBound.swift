/// The most memory that nginx can take from its clients, and the limits that keep it below what the spec gives it.
///
/// ```
/// connection = idle TLS + OpenSSL's record buffers + ssl_buffer_size
///            + the larger of: the header buffers of one HTTP/1.1 request,
///                             http2_max_concurrent_streams × (an answered stream + its header fields)
/// service    = what a request adds while an app answers it: body and proxy buffers, and its compressor
/// worker     = base + connections × (slot + connection) + in service × max(0, service − connection)
/// bound      = master + shared zones + generations × worker
/// ```
/// In the worst case every connection is a client's. A request in service takes a second slot for its connection to the
/// app, which is counted as if a client held it; a third of all connections may be in service. Two generations are counted, because the old worker lives on for `worker_shutdown_timeout` after a reload.
///
/// Outside the bound are kernel socket buffers, queued HTTP/2 control frames, and thousands of tiny header fields on an
/// nginx without `max_headers`; the memory limit of nginx's unit confines these. Costs were measured as proportional set
/// size on nginx 1.22.1 with OpenSSL 3.0, 64 bit, as slopes over 50 to 150 connections (November 2026), and rounded up.
package struct NginxMemoryBound: Sendable {
    /// One summand of the bound.
    package struct Term: Sendable, Equatable {
        /// What takes it, such as `client connections`.
        package let name: String
        /// Over all generations.
        package let amount: ByteSize
    }

    /// Everything that `worker_connections` counts: clients, connections to apps, listening sockets.
    package let connections: Int
    /// Requests that apps answer at once, over all clients; further ones are answered 429.
    package let requestsInService: Int
    /// The summands, in the order of the formula, workers of all generations together.
    package let terms: [Term]
    /// The memory that the bound must not exceed.
    package let allowed: ByteSize

    /// Chooses the largest number of connections whose bound is not above the proxy's memory.
    ///
    /// Below ``fewestConnections`` it does not go; then ``fits`` is false.
    package init(_ proxy: Proxy) {
        let budget = proxy.memory.bytes - Cost.fixed * 1024
        let perThree = Cost.connectionTriple(compresses: proxy.gzip)
        let triples = max(0, budget) / (Self.generations * perThree)
        let clamped = min(max(triples * 3, Self.fewestConnections), Self.mostConnections)
        self.init(connections: clamped, compresses: proxy.gzip, allowed: proxy.memory)
    }

    /// Computes the bound of a number of connections, which is a multiple of three.
    init(connections: Int, compresses: Bool, allowed: ByteSize) {
        self.connections = connections
        self.allowed = allowed
        let inService = connections / 3
        let service = Cost.serviceBeyondConnection(compresses: compresses)
        requestsInService = inService
        terms = [
            Term(name: "master process", amount: .kibibytes(Cost.master)),
            Term(name: "shared zones", amount: .kibibytes(Cost.zones)),
            Term(name: "idle workers", amount: .kibibytes(Cost.worker * Self.generations)),
            Term(name: "connection slots", amount: ByteSize(bytes: Cost.slotBytes * connections * Self.generations)),
            Term(name: "client connections", amount: .kibibytes(Cost.connection * connections * Self.generations)),
            Term(name: "requests in service", amount: .kibibytes(service * inService * Self.generations)),
        ]
    }

    /// The bound itself.
    package var total: ByteSize { terms.map(\.amount).total }
    /// Whether the bound is not above the allowed memory.
    package var fits: Bool { total <= allowed }
    /// How many of the requests in service may be of one client network: half, so that no single one takes all.
    package var requestsPerClient: Int { requestsInService / 2 }
    /// `worker_rlimit_nofile`: a socket and a temporary file for each connection, and log, listening and other files.
    package var openFiles: Int { connections * 2 + 64 }

    /// Below this a handful of browsers could not be served beside each other.
    package static let fewestConnections = 48
    /// More would outgrow the open files that one small machine can give.
    package static let mostConnections = 4095
    /// Workers that live at once: the new one, and the old one during a reload.
    package static let generations = 2

    /// Sizes of nginx's buffers and zones: the emitted configuration and the bound both read them here.
    package enum Buffers {
        package static let clientHeader = ByteSize.kibibytes(1)
        /// One buffer: all header fields of a request together, over HTTP/1.1 as over HTTP/2.
        package static let largeClientHeader = ByteSize.kibibytes(8)
        package static let clientBody = ByteSize.kibibytes(8)
        package static let tlsRecord = ByteSize.kibibytes(4)
        package static let proxyHeader = ByteSize.kibibytes(4)
        package static let proxyCount = 4
        package static let proxy = ByteSize.kibibytes(4)
        package static let gzipCount = 4
        package static let gzip = ByteSize.kibibytes(8)
        /// About 4,000 TLS sessions (nginx documentation, `ssl_session_cache`).
        package static let tlsSessions = ByteSize.mebibytes(1)
        /// About 2,000 client networks of 128 bytes each (nginx documentation, `limit_req_zone`).
        package static let clientRates = ByteSize.kibibytes(256)
        package static let clientConnections = ByteSize.kibibytes(256)
        /// Eight pages: the smallest zone that nginx takes.
        package static let siteConnections = ByteSize.kibibytes(32)
        /// Requests that one HTTP/2 connection may have open; a browser over HTTP/1.1 opens six.
        package static let concurrentStreams = 8
    }

    /// Measured costs, in KiB unless named otherwise.
    private enum Cost {
        static let master = 1024
        /// A worker without connections.
        static let worker = 2560
        /// 432 bytes of `ngx_connection_t` and two events for each of `worker_connections`.
        static let slotBytes = 432
        /// A TLS connection after its handshake, with nothing in flight.
        static let idleConnection = 24
        /// OpenSSL's buffers for a record half read and one half written.
        static let records = 34
        /// An HTTP/2 stream that was answered and is not read: pools, frames, the problem body; 9.7 measured.
        static let stream = 10
        /// Pool and parsed fields of an HTTP/1.1 request.
        static let request = 6
        /// Upstream state, header fields and the app's side of a request.
        static let upstream = 12
        /// zlib's window and hash for level 1 to 9: 8 + 2^(15 + 2) / 1024 + 2^(8 + 9) / 1024 (`ngx_http_gzip_filter_memory`).
        static let compressor = 264

        static var zones: Int {
            kibibytes(
                [Buffers.tlsSessions, Buffers.clientRates, Buffers.clientConnections, Buffers.siteConnections].total)
        }
        static var connection: Int {
            let header = kibibytes(Buffers.clientHeader + Buffers.largeClientHeader) + request
            let streams = Buffers.concurrentStreams * (stream + kibibytes(Buffers.largeClientHeader))
            return idleConnection + records + kibibytes(Buffers.tlsRecord) + max(header, streams)
        }
        /// What a request in service takes beyond the client connection that its second slot is counted as.
        static func serviceBeyondConnection(compresses: Bool) -> Int {
            let buffers = Buffers.clientBody + Buffers.proxyHeader + Buffers.proxy * Buffers.proxyCount
            let compression = compresses ? compressor + kibibytes(Buffers.gzip * Buffers.gzipCount) : 0
            return max(0, upstream + kibibytes(buffers) + compression - connection)
        }
        /// What does not grow with connections.
        static var fixed: Int { master + zones + worker * generations }
        /// Bytes of three connections, one of which is in service.
        static func connectionTriple(compresses: Bool) -> Int {
            3 * slotBytes + (3 * connection + serviceBeyondConnection(compresses: compresses)) * 1024
        }
        private static func kibibytes(_ size: ByteSize) -> Int { size.bytes >> 10 }
    }
}
