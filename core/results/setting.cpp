// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/setting.h"

#include <set>

namespace opal {

bool isMachineParam(const std::string& key)
{
    static const std::set<std::string> keys { "threads", "device", "kernels" };
    return keys.contains(key);
}

std::map<std::string, std::string> settingOf(const RunRecord& run)
{
    std::map<std::string, std::string> params = currentParams(run);
    std::erase_if(params,
                  [](const auto& param) { return param.first == "seed" || isMachineParam(param.first); });
    return params;
}

std::string trainingKey(const std::string& datasetHash, const std::string& model,
                        const std::map<std::string, std::string>& params)
{
    std::string key = datasetHash + '\n' + model;
    for (const auto& [name, value] : params)
        if (!isMachineParam(name))
            key += '\n' + name + '=' + value;
    return key;
}

std::string settingKey(const RunRecord& run)
{
    return trainingKey(run.datasetHash, run.model, settingOf(run));
}

} // namespace opal
