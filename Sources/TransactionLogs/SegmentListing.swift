internal import System

/// Which segments a partition's directory holds.
enum SegmentListing {
    /// The segments, ascending.
    static func segments(in directory: String) throws(SystemError) -> [RetentionPolicy.Segment] {
        try Directories.entries(of: directory).compactMap { entry in
            SegmentFormat.base(ofName: entry.name).map { base in
                RetentionPolicy.Segment(base: base, bytes: entry.attributes.size, modified: entry.attributes.modified)
            }
        }
    }

    /// The first offsets of the segments, ascending.
    static func bases(in directory: String) throws(SystemError) -> [Int64] {
        try segments(in: directory).map(\.base)
    }
}
