// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/base/error.h"
#include "core/results/recalllist.h"
#include "core/results/runrecord.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QLabel;
class QTableView;

namespace opal {

class ElidedLabel;
class InterestDelegate;
class RankLines;
class RecallTableModel;

/// The same user under two runs of one data set: both merged lists side by side, and a line from the place of
/// each item in the one to its place in the other.
class DuelView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DuelView)

public:
    explicit DuelView(const PanelContext& context, QWidget* parent = nullptr);

    void setRun(const QString& run);
    /// The user under the current run, who is asked for under the other one.
    void setExploration(const UserExploration& exploration);
    /// Asks only while it is looked at.
    void setActive(bool active);
    void retranslate();

Q_SIGNALS:
    void itemChosen(const QString& itemId);
    void failed(opal::ErrorCode code, const QString& detail);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Side
    {
        QLabel* heading = nullptr;
        QTableView* table = nullptr;
        RecallTableModel* model = nullptr;
        InterestDelegate* delegate = nullptr;
    };

    Side makeSide(const QString& name);
    void listRuns();
    void takeRuns(std::vector<RunRecord> runs);
    void ask();
    void showLists();
    /// Rows of both lists as high as the taller ones need, so that the lines between them stay plain.
    void adaptRows();
    void updateTexts();
    void followItems();
    QString runName(const std::string& id) const;

    PanelContext m_context;
    Ask<UserExploration> m_ask;
    UserExploration m_mine;
    UserExploration m_other;
    std::vector<RunRecord> m_runs; ///< the current one and those that can be compared with it
    bool m_active = false;
    bool m_selecting = false;
    QLabel* m_otherLabel;
    QComboBox* m_otherRun;
    ElidedLabel* m_note;
    Side m_left;
    Side m_right;
    RankLines* m_lines;
};

} // namespace opal
