// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/instancelock.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTimer>
#include <QVariant>

#include "core/base/error.h"

namespace opal {

namespace {

constexpr int answerTimeoutMs = 5000;
constexpr auto streamVersion = QDataStream::Qt_6_0;

/// Socket names are short, paths are not.
QString serverNameFor(const QString& root)
{
    const QByteArray digest = QCryptographicHash::hash(root.toUtf8(), QCryptographicHash::Sha256).toHex();
    return QStringLiteral("opal-studio-") % QString::fromLatin1(digest.left(24));
}

} // namespace

InstanceLock::InstanceLock(const QString& workspaceRoot, QObject* parent)
    : QObject(parent)
    , m_root(workspaceRoot)
    , m_serverName(serverNameFor(workspaceRoot))
    , m_lock(workspaceRoot % QStringLiteral("/studio.lock"))
    , m_server(new QLocalServer(this))
{
    // However long a window is open, only the end of its process frees the workspace.
    m_lock.setStaleLockTime(0);
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server, &QLocalServer::newConnection, this, &InstanceLock::takeConnection);
}

InstanceLock::~InstanceLock() = default;

bool InstanceLock::tryLock()
{
    if (!m_lock.tryLock(0)) {
        if (m_lock.error() == QLockFile::LockFailedError)
            return false;
        throw Error(ErrorCode::CannotWrite,
                    "the lock file " + m_root.toStdString()
                        + "/studio.lock cannot be written; check the folder's permissions or choose another "
                          "workspace with --workspace.");
    }
    // What a killed window left behind.
    QLocalServer::removeServer(m_serverName);
    if (!m_server->listen(m_serverName))
        qWarning("Later starts cannot reach this window: %s", qUtf8Printable(m_server->errorString()));
    return true;
}

void InstanceLock::takeConnection()
{
    while (QLocalSocket* socket = m_server->nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        const auto read = [this, socket] {
            QDataStream stream(socket);
            stream.setVersion(streamVersion);
            QStringList files;
            stream.startTransaction();
            stream >> files;
            if (!stream.commitTransaction())
                return;
            socket->write("ok");
            socket->flush();
            socket->disconnectFromServer();
            Q_EMIT called(files);
        };
        connect(socket, &QLocalSocket::readyRead, this, read);
        read();
    }
}

void InstanceLock::callHolder(const QStringList& files, const std::function<void(bool answered)>& done)
{
    auto* socket = new QLocalSocket(this);
    const auto end = [socket, done](bool answered) {
        // Both the answer and the end of the connection come here; the first one counts.
        if (socket->property("ended").toBool())
            return;
        socket->setProperty("ended", true);
        socket->deleteLater();
        done(answered);
    };
    connect(socket, &QLocalSocket::connected, this, [socket, files] {
        QDataStream stream(socket);
        stream.setVersion(streamVersion);
        stream << files;
        socket->flush();
    });
    connect(socket, &QLocalSocket::readyRead, this, [end] { end(true); });
    connect(
        socket, &QLocalSocket::errorOccurred, this, [end] { end(false); }, Qt::QueuedConnection);
    QTimer::singleShot(answerTimeoutMs, socket, [end] { end(false); });
    socket->connectToServer(m_serverName);
}

} // namespace opal
