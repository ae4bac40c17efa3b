// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/fieldfilter.h"
#include "core/data/positiverule.h"
#include "tests/fuzz/memoryfile.h"

/// Any text as a filter over runs and as a positive rule: a mistake has a place inside of the text, and what
/// is right can be asked.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace opal;
    const std::string_view text = fuzz::textOf(data, size);
    const std::vector<std::string> fields { "interests", "like", "model",     "play",
                                            "recall@50", "tag",  "watch time" };
    const auto requirePlace = [size](const ExpressionError& error) {
        if (error.column < 1 || static_cast<std::size_t>(error.column) > size + 1 || error.detail().empty())
            std::abort();
    };
    const auto filter = FieldFilter::parse(text, fields);
    if (const auto* error = std::get_if<ExpressionError>(&filter))
        requirePlace(*error);
    else
        std::get<FieldFilter>(filter).matches([](std::string_view field) -> FieldValue {
            if (field == "tag")
                return std::vector<std::string> { "a", "b c" };
            return field == "play" ? FieldValue(0.5) : FieldValue(std::string(field));
        });
    const auto problem = PositiveRule::findProblem(text, fields);
    if (problem)
        requirePlace(*problem);
    try {
        const PositiveRule rule(text, fields);
        if (problem)
            std::abort(); // it was said to be wrong
        const std::vector<double> numbers(rule.numberColumns().size(), 1.5);
        const std::vector<std::string_view> texts(rule.textColumns().size(), "buy");
        rule.matches(numbers, texts);
    } catch (const Error&) {
        if (!problem)
            std::abort();
    }
    return 0;
}
