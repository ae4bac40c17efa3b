// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/logfile.h"

#include <QDateTime>
#include <QFile>
#include <QMutexLocker>

namespace opal {

namespace {

constexpr qsizetype errorsKept = 20;
LogFile* installed = nullptr;
QtMessageHandler nextHandler = nullptr;

const char* levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
        return "error";
    case QtFatalMsg:
        return "fatal";
    }
    return "info";
}

} // namespace

LogFile::LogFile(const QString& workspaceRoot, qint64 limit)
    : m_root(workspaceRoot)
    , m_limit(limit)
{
    Q_ASSERT(!installed);
    m_writer.setMaxThreadCount(1);
    installed = this;
    m_before = qInstallMessageHandler(&LogFile::handle);
    nextHandler = m_before;
}

LogFile::~LogFile()
{
    qInstallMessageHandler(m_before);
    m_writer.waitForDone();
    installed = nullptr;
}

QString LogFile::path(const QString& workspaceRoot)
{
    return workspaceRoot + QStringLiteral("/studio.log");
}

QString LogFile::olderPath(const QString& workspaceRoot)
{
    return workspaceRoot + QStringLiteral("/studio.log.1");
}

QStringList LogFile::lastErrors() const
{
    const QMutexLocker lock(&m_mutex);
    return m_lastErrors;
}

void LogFile::handle(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    if (installed)
        installed->append(type, text);
    if (nextHandler)
        nextHandler(type, context, text);
}

void LogFile::append(QtMsgType type, const QString& text)
{
    const QString line = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs) + QLatin1Char(' ')
        + QLatin1String(levelName(type)) + QLatin1Char(' ') + text;
    const QMutexLocker lock(&m_mutex);
    if (type == QtWarningMsg || type == QtCriticalMsg || type == QtFatalMsg) {
        m_lastErrors.append(line);
        if (m_lastErrors.size() > errorsKept)
            m_lastErrors.removeFirst();
    }
    const QByteArray bytes = line.toUtf8() + '\n';
    m_writer.start([this, bytes] { write(bytes); });
}

void LogFile::write(const QByteArray& line) const
{
    QFile file(path(m_root));
    if (file.exists() && file.size() + line.size() > m_limit) {
        QFile::remove(olderPath(m_root));
        QFile::rename(path(m_root), olderPath(m_root));
    }
    // A log that cannot be written must not stop the work, nor report through itself.
    if (file.open(QIODevice::Append))
        file.write(line);
}

} // namespace opal
