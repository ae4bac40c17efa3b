// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/tables/paperkitmaker.h"

#include <utility>

#include <QTimer>

#include "views/figures/figureregistry.h"
#include "views/shell/backgroundqueries.h"

namespace opal {

namespace {

Job<std::shared_ptr<const PaperKit>> makePaperKitJob(RunStore& store, const WorkspacePaths& paths,
                                                     PaperKitRequest request)
{
    JobHead head { QStringLiteral("kit"), QString::fromStdString(request.runs.tag) };
    return { std::move(head), [&store, paths, request = std::move(request)](JobContext& context) {
                return std::make_shared<const PaperKit>(gatherPaperKit(request, { store, paths, context }));
            } };
}

} // namespace

PaperKitMaker::PaperKitMaker(const PanelContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_ask(m_context.jobs,
            { .show = [this](std::shared_ptr<const PaperKit> kit) { draw(std::move(kit)); },
              .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); },
              .cancelled = [this] { Q_EMIT stopped(); } })
{
}

void PaperKitMaker::make(const PaperKitRequest& request, const QString& folder)
{
    if (isBusy())
        return;
    m_folder = folder;
    m_ask(makePaperKitJob(m_context.store, m_context.paths, request));
}

void PaperKitMaker::draw(std::shared_ptr<const PaperKit> kit)
{
    m_kit = std::move(kit);
    m_files = m_kit->files;
    m_drawn = 0;
    drawNext();
}

void PaperKitMaker::drawNext()
{
    const auto suffixes = static_cast<std::size_t>(kitFigureSuffixes().size());
    if (m_drawn == m_kit->figures.size() * suffixes) {
        write();
        return;
    }
    const PaperKitFigure& figure = m_kit->figures[m_drawn / suffixes];
    const QString& suffix = kitFigureSuffixes()[static_cast<qsizetype>(m_drawn % suffixes)];
    try {
        m_files[figure.name + u'.' + suffix] = renderKitFigure(figure, suffix);
    } catch (const Error& error) {
        m_kit.reset();
        Q_EMIT failed(error.code(), QString::fromStdString(error.detail()));
        return;
    }
    ++m_drawn;
    QTimer::singleShot(0, this, &PaperKitMaker::drawNext);
}

void PaperKitMaker::write()
{
    m_context.queries.runVoid(
        this, [folder = m_folder, files = std::exchange(m_files, {})] { writePaperKit(folder, files); },
        [this] {
            m_kit.reset();
            Q_EMIT written(m_folder);
        },
        [this](ErrorCode code, const QString& detail) {
            m_kit.reset();
            Q_EMIT failed(code, detail);
        });
}

} // namespace opal
