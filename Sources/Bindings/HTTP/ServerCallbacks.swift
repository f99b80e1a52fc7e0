internal import CMicroHTTPD
internal import Glibc

/// The functions that the library calls, on its own threads.
enum ServerCallbacks {
    /// A request's headers came, then pieces of its body, then its end.
    static let handle: MHD_AccessHandlerCallback = {
        context, connection, path, method, _, piece, pieceLength, assemblyPlace in
        guard let context = unsafe context, let connection = unsafe connection,
            let assemblyPlace = unsafe assemblyPlace, let pieceLength = unsafe pieceLength
        else { return .NO }
        let server = unsafe Unmanaged<ServerContext>.fromOpaque(context).takeUnretainedValue()
        guard let place = unsafe assemblyPlace.pointee else {
            let assembly = unsafe RequestAssembly(
                method: method.map { unsafe String(cString: $0) } ?? "",
                path: path.map { unsafe Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? [],
                bodyBytesMax: server.bodyBytesMax)
            unsafe assemblyPlace.pointee = Unmanaged.passRetained(assembly).toOpaque()
            let drained = RequestAssembly.drainedBytesMax(bodyBytesMax: server.bodyBytesMax)
            return unsafe announcedLength(connection) > drained
                ? queue(tooLong(server.bodyBytesMax), on: connection, server) : .YES
        }
        let assembly = unsafe Unmanaged<RequestAssembly>.fromOpaque(place).takeUnretainedValue()
        guard unsafe pieceLength.pointee == 0 else {
            let step = unsafe assembly.append(UnsafeRawBufferPointer(start: piece, count: pieceLength.pointee))
            unsafe pieceLength.pointee = 0
            return step == .hangUp ? .NO : .YES
        }
        guard !assembly.isTooLong else {
            return unsafe queue(tooLong(server.bodyBytesMax), on: connection, server)
        }
        guard let request = unsafe assembly.request(from: connection) else {
            return unsafe queue(.text("the path or the query can't be decoded\n", status: 400), on: connection, server)
        }
        return unsafe queue(server.handler(request), on: connection, server)
    }

    /// A request is over, however it ended.
    static let completed: MHD_RequestCompletedCallback = { _, _, assemblyPlace, _ in
        guard let assemblyPlace = unsafe assemblyPlace, let place = unsafe assemblyPlace.pointee else { return }
        unsafe Unmanaged<RequestAssembly>.fromOpaque(place).release()
        unsafe assemblyPlace.pointee = nil
    }

    private static let readEvents: MHD_ContentReaderCallback = { registration, _, buffer, length in
        guard let registration = unsafe registration else { return souk_http_end_of_stream }
        let stream = unsafe Unmanaged<StreamRegistration>.fromOpaque(registration).takeUnretainedValue()
        return unsafe stream.client.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: length))
    }

    private static let endEvents: MHD_ContentReaderFreeCallback = { registration in
        guard let registration = unsafe registration else { return }
        unsafe Unmanaged<StreamRegistration>.fromOpaque(registration).takeRetainedValue().end()
    }

    private static let releaseBytes: MHD_ContentReaderFreeCallback = { bytes in
        guard let bytes = unsafe bytes else { return }
        unsafe Unmanaged<HTTPBytes>.fromOpaque(bytes).release()
    }

    private static func announcedLength(_ connection: OpaquePointer) -> Int {
        guard let text = unsafe MHD_lookup_connection_value(connection, .HEADER_KIND, "Content-Length") else {
            return 0
        }
        // The library has refused what is no number; one that doesn't fit is too long in any case.
        return unsafe Int(String(cString: text)) ?? Int.max
    }

    private static func tooLong(_ limit: Int) -> HTTPResponse {
        .text("the body is longer than \(limit) bytes\n", status: 413)
    }

    private static func queue(
        _ response: HTTPResponse, on connection: OpaquePointer, _ server: ServerContext
    ) -> MHD_Result {
        let created =
            switch response.body {
            case .bytes(let bytes): unsafe makeResponse(sharing: bytes)
            case .events(let broadcast): unsafe makeResponse(streaming: broadcast, to: connection, server)
            }
        guard let created = unsafe created else { return .NO }
        defer { unsafe MHD_destroy_response(created) }
        for field in response.headers {
            guard unsafe MHD_add_response_header(created, field.name, field.value) == .YES else { return .NO }
        }
        return unsafe MHD_queue_response(connection, UInt32(response.status), created)
    }

    private static func makeResponse(sharing bytes: HTTPBytes) -> OpaquePointer? {
        let retained = unsafe Unmanaged.passRetained(bytes)
        let response = unsafe MHD_create_response_from_buffer_with_free_callback_cls(
            bytes.count, bytes.base, releaseBytes, retained.toOpaque())
        if unsafe response == nil { unsafe retained.release() }
        return unsafe response
    }

    private static func makeResponse(
        streaming broadcast: EventBroadcast, to connection: OpaquePointer, _ server: ServerContext
    ) -> OpaquePointer? {
        // A client whose host vanished is given up when a heartbeat stays without an answer for as long as this.
        var unansweredMilliseconds: Int32 = 30_000
        let size = socklen_t(MemoryLayout<Int32>.size)
        unsafe _ = setsockopt(
            souk_http_socket(connection), Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &unansweredMilliseconds, size)
        let client = unsafe EventClient(connection: connection)
        let stream = StreamRegistration(client: client, broadcast: broadcast, context: server)
        let retained = unsafe Unmanaged.passRetained(stream)
        let response = unsafe MHD_create_response_from_callback(
            UInt64.max, 1024, readEvents, retained.toOpaque(), endEvents)
        if unsafe response == nil { unsafe retained.takeRetainedValue().end() }
        return unsafe response
    }
}
