// A plan under way on the server.
#pragma once

#include "client.h"

#include <memory>
#include <string>

namespace souk {

// The responses of one operation, each once, over as many connections as it takes.
//
// The server keeps an operation's responses until they are released. When a connection is cut, or the server ends a
// stream that has lasted long enough, the client attaches anew and hears what followed the last response it has.
class Operation {
 public:
  enum class Outcome { response, end, failure };

  Operation(std::shared_ptr<Client> client, const spark::connect::Plan &plan, const char *tag, Deadline deadline);
  ~Operation();
  Operation(const Operation &) = delete;
  Operation &operator=(const Operation &) = delete;

  Outcome next(spark::connect::ExecutePlanResponse &response, souk_spark_failure *failure);

 private:
  void attach();
  void reattach(Deadline deadline);
  void detach();
  void acknowledge(const spark::connect::ExecutePlanResponse &response);
  void finish();
  void abandon() noexcept;
  // Waits a little until the operation is at work; false if it has ended.
  bool await_work();
  // Whether the operation goes on after its stream ended with such a status.
  bool continues_after(const grpc::Status &status, souk_spark_failure *failure);
  bool give_up(Status status, souk_spark_failure *failure);
  bool is_overdue() const { return deadline_ && Clock::now() >= *deadline_; }

  std::shared_ptr<Client> client_;
  spark::connect::ExecutePlanRequest request_;
  Deadline deadline_;
  Retry retry_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<spark::connect::ExecutePlanResponse>> reader_;
  std::string last_response_;
  size_t unreleased_bytes_ = 0;
  bool has_begun_ = false;
  Clock::time_point began_;
  bool has_worked_ = false;
  bool was_sent_again_ = false;
  bool is_finished_ = false;
};

}  // namespace souk
