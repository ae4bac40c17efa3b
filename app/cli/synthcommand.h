// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/data/synth.h"

namespace opal {

/// `opal synth`: a synthetic micro-video log, straight into a data-set file, or as a raw log.
class SynthCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    void writeLog(CommandContext& context);
    void writeDataset(CommandContext& context);

    SynthParams m_params;
    std::string m_out;
    bool m_rawLog = false;
};

} // namespace opal
