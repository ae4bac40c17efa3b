// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/training/guardbar.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "core/base/translate.h"
#include "views/panels/training/liverun.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

/// THE table of findings.
struct Finding
{
    const char* kind;
    const char* sentence;
    GuardBar::Remedy remedy;
};

const Finding* findingOf(const std::string& kind)
{
    static const Finding table[] {
        { "not_finite",
          QT_TRANSLATE_NOOP(
              "GuardBar",
              "The loss is no longer a number. The training has ended here; its last good state "
              "is kept."),
          { "learning_rate", 0.5 } },
        { "collapse",
          QT_TRANSLATE_NOOP("GuardBar",
                            "The hyper-categories collapse: some hold nearly nothing, so users get "
                            "fewer interests than they could."),
          { "lambda_unif", 2 } },
        { "no_gain",
          QT_TRANSLATE_NOOP("GuardBar", "Recall@200 has not risen since the first evaluation of this stage."),
          { "learning_rate", 0.5 } },
    };
    for (const Finding& finding : table)
        if (kind == finding.kind)
            return &finding;
    return nullptr;
}

} // namespace

GuardBar::GuardBar(LiveRun& run, QWidget* parent)
    : QFrame(parent)
    , m_run(run)
    , m_sentence(new QLabel(this))
    , m_detail(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("guardBar"));
    setProperty("role", QStringLiteral("card"));
    m_sentence->setProperty("role", QStringLiteral("warning"));
    m_sentence->setWordWrap(true);
    m_sentence->setObjectName(QStringLiteral("guardSentence"));
    m_detail->setProperty("role", QStringLiteral("secondary"));
    m_detail->setWordWrap(true);
    m_action->setObjectName(QStringLiteral("guardAction"));
    m_close->setProperty("role", QStringLiteral("flat"));
    m_close->setText(QStringLiteral("✕"));
    m_close->setObjectName(QStringLiteral("guardClose"));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(m_sentence);
    texts->addWidget(m_detail);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setSpacing(8);
    layout->addLayout(texts, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, [this] {
        if (m_run.isTrainedHere())
            Q_EMIT pauseRequested();
        else
            Q_EMIT remedyRequested();
    });
    connect(m_close, &QToolButton::clicked, this, [this] {
        m_dismissed = m_shown;
        hide();
    });
    hide();
}

void GuardBar::refresh(bool resumable)
{
    m_resumable = resumable;
    const RunEvent* finding = m_run.lastFinding();
    const bool over = !resumable && !m_run.isTrainedHere() && !m_run.isTrainedElsewhere();
    if (!finding || over || finding->timeMs == m_dismissed) {
        hide();
        return;
    }
    m_kind = finding->kind;
    m_shown = finding->timeMs;
    m_detail->setText(
        tr("Step %1: %2").arg(countText(finding->step), QString::fromStdString(finding->detail)));
    m_action->setVisible(resumable || m_run.isTrainedHere());
    retranslate();
    show();
}

GuardBar::Remedy GuardBar::remedy() const
{
    const Finding* finding = findingOf(m_kind);
    return finding ? finding->remedy : Remedy {};
}

void GuardBar::retranslate()
{
    if (const Finding* finding = findingOf(m_kind))
        m_sentence->setText(QCoreApplication::translate("GuardBar", finding->sentence));
    m_action->setText(m_resumable ? tr("Change and resume") : tr("Pause and change"));
    m_close->setAccessibleName(tr("Close the warning"));
    m_close->setToolTip(tr("Close the warning"));
}

} // namespace opal
