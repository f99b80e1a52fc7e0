internal import Commerce

/// The windows that one lane filled between two cuts, on their way to `WindowState`.
///
/// Keys are still ids of the lane's dictionaries, which travel along as they were at the cut; they share their storage with
/// the batch, so nothing is copied.
public struct CutWindows: Sendable {
    /// A part of the totals of one window and key. A cut may hold several for the same.
    struct Part: Sendable {
        var windowStart: Int64
        var dimension: Dimension
        var id: UInt32
        var totals: WindowTotals
    }

    var parts: [Part]
    /// The starts of windows that the lane knew to be forgotten, whose transactions have no part here.
    var forgotten: Set<Int64>
    var categories: StringDictionary
    var cities: StringDictionary
    var paymentMethods: StringDictionary

    /// Whether there is nothing to merge.
    public var isEmpty: Bool { parts.isEmpty && forgotten.isEmpty }
}
