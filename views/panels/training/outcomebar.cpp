// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/training/outcomebar.h"

#include <cmath>
#include <map>
#include <string>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStringBuilder>

#include "views/panels/training/liverun.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

/// Stages that can stand for a run, in their order.
constexpr const char* comparedStages[] { "soft", "hard" };

} // namespace

OutcomeBar::OutcomeBar(const LiveRun& run, QWidget* parent)
    : QFrame(parent)
    , m_run(run)
    , m_sentence(new QLabel(this))
    , m_user(new QPushButton(this))
    , m_comparison(new QPushButton(this))
    , m_figure(new QPushButton(this))
{
    setObjectName(QStringLiteral("outcomeBar"));
    setProperty("role", QStringLiteral("card"));
    m_sentence->setObjectName(QStringLiteral("outcomeSentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_user->setObjectName(QStringLiteral("outcomeUser"));
    m_comparison->setObjectName(QStringLiteral("outcomeComparison"));
    m_figure->setObjectName(QStringLiteral("outcomeFigure"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(m_sentence, 1);
    for (QPushButton* button : { m_user, m_comparison, m_figure })
        layout->addWidget(button);
    connect(m_user, &QPushButton::clicked, this, &OutcomeBar::userRequested);
    connect(m_comparison, &QPushButton::clicked, this, &OutcomeBar::comparisonRequested);
    connect(m_figure, &QPushButton::clicked, this, &OutcomeBar::figureRequested);
    hide();
}

QString OutcomeBar::verdict(const RunRecord& run)
{
    const std::string decisive = decisiveStage(run);
    if (decisive.empty() || (run.state != RunState::Finished && run.state != RunState::Stopped))
        return {};
    const double value = run.bestMetric.at(decisive);
    const auto epoch = run.bestEpoch.find(decisive);
    const QString reached
        = tr("Best Recall@200 on the validation day: %1, %2, epoch %3.")
              .arg(metricText(value), stageTitle(decisive),
                   epoch == run.bestEpoch.end() ? QStringLiteral("\u2013") : QString::number(epoch->second));
    const auto early = run.bestMetric.find(comparedStages[0]);
    const auto late = run.bestMetric.find(comparedStages[1]);
    if (early == run.bestMetric.end() || late == run.bestMetric.end())
        return reached;
    const QString lateName = stageTitle(late->first);
    const QString earlyName = stageTitle(early->first);
    const QString difference = metricText(std::abs(late->second - early->second));
    if (late->second >= early->second)
        //: %1 and %2 are stages, e.g. Fine-tuning and Pre-training, %3 a difference of Recall@200
        return tr("%1 was better than %2 by %3; its weights are the result.")
                   .arg(lateName, earlyName, difference)
            % QLatin1Char(' ') % reached;
    const QString kept = decisive == early->first
        //: %1 is a stage
        ? tr("The weights of %1 are the result.").arg(earlyName)
        //: %1 is a stage
        : tr("The weights of %1 are the result all the same, as in the paper; with keep_stage = best the "
             "better "
             "stage stays.")
              .arg(lateName);
    //: %1 and %2 are stages, %3 a difference of Recall@200
    return tr("%1 was better than %2 by %3.").arg(earlyName, lateName, difference) % QLatin1Char(' ') % kept
        % QLatin1Char(' ') % reached;
}

void OutcomeBar::refresh()
{
    const auto& record = m_run.record();
    const bool isOver = record && !m_run.isTrainedHere() && !m_run.isTrainedElsewhere();
    const QString text = isOver ? verdict(*record) : QString();
    m_sentence->setText(text);
    const bool hasData = isOver && !record->datasetPath.empty();
    const auto interests = isOver ? currentParams(*record) : std::map<std::string, std::string>();
    const auto found = interests.find("interests");
    const bool isSeveral = found != interests.end() && found->second != "1";
    m_user->setVisible(hasData);
    m_comparison->setVisible(hasData && isSeveral);
    m_figure->setVisible(hasData && isSeveral);
    setVisible(!text.isEmpty());
}

void OutcomeBar::retranslate()
{
    m_user->setText(tr("Look at a user"));
    m_user->setToolTip(tr("Open the interests and lists of one user"));
    m_comparison->setText(tr("Compare with one interest"));
    m_comparison->setToolTip(
        tr("Train the same with one interest, or take the run that is there, and draw both"));
    m_figure->setText(tr("Look at diversity"));
    m_figure->setToolTip(tr("Which recommended videos the same people watch, by interest"));
    refresh();
}

} // namespace opal
