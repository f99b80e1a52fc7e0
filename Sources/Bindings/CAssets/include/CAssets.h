#pragma once
#include <stddef.h>

/// One file of the dashboard, embedded in the binary at build time.
struct souk_asset {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

extern const struct souk_asset souk_assets[];
extern const size_t souk_assets_count;
