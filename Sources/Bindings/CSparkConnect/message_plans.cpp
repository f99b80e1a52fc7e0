// What protoc made of protocol/plans.proto.
#include "plans.pb.cc"
