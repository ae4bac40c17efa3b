// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/panel.h"

#include <QEvent>

namespace opal {

Panel::Panel(QWidget* parent)
    : QWidget(parent)
{
    setProperty("role", QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
}

Panel::~Panel() = default;

std::vector<FigureRequest> Panel::figures() const
{
    return {};
}

void Panel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace opal
