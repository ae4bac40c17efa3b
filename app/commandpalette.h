// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QFrame>
#include <QIcon>
#include <QPointer>
#include <QString>

#include "core/jobs/datasetlookup.h"
#include "core/results/runrecord.h"
#include "views/shell/panelcontext.h"

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace opal {

class ActionRegistry;

/// Finds everything by a few letters: panels, actions, runs, and users and items of the current data set.
/// Lies over the window while it is open; the keyboard alone is enough (arrows, Enter, Escape).
class CommandPalette final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandPalette)

public:
    /// `lookup` outlives what is asked of it.
    CommandPalette(const PanelContext& context, ActionRegistry& actions,
                   std::shared_ptr<const DatasetLookup> lookup, QWidget* window);
    ~CommandPalette() override;

    /// Shows it with an empty field and takes the keyboard; what had it gets it back.
    void open();
    void dismiss();
    bool eventFilter(QObject* watched, QEvent* event) override;

protected:
    void changeEvent(QEvent* event) override;

private:
    /// Something that can be chosen.
    struct Entry
    {
        QString title;
        QString detail; ///< shown behind the title, searched too
        QString kind; ///< translated: "Panel", "Run" ...
        QIcon icon;
        QString shortcut = {};
        int score = 0;
        bool isCommand = false;
        std::function<void()> choose;
    };

    void retranslate();
    void place();
    void readRuns();
    void search();
    void askDataset();
    void show(std::vector<Entry> entries);
    std::vector<Entry> actionEntries(const std::string& text) const;
    std::vector<Entry> runEntries(const std::string& text) const;
    std::vector<Entry> datasetEntries() const;
    bool handleKey(int key);
    void choose(int row);

    PanelContext m_context;
    ActionRegistry& m_actions;
    std::shared_ptr<const DatasetLookup> m_lookup;
    QLineEdit* m_field;
    QListView* m_list;
    QStandardItemModel* m_model;
    std::vector<Entry> m_entries;
    std::vector<RunRecord> m_runs;
    std::vector<DatasetHit> m_hits;
    std::string m_hitsText; ///< what `m_hits` were found for
    bool m_asking = false; ///< the data set is being searched
    QPointer<QWidget> m_before;
};

} // namespace opal
