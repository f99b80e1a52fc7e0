// How long to wait before a call is made again.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <random>
#include <thread>

namespace souk {

class Retry {
 public:
  using Clock = std::chrono::steady_clock;
  using Milliseconds = std::chrono::milliseconds;

  explicit Retry(Milliseconds patience) : patience_(patience) {}

  // Something came: the next failure is the first one again.
  void succeed() {
    began_.reset();
    delay_ = shortest;
  }

  // Waits; false if it would take longer than the patience or the deadline allows.
  bool wait(std::optional<Milliseconds> asked, std::optional<Clock::time_point> deadline) {
    const Clock::time_point now = Clock::now();
    if (!began_) began_ = now;
    Milliseconds delay = std::max(jittered(delay_), asked.value_or(Milliseconds(0)));
    if (now + delay > *began_ + patience_ || (deadline && now + delay >= *deadline)) return false;
    delay_ = std::min(delay_ * 2, longest);
    std::this_thread::sleep_for(delay);
    return true;
  }

 private:
  static constexpr Milliseconds shortest{50};
  static constexpr Milliseconds longest{5000};

  // Many clients of a server that comes back should not come at the same moment.
  static Milliseconds jittered(Milliseconds delay) {
    thread_local std::minstd_rand generator{std::random_device{}()};
    return Milliseconds(std::uniform_int_distribution<int64_t>(delay.count() / 2, delay.count())(generator));
  }

  Milliseconds patience_;
  Milliseconds delay_ = shortest;
  std::optional<Clock::time_point> began_;
};

}  // namespace souk
