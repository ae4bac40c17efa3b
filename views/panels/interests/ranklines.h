// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

class QTableView;

namespace opal {

class Theme;

/// The space between two tables of ranked items: a line from the row of each item on the left to its row on
/// the right, thick for the item that is selected. Follows the scrolling of both.
class RankLines final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RankLines)

public:
    struct Link
    {
        int left = 0; ///< row
        int right = 0;
        int interest = 0; ///< gives the colour
    };

    RankLines(const Theme& theme, const QTableView& left, const QTableView& right, QWidget* parent);

    void setLinks(std::vector<Link> links);

    QSize sizeHint() const override { return { 96, 100 }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double heightOf(const QTableView& table, int row) const;

    const Theme& m_theme;
    const QTableView& m_left;
    const QTableView& m_right;
    std::vector<Link> m_links;
};

} // namespace opal
