// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "views/figures/sppmifigure.h"
#include "views/plot/picture.h"
#include "views/shell/ask.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QLabel;
class QStackedWidget;
class QTableWidget;

namespace opal {

class EmptyState;
class ItemCellDelegate;
struct DiversityJobRequest;

/// How alike the recommendations of one user are under one run or two: the matrices, and the items of a block
/// beside them.
class UserDiversityPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UserDiversityPage)

public:
    explicit UserDiversityPage(const PanelContext& context, QWidget* parent = nullptr);

    /// What is shown next, one request a run; none while there is no run or no user.
    void setRequests(const std::vector<DiversityJobRequest>& requests);

    /// The next sides that are these are shown with how their user was chosen.
    void setChosen(SppmiPair chosen) { m_chosen = std::move(chosen); }

    /// Empty sides while nothing is shown.
    const SppmiPair& shown() const { return m_pair; }

    QWidget* buttons() const { return m_picture->buttons(); }

    std::vector<FigureRequest> figures() const { return m_picture->figures(); }

    void retranslate();

Q_SIGNALS:
    void shownChanged();
    void userWanted(); ///< any
    void failed(opal::ErrorCode code, const QString& detail);

private:
    using Sides = std::vector<std::shared_ptr<const UserDiversity>>;

    /// A cell of one of the matrices.
    struct Cell
    {
        const UserDiversity* side = nullptr;
        std::size_t row = 0;
        std::size_t column = 0;
    };

    void setupUi();
    void setSides(Sides sides);
    void draw();
    void showEmpty();
    void showBlock(const Cell& cell);
    Cell cellAt(const QPoint& place) const;
    Picture::Hint hintAt(const QPoint& place) const;

    PanelContext m_context;
    Ask<Sides> m_ask; ///< the sides in the order of their runs
    SppmiPair m_pair;
    SppmiPair m_chosen; ///< the last pair whose runs and user were found and not set here
    QStackedWidget* m_pages = nullptr; ///< nothing yet, the matrices
    EmptyState* m_empty = nullptr;
    Picture* m_picture = nullptr;
    QLabel* m_blockHeading = nullptr;
    QTableWidget* m_block = nullptr;
    ItemCellDelegate* m_itemCells = nullptr;
};

} // namespace opal
