// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studies.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include "app/studioresources.h"
#include "core/base/error.h"
#include "core/jobs/study.h"

namespace opal {

namespace {

const QString suffix = QStringLiteral(".sqlite");

} // namespace

QStringList sampleStudies()
{
    QStringList names = QDir(studioResource(QStringLiteral("studies")))
                            .entryList({ QLatin1Char('*') + suffix }, QDir::Files, QDir::Name);
    for (QString& name : names)
        name.chop(suffix.size());
    return names;
}

QString studyWorkspace(const QString& name)
{
    if (!sampleStudies().contains(name))
        throw Error(ErrorCode::NotFound,
                    "there is no sample study '" + name.toStdString()
                        + "'; choose one of: " + sampleStudies().join(QStringLiteral(", ")).toStdString());
    const QString file = studioResource(QStringLiteral("studies/") + name + suffix);
    QFile content(file);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!content.open(QIODevice::ReadOnly) || !hash.addData(&content))
        throw Error(ErrorCode::CannotRead, "the sample study '" + name.toStdString() + "' cannot be read");
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + QStringLiteral("/opal-studio-studies/") + name + QLatin1Char('-')
        + QString::fromLatin1(hash.result().toHex().left(8));
    unpackStudy(file, folder);
    return folder;
}

} // namespace opal
