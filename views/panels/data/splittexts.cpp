// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/splittexts.h"

#include <QCoreApplication>
#include <QStringList>

#include "core/jobs/jobs.h"
#include "views/itemmodels/celltext.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

/// Context of the translations.
struct SplitTexts
{
    Q_DECLARE_TR_FUNCTIONS(SplitTexts)
};

} // namespace

QString splitText(const QString& split)
{
    const qsizetype colon = split.indexOf(u':');
    const QString key = colon < 0 ? split : split.left(colon);
    for (const SplitEntry& entry : availableSplits()) {
        if (QString::fromStdString(entry.key) != key)
            continue;
        const QString title = QCoreApplication::translate("Splits", entry.title.c_str());
        //: Kind of a split and its argument, e.g. "Last days: 2"
        return colon < 0 ? title : SplitTexts::tr("%1: %2").arg(title, split.mid(colon + 1));
    }
    return split;
}

QString reachText(const SplitReach& reach)
{
    QStringList values;
    for (std::size_t i = 0; i < kReachCutoffs.size(); ++i)
        //: Largest reachable recall and its cut-off, e.g. "0.9731 at 50"
        values << SplitTexts::tr("%1 at %2")
                      .arg(QString::number(reach.recall[i], 'f', 4), QString::number(kReachCutoffs[i]));
    return SplitTexts::tr(
               "%1 of %2 test targets (%3) can never be in a list; the largest reachable recall is %4.")
        .arg(countText(reach.unreachable), countText(reach.testTargets),
             percentText(reach.unreachableShare()), values.join(SplitTexts::tr(", ")));
}

} // namespace opal
