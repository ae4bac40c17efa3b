// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <vector>

#include <QColor>
#include <QTreeWidget>

namespace opal {

/// The legend of the map, which is its filter: a click, Space or Return takes an entry out or brings it back.
class MapLegend final : public QTreeWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MapLegend)

public:
    struct Entry
    {
        QString text;
        QColor colour;
        std::int64_t count = 0;
    };

    explicit MapLegend(QWidget* parent = nullptr);

    void setEntries(const std::vector<Entry>& entries, const std::set<int>& hidden);
    /// Written in bold; -1: none.
    void setStrong(int entry);
    void retranslate();

Q_SIGNALS:
    void toggled(int entry);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showState();

    std::vector<Entry> m_entries;
    std::set<int> m_hidden;
    int m_strong = -1;
};

} // namespace opal
