// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <unistd.h>

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>

namespace opal::test {

/// How a program came to its first painted window.
struct FirstPaint
{
    qint64 wallMs = 0; ///< since it was started
    qint64 processorMs = 0; ///< of all of its threads
    bool hasEngine = false; ///< LibTorch is loaded
};

/// Starts a program with a window and ends it when that is painted, of which Qt tells who listens; nothing if
/// none comes in two minutes.
inline std::optional<FirstPaint> firstPaintOf(const QString& program, const QStringList& arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("qt.widgets.painting.info=true"));
    environment.insert(QStringLiteral("QT_ASSUME_STDERR_HAS_CONSOLE"), QStringLiteral("1"));
    process.setProcessEnvironment(environment);
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setReadChannel(QProcess::StandardError);
    QElapsedTimer clock;
    clock.start();
    process.start(program, arguments);
    QByteArray told;
    constexpr int patienceOfPaintMs = 120'000;
    while (!told.contains("Flushing") && clock.elapsed() < patienceOfPaintMs
           && process.waitForReadyRead(patienceOfPaintMs))
        told += process.readAll();
    FirstPaint first { clock.elapsed() };
    const QString state = QStringLiteral("/proc/%1/").arg(process.processId());
    QFile times(state + QStringLiteral("stat"));
    QFile maps(state + QStringLiteral("maps"));
    const bool read = times.open(QIODevice::ReadOnly) && maps.open(QIODevice::ReadOnly);
    if (read) {
        const QByteArray content = times.readAll();
        const QList<QByteArray> fields = content.mid(content.lastIndexOf(')') + 2).split(' ');
        first.processorMs
            = (fields.value(11).toLongLong() + fields.value(12).toLongLong()) * 1000 / ::sysconf(_SC_CLK_TCK);
        first.hasEngine = maps.readAll().contains("libtorch");
    }
    process.kill();
    process.waitForFinished();
    return read && told.contains("Flushing") ? std::optional(first) : std::nullopt;
}

} // namespace opal::test
