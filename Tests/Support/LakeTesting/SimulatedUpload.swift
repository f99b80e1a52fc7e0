internal import Lake
internal import Web

/// A request to a simulated HDFS whose body comes in pieces. One that breaks off leaves what had come under its name.
final class SimulatedUpload: WebTransportUpload {
    private let hdfs: SimulatedHDFS
    private let request: WebRequest
    private var body: [UInt8] = []

    init(_ hdfs: SimulatedHDFS, _ request: WebRequest) {
        self.hdfs = hdfs
        self.request = request
    }

    func write(_ bytes: RawSpan) throws(WebClientError) -> Bool {
        // Copied out of memory that is only lent; nothing keeps the pointer.
        body += unsafe bytes.withUnsafeBytes { unsafe Array($0) }
        return true
    }

    func end() throws(WebClientError) {}

    func finish() throws(WebClientError) -> WebResponse {
        try hdfs.exchange(request, body: body).response
    }

    func cancel() {
        _ = try? hdfs.exchange(request, body: body)
    }
}
