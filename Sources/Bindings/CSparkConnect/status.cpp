#include "status.h"

#include "status.pb.h"

namespace souk {

namespace {

std::string value(const souk::status::ErrorInfo &info, const char *key) {
  auto found = info.metadata().find(key);
  return found == info.metadata().end() ? std::string() : found->second;
}

// Spark's messages begin with the class of the error: `[TABLE_OR_VIEW_NOT_FOUND] The table...`.
std::string leading_class(const std::string &message) {
  size_t begin = message.find('[');
  if (begin == std::string::npos) return {};
  size_t end = message.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.", begin + 1);
  if (end == std::string::npos || message[end] != ']' || end == begin + 1) return {};
  return message.substr(begin + 1, end - begin - 1);
}

}  // namespace

Status::Status(const grpc::Status &status) : code(status.error_code()), message(status.error_message()) {
  souk::status::Status whole;
  if (!status.error_details().empty() && whole.ParseFromString(status.error_details())) {
    for (const auto &detail : whole.details()) {
      souk::status::ErrorInfo info;
      souk::status::RetryInfo retry;
      if (detail.type_url() == "type.googleapis.com/google.rpc.ErrorInfo" && info.ParseFromString(detail.value())) {
        exception_class = info.reason();
        error_class = value(info, "errorClass");
        sql_state = value(info, "sqlState");
        error_identifier = value(info, "errorId");
      } else if (detail.type_url() == "type.googleapis.com/google.rpc.RetryInfo" &&
                 retry.ParseFromString(detail.value())) {
        retry_delay = std::chrono::milliseconds(retry.retry_delay().seconds() * 1000 +
                                                retry.retry_delay().nanos() / 1'000'000);
      }
    }
  }
  if (error_class.empty()) error_class = leading_class(message);
}

bool Status::is_untrusted() const {
  return code == grpc::StatusCode::UNAVAILABLE && (message.find("certificate verify failed") != std::string::npos ||
                                                   message.find("CERTIFICATE_VERIFY_FAILED") != std::string::npos);
}

bool Status::is_transient() const {
  if (is_untrusted()) return false;
  return code == grpc::StatusCode::UNAVAILABLE || retry_delay.has_value() ||
         error_class == "INVALID_CURSOR.DISCONNECTED";
}

}  // namespace souk
