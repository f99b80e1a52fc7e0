#include "CAssets.h"

static const unsigned char index_html[] = {
#embed <index.html>
};
static const unsigned char chart_js[] = {
#embed <chart.min.js>
};

const struct souk_asset souk_assets[] = {
    {"index.html", index_html, sizeof index_html},
    {"chart.min.js", chart_js, sizeof chart_js},
};
const size_t souk_assets_count = sizeof souk_assets / sizeof souk_assets[0];
