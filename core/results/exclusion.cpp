// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/exclusion.h"

#include "core/base/error.h"

namespace opal {

const char* exclusionName(Exclusion exclusion)
{
    switch (exclusion) {
    case Exclusion::History:
        return "history";
    case Exclusion::Nothing:
        return "nothing";
    case Exclusion::Window:
        break;
    }
    return "window";
}

Exclusion exclusionFromName(const std::string& name)
{
    for (const Exclusion exclusion : { Exclusion::History, Exclusion::Window, Exclusion::Nothing })
        if (name == exclusionName(exclusion))
            return exclusion;
    throw Error(ErrorCode::InvalidArgument,
                "lists leave out the 'history', the 'window' or 'nothing' of a user, not '" + name + "'");
}

} // namespace opal
