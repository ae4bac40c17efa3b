// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/datasetsplit.h"

#include "core/base/error.h"

namespace opal {

const char* splitKindName(SplitKind kind)
{
    switch (kind) {
    case SplitKind::GlobalTime:
        return "global_time";
    case SplitKind::LastInteraction:
        return "last_interaction";
    case SplitKind::ReadyMade:
        break;
    }
    return "ready_made";
}

const char* repeatsName(Repeats repeats)
{
    switch (repeats) {
    case Repeats::Keep:
        return "keep";
    case Repeats::Drop:
        return "drop";
    case Repeats::Recommend:
        break;
    }
    return "recommend";
}

Repeats repeatsFromName(const std::string& name)
{
    for (const Repeats repeats : { Repeats::Keep, Repeats::Drop, Repeats::Recommend })
        if (name == repeatsName(repeats))
            return repeats;
    throw Error(ErrorCode::InvalidArgument,
                "repeats of seen items are 'keep', 'drop' or 'recommend', not '" + name + "'");
}

} // namespace opal
