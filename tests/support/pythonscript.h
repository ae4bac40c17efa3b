// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTest>

/// Runs a script with the system's Python, which has the packages of .ci/test-packages.txt; fails the test
/// with what it says if it fails. Its standard output.
inline QString runPython(const QString& script, const QString& argument, const QString& folder = {})
{
    QProcess python;
    if (!folder.isEmpty())
        python.setWorkingDirectory(folder);
    python.start(QStringLiteral("/usr/bin/python3"), { QStringLiteral("-c"), script, argument });
    const bool ended = python.waitForFinished(300'000);
    const QString said = QString::fromUtf8(python.readAllStandardError());
    if (!ended || python.exitStatus() != QProcess::NormalExit || python.exitCode() != 0)
        QTest::qFail(qPrintable(QStringLiteral("Python failed: %1").arg(said)), __FILE__, __LINE__);
    return QString::fromUtf8(python.readAllStandardOutput());
}
