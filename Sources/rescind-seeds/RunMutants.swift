import ArgumentParser
import MeetingCancellation
import PipelineSimulation

struct RunMutants: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutants", abstract: "Plant a fault and tell which rule notices it; without one, name them all.")

    @Option(help: "Most seeds.") var count = 2000
    @Option(help: "Most seconds for the fault.") var seconds = 90
    @Argument(help: "The fault.") var fault: String?

    func run() throws {
        guard let fault else {
            for fault in PlantedFault.allCases { print(fault.rawValue) }
            return
        }
        guard let planted = PlantedFault(rawValue: fault) else { throw ValidationError("no fault is called \(fault)") }
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        let answer = Mutants.hunt(planted, seeds: count) { clock.now < end }
        guard let finding = answer.finding else {
            print("\(fault): NOT CAUGHT in \(answer.runs) runs")
            throw ExitCode.failure
        }
        print("\(fault): \(finding)")
    }
}
