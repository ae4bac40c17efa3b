// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace opal {

/// Where things are in a workspace folder (ARCHITECTURE.md): runs.sqlite, datasets/, runs/<id>/, figures/,
/// models/.
struct WorkspacePaths
{
    QString root;

    /// `--workspace`, else $OPAL_WORKSPACE, else what the preferences name, else $XDG_DATA_HOME/opal-studio,
    /// else
    /// ~/.local/share/opal-studio.
    static WorkspacePaths locate(const QString& option = {});

    /// The folder that the preferences name for the next starts, of the studio and of the command line;
    /// empty: the one of the XDG rules. Kept in opal-studio/opal-studio.ini of the configuration folder.
    static QString preferredFolder();
    /// Throws Error{CannotWrite} if there is no such folder or it cannot be written.
    static void setPreferredFolder(const QString& folder);

    /// Creates the folders. Throws Error{CannotWrite} naming the folder.
    void create() const;

    /// True if there is a run store that may be read, but not written, or not in this folder.
    bool canOnlyBeRead() const;

    /// How many runs have a folder.
    int runFolders() const;

    QString database() const { return root + QStringLiteral("/runs.sqlite"); }

    QString datasets() const { return root + QStringLiteral("/datasets"); }

    QString runFolder(const QString& runId) const { return root + QStringLiteral("/runs/") + runId; }

    /// Models that people added; made when there is one.
    QString models() const { return root + QStringLiteral("/models"); }

    QString figures() const { return root + QStringLiteral("/figures"); }
};

} // namespace opal
