// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include "views/plot/datatable.h"

namespace opal {

/// Clicks the button that puts the table in the place of `chart`, copies it by a click and clicks back; the
/// lines of what was copied, the columns first. Nothing if a step did not work.
inline QStringList linesBehind(QWidget& chart)
{
    auto* table = qobject_cast<DataTable*>(chart.parentWidget());
    if (!table)
        return {};
    auto* toggle = table->buttons()->findChild<QPushButton*>(QStringLiteral("dataTableToggle"));
    auto* copy = table->buttons()->findChild<QPushButton*>(QStringLiteral("dataTableCopy"));
    auto* view = table->findChild<QTableView*>(QStringLiteral("dataTable"));
    if (!toggle->isVisible() || toggle->accessibleName().isEmpty() || chart.accessibleDescription().isEmpty())
        return {};
    QTest::mouseClick(toggle, Qt::LeftButton);
    const QString before = QStringLiteral("nothing copied");
    QApplication::clipboard()->setText(before);
    QTest::mouseClick(copy, Qt::LeftButton);
    const bool copied = QTest::qWaitFor([&] { return QApplication::clipboard()->text() != before; });
    const bool shown = view->isVisible() && !chart.isVisible();
    QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    const bool complete = lines.size() == view->model()->rowCount() + 1;
    QTest::mouseClick(toggle, Qt::LeftButton);
    return copied && shown && complete && chart.isVisible() ? lines : QStringList();
}

} // namespace opal
