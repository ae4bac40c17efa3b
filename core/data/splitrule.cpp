// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/splitrule.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>

#include "core/base/error.h"
#include "core/base/params.h"
#include "core/base/translate.h"
#include "core/data/fieldparsing.h"

namespace opal {

namespace {

constexpr std::int64_t kMostParts = 100000;

[[noreturn]] void refuseSplit(const std::string& text, const std::string& why)
{
    std::string forms;
    for (const SplitEntry& entry : splitTable())
        forms
            += (forms.empty() ? "" : ", ") + entry.key + (entry.argument.empty() ? "" : ":" + entry.argument);
    throw Error(ErrorCode::InvalidConfiguration,
                "the split '" + text + "' cannot be used: " + why + "; there are " + forms + ".");
}

std::int64_t countOf(const std::string& argument, std::int64_t least, const std::string& text)
{
    std::int64_t count = 0;
    const char* const end = argument.data() + argument.size();
    const auto [stop, problem] = std::from_chars(argument.data(), end, count);
    if (problem != std::errc {} || stop != end || count < least || count > kMostParts)
        refuseSplit(text, "it needs a whole number from " + std::to_string(least));
    return count;
}

std::array<double, 3> sharesOf(const std::string& argument, const std::string& text)
{
    std::array<double, 3> shares {};
    std::size_t found = 0;
    for (std::size_t begin = 0; begin <= argument.size();) {
        const std::size_t end = std::min(argument.find('/', begin), argument.size());
        const auto share = parseSignal(argument.substr(begin, end - begin));
        if (!share || !(*share > 0) || *share > 1e9 || found == shares.size())
            refuseSplit(text, "it needs three shares above 0 like 80/10/10");
        shares[found++] = *share;
        begin = end + 1;
    }
    if (found != shares.size())
        refuseSplit(text, "it needs three shares above 0 like 80/10/10");
    const double sum = shares[0] + shares[1] + shares[2];
    for (double& share : shares)
        share /= sum;
    return shares;
}

} // namespace

const std::vector<SplitEntry>& splitTable()
{
    static const std::vector<SplitEntry> table {
        { "last-days", "N", "1", QT_TRANSLATE_NOOP("Splits", "Last days"),
          QT_TRANSLATE_NOOP("Splits", "The last N days are the test, the N days before them validation."),
          SplitKind::GlobalTime },
        { "from", "DATE", "2022-05-07", QT_TRANSLATE_NOOP("Splits", "From a date"),
          QT_TRANSLATE_NOOP("Splits",
                            "The test is everything from that day on, validation as many days before it."),
          SplitKind::GlobalTime },
        { "slices", "N", "10", QT_TRANSLATE_NOOP("Splits", "Equal slices of time"),
          QT_TRANSLATE_NOOP("Splits",
                            "The last of N equal slices is the test, the one before it validation."),
          SplitKind::GlobalTime },
        { "ratio", "A/B/C", "80/10/10", QT_TRANSLATE_NOOP("Splits", "Shares of the log"),
          QT_TRANSLATE_NOOP("Splits", "All interactions in the order of time, cut at these shares."),
          SplitKind::GlobalTime },
        { "last-items", "N", "1", QT_TRANSLATE_NOOP("Splits", "Each user's last items"),
          QT_TRANSLATE_NOOP(
              "Splits", "The last N interactions of each user are the test, the N before them validation."),
          SplitKind::LastInteraction },
        { "user-ratio", "A/B/C", "80/10/10", QT_TRANSLATE_NOOP("Splits", "Shares of each user"),
          QT_TRANSLATE_NOOP("Splits", "The interactions of each user, cut at these shares."),
          SplitKind::LastInteraction },
        { "column", "NAME", "split", QT_TRANSLATE_NOOP("Splits", "As a column says"),
          QT_TRANSLATE_NOOP("Splits", "The column holds train, valid or test (or 0, 1, 2)."),
          SplitKind::ReadyMade },
        { "files", "", "", QT_TRANSLATE_NOOP("Splits", "As the files are cut"),
          QT_TRANSLATE_NOOP(
              "Splits",
              "Files called train, valid and test; otherwise the last file is the test and the one "
              "before it validation."),
          SplitKind::ReadyMade },
    };
    return table;
}

SplitRule parseSplit(const std::string& text)
{
    const std::size_t colon = text.find(':');
    SplitRule rule;
    rule.key = text.substr(0, colon);
    const std::string argument = colon == std::string::npos ? std::string {} : text.substr(colon + 1);
    std::vector<std::string> keys;
    for (const SplitEntry& entry : splitTable())
        keys.push_back(entry.key);
    if (std::find(keys.begin(), keys.end(), rule.key) == keys.end()) {
        const std::string nearest = nearestWord(rule.key, keys);
        refuseSplit(text,
                    "there is no '" + rule.key + "'"
                        + (nearest.empty() ? "" : ", did you mean '" + nearest + "'?"));
    }
    const std::string& form = splitEntry(rule).argument;
    if (form.empty() != argument.empty())
        refuseSplit(text,
                    form.empty() ? "nothing stands behind it" : "'" + form + "' is missing behind a colon");
    if (form == "N")
        rule.count = countOf(argument, rule.key == "slices" ? 3 : 1, text);
    else if (form == "A/B/C")
        rule.shares = sharesOf(argument, text);
    rule.text = argument;
    rule.whole = text;
    return rule;
}

std::optional<LogPart> partOfWord(std::string_view word)
{
    static const std::map<std::string_view, LogPart> words {
        { "train", LogPart::Train }, { "training", LogPart::Train }, { "tr", LogPart::Train },
        { "0", LogPart::Train },     { "valid", LogPart::Valid },    { "validation", LogPart::Valid },
        { "val", LogPart::Valid },   { "vali", LogPart::Valid },     { "dev", LogPart::Valid },
        { "1", LogPart::Valid },     { "test", LogPart::Test },      { "testing", LogPart::Test },
        { "te", LogPart::Test },     { "2", LogPart::Test },
    };
    const auto found = words.find(word);
    return found == words.end() ? std::nullopt : std::optional(found->second);
}

std::vector<LogPart> partsOfFiles(const std::vector<std::string>& files)
{
    const auto refuse = [](const std::string& why) {
        throw Error(ErrorCode::InvalidConfiguration, "the split 'files' cannot be used: " + why + ".");
    };
    std::vector<std::optional<LogPart>> named;
    for (const std::string& path : files) {
        // The last word of the name that says something; of its folder ("train/week_00") if none does.
        std::optional<LogPart> part;
        std::string rest = path;
        for (int level = 0; level < 2 && !part; ++level) {
            const std::size_t slash = rest.rfind('/');
            std::string word;
            for (const char sign : rest.substr(slash == std::string::npos ? 0 : slash + 1) + ".") {
                if (std::isalpha(static_cast<unsigned char>(sign)) != 0) {
                    word += static_cast<char>(std::tolower(static_cast<unsigned char>(sign)));
                    continue;
                }
                if (word.size() > 2 && partOfWord(word))
                    part = partOfWord(word);
                word.clear();
            }
            rest.resize(slash == std::string::npos ? 0 : slash);
        }
        named.push_back(part);
    }
    const auto unnamed = static_cast<std::size_t>(std::count(named.begin(), named.end(), std::nullopt));
    std::vector<LogPart> parts(files.size(), LogPart::Train);
    const bool isByOrder = unnamed == files.size()
        || std::all_of(named.begin(), named.end(), [](const auto& part) { return part == LogPart::Train; });
    if (isByOrder) {
        if (files.size() < 3)
            refuse("without train, valid and test in their names it needs at least three files in the order "
                   "of time");
        parts[parts.size() - 2] = LogPart::Valid;
        parts.back() = LogPart::Test;
        return parts;
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (!named[i])
            refuse("the name of '" + files[i] + "' says neither train nor valid nor test, others do");
        parts[i] = *named[i];
    }
    for (const auto& [part, name] : { std::pair(LogPart::Train, "train"), std::pair(LogPart::Valid, "valid"),
                                      std::pair(LogPart::Test, "test") }) {
        if (std::count(parts.begin(), parts.end(), part) == 0)
            refuse(std::string("no file is called '") + name + "'; name all three parts");
    }
    return parts;
}

const SplitEntry& splitEntry(const SplitRule& rule)
{
    return *std::find_if(splitTable().begin(), splitTable().end(),
                         [&](const SplitEntry& entry) { return entry.key == rule.key; });
}

} // namespace opal
