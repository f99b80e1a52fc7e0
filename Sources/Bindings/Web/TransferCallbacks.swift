internal import CCurl

/// The functions that libcurl calls while a session runs, on the session's thread.
enum TransferCallbacks {
    static let read: curl_write_callback = { buffer, size, count, context in
        guard let buffer = unsafe buffer, let transfer = unsafe transfer(context) else {
            return souk_curl_abort_reading
        }
        return unsafe transfer.send(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
    }

    static let write: curl_write_callback = { bytes, size, count, context in
        guard let bytes = unsafe bytes, let transfer = unsafe transfer(context) else { return 0 }
        unsafe transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
        return size * count
    }

    static let header: curl_write_callback = { bytes, size, count, context in
        guard let bytes = unsafe bytes, let transfer = unsafe transfer(context) else { return 0 }
        unsafe transfer.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
        return size * count
    }

    private static func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }
}
