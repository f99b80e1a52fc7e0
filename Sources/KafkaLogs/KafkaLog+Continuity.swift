internal import Checksum
internal import Foundation
internal import Kafka
public import TransactionLogs

/// Whether a topic still holds the messages that were read.
///
/// An unclean leader election replaces a partition's newest messages: the new leader had not received them, and gives their
/// offsets to others. Those were taken in under a later leader epoch, which each message bears. So the last message that a lake
/// has read is fetched once more, and its epoch and content are compared.
extension KafkaLog {
    /// Fetches the message right before an offset.
    public func fingerprint(of partition: Int32, before offset: Int64) throws -> LogFingerprint? {
        guard try offsets(of: partition).contains(offset - 1),
            let found = try message(of: partition, at: offset - 1), found.offset == offset - 1
        else { return nil }
        return .message(offset: found.offset, leaderEpoch: found.leaderEpoch, checksum: found.checksum)
    }

    /// Fetches the last message that was read once more and compares it.
    public func continuity(of partition: Int32, with fingerprint: LogFingerprint) throws -> LogContinuity {
        guard case .message(let offset, let epoch, let checksum) = fingerprint else { return .unknown }
        let held = try offsets(of: partition)
        // Beyond the end or before the beginning the offsets themselves say what is to be said.
        guard held.contains(offset), let found = try message(of: partition, at: offset) else { return .unknown }
        guard found.offset == offset else { return .unknown }
        if found.leaderEpoch == epoch, found.checksum == checksum { return .confirmed }
        guard let epoch, let newer = found.leaderEpoch, newer > epoch else {
            return .broken(
                from: nil,
                reason: "the message at offset \(offset) is not the one that was read there (CRC-32C of its value)")
        }
        let end = try self.end(ofEpoch: epoch, in: partition, held.lowerBound..<offset)
        return .broken(
            from: end,
            reason:
                "it was read up to offset \(offset) of leader epoch \(epoch), which ended at offset \(end); from there on it "
                + "holds other messages, of leader epoch \(newer) at offset \(offset)")
    }

    /// The first offset behind the messages of an epoch and those before it, by halves.
    private func end(ofEpoch epoch: Int32, in partition: Int32, _ offsets: Range<Int64>) throws -> Int64 {
        var low = offsets.lowerBound
        var high = offsets.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            let found = try message(of: partition, at: middle)
            if let found, let other = found.leaderEpoch, other <= epoch {
                low = found.offset + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// A message as far as it tells it from another at the same offset.
    private struct FoundMessage {
        var offset: Int64
        var leaderEpoch: Int32?
        var checksum: UInt32
    }

    /// The first message at an offset or behind it; nil if there is none up to the end.
    private func message(of partition: Int32, at offset: Int64) throws(TransactionLogError) -> FoundMessage? {
        let arrivals = ArrivalSignal()
        let client =
            try openReaders(of: partition).isEmpty ? fetchingClient() : Self.connect(settings, partitionCount: 1)
        let source = try explaining { () throws(KafkaError) in
            try KafkaPartition(partition, of: settings.topic, from: offset, client: client) { arrivals.notify() }
        }
        let messages = KafkaMessageBatch(capacity: 1)
        // Messages go back to the library before the client that they are of may end.
        defer { withExtendedLifetime(source) { messages.release() } }
        let deadline = ContinuousClock.now + settings.timeout
        while .now < deadline {
            let known = arrivals.count
            source.take(into: messages)
            guard messages.count > 0 else {
                arrivals.wait(since: known, for: .milliseconds(100))
                continue
            }
            guard let error = messages.error(at: 0) else {
                return FoundMessage(
                    offset: messages.offset(at: 0), leaderEpoch: messages.leaderEpoch(at: 0),
                    checksum: messages.checksum(at: 0))
            }
            if error.code == .partitionEnd { return nil }
            guard Self.mended.contains(error.code) else { throw TransactionLogError(error, at: settings.location) }
            messages.release()
        }
        throw TransactionLogError(
            .unreachable,
            "\(settings.location): the message at offset \(offset) of partition \(partition) did not come within "
                + "\(settings.timeout.seconds) s. Check that the brokers run.")
    }
}

extension KafkaMessageBatch {
    /// What tells a message that was read from another at the same offset.
    ///
    /// - Parameter number: how many messages come before it, reports of errors left out.
    func fingerprint(ofRecord number: Int, at offset: Int64) -> LogFingerprint {
        var index = number
        while !isMessage(at: index) || self.offset(at: index) != offset { index += 1 }
        return .message(offset: offset, leaderEpoch: leaderEpoch(at: index), checksum: checksum(at: index))
    }

    /// The CRC-32C of a message's value; that of no bytes for one without.
    fileprivate func checksum(at index: Int) -> UInt32 {
        guard let payload = unsafe payload(at: index) else { return 0 }
        return unsafe CRC32C.checksum(RawSpan(_unsafeBytes: payload))
    }
}
