// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/categories/categorymeasures.h"

#include <cmath>

#include <QLabel>
#include <QLocale>

#include "views/itemmodels/celltext.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/make.h"
#include "views/widgets/metrictile.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

/// The advice for categories without meaning was taken already.
bool startsCoherently(const std::optional<RunRecord>& run)
{
    if (!run)
        return false;
    const auto start = run->params.find("category_start");
    return start != run->params.end() && start->second == "coherent";
}

} // namespace

CategoryMeasures::CategoryMeasures(QWidget* parent)
    : QWidget(parent)
    , m_alarms(make<QLabel>(this, "alarms", "bad"))
    , m_variation(make<MetricTile>(this, "variationTile"))
    , m_effective(make<MetricTile>(this, "effectiveTile"))
    , m_confidence(make<MetricTile>(this, "confidenceTile"))
    , m_entropy(make<MetricTile>(this, "entropyTile"))
    , m_agreementTile(make<MetricTile>(this, "agreementTile"))
{
    m_alarms->setWordWrap(true);
    auto* tiles = rowOf({}, 12);
    for (MetricTile* tile : { m_variation, m_effective, m_confidence, m_entropy, m_agreementTile })
        tiles->addWidget(tile, 1);
    auto* layout = columnOn(this, 12);
    layout->addWidget(m_alarms);
    layout->addLayout(tiles);
}

void CategoryMeasures::setSnapshot(const CategorySnapshot& snapshot, const CategoryNames& names,
                                   const std::optional<Agreement>& agreement,
                                   const std::optional<RunRecord>& run)
{
    m_snapshot = snapshot;
    m_names = names;
    m_agreement = agreement;
    m_startsCoherently = startsCoherently(run);
    showTiles();
    showAlarms();
}

void CategoryMeasures::showTiles()
{
    const CategorySnapshot& snapshot = *m_snapshot;
    m_variation->setValue(metricText(snapshot.massVariation()));
    m_effective->setValue(QString::number(snapshot.effectiveCategories(), 'f', 2));
    m_confidence->setValue(metricText(snapshot.meanConfidence));
    m_entropy->setValue(metricText(snapshot.meanEntropy));
    const QString where = tr("%1, epoch %2").arg(stageTitle(snapshot.stage)).arg(snapshot.epoch);
    m_variation->setNote(where);
    m_effective->setNote(tr("of %1").arg(snapshot.categories));
    m_confidence->setNote(tr("least possible %1").arg(metricText(1.0 / snapshot.categories)));
    m_entropy->setNote(
        tr("largest possible %1").arg(metricText(std::log(static_cast<double>(snapshot.categories)))));
    m_agreementTile->setValue(m_agreement ? metricText(m_agreement->ami.value) : missingText());
    m_agreementTile->setNote(m_agreement ? (m_agreement->with == "tags" ? tr("tags; chance %1 to %2")
                                                                        : tr("log groups; chance %1 to %2"))
                                               .arg(QLocale().toString(m_agreement->ami.low, 'f', 3),
                                                    QLocale().toString(m_agreement->ami.high, 'f', 3))
                                         : QString());
}

void CategoryMeasures::showAlarms()
{
    QStringList sentences;
    for (const CategoryAlarm& alarm : categoryAlarms(*m_snapshot)) {
        const QString name = numberedTitle(alarm.category, m_names.of(alarm.category));
        switch (alarm.kind) {
        case CategoryAlarm::Kind::Collapse:
            sentences
                << tr("Collapse: the mass is spread as if over %1 of %2 categories. A larger λf spreads "
                      "it.")
                       .arg(alarm.value, 0, 'f', 1)
                       .arg(m_snapshot->categories);
            break;
        case CategoryAlarm::Kind::Dead:
            sentences << tr("Category %1 is dead: it has %2 % of the mass.")
                             .arg(name)
                             .arg(100 * alarm.value, 0, 'f', 2);
            break;
        case CategoryAlarm::Kind::Twin:
            sentences << tr("Categories %1 and %2 point the same way, |cosine| %3. A larger λo parts them.")
                             .arg(name, numberedTitle(alarm.other, m_names.of(alarm.other)),
                                  metricText(alarm.value));
            break;
        }
    }
    if (m_agreement && m_agreement->isAtChance())
        sentences
            << tr("These hyper-categories are no better than chance: their agreement (AMI %1) is within that "
                  "of shuffled ones.")
                    .arg(metricText(m_agreement->ami.value))
                + QLatin1Char(' ')
                + (m_startsCoherently ? tr("Try another number of interests.")
                                      : tr("Train with category_start = coherent."));
    m_alarms->setText(sentences.join(QLatin1Char('\n')));
    m_alarms->setVisible(!sentences.isEmpty());
}

void CategoryMeasures::retranslate()
{
    m_alarms->setAccessibleName(tr("Alarms"));
    m_variation->setTitle(tr("Mass variation"));
    m_variation->setToolTip(tr("Standard deviation of w over its mean (Eq. 4); 0 is uniform"));
    m_effective->setTitle(tr("Effective number"));
    m_effective->setToolTip(tr("exp of the entropy of the shares of w; K is uniform"));
    m_confidence->setTitle(tr("Mean confidence"));
    m_confidence->setToolTip(tr("Mean over the items of max a (Eq. 2); 1 is sure"));
    m_entropy->setTitle(tr("Mean entropy"));
    m_entropy->setToolTip(tr("Mean over the items of −Σ a log a, in nats; 0 is sure"));
    m_agreementTile->setTitle(tr("Agreement (AMI)"));
    m_agreementTile->setToolTip(
        tr("Adjusted mutual information of the hyper-categories with the tags of the items, or "
           "with the log's own spectral groups where there are no tags; 0 is chance, 1 "
           "identical. The band holds 95 % of shuffled hyper-categories."));
    if (m_snapshot) {
        showTiles();
        showAlarms();
    }
}

} // namespace opal
