#include "client.h"

#include "plan.h"

#include <grpc/support/log.h>
#include <grpcpp/security/credentials.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace pb = spark::connect;

namespace souk {

namespace {

// Spark's own clients take as much.
constexpr int message_bytes_max = 128 << 20;
constexpr int64_t farewell_milliseconds = 3000;

struct UnreadableFile : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string contents(const char *path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || text.str().empty()) {
    throw UnreadableFile(std::string("the certificates in ") + path + " cannot be read: " +
                         (errno != 0 ? std::strerror(errno) : "the file is empty"));
  }
  return text.str();
}

std::shared_ptr<grpc::ChannelCredentials> credentials(const souk_spark_settings &settings) {
  if (!settings.uses_tls) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  if (settings.authorities != nullptr) options.pem_root_certs = contents(settings.authorities);
  return grpc::SslCredentials(options);
}

grpc::ChannelArguments arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetMaxReceiveMessageSize(message_bytes_max);
  arguments.SetMaxSendMessageSize(message_bytes_max);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  return arguments;
}

}  // namespace

// gRPC writes to standard error what the statuses of its calls tell as well. GRPC_VERBOSITY brings that back.
__attribute__((constructor)) static void silence_log() {
  if (std::getenv("GRPC_VERBOSITY") == nullptr) gpr_set_log_function([](gpr_log_func_args *) {});
}

Client::Client(const souk_spark_settings &settings)
    : channel_(grpc::CreateCustomChannel(settings.target, credentials(settings), arguments())),
      stub_(pb::SparkConnectService::NewStub(channel_)),
      session_(settings.session),
      user_(settings.user),
      agent_(settings.agent),
      patience_(settings.patience_milliseconds) {}

void Client::prepare(grpc::ClientContext &context, Deadline deadline) const {
  for (const auto &[name, value] : headers_) context.AddMetadata(name, value);
  if (!deadline) return;
  context.set_deadline(std::chrono::system_clock::now() + (*deadline - Clock::now()));
}

bool Client::recognize(const std::string &server_session, souk_spark_failure *failure) {
  std::lock_guard guard(lock_);
  if (server_session.empty() || server_session == server_session_) return true;
  if (!server_session_.empty()) {
    return fail(failure, souk_spark_session_lost,
                "the server does not know session " + session_ + " any more: another one answers, under " +
                    server_session + " instead of " + server_session_);
  }
  server_session_ = server_session;
  return true;
}

bool Client::introduce(int64_t milliseconds, souk_spark_failure *failure) {
  {
    std::lock_guard guard(lock_);
    if (!server_session_.empty()) return true;
  }
  pb::AnalyzePlanRequest request;
  request.mutable_spark_version();
  pb::AnalyzePlanResponse response;
  return call(&pb::SparkConnectService::Stub::AnalyzePlan, request, response, milliseconds, failure);
}

void Client::interrupt_operation(const std::string &operation) {
  pb::InterruptRequest request;
  address(request);
  request.set_interrupt_type(pb::InterruptRequest::INTERRUPT_TYPE_OPERATION_ID);
  request.set_operation_id(operation);
  pb::InterruptResponse response;
  grpc::ClientContext context;
  prepare(context, deadline_in(farewell_milliseconds));
  stub_->Interrupt(&context, request, &response);
}

void Client::release_operation(const std::string &operation, const std::string &last_response) {
  pb::ReleaseExecuteRequest request;
  address(request);
  request.set_operation_id(operation);
  if (last_response.empty()) {
    request.mutable_release_all();
  } else {
    request.mutable_release_until()->set_response_id(last_response);
  }
  pb::ReleaseExecuteResponse response;
  grpc::ClientContext context;
  prepare(context, deadline_in(farewell_milliseconds));
  stub_->ReleaseExecute(&context, request, &response);
}

bool Client::report(Status status, souk_spark_failure *failure) {
  if (status.is_untrusted()) status.code = grpc::StatusCode::UNAUTHENTICATED;
  if (!status.error_identifier.empty()) {
    pb::FetchErrorDetailsRequest request;
    address(request);
    request.set_error_id(status.error_identifier);
    pb::FetchErrorDetailsResponse response;
    grpc::ClientContext context;
    prepare(context, deadline_in(farewell_milliseconds));
    const bool fetched = stub_->FetchErrorDetails(&context, request, &response).ok();
    if (fetched && response.has_root_error_idx() && response.root_error_idx() >= 0 &&
        response.root_error_idx() < response.errors_size()) {
      const auto &root = response.errors(response.root_error_idx());
      if (!root.message().empty()) status.message = root.message();
      if (root.error_type_hierarchy_size() > 0) status.exception_class = root.error_type_hierarchy(0);
      if (!root.spark_throwable().error_class().empty()) status.error_class = root.spark_throwable().error_class();
      if (!root.spark_throwable().sql_state().empty()) status.sql_state = root.spark_throwable().sql_state();
    }
  }
  *failure = {status.code, copy(status.message), copy_if_any(status.error_class), copy_if_any(status.sql_state),
              copy_if_any(status.exception_class)};
  return false;
}

}  // namespace souk

using Stub = pb::SparkConnectService::Stub;

struct souk_spark_configuration {
  pb::ConfigRequest request;
};

souk_spark_client *souk_spark_client_new(const souk_spark_settings *settings, souk_spark_failure *failure) {
  souk_spark_client *client = nullptr;
  souk::attempt(failure, [&] {
    try {
      client = new souk_spark_client{std::make_shared<souk::Client>(*settings)};
      return true;
    } catch (const souk::UnreadableFile &error) {
      return souk::fail(failure, souk_spark_unreadable, error.what());
    }
  });
  return client;
}

void souk_spark_client_add_header(souk_spark_client *client, const char *name, const char *value) {
  client->shared->add_header(name, value);
}

void souk_spark_client_free(souk_spark_client *client) { delete client; }

bool souk_spark_client_version(souk_spark_client *client, int64_t milliseconds, char **version,
                               souk_spark_failure *failure) {
  return souk::attempt(failure, [&] {
    pb::AnalyzePlanRequest request;
    request.mutable_spark_version();
    pb::AnalyzePlanResponse response;
    if (!client->shared->call(&Stub::AnalyzePlan, request, response, milliseconds, failure)) return false;
    *version = souk::copy(response.spark_version().version());
    return true;
  });
}

bool souk_spark_client_configuration(souk_spark_client *client, const char *key, int64_t milliseconds, char **value,
                                     souk_spark_failure *failure) {
  *value = nullptr;
  return souk::attempt(failure, [&] {
    pb::ConfigRequest request;
    request.mutable_operation()->mutable_get_option()->add_keys(key);
    pb::ConfigResponse response;
    if (!client->shared->call(&Stub::Config, request, response, milliseconds, failure)) return false;
    if (response.pairs_size() > 0 && response.pairs(0).has_value()) *value = souk::copy(response.pairs(0).value());
    return true;
  });
}

bool souk_spark_client_interrupt(souk_spark_client *client, const char *tag, int64_t milliseconds,
                                 souk_spark_failure *failure) {
  return souk::attempt(failure, [&] {
    pb::InterruptRequest request;
    request.set_interrupt_type(tag == nullptr ? pb::InterruptRequest::INTERRUPT_TYPE_ALL
                                              : pb::InterruptRequest::INTERRUPT_TYPE_TAG);
    if (tag != nullptr) request.set_operation_tag(tag);
    pb::InterruptResponse response;
    return client->shared->call(&Stub::Interrupt, request, response, milliseconds, failure);
  });
}

bool souk_spark_client_release(souk_spark_client *client, int64_t milliseconds, souk_spark_failure *failure) {
  return souk::attempt(failure, [&] {
    pb::ReleaseSessionRequest request;
    pb::ReleaseSessionResponse response;
    return client->shared->call(&Stub::ReleaseSession, request, response, milliseconds, failure);
  });
}

souk_spark_configuration *souk_spark_configuration_new(void) { return new souk_spark_configuration(); }

void souk_spark_configuration_add(souk_spark_configuration *configuration, const char *key, const char *value) {
  auto *pair = configuration->request.mutable_operation()->mutable_set()->add_pairs();
  pair->set_key(key);
  pair->set_value(value);
}

void souk_spark_configuration_free(souk_spark_configuration *configuration) { delete configuration; }

bool souk_spark_client_configure(souk_spark_client *client, souk_spark_configuration *configuration,
                                 int64_t milliseconds, souk_spark_failure *failure) {
  return souk::attempt(failure, [&] {
    pb::ConfigResponse response;
    return client->shared->call(&Stub::Config, configuration->request, response, milliseconds, failure);
  });
}

bool souk_spark_client_explain(souk_spark_client *client, souk_spark_plan *plan, int64_t milliseconds, char **text,
                               souk_spark_failure *failure) {
  return souk::attempt(failure, [&] {
    pb::AnalyzePlanRequest request;
    *request.mutable_explain()->mutable_plan() = plan->plan;
    request.mutable_explain()->set_explain_mode(pb::AnalyzePlanRequest::Explain::EXPLAIN_MODE_FORMATTED);
    pb::AnalyzePlanResponse response;
    if (!client->shared->call(&Stub::AnalyzePlan, request, response, milliseconds, failure)) return false;
    *text = souk::copy(response.explain().explain_string());
    return true;
  });
}

souk_spark_schema *souk_spark_client_schema(souk_spark_client *client, souk_spark_plan *plan, int64_t milliseconds,
                                            souk_spark_failure *failure) {
  souk_spark_schema *schema = nullptr;
  souk::attempt(failure, [&] {
    pb::AnalyzePlanRequest request;
    *request.mutable_schema()->mutable_plan() = plan->plan;
    pb::AnalyzePlanResponse response;
    if (!client->shared->call(&Stub::AnalyzePlan, request, response, milliseconds, failure)) return false;
    schema = souk::make_schema(response.schema().schema());
    return true;
  });
  return schema;
}
