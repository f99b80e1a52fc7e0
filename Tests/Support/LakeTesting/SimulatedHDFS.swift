public import Lake
internal import Synchronization
public import Web

/// An HDFS in memory, spoken to by WebHDFS: NameNodes of which one is active, and a DataNode. It fails where it is told to.
public final class SimulatedHDFS: WebTransport {
    /// What the lock below protects.
    struct State {
        var namespace = HDFSNamespace()
        var nameNodes: [String]
        var active: String
        var unreachable: Set<String> = []
        var isInSafeMode = false
        var bytesMax = Int.max
        var faults: [HDFSFault] = []
        var faultCount = 0
        var requests: [String] = []
        var delayed: [WebRequest] = []
    }

    static let dataNode = "data:9864"
    let state: Mutex<State>

    /// An HDFS without files.
    public init(nameNodes: [String] = ["name:9870"]) {
        state = Mutex(State(nameNodes: nameNodes, active: nameNodes[0]))
    }

    /// The requests until now: the operation, the host and the path, such as `RENAME name:9870 /lake/x`.
    public var requests: [String] { state.withLock { $0.requests } }

    /// How many requests a fault has befallen until now.
    public var faultCount: Int { state.withLock { $0.faultCount } }

    /// Arms a fault.
    public func arm(_ fault: HDFSFault) { state.withLock { $0.faults.append(fault) } }

    /// Forgets the faults that have not happened.
    public func disarm() { state.withLock { $0.faults = [] } }

    /// Makes another NameNode the active one.
    public func fail(over nameNode: String) { state.withLock { $0.active = nameNode } }

    /// Whether a server can be reached.
    public func set(_ host: String, isReachable: Bool) {
        state.withLock { state in
            if isReachable { state.unreachable.remove(host) } else { state.unreachable.insert(host) }
        }
    }

    /// Whether the NameNode refuses changes.
    public func set(isInSafeMode: Bool) { state.withLock { $0.isInSafeMode = isInSafeMode } }

    /// How many bytes files may have together.
    public func set(bytesMax: Int) { state.withLock { $0.bytesMax = bytesMax } }

    /// The paths of all files.
    public var files: [String] {
        state.withLock { $0.namespace.nodes.filter { !$0.value.isDirectory }.keys.sorted() }
    }

    /// The server acts upon the requests that were delayed, in their order.
    public func deliverDelayed() {
        state.withLock { state in
            for request in state.delayed { _ = Self.serve(request, request.body, &state) }
            state.delayed = []
        }
    }

    /// Sends a request.
    public func send(_ request: WebRequest, bodyBytesMax: Int) throws(WebClientError) -> WebResponse {
        try exchange(request, body: request.body).response
    }

    /// Sends a request and hands on the body of an answer of success.
    public func receive(_ request: WebRequest, _ deliver: ([UInt8]) throws -> Void) throws -> WebResponse {
        let (response, isHalf) = try exchange(request, body: request.body)
        guard response.isSuccess else { return response }
        let bytes = isHalf ? Array(response.body.prefix(response.body.count / 2)) : response.body
        for start in stride(from: 0, to: bytes.count, by: 1000) {
            try deliver(Array(bytes[start..<min(start + 1000, bytes.count)]))
        }
        if isHalf { throw Self.lost(request) }
        return WebResponse(status: response.status, headers: response.headers)
    }

    /// Begins a request whose body follows.
    public func beginUpload(_ request: WebRequest) throws(WebClientError) -> any WebTransportUpload {
        SimulatedUpload(self, request)
    }

    /// A request with all of its body.
    func exchange(_ request: WebRequest, body: [UInt8]) throws(WebClientError) -> (response: WebResponse, isHalf: Bool)
    {
        let result: Result<(WebResponse, Bool), WebClientError> = state.withLock { state in
            let address = HDFSRequestAddress(request.url)
            state.requests.append("\(address.operation) \(address.host) \(address.path)")
            guard !state.unreachable.contains(address.host) else {
                return .failure(WebClientError(.noConnection, "\(request.summary): refused", mayHaveArrived: false))
            }
            guard let fault = Self.takeFault(address, request, &state) else {
                return .success((Self.serve(request, body, &state), false))
            }
            state.faultCount += 1
            switch fault.kind {
            case .noConnection:
                return .failure(WebClientError(.noConnection, "\(request.summary): refused", mayHaveArrived: false))
            case .lostRequest: return .failure(Self.lost(request))
            case .lostAnswer:
                _ = Self.serve(request, body, &state)
                return .failure(Self.lost(request))
            case .delayed:
                var request = request
                request.body = body
                state.delayed.append(request)
                return .failure(WebClientError(.timedOut, "\(request.summary): silence", mayHaveArrived: true))
            case .halfway where request.method == .put:
                _ = Self.serve(request, Array(body.prefix(body.count / 2)), &state)
                return .failure(Self.lost(request))
            case .halfway: return .success((Self.serve(request, body, &state), true))
            case .cutShort:
                var response = Self.serve(request, body, &state)
                response.headers.removeAll { $0.name == "Content-Length" }
                response.body = Array(response.body.prefix(response.body.count / 2))
                return .success((response, false))
            case .answer(let status, let exception, let message):
                return .success((HDFSNamespace.refusal(status, exception, message), false))
            }
        }
        return try result.get()
    }

    private static func lost(_ request: WebRequest) -> WebClientError {
        WebClientError(.connectionLost, "\(request.summary): reset by peer", libraryCode: 56, mayHaveArrived: true)
    }

    private static func takeFault(
        _ address: HDFSRequestAddress, _ request: WebRequest, _ state: inout State
    ) -> HDFSFault? {
        var chosen: Int?
        for index in state.faults.indices {
            let fault = state.faults[index]
            guard fault.operation.isEmpty || fault.operation == address.operation,
                fault.containing.isEmpty || request.url.contains(fault.containing)
            else { continue }
            if fault.skipping > 0 {
                state.faults[index].skipping -= 1
            } else {
                chosen = chosen ?? index
            }
        }
        guard let index = chosen else { return nil }
        let fault = state.faults[index]
        state.faults[index].times -= 1
        if state.faults[index].times == 0 { state.faults.remove(at: index) }
        return fault
    }

    private static func serve(_ request: WebRequest, _ body: [UInt8], _ state: inout State) -> WebResponse {
        let address = HDFSRequestAddress(request.url)
        let isChange = request.method != .get
        switch address.operation {
        case "DATA CREATE":
            let used = state.namespace.nodes.values.reduce(0) { $0 + $1.content.count }
            guard used + body.count <= state.bytesMax else {
                return HDFSNamespace.refusal(
                    403, "DSQuotaExceededException",
                    "The DiskSpace quota of /lake is exceeded: quota = \(state.bytesMax) B")
            }
            return state.namespace.create(address.path, body)
        case "DATA OPEN":
            guard let node = state.namespace.nodes[address.path], !node.isDirectory else {
                return HDFSNamespace.refusal(404, "FileNotFoundException", "Path is not a file: \(address.path)")
            }
            let offset = Int(address.parameters["offset"] ?? "") ?? 0
            let content = Array(node.content.dropFirst(offset))
            return WebResponse(
                status: 200, headers: [WebHeader("Content-Length", String(content.count))], body: content)
        default: break
        }
        guard address.host == state.active else {
            return HDFSNamespace.refusal(
                403, "StandbyException", "Operation category READ is not supported in state standby")
        }
        guard !(isChange && state.isInSafeMode) else {
            return HDFSNamespace.refusal(
                403, "SafeModeException", "Cannot change \(address.path). Name node is in safe mode.")
        }
        guard address.operation == "CREATE" || address.operation == "OPEN" else {
            return state.namespace.answer(address.operation, address.path, address.parameters)
        }
        if address.operation == "OPEN", state.namespace.nodes[address.path] == nil {
            return HDFSNamespace.refusal(404, "FileNotFoundException", "File \(address.path) not found.")
        }
        let location = request.url.replacing("//\(address.host)/", with: "//\(dataNode)/")
        return WebResponse(status: 307, headers: [WebHeader("location", location)])
    }
}
