// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/jobs/mapjobs.h"
#include "core/results/recalllist.h"
#include "core/results/runrecord.h"
#include "views/figures/mapfigure.h"
#include "views/shell/ask.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace opal {

class DataTable;
class ElidedLabel;
class EmptyState;
class ErrorBar;
class ItemCellDelegate;
class MapControls;
class MapItemModel;
class MapLegend;
class MapView;
class UserPicker;
struct ChartData;

/// All items of a run in the plane: coloured and filtered by what is known of them, with the selected user's
/// history and recall over them, a lasso, and the nearest items of any.
class MapPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MapPanel)

public:
    explicit MapPanel(const PanelContext& context, QWidget* parent = nullptr);

    QString id() const override { return QStringLiteral("map"); }

    QString title() const override;
    void retranslate() override;
    std::vector<FigureRequest> figures() const override;

    /// What is drawn; null while nothing is.
    std::shared_ptr<const MapFigure> shown() const { return m_figure; }

Q_SIGNALS:
    void shownChanged();

private:
    /// What the table beside the map holds.
    enum class Listed { All, Lasso, Near };

    void setupUi();
    QWidget* makeBars();
    QWidget* makeWaiting();
    QWidget* makeSide();
    void connectSignals();
    void connectMap();
    void applyTheme();

    void takeRun();
    void request();
    void compute();
    void takeAnswer(const ItemMapAnswer& answer);
    void checkStore();

    void showMap();
    void showPage();
    void showLegend();
    ChartData numbers() const;
    /// The projection and the colours outlive the window.
    void keepChoice();
    void recallChoice();
    void fillColours();
    void takeColour();
    void chooseColour();
    void setColouring(const QString& key, ItemColouring colouring);
    void nameColour(MapFigure& figure) const;
    void askSideTable();
    void readSideTable(const QString& file);
    void recallSideTable();
    void takeSideTable(const std::vector<std::string>& columns);
    void takeSideColumn(const SideColumn& column);
    void forgetSideTable();
    void toggleValue(int value);

    void takeUser();
    void takeOverlay();
    void takeItems();
    void takeNear(const NearItems& near);
    void clickItem(std::int32_t item);
    void takeLasso(const std::vector<std::int32_t>& items);
    void clearChosen();
    void listAll();
    void list(Listed what, std::vector<ItemNeighbour> rows);
    bool hasItemCells() const; ///< titles or covers; ids and tags stand below them
    void adaptItemCells();
    void showHeading();

    QString itemText(std::int32_t item) const;
    std::int32_t indexOf(const QString& id) const;
    QString noteText() const;
    QString waitingText(double secondsLeft) const;
    void reportError(ErrorCode code, const QString& detail);

    PanelContext m_context;
    Ask<ItemMapAnswer> m_askStored; ///< reads the map
    Ask<ItemMapAnswer> m_askComputed; ///< makes it
    Ask<UserExploration> m_askUser;
    Ask<NearItems> m_askNear;
    Ask<std::vector<std::string>> m_askTable; ///< columns of a side table
    Ask<std::shared_ptr<const SideColumn>> m_askColumn;
    QString m_run;
    std::shared_ptr<const MapItems> m_items; ///< of m_run
    std::unordered_map<std::string, std::int32_t> m_indices; ///< by original id
    std::shared_ptr<const ItemMap> m_map; ///< with the chosen parameters
    std::shared_ptr<const MapFigure> m_figure;
    MapOverlay m_overlay;
    QString m_colourKey; ///< what is shown, as the box of colours names it
    QString m_wantedKey; ///< what m_askColumn reads
    QString m_wantedColour; ///< what was chosen last; another run or table may lack it
    bool m_choiceMade = false; ///< since the panel was made
    QString m_sideTable; ///< file; empty: none
    QString m_askedTable; ///< what m_askTable reads
    QStringList m_sideColumns;
    bool m_firstColumn = false; ///< a table was just chosen: its first column is shown
    std::shared_ptr<const ItemColouring> m_colouring;
    std::set<int> m_hidden;
    bool m_running = false; ///< the run was training when the store was last looked at
    std::optional<std::int64_t> m_step; ///< of the run at that time
    MapParams m_computed; ///< what m_askComputed makes
    Listed m_listed = Listed::All;
    std::string m_nearOf; ///< original id
    bool m_settingItems = false; ///< the selection of the window is being set from here

    ErrorBar* m_error = nullptr;
    MapControls* m_controls = nullptr;
    UserPicker* m_picker = nullptr;
    QCheckBox* m_history = nullptr;
    QCheckBox* m_recall = nullptr;
    QPushButton* m_lasso = nullptr;
    QPushButton* m_reset = nullptr;
    ElidedLabel* m_note = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_waiting = nullptr;
    QLabel* m_waitingText = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_cancel = nullptr;
    MapView* m_view = nullptr;
    DataTable* m_numbers = nullptr; ///< the view or, in its place, the numbers behind it
    QWidget* m_side = nullptr;
    QLabel* m_colourLabel = nullptr;
    QComboBox* m_colour = nullptr;
    MapLegend* m_legend = nullptr;
    ElidedLabel* m_heading = nullptr;
    QPushButton* m_all = nullptr;
    ItemCellDelegate* m_itemCells = nullptr;
    MapItemModel* m_model = nullptr;
    QTableView* m_table = nullptr;
};

} // namespace opal
