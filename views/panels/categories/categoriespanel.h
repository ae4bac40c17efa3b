// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "core/results/hypercategory.h"
#include "core/results/runrecord.h"
#include "views/panels/categories/categorycontents.h"
#include "views/shell/ask.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QStackedWidget;
class QTabWidget;

namespace opal {

class CategoryCharts;
class CategoryMeasures;
class EmptyState;
class ErrorBar;

/// How a run spreads the items over its hyper-categories, live while it trains and at any evaluation it has
/// made: mass, confidence, similarity, who moved, alarms, and what the categories are about.
class CategoriesPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CategoriesPanel)

public:
    explicit CategoriesPanel(const PanelContext& context, QWidget* parent = nullptr);

    QString id() const override { return u"categories"_s; }

    QString title() const override;
    void retranslate() override;
    std::vector<FigureRequest> figures() const override;

private:
    /// What the store says of a run.
    struct Stored
    {
        RunRecord record;
        CategoryCourse course;
        std::vector<NamedRun> namedRuns;
    };

    void setupUi();
    QWidget* makeBar();
    void connectSignals();

    void setRun();
    void readStore();
    void setStored(Stored stored);
    void addProgress(const JobProgress& progress);
    void showFailedDetails(ErrorCode code, const QString& detail);
    void setMatching(const CategoryMatching& matching);

    /// Contents and labels of the evaluation.
    void setDetails(const CategoryDetails& details);
    /// The evaluations have grown or other names are known.
    void showCourse();
    std::size_t standingEvaluation() const;
    void fillEvaluations();
    void selectEvaluation(std::size_t place);
    void showEvaluation();
    void readFlow();
    void askDetails();
    void carryNames(const NamedRun& from);
    void saveNames(const std::map<int, std::string>& names);
    void showMissing();
    void showMeasures();
    void reportError(ErrorCode code, const QString& detail);

    bool hasCourse() const { return !m_course.snapshots.empty(); }

    const CategorySnapshot& selected() const { return m_course.snapshots[m_selected]; }

    PanelContext m_context;
    QString m_run;
    std::optional<RunRecord> m_record;
    CategoryCourse m_course; ///< without items
    std::size_t m_selected = 0;
    std::uint64_t m_generation = 0; ///< answers for an earlier run are dropped
    bool m_reading = false;
    bool m_readAgain = false;
    Ask<CategoryDetails> m_askDetails;
    std::int64_t m_detailsStep = -1; ///< that is shown or asked for
    std::optional<Agreement> m_agreementShown; ///< of the evaluation that is shown, once it is known
    Ask<CategoryMatching> m_askMatching;
    NamedRun m_matchFrom;
    std::pair<std::int64_t, std::int64_t> m_flowSteps { -1, -1 }; ///< that are shown

    ErrorBar* m_error = nullptr;
    QLabel* m_evaluationLabel = nullptr;
    QComboBox* m_evaluation = nullptr;
    QCheckBox* m_newest = nullptr;
    QLabel* m_sinceLabel = nullptr;
    QComboBox* m_since = nullptr;
    CategoryMeasures* m_measures = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_content = nullptr;
    QTabWidget* m_tabs = nullptr;
    CategoryCharts* m_charts = nullptr;
    CategoryContents* m_contents = nullptr;
};

} // namespace opal
