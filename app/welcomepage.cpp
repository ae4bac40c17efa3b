// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/welcomepage.h"

#include <QEvent>
#include <QFrame>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace opal {

WelcomePage::WelcomePage(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_sentence(new QLabel(this))
{
    setObjectName(QStringLiteral("welcome"));
    setProperty("role", QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    auto* picture = new QLabel(this);
    picture->setPixmap(QIcon(QStringLiteral(":/icons/opal-studio.svg")).pixmap(72, 72));
    m_title->setProperty("role", QStringLiteral("title"));
    m_sentence->setProperty("role", QStringLiteral("secondary"));
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignHCenter);

    auto* choices = new QHBoxLayout;
    choices->setSpacing(16);
    choices->addStretch(1);
    choices->addWidget(makeChoice(m_demoHeading, m_demoText, m_demoButton));
    choices->addWidget(makeChoice(m_importHeading, m_importText, m_importButton));
    choices->addStretch(1);
    m_demoButton->setProperty("role", QStringLiteral("primary"));
    m_demoButton->setObjectName(QStringLiteral("demoButton"));
    m_importButton->setObjectName(QStringLiteral("importButton"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(2);
    layout->addWidget(picture, 0, Qt::AlignHCenter);
    layout->addSpacing(12);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addSpacing(4);
    layout->addWidget(m_sentence);
    layout->addSpacing(24);
    layout->addLayout(choices);
    layout->addStretch(3);

    connect(m_demoButton, &QPushButton::clicked, this, &WelcomePage::demoRequested);
    connect(m_importButton, &QPushButton::clicked, this, &WelcomePage::importRequested);
    retranslate();
}

QWidget* WelcomePage::makeChoice(QLabel*& heading, QLabel*& text, QPushButton*& button)
{
    auto* card = new QFrame(this);
    card->setProperty("role", QStringLiteral("card"));
    card->setFixedWidth(320);
    heading = new QLabel(card);
    heading->setProperty("role", QStringLiteral("heading"));
    text = new QLabel(card);
    text->setWordWrap(true);
    text->setProperty("role", QStringLiteral("secondary"));
    button = new QPushButton(card);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(heading);
    layout->addWidget(text, 1, Qt::AlignTop);
    layout->addSpacing(8);
    layout->addWidget(button);
    return card;
}

void WelcomePage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void WelcomePage::retranslate()
{
    m_title->setText(tr("OPAL Studio"));
    m_sentence->setText(
        tr("Train multi-interest recommenders on micro-video logs and see what each interest recalls."));
    m_demoHeading->setText(tr("See it work"));
    m_demoText->setText(tr(
        "Makes a small log of 2,000 users who live in several worlds and of 4,000 videos with covers, and "
        "trains OPAL on it with four interests and with one. Takes about a minute, nothing is downloaded."));
    m_demoButton->setText(tr("Try the demo"));
    m_importHeading->setText(tr("Use your own log"));
    m_importText->setText(
        tr("Reads KuaiRand, WeChat 2021, MovieLens or any delimited file with users, items and times."));
    m_importButton->setText(tr("Import a log"));
}

} // namespace opal
