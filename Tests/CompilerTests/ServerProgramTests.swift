import Foundation
import TestSupport
import Testing

@testable import Compiler

@Suite("Programs for the server")
struct ServerProgramTests {
    @Test("every file of the scripts folder is embedded, under its name and in order")
    func completeness() throws {
        let folder = Project.root.appending(path: "Sources/Compiler/Scripts")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
        #expect(!files.isEmpty)
        #expect(ServerProgram.all.map(\.name) == files.sorted())
    }

    @Test("an embedded program has the bytes of its file", arguments: ServerProgram.all.map(\.name))
    func bytes(of name: String) throws {
        let program = try #require(ServerProgram.all.first { $0.name == name })
        #expect(program.contents == (try Project.bytes("Sources/Compiler/Scripts/\(name)")))
    }
}
