/// The names of the files that pipelines write into a lake's tables.
public enum PipelineFile {
    /// What the names of all data files of pipelines have in common.
    static let mark = "-souk"

    /// Whether a file that nobody names was left by a pipeline: a data file, or one that was being written (`.NAME.7.tmp`;
    /// other writers have no such numbers).
    public static func isOurs(_ name: String) -> Bool {
        if name.contains(mark) { return true }
        let parts = name.split(separator: ".")
        guard parts.last == "tmp", let number = parts.dropLast().last else { return false }
        return number.count < 10 && number.allSatisfy(\.isNumber)
    }
}
