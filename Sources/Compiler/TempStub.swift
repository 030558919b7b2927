enum Manifest { static func adding(to a: [Artifact]) -> [Artifact] { a } }
public struct OutputError: Error { public var description: String {""} }
public struct Difference { public var text = "" }
public struct OutputTree { public init(root: String) {}; public struct Summary { public var text = "" }
 public func write(_ a: [Artifact]) throws(OutputError) -> Summary { Summary() }
 public func compare(with a: [Artifact]) throws(OutputError) -> [Difference] { [] } }
