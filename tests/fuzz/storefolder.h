// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <memory>

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>

#include "core/jobs/workspacepaths.h"
#include "core/store/runstore.h"

namespace opal::fuzz {

/// Qt loads its SQLite driver only beside an application.
inline void makeApplication()
{
    static int count = 1;
    static char name[] = "fuzz";
    static char* arguments[] = { name, nullptr };
    static const QCoreApplication application(count, arguments);
}

/// A workspace in the folder for temporary files, which .ci/fuzz.sh puts into memory. The last one outlives
/// the program: its connections are the thread's and end before anything static does.
class StoreFolder final
{
public:
    StoreFolder()
        : m_folder(QDir::tempPath() + QStringLiteral("/fuzz-XXXXXX"))
        , m_paths { m_folder.path() }
    {
        if (!m_folder.isValid())
            std::abort();
        m_paths.create();
        m_store = std::make_unique<RunStore>(m_paths.database());
    }

    const WorkspacePaths& paths() const { return m_paths; }

    RunStore& store() { return *m_store; }

private:
    QTemporaryDir m_folder;
    WorkspacePaths m_paths;
    std::unique_ptr<RunStore> m_store;
};

} // namespace opal::fuzz
