/// All commands, in the order in which help texts list them.
enum CommandCatalogue {
    /// The commands.
    static let commands: [any Command.Type] = [
        UpCommand.self, ProduceCommand.self, RunCommand.self, ServeCommand.self, StatusCommand.self, StopCommand.self,
        HealthCommand.self,
        ReportCommand.self, QueryCommand.self,
        TailCommand.self, VerifyCommand.self, LakeHistoryCommand.self, LakeOptimizeCommand.self,
        ConfigCheckCommand.self, ConfigShowCommand.self, DoctorCommand.self,
        BenchCommand.self, HelpCommand.self,
    ]

    /// What they are called and take.
    static let specifications: [CommandSpecification] = commands.map { $0.specification }
}
