// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/categories/carriednames.h"

#include <QCoreApplication>
#include <QStringList>

#include "views/shell/literals.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

/// Below this cosine two categories share too little to have one name.
constexpr double leastCosine = 0.5;

struct CategoryNameTexts
{
    Q_DECLARE_TR_FUNCTIONS(CategoryNameTexts)
};

} // namespace

CarriedNames carriedNames(const CategoryMatching& matching, const std::map<int, std::string>& names)
{
    CarriedNames carried;
    QStringList left;
    for (const auto& [category, name] : names) {
        const int match = category < matching.rows ? matching.match[static_cast<std::size_t>(category)] : -1;
        if (match >= 0 && matching.cosineOf(category, match) >= leastCosine)
            carried.names[match] = name;
        else
            left << QString::fromStdString(name);
    }
    QStringList sentences { CategoryNameTexts::tr("%n name(s) carried over.", nullptr,
                                                  static_cast<int>(carried.names.size())),
                            CategoryNameTexts::tr("Stability: AMI %1 over the %2 items of both runs.")
                                .arg(metricText(matching.ami), countText(matching.items)) };
    if (!left.isEmpty())
        sentences
            << CategoryNameTexts::tr("No category here shares enough items with: %1").arg(left.join(u", "_s));
    carried.message = sentences.join(u' ');
    return carried;
}

} // namespace opal
