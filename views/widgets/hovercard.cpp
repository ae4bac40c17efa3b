// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/hovercard.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScreen>
#include <QToolTip>

#include "views/widgets/covercache.h"

namespace opal {

namespace {

constexpr int pictureSide = 160;
constexpr int widest = 360; ///< of the text
constexpr QPoint pointerRoom { 14, 18 };

QPointer<HoverCard>& current()
{
    static QPointer<HoverCard> card;
    return card;
}

} // namespace

HoverCard::HoverCard(QWidget* owner)
    : QFrame(owner, Qt::ToolTip | Qt::FramelessWindowHint)
    , m_pictures(new QWidget(this))
    , m_text(new QLabel(this))
{
    setObjectName(QStringLiteral("hoverCard"));
    setAttribute(Qt::WA_ShowWithoutActivating);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setProperty("role", QStringLiteral("card"));
    auto* pictures = new QHBoxLayout(m_pictures);
    pictures->setContentsMargins(0, 0, 0, 0);
    pictures->setSpacing(8);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setMaximumWidth(widest);
    m_text->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    layout->addWidget(m_pictures);
    layout->addWidget(m_text);
    layout->setSizeConstraint(QLayout::SetFixedSize);
    owner->installEventFilter(this);
    connect(&CoverCache::shared(), &CoverCache::arrived, this, [this](const QString& path) {
        if (m_covers.contains(path))
            fill();
    });
}

void HoverCard::show(const QPoint& at, const QStringList& covers, const QString& text, QWidget* owner)
{
    QStringList known(covers);
    known.removeAll(QString());
    if (known.isEmpty()) {
        hide();
        QToolTip::showText(at, text, owner);
        return;
    }
    QToolTip::hideText();
    QPointer<HoverCard>& card = current();
    if (card && card->parentWidget() != owner)
        delete card;
    if (!card)
        card = new HoverCard(owner);
    card->m_covers = known;
    card->m_at = at;
    card->m_text->setText(text);
    // One width, so that the card does not jump from item to item.
    card->m_text->setFixedWidth(widest);
    card->fill();
    card->QFrame::show();
}

void HoverCard::hide()
{
    QToolTip::hideText();
    delete current();
}

void HoverCard::fill()
{
    const QList<QLabel*> old = m_pictures->findChildren<QLabel*>();
    qDeleteAll(old);
    for (const QString& cover : std::as_const(m_covers)) {
        const QImage picture
            = CoverCache::shared().picture(cover, pictureSide, devicePixelRatioF(), CoverCache::Fit::Inside);
        if (picture.isNull())
            continue;
        auto* label = new QLabel(m_pictures);
        label->setPixmap(QPixmap::fromImage(picture));
        m_pictures->layout()->addWidget(label);
    }
    m_pictures->setVisible(m_pictures->layout()->count() > 0);
    adjustSize();
    const QRect room = screen()->availableGeometry();
    QPoint place = m_at + pointerRoom;
    if (place.x() + width() > room.right())
        place.setX(m_at.x() - pointerRoom.x() - width());
    if (place.y() + height() > room.bottom())
        place.setY(m_at.y() - pointerRoom.y() - height());
    move(std::max(room.left(), place.x()), std::max(room.top(), place.y()));
}

bool HoverCard::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::Leave:
    case QEvent::Hide:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
    case QEvent::WindowDeactivate:
        // The owner is in the middle of its event.
        deleteLater();
        break;
    default:
        break;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace opal
