// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/figuregrid.h"

#include <QCoreApplication>
#include <QFrame>
#include <QGridLayout>

#include "views/figures/datasetfigures.h"
#include "views/figures/figureregistry.h"
#include "views/plot/figureview.h"

namespace opal {

QWidget* makeFigureGrid(const Theme& theme, std::size_t first, std::vector<FigureView*>& views,
                        QWidget* parent)
{
    auto* grid = new QWidget(parent);
    auto* layout = new QGridLayout(grid);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    for (std::size_t i = first; i < datasetFigures().size(); ++i) {
        auto* card = new QFrame(grid);
        card->setProperty("role", QStringLiteral("card"));
        auto* inner = new QVBoxLayout(card);
        inner->setContentsMargins(16, 12, 16, 12);
        auto* view = new FigureView(theme, card);
        view->setObjectName(datasetFigures()[i].key);
        inner->addWidget(view);
        views.push_back(view);
        const int place = static_cast<int>(i - first);
        const bool isLast = i + 1 == datasetFigures().size();
        layout->addWidget(card, place / 2, place % 2, 1, isLast && place % 2 == 0 ? 2 : 1);
    }
    layout->setColumnStretch(0, 1);
    layout->setColumnStretch(1, 1);
    return grid;
}

void showDatasetFigures(const DatasetProfiles& profiles, std::size_t first,
                        const std::vector<FigureView*>& views)
{
    for (std::size_t i = 0; i < views.size(); ++i) {
        const DatasetFigure& figure = datasetFigures()[first + i];
        FigureView& view = *views[i];
        view.setTitle(figure.title());
        if (profiles.sets.empty()) {
            view.setMessage(QCoreApplication::translate("FigureView", "Counting\u2026"));
        } else if (const QString missing = figure.missing(profiles); !missing.isEmpty()) {
            view.setMessage(missing);
        } else {
            view.setFigure(figureRequest(figure.key, std::make_shared<const DatasetProfiles>(profiles), {}),
                           figure.readings(profiles));
        }
    }
}

} // namespace opal
