// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QWidget>

#include "core/results/datasetprofile.h"

class QLabel;
class QTableView;

namespace opal {

class LeakTableModel;

/// Says whether training saw the future: at once from the card's count, then with what and whom once all
/// interactions were looked at.
class LeakGuard final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LeakGuard)

public:
    explicit LeakGuard(QWidget* parent = nullptr);

    void setSummary(const DatasetSummary& summary);
    /// Null while it is being counted.
    void setProfile(std::shared_ptr<const DatasetProfile> profile);
    void retranslate();

private:
    QString verdict() const;
    QString explanation() const;

    std::int64_t m_leaks = 0; ///< of the card
    SplitKind m_kind = SplitKind::GlobalTime;
    std::shared_ptr<const DatasetProfile> m_profile;
    QLabel* m_verdict;
    QLabel* m_explanation;
    QLabel* m_unseen;
    QLabel* m_afterOthers;
    QTableView* m_examples;
    LeakTableModel* m_model;
};

} // namespace opal
