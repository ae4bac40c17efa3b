// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include <QLockFile>
#include <QObject>
#include <QString>
#include <QStringList>

class QLocalServer;

namespace opal {

/// Sees to it that one window alone works on a workspace, and lets a second start talk to it. The lock of a
/// process that was killed does not count.
class InstanceLock final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstanceLock)

public:
    explicit InstanceLock(const QString& workspaceRoot, QObject* parent = nullptr);
    ~InstanceLock() override;

    /// True if this process now holds the workspace; it then listens to later starts. False if another one
    /// does. Throws Error{CannotWrite} if the lock file cannot be made.
    bool tryLock();

    /// Asks the window that holds the workspace to come to the front and open these files. `done(false)` if
    /// it does not answer.
    void callHolder(const QStringList& files, const std::function<void(bool answered)>& done);

Q_SIGNALS:
    /// A later start wants this window at the front and these files opened; the list may be empty.
    void called(const QStringList& files);

private:
    void takeConnection();

    QString m_root;
    QString m_serverName;
    QLockFile m_lock;
    QLocalServer* m_server;
};

} // namespace opal
