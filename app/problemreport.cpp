// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/problemreport.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSettings>
#include <QSysInfo>

#include "app/logfile.h"
#include "core/jobs/jobs.h"
#include "core/jobs/savefile.h"

namespace opal {

namespace {

QString heading(const QString& text)
{
    return QStringLiteral("\n== %1 ==\n").arg(text);
}

QString fileText(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return QStringLiteral("(cannot be read: %1)\n").arg(file.errorString());
    return QString::fromUtf8(file.readAll());
}

QString versions()
{
    const SystemInfo info = systemInfo();
    QString text;
    const auto line = [&text](const char* name, const std::string& value) {
        text
            += QLatin1String(name) + QStringLiteral(": ") + QString::fromStdString(value) + QLatin1Char('\n');
    };
    line("OPAL Studio", info.version);
    line("LibTorch", info.torch);
    line("Faiss", info.faiss);
    line("Qt", info.qt);
    line("BLAS", info.blasText());
    line("threads", std::to_string(info.threads));
    for (const std::string& device : info.devices)
        line("device", device);
    line("system", QSysInfo::prettyProductName().toStdString());
    line("kernel", QSysInfo::kernelVersion().toStdString());
    line("processor", QSysInfo::currentCpuArchitecture().toStdString());
    return text;
}

/// What was opened last may name people and projects, and the window's geometry is not readable.
QString settingsText(const QString& workspaceRoot)
{
    const QSettings file(workspaceRoot + QStringLiteral("/studio.ini"), QSettings::IniFormat);
    QString text;
    for (const QString& key : file.allKeys())
        if (!key.startsWith(QLatin1String("session/")) && !key.startsWith(QLatin1String("window/")))
            text += key + QStringLiteral(" = ") + file.value(key).toString() + QLatin1Char('\n');
    return text;
}

} // namespace

QString problemReport(const QString& workspaceRoot, const QStringList& lastErrors)
{
    QString text = QStringLiteral("OPAL Studio problem report, %1\n")
                       .arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
    text += heading(QStringLiteral("Versions")) + versions();
    text += heading(QStringLiteral("Settings")) + settingsText(workspaceRoot);
    text += heading(QStringLiteral("Last errors")) + lastErrors.join(QLatin1Char('\n')) + QLatin1Char('\n');
    text += heading(QStringLiteral("Log")) + fileText(LogFile::olderPath(workspaceRoot))
        + fileText(LogFile::path(workspaceRoot));
    return text.replace(QDir::homePath(), QStringLiteral("~"));
}

void saveProblemReport(const QString& workspaceRoot, const QStringList& lastErrors, const QString& file)
{
    saveFile(file, problemReport(workspaceRoot, lastErrors).toUtf8());
}

} // namespace opal
