// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <QStringList>
#include <QWidget>

#include "core/jobs/mapjobs.h"
#include "views/figures/mapfigure.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QLabel;

namespace opal {

class MapLegend;

/// What the items of a map are coloured by, with the legend that hides some of them: hyper-category, tag,
/// popularity, or a column of a table about the items that the person names.
class MapColours final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MapColours)

public:
    explicit MapColours(const PanelContext& context, QWidget* parent = nullptr);

    /// Forgets everything that belongs to the run before.
    void setRun(const QString& run);
    /// Of that run, whenever they are read anew.
    void setItems(std::shared_ptr<const MapItems> items);

    /// What was chosen last; another run or table may lack it.
    const QString& wanted() const { return m_wanted; }

    void setWanted(const QString& colour);

    /// Null while nothing is known.
    const std::shared_ptr<const ItemColouring>& colouring() const { return m_colouring; }

    /// Values that are not shown, by their place in the colouring.
    const std::set<int>& hidden() const { return m_hidden; }

    /// Writes what is chosen here into a figure.
    void apply(MapFigure& figure) const;
    void showLegend();
    void retranslate();

Q_SIGNALS:
    void changed(); ///< other colours or other values are shown
    void chosen(); ///< by the person
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void fill();
    void choose();
    void setColouring(const QString& key, ItemColouring colouring);
    void askSideTable();
    void readSideTable(const QString& file);
    void recallSideTable();
    void setSideTable(const std::vector<std::string>& columns);
    void toggle(int value);

    PanelContext m_context;
    Ask<std::vector<std::string>> m_askTable; ///< columns of a side table
    Ask<std::shared_ptr<const SideColumn>> m_askColumn;
    QString m_run;
    std::shared_ptr<const MapItems> m_items; ///< of m_run
    QString m_key; ///< what is shown, as the box names it
    QString m_wantedKey; ///< what m_askColumn reads
    QString m_wanted;
    QString m_sideTable; ///< file; empty: none
    QString m_askedTable; ///< what m_askTable reads
    QStringList m_sideColumns;
    bool m_firstColumn = false; ///< a table was just chosen: its first column is shown
    std::shared_ptr<const ItemColouring> m_colouring;
    std::set<int> m_hidden;
    QLabel* m_label;
    QComboBox* m_box;
    MapLegend* m_legend;
};

} // namespace opal
