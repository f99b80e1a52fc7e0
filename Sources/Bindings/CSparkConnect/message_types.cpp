// What protoc made of protocol/types.proto.
#include "types.pb.cc"
