// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/exclusion.h"

#include "core/base/error.h"

namespace opal {

const char* exclusionName(Exclusion exclusion)
{
    return exclusion == Exclusion::History ? "history" : "window";
}

Exclusion exclusionFromName(const std::string& name)
{
    for (const Exclusion exclusion : { Exclusion::History, Exclusion::Window })
        if (name == exclusionName(exclusion))
            return exclusion;
    throw Error(ErrorCode::InvalidArgument,
                "lists leave out the 'history' or the 'window' of a user, not '" + name + "'");
}

} // namespace opal
