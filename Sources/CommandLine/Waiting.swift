import Dispatch
import Synchronization

/// Runs asynchronous work to its end while the calling thread waits.
///
/// What takes the place of `static func main() async`, whose main thread starts the concurrency runtime and then ends
/// by unwinding its own stack. In a static binary the first unwinding sorts every frame description of the program:
/// that made each command 20 ms slower, also those that wait for nothing.
///
/// - Parameter work: Must not need the calling thread.
/// - Returns: What the work returned.
/// - Throws: What the work threw.
func waiting<Value: Sendable>(for work: @escaping @Sendable () async throws -> Value) throws -> Value {
    let outcome = Outcome<Value>()
    let finished = DispatchSemaphore(value: 0)
    Task.detached {
        let result: Result<Value, any Error>
        do {
            result = .success(try await work())
        } catch {
            result = .failure(error)
        }
        outcome.value.withLock { $0 = result }
        finished.signal()
    }
    finished.wait()
    guard let result = outcome.value.withLock({ $0 }) else {
        preconditionFailure("the semaphore was signalled before there was an outcome")
    }
    return try result.get()
}

/// What the work came to, shared between the two threads.
private final class Outcome<Value: Sendable>: Sendable {
    let value = Mutex<Result<Value, any Error>?>(nil)
}
