// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QWidget>

#include "views/shell/figure.h"

class QPushButton;
class QStackedLayout;
class QTableView;
class QTimer;

namespace opal {

/// Heading of a column of figures for people; names it does not know, such as those of runs, as they are.
QString dataColumnTitle(const QString& column);

/// A chart and, in its place when asked for, the table of its numbers, which can be copied as tab-separated
/// text. Takes the chart over; the buttons go where the owner's layout puts them.
class DataTable final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DataTable)

public:
    explicit DataTable(QWidget* chart, QWidget* parent = nullptr);
    ~DataTable() override;

    /// "Table" and, beside it while the table is shown, "Copy".
    QWidget* buttons() const { return m_buttons; }

    void setSource(std::function<FigureTable()> source);
    /// Title of the chart, for screen readers.
    void setName(const QString& name);
    /// To be called when the numbers have changed; costs nothing while the table is not shown.
    void refresh();
    /// All numbers go to the clipboard as text with tabs.
    void copyAll();
    void retranslate();

    bool isTableShown() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    class Model;
    struct Copying;

    void showPage(bool table);
    void fitColumns();
    /// The selected rows, or all if they are not several.
    void copySelected();
    void copy(std::vector<int> rows);
    void copySlice();

    std::function<FigureTable()> m_source;
    QString m_name;
    QWidget* m_chart;
    QWidget* m_buttons;
    QPushButton* m_toggle;
    QPushButton* m_copy;
    QTableView* m_table;
    Model* m_model;
    QStackedLayout* m_stack;
    QTimer* m_refreshTimer; ///< a growing curve is shown anew a few times a second
    QTimer* m_copyTimer;
    std::unique_ptr<Copying> m_copying; ///< what has been turned into text so far
};

} // namespace opal
