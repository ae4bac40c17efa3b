// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QWidget>

class QCPItemStraightLine;
class QCustomPlot;
class QLabel;
class QPushButton;
class QStackedLayout;
class QTableWidget;

namespace opal {

class Theme;
struct PlotTheme;

/// One value of a figure as text, for the readout, the keyboard and the table behind the picture.
struct FigurePoint
{
    double x = 0; ///< on the x axis
    QString key; ///< "2022-04-25"
    QString value; ///< "12 034 interactions"
};

/// A figure that does not move, on screen: title, picture, and its numbers under the mouse, the arrow keys or
/// in a table.
class FigureView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FigureView)

public:
    using Draw = std::function<void(QCustomPlot&, const PlotTheme&)>;

    explicit FigureView(const Theme& theme, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    /// What is written above the two columns of the table.
    void setHeadings(const QString& key, const QString& value);
    void setFigure(Draw draw, std::vector<FigurePoint> points, const QString& summary);
    /// Shows a sentence in place of the picture.
    void setMessage(const QString& sentence);
    void retranslate();

    QString readout() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void redraw();
    void fillTable();
    void copyTable() const;
    void showPage();
    void mark(int point);
    int nearestPoint(double pixel) const;

    const Theme& m_theme;
    Draw m_draw;
    std::vector<FigurePoint> m_points;
    QString m_summary;
    QString m_keyHeading;
    QString m_valueHeading;
    int m_marked = -1;

    QLabel* m_title;
    QLabel* m_readout;
    QPushButton* m_asTable;
    QPushButton* m_copy;
    QStackedLayout* m_stack;
    QLabel* m_message;
    QTableWidget* m_table;
    QWidget* m_canvas;
    QCustomPlot* m_plot = nullptr;
    QCPItemStraightLine* m_marker = nullptr;
};

} // namespace opal
