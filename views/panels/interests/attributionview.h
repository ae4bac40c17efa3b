// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QWidget>

#include "core/results/attribution.h"
#include "views/plot/picture.h"

class QStackedWidget;
class QTableWidget;

namespace opal {

class ElidedLabel;
class EmptyState;
class Theme;

/// Which interest finds what, over all users of a run: a figure, and a row for every interest.
class AttributionView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AttributionView)

public:
    explicit AttributionView(const Theme& theme, QWidget* parent = nullptr);

    /// Null: not known yet.
    void setResult(std::shared_ptr<const RunAttribution> result);
    /// True while all users are being read.
    void setWaiting(bool waiting);
    void retranslate();

    std::vector<FigureRequest> figures() const { return m_picture->figures(); }

Q_SIGNALS:
    void interestChosen(int interest);

private:
    void show();
    void fillTable();
    QString summary() const;

    std::shared_ptr<const RunAttribution> m_result;
    bool m_waiting = false;
    ElidedLabel* m_summary;
    QStackedWidget* m_pages;
    EmptyState* m_empty;
    Picture* m_picture;
    QTableWidget* m_table;
};

} // namespace opal
