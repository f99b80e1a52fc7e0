/// The version of this build.
enum SoukVersion {
    /// As `souk --version` prints it, by the rules of https://semver.org.
    static let text = "0.1.0"
}
