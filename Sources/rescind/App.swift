import ArgumentParser
import RescindApp

@main
enum App {
    static func main() async { await RescindCommand.main() }
}
