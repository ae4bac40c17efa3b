// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QWidget>

#include "views/shell/panel.h"

class QCPItemStraightLine;
class QCustomPlot;

namespace opal {

class DataTable;
class Theme;

/// A figure on screen, whatever it draws: it follows theme and size, is a sentence for screen readers, a
/// table in its place, text for the clipboard and, at a right click, a file. It tells what lies under the
/// pointer, and where its numbers have places on the x axis they are read there by mouse and arrow keys.
class Picture final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Picture)

public:
    /// What is under the pointer.
    struct Hint
    {
        QString text; ///< empty: nothing
        QStringList covers = {}; ///< as HoverCard takes them
        bool opens = false; ///< a click does something here
    };

    /// `name` is the object name of the plot.
    Picture(const Theme& theme, const QString& name, QWidget* parent = nullptr);

    QCustomPlot& plot() const { return *m_plot; }

    /// "Table" and "Copy", for the owner's layout.
    QWidget* buttons() const;

    /// Shows a figure; one without a key is no row of the table of figures and cannot be exported. `readings`
    /// are two columns, place and value, for people, with the places on the x axis where they are read.
    void setFigure(FigureRequest figure, FigureTable readings = {});
    /// What it is called while it shows nothing.
    void setName(const QString& name);
    /// Shows nothing any more.
    void clear();

    bool isEmpty() const { return !m_figure.draw; }

    /// What Panel::figures() returns of it.
    std::vector<FigureRequest> figures() const;
    /// `place` is in pixels of the plot.
    void setHints(std::function<Hint(const QPoint& place)> hints);

Q_SIGNALS:
    void clicked(const QPoint& place, const QPoint& global);
    void read(const QString& text); ///< the number that the pointer or the keyboard is at; empty: none

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void draw();
    void mark(int row);
    int nearestRow(double pixel) const;
    void showMenu(const QPoint& global);

    const Theme& m_theme;
    QCustomPlot* m_plot;
    DataTable* m_table;
    FigureRequest m_figure;
    FigureTable m_readings;
    std::function<Hint(const QPoint&)> m_hints;
    QCPItemStraightLine* m_marker = nullptr; ///< of the plot
    int m_marked = -1; ///< row of m_readings
};

} // namespace opal
