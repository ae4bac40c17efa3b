// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/textencoding.h"

#include <algorithm>
#include <iconv.h>
#include <memory>
#include <optional>
#include <uchardet/uchardet.h>

namespace opal {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Length of the UTF-8 character at `at`; 0 if it is not one.
std::size_t characterLength(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80)
        return 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + length > text.size())
        return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80)
            return 0;
    }
    const unsigned char second = byte(at + 1);
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)
        || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F))
        return 0;
    return length;
}

std::string validUtf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = characterLength(text, at);
        out.append(length == 0 ? kReplacement : text.substr(at, length));
        at += std::max<std::size_t>(length, 1);
    }
    return out;
}

/// Bytes from the beginning that are whole UTF-8 characters.
std::size_t validUtf8Prefix(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = characterLength(text, at);
        if (length == 0)
            break;
        at += length;
    }
    return at;
}

/// `text` as UTF-8 if all of it makes sense in `encoding`.
std::optional<std::string> strictlyDecoded(std::string_view text, const std::string& encoding)
{
    if (encoding == "UTF-8")
        return validUtf8Prefix(text) == text.size() ? std::optional(std::string(text)) : std::nullopt;
    const iconv_t converter = iconv_open("UTF-8", encoding.c_str());
    if (converter == reinterpret_cast<iconv_t>(-1)) // NOLINT(performance-no-int-to-ptr): POSIX says so
        return std::nullopt;
    std::string out(text.size() * 4 + 16, '\0');
    char* in = const_cast<char*>(text.data());
    std::size_t inLeft = text.size();
    char* next = out.data();
    std::size_t outLeft = out.size();
    const bool isWhole
        = iconv(converter, &in, &inLeft, &next, &outLeft) != static_cast<std::size_t>(-1) && inLeft == 0;
    iconv_close(converter);
    out.resize(out.size() - outLeft);
    return isWhole ? std::optional(std::move(out)) : std::nullopt;
}

} // namespace

std::string detectEncoding(std::string_view head)
{
    const std::size_t at = validUtf8Prefix(head);
    if (head.size() - at < 4 && head.size() > 4)
        return "UTF-8"; // the head may have been cut inside a character
    if (at == head.size())
        return "UTF-8";
    const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
    uchardet_handle_data(detector.get(), head.data(), head.size());
    uchardet_data_end(detector.get());
    std::string found = uchardet_get_charset(detector.get());
    if (found.starts_with("GB") || found.empty() || found == "ASCII" || found == "UTF-8")
        return "GB18030";
    return found;
}

std::string toUtf8(std::string_view text, const std::string& encoding)
{
    const bool ascii
        = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii)
        return std::string(text);
    if (encoding == "UTF-8")
        return validUtf8(text);
    const iconv_t converter = iconv_open("UTF-8", encoding.c_str());
    if (converter == reinterpret_cast<iconv_t>(-1)) // NOLINT(performance-no-int-to-ptr): POSIX says so
        return validUtf8(text);
    std::string out(text.size() * 4 + 16, '\0');
    char* in = const_cast<char*>(text.data());
    std::size_t inLeft = text.size();
    char* next = out.data();
    std::size_t outLeft = out.size();
    while (inLeft > 0 && iconv(converter, &in, &inLeft, &next, &outLeft) == static_cast<std::size_t>(-1)) {
        if (outLeft < kReplacement.size() || inLeft == 0)
            break;
        next = std::copy(kReplacement.begin(), kReplacement.end(), next);
        outLeft -= kReplacement.size();
        ++in;
        --inLeft;
    }
    iconv_close(converter);
    out.resize(out.size() - outLeft);
    return out;
}

std::string idToUtf8(std::string_view text, const std::string& encoding, IdText& how)
{
    how = IdText::AsExpected;
    if (auto decoded = strictlyDecoded(text, encoding))
        return *decoded;
    how = IdText::OtherEncoding;
    // A text that begins as UTF-8 and is cut inside its last character is not one of another encoding.
    const bool isCut = validUtf8Prefix(text) + 4 > text.size() && validUtf8Prefix(text) > 0
        && static_cast<unsigned char>(text[validUtf8Prefix(text) - 1]) >= 0x80;
    for (const char* other : { "UTF-8", "GB18030" }) {
        if (auto decoded = isCut ? std::nullopt : strictlyDecoded(text, other))
            return *decoded;
    }
    how = IdText::Escaped;
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string escaped;
    for (const char sign : text) {
        const auto byte = static_cast<unsigned char>(sign);
        if (byte < 0x80) {
            escaped += sign;
        } else {
            escaped += "\\x";
            escaped += digits[byte >> 4U];
            escaped += digits[byte & 15U];
        }
    }
    return escaped;
}

} // namespace opal
