#pragma once
#include <stdint.h>
typedef struct _duckdb_database *duckdb_database;
