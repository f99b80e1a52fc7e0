internal import Web

extension HDFSFailure {
    /// What an answer means that is no success.
    init(_ response: WebResponse) {
        guard let exception = RemoteException(response) else {
            self = Self.meaning(ofStatus: response.status)
            return
        }
        let (kind, advice) = Self.meaning(of: exception)
        self.init(kind, "\(exception.exception): \(exception.words)", advice: advice)
    }

    private static func meaning(of exception: RemoteException) -> (Kind, advice: String) {
        let words = exception.words
        switch exception.exception {
        case "FileNotFoundException": return (.notFound, "Check the path.")
        case "FileAlreadyExistsException" where words.contains("not a directory"):
            return (.notADirectory, "A file stands where a directory should: move it away.")
        case "FileAlreadyExistsException", "AlreadyBeingCreatedException":
            return (.exists, "Something has that name already.")
        case "ParentNotDirectoryException", "PathIsNotDirectoryException":
            return (.notADirectory, "A file stands where a directory should: move it away.")
        case "AccessControlException" where words.contains("is not a directory"):
            return (.notADirectory, "A file stands where a directory should: move it away.")
        case "AccessControlException", "AuthorizationException", "AuthenticationException", "SecurityException",
            "InvalidToken":
            return (.notPermitted, Self.permissionAdvice)
        case "SafeModeException":
            return (.unavailable, "The NameNode is in safe mode: wait, or see `hdfs dfsadmin -safemode get`.")
        case "StandbyException":
            return (
                .unavailable, "This NameNode is the standby: give both addresses of the pair, or wait for a failover."
            )
        case "RetriableException", "NotReplicatedYetException", "ConnectException", "SocketTimeoutException",
            "NoRouteToHostException", "UnknownHostException", "EOFException", "BlockMissingException",
            "InterruptedIOException", "ClosedChannelException", "OutOfMemoryError":
            return (.unavailable, "The cluster has trouble of its own: look at the NameNode's page.")
        case let name where name.hasSuffix("QuotaExceededException"): return (.quotaExceeded, Self.quotaAdvice)
        default: return meaning(ofWords: words)
        }
    }

    /// Exceptions of a general class say in their message what they are about.
    private static func meaning(ofWords words: String) -> (Kind, advice: String) {
        if words.contains("QuotaExceededException") || words.contains("quota of") {
            return (.quotaExceeded, quotaAdvice)
        }
        if words.contains("SafeModeException") || words.contains("safe mode") {
            return (.unavailable, "The NameNode is in safe mode: wait, or see `hdfs dfsadmin -safemode get`.")
        }
        let signs = [
            "Failed to find datanode", "could only be written to", "could only be replicated to",
            "Could not obtain block", "All datanodes", "Unable to create new block", "Unable to close file",
            "Call From", "Connection re", "StandbyException", "timeout",
        ]
        if signs.contains(where: words.contains) {
            return (.unavailable, "No DataNode can take or give the file: they may be down, or their disks full.")
        }
        if words.contains("must both be directories") || words.contains("Path is not a file") {
            return (.notADirectory, "A directory stands where a file should: move it away.")
        }
        return (.refused, "See the logs of NameNode and DataNodes.")
    }

    private static func meaning(ofStatus status: Int) -> HDFSFailure {
        switch status {
        case 401, 403: HDFSFailure(.notPermitted, "the server answered \(status)", advice: permissionAdvice)
        case 404:
            HDFSFailure(
                .refused, "the server answered 404, and not as WebHDFS does",
                advice: "Check that the address is the NameNode's HTTP address (default port 9870) and WebHDFS is on.")
        case 408, 429, 500...599:
            HDFSFailure(
                .unavailable, "the server answered \(status)", advice: "The server may be starting, or overloaded.")
        default:
            HDFSFailure(
                .refused, "the server answered \(status), and not as WebHDFS does",
                advice: "Check that the address is the NameNode's HTTP address (default port 9870).")
        }
    }

    private static let permissionAdvice =
        "Check hdfs.user or hdfs.token_file, and the owner and the permissions of the lake's directory."
    private static let quotaAdvice =
        "Make room, or raise the quota (`hdfs dfsadmin -setSpaceQuota`, `-setQuota`); writing goes on then."
}
