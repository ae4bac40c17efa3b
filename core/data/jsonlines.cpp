// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/jsonlines.h"

#include <algorithm>
#include <cstring>
#include <simdjson.h>
#include <unordered_map>
#include <vector>

#include "core/base/error.h"
#include "core/data/fieldparsing.h"
#include "core/data/inputfile.h"

namespace opal {

namespace {

constexpr std::size_t kJsonHeadBytes = 256U << 10;
constexpr std::size_t kJsonReadBytes = 1U << 20;
constexpr std::size_t kMostJsonLineBytes = 64U << 20;

std::string_view withoutBom(std::string_view text)
{
    return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

class JsonLinesSource final : public ByteSource
{
public:
    JsonLinesSource(std::unique_ptr<ByteSource> lines, const std::string& path)
        : m_lines(std::move(lines))
        , m_path(path)
    {
        fill(kJsonHeadBytes);
        findNames();
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            m_out += i == 0 ? "" : ",";
            appendMadeField(m_out, m_names[i]);
        }
        m_out += '\n';
    }

    std::size_t read(char* target, std::size_t bytes) override
    {
        while (m_outAt == m_out.size() && convert()) { }
        const std::size_t size = std::min(bytes, m_out.size() - m_outAt);
        std::memcpy(target, m_out.data() + m_outAt, size);
        m_outAt += size;
        return size;
    }

    std::int64_t consumed() const override { return m_lines->consumed(); }

private:
    /// Appends at least `wanted` bytes to m_in, fewer only at the end.
    void fill(std::size_t wanted)
    {
        const std::size_t before = m_in.size();
        m_in.resize(before + wanted);
        std::size_t size = before;
        while (size < m_in.size() && !m_atEnd) {
            const std::size_t got = m_lines->read(m_in.data() + size, m_in.size() - size);
            m_atEnd = got == 0;
            size += got;
        }
        m_in.resize(size);
        if (before == 0 && m_in.starts_with("\xEF\xBB\xBF"))
            m_in.erase(0, 3);
    }

    /// The next whole line from `at`, which is moved behind it; false if the rest may go on.
    bool takeLine(std::size_t& at, std::string_view& line) const
    {
        if (at >= m_in.size())
            return false;
        const std::size_t end = m_in.find('\n', at);
        if (end == std::string::npos && !m_atEnd)
            return false;
        const std::size_t stop = end == std::string::npos ? m_in.size() : end;
        line = trimmed(std::string_view(m_in).substr(at, stop - at));
        at = stop + 1;
        return true;
    }

    /// Calls take(key, text) for every field; false if the line is no object.
    template <typename Take> bool forEachField(std::string_view line, Take take)
    {
        using namespace simdjson;
        m_padded.assign(line);
        m_padded.resize(line.size() + SIMDJSON_PADDING, ' ');
        ondemand::document document;
        ondemand::object object;
        if (m_parser.iterate(m_padded.data(), line.size(), m_padded.size()).get(document) != SUCCESS
            || document.get_object().get(object) != SUCCESS)
            return false;
        for (auto entry : object) {
            ondemand::field field;
            std::string_view key;
            if (std::move(entry).get(field) != SUCCESS || field.unescaped_key().get(key) != SUCCESS)
                return false;
            m_key.assign(key);
            ondemand::json_type type {};
            if (field.value().type().get(type) != SUCCESS)
                return false;
            std::string_view text;
            error_code problem = SUCCESS;
            if (type == ondemand::json_type::string) {
                problem = field.value().get_string().get(text);
            } else if (type == ondemand::json_type::array) {
                ondemand::array list;
                problem = field.value().get_array().get(list);
                problem = problem == SUCCESS ? list.raw_json().get(text) : problem;
            } else if (type == ondemand::json_type::object) {
                ondemand::object inner;
                problem = field.value().get_object().get(inner);
                problem = problem == SUCCESS ? inner.raw_json().get(text) : problem;
            } else {
                text = trimmed(field.value().raw_json_token());
                // The parser looks at no more than the first byte of what is skipped.
                double number = 0;
                bool truth = false;
                if (type == ondemand::json_type::number) {
                    problem = field.value().get_double().get(number);
                    problem
                        = problem == NUMBER_ERROR ? SUCCESS : problem; // more digits than a number of 64 bits
                } else if (type == ondemand::json_type::boolean) {
                    problem = field.value().get_bool().get(truth);
                } else {
                    text = field.value().is_null() ? std::string_view {} : text;
                }
            }
            if (problem != SUCCESS)
                return false;
            take(m_key, text);
        }
        const char* rest = nullptr;
        return document.current_location().get(rest) == OUT_OF_BOUNDS; // nothing follows the object
    }

    void findNames()
    {
        std::string_view line;
        for (std::size_t at = 0; takeLine(at, line);) {
            forEachField(line, [&](const std::string& key, std::string_view /*text*/) {
                if (m_places.emplace(key, m_names.size()).second)
                    m_names.push_back(key);
            });
        }
        if (m_names.empty())
            throw Error(
                ErrorCode::InvalidData,
                "'" + m_path
                    + "' looks like JSON, but its first lines are no objects; write one object a line "
                      "(jq -c '.[]' FILE does that to a list).");
    }

    /// Turns what was read into lines of the table; false at the end.
    bool convert()
    {
        m_out.clear();
        m_outAt = 0;
        std::size_t at = 0;
        std::string_view line;
        while (takeLine(at, line))
            writeLine(line);
        m_in.erase(0, std::min(at, m_in.size()));
        if (m_atEnd)
            return !m_out.empty();
        if (m_in.size() > kMostJsonLineBytes)
            throw Error(ErrorCode::InvalidData,
                        "'" + m_path + "' has a line of more than 64 MiB; write one JSON object a line.");
        fill(kJsonReadBytes);
        return true;
    }

    void writeLine(std::string_view line)
    {
        if (!line.empty()) {
            m_fields.assign(m_names.size(), {});
            const bool isObject = forEachField(line, [&](const std::string& key, std::string_view text) {
                if (const auto place = m_places.find(key); place != m_places.end())
                    m_fields[place->second] = text;
            });
            if (!isObject) {
                m_out += kBadRecordMark;
            } else {
                for (std::size_t i = 0; i < m_fields.size(); ++i) {
                    m_out += i == 0 ? "" : ",";
                    appendMadeField(m_out, m_fields[i]);
                }
                if (m_fields.size() == 1 && m_fields.front().empty())
                    m_out += "\"\"";
            }
        }
        m_out += '\n';
    }

    std::unique_ptr<ByteSource> m_lines;
    std::string m_path;
    simdjson::ondemand::parser m_parser;
    std::string m_in; ///< not converted yet
    bool m_atEnd = false;
    std::string m_out;
    std::size_t m_outAt = 0;
    std::string m_padded;
    std::string m_key;
    std::vector<std::string> m_names;
    std::unordered_map<std::string, std::size_t> m_places;
    std::vector<std::string> m_fields;
};

} // namespace

bool looksLikeJsonLines(std::string_view head)
{
    const std::string_view text = trimmed(withoutBom(head));
    if (!text.starts_with('{'))
        return false;
    const std::string_view inside = trimmed(text.substr(1));
    return inside.empty() || inside.starts_with('"') || inside.starts_with('}');
}

std::unique_ptr<ByteSource> makeJsonLinesSource(std::unique_ptr<ByteSource> lines, const std::string& path)
{
    return std::make_unique<JsonLinesSource>(std::move(lines), path);
}

} // namespace opal
