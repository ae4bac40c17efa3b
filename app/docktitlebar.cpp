// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docktitlebar.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QStyle>
#include <QToolButton>

#include "views/shell/theme.h"
#include "views/widgets/elidedlabel.h"

namespace opal {

DockTitleBar::DockTitleBar(QDockWidget& dock, const Theme& theme, QMenu* besideMenu)
    : QFrame(&dock)
    , m_dock(dock)
    , m_theme(theme)
    , m_title(new ElidedLabel(this))
    , m_beside(makeButton(QStringLiteral("beside")))
    , m_tearOff(makeButton(QStringLiteral("tearOff")))
    , m_close(makeButton(QStringLiteral("close")))
{
    setProperty("role", QStringLiteral("dockTitle"));
    setFixedHeight(Theme::rowHeight);
    m_title->setProperty("role", QStringLiteral("secondary"));
    m_beside->setVisible(besideMenu != nullptr);
    if (besideMenu) {
        m_beside->setMenu(besideMenu);
        m_beside->setPopupMode(QToolButton::InstantPopup);
    }
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 4, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_beside);
    layout->addWidget(m_tearOff);
    layout->addWidget(m_close);
    connect(m_tearOff, &QToolButton::clicked, this, &DockTitleBar::tearOffRequested);
    connect(m_close, &QToolButton::clicked, this, &DockTitleBar::closeRequested);
    connect(&m_dock, &QDockWidget::topLevelChanged, this, &DockTitleBar::refresh);
    connect(&m_theme, &Theme::changed, this, &DockTitleBar::refresh);
}

QToolButton* DockTitleBar::makeButton(const QString& name)
{
    auto* button = new QToolButton(this);
    button->setObjectName(m_dock.objectName() % QLatin1Char('_') % name);
    button->setProperty("role", QStringLiteral("dockButton"));
    button->setIconSize({ 16, 16 });
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void DockTitleBar::retranslate(const QString& title)
{
    m_name = title;
    m_title->setFullText(title);
    refresh();
}

void DockTitleBar::setFront(bool front)
{
    if (m_title->property("front").toBool() == front)
        return;
    m_title->setProperty("front", front);
    m_title->style()->unpolish(m_title);
    m_title->style()->polish(m_title);
}

void DockTitleBar::mouseDoubleClickEvent(QMouseEvent* event)
{
    event->accept();
    Q_EMIT tearOffRequested();
}

void DockTitleBar::refresh()
{
    m_beside->setIcon(m_theme.icon(QStringLiteral("beside")));
    m_tearOff->setIcon(
        m_theme.icon(m_dock.isFloating() ? QStringLiteral("dock") : QStringLiteral("tearoff")));
    m_close->setIcon(m_theme.icon(QStringLiteral("close")));
    const auto name = [](QToolButton* button, const QString& tip, const QString& accessible) {
        button->setToolTip(tip);
        button->setAccessibleName(accessible);
    };
    name(m_beside, tr("Open another panel beside this one"), tr("Open a panel beside %1").arg(m_name));
    if (m_dock.isFloating())
        name(m_tearOff, tr("Dock into the window"), tr("Dock %1 into the window").arg(m_name));
    else
        name(m_tearOff, tr("Tear off into a window of its own"), tr("Tear off %1").arg(m_name));
    name(m_close, tr("Close (it stays in the View menu)"), tr("Close %1").arg(m_name));
}

} // namespace opal
