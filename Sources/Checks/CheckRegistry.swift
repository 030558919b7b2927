/// Every check, by area and in the order of the catalogue.
public enum CheckRegistry {
    public static let all: [any Check.Type] = []
}
