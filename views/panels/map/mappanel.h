// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/jobs/mapjobs.h"
#include "core/results/recalllist.h"
#include "core/results/runrecord.h"
#include "views/figures/mapfigure.h"
#include "views/shell/ask.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace opal {

class DataTable;
class ElidedLabel;
class EmptyState;
class ErrorBar;
class MapColours;
class MapControls;
class MapItemList;
class MapSelection;
class MapUserBar;
class MapView;

/// All items of a run in the plane: coloured and filtered by what is known of them, with the selected user's
/// history and recall over them, a lasso, and the nearest items of any.
class MapPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MapPanel)

public:
    explicit MapPanel(const PanelContext& context, QWidget* parent = nullptr);

    QString id() const override { return u"map"_s; }

    QString title() const override;
    void retranslate() override;
    std::vector<FigureRequest> figures() const override;

    /// What is drawn; null while nothing is.
    std::shared_ptr<const MapFigure> shown() const { return m_figure; }

Q_SIGNALS:
    void shownChanged();

private:
    void setupUi();
    QWidget* makeBars();
    QWidget* makeWaiting();
    void connectSignals();
    void connectMap();
    void applyTheme();

    void setRun();
    void request();
    void compute();
    void setAnswer(const ItemMapAnswer& answer);
    void checkStore();
    void keepChoice();
    void recallChoice();

    void showMap();
    void showPage();

    void listAll();

    QString itemText(std::int32_t item) const;
    QString noteText() const;
    QString waitingText(double secondsLeft) const;
    void reportError(ErrorCode code, const QString& detail);

    PanelContext m_context;
    Ask<ItemMapAnswer> m_askStored; ///< reads the map
    Ask<ItemMapAnswer> m_askComputed; ///< makes it
    QString m_run;
    std::shared_ptr<const MapItems> m_items; ///< of m_run
    std::shared_ptr<const ItemMap> m_map; ///< with the chosen parameters
    std::shared_ptr<const MapFigure> m_figure;
    bool m_choiceMade = false; ///< since the panel was made
    bool m_running = false; ///< the run was training when the store was last looked at
    std::optional<std::int64_t> m_step; ///< of the run at that time
    MapParams m_computed; ///< what m_askComputed makes

    ErrorBar* m_error = nullptr;
    MapControls* m_controls = nullptr;
    ElidedLabel* m_note = nullptr;
    MapUserBar* m_user = nullptr;
    QPushButton* m_lasso = nullptr;
    QPushButton* m_reset = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_waiting = nullptr;
    QLabel* m_waitingText = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_cancel = nullptr;
    MapView* m_view = nullptr;
    DataTable* m_numbers = nullptr; ///< the view or, in its place, the numbers behind it
    QWidget* m_side = nullptr;
    MapColours* m_colours = nullptr;
    MapItemList* m_list = nullptr;
    MapSelection* m_selection = nullptr;
};

} // namespace opal
