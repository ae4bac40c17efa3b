// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/itemcolouring.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <optional>
#include <unordered_map>

#include "core/base/error.h"

namespace opal {

namespace {

using Value = ItemColouring::Value;

constexpr std::size_t quantiles = 8;
constexpr int none = -1;

std::optional<double> numberOf(const std::string& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return {};
    return value;
}

/// Takes out entries without items and counts the others. `entry` [N + 1] is the entry of every item.
ItemColouring packed(std::vector<Value> values, const std::vector<std::size_t>& entry)
{
    for (std::size_t item = 1; item < entry.size(); ++item)
        ++values[entry[item]].count;
    ItemColouring result;
    std::vector<std::uint8_t> place(values.size(), 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].count == 0 && values[i].kind != Value::Kind::Category)
            continue;
        place[i] = static_cast<std::uint8_t>(result.values.size());
        result.values.push_back(std::move(values[i]));
    }
    result.itemValue.assign(entry.size(), 0);
    for (std::size_t item = 1; item < entry.size(); ++item)
        result.itemValue[item] = place[entry[item]];
    return result;
}

Value ofKind(Value::Kind kind)
{
    Value value;
    value.kind = kind;
    return value;
}

/// Entries for the most frequent of `texts`, then other and missing. `textOf` gives the index of an item's
/// text for which `known` is true, or none.
template <typename TextOf>
ItemColouring byFrequency(const std::vector<std::string>& texts, const std::vector<std::int64_t>& counts,
                          std::size_t items, TextOf textOf)
{
    std::vector<std::size_t> order(texts.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return counts[a] != counts[b] ? counts[a] > counts[b] : texts[a] < texts[b];
    });
    order.resize(std::min(order.size(), colouringValues));
    std::vector<int> entryOf(texts.size(), none);
    std::vector<Value> values;
    for (const std::size_t text : order) {
        entryOf[text] = static_cast<int>(values.size());
        values.push_back(ofKind(Value::Kind::Text));
        values.back().text = texts[text];
    }
    const std::size_t other = values.size();
    values.push_back(ofKind(Value::Kind::Other));
    values.push_back(ofKind(Value::Kind::Missing));
    std::vector<std::size_t> entry(items + 1, 0);
    for (std::size_t item = 1; item <= items; ++item)
        entry[item] = textOf(item, entryOf, other);
    return packed(std::move(values), entry);
}

/// Ranges of about as many items each; equal numbers share a range.
ItemColouring byRange(const std::vector<std::optional<double>>& numbers)
{
    std::vector<double> sorted;
    for (const auto& number : numbers)
        if (number)
            sorted.push_back(*number);
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> tops;
    for (std::size_t part = 1; part <= quantiles; ++part) {
        const double top = sorted[sorted.size() * part / quantiles - (part == quantiles ? 1 : 0)];
        if (tops.empty() || top > tops.back())
            tops.push_back(top);
    }
    std::vector<Value> values(tops.size(), ofKind(Value::Kind::Range));
    values.push_back(ofKind(Value::Kind::Missing));
    for (std::size_t range = 0; range < tops.size(); ++range) {
        values[range].low
            = range == 0 ? sorted.front() : *std::upper_bound(sorted.begin(), sorted.end(), tops[range - 1]);
        values[range].high = *std::prev(std::upper_bound(sorted.begin(), sorted.end(), tops[range]));
    }
    std::vector<std::size_t> entry(numbers.size(), tops.size());
    for (std::size_t item = 1; item < numbers.size(); ++item)
        if (numbers[item])
            entry[item] = static_cast<std::size_t>(std::lower_bound(tops.begin(), tops.end(), *numbers[item])
                                                   - tops.begin());
    ItemColouring result = packed(std::move(values), entry);
    result.sequential = true;
    return result;
}

} // namespace

ItemColouring colourByCategory(const MapItems& items)
{
    if (items.categories < 1 || items.category.size() != items.ids.size())
        throw Error(ErrorCode::InvalidArgument,
                    "the model has no hyper-categories; colour the map by tag or popularity");
    std::vector<Value> values(static_cast<std::size_t>(items.categories), ofKind(Value::Kind::Category));
    for (int category = 0; category < items.categories; ++category) {
        values[static_cast<std::size_t>(category)].category = category;
        values[static_cast<std::size_t>(category)].text = items.categoryNames.of(category);
    }
    return packed(std::move(values), { items.category.begin(), items.category.end() });
}

ItemColouring colourByTag(const MapItems& items)
{
    std::vector<std::int64_t> counts(items.tagNames.size(), 0);
    for (const std::uint32_t tag : items.tagIndices)
        ++counts[tag];
    return byFrequency(items.tagNames, counts, items.count(),
                       [&items](std::size_t item, const std::vector<int>& entryOf, std::size_t other) {
                           const auto tags = items.tagsOf(item);
                           for (const std::uint32_t tag : tags)
                               if (entryOf[tag] != none)
                                   return static_cast<std::size_t>(entryOf[tag]);
                           return tags.empty() ? other + 1 : other;
                       });
}

ItemColouring colourByPopularity(const MapItems& items)
{
    const auto rangeOf = [](std::int32_t count) {
        return static_cast<std::size_t>(std::bit_width(static_cast<std::uint32_t>(std::max(count, 0))));
    };
    std::vector<Value> values(33, ofKind(Value::Kind::Range));
    for (std::size_t range = 1; range < values.size(); ++range) {
        values[range].low = std::ldexp(1.0, static_cast<int>(range) - 1);
        values[range].high = std::ldexp(1.0, static_cast<int>(range)) - 1;
    }
    std::vector<std::size_t> entry(items.ids.size(), 0);
    for (std::size_t item = 1; item < entry.size(); ++item)
        entry[item] = rangeOf(items.popularity[item]);
    ItemColouring result = packed(std::move(values), entry);
    result.sequential = true;
    return result;
}

ItemColouring colourByColumn(const MapItems& items, const SideColumn& column)
{
    if (column.values.size() != items.ids.size())
        throw Error(ErrorCode::InvalidArgument,
                    "the column '" + column.name + "' is not about the items of this map");
    std::unordered_map<std::string, std::size_t> places;
    std::vector<std::string> texts;
    std::vector<std::int64_t> counts;
    std::vector<int> textOf(column.values.size(), none);
    std::vector<std::optional<double>> numbers(column.values.size());
    bool allNumbers = true;
    for (std::size_t item = 1; item < column.values.size(); ++item) {
        const std::string& text = column.values[item];
        if (text.empty())
            continue;
        const auto [place, fresh] = places.try_emplace(text, texts.size());
        if (fresh) {
            texts.push_back(text);
            counts.push_back(0);
        }
        ++counts[place->second];
        textOf[item] = static_cast<int>(place->second);
        numbers[item] = numberOf(text);
        allNumbers = allNumbers && numbers[item].has_value();
    }
    if (allNumbers && texts.size() > colouringValues)
        return byRange(numbers);
    return byFrequency(texts, counts, items.count(),
                       [&textOf](std::size_t item, const std::vector<int>& entryOf, std::size_t other) {
                           if (textOf[item] == none)
                               return other + 1;
                           const int entry = entryOf[static_cast<std::size_t>(textOf[item])];
                           return entry == none ? other : static_cast<std::size_t>(entry);
                       });
}

} // namespace opal
