// What is to be done, and what a schema is called in SQL.
#pragma once

#include "CSparkConnect.h"
#include "plans.pb.h"
#include "types.pb.h"

#include <string>
#include <utility>
#include <vector>

struct souk_spark_plan {
  // What it reads, until that has become a part of the plan.
  spark::connect::Relation input;
  spark::connect::Plan plan;
};

struct souk_spark_schema {
  struct Column {
    std::string name;
    std::string type;
  };
  std::vector<Column> columns;
};

namespace souk {

// The type as SQL has it, such as `decimal(10,2)`.
std::string sql_name(const spark::connect::DataType &type);

souk_spark_schema *make_schema(const spark::connect::DataType &type);

}  // namespace souk
