// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/weightrow.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSignalBlocker>

namespace opal {

WeightRow::WeightRow(int interest, QWidget* parent)
    : QWidget(parent)
    , m_interest(interest)
    , m_mute(new QCheckBox(this))
    , m_weight(new QDoubleSpinBox(this))
{
    m_mute->setObjectName(QStringLiteral("mute%1").arg(interest));
    m_weight->setObjectName(QStringLiteral("weight%1").arg(interest));
    m_weight->setRange(0.1, 10);
    m_weight->setSingleStep(0.1);
    m_weight->setDecimals(2);
    m_weight->setValue(1);
    m_weight->setKeyboardTracking(false);
    m_weight->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_weight->setMaximumWidth(72);
    m_weight->setPrefix(QStringLiteral("\u00D7 "));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_mute);
    layout->addStretch();
    layout->addWidget(m_weight);
    connect(m_mute, &QCheckBox::clicked, this, [this](bool muted) {
        m_weight->setEnabled(!muted);
        Q_EMIT weightChosen(muted ? 0 : m_weight->value());
    });
    connect(m_weight, &QDoubleSpinBox::valueChanged, this, &WeightRow::weightChosen);
    retranslate();
}

void WeightRow::setWeight(double weight)
{
    const QSignalBlocker blocker(m_weight);
    const bool muted = !(weight > 0);
    m_mute->setChecked(muted);
    m_weight->setEnabled(!muted);
    if (!muted)
        m_weight->setValue(weight);
}

void WeightRow::retranslate()
{
    m_mute->setText(tr("Mute"));
    m_mute->setAccessibleName(tr("Mute interest %1").arg(m_interest + 1));
    m_mute->setToolTip(tr("Leave the interest out of the merged list"));
    m_weight->setAccessibleName(tr("Weight of interest %1").arg(m_interest + 1));
    m_weight->setToolTip(tr("Factor on the scores of the interest in the merged list"));
}

} // namespace opal
