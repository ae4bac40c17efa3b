// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/metrictile.h"

#include <QLabel>
#include <QVBoxLayout>

#include "views/widgets/elidedlabel.h"

namespace opal {

MetricTile::MetricTile(QWidget* parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_value(new QLabel(this))
    , m_note(new ElidedLabel(this))
{
    setProperty("role", QStringLiteral("card"));
    m_title->setProperty("role", QStringLiteral("secondary"));
    m_value->setProperty("role", QStringLiteral("metric"));
    m_note->setProperty("role", QStringLiteral("secondary"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_value);
    layout->addWidget(m_note);
    layout->addStretch();
    m_note->hide();
    setMinimumWidth(112);
}

void MetricTile::setTitle(const QString& title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void MetricTile::setValue(const QString& value)
{
    m_value->setText(value);
    setAccessibleDescription(value);
}

void MetricTile::setNote(const QString& note)
{
    m_note->setFullText(note);
    m_note->setVisible(!note.isEmpty());
}

QString MetricTile::value() const
{
    return m_value->text();
}

} // namespace opal
