/// One thing that `souk doctor` looks at.
struct DoctorCheck: Sendable {
    /// What it is about.
    let name: String
    /// Looks at it.
    let perform: @Sendable () -> DoctorFinding

    /// A check.
    init(_ name: String, perform: @escaping @Sendable () -> DoctorFinding) {
        self.name = name
        self.perform = perform
    }
}
