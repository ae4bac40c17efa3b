// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/diversity/oneagainstseveralbar.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

#include "core/base/error.h"
#include "core/jobs/savefile.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sppmifigure.h"
#include "views/plot/figureexporter.h"
#include "views/shell/backgroundqueries.h"
#include "views/widgets/numbers.h"
#include "views/widgets/showinfolder.h"

namespace opal {

OneAgainstSeveralBar::OneAgainstSeveralBar(const PanelContext& context, QWidget* parent)
    : QFrame(parent)
    , m_context(context)
    , m_ask(m_context.jobs,
            { .show = [this](std::shared_ptr<const OneAgainstSeveral> found) { takeFound(std::move(found)); },
              .failed =
                  [this](ErrorCode code, const QString& detail) {
                      giveUp();
                      Q_EMIT failed(code, detail);
                  },
              .cancelled = [this] { giveUp(); },
              .progressed = [this](const JobProgress& progress) { takeProgress(progress); } })
    , m_text(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_cancel(new QPushButton(this))
    , m_showFolder(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setProperty("role", QStringLiteral("card"));
    setObjectName(QStringLiteral("oneAgainstSeveralBar"));
    setupUi();
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_ask.cancel(); });
    connect(m_showFolder, &QPushButton::clicked, this, [this] { showInFolder(m_file); });
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    retranslate();
    hide();
}

void OneAgainstSeveralBar::setupUi()
{
    m_text->setObjectName(QStringLiteral("contrastText"));
    m_text->setWordWrap(true);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    m_bar->setFixedWidth(220);
    m_cancel->setObjectName(QStringLiteral("contrastCancel"));
    m_showFolder->setObjectName(QStringLiteral("contrastShowFolder"));
    m_showFolder->setProperty("role", QStringLiteral("link"));
    m_close->setObjectName(QStringLiteral("contrastDismiss"));
    m_close->setProperty("role", QStringLiteral("flat"));
    m_close->setText(QStringLiteral("\u2715"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 8, 4);
    layout->setSpacing(12);
    layout->addWidget(m_text, 1);
    for (QWidget* part : std::initializer_list<QWidget*> { m_bar, m_cancel, m_showFolder, m_close })
        layout->addWidget(part);
}

void OneAgainstSeveralBar::start(const OneAgainstSeveralRequest& request, const QString& file)
{
    try {
        m_ask(makeOneAgainstSeveralJob(m_context.store, m_context.paths, request));
    } catch (const Error& error) {
        Q_EMIT failed(error.code(), QString::fromStdString(error.detail()));
        return;
    }
    m_file = file;
    m_found.reset();
    m_progress = {};
    showTexts();
    show();
    Q_EMIT busyChanged();
}

void OneAgainstSeveralBar::takeProgress(const JobProgress& progress)
{
    m_progress = progress;
    m_bar->setValue(static_cast<int>(std::lround(std::clamp(progress.fraction, 0.0, 1.0) * 1000)));
    showTexts();
}

void OneAgainstSeveralBar::giveUp()
{
    m_bar->setValue(0);
    hide();
    Q_EMIT busyChanged();
}

void OneAgainstSeveralBar::takeFound(std::shared_ptr<const OneAgainstSeveral> found)
{
    m_found = std::move(found);
    m_bar->setValue(0);
    m_progress = {};
    m_writing = true;
    showTexts();
    Q_EMIT made(m_found);
    write();
}

void OneAgainstSeveralBar::endWriting()
{
    m_writing = false;
    showTexts();
    Q_EMIT busyChanged();
}

void OneAgainstSeveralBar::write()
{
    const auto pair = std::make_shared<const SppmiPair>(sppmiPair(*m_found));
    const auto fail = [this](ErrorCode code, const QString& detail) {
        endWriting();
        hide();
        Q_EMIT failed(code, detail);
    };
    m_context.queries.run(
        this,
        [&store = m_context.store, folder = m_context.paths.figures(), name = m_context.figureStyle(), pair] {
            const QVector<FigureStyle> styles = figureStyles(folder);
            const auto chosen = std::find_if(styles.begin(), styles.end(), [&name](const FigureStyle& style) {
                return style.name == name;
            });
            return std::pair { provenanceOf(store, sppmiKey(*pair), sppmiSubject(*pair)),
                               chosen == styles.end() ? FigureStyle() : *chosen };
        },
        [this, pair, fail](const std::pair<FigureProvenance, FigureStyle>& with) {
            const FigureEntry& entry = *findFigure(sppmiKey(*pair));
            FigureOutput output;
            output.sizeMm = { entry.widthMm, figureHeightMm(entry, entry.widthMm) };
            output.style = with.second;
            QByteArray content;
            try {
                content = renderFigure(
                    [&pair](QCustomPlot& plot, const PlotTheme& theme) { drawSppmi(plot, *pair, theme); },
                    figureFormatOf(m_file), output, with.first);
            } catch (const Error& error) {
                fail(error.code(), QString::fromStdString(error.detail()));
                return;
            }
            m_context.queries.runVoid(
                this, [file = m_file, content] { saveFile(file, content); },
                [this] {
                    endWriting();
                    Q_EMIT written(m_file);
                },
                fail);
        },
        fail);
}

void OneAgainstSeveralBar::showTexts()
{
    const bool busy = isBusy();
    m_bar->setVisible(m_ask.isBusy());
    m_cancel->setVisible(m_ask.isBusy());
    m_showFolder->setVisible(!busy);
    m_close->setVisible(!busy);
    if (!busy) {
        m_text->setText(m_found ? userChoiceText(m_found->choice) % QLatin1Char('\n')
                                % tr("Saved as %1").arg(m_file)
                                : QString());
        return;
    }
    QString words = m_writing ? tr("Writing the figure") : tr("Waiting for other work to end");
    if (!m_progress.training.pointLabel.isEmpty())
        words = tr("Training %1").arg(m_progress.training.pointLabel);
    else if (!m_progress.phase.isEmpty())
        words = tr("Measuring every user of the test day");
    if (m_progress.secondsLeft >= 0)
        words += QStringLiteral(" · ") % tr("%1 left").arg(durationText(m_progress.secondsLeft));
    m_text->setText(words);
}

void OneAgainstSeveralBar::retranslate()
{
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip(tr("What is trained is kept: the same figure goes on with it"));
    m_showFolder->setText(tr("Show in folder"));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAccessibleName(tr("Dismiss the message"));
    showTexts();
}

} // namespace opal
