// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/leakguard.h"

#include <algorithm>

#include <QHeaderView>
#include <QLabel>
#include <QStyle>
#include <QTableView>
#include <QVBoxLayout>

#include "views/itemmodels/leaktablemodel.h"
#include "views/shell/theme.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

LeakGuard::LeakGuard(QWidget* parent)
    : QWidget(parent)
    , m_verdict(new QLabel(this))
    , m_explanation(new QLabel(this))
    , m_unseen(new QLabel(this))
    , m_afterOthers(new QLabel(this))
    , m_examples(new QTableView(this))
    , m_model(new LeakTableModel(this))
{
    m_verdict->setObjectName(QStringLiteral("leaks"));
    m_explanation->setObjectName(QStringLiteral("leakExplanation"));
    m_unseen->setObjectName(QStringLiteral("unseenTargets"));
    m_unseen->setProperty("role", QStringLiteral("warning"));
    m_afterOthers->setObjectName(QStringLiteral("afterOthers"));
    m_afterOthers->setProperty("role", QStringLiteral("secondary"));
    m_examples->setObjectName(QStringLiteral("leakExamples"));
    m_examples->setModel(m_model);
    setupTable(*m_examples);
    m_examples->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    for (QLabel* label : { m_verdict, m_explanation, m_unseen, m_afterOthers }) {
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    layout->addWidget(m_examples);
    retranslate();
}

void LeakGuard::setSummary(const DatasetSummary& summary)
{
    m_leaks = summary.leaks;
    m_kind = summary.splitKind;
    setProfile(nullptr);
}

void LeakGuard::setProfile(std::shared_ptr<const DatasetProfile> profile)
{
    m_profile = std::move(profile);
    m_model->setExamples(m_profile ? m_profile->leaks.examples : std::vector<LeakExample> {});
    const int rows = std::min(m_model->rowCount(), 6);
    m_examples->setFixedHeight((rows + 1) * Theme::rowHeight + 8);
    m_examples->setVisible(rows > 0);
    retranslate();
}

QString LeakGuard::verdict() const
{
    const std::int64_t unordered = m_profile ? m_profile->leaks.unordered : 0;
    if (m_leaks == 0 && unordered == 0)
        return m_kind == SplitKind::GlobalTime
            ? tr("0 leaks: no training interaction is later than a held-out one.")
            : tr("0 leaks: no training interaction is later than a held-out one of the same user.");
    if (m_leaks > 0 && m_kind != SplitKind::GlobalTime)
        return tr("%1 leaks: training interactions later than a held-out one of the same user. The split "
                  "that the log "
                  "brings is not one by time.")
            .arg(countText(m_leaks));
    if (m_leaks == 0)
        return tr("The histories of %1 users are not in time order.").arg(countText(unordered));
    return tr("%1 leaks: training interactions later than a held-out one. Results on this data set cannot be "
              "trusted; check the time column.")
        .arg(countText(m_leaks));
}

QString LeakGuard::explanation() const
{
    if (!m_profile || m_profile->leaks.isSound())
        return {};
    const LeakReport& leaks = m_profile->leaks;
    if (m_kind != SplitKind::GlobalTime)
        return tr("%1 users are trained on interactions later than what is then predicted for them, so "
                  "recall looks "
                  "better than it is. A split by time, or by the last items of each user, has no such "
                  "interactions.")
            .arg(countText(leaks.lateUsers));
    return tr("The earliest held-out interaction happened on %1. Later interactions of %2 users are used for "
              "training, so the model learns from what it is then asked to predict, and its recall looks "
              "better than it is. Import the log again so that the split is made by time.")
        .arg(QString::fromStdString(leaks.heldOutFrom), countText(leaks.lateUsers));
}

void LeakGuard::retranslate()
{
    const bool sound = m_leaks == 0 && (!m_profile || m_profile->leaks.isSound());
    m_verdict->setText(verdict());
    m_verdict->setProperty("role", sound ? QStringLiteral("good") : QStringLiteral("bad"));
    m_verdict->style()->unpolish(m_verdict);
    m_verdict->style()->polish(m_verdict);
    m_explanation->setText(explanation());
    m_explanation->setVisible(!m_explanation->text().isEmpty());
    const std::int64_t unseen = m_profile ? m_profile->leaks.unseenTargets : 0;
    m_unseen->setVisible(unseen > 0);
    m_unseen->setText(
        tr("%1 held-out interactions are with items that training never sees: no model can recall them.")
            .arg(countText(unseen)));
    const std::int64_t afterOthers = m_profile ? m_profile->leaks.afterOthers : 0;
    m_afterOthers->setVisible(afterOthers > 0);
    m_afterOthers->setText(
        tr("Users are cut one by one: %1 training interactions are later than the earliest held-out "
           "one of others. Compare results on this data set only with each other.")
            .arg(countText(afterOthers)));
    m_examples->setAccessibleName(tr("Leaking interactions"));
}

} // namespace opal
