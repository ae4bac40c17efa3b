// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/attachform.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>

#include "views/panels/data/sidetablefields.h"

namespace opal {

namespace {

constexpr int progressSteps = 1000;

} // namespace

AttachForm::AttachForm(Dialogs& dialogs, QWidget* parent)
    : QFrame(parent)
    , m_heading(new QLabel(this))
    , m_note(new QLabel(this))
    , m_rows(new QWidget(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(this))
    , m_attach(new QPushButton(this))
{
    setObjectName(QStringLiteral("attachForm"));
    setProperty("role", QStringLiteral("card"));
    m_heading->setProperty("role", QStringLiteral("heading"));
    m_note->setProperty("role", QStringLiteral("secondary"));
    m_note->setWordWrap(true);
    m_attach->setObjectName(QStringLiteral("attach"));
    m_attach->setProperty("role", QStringLiteral("primary"));
    m_cancel->setObjectName(QStringLiteral("cancelAttach"));
    m_progress->setRange(0, progressSteps);
    m_progress->setTextVisible(false);
    auto* form = new QFormLayout(m_rows);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(6);
    m_fields = new SideTableFields(dialogs, *form, m_rows, QStringLiteral("attach_"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_progress, 1);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_attach);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_heading);
    layout->addWidget(m_note);
    layout->addWidget(m_rows);
    layout->addLayout(buttons);
    connect(m_fields, &SideTableFields::changed, this, &AttachForm::updateButtons);
    connect(m_attach, &QPushButton::clicked, this, &AttachForm::attachRequested);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_running)
            Q_EMIT stopRequested();
        else
            hide();
    });
    setRunning(false);
    retranslate();
}

void AttachForm::open()
{
    show();
    m_rows->findChild<QLineEdit*>()->setFocus();
}

QString AttachForm::sideFile() const
{
    return m_fields->sideFile();
}

QString AttachForm::coversFolder() const
{
    return m_fields->coversFolder();
}

void AttachForm::setRunning(bool running)
{
    m_running = running;
    m_rows->setEnabled(!running);
    m_progress->setVisible(running);
    m_progress->setValue(0);
    updateButtons();
}

void AttachForm::showProgress(const JobProgress& progress)
{
    m_progress->setValue(static_cast<int>(progress.fraction * progressSteps));
}

void AttachForm::updateButtons()
{
    m_attach->setEnabled(!m_running && !sideFile().isEmpty());
}

void AttachForm::retranslate()
{
    m_heading->setText(tr("Attach a side table"));
    m_note->setText(tr("Titles, tags and covers of the items are read from a table and kept in the data set. "
                       "The interactions, the fingerprint and the runs stay as they are."));
    m_fields->retranslate(false);
    m_cancel->setText(tr("Cancel"));
    m_attach->setText(tr("Attach"));
    m_progress->setAccessibleName(tr("Progress of attaching"));
}

} // namespace opal
