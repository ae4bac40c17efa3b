// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/figureview.h"

#include <utility>

#include <QLabel>
#include <QStackedWidget>

#include "views/plot/picture.h"
#include "views/widgets/make.h"

namespace opal {

namespace {

constexpr int figureHeight = 172;

} // namespace

FigureView::FigureView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_title(makeStyled<QLabel>(this, "group"))
    , m_readout(make<QLabel>(this, "figureReadout", "secondary"))
    , m_pages(new QStackedWidget(this))
    , m_message(makeStyled<QLabel>(this, "secondary"))
    , m_picture(new Picture(theme, {}, this))
{
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_pages->addWidget(m_message);
    m_pages->addWidget(m_picture);
    m_pages->setFixedHeight(figureHeight);
    auto* top = rowOf({ m_title });
    top->addStretch();
    top->addWidget(m_readout);
    top->addWidget(m_picture->buttons());
    auto* layout = columnOn(this, 4);
    layout->addLayout(top);
    layout->addWidget(m_pages);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_picture, &Picture::read, m_readout, &QLabel::setText);
}

void FigureView::setTitle(const QString& title)
{
    m_title->setText(title);
}

void FigureView::setFigure(FigureRequest figure, FigureTable readings)
{
    m_picture->setFigure(std::move(figure), std::move(readings));
    m_pages->setCurrentWidget(m_picture);
}

void FigureView::setMessage(const QString& sentence)
{
    m_picture->clear();
    m_message->setText(sentence);
    m_pages->setCurrentWidget(m_message);
}

QString FigureView::readout() const
{
    return m_readout->text();
}

} // namespace opal
