internal import CLibCrypto

/// A SHA-256 digest (FIPS 180-4), computed by libcrypto.
struct SHA256Digest: Hashable, Sendable {
    /// 32 bytes.
    private let bytes: [UInt8]

    static let byteCount = 32

    init(of contents: [UInt8]) {
        bytes = [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
            var length: UInt32 = 0
            let status = contents.withUnsafeBytes {
                EVP_Digest($0.baseAddress, $0.count, buffer.baseAddress, &length, EVP_sha256(), nil)
            }
            precondition(status == 1 && length == UInt32(Self.byteCount), "libcrypto has SHA-256")
            count = Self.byteCount
        }
    }

    /// - Parameter hexadecimal: 64 digits in lower case, as `sha256sum` prints them; nil for anything else.
    init?(hexadecimal: some Collection<UInt8>) {
        guard hexadecimal.count == 2 * Self.byteCount else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        var high: UInt8?
        for character in hexadecimal {
            guard let value = Self.value(of: character) else { return nil }
            if let upper = high {
                bytes.append(upper << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        self.bytes = bytes
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// 64 digits in lower case, as ASCII.
    var hexadecimal: [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * Self.byteCount)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xF)])
        }
        return text
    }
}
