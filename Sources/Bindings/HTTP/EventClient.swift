internal import CMicroHTTPD
internal import Synchronization

/// One connection that receives the events of a broadcast.
///
/// The lock is held while the connection is suspended or resumed, so that neither can happen to a connection that is in
/// the other state, or gone: the library frees a connection only after `close`, and never a suspended one.
@safe
final class EventClient: Sendable {
    @safe
    private struct State: Sendable {
        nonisolated(unsafe) var connection: OpaquePointer?
        var current: HTTPBytes?
        var position = 0
        var next: HTTPBytes?
        var sequence: UInt64 = 0
        var isSuspended = false
        var hasEnded = false

        mutating func copyFrames(into destination: UnsafeMutableRawBufferPointer) -> Int {
            var written = 0
            while written < destination.count {
                if current == nil {
                    guard let frame = next else { break }
                    (current, next, position) = (frame, nil, 0)
                }
                guard let frame = current else { break }
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: destination[written...])
                let length = unsafe frame.copy(from: position, into: rest)
                written += length
                position += length
                if position == frame.count { current = nil }
            }
            return written
        }

        mutating func wake() {
            guard isSuspended, let connection = unsafe connection else { return }
            isSuspended = false
            unsafe MHD_resume_connection(connection)
        }
    }

    private let state: Mutex<State>

    init(connection: OpaquePointer) {
        unsafe state = Mutex(State(connection: connection))
    }

    /// Makes a frame the next one, unless a later one came first.
    func offer(_ frame: HTTPBytes, sequence: UInt64) {
        state.withLock { state in
            guard sequence > state.sequence else { return }
            state.sequence = sequence
            state.next = frame
            state.wake()
        }
    }

    /// Sends a frame only if there is nothing else to send.
    func beat(_ frame: HTTPBytes) {
        state.withLock { state in
            guard state.current == nil, state.next == nil else { return }
            state.next = frame
            state.wake()
        }
    }

    /// Ends the stream after what is being sent.
    func end() {
        state.withLock { state in
            state.hasEnded = true
            state.wake()
        }
    }

    /// The library asks for bytes; without any, the connection is suspended until there are some.
    func read(into destination: UnsafeMutableRawBufferPointer) -> Int {
        state.withLock { state in
            let written = unsafe state.copyFrames(into: destination)
            if written > 0 { return written }
            guard !state.hasEnded, let connection = unsafe state.connection else {
                return Int(souk_http_end_of_stream)
            }
            state.isSuspended = true
            unsafe MHD_suspend_connection(connection)
            return 0
        }
    }

    /// The library is done with the connection.
    func close() {
        state.withLock { state in
            unsafe state.connection = nil
        }
    }
}
