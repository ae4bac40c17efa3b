#pragma once

#include <QString>

namespace opal {

/// Where things are in a workspace folder (cli.md): runs.sqlite, datasets/, runs/<id>/, figures/.
struct WorkspacePaths
{
    QString root;

    /// `--workspace`, else $OPAL_WORKSPACE, else $XDG_DATA_HOME/opal-studio, else ~/.local/share/opal-studio.
    static WorkspacePaths locate(const QString& option = {});

    /// Creates the folders. Throws Error{CannotWrite} naming the folder.
    void create() const;

    QString database() const { return root + QStringLiteral("/runs.sqlite"); }

    QString datasets() const { return root + QStringLiteral("/datasets"); }

    QString runFolder(const QString& runId) const { return root + QStringLiteral("/runs/") + runId; }

    QString figures() const { return root + QStringLiteral("/figures"); }
};

} // namespace opal
