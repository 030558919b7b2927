import Spec
import Testing

struct LongestGapTests {
    @Test(arguments: [
        ("0 2 * * *", 1440), ("0 */6 * * *", 360), ("30 1,13 * * *", 720), ("0 3 * * 0", 7 * 1440),
        ("0 3 1 * *", 31 * 1440),
        // From one leap day to the next.
        ("0 3 29 2 *", 1461 * 1440),
        // Either day field: the 1st or any Sunday.
        ("0 3 1 * 0", 7 * 1440), ("*/5 9-17 * * *", 15 * 60 + 5),
        // From 31 January of a leap year to 1 January.
        ("0 3 * 1 *", 336 * 1440),
    ])
    func `finds the longest time between two runs`(schedule: String, minutes: Int) throws {
        #expect(try CronSchedule.parse(schedule).longestGap.seconds == minutes * 60)
    }
}
