// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/training/changeform.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "views/widgets/paramform.h"

namespace opal {

ChangeForm::ChangeForm(QWidget* parent)
    : QFrame(parent)
    , m_toggle(new QPushButton(this))
    , m_note(new QLabel(this))
    , m_form(new ParamForm(this, ParamForm::Style::Compact))
{
    setProperty("role", QStringLiteral("card"));
    setObjectName(QStringLiteral("changeForm"));
    m_toggle->setProperty("role", QStringLiteral("link"));
    m_toggle->setCheckable(true);
    m_toggle->setObjectName(QStringLiteral("changeToggle"));
    m_note->setProperty("role", QStringLiteral("secondary"));
    m_note->setWordWrap(true);
    m_note->hide();
    m_form->hide();
    m_form->setMaximumWidth(480);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 4, 12, 4);
    layout->setSpacing(4);
    layout->addWidget(m_toggle, 0, Qt::AlignLeft);
    layout->addWidget(m_note);
    layout->addWidget(m_form);
    connect(m_toggle, &QPushButton::toggled, m_form, &QWidget::setVisible);
    connect(m_toggle, &QPushButton::toggled, m_note, &QWidget::setVisible);
    connect(m_form, &ParamForm::changed, this, &ChangeForm::changed);
}

void ChangeForm::setRun(const RunRecord& run)
{
    const std::string state = run.id + "/" + std::to_string(run.changes.size());
    if (state == m_run)
        return;
    m_run = state;
    m_current = currentParams(run);
    ParamSpecs specs;
    for (const ModelInfo& model : availableModels())
        if (model.name == run.model)
            for (const ParamSpec& spec : model.params)
                if (spec.changeable)
                    specs.push_back(spec);
    m_form->setSpecs(specs);
    m_form->setPreset({ m_current.begin(), m_current.end() });
    m_toggle->setChecked(false);
}

std::map<std::string, std::string> ChangeForm::changes() const
{
    return m_form->valuesDifferentFromPreset();
}

bool ChangeForm::isValid() const
{
    return m_form->isValid();
}

void ChangeForm::offer(const std::string& key, double factor)
{
    const auto found = m_current.find(key);
    if (found == m_current.end())
        return;
    const double now = QString::fromStdString(found->second).toDouble();
    m_toggle->setChecked(true);
    const QString offered = QString::number(now == 0 ? 1.0 : now * factor, 'g', 6);
    m_form->setValues({ { key, offered.toStdString() } });
    m_form->focusField(key);
}

void ChangeForm::retranslate()
{
    m_toggle->setText(tr("Change parameters before resuming"));
    m_note->setText(tr("A change counts from the last checkpoint on and is noted in the run's history."));
}

} // namespace opal
