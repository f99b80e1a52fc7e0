#pragma once
#include <stddef.h>

/// One file of the page, embedded in the binary at build time.
struct souk_asset {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

/// All of them, `souk_assets_count` in number.
const struct souk_asset *souk_assets(void);
size_t souk_assets_count(void);
