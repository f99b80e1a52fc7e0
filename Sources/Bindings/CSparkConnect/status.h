// What a failed call's status tells.
#pragma once

#include <grpcpp/support/status.h>

#include <chrono>
#include <optional>
#include <string>

namespace souk {

struct Status {
  int32_t code = 0;
  std::string message;
  std::string error_class;
  std::string sql_state;
  std::string exception_class;
  // Under which the server keeps the whole of the message.
  std::string error_identifier;
  // How long the server asks to wait before the call is made again.
  std::optional<std::chrono::milliseconds> retry_delay;

  explicit Status(const grpc::Status &status);

  // Whether the same call may succeed a little later.
  bool is_transient() const;
  // Whether the server's certificate is not one that we trust.
  bool is_untrusted() const;
  // Whether Spark itself failed or refused, so that nothing runs any more.
  bool is_from_spark() const { return !error_class.empty() && !is_transient(); }
};

}  // namespace souk
