// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>
#include <QString>
#include <QStringList>

#include "core/results/datasetsummary.h"

namespace opal {

/// What is selected: one data set, run, user, interest, hyper-category and set of items for the whole window.
/// Panels read it, set it and follow its signals; a signal comes only when the value really changed. Lives in
/// the GUI thread.
class Workspace final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Workspace)

public:
    explicit Workspace(QObject* parent = nullptr);

    QString datasetPath() const { return m_datasetPath; } ///< empty: none

    /// Card of the current data set; null while none is chosen or it is not read yet.
    std::shared_ptr<const DatasetSummary> datasetSummary() const { return m_datasetSummary; }

    /// What people call the current data set: by its card, else by its file; empty if there is none.
    QString datasetName() const;

    QString runId() const { return m_runId; } ///< empty: none

    QString userId() const { return m_userId; } ///< original id; empty: none

    int interest() const { return m_interest; } ///< 0-based; -1: none or merged list

    int category() const { return m_category; } ///< 0-based hyper-category of the run; -1: none

    /// Ids of the runs that are selected together in a list, from top to bottom; may be empty.
    QStringList selectedRuns() const { return m_selectedRuns; }

    QStringList itemIds() const
    {
        return m_itemIds;
    } ///< original ids, in the order of selecting; may be empty

    void setDataset(const QString& path, std::shared_ptr<const DatasetSummary> summary);
    /// Also clears the user, the interest and the category if the run changes. Items are the data set's and
    /// stay.
    void setRun(const QString& id);
    void setSelectedRuns(const QStringList& ids);
    void setUser(const QString& originalId);
    void setInterest(int interest);
    void setCategory(int category);
    void setItems(const QStringList& originalIds);

    /// Asks the window to bring the panel with this Panel::id() to the front.
    void showPanel(const QString& id);
    /// Asks the panel that makes the figure `key` of the table of figures to begin with it, on a data-set
    /// file or, without one, on the current.
    void requestFigure(const QString& key, const QString& datasetFile = {});

Q_SIGNALS:
    void datasetChanged();
    void itemTextsChanged(); ///< titles, tags or covers of the current data set are others now
    void runChanged();
    void selectedRunsChanged();
    void userChanged();
    void interestChanged();
    void categoryChanged();
    void itemsChanged();
    void panelRequested(const QString& id);
    void figureRequested(const QString& key, const QString& datasetFile);

private:
    QString m_datasetPath;
    std::shared_ptr<const DatasetSummary> m_datasetSummary;
    QString m_runId;
    QString m_userId;
    int m_interest = -1;
    int m_category = -1;
    QStringList m_selectedRuns;
    QStringList m_itemIds;
};

} // namespace opal
