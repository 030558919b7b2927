public import Spec
public enum CheckRun { public static func diagnostics(for host: Host, in document: YAMLDocument, today: CalendarDate?) -> [Diagnostic] { [] } }
public enum CheckDocumentation { public static var list: String {""}; public static var page: [UInt8] {[]}; public static func explanation(of: String) -> String? {nil}; public static func nearestRule(to: String) -> String? {nil} }
