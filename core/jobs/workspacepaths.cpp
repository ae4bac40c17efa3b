// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/workspacepaths.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include "core/base/error.h"

namespace opal {

namespace {

const QString folderKey = QStringLiteral("workspace/folder");

/// Outside of every workspace, as it says which one is opened.
QString preferencesFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/opal-studio/opal-studio.ini");
}

} // namespace

QString WorkspacePaths::preferredFolder()
{
    const QString folder = QSettings(preferencesFile(), QSettings::IniFormat).value(folderKey).toString();
    return QDir::isAbsolutePath(folder) ? QDir::cleanPath(folder) : QString();
}

void WorkspacePaths::setPreferredFolder(const QString& folder)
{
    QSettings preferences(preferencesFile(), QSettings::IniFormat);
    if (folder.isEmpty()) {
        preferences.remove(folderKey);
    } else {
        const QFileInfo info(folder);
        if (!info.isAbsolute() || !info.isDir() || !info.isWritable())
            throw Error(ErrorCode::CannotWrite,
                        "'" + folder.toStdString()
                            + "' cannot be the workspace folder; choose a folder that can be written");
        preferences.setValue(folderKey, QDir::cleanPath(folder));
    }
    preferences.sync();
    if (preferences.status() != QSettings::NoError)
        throw Error(ErrorCode::CannotWrite,
                    "'" + preferencesFile().toStdString()
                        + "' cannot be written; check the permissions of its folder");
}

WorkspacePaths WorkspacePaths::locate(const QString& option)
{
    QString folder = option;
    if (folder.isEmpty())
        folder = qEnvironmentVariable("OPAL_WORKSPACE");
    if (folder.isEmpty())
        folder = preferredFolder();
    if (folder.isEmpty()) {
        const QString dataHome = qEnvironmentVariable("XDG_DATA_HOME");
        // The XDG rules say that a relative value is to be ignored.
        folder
            = QDir::isAbsolutePath(dataHome) ? dataHome : QDir::homePath() + QStringLiteral("/.local/share");
        folder += QStringLiteral("/opal-studio");
    }
    return { QDir::cleanPath(QFileInfo(folder).absoluteFilePath()) };
}

bool WorkspacePaths::canOnlyBeRead() const
{
    const QFileInfo store(database());
    return store.isReadable() && store.size() > 0 && !(store.isWritable() && QFileInfo(root).isWritable());
}

int WorkspacePaths::runFolders() const
{
    return static_cast<int>(QDir(runFolder({})).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
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
