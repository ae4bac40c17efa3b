// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/datasetedits.h"

#include <utility>

#include "core/store/runstore.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/widgets/messagebar.h"

namespace opal {

DatasetEdits::DatasetEdits(const PanelContext& context, QWidget* panel)
    : QObject(panel)
    , m_context(context)
    , m_panel(panel)
    , m_bar(new MessageBar(panel))
{
    connect(m_bar, &MessageBar::actionTriggered, this, [this] {
        if (const Write undo = std::exchange(m_undo, {}))
            write(undo, [this] { m_bar->hide(); });
    });
}

void DatasetEdits::rename(const DatasetRecord& dataset)
{
    m_context.dialogs.askText(
        m_panel, tr("Rename a data set"), tr("Name"), QString::fromStdString(dataset.name),
        [this, dataset](const QString& text) {
            const std::string name = text.trimmed().toStdString();
            if (name.empty() || name == dataset.name)
                return;
            edit(
                tr("\u201C%1\u201D is now called \u201C%2\u201D.")
                    .arg(QString::fromStdString(dataset.name), text.trimmed()),
                [hash = dataset.hash, name](RunStore& store) { store.renameDataset(hash, name); },
                [dataset](RunStore& store) { store.renameDataset(dataset.hash, dataset.name); });
        });
}

void DatasetEdits::remove(const DatasetRecord& dataset)
{
    edit(
        tr("\u201C%1\u201D is off the list; its file stays: %2")
            .arg(QString::fromStdString(dataset.name), QString::fromStdString(dataset.path)),
        [hash = dataset.hash](RunStore& store) { store.removeDataset(hash); },
        [dataset](RunStore& store) { store.addDataset(dataset); });
}

void DatasetEdits::edit(const QString& done, const Write& work, Write undo)
{
    write(work, [this, done, undo = std::move(undo)] {
        m_undo = undo;
        m_bar->showMessage(done, tr("Undo"));
    });
}

void DatasetEdits::write(const Write& work, std::function<void()> done)
{
    m_context.queries.runVoid(
        this, [work, &store = m_context.store] { work(store); },
        [this, done = std::move(done)] {
            done();
            Q_EMIT written();
        },
        [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

} // namespace opal
