// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/savefile.h"

#include <QSaveFile>

#include "core/base/error.h"

namespace opal {

void saveFile(const QString& file, const QByteArray& content)
{
    QSaveFile target(file);
    if (!target.open(QIODevice::WriteOnly) || target.write(content) != content.size() || !target.commit())
        throw Error(ErrorCode::CannotWrite,
                    "cannot write " + file.toStdString() + ": " + target.errorString().toStdString());
}

} // namespace opal
