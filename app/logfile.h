// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMutex>
#include <QString>
#include <QStringList>
#include <QThreadPool>

namespace opal {

/// Keeps what the program reports (qInfo, qWarning, ...) in `studio.log` of the workspace. The file is moved
/// to `studio.log.1` when it is full, so that both together stay below twice the limit. Lines are written by
/// a thread of its own, in their order; any thread may report. One at a time may be installed.
class LogFile final
{
public:
    /// Takes over Qt's message handler; `limit` in bytes.
    explicit LogFile(const QString& workspaceRoot, qint64 limit = 1 << 20);
    /// Gives the handler back and waits for what is not yet written.
    ~LogFile();
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;

    static QString path(const QString& workspaceRoot);
    static QString olderPath(const QString& workspaceRoot);

    /// The last warnings and errors, oldest first, at most 20.
    QStringList lastErrors() const;

private:
    static void handle(QtMsgType type, const QMessageLogContext& context, const QString& text);
    void append(QtMsgType type, const QString& text);
    void write(const QByteArray& line) const;

    QString m_root;
    qint64 m_limit;
    mutable QMutex m_mutex;
    QStringList m_lastErrors;
    QThreadPool m_writer;
    QtMessageHandler m_before;
};

} // namespace opal
