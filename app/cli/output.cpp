// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ostream>

namespace opal {

namespace {

bool isNumber(const std::string& text)
{
    return !text.empty() && text.find_first_not_of("0123456789.,+-:%") == std::string::npos;
}

std::string padded(const std::string& text, std::size_t width, bool right)
{
    const std::size_t used = displayWidth(text);
    const std::string space(width > used ? width - used : 0, ' ');
    return right ? space + text : text + space;
}

/// JSON escapes the first 32 characters alone; the others that a terminal obeys have the same meaning
/// escaped.
std::string withoutControls(const std::string& json)
{
    std::string result;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const auto byte = static_cast<unsigned char>(json[i]);
        const bool c1
            = byte == 0xc2U && i + 1 < json.size() && static_cast<unsigned char>(json[i + 1]) < 0xa0U;
        if (byte != 0x7fU && !c1) {
            result += json[i];
            continue;
        }
        char escaped[8];
        std::snprintf(escaped, sizeof escaped, "\\u%04x",
                      c1 ? static_cast<unsigned char>(json[++i]) : static_cast<unsigned>(byte));
        result += escaped;
    }
    return result;
}

/// Bytes of the UTF-8 sign that begins at `at`.
std::size_t signBytes(const std::string& text, std::size_t at)
{
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        ++end;
    return end - at;
}

bool isWide(char32_t code)
{
    return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf)
        || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff)
        || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60)
        || (code >= 0x1f300 && code <= 0x1faff);
}

} // namespace

Output::Output(std::ostream& out, std::ostream& err, const OutputMode& mode)
    : m_out(out)
    , m_err(err)
    , m_mode(mode)
{
}

void Output::result(const Json& value)
{
    if (!m_mode.json)
        return;
    // Original ids may hold any bytes; JSON may not.
    m_out << withoutControls(value.dump(-1, ' ', false, Json::error_handler_t::replace)) << '\n'
          << std::flush;
}

void Output::text(const std::string& line)
{
    if (m_mode.json)
        return;
    endRedraw();
    m_out << visible(line, true) << '\n' << std::flush;
}

bool Output::failed() const
{
    return !m_out.good();
}

void Output::wrote(const std::string& file, const std::string& what)
{
    if (file != "-")
        text(what + file);
}

void Output::table(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& given)
{
    if (m_mode.json)
        return;
    const auto allVisible = [](std::vector<std::string> cells) {
        for (std::string& cell : cells)
            cell = visible(cell);
        return cells;
    };
    const std::vector<std::string> header = allVisible(titles);
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : given)
        rows.push_back(allVisible(row));
    std::vector<std::size_t> widths;
    std::vector<bool> right(header.size(), !rows.empty());
    for (std::size_t column = 0; column < header.size(); ++column) {
        std::size_t width = displayWidth(header[column]);
        for (const auto& row : rows) {
            width = std::max(width, displayWidth(row.at(column)));
            right[column] = right[column] && (isNumber(row[column]) || row[column].empty());
        }
        widths.push_back(width);
    }
    const auto line = [&](const std::vector<std::string>& cells) {
        std::string joined;
        for (std::size_t column = 0; column < cells.size(); ++column)
            joined += (column == 0 ? "" : "  ") + padded(cells[column], widths[column], right[column]);
        joined.erase(joined.find_last_not_of(' ') + 1);
        text(joined);
    };
    line(header);
    for (const auto& row : rows)
        line(row);
}

void Output::note(const std::string& line)
{
    if (!m_mode.quiet)
        complain(line);
}

void Output::detail(const std::string& line)
{
    if (m_mode.verbose)
        complain(line);
}

void Output::complain(const std::string& line)
{
    endRedraw();
    m_err << visible(line, true) << '\n' << std::flush;
}

void Output::redraw(const std::string& text)
{
    const std::string line = visible(text);
    const std::size_t width = displayWidth(line);
    m_err << '\r' << line << std::string(m_drawn > width ? m_drawn - width : 0, ' ') << std::flush;
    m_drawn = width;
}

void Output::endRedraw()
{
    if (m_drawn == 0)
        return;
    m_err << '\n' << std::flush;
    m_drawn = 0;
}

std::string grouped(std::int64_t value)
{
    std::string digits = std::to_string(value);
    const std::ptrdiff_t first = value < 0 ? 1 : 0;
    for (std::ptrdiff_t place = std::ssize(digits) - 3; place > first; place -= 3)
        digits.insert(static_cast<std::size_t>(place), ",");
    return digits;
}

std::string decimals(double value, int places)
{
    if (!std::isfinite(value))
        return "-";
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*f", places, value);
    return buffer;
}

std::string duration(double seconds)
{
    if (!(seconds >= 0) || seconds > 1e9)
        return "-";
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    char buffer[48];
    if (whole >= 3600)
        std::snprintf(buffer, sizeof buffer, "%lld:%02lld:%02lld", static_cast<long long>(whole / 3600),
                      static_cast<long long>(whole / 60 % 60), static_cast<long long>(whole % 60));
    else
        std::snprintf(buffer, sizeof buffer, "%lld:%02lld", static_cast<long long>(whole / 60),
                      static_cast<long long>(whole % 60));
    return buffer;
}

std::string visible(const std::string& text, bool lines)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool c1
            = byte == 0xc2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0U;
        if ((byte >= ' ' && byte != 0x7fU && !c1) || (lines && byte == '\n')) {
            result += text[i];
        } else if (byte == '\n' || byte == '\t' || byte == '\r') {
            result += byte == '\n' ? "\\n" : byte == '\t' ? "\\t" : "\\r";
        } else {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\x%02x",
                          c1 ? static_cast<unsigned char>(text[++i]) : static_cast<unsigned>(byte));
            result += escaped;
        }
    }
    return result;
}

std::string shortened(const std::string& text, std::size_t width)
{
    if (displayWidth(text) <= width)
        return text;
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::string sign = text.substr(at, signBytes(text, at));
        if (displayWidth(result) + displayWidth(sign) + 1 > width)
            break;
        result += sign;
        at += sign.size();
    }
    return result + "…";
}

std::size_t displayWidth(const std::string& text)
{
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0U) == 0x80U)
            continue;
        char32_t code = byte;
        if (byte >= 0xe0U && i + 2 < text.size()) {
            const auto bits
                = [&text, i](std::size_t n) { return static_cast<unsigned char>(text[i + n]) & 0x3fU; };
            code = byte < 0xf0U || i + 3 >= text.size()
                ? ((byte & 0x0fU) << 12U) | (bits(1) << 6U) | bits(2)
                : ((byte & 0x07U) << 18U) | (bits(1) << 12U) | (bits(2) << 6U) | bits(3);
        }
        width += isWide(code) ? 2 : 1;
    }
    return width;
}

} // namespace opal
