#include "CTOML.h"

#include <algorithm>
#include <deque>
#include <exception>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// toml++ 3.3 takes for granted what a wrong document can break: `[[[[` fails an assertion in parse_key, which would end the
// process in a debug build and be undefined behaviour in a release build. Here it throws, in every build.
#undef NDEBUG
#define TOML_ASSERT(expression) ((expression) ? void() : throw std::logic_error("a key, a value or the end was expected"))
#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

struct souk_toml_document {
    toml::table root;
    std::vector<souk_toml_node> nodes;
    // A deque never moves its elements, so nodes may point at them.
    std::deque<std::string> times;
};

namespace {

void fail(souk_toml_failure *failure, std::string_view message, toml::source_position position) {
    const size_t count = std::min(message.size(), sizeof failure->message - 1);
    std::copy_n(message.data(), count, failure->message);
    failure->message[count] = 0;
    failure->line = position.line;
    failure->column = position.column;
}

template <typename Time>
void hold_time(souk_toml_document &document, souk_toml_node &entry, const Time &time) {
    std::ostringstream stream;
    stream << time;
    document.times.push_back(stream.str());
    entry.kind = SOUK_TOML_TIME;
    entry.text = document.times.back().data();
    entry.text_count = document.times.back().size();
}

void append(souk_toml_document &document, const toml::node &node, const toml::key *key) {
    souk_toml_node entry{};
    const toml::source_position position = key ? key->source().begin : node.source().begin;
    entry.line = position.line;
    entry.column = position.column;
    entry.key = key ? key->data() : "";
    entry.key_count = key ? key->length() : 0;
    if (const auto *table = node.as_table()) {
        entry.kind = SOUK_TOML_TABLE;
        entry.children = table->size();
    } else if (const auto *array = node.as_array()) {
        entry.kind = SOUK_TOML_ARRAY;
        entry.children = array->size();
    } else if (const auto *text = node.as_string()) {
        entry.kind = SOUK_TOML_STRING;
        entry.text = text->get().data();
        entry.text_count = text->get().size();
    } else if (const auto *integer = node.as_integer()) {
        entry.kind = SOUK_TOML_INTEGER;
        entry.integer = integer->get();
    } else if (const auto *floating = node.as_floating_point()) {
        entry.kind = SOUK_TOML_FLOAT;
        entry.floating = floating->get();
    } else if (const auto *boolean = node.as_boolean()) {
        entry.kind = SOUK_TOML_BOOLEAN;
        entry.boolean = boolean->get();
    } else if (const auto *date = node.as_date()) {
        hold_time(document, entry, date->get());
    } else if (const auto *time = node.as_time()) {
        hold_time(document, entry, time->get());
    } else if (const auto *date_time = node.as_date_time()) {
        hold_time(document, entry, date_time->get());
    }
    document.nodes.push_back(entry);
    if (const auto *table = node.as_table()) {
        for (const auto &[name, child] : *table) append(document, child, &name);
    } else if (const auto *array = node.as_array()) {
        for (const auto &child : *array) append(document, child, nullptr);
    }
}

}  // namespace

souk_toml_document *souk_toml_parse(const char *bytes, size_t count, souk_toml_failure *failure) {
    try {
        auto document = std::make_unique<souk_toml_document>();
        document->root = toml::parse(std::string_view(bytes, count));
        append(*document, document->root, nullptr);
        return document.release();
    } catch (const toml::parse_error &error) {
        fail(failure, error.description(), error.source().begin);
    } catch (const std::exception &error) {
        fail(failure, error.what(), {});
    } catch (...) {
        fail(failure, "an unknown failure of toml++", {});
    }
    return nullptr;
}

const souk_toml_node *souk_toml_nodes(const souk_toml_document *document, size_t *count) {
    *count = document->nodes.size();
    return document->nodes.data();
}

void souk_toml_free(souk_toml_document *document) { delete document; }

#define SOUK_TEXT_OF(number) #number
#define SOUK_TEXT(number) SOUK_TEXT_OF(number)
const char *souk_toml_version(void) {
    return SOUK_TEXT(TOML_LIB_MAJOR) "." SOUK_TEXT(TOML_LIB_MINOR) "." SOUK_TEXT(TOML_LIB_PATCH);
}
