internal import CCurl
internal import System

/// A libcurl handle with connections of its own, which makes one request at a time.
///
/// The handle is a member of a multi handle of its own: that one keeps the connections from request to request, and lets a
/// request stand still while there is nothing to send.
///
/// Sendable because it has one owner at any time: the client's lock hands it out, and takes it back when a request is over.
@safe
final class WebSession: @unchecked Sendable {
    private let easy: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    private let detail: UnsafeMutablePointer<CChar>
    private var lists: [TextList] = []
    private var transfer: Transfer?
    private var isOver = false
    private var summary = ""
    private var stallTimeout = Duration.zero
    private let settings: WebClientSettings

    private static let isPrepared: Bool = souk_curl_prepare() == CURLE_OK

    init(_ settings: WebClientSettings) throws(WebClientError) {
        guard Self.isPrepared, let easy = unsafe curl_easy_init() else { throw Self.noMemory }
        guard let multi = unsafe curl_multi_init() else {
            unsafe curl_easy_cleanup(easy)
            throw Self.noMemory
        }
        unsafe souk_curl_keep_connections(multi, 4)
        self.settings = settings
        unsafe self.easy = unsafe easy
        unsafe self.multi = unsafe multi
        unsafe detail = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    }

    deinit {
        end()
        unsafe curl_easy_cleanup(easy)
        unsafe curl_multi_cleanup(multi)
        unsafe detail.deallocate()
    }

    /// Begins a request.
    ///
    /// - Parameter isBodyComplete: whether the body is the request's own, instead of being sent piece by piece.
    func begin(_ request: WebRequest, isBodyComplete: Bool) throws(WebClientError) {
        end()
        summary = request.summary
        stallTimeout = request.stallTimeout ?? settings.stallTimeout
        let transfer = Transfer(isBodyComplete: isBodyComplete)
        self.transfer = transfer
        isOver = false
        unsafe curl_easy_reset(easy)
        unsafe detail.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        do throws(WebClientError) {
            try applySettings()
            try apply(request, transfer, isBodyComplete: isBodyComplete)
            guard unsafe curl_multi_add_handle(multi, easy) == CURLM_OK else { throw Self.noMemory }
        } catch {
            end()
            throw error
        }
    }

    /// Runs the request until it is over.
    ///
    /// - Parameter deliver: takes what has come of the body, and the status; called between the library's steps.
    func finish(
        sending body: RawSpan, _ deliver: (_ status: Int, _ bytes: [UInt8]) throws -> Void
    ) throws -> WebResponse {
        guard let transfer else { preconditionFailure("a request is finished that was not begun") }
        transfer.isBodyComplete = true
        try unsafe body.withUnsafeBytes { body in
            unsafe transfer.outgoing = body
            defer { unsafe transfer.outgoing = UnsafeRawBufferPointer(start: nil, count: 0) }
            while try !run(until: { !$0.incoming.isEmpty }) { try take(transfer, deliver) }
        }
        try take(transfer, deliver)
        return WebResponse(status: transfer.status, headers: transfer.headers)
    }

    /// Sends a piece of the body.
    ///
    /// - Returns: false if the server has answered instead of taking all of it.
    func send(_ bytes: RawSpan) throws(WebClientError) -> Bool {
        guard let transfer else { preconditionFailure("a body is sent without a request") }
        let result: Result<Bool, WebClientError> = unsafe bytes.withUnsafeBytes { bytes in
            unsafe transfer.outgoing = bytes
            defer { unsafe transfer.outgoing = UnsafeRawBufferPointer(start: nil, count: 0) }
            do throws(WebClientError) {
                while true {
                    if try run(until: { $0.isWaitingForBody }) { return .success(false) }
                    if transfer.isWaitingForBody { return .success(true) }
                }
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Ends the body, without waiting for the answer.
    func endBody() throws(WebClientError) {
        guard let transfer else { preconditionFailure("a body is ended without a request") }
        transfer.isBodyComplete = true
        _ = try run(until: \.isBodyTaken)
    }

    /// Breaks the request off, if one is under way; its connection is closed then.
    func end() {
        guard transfer != nil else { return }
        unsafe curl_multi_remove_handle(multi, easy)
        lists = []
        transfer = nil
    }

    private func take(_ transfer: Transfer, _ deliver: (Int, [UInt8]) throws -> Void) throws {
        let bytes = transfer.takeIncoming()
        if !bytes.isEmpty { try deliver(transfer.status, bytes) }
    }

    /// Lets the library work until the request is over or a condition holds.
    ///
    /// - Returns: whether the request is over.
    private func run(until condition: (Transfer) -> Bool) throws(WebClientError) -> Bool {
        guard let transfer else { preconditionFailure("nothing is under way") }
        guard !isOver else { return true }
        if transfer.isWaitingForBody {
            transfer.resume()
            unsafe curl_easy_pause(easy, CURLPAUSE_CONT)
        }
        var progress = transfer.progress
        var progressed = SystemClock.monotonicNanoseconds()
        while true {
            var running: Int32 = 0
            guard unsafe curl_multi_perform(multi, &running) == CURLM_OK else { throw Self.noMemory }
            var outcome = CURLE_OK
            if unsafe souk_curl_outcome(multi, &outcome) != 0 {
                isOver = true
                guard outcome == CURLE_OK else { throw failure(outcome) }
                return true
            }
            if condition(transfer) { return false }
            let now = SystemClock.monotonicNanoseconds()
            if transfer.progress != progress { (progress, progressed) = (transfer.progress, now) }
            guard now - progressed < stallTimeout.nanoseconds else { throw stalled() }
            unsafe curl_multi_poll(multi, nil, 0, 250, nil)
        }
    }

    private func failure(_ outcome: CURLcode) -> WebClientError {
        WebClientError(
            outcome, detail: unsafe String(cString: detail), request: summary, hasSentAnything: hasSentAnything)
    }

    private func stalled() -> WebClientError {
        WebClientError(
            .timedOut, "\(summary): nothing came for \(stallTimeout)",
            libraryCode: Int32(CURLE_OPERATION_TIMEDOUT.rawValue),
            mayHaveArrived: hasSentAnything)
    }

    private var hasSentAnything: Bool { unsafe souk_curl_number(easy, CURLINFO_REQUEST_SIZE) > 0 }

    private static var noMemory: WebClientError {
        WebClientError(.invalidRequest, "libcurl has no memory for another request", mayHaveArrived: false)
    }
}

extension WebSession {
    private func applySettings() throws(WebClientError) {
        try set(CURLOPT_NOSIGNAL, 1)
        unsafe souk_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, detail)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.nanoseconds / 1_000_000)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_USERAGENT, settings.userAgent)
        if !settings.usesEnvironmentProxy { try set(CURLOPT_PROXY, "") }
        if let file = settings.authorityFile { try set(CURLOPT_CAINFO, file) }
        if let file = settings.certificateFile {
            try set(CURLOPT_SSLCERT, file)
            try set(CURLOPT_SSLKEY, settings.keyFile ?? file)
        }
        if settings.usesKerberos {
            try set(CURLOPT_HTTPAUTH, souk_curl_negotiate)
            try set(CURLOPT_USERPWD, ":")
        }
        if !settings.detours.isEmpty { try set(CURLOPT_CONNECT_TO, list: settings.detours) }
    }

    private func apply(_ request: WebRequest, _ transfer: Transfer, isBodyComplete: Bool) throws(WebClientError) {
        try set(CURLOPT_URL, request.url)
        var fields = request.headers.map { "\($0.name): \($0.value)" }
        if request.method == .put || request.method == .post {
            try set(CURLOPT_UPLOAD, 1)
            try set(CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
            if isBodyComplete {
                // A body that is there as a whole is short, so there is no point in asking whether it may come.
                unsafe souk_curl_set_size(easy, CURLOPT_INFILESIZE_LARGE, request.body.count)
                fields.append("Expect:")
            }
        }
        try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        if !fields.isEmpty { try set(CURLOPT_HTTPHEADER, list: fields) }
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        unsafe souk_curl_set_callback(easy, CURLOPT_READFUNCTION, TransferCallbacks.read)
        unsafe souk_curl_set_pointer(easy, CURLOPT_READDATA, context)
        unsafe souk_curl_set_callback(easy, CURLOPT_WRITEFUNCTION, TransferCallbacks.write)
        unsafe souk_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        unsafe souk_curl_set_callback(easy, CURLOPT_HEADERFUNCTION, TransferCallbacks.header)
        unsafe souk_curl_set_pointer(easy, CURLOPT_HEADERDATA, context)
    }

    private func set(_ option: CURLoption, _ text: String) throws(WebClientError) {
        try check(unsafe souk_curl_set_text(easy, option, text))
    }

    private func set(_ option: CURLoption, _ number: Int) throws(WebClientError) {
        try check(unsafe souk_curl_set_number(easy, option, number))
    }

    private func set(_ option: CURLoption, list texts: [String]) throws(WebClientError) {
        let list = TextList(texts)
        lists.append(list)
        try check(unsafe souk_curl_set_pointer(easy, option, list.first))
    }

    private func check(_ outcome: CURLcode) throws(WebClientError) {
        guard outcome == CURLE_OK else {
            throw WebClientError(outcome, detail: "", request: summary, hasSentAnything: false)
        }
    }
}
