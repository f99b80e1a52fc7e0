internal import CCurl

/// A list of texts in the library's memory, freed when it is gone.
@safe
final class TextList {
    let first: UnsafeMutablePointer<curl_slist>?

    init(_ texts: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for text in texts { unsafe list = curl_slist_append(list, text) ?? list }
        unsafe first = list
    }

    deinit {
        unsafe curl_slist_free_all(first)
    }
}
