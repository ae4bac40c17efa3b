// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace opal {

/// `opal info`: versions, devices, threads and the BLAS in use.
class InfoCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;
};

} // namespace opal
