#include "CAssets.h"

static const unsigned char index_html[] = {
#embed <index.html>
};
static const unsigned char page_css[] = {
#embed <page.css>
};
static const unsigned char page_js[] = {
#embed <page.js>
};
static const unsigned char feed_js[] = {
#embed <feed.js>
};
static const unsigned char texts_js[] = {
#embed <texts.js>
};
static const unsigned char formats_js[] = {
#embed <formats.js>
};
static const unsigned char plot_js[] = {
#embed <plot.js>
};
static const unsigned char series_js[] = {
#embed <series.js>
};
static const unsigned char breakdowns_js[] = {
#embed <breakdowns.js>
};
static const unsigned char hours_js[] = {
#embed <hours.js>
};
static const unsigned char figures_js[] = {
#embed <figures.js>
};
static const unsigned char tables_js[] = {
#embed <tables.js>
};
static const unsigned char spark_js[] = {
#embed <spark.js>
};
static const unsigned char pipeline_js[] = {
#embed <pipeline.js>
};
static const unsigned char theme_js[] = {
#embed <theme.js>
};
static const unsigned char favicon_svg[] = {
#embed <favicon.svg>
};
static const unsigned char chart_min_js[] = {
#embed <chart.min.js>
};

static const struct souk_asset assets[] = {
    {"index.html", index_html, sizeof index_html},
    {"page.css", page_css, sizeof page_css},
    {"page.js", page_js, sizeof page_js},
    {"feed.js", feed_js, sizeof feed_js},
    {"texts.js", texts_js, sizeof texts_js},
    {"formats.js", formats_js, sizeof formats_js},
    {"plot.js", plot_js, sizeof plot_js},
    {"series.js", series_js, sizeof series_js},
    {"breakdowns.js", breakdowns_js, sizeof breakdowns_js},
    {"hours.js", hours_js, sizeof hours_js},
    {"figures.js", figures_js, sizeof figures_js},
    {"tables.js", tables_js, sizeof tables_js},
    {"pipeline.js", pipeline_js, sizeof pipeline_js},
    {"spark.js", spark_js, sizeof spark_js},
    {"theme.js", theme_js, sizeof theme_js},
    {"favicon.svg", favicon_svg, sizeof favicon_svg},
    {"chart.min.js", chart_min_js, sizeof chart_min_js},
};

const struct souk_asset *souk_assets(void) {
    return assets;
}

size_t souk_assets_count(void) {
    return sizeof assets / sizeof assets[0];
}
