import CSystem

/// A program that this process has started, and whose end it is told of.
@safe
public struct ChildProcess: Sendable, Hashable {
    /// The number of the process.
    public let identifier: Int32

    /// Starts a program in a session of its own: it goes on when this process and its terminal have gone. It has nothing to
    /// read, its working directory is this process's, and no open file is handed on.
    ///
    /// - Parameters:
    ///   - program: the path of the program.
    ///   - arguments: what the program is told, without its own name.
    ///   - environment: all of its environment variables.
    ///   - output: the file that its standard output and standard error are appended to; made for its owner alone.
    public init(
        startingDetached program: String, arguments: [String], environment: [String: String], output: String
    ) throws(SystemError) {
        let variables = environment.map { "\($0.key)=\($0.value)" }
        var words: [CChar] = []
        for word in [program] + arguments + variables { words.append(contentsOf: word.utf8CString) }
        let result = unsafe words.withUnsafeBufferPointer { words in
            unsafe souk_start_detached(
                program, words.baseAddress, arguments.count + 1, variables.count, output)
        }
        identifier = try SystemError.check(result, "starting", program)
    }

    /// How it ended: its exit code, or 128 and the number of the signal that ended it; nil while it runs. Only the first
    /// call after its end gets an answer.
    public func exitStatus() throws(SystemError) -> Int32? {
        var status: Int32 = 0
        let result = unsafe souk_child_status(identifier, &status)
        return try SystemError.check(result, "waiting for the process \(identifier)") == 0 ? nil : status
    }
}
