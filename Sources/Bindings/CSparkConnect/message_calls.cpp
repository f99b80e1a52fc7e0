// What gRPC's plug-in of protoc made of protocol/service.proto.
#include "service.grpc.pb.cc"
