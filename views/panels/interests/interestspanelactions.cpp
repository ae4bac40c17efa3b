// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QAction>
#include <QCheckBox>
#include <QItemSelectionModel>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>

#include "core/jobs/jobs.h"
#include "core/store/casestore.h"
#include "views/figures/figureregistry.h"
#include "views/figures/userfigures.h"
#include "views/itemmodels/historytablemodel.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/panels/interests/attributionview.h"
#include "views/panels/interests/duelview.h"
#include "views/panels/interests/historyeditor.h"
#include "views/panels/interests/interestdelegate.h"
#include "views/panels/interests/interestspanel.h"
#include "views/panels/interests/usertable.h"
#include "views/panels/interests/whatifbar.h"
#include "views/panels/interests/whatifbench.h"
#include "views/shared/userpicker.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/panelkeys.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"

namespace opal {

void InterestsPanel::connectSelection()
{
    connect(m_history->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                m_editor->setRow(index.row(), m_historyModel->rowCount());
                if (index.isValid() && !m_selecting)
                    chooseItem(index.data(HistoryTableModel::ItemIdRole).toString());
            });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid() && !m_selecting)
                    chooseItem(index.data(RecallTableModel::ItemIdRole).toString());
                showDetail();
            });
    connect(&m_context.workspace, &Workspace::itemsChanged, this, &InterestsPanel::selectItems);
    connect(m_pageTabs, &QTabBar::currentChanged, this, &InterestsPanel::showPage);
    connect(m_users, &UserTable::userChosen, this, [this](const QString& user) {
        m_context.workspace.setUser(user);
        m_pageTabs->setCurrentIndex(LensPage);
    });
    connect(m_picker, &UserPicker::propertyChosen, this, [this](UserProperty property) {
        m_users->setProperty(property);
        if (m_attribution && m_picker->takePropertyQuestion())
            m_context.workspace.setUser(m_users->firstUser());
        else
            attribute();
    });
    connect(m_attributionView, &AttributionView::interestChosen, &m_context.workspace,
            &Workspace::setInterest);
    connect(m_duel, &DuelView::itemChosen, this, &InterestsPanel::chooseItem);
    connect(m_duel, &DuelView::failed, this,
            [this](ErrorCode code, const QString& detail) { m_error->showError(m_context, code, detail); });
}

void InterestsPanel::connectBench()
{
    connect(m_bench, &WhatIfBench::changed, this, [this] {
        m_error->clear();
        explore();
    });
    connect(m_bar, &WhatIfBar::saveRequested, this, &InterestsPanel::saveCase);
    connect(m_bar, &WhatIfBar::removeRequested, this, &InterestsPanel::removeCase);
    connect(m_bar, &WhatIfBar::caseChosen, this, [this](const InterestCase& chosen) {
        openCase(chosen.query, QString::fromStdString(chosen.name));
    });
}

void InterestsPanel::addShortcuts()
{
    const auto add = [](QWidget& where, const char* name, const QKeySequence& keys,
                        std::function<QString()> description, const std::function<void()>& triggered) {
        new PanelKeys(where, QLatin1String(name), { keys }, PanelKeys::Reach::WithChildren,
                      std::move(description), triggered);
    };
    const auto row = [this] { return m_history->currentIndex().row(); };
    add(
        *m_history, "drop", QKeySequence::Delete, [] { return tr("Drop the item from the history"); },
        [this, row] { m_bench->drop(row()); });
    add(
        *m_history, "earlier", QKeySequence(Qt::ALT | Qt::Key_Up),
        [] { return tr("Move the item up in the history"); }, [this, row] { m_bench->move(row(), -1); });
    add(
        *m_history, "later", QKeySequence(Qt::ALT | Qt::Key_Down),
        [] { return tr("Move the item down in the history"); }, [this, row] { m_bench->move(row(), 1); });
    add(
        *m_lensPage, "undo", QKeySequence(Qt::CTRL | Qt::Key_Z),
        [] { return tr("Undo the last what-if change"); }, [this] { m_bench->undoStack().undo(); });
    add(
        *m_lensPage, "redo", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z),
        [] { return tr("Redo the what-if change"); }, [this] { m_bench->undoStack().redo(); });
}

void InterestsPanel::chooseItem(const QString& itemId)
{
    m_context.workspace.setItems({ itemId });
}

void InterestsPanel::selectItems()
{
    const QScopedValueRollback guard(m_selecting, true);
    const QStringList items = m_context.workspace.itemIds();
    const QString item = items.isEmpty() ? QString() : items.front();
    const auto select = [](QTableView& table, int row) {
        if (row < 0) {
            table.clearSelection();
            table.setCurrentIndex({});
        } else if (table.currentIndex().row() != row) {
            table.selectRow(row);
            table.scrollTo(table.model()->index(row, 0));
        }
    };
    // An item may be in the history twice: the row that was clicked stays.
    const QModelIndex current = m_history->currentIndex();
    if (!current.isValid() || current.data(HistoryTableModel::ItemIdRole).toString() != item)
        select(*m_history, m_historyModel->rowOf(item));
    select(*m_list, m_listModel->rowOf(item));
    m_editor->setRow(m_history->currentIndex().row(), m_historyModel->rowCount());
    showDetail();
}

void InterestsPanel::showDetail()
{
    m_detail->setFullText(m_listModel->detailText(m_list->currentIndex().row()));
}

namespace {

/// The list as it would be with lists of length k.
template <typename Entry> std::vector<Entry> firstOf(const std::vector<Entry>& list, int k)
{
    return { list.begin(),
             list.begin() + static_cast<std::ptrdiff_t>(std::min(list.size(), static_cast<std::size_t>(k))) };
}

} // namespace

void InterestsPanel::showDifference()
{
    const bool comparable = m_bench->isChanged() && !m_baseline.interests.empty();
    if (!comparable) {
        m_bar->showDifference(nullptr);
        return;
    }
    const ListDifference merged
        = compareLists(firstOf(m_baseline.recall.merged, m_bench->query().k), m_exploration.recall.merged);
    m_bar->showDifference(&merged);
    const int interest = tabInterest();
    const auto position = static_cast<std::size_t>(std::max(interest, 0));
    if (interest >= 0
        && (position >= m_baseline.recall.perInterest.size()
            || position >= m_exploration.recall.perInterest.size()))
        return;
    const auto& whole = interest < 0 ? m_baseline.recall.merged : m_baseline.recall.perInterest[position];
    const auto& texts = interest < 0 ? m_baseline.mergedItems : m_baseline.perInterestItems[position];
    const auto& after
        = interest < 0 ? m_exploration.recall.merged : m_exploration.recall.perInterest[position];
    const std::vector<RecallEntry> before = firstOf(whole, m_bench->query().k);
    ListDifference difference = compareLists(before, after);
    std::vector<RecallEntry> left;
    std::vector<UserExploration::ItemText> leftTexts;
    for (const std::int32_t item : difference.out) {
        const auto row = static_cast<std::size_t>(difference.ranksBefore.at(item) - 1);
        left.push_back(before[row]);
        leftTexts.push_back(texts[row]);
    }
    m_listModel->setDifference(std::move(difference), std::move(left), std::move(leftTexts));
}

void InterestsPanel::saveCase()
{
    if (m_missing != Missing::Nothing)
        return;
    m_context.dialogs.askText(this, tr("Save case"), tr("Name of the case"), {}, [this](const QString& text) {
        const QString name = text.trimmed();
        if (name.isEmpty())
            return;
        InterestCase record;
        record.name = name.toStdString();
        record.run = m_exploration.run;
        record.query = m_bench->query();
        RunStore& store = m_context.store;
        m_context.queries.runVoid(
            this, [&store, record] { CaseStore(store).save(record); }, [this] { loadCases(); },
            [this](ErrorCode code, const QString& detail) { m_error->showError(m_context, code, detail); });
    });
}

void InterestsPanel::removeCase(const InterestCase& chosen)
{
    using Choice = Dialogs::Choice;
    m_context.dialogs.ask(
        this, tr("Delete case"),
        tr("The saved case \u201C%1\u201D of user %2 cannot be brought back.")
            .arg(QString::fromStdString(chosen.name), QString::fromStdString(chosen.query.userId)),
        { { QStringLiteral("delete"), tr("Delete"), Choice::Role::Destructive },
          { QStringLiteral("keep"), tr("Keep"), Choice::Role::Reject } },
        [this, id = chosen.id](const QString& key) {
            if (key != QLatin1String("delete"))
                return;
            RunStore& store = m_context.store;
            m_context.queries.runVoid(
                this, [&store, id] { CaseStore(store).remove(id); }, [this] { loadCases(); },
                [this](ErrorCode code, const QString& detail) {
                    m_error->showError(m_context, code, detail);
                });
        });
}

void InterestsPanel::spaceHistory()
{
    // The longest pause takes as much room as four rows; the others in proportion.
    const int height = m_historyDelegate->itemLook().rowHeight();
    const int longestRoom = 4 * height;
    const std::vector<double> gaps = m_historyModel->pauses();
    m_spaced->setEnabled(!gaps.empty());
    const bool spaced = m_spaced->isChecked() && !gaps.empty();
    for (int row = 0; row < m_historyModel->rowCount(); ++row)
        m_history->setRowHeight(
            row, height + (spaced ? static_cast<int>(longestRoom * gaps[static_cast<std::size_t>(row)]) : 0));
}

void InterestsPanel::loadCases()
{
    const std::string run = m_context.workspace.runId().toStdString();
    if (run.empty()) {
        m_bar->setCases({});
        return;
    }
    RunStore& store = m_context.store;
    m_context.queries.run(
        this, [&store, run] { return CaseStore(store).cases(run); },
        [this, run](std::vector<InterestCase> cases) {
            if (run == m_context.workspace.runId().toStdString())
                m_bar->setCases(std::move(cases));
        },
        [this](ErrorCode code, const QString& detail) { m_error->showError(m_context, code, detail); });
}

void InterestsPanel::openCase(const ExploreQuery& query, const QString& name)
{
    const QString user = QString::fromStdString(query.userId);
    if (user == m_context.workspace.userId()) {
        m_bench->open(query, tr("Open %1").arg(name));
        return;
    }
    m_pendingCase = query;
    m_hasPendingCase = true;
    m_context.workspace.setUser(user);
}

void InterestsPanel::showPage(int page)
{
    m_lens->setCurrentIndex(page);
    if ((page == AttributionPage || page == UsersPage) && !m_attribution
        && !m_context.workspace.runId().isEmpty())
        attribute();
    // These two are about the run: they do not wait for a user.
    const bool ofRun = page == AttributionPage || page == UsersPage;
    m_pages->setCurrentWidget((ofRun && !m_context.workspace.runId().isEmpty())
                                      || m_missing == Missing::Nothing
                                  ? static_cast<QWidget*>(m_lens)
                                  : m_empty);
    m_duel->setActive(page == DuelPage);
}

void InterestsPanel::attribute()
{
    if (m_askAttribution.isBusy() || m_context.workspace.runId().isEmpty())
        return;
    m_askAttribution(makeAttributionJob(m_context.store, m_context.paths,
                                        m_context.workspace.runId().toStdString(), m_bench->query().k));
}

void InterestsPanel::takeAttribution(std::shared_ptr<const RunAttribution> attribution)
{
    m_attribution = std::move(attribution);
    m_attributionView->setResult(m_attribution);
    m_users->setResult(m_attribution);
    if (m_picker->takePropertyQuestion())
        m_context.workspace.setUser(m_users->firstUser());
}

std::vector<FigureRequest> InterestsPanel::figures() const
{
    std::vector<FigureRequest> requests;
    FigureSubject subject;
    subject.runs = { m_context.workspace.runId().toStdString() };
    if (m_missing == Missing::Nothing) {
        const bool spaced = m_spaced->isEnabled() && m_spaced->isChecked();
        subject = userSubject(subject.runs.front(), m_answered, spaced);
        const auto shown = std::make_shared<const UserFigure>(UserFigure { m_exploration, spaced });
        requests.push_back(figureRequest(QStringLiteral("lens"), shown, subject));
        requests.push_back(figureRequest(QStringLiteral("timeline"), shown, subject));
    }
    if (m_attribution) {
        subject = { { m_context.workspace.runId().toStdString() } };
        subject.options["k"] = std::to_string(m_attribution->attribution.k);
        requests.push_back(figureRequest(QStringLiteral("attribution"), m_attribution, subject));
    }
    return requests;
}

} // namespace opal
