// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

#include "core/jobs/mapjobs.h"
#include "views/itemmodels/mapitemmodel.h"
#include "views/panels/map/mapcontrols.h"
#include "views/panels/map/maplegend.h"
#include "views/panels/map/mappanel.h"
#include "views/panels/map/mapview.h"
#include "views/plot/datatable.h"
#include "views/plot/qcp.h"
#include "views/shared/userpicker.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

QString modelText(const MapItems& items)
{
    return QString::fromStdString(items.model).toUpper();
}

} // namespace

QString MapPanel::waitingText(double secondsLeft) const
{
    const QString what = tr("Computing the map: %1").arg(mapMethodText(m_computed.method));
    return secondsLeft < 0 ? what : what % QLatin1Char('\n') % tr("%1 left").arg(durationText(secondsLeft));
}

void MapPanel::showPage()
{
    const MapParams wanted = m_controls->params();
    const bool computing = m_askComputed.isBusy() && m_computed == wanted;
    m_side->setVisible(m_items != nullptr);
    for (QWidget* part : std::initializer_list<QWidget*> { m_lasso, m_reset, m_numbers->buttons() })
        part->setEnabled(m_figure != nullptr);
    m_note->setFullText(noteText());
    if (m_figure) {
        m_pages->setCurrentWidget(m_numbers);
        return;
    }
    if (computing) {
        if (m_progress->maximum() == 0)
            m_waitingText->setText(waitingText(-1));
        m_pages->setCurrentWidget(m_waiting);
        return;
    }
    if (m_run.isEmpty())
        m_empty->setTexts(tr("No run chosen"), tr("Choose a run to see its items as points of a plane."),
                          tr("Choose a run"));
    else if (m_askStored.isBusy())
        m_empty->setTexts({}, tr("Reading the items of the run…"));
    else if (!m_items)
        m_empty->setTexts(
            tr("No item vectors to show"),
            tr("The run has no weights yet. They are read when its first checkpoint is written."));
    else
        m_empty->setTexts(
            tr("Not computed yet"),
            wanted.method == MapMethod::Neighbours
                ? tr("%n item(s) are laid out by their nearest neighbours. It may take a minute and "
                     "is kept with the run.",
                     nullptr, static_cast<int>(m_items->count()))
                : tr("%n item(s) are projected in a moment and kept with the run.", nullptr,
                     static_cast<int>(m_items->count())),
            tr("Compute the map"));
    m_pages->setCurrentWidget(m_empty);
}

QString MapPanel::noteText() const
{
    QStringList parts;
    if (m_map) {
        switch (m_map->params.method) {
        case MapMethod::Pca:
            parts << tr("The two directions of largest variance hold %1 % and %2 % of it.")
                         .arg(100 * m_map->explainedX, 0, 'f', 1)
                         .arg(100 * m_map->explainedY, 0, 'f', 1);
            break;
        case MapMethod::Neighbours:
            parts << tr("Near items stay near; distances between far groups mean little.");
            break;
        case MapMethod::Plane:
            parts << tr("Cosine of every item to the two hyper-categories.");
            break;
        }
    }
    if (m_items && m_items->categories == 0)
        parts << tr("%1 has no hyper-categories, so there is no colouring by them and no plane.")
                     .arg(modelText(*m_items));
    return parts.join(QLatin1Char(' '));
}

void MapPanel::showHeading()
{
    const int count = m_model->rowCount();
    m_all->setVisible(m_listed != Listed::All);
    switch (m_listed) {
    case Listed::All:
        m_heading->setFullText(m_items ? tr("%n item(s) shown", nullptr, count) : tr("Items"));
        break;
    case Listed::Lasso:
        m_heading->setFullText(tr("%n item(s) selected", nullptr, count));
        break;
    case Listed::Near:
        m_heading->setFullText(tr("Nearest to %1").arg(QString::fromStdString(m_nearOf)));
        break;
    }
}

QString MapPanel::itemText(std::int32_t item) const
{
    const auto at = static_cast<std::size_t>(item);
    QStringList lines { QString::fromStdString(m_items->ids[at]) };
    if (!m_items->titles.empty() && !m_items->titles[at].empty())
        lines << QString::fromStdString(m_items->titles[at]);
    if (const QString tags = mapTagsText(*m_items, item); !tags.isEmpty())
        lines << tr("Tags: %1").arg(tags);
    if (m_items->categories > 0)
        lines << mapCategoryText(*m_items, m_items->category[at]);
    lines << tr("%n training interaction(s)", nullptr, m_items->popularity[at]);
    return lines.join(QLatin1Char('\n'));
}

void MapPanel::retranslate()
{
    m_controls->retranslate();
    m_picker->retranslate();
    m_legend->retranslate();
    m_history->setText(tr("History"));
    m_history->setToolTip(tr("Diamonds: what the selected user has watched"));
    m_recall->setText(tr("Recall"));
    m_recall->setToolTip(
        tr("Rings in the colour of the interest: the recommended items, of all interests or of the "
           "selected one"));
    m_lasso->setText(tr("Lasso"));
    m_lasso->setToolTip(
        tr("Drag around items to list them; Shift and dragging does the same at any time, Escape "
           "ends it"));
    m_reset->setText(tr("Show everything"));
    m_cancel->setText(tr("Cancel"));
    m_progress->setAccessibleName(tr("Progress of the map"));
    m_colourLabel->setText(tr("Colour"));
    m_colour->setAccessibleName(tr("Colour of the items"));
    m_legend->setAccessibleName(tr("Legend and filter"));
    m_all->setText(tr("List all"));
    m_table->setAccessibleName(tr("Items of the map"));
    m_view->plot().setAccessibleName(tr("Item map"));
    m_view->setAccessibleName(tr("Item map"));
    m_numbers->setName(tr("Item map"));
    fillColours();
    showLegend();
    showHeading();
    showPage();
}

} // namespace opal
