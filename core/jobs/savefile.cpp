// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/savefile.h"

#include "core/data/atomicfile.h"

namespace opal {

void saveFile(const QString& file, const QByteArray& content)
{
    AtomicFile target(file.toStdString());
    target.write(content.constData(), static_cast<std::uint64_t>(content.size()));
    target.commit();
}

} // namespace opal
