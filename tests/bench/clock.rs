//! The processor's time.

/// The seconds that this thread has been running. What other programs on the machine do matters less
/// to them than to a clock's.
pub fn cpu() -> f64 {
    // What the system has counted so far is brought up to date when the thread is rescheduled.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.map_or_else(clock, |n| n / 1e9)
}

/// The time, for systems that don't tell how long a thread has been running.
fn clock() -> f64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0.0, |d| d.as_secs_f64())
}
