#include "CParquet.h"

#include <arrow/config.h>
#include <parquet/parquet_version.h>

#define TEXT_OF(value) #value
#define VERSION(major, minor, patch) TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)

const char *souk_parquet_arrow_version(void) { return arrow::GetBuildInfo().version_string.c_str(); }

const char *souk_parquet_version(void) {
  return VERSION(PARQUET_VERSION_MAJOR, PARQUET_VERSION_MINOR, PARQUET_VERSION_PATCH);
}
