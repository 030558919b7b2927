extension String {
    /// Whether the bytes of another text stand somewhere in this one.
    ///
    /// The standard library searches by characters, which took a third of the time of a large spec's checks.
    package func containsBytes(of part: String) -> Bool {
        let (text, wanted) = (utf8, part.utf8)
        guard let first = wanted.first else { return true }
        var rest = text[...]
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: wanted) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
