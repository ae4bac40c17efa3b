// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/differencestable.h"

#include <algorithm>
#include <cmath>

#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/base/notanumber.h"
#include "core/results/runcompare.h"
#include "core/results/runfields.h"
#include "views/itemmodels/celltext.h"
#include "views/itemmodels/runlook.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

double numberOf(const RunRecord& run, const char* field)
{
    const FieldValue value = runField(run, field);
    const auto* real = std::get_if<double>(&value);
    return real ? *real : notANumber;
}

} // namespace

DifferencesTable::DifferencesTable(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_table(new QTableWidget(this))
{
    m_heading->setProperty("role", QStringLiteral("secondary"));
    m_heading->setObjectName(QStringLiteral("differencesHeading"));
    m_heading->setWordWrap(true);
    m_table->setObjectName(QStringLiteral("differences"));
    setupTable(*m_table);
    m_table->setSelectionMode(QAbstractItemView::ContiguousSelection);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_heading);
    layout->addWidget(m_table, 1);
    layout->addStretch(); // while there is no table
    retranslate();
}

void DifferencesTable::setRuns(const std::vector<RunRecord>& runs, bool firstIsBaseline)
{
    m_asked = runs.size();
    m_runs.assign(runs.begin(), runs.begin() + static_cast<std::ptrdiff_t>(std::min(runs.size(), mostRuns)));
    m_baseline = firstIsBaseline;
    retranslate();
}

void DifferencesTable::setStability(std::map<std::string, double> ami)
{
    if (ami == m_stability)
        return;
    m_stability = std::move(ami);
    retranslate();
}

void DifferencesTable::addRow(const QString& name, const QStringList& cells, bool numbers)
{
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    m_table->setItem(row, 0, new QTableWidgetItem(name));
    for (int column = 0; column < cells.size(); ++column) {
        auto* item = new QTableWidgetItem(cells.at(column));
        item->setToolTip(cells.at(column));
        item->setTextAlignment((numbers ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        m_table->setItem(row, column + 1, item);
    }
}

void DifferencesTable::addParams()
{
    for (const ParamDifference& difference : differingParams(m_runs)) {
        QStringList cells;
        for (const auto& value : difference.values)
            cells << (value ? QString::fromStdString(*value) : missingText());
        const QString key = QString::fromStdString(difference.key);
        addRow(difference.key == "model"      ? tr("Model")
                   : difference.key == "data" ? tr("Data set")
                                              : key,
               cells, true);
    }
}

QString DifferencesTable::resultText(double value, double baseline, bool isBaseline) const
{
    if (!m_baseline || isBaseline || !std::isfinite(value) || !std::isfinite(baseline))
        return metricOrDash(value);
    const double difference = value - baseline;
    //: A metric and how much larger it is than that of the baseline run, e.g. "0.2500 (+0.0100)"
    return tr("%1 (%2)").arg(metricOrDash(value),
                             (difference < 0 ? QStringLiteral("\u2212") : QStringLiteral("+"))
                                 + metricOrDash(std::abs(difference)));
}

void DifferencesTable::addResults()
{
    const std::pair<const char*, QString> results[] = {
        { "recall", tr("Best validation Recall@200") },
        { "recall@50", tr("Test Recall@50") },
        { "recall@100", tr("Test Recall@100") },
        { "recall@200", tr("Test Recall@200") },
        { "hit_rate@50", tr("Test HitRate@50") },
        { "hit_rate@100", tr("Test HitRate@100") },
        { "hit_rate@200", tr("Test HitRate@200") },
        { "ami", tr("AMI") },
        { "nmi", tr("NMI") },
        { "within", tr("SPPMI within interests") },
        { "between", tr("SPPMI between interests") },
        { "ratio", tr("Within / between") },
    };
    for (const auto& [field, title] : results) {
        QStringList cells;
        bool any = false;
        const double baseline = numberOf(m_runs.front(), field);
        for (std::size_t run = 0; run < m_runs.size(); ++run) {
            const double value = numberOf(m_runs[run], field);
            any = any || std::isfinite(value);
            cells << resultText(value, baseline, run == 0);
        }
        if (any)
            addRow(title, cells, true);
    }
}

/// Whether the other runs find the categories of the first one.
void DifferencesTable::addStability()
{
    QStringList cells { missingText() };
    for (std::size_t run = 1; run < m_runs.size(); ++run) {
        const auto found = m_stability.find(m_runs[run].id);
        cells << (found == m_stability.end() ? missingText() : metricOrDash(found->second));
    }
    if (m_stability.empty())
        return;
    addRow(tr("AMI with the categories of the first run"), cells, true);
    m_table->item(m_table->rowCount() - 1, 0)
        ->setToolTip(tr("Stability: do two trainings put the same items together? 0 is chance, 1 the same "
                        "categories."));
}

void DifferencesTable::retranslate()
{
    m_table->clear();
    m_table->setRowCount(0);
    m_table->setAccessibleName(tr("Differences between the runs"));
    m_table->setColumnCount(static_cast<int>(m_runs.size()) + 1);
    auto* setting = new QTableWidgetItem(tr("Setting"));
    setting->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setHorizontalHeaderItem(0, setting);
    for (std::size_t run = 0; run < m_runs.size(); ++run) {
        QString name = QString::fromStdString(m_runs[run].name);
        if (m_baseline && run == 0)
            //: Column of the run that the others are compared with
            name = tr("%1 (baseline)").arg(name);
        auto* header = new QTableWidgetItem(
            QIcon(runLookSwatch(runLook(m_runs[run]), qGuiApp->devicePixelRatio())), name);
        header->setToolTip(name);
        header->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_table->setHorizontalHeaderItem(static_cast<int>(run) + 1, header);
    }
    int params = 0;
    if (m_runs.size() >= 2) {
        addParams();
        params = m_table->rowCount();
        addResults();
        addStability();
    }
    m_table->setVisible(m_runs.size() >= 2);
    m_table->resizeColumnsToContents();
    for (int column = 0; column < m_table->columnCount(); ++column)
        m_table->setColumnWidth(column, std::clamp(m_table->columnWidth(column) + 8, 90, 220));
    if (m_runs.size() < 2)
        m_heading->setText(tr("Select two or more runs to see in which settings they differ."));
    else if (params == 0)
        m_heading->setText(tr("The runs have the same settings; only their results can differ."));
    else if (m_asked > m_runs.size())
        m_heading->setText(
            tr("Only what differs is listed, for the first %1 of %2 runs").arg(m_runs.size()).arg(m_asked));
    else
        m_heading->setText(tr("Only what differs is listed"));
}

} // namespace opal
