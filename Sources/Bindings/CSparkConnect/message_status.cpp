// What protoc made of protocol/status.proto.
#include "status.pb.cc"
