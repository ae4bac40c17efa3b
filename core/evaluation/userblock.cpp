// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/userblock.h"

namespace opal {

UserBlock gatherBlock(const Dataset& data, Split split, const HistoryRule& rule,
                      std::span<const UserIndex> users)
{
    UserBlock block;
    block.users = users;
    for (const UserIndex user : users) {
        const auto history = data.history(user, split);
        block.windows.append(rule.window(history), user);
        block.excluded.push_back(rule.excluded(history));
        block.targets.push_back(distinctItems(data.targets(user, split)));
    }
    return block;
}

} // namespace opal
