// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dockhost.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QDataStream>
#include <QDockWidget>
#include <QIODevice>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QTimer>

#include "app/docktitlebar.h"
#include "views/shell/panel.h"
#include "views/shell/theme.h"
#include "views/widgets/emptystate.h"

namespace opal {

namespace {

/// Grows when the docks change in a way that older arrangements do not fit.
constexpr int layoutVersion = 1;
constexpr quint32 layoutMagic = 0x4F504C59; // "OPLY"
constexpr int toolWidth = 304;
constexpr int toolHeight = 240;

/// Panels keep the room they need; where two of them do not fit, they scroll instead of pushing the window
/// beyond the screen.
QScrollArea* makeScroll(QWidget* parent)
{
    auto* area = new QScrollArea(parent);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setMinimumSize(280, 160);
    return area;
}

void prepare(QMainWindow& host)
{
    host.setWindowFlags(Qt::Widget);
    host.setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    host.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    host.setContextMenuPolicy(Qt::NoContextMenu);
}

/// Takes a dock out of the arrangement. Qt remembers its place as it is at that moment: one that is still
/// seen would come back with the next restored layout.
void remove(QMainWindow& host, QDockWidget& dock)
{
    dock.hide();
    host.removeDockWidget(&dock);
}

} // namespace

DockHost::DockHost(const Theme& theme, QWidget* parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_centre(new QMainWindow(this))
    , m_empty(new EmptyState(this))
{
    setObjectName(QStringLiteral("dockHost"));
    prepare(*this);
    prepare(*m_centre);
    m_centre->setObjectName(QStringLiteral("panelHost"));
    m_centre->setCentralWidget(m_empty);
    setCentralWidget(m_centre);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    connect(qApp, &QApplication::focusChanged, this,
            [this](const QWidget*, const QWidget* now) { onFocusChanged(now); });
}

DockHost::~DockHost()
{
    // The docks are hidden after our members are gone, and would still report it.
    for (const Dock& dock : m_docks)
        disconnect(dock.widget, nullptr, this, nullptr);
    disconnect(qApp, nullptr, this, nullptr);
}

DockHost::Dock& DockHost::addDock(QDockWidget* widget, const QString& id, std::function<QString()> title)
{
    Q_ASSERT(!find(id));
    Dock dock;
    dock.id = id;
    dock.title = std::move(title);
    dock.widget = widget;
    widget->setObjectName(QStringLiteral("dock_") % id);
    widget->hide();
    m_docks.push_back(std::move(dock));
    return m_docks.back();
}

Panel* DockHost::addPanel(const std::function<Panel*(QWidget* parent)>& make)
{
    // From the outside in: a widget that changes its parent is styled anew with everything in it, which for a
    // whole panel takes longer than to make it.
    auto* widget = new QDockWidget(m_centre);
    QScrollArea* area = makeScroll(widget);
    widget->setWidget(area);
    Panel* panel = make(area->viewport());
    area->setWidget(panel);
    Dock& dock = addDock(widget, panel->id(), [panel] { return panel->title(); });
    dock.panel = panel;
    dock.beside = new QMenu(dock.widget);
    dock.bar = new DockTitleBar(*dock.widget, m_theme, dock.beside);
    dock.widget->setTitleBarWidget(dock.bar);
    const QString id = dock.id;
    connect(dock.beside, &QMenu::aboutToShow, this, [this, id] { fillBesideMenu(*find(id)); });
    connect(dock.bar, &DockTitleBar::tearOffRequested, this, [this, id] { toggleFloating(id); });
    connect(dock.bar, &DockTitleBar::closeRequested, this, [this, id] { closeDock(id); });
    const auto settleLater = [this] { QTimer::singleShot(0, this, &DockHost::settle); };
    connect(dock.widget, &QDockWidget::topLevelChanged, this, settleLater);
    connect(dock.widget, &QDockWidget::dockLocationChanged, this, settleLater);
    connect(dock.widget, &QDockWidget::visibilityChanged, this, [this, id, settleLater](bool exposed) {
        const auto found = std::find_if(m_docks.begin(), m_docks.end(),
                                        [&](const Dock& candidate) { return candidate.id == id; });
        found->exposed = exposed;
        settleLater();
    });
    return panel;
}

void DockHost::addTool(const QString& id, QWidget* tool, std::function<QString()> title,
                       Qt::DockWidgetArea area)
{
    auto* widget = new QDockWidget(this);
    widget->setWidget(tool);
    Dock& dock = addDock(widget, id, std::move(title));
    dock.area = area;
    dock.widget->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea | Qt::BottomDockWidgetArea);
    dock.bar = new DockTitleBar(*dock.widget, m_theme, nullptr);
    dock.widget->setTitleBarWidget(dock.bar);
    connect(dock.bar, &DockTitleBar::tearOffRequested, this, [this, id] { toggleFloating(id); });
    connect(dock.bar, &DockTitleBar::closeRequested, this, [this, id] { closeDock(id); });
    connect(dock.widget, &QDockWidget::topLevelChanged, this, &DockHost::layoutChanged);
    connect(dock.widget, &QDockWidget::visibilityChanged, this, &DockHost::layoutChanged);
    addDockWidget(area, dock.widget);
    dock.widget->hide();
}

const DockHost::Dock* DockHost::find(const QString& id) const
{
    const auto found = std::find_if(m_docks.begin(), m_docks.end(),
                                    [&](const Dock& candidate) { return candidate.id == id; });
    return found == m_docks.end() ? nullptr : &*found;
}

QDockWidget* DockHost::dock(const QString& id) const
{
    const Dock* found = find(id);
    return found ? found->widget : nullptr;
}

bool DockHost::isOpen(const QString& id) const
{
    const Dock* found = find(id);
    return found && !found->widget->isHidden();
}

QMainWindow& DockHost::hostOf(const Dock& dock)
{
    return dock.panel ? *m_centre : *this;
}

std::vector<const DockHost::Dock*> DockHost::dockedPanels() const
{
    std::vector<const Dock*> docked;
    for (const Dock& dock : m_docks)
        if (dock.panel && !dock.widget->isHidden() && !dock.widget->isFloating())
            docked.push_back(&dock);
    return docked;
}

void DockHost::showPanel(const QString& id)
{
    const Dock* dock = find(id);
    if (!dock || !dock->panel)
        return;
    if (dock->widget->isHidden())
        place(*dock);
    dock->widget->raise();
    if (dock->widget->isFloating())
        dock->widget->activateWindow();
    setFront(id);
    Q_EMIT layoutChanged();
}

/// Opens a closed panel: torn off if it was, else in the place of the front panel.
void DockHost::place(const Dock& dock)
{
    m_empty->hide();
    if (dock.widget->isFloating()) {
        dock.widget->show();
        return;
    }
    const QScopedValueRollback arranging(m_arranging, true);
    remove(*m_centre, *dock.widget);
    const auto docked = dockedPanels();
    if (docked.empty()) {
        m_centre->addDockWidget(Qt::LeftDockWidgetArea, dock.widget);
        dock.widget->show();
    } else {
        replaceFront(dock);
    }
}

void DockHost::replaceFront(const Dock& dock)
{
    const auto docked = dockedPanels();
    const auto isFront = [this](const Dock* other) { return other->id == m_front; };
    const auto found = std::find_if(docked.begin(), docked.end(), isFront);
    QDockWidget* old = found == docked.end() ? docked.front()->widget : (*found)->widget;
    QList<QDockWidget*> widgets;
    QList<int> widths;
    QList<int> heights;
    for (const Dock* other : docked) {
        widgets << (other->widget == old ? dock.widget : other->widget);
        widths << other->widget->width();
        heights << other->widget->height();
    }
    m_centre->setUpdatesEnabled(false);
    m_centre->splitDockWidget(old, dock.widget, Qt::Horizontal);
    remove(*m_centre, *old);
    dock.widget->show();
    // Without this the neighbours would take half of the room that changed hands.
    m_centre->resizeDocks(widgets, widths, Qt::Horizontal);
    m_centre->resizeDocks(widgets, heights, Qt::Vertical);
    m_centre->setUpdatesEnabled(true);
}

void DockHost::openBeside(const QString& id)
{
    const Dock* dock = find(id);
    if (!dock || !dock->panel)
        return;
    {
        const QScopedValueRollback arranging(m_arranging, true);
        auto docked = dockedPanels();
        docked.erase(std::remove(docked.begin(), docked.end(), dock), docked.end());
        if (docked.empty()) {
            showPanel(id);
            return;
        }
        const auto isFront = [this](const Dock* other) { return other->id == m_front; };
        const auto found = std::find_if(docked.begin(), docked.end(), isFront);
        QDockWidget* old = found == docked.end() ? docked.front()->widget : (*found)->widget;
        const int half = old->width() / 2;
        remove(*m_centre, *dock->widget);
        dock->widget->setFloating(false);
        // Qt would add a tab to a tabbed dock instead of splitting it.
        if (m_centre->tabifiedDockWidgets(old).isEmpty())
            m_centre->splitDockWidget(old, dock->widget, Qt::Horizontal);
        else
            m_centre->addDockWidget(Qt::RightDockWidgetArea, dock->widget);
        dock->widget->show();
        m_centre->resizeDocks({ old, dock->widget }, { half, half }, Qt::Horizontal);
    }
    setFront(id);
    Q_EMIT layoutChanged();
}

void DockHost::setToolShown(const QString& id, bool shown)
{
    const Dock* dock = find(id);
    if (!dock || dock->panel || shown == isOpen(id))
        return;
    if (shown && dockWidgetArea(dock->widget) == Qt::NoDockWidgetArea && !dock->widget->isFloating())
        addDockWidget(dock->area, dock->widget);
    dock->widget->setVisible(shown);
    if (shown)
        dock->widget->raise();
    Q_EMIT layoutChanged();
}

void DockHost::toggleFloating(const QString& id)
{
    const Dock* dock = find(id);
    if (!dock)
        return;
    QDockWidget* widget = dock->widget;
    if (widget->isHidden() && dock->panel)
        showPanel(id);
    if (!widget->isFloating()) {
        const QSize size = widget->size();
        const QPoint corner = mapToGlobal(QPoint(64, 48));
        widget->setFloating(true);
        widget->resize(size.boundedTo({ 1000, 700 }).expandedTo({ 480, 320 }));
        widget->move(corner);
        widget->show();
    } else {
        widget->setFloating(false);
        if (hostOf(*dock).dockWidgetArea(widget) == Qt::NoDockWidgetArea)
            hostOf(*dock).addDockWidget(dock->area, widget);
        widget->show();
    }
    if (dock->panel)
        setFront(id);
    settle();
}

void DockHost::closeDock(const QString& id)
{
    const Dock* dock = find(id);
    if (!dock)
        return;
    // A torn-off panel comes back where it was; a docked one gives its room away for good.
    if (dock->panel && !dock->widget->isFloating())
        remove(*m_centre, *dock->widget);
    else
        dock->widget->hide();
    settle();
}

void DockHost::settle()
{
    if (m_arranging || !isVisible())
        return;
    const Dock* front = find(m_front);
    if (!front || front->widget->isHidden() || !front->exposed) {
        const Dock* next = nullptr;
        for (const Dock& dock : m_docks)
            if (dock.panel && !dock.widget->isHidden() && (!next || !next->exposed))
                next = &dock;
        setFront(next ? next->id : QString());
    }
    m_empty->setVisible(dockedPanels().empty());
    Q_EMIT layoutChanged();
}

void DockHost::setFront(const QString& id)
{
    if (id == m_front)
        return;
    m_front = id;
    for (const Dock& dock : m_docks)
        dock.bar->setFront(dock.id == id);
    Q_EMIT frontChanged(id);
}

void DockHost::onFocusChanged(const QWidget* now)
{
    for (const Dock& dock : m_docks)
        if (now && dock.panel && dock.panel->isAncestorOf(now))
            setFront(dock.id);
}

void DockHost::fillBesideMenu(const Dock& dock)
{
    dock.beside->clear();
    for (const Dock& other : m_docks) {
        if (!other.panel || other.id == dock.id)
            continue;
        const QString id = other.id;
        const QString self = dock.id;
        dock.beside->addAction(m_theme.icon(id), other.title(), this, [this, id, self] {
            setFront(self);
            openBeside(id);
        });
    }
}

QByteArray DockHost::saveLayout() const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << layoutMagic << layoutVersion << m_front << m_centre->saveState(layoutVersion)
           << saveState(layoutVersion);
    return bytes;
}

bool DockHost::restoreLayout(const QByteArray& bytes)
{
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    quint32 magic = 0;
    int version = 0;
    QString front;
    QByteArray centre;
    QByteArray tools;
    stream >> magic >> version >> front >> centre >> tools;
    if (stream.status() != QDataStream::Ok || magic != layoutMagic || version != layoutVersion)
        return false;
    const QByteArray oldCentre = m_centre->saveState(layoutVersion);
    const QByteArray oldTools = saveState(layoutVersion);
    {
        const QScopedValueRollback arranging(m_arranging, true);
        removeAll();
        m_empty->hide();
        if (!m_centre->restoreState(centre, layoutVersion) || !restoreState(tools, layoutVersion)) {
            m_centre->restoreState(oldCentre, layoutVersion);
            restoreState(oldTools, layoutVersion);
            return false;
        }
    }
    setFront({});
    const auto docked = dockedPanels();
    if (isOpen(front))
        showPanel(front);
    else if (!docked.empty())
        showPanel(docked.front()->id);
    settle();
    return true;
}

void DockHost::removeAll()
{
    for (const Dock& dock : m_docks) {
        dock.widget->setFloating(false);
        remove(hostOf(dock), *dock.widget);
    }
}

void DockHost::arrange(const DockLayout& layout)
{
    {
        const QScopedValueRollback arranging(m_arranging, true);
        removeAll();
        QList<QDockWidget*> shown;
        for (const QString& id : layout.panels) {
            const Dock* dock = find(id);
            if (!dock || !dock->panel)
                continue;
            m_empty->hide();
            m_centre->addDockWidget(Qt::LeftDockWidgetArea, dock->widget, Qt::Horizontal);
            dock->widget->show();
            shown << dock->widget;
        }
        m_centre->resizeDocks(shown, QList<int>(shown.size(), 400), Qt::Horizontal);
        for (const Dock& dock : m_docks) {
            if (dock.panel)
                continue;
            addDockWidget(dock.area, dock.widget);
            dock.widget->setVisible(layout.tools.contains(dock.id));
            const bool side = dock.area != Qt::BottomDockWidgetArea;
            resizeDocks({ dock.widget }, { side ? toolWidth : toolHeight },
                        side ? Qt::Horizontal : Qt::Vertical);
        }
    }
    setFront({});
    for (const QString& id : layout.panels)
        if (isOpen(id)) {
            showPanel(id);
            break;
        }
    settle();
}

void DockHost::retranslate()
{
    m_empty->setTexts(tr("Every panel is closed"),
                      tr("Choose one in the activity bar at the left or in the View menu."));
    for (const Dock& dock : m_docks) {
        dock.widget->setWindowTitle(dock.title());
        dock.bar->retranslate(dock.title());
    }
}

void DockHost::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    Q_EMIT layoutChanged();
}

} // namespace opal
