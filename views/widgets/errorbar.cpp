// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/errorbar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "views/shell/panelcontext.h"

namespace opal {

ErrorBar::ErrorBar(QWidget* parent)
    : QFrame(parent)
    , m_headline(new QLabel(this))
    , m_advice(new QLabel(this))
    , m_detail(new QLabel(this))
    , m_toggle(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setProperty("role", QStringLiteral("error"));
    setObjectName(QStringLiteral("errorBar"));
    m_headline->setProperty("role", QStringLiteral("bad"));
    m_headline->setWordWrap(true);
    m_advice->setWordWrap(true);
    m_detail->setWordWrap(true);
    m_detail->setProperty("role", QStringLiteral("secondary"));
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_toggle->setProperty("role", QStringLiteral("link"));
    m_toggle->setCheckable(true);
    m_close->setProperty("role", QStringLiteral("flat"));
    m_close->setText(QStringLiteral("✕"));

    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(m_headline);
    texts->addWidget(m_advice);
    texts->addWidget(m_toggle, 0, Qt::AlignLeft);
    texts->addWidget(m_detail);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->addLayout(texts, 1);
    layout->addWidget(m_close, 0, Qt::AlignTop);

    connect(m_toggle, &QPushButton::toggled, this, [this](bool open) {
        m_detail->setVisible(open);
        retranslate();
    });
    connect(m_close, &QToolButton::clicked, this, &ErrorBar::clear);
    retranslate();
    hide();
}

void ErrorBar::showError(const QString& headline, const QString& advice, const QString& detail)
{
    m_headline->setText(headline);
    m_advice->setText(advice);
    m_advice->setVisible(!advice.isEmpty());
    m_detail->setText(detail);
    m_toggle->setVisible(!detail.isEmpty());
    m_toggle->setChecked(false);
    m_detail->setVisible(false);
    setAccessibleName(headline);
    show();
}

void ErrorBar::showError(const PanelContext& context, ErrorCode code, const QString& detail)
{
    showError(context.errorHeadline(code), context.errorAdvice(code), detail);
}

void ErrorBar::showDetail()
{
    m_toggle->setChecked(true);
}

void ErrorBar::clear()
{
    hide();
}

void ErrorBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void ErrorBar::retranslate()
{
    m_toggle->setText(m_toggle->isChecked() ? tr("Hide details") : tr("Show details"));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAccessibleName(tr("Dismiss the message"));
}

} // namespace opal
