import Commerce
import Dashboard
import Lake
import Live
import Streaming

extension ServeCommand {
    func run(_ context: CommandContext) throws {
        let hub = Hub()
        let place = try LakePlace(options.lake, configuration)
        let reading = try LakeReading(place)
        reading.checkCurrency(configuration, context.console)
        let follower = LakeFollower(
            fileSystem: place.fileSystem, pipeline: configuration[.pipelineName], windows: try .init(configuration),
            currency: reading.currency,
            largeAmount: try configuration[.largeAmount].minorUnits(in: reading.currency, of: .largeAmount), hub: hub,
            clock: SystemWallClock(),
            history: LakeHistory(place: place))
        try follower.update()
        let server = try DashboardServer.start(
            hub: hub, settings: try DashboardSettings(configuration, listen: options.listen))
        defer { server.stop() }
        let stopRequest = Simulation.StopRequest()
        context.signals.onFirstSignal { _ in stopRequest.stop() }
        context.console.say("dashboard: \(server.url)")
        context.console.say("following the commits of \(options.lake.argument); Ctrl-C ends")
        try follower.follow { stopRequest.isMade }
    }
}
