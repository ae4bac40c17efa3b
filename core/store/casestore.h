// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/results/recalllist.h"

namespace opal {

class RunStore;

/// A question to the lens that a person has put aside under a name.
struct InterestCase
{
    std::int64_t id = 0; ///< given by the store
    std::string name;
    std::string run; ///< id
    ExploreQuery query; ///< with the user
    std::int64_t createdMs = 0;
};

/// Named what-if cases in the database of runs. As thread-safe as RunStore. Throws what RunStore throws.
class CaseStore final
{
public:
    explicit CaseStore(RunStore& store)
        : m_store(store)
    {
    }

    /// Keeps a case; one of the same run, user and name is replaced. Returns its id.
    std::int64_t save(const InterestCase& record);
    /// All cases of a run, by name.
    std::vector<InterestCase> cases(const std::string& run) const;
    /// Does nothing if it is gone already.
    void remove(std::int64_t id);

private:
    RunStore& m_store;
};

} // namespace opal
