// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QString>
#include <QTemporaryDir>
#include <QWidget>

#include "tests/support/findwidget.h"

namespace opal {

/// A log of 30 users, 12 items and 6 days in which every user watches three items a day.
inline QString writeLog(const QString& folder, const QByteArray& extraRows = {},
                        const QString& name = QStringLiteral("log.csv"))
{
    QFile file(folder + u'/' + name);
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write("user_id,item_id,timestamp,rating\n");
    file.write(extraRows);
    for (int user = 0; user < 30; ++user) {
        for (int day = 0; day < 6; ++day) {
            for (int click = 0; click < 3; ++click) {
                const qint64 seconds = 1'650'000'000 + day * 86400 + click * 600 + user;
                file.write(QByteArray::number(user + 1) + ','
                           + QByteArray::number((user + day * 3 + click) % 12 + 1) + ','
                           + QByteArray::number(seconds) + ',' + QByteArray::number(3 + click) + '\n');
            }
        }
    }
    return file.fileName();
}

} // namespace opal
