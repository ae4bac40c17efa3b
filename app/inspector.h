// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QWidget>

#include "core/jobs/datasetlookup.h"
#include "core/results/recalllist.h"
#include "core/results/runrecord.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

class QLabel;

namespace opal {

class EmptyState;

/// What is selected, in words and numbers: items, user, interest, hyper-category and run. Follows the
/// workspace while it is seen; a hidden inspector asks nothing.
class Inspector final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Inspector)

public:
    Inspector(const PanelContext& context, std::shared_ptr<const DatasetLookup> lookup,
              QWidget* parent = nullptr);
    ~Inspector() override;

    /// The text of one section ("items", "user", "interest", "category", "run"); empty while it is hidden.
    QString sectionText(const QString& key) const;

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    /// A heading and a body; hidden while there is nothing to say.
    struct Section
    {
        QString key;
        QLabel* heading = nullptr;
        QLabel* body = nullptr;
    };

    void setupUi();
    void readRun();
    void readItems();
    void readUser();
    void exploreUser();
    void exploreItem();
    void update();
    void say(const QString& key, const QString& heading, const QString& html);
    bool hasCategories() const;
    QString itemsHtml() const;
    QString userHtml() const;
    QString interestHtml() const;
    QString categoryHtml() const;
    QString runHtml() const;
    QString categoryName(int category) const;

    PanelContext m_context;
    // A run without weights yet has nothing to say; its panel tells why.
    Ask<UserExploration> m_askUser;
    Ask<UserExploration> m_askItem;
    std::shared_ptr<const DatasetLookup> m_lookup;
    EmptyState* m_empty;
    QWidget* m_content;
    std::vector<Section> m_sections;

    std::vector<ItemCard> m_items;
    CategoryNames m_categoryNames; ///< of the run
    std::optional<int> m_itemCategory; ///< hyper-category of the one selected item
    std::optional<UserCard> m_user;
    std::optional<UserExploration> m_exploration;
    std::optional<RunRecord> m_run;
    bool m_stale = true; ///< something changed while hidden
};

} // namespace opal
