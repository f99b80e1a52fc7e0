// What protoc made of protocol/service.proto.
#include "service.pb.cc"
