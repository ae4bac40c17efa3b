// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/sweeps/sweepaxisrow.h"

#include <algorithm>

#include <QComboBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include "core/base/error.h"
#include "core/results/setting.h"

namespace opal {

std::vector<std::string> commaList(const QString& text)
{
    std::vector<std::string> parts;
    for (const QString& part : text.split(u',', Qt::SkipEmptyParts))
        if (!part.trimmed().isEmpty())
            parts.push_back(part.trimmed().toStdString());
    return parts;
}

SweepAxisRow::SweepAxisRow(QWidget* parent)
    : QWidget(parent)
    , m_param(new QComboBox(this))
    , m_values(new QLineEdit(this))
    , m_remove(new QToolButton(this))
    , m_reason(new QLabel(this))
{
    m_param->setObjectName(QStringLiteral("axisParam"));
    m_param->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_param->setMinimumContentsLength(10);
    m_values->setObjectName(QStringLiteral("axisValues"));
    m_remove->setObjectName(QStringLiteral("removeAxis"));
    m_remove->setProperty("role", QStringLiteral("flat"));
    m_remove->setText(QStringLiteral("\u00D7"));
    m_reason->setObjectName(QStringLiteral("axisReason"));
    m_reason->setProperty("role", QStringLiteral("bad"));
    m_reason->setWordWrap(true);
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(4);
    layout->setVerticalSpacing(4);
    layout->addWidget(m_param, 0, 0);
    layout->addWidget(m_values, 0, 1);
    layout->addWidget(m_remove, 0, 2);
    layout->addWidget(m_reason, 1, 0, 1, 3);
    layout->setColumnStretch(0, 1);
    layout->setColumnStretch(1, 1);
    connect(m_param, &QComboBox::currentIndexChanged, this, &SweepAxisRow::check);
    connect(m_values, &QLineEdit::textChanged, this, &SweepAxisRow::check);
    connect(m_remove, &QToolButton::clicked, this, &SweepAxisRow::removeRequested);
    retranslate();
    check();
}

void SweepAxisRow::setModels(const std::vector<const ModelInfo*>& models)
{
    const QString before = m_param->currentData().toString();
    m_models = models;
    {
        const QSignalBlocker blocker(m_param);
        m_param->clear();
        for (const ModelInfo* model : models) {
            for (const ParamSpec& spec : model->params) {
                const QString key = QString::fromStdString(spec.key);
                if (spec.key == "interests" || spec.key == "seed" || isMachineParam(spec.key)
                    || m_param->findData(key) >= 0)
                    continue;
                m_param->addItem(QCoreApplication::translate("Parameters", spec.title.c_str()), key);
                m_param->setItemData(m_param->count() - 1,
                                     QCoreApplication::translate("Parameters", spec.help.c_str()),
                                     Qt::ToolTipRole);
            }
        }
        m_param->setCurrentIndex(std::max(0, m_param->findData(before)));
    }
    check();
}

const ParamSpec* SweepAxisRow::spec() const
{
    const std::string key = m_param->currentData().toString().toStdString();
    for (const ModelInfo* model : m_models)
        for (const ParamSpec& spec : model->params)
            if (spec.key == key)
                return &spec;
    return nullptr;
}

SweepAxis SweepAxisRow::axis() const
{
    return { m_param->currentData().toString().toStdString(), commaList(m_values->text()) };
}

QString SweepAxisRow::reason() const
{
    const ParamSpec* chosen = spec();
    if (!chosen)
        return tr("Choose a model first");
    const SweepAxis values = axis();
    if (values.values.empty())
        return tr("Give values separated by commas");
    try {
        for (const std::string& value : values.values)
            parseParamValue(*chosen, value);
    } catch (const Error& error) {
        return QString::fromStdString(error.detail());
    }
    return {};
}

void SweepAxisRow::check()
{
    const QString why = reason();
    m_reason->setText(why);
    m_reason->setVisible(!why.isEmpty());
    Q_EMIT changed();
}

void SweepAxisRow::retranslate()
{
    m_param->setAccessibleName(tr("Parameter of the axis"));
    m_values->setAccessibleName(tr("Values of the axis"));
    m_values->setPlaceholderText(tr("0.1,0.5,1", "example of values of a parameter"));
    m_remove->setAccessibleName(tr("Remove the axis"));
    m_remove->setToolTip(tr("Remove the axis"));
    check();
}

} // namespace opal
