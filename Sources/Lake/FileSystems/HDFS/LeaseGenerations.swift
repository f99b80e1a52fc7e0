/// The names of a lake's leases. Each lease has a number of its own, one more than the last one's, and its file's name is
/// never used again: so whoever renames, dates or removes a lease's file can't hit another one.
struct LeaseGenerations {
    /// The name of the lock, such as `lock`; a lease's file is `lock.7`, and `lock.7.released` when it was given back.
    let name: String
    /// The newest lease's number; nil if there never was one.
    private(set) var newest: Int?
    /// Whether the newest lease is held, as far as the names tell.
    private(set) var isHeld = false
    /// All files of leases.
    private(set) var files: [String] = []

    private static let released = ".released"

    /// - Parameter entries: the names in the directory of the lock.
    init(name: String, entries: [String]) {
        self.name = name
        for entry in entries where entry.hasPrefix(name + ".") {
            var digits = entry.dropFirst(name.count + 1)
            let isReleased = digits.hasSuffix(Self.released)
            if isReleased { digits = digits.dropLast(Self.released.count) }
            guard let number = Int(digits), number > 0 else { continue }
            files.append(entry)
            if number > newest ?? 0 {
                (newest, isHeld) = (number, !isReleased)
            } else if number == newest, isReleased {
                isHeld = false
            }
        }
    }

    /// The number of a lease that follows.
    var next: Int { (newest ?? 0) + 1 }

    /// The file of a held lease.
    func file(_ number: Int) -> String { "\(name).\(number)" }

    /// The file of a lease that was given back.
    func releasedFile(_ number: Int) -> String { "\(name).\(number)\(Self.released)" }
}
