#include "core/jobs/workspacepaths.h"

#include <QDir>
#include <QFileInfo>

#include "core/base/error.h"

namespace opal {

WorkspacePaths WorkspacePaths::locate(const QString& option)
{
    QString folder = option;
    if (folder.isEmpty())
        folder = qEnvironmentVariable("OPAL_WORKSPACE");
    if (folder.isEmpty()) {
        const QString dataHome = qEnvironmentVariable("XDG_DATA_HOME");
        // The XDG rules say that a relative value is to be ignored.
        folder
            = QDir::isAbsolutePath(dataHome) ? dataHome : QDir::homePath() + QStringLiteral("/.local/share");
        folder += QStringLiteral("/opal-studio");
    }
    return { QDir::cleanPath(QFileInfo(folder).absoluteFilePath()) };
}

void WorkspacePaths::create() const
{
    for (const QString& folder : { root, datasets(), runFolder({}), figures() }) {
        if (!QDir().mkpath(folder) || !QFileInfo(folder).isWritable()) {
            throw Error(ErrorCode::CannotWrite,
                        "the workspace folder " + folder.toStdString()
                            + " cannot be created or written; check its permissions or choose another one "
                              "with --workspace.");
        }
    }
}

} // namespace opal
