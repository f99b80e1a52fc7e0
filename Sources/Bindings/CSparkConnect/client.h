// A session on a Spark Connect server.
#pragma once

#include "failure.h"
#include "retry.h"
#include "service.grpc.pb.h"
#include "status.h"

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace souk {

using Clock = std::chrono::steady_clock;
// When a call has to be over; nothing for one without a limit.
using Deadline = std::optional<Clock::time_point>;

inline Deadline deadline_in(int64_t milliseconds) {
  if (milliseconds < 0) return std::nullopt;
  return Clock::now() + std::chrono::milliseconds(milliseconds);
}

class Client {
 public:
  explicit Client(const souk_spark_settings &settings);

  void add_header(const char *name, const char *value) { headers_.emplace_back(name, value); }

  // Fills what all requests begin with.
  template <typename Request>
  void address(Request &request) const {
    request.set_session_id(session_);
    request.mutable_user_context()->set_user_id(user_);
    request.set_client_type(agent_);
    if constexpr (requires { request.set_client_observed_server_side_session_id(""); }) {
      std::lock_guard guard(lock_);
      if (!server_session_.empty()) request.set_client_observed_server_side_session_id(server_session_);
    }
  }

  void prepare(grpc::ClientContext &context, Deadline deadline) const;

  // Remembers which server answered; false and a failure if it is another one than before.
  template <typename Response>
  bool recognize(const Response &response, souk_spark_failure *failure) {
    return recognize(response.server_side_session_id(), failure);
  }

  // Makes a call with one answer, again and again while the server cannot be reached.
  template <typename Request, typename Response>
  bool call(grpc::Status (spark::connect::SparkConnectService::Stub::*method)(grpc::ClientContext *, const Request &,
                                                                              Response *),
            Request &request, Response &response, int64_t milliseconds, souk_spark_failure *failure) {
    const Deadline deadline = deadline_in(milliseconds);
    Retry retry(patience_);
    address(request);
    for (;;) {
      grpc::ClientContext context;
      prepare(context, deadline);
      grpc::Status status = (stub_.get()->*method)(&context, request, &response);
      if (status.ok()) return recognize(response, failure);
      Status details(status);
      if (details.is_transient() && retry.wait(details.retry_delay, deadline)) continue;
      return report(details, failure);
    }
  }

  // Makes sure that the server's side of the session is known, so that a new server is recognized as one.
  bool introduce(int64_t milliseconds, souk_spark_failure *failure);

  // Stops an operation on the server. It helps whoever leaves, so nobody hears whether it succeeded.
  void interrupt_operation(const std::string &operation);
  // Lets the server forget answers, up to one of them or all.
  void release_operation(const std::string &operation, const std::string &last_response);

  // Fills a failure from a status, with the whole of a message that was shortened; false.
  bool report(Status status, souk_spark_failure *failure);

  spark::connect::SparkConnectService::Stub &stub() { return *stub_; }
  std::chrono::milliseconds patience() const { return patience_; }

 private:
  bool recognize(const std::string &server_session, souk_spark_failure *failure);

  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<spark::connect::SparkConnectService::Stub> stub_;
  std::string session_;
  std::string user_;
  std::string agent_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::chrono::milliseconds patience_;
  mutable std::mutex lock_;
  std::string server_session_;
};

}  // namespace souk

struct souk_spark_client {
  std::shared_ptr<souk::Client> shared;
};
