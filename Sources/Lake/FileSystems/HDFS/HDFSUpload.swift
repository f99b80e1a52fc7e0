internal import Commerce
internal import Web

/// A new file of HDFS whose bytes are sent piece by piece.
final class HDFSUpload {
    private let upload: any WebTransportUpload

    init(_ upload: any WebTransportUpload) {
        self.upload = upload
    }

    /// Sends bytes.
    func write(_ bytes: [UInt8]) throws(HDFSFailure) {
        let isTaken: Bool
        do throws(WebClientError) {
            isTaken = try upload.write(bytes.rawSpan)
        } catch {
            throw HDFSFailure(error)
        }
        // An answer before the end says why the file can't be written.
        if !isTaken { try finish() }
    }

    /// Ends the file, and lets the DataNodes work until `finish` asks whether they have it.
    func end() throws(HDFSFailure) {
        do throws(WebClientError) {
            try upload.end()
        } catch {
            throw HDFSFailure(error)
        }
    }

    /// Ends the file, and waits until the DataNodes have it.
    func finish() throws(HDFSFailure) {
        let response: WebResponse
        do throws(WebClientError) {
            response = try upload.finish()
        } catch {
            throw HDFSFailure(error)
        }
        guard response.status == 201 else { throw HDFSFailure(response) }
    }

    /// Breaks the file off; the part of it that was written stays under its name.
    func cancel() { upload.cancel() }
}
