// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studioresources.h"

// The linker drops resources of a static library that nobody asks for; the macro only works outside of all
// namespaces.
static void initStudioResources()
{
    Q_INIT_RESOURCE(studio);
}

namespace opal {

QString studioResource(const QString& path)
{
    [[maybe_unused]] static const bool once = (initStudioResources(), true);
    return QStringLiteral(":/") + path;
}

} // namespace opal
