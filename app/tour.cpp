// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tour.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>

#include "views/shell/theme.h"

namespace opal {

namespace {

constexpr int cardWidth = 480;
constexpr int edge = 24;
constexpr int outlineGap = 4;

struct Step
{
    QString panel; ///< brought to the front; empty: as it is
    QString target; ///< object name of what is outlined
    std::function<QString()> title;
    std::function<QString()> text;
};

const std::vector<Step>& steps()
{
    static const std::vector<Step> table {
        { QStringLiteral("categories"), QStringLiteral("agreementTile"),
          [] { return Tour::tr("What the model calls alike"); },
          [] {
              return Tour::tr("Every video belongs to one hyper-category, and words and tags say what each "
                              "is about. In the "
                              "demo they are worlds of topics that the same people watch, though no world is "
                              "written down "
                              "anywhere. AMI says how well they agree with the tags: 0 is chance, 0.72 the "
                              "most that four "
                              "worlds of three topics can reach. Nothing here yet? File, Train the demo.");
          } },
        { QStringLiteral("diversity"), QStringLiteral("sppmi"),
          [] { return Tour::tr("Interests that differ show as blocks"); },
          [] {
              return Tour::tr(
                  "The videos recommended to one user, by the interest that found them: coloured where "
                  "the same people watch both. Blocks along the diagonal are interests that belong "
                  "together and apart from the others.");
          } },
        { QStringLiteral("interests"), QStringLiteral("lensPages"),
          [] { return Tour::tr("Look at one person"); },
          [] {
              return Tour::tr(
                  "Each interest has a name and a colour: the same in the history, on its card and in "
                  "the recommendations that it found.");
          } },
        { QStringLiteral("map"), QStringLiteral("mapView"),
          [] { return Tour::tr("Islands instead of a cloud"); },
          [] {
              return Tour::tr(
                  "All videos, close together where the model takes them for alike, coloured by "
                  "hyper-category. Point at one to see what it is; draw around some to list them.");
          } },
        { QStringLiteral("compare"), QStringLiteral("compareRuns"),
          [] { return Tour::tr("Several interests against one"); },
          [] {
              return Tour::tr("The demo is trained with four interests and with one. Four recall more here, "
                              "because this log is made of people who live in two or three very different "
                              "worlds; on your own log, try both. Drop it on the window to begin; F1 opens "
                              "the guide, Help starts this tour again.");
          } },
    };
    return table;
}

/// A frame around the place that a step is about.
class Outline final : public QWidget
{
public:
    Outline(const Theme& theme, QWidget* parent)
        : QWidget(parent)
        , m_theme(theme)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAttribute(Qt::WA_NoSystemBackground);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.tokens().accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), Theme::radius, Theme::radius);
    }

private:
    const Theme& m_theme;
};

} // namespace

Tour::Tour(const Theme& theme, std::function<void(const QString&)> showPanel, QWidget* window)
    : QFrame(window)
    , m_showPanel(std::move(showPanel))
    , m_window(window)
    , m_outline(new Outline(theme, window))
    , m_count(new QLabel(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_skip(new QPushButton(this))
    , m_back(new QPushButton(this))
    , m_next(new QPushButton(this))
{
    setObjectName(QStringLiteral("tour"));
    setProperty("role", QStringLiteral("card"));
    setAutoFillBackground(true);
    setFixedWidth(cardWidth);
    m_count->setProperty("role", QStringLiteral("secondary"));
    m_title->setProperty("role", QStringLiteral("heading"));
    m_title->setObjectName(QStringLiteral("tourTitle"));
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_skip->setObjectName(QStringLiteral("tourSkip"));
    m_back->setObjectName(QStringLiteral("tourBack"));
    m_next->setObjectName(QStringLiteral("tourNext"));
    m_next->setProperty("role", QStringLiteral("primary"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_skip);
    buttons->addStretch();
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_count);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addLayout(buttons);

    connect(m_skip, &QPushButton::clicked, this, &Tour::end);
    connect(m_back, &QPushButton::clicked, this, [this] { showStep(m_step - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] {
        if (m_step + 1 < stepCount())
            showStep(m_step + 1);
        else
            end();
    });
    window->installEventFilter(this);
    hide();
    m_outline->hide();
}

Tour::~Tour() = default;

int Tour::stepCount()
{
    return static_cast<int>(steps().size());
}

void Tour::start()
{
    show();
    showStep(0);
    m_next->setFocus();
}

void Tour::showStep(int step)
{
    m_step = step;
    const Step& shown = steps()[static_cast<std::size_t>(step)];
    if (!shown.panel.isEmpty())
        m_showPanel(shown.panel);
    if (m_target)
        m_target->removeEventFilter(this);
    m_target = m_window->findChild<QWidget*>(shown.target);
    if (m_target)
        m_target->installEventFilter(this);
    retranslate();
    // The panel that came to the front is laid out in the next turn.
    QTimer::singleShot(0, this, &Tour::place);
}

void Tour::retranslate()
{
    const Step& shown = steps()[static_cast<std::size_t>(m_step)];
    m_count->setText(tr("Step %1 of %2").arg(m_step + 1).arg(stepCount()));
    m_title->setText(shown.title());
    m_text->setText(shown.text());
    setAccessibleName(tr("Tour"));
    setAccessibleDescription(m_text->text());
    m_skip->setText(tr("Skip the tour"));
    m_skip->setVisible(m_step + 1 < stepCount());
    m_back->setText(tr("Back"));
    m_back->setEnabled(m_step > 0);
    m_next->setText(m_step + 1 < stepCount() ? tr("Next") : tr("Finish"));
    for (QPushButton* button : { m_skip, m_back, m_next })
        button->setAccessibleName(button->text());
    place();
}

void Tour::place()
{
    if (!isVisible())
        return;
    const QMargins margins = layout()->contentsMargins();
    m_text->setFixedHeight(m_text->heightForWidth(cardWidth - margins.left() - margins.right()));
    setFixedHeight(layout()->totalHeightForWidth(cardWidth));
    const bool hasTarget = m_target && m_target->isVisible();
    QRect area;
    if (hasTarget) {
        area = QRect(m_target->mapTo(m_window, QPoint()), m_target->size())
                   .adjusted(-outlineGap, -outlineGap, outlineGap, outlineGap);
        m_outline->setGeometry(area);
    }
    m_outline->setVisible(hasTarget);
    QPoint corner(m_window->width() - width() - edge, m_window->height() - height() - 2 * edge);
    if (hasTarget && area.intersects(QRect(corner, size())))
        corner.setX(edge * 4); // the other side, so that the place stays in view
    move(corner);
    m_outline->raise();
    raise();
}

void Tour::end()
{
    hide();
    m_outline->hide();
    Q_EMIT finished();
}

void Tour::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void Tour::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        end();
    else
        QFrame::keyPressEvent(event);
}

bool Tour::eventFilter(QObject* watched, QEvent* event)
{
    const bool moved = event->type() == QEvent::Resize || event->type() == QEvent::Move
        || event->type() == QEvent::Show || event->type() == QEvent::Hide;
    if (moved && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

} // namespace opal
