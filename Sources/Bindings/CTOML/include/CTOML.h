#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum souk_toml_kind {
    SOUK_TOML_TABLE,
    SOUK_TOML_ARRAY,
    SOUK_TOML_STRING,
    SOUK_TOML_INTEGER,
    SOUK_TOML_FLOAT,
    SOUK_TOML_BOOLEAN,
    SOUK_TOML_TIME,
};

/// One node of a document. Nodes stand in pre-order: a table or an array is followed by its children.
struct souk_toml_node {
    enum souk_toml_kind kind;
    /// The key in the table that holds this node, UTF-8; empty in an array and at the root.
    const char *key;
    size_t key_count;
    /// The text of a string or of a date, time or date-time.
    const char *text;
    size_t text_count;
    int64_t integer;
    double floating;
    bool boolean;
    /// How many nodes stand directly in this table or array.
    size_t children;
    /// Where the key, or the value if it has none, begins; both count from 1.
    uint32_t line;
    uint32_t column;
};

struct souk_toml_document;

/// Why a document could not be read. The message is cut to fit and ends with 0.
struct souk_toml_failure {
    char message[512];
    uint32_t line;
    uint32_t column;
};

/// Reads a document; NULL, with `failure` filled in, if it is not TOML. Freed by `souk_toml_free`.
struct souk_toml_document *souk_toml_parse(const char *bytes, size_t count, struct souk_toml_failure *failure);

/// The document's nodes, the root table first; they live as long as the document.
const struct souk_toml_node *souk_toml_nodes(const struct souk_toml_document *document, size_t *count);

void souk_toml_free(struct souk_toml_document *document);

/// The version of toml++, such as "3.3.0".
const char *souk_toml_version(void);

#ifdef __cplusplus
}
#endif
