// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabWidget>

#include "core/jobs/jobs.h"
#include "views/figures/categoryfigures.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/celltext.h"
#include "views/panels/categories/categoriespanel.h"
#include "views/panels/categories/categorycharts.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/metrictile.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

/// Below this cosine two categories share too little to have one name.
constexpr double leastCosine = 0.5;

/// The advice for categories without meaning was taken already.
bool startsCoherently(const std::optional<RunRecord>& run)
{
    if (!run)
        return false;
    const auto start = run->params.find("category_start");
    return start != run->params.end() && start->second == "coherent";
}

const ModelInfo* findInfo(const std::string& model)
{
    const auto& models = availableModels();
    const auto found = std::find_if(models.begin(), models.end(),
                                    [&model](const ModelInfo& info) { return info.name == model; });
    return found == models.end() ? nullptr : &*found;
}

} // namespace

void CategoriesPanel::retranslate()
{
    //: Which evaluation of the training is shown
    m_evaluationLabel->setText(tr("&Evaluation"));
    m_evaluation->setAccessibleName(tr("Evaluation"));
    m_newest->setText(tr("Follow the &newest"));
    m_newest->setToolTip(tr("Goes to each new evaluation while the run trains"));
    m_sinceLabel->setText(tr("Moves &since"));
    m_since->setAccessibleName(tr("Earlier evaluation to compare the items with"));
    m_alarms->setAccessibleName(tr("Alarms"));
    m_tabs->setTabText(0, tr("Spread"));
    m_tabs->setTabText(1, tr("Contents"));
    m_variation->setTitle(tr("Mass variation"));
    m_variation->setToolTip(tr("Standard deviation of w over its mean (Eq. 4); 0 is uniform"));
    m_effective->setTitle(tr("Effective number"));
    m_effective->setToolTip(tr("exp of the entropy of the shares of w; K is uniform"));
    m_confidence->setTitle(tr("Mean confidence"));
    m_confidence->setToolTip(tr("Mean over the items of max a (Eq. 2); 1 is sure"));
    m_entropy->setTitle(tr("Mean entropy"));
    m_entropy->setToolTip(tr("Mean over the items of −Σ a log a, in nats; 0 is sure"));
    m_agreement->setTitle(tr("Agreement (AMI)"));
    m_agreement->setToolTip(
        tr("Adjusted mutual information of the hyper-categories with the tags of the items, or "
           "with the log's own spectral groups where there are no tags; 0 is chance, 1 "
           "identical. The band holds 95 % of shuffled hyper-categories."));
    m_charts->retranslate();
    m_contents->retranslate();
    if (hasCourse()) {
        fillEvaluations();
        updateTiles();
        showAlarms();
    } else {
        showMissing();
    }
}

void CategoriesPanel::fillEvaluations()
{
    const auto nameOf = [](const CategorySnapshot& snapshot) {
        return tr("%1, epoch %2").arg(stageTitle(snapshot.stage)).arg(snapshot.epoch);
    };
    const int since = m_since->currentIndex();
    const bool wasPrevious = m_newest->isChecked() || since < 0;
    const QSignalBlocker first(m_evaluation);
    const QSignalBlocker second(m_since);
    m_evaluation->clear();
    m_since->clear();
    for (std::size_t i = 0; i < m_course.snapshots.size(); ++i) {
        m_evaluation->addItem(nameOf(m_course.snapshots[i]));
        if (i < m_selected)
            m_since->addItem(nameOf(m_course.snapshots[i]));
    }
    m_evaluation->setCurrentIndex(static_cast<int>(m_selected));
    const int last = m_since->count() - 1;
    m_since->setCurrentIndex(wasPrevious ? last : std::min(since, last));
    m_since->setEnabled(last >= 0);
}

void CategoriesPanel::updateTiles()
{
    const CategorySnapshot& snapshot = selected();
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
    m_agreement->setValue(m_agreementShown ? metricText(m_agreementShown->ami.value) : missingText());
    m_agreement->setNote(m_agreementShown
                             ? (m_agreementShown->with == "tags" ? tr("tags; chance %1 to %2")
                                                                 : tr("log groups; chance %1 to %2"))
                                   .arg(QLocale().toString(m_agreementShown->ami.low, 'f', 3),
                                        QLocale().toString(m_agreementShown->ami.high, 'f', 3))
                             : QString());
}

void CategoriesPanel::showAlarms()
{
    QStringList sentences;
    for (const CategoryAlarm& alarm : categoryAlarms(selected())) {
        const QString name = numberedTitle(alarm.category, m_course.names.of(alarm.category));
        switch (alarm.kind) {
        case CategoryAlarm::Kind::Collapse:
            sentences
                << tr("Collapse: the mass is spread as if over %1 of %2 categories. A larger λf spreads "
                      "it.")
                       .arg(alarm.value, 0, 'f', 1)
                       .arg(selected().categories);
            break;
        case CategoryAlarm::Kind::Dead:
            sentences << tr("Category %1 is dead: it has %2 % of the mass.")
                             .arg(name)
                             .arg(100 * alarm.value, 0, 'f', 2);
            break;
        case CategoryAlarm::Kind::Twin:
            sentences << tr("Categories %1 and %2 point the same way, |cosine| %3. A larger λo parts them.")
                             .arg(name, numberedTitle(alarm.other, m_course.names.of(alarm.other)),
                                  metricText(alarm.value));
            break;
        }
    }
    if (m_agreementShown && m_agreementShown->isAtChance())
        sentences
            << tr("These hyper-categories are no better than chance: their agreement (AMI %1) is within that "
                  "of shuffled ones.")
                    .arg(metricText(m_agreementShown->ami.value))
                + QLatin1Char(' ')
                + (startsCoherently(m_record) ? tr("Try another number of interests.")
                                              : tr("Train with category_start = coherent."));
    m_alarms->setText(sentences.join(QLatin1Char('\n')));
    m_alarms->setVisible(!sentences.isEmpty());
}

void CategoriesPanel::showMissing()
{
    m_pages->setCurrentWidget(m_empty);
    if (m_run.isEmpty()) {
        m_empty->setTexts(tr("No run is open"),
                          tr("Open a run to see how it spreads the items over its hyper-categories."),
                          tr("Choose a run"));
        return;
    }
    if (!m_record) {
        m_empty->setTexts({}, tr("Reading the run…"));
        return;
    }
    const ModelInfo* info = findInfo(m_record->model);
    const QString model
        = info != nullptr ? QString::fromStdString(info->title) : QString::fromStdString(m_record->model);
    if (info != nullptr && !info->hasCategories) {
        m_empty->setTexts(tr("%1 has no hyper-categories").arg(model),
                          tr("This model learns the interests of each user without global categories of the "
                             "items. Open an OPAL run to see some."),
                          tr("Choose a run"));
    } else if (m_record->state == RunState::Running || m_record->state == RunState::Queued) {
        m_empty->setTexts(tr("No evaluation yet"),
                          tr("The hyper-categories are recorded at every evaluation of the training."));
    } else {
        m_empty->setTexts(tr("No hyper-categories are recorded"),
                          tr("The run has made no evaluation, or an earlier version trained it. Train it "
                             "again to record them."),
                          tr("Choose a run"));
    }
}

void CategoriesPanel::takeMatching(const CategoryMatching& matching)
{
    std::map<int, std::string> names;
    QStringList left;
    for (const auto& [category, name] : m_matchFrom.names) {
        const int match = category < matching.rows ? matching.match[static_cast<std::size_t>(category)] : -1;
        if (match >= 0 && matching.cosineOf(category, match) >= leastCosine)
            names[match] = name;
        else
            left << QString::fromStdString(name);
    }
    QString message = tr("%n name(s) carried over.", nullptr, static_cast<int>(names.size()));
    message += QLatin1Char(' ')
        + tr("Stability: AMI %1 over the %2 items of both runs.")
              .arg(metricText(matching.ami), countText(matching.items));
    if (!left.isEmpty())
        message += QLatin1Char(' ')
            + tr("No category here shares enough items with: %1").arg(left.join(QStringLiteral(", ")));
    m_contents->setMessage(message);
    if (!names.empty())
        saveNames(names);
}

std::vector<FigureRequest> CategoriesPanel::figures() const
{
    if (!hasCourse())
        return {};
    FigureSubject subject;
    subject.runs = { m_run.toStdString() };
    FigureSubject at = subject;
    at.options = { { "step", std::to_string(selected().step) } };
    const CategoryCourse one { { selected() }, m_course.names };
    return { figureRequest(QStringLiteral("assignment"), std::make_shared<const CategoryCourse>(m_course),
                           subject),
             figureRequest(QStringLiteral("category-similarity"), std::make_shared<const CategoryCourse>(one),
                           at) };
}

} // namespace opal
